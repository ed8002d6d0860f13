/** Written by the server's own code: `app/canonical.py`, `canonical_json` and `chain_hash`. */

import type { Json } from "@/features/model/canonical";

export interface Vector {
  value: Json;
  prev: string;
  text: string;
  hash: string;
}

export const vectors: readonly Vector[] = [
  {
    value: {},
    prev: "0000000000000000000000000000000000000000000000000000000000000000",
    text: "{}",
    hash: "5508d2b710e64bc470079e1b211d9c58e21011e59d0559e422345dc19d659a75",
  },
  {
    value: {"b": 1, "a": "x", "C": true, "aa": null, "_": false},
    prev: "5508d2b710e64bc470079e1b211d9c58e21011e59d0559e422345dc19d659a75",
    text: "{\"C\":true,\"_\":false,\"a\":\"x\",\"aa\":null,\"b\":1}",
    hash: "1dba77f3bcd6e23deacb8703db9e3fe0bf356b5df4d46e48eca474e9a5e8c092",
  },
  {
    value: {"confidence": 0.5731, "low": 0.0001, "high": 0.9999, "half": 0.5, "zero": 0, "big": 9007199254740991, "minus": -17},
    prev: "1dba77f3bcd6e23deacb8703db9e3fe0bf356b5df4d46e48eca474e9a5e8c092",
    text: "{\"big\":9007199254740991,\"confidence\":0.5731,\"half\":0.5,\"high\":0.9999,\"low\":0.0001,\"minus\":-17,\"zero\":0}",
    hash: "baf00064139447e8e869fa6dfd1becd782a53fec243c09a1996834053a5cc1a8",
  },
  {
    value: {"text": "\u20ac\u00fc \u0416 \u65e5\u672c \ud83d\ude00", "quote": "\"\\/", "control": "\b\f\n\r\t\u0001\u001f\u007f", "line": "\u2028\u2029"},
    prev: "baf00064139447e8e869fa6dfd1becd782a53fec243c09a1996834053a5cc1a8",
    text: "{\"control\":\"\\b\\f\\n\\r\\t\\u0001\\u001f\u007f\",\"line\":\"\u2028\u2029\",\"quote\":\"\\\"\\\\/\",\"text\":\"\u20ac\u00fc \u0416 \u65e5\u672c \ud83d\ude00\"}",
    hash: "ce0be2190b136c676c4043aebc8fbf1523fdcd8c59c7bb0821392e525fd266f7",
  },
  {
    value: {"reasons": [{"feature": "rsi_14", "value": "28.4", "effect": "+0.0412"}, {"feature": "move_120", "value": "-1.94", "effect": "-0.0347"}], "nested": {"z": [1, [2, {"y": null}]], "a": {}}},
    prev: "ce0be2190b136c676c4043aebc8fbf1523fdcd8c59c7bb0821392e525fd266f7",
    text: "{\"nested\":{\"a\":{},\"z\":[1,[2,{\"y\":null}]]},\"reasons\":[{\"effect\":\"+0.0412\",\"feature\":\"rsi_14\",\"value\":\"28.4\"},{\"effect\":\"-0.0347\",\"feature\":\"move_120\",\"value\":\"-1.94\"}]}",
    hash: "f5a04491def874732b9250d921fc4f17219a2f63ced8152afdbf0c7dad6a9f54",
  },
];
