import { cleanup, render } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { plainText, TelegramText } from "@/shared/ui/telegram-text";

afterEach(cleanup);

const drawn = (markup: string): string => render(<TelegramText markup={markup} />).container.firstElementChild?.innerHTML ?? "";

test("what Telegram knows is drawn as it shows it", () => {
  expect(drawn("<b>a</b> <i>b</i> <u>c</u> <s>d</s> <code>e</code>")).toBe(
    "<strong>a</strong> <em>b</em> <u>c</u> <s>d</s> <code>e</code>",
  );
  expect(drawn("one\ntwo &lt;3 &amp;")).toBe("one\ntwo &lt;3 &amp;");
  expect(drawn('<a href="https://a.b/?x=1&amp;y">c</a>')).toBe('<a href="https://a.b/?x=1&amp;y" target="_blank" rel="noreferrer">c</a>');
});

test("nothing else comes through: no tag, no attribute, no address that runs", () => {
  expect(drawn('<b onclick="x()" style="color:red">a</b>')).toBe("<strong>a</strong>");
  expect(drawn('<a href="javascript:x()">a</a><img src="x" onerror="x()">')).toBe("a");
  expect(drawn("<div><b>a</b></div>")).toBe("<strong>a</strong>");
});

test("the length that Telegram counts is that of the words", () => {
  expect(plainText("<b>Hello</b>, &lt;you&gt;")).toBe("Hello, <you>");
  expect(plainText("🙂")).toHaveLength(2);
});
