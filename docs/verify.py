#!/usr/bin/env python3
"""Check a model's ledger: python verify.py LEDGER.json [HEAD.json]. Needs Python 3.11 or later and nothing else.

LEDGER.json: answers of GET /api/models/{id}/ledger, one or an array of them. HEAD.json: a head that was kept earlier.
Exit status: 0 nothing is wrong, 1 the ledger is broken, 2 these files do not allow an answer.
"""

import hashlib
import json
import re
import sys
from datetime import datetime
from decimal import Decimal
from pathlib import Path

CHAINS = ("signals", "resolutions")
UNDISCLOSED = {"seq", "prev_hash", "hash", "candle_at", "created_at"}
OUTCOME = {"signal_hash", "status", "exit_price", "resolved_at"}
TEXTS = ("id", "model_id", "pair", "timeframe", "direction", "model_version", "feature_hash", "salt")
KINDS = dict.fromkeys(TEXTS, str) | {"confidence": float, "reasons": list, "replay": bool}
HASH = re.compile("[0-9a-f]{64}")
PRICE = re.compile("[0-9]+[.][0-9]+")
ODD = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


def once(pairs):
    """An object's fields; a name that is given twice would let two readers see two values."""
    if len(dict(pairs)) < len(pairs):
        raise ValueError("a name is given twice in one object")
    return dict(pairs)


def load(path):
    return json.loads(Path(path).read_bytes(), parse_constant=int, object_pairs_hook=once)  # int refuses NaN


def head_in(answer):
    """The head that an answer carries, or is: seq and hash of the newest row of each chain."""
    head = answer.get("ledger_head", answer.get("head", answer))
    for link in (head[chain] for chain in CHAINS):
        if type(link["seq"]) is not int or link["seq"] < 0 or not HASH.fullmatch(link["hash"]):
            raise ValueError("the seq or the hash of a head is malformed")
    return head


def hash_of(row, names):
    """sha256(prev_hash || canonical JSON): names in order, no white space, UTF-8."""
    text = json.dumps({n: row[n] for n in names}, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256((row["prev_hash"] + text).encode()).hexdigest()


def times(row, *names):
    return [datetime.fromisoformat(row[name]) for name in names]


def levels(signal, *prices):
    """Prices with their sign turned for a SELL, so that the target is always the highest."""
    return [Decimal(PRICE.fullmatch(price)[0]) * {"BUY": 1, "SELL": -1}[signal["direction"]] for price in prices]


def signal_faults(row, seen):
    """What could be wrong with a signal, and whether it is."""
    candle, created = times(row, "candle_at", "created_at")
    yield "created before its candle opened", created <= candle
    if row.keys() != UNDISCLOSED:
        yield "the row does not have this hash", hash_of(row, row.keys() - {"hash"}) != row["hash"]
        yield "a field is malformed", any(type(row[name]) is not kind for name, kind in KINDS.items())
        yield "confidence is no probability", not 0 <= row["confidence"] <= 1
        yield "of another model", row["model_id"] != seen["model_id"]
        stop, entry, target = levels(row, row["stop_loss"], row["entry"], row["take_profit"])
        yield "levels on the wrong sides of entry", not stop < entry < target
        made = {True: candle, False: created}[row["replay"]]
        yield "expired before it was made", times(row, "expires_at")[0] <= made


def resolution_faults(row, seen):
    """The same for a resolution, beside its signal where that is given."""
    number, (resolved,) = row["signal_seq"], times(row, "resolved_at")
    yield "the row does not have this hash", hash_of(row, OUTCOME) != row["hash"]
    yield "no such status", row["status"] not in {"won", "lost", "expired"}
    yield "exit_price is no price", not PRICE.fullmatch(row["exit_price"])
    yield "no such signal", type(number) is not int or not 0 < number <= seen["length"]["signals"]
    yield "its signal has a resolution already", not seen["resolved"].isdisjoint({number, row["signal_hash"]})
    seen["resolved"] |= {number, row["signal_hash"]}
    yield "its signal was still not disclosed", row["seq"] <= seen["undisclosed"].get(number, 0)
    if (signal := seen["signals"].get(number)) is None:
        return
    yield "signal_hash is not the hash of its signal", row["signal_hash"] != signal["hash"]
    yield "resolved before its signal's candle", resolved <= times(signal, "candle_at")[0]
    if signal.keys() != UNDISCLOSED:
        stop, price, target = levels(signal, signal["stop_loss"], row["exit_price"], signal["take_profit"])
        yield "exit_price is short of the target", row["status"] == "won" and price < target
        yield "exit_price is short of the stop", row["status"] == "lost" and price > stop
        created, expires = times(signal, "created_at", "expires_at")
        yield "resolved after its signal expired", resolved > expires
        yield "its signal is live, but made after the outcome", not signal["replay"] and resolved <= created


def read_page(page, seen, say):
    """Add a page: every row from its first signal to its end or, if that comes before, to its head."""
    head, end, first = head_in(page), page["next_from"], 1
    if not page["model_id"] == head["model_id"] == seen["model_id"] or type(end) not in {int, type(None)}:
        raise ValueError("a page of another model, or next_from is malformed")
    seen["heads"].append(head)
    for chain in CHAINS:
        seen["length"][chain] = max(seen["length"].get(chain, 0), head[chain]["seq"])
        seqs, last = [first - 1], head[chain]["seq"] if end is None else min(end - 1, head[chain]["seq"])
        for row in page[chain]:
            seq = row.get("seq") if isinstance(row, dict) else None
            if type(seq) is not int or not seqs[-1] < seq <= last:
                say(chain, seq, "repeated, out of order, or not within its page and its head")
                continue
            seqs.append(seq)
            other = seen[chain].get(seq, row)
            if any(row[name] != other[name] for name in row.keys() & other.keys()):
                say(chain, seq, "given twice, and not the same")
            seen[chain][seq] = max(row, other, key=len)
            if row.keys() == UNDISCLOSED:  # although there were this many resolutions
                seen["undisclosed"][seq] = max(seen["undisclosed"].get(seq, 0), head["resolutions"]["seq"])
        first = seqs[1] if chain == "signals" and len(seqs) > 1 else first
        for seq in {first, last}.difference(seqs) if first <= last else ():
            say(chain, seq, "missing from its page")


def check_chain(chain, seen, say):
    """Follow the hashes from row to row; return the hash that is known of each seq."""
    known, faults = {0: "0" * 64}, signal_faults if chain == "signals" else resolution_faults
    for seq, row in sorted(seen[chain].items()):
        if seq - 1 not in known and len(known) > 1:
            say(chain, seq - 1, "missing")
        try:
            before, known[seq] = (HASH.fullmatch(row[name])[0] for name in ("prev_hash", "hash"))
            if known.setdefault(seq - 1, before) != before:
                say(chain, seq, "prev_hash is not the hash of the row before")
            for why in [why for why, wrong in faults(row, seen) if wrong]:
                say(chain, seq, why)
        except ODD:
            say(chain, seq, "a field is missing or malformed")
    return known


def main(ledger_file, head_file=None):
    """Print each break, then what was seen; return the exit status."""
    pages, kept = load(ledger_file), [head_in(load(head_file))] if head_file else []
    pages = pages if isinstance(pages, list) else [pages]
    model_id, breaks, uncovered = pages[0]["model_id"], {}, []
    if type(model_id) is not str or any(head["model_id"] != model_id for head in kept):
        raise ValueError("this is no model's ledger, or the kept head is of another model")
    seen = {"model_id": model_id, "signals": {}, "resolutions": {}, "heads": [], "length": {}}
    seen |= {"undisclosed": {}, "resolved": set()}

    def say(chain, seq, why):
        breaks[f"{model_id} {chain} seq {'?' if seq is None else repr(seq)}: {why}"] = True

    for page in pages:
        try:
            read_page(page, seen, say)
        except ODD:
            say("signals", None, "a field of a page is missing or malformed, or it is of another model")
    for chain in CHAINS:
        known, length = check_chain(chain, seen, say), seen["length"].get(chain, 0)
        for whose, head in [("page's", head) for head in seen["heads"]] + [("kept", head) for head in kept]:
            seq = head[chain]["seq"]
            if seq > length:
                say(chain, seq, f"named by the {whose} head, but the ledger ends at seq {length}")
            elif known.get(seq, head[chain]["hash"]) != head[chain]["hash"]:
                say(chain, seq, f"does not have the hash in the {whose} head")
            elif whose == "kept" and seq not in known:
                uncovered.append(f"; {chain} seq {seq} of the kept head is not in these pages")
    signals, hidden = seen["signals"], sum(row.keys() == UNDISCLOSED for row in seen["signals"].values())
    counts = f"{len(signals) - hidden} signals recomputed, {hidden} undisclosed, {len(seen['resolutions'])} resolutions"
    span = f"first seq {min(signals, default=0)}, last {max(signals, default=0)}"
    lines = [*breaks, f"{model_id}: {counts}; {span}; {len(breaks)} breaks{''.join(uncovered)}", ""]
    sys.stdout.write("\n".join(line.encode("unicode_escape").decode() for line in lines))
    return 1 if breaks else 2 if uncovered else 0


if __name__ == "__main__":
    try:
        sys.exit(main(*sys.argv[1:]))
    except (OSError, *ODD) as error:
        sys.stderr.write(f"{__doc__}\nThis cannot be checked: {error!r}\n")
        sys.exit(2)
