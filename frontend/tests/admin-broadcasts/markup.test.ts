import { expect, test } from "vitest";
import { linkAddress, linked, offsetOf, toggled } from "@/features/admin-broadcasts/markup";

test("a tag is put around the selection, which stays selected, and is taken away by the same press", () => {
  const bold = toggled("Read the news", { start: 9, end: 13 }, "b");
  expect(bold.text).toBe("Read the <b>news</b>");
  expect(bold.text.slice(bold.selection.start, bold.selection.end)).toBe("news");
  expect(toggled(bold.text, bold.selection, "b")).toEqual({ text: "Read the news", selection: { start: 9, end: 13 } });
  expect(toggled("", { start: 0, end: 0 }, "code")).toEqual({ text: "<code></code>", selection: { start: 6, end: 6 } });
});

test("a link keeps what is selected as its words, or shows its address; signs of HTML are written as such", () => {
  expect(linked("Read it", { start: 5, end: 7 }, 'https://a.b/?x="1"&y').text).toBe(
    'Read <a href="https://a.b/?x=&quot;1&quot;&amp;y">it</a>',
  );
  expect(linked("", { start: 0, end: 0 }, "https://a.b/?x&y").text).toBe('<a href="https://a.b/?x&amp;y">https://a.b/?x&amp;y</a>');
});

test("an address gets its scheme, and what is none is refused", () => {
  expect(linkAddress(" example.com/news ")).toBe("https://example.com/news");
  expect(linkAddress("tg://resolve?domain=bot")).toBe("tg://resolve?domain=bot");
  expect(linkAddress("mailto:ada@example.com")).toBe("mailto:ada@example.com");
  for (const wrong of ["", "two words", "javascript:alert(1)", "ftp://example.com", "https://"]) expect(linkAddress(wrong)).toBeNull();
});

test("a place of the server's is found after a blank beginning and after letters of two units", () => {
  const text = "\n  Один 🙂 & два\nтри < четыре";
  expect(text[offsetOf(text, 1, 8)]).toBe("&");
  expect(text[offsetOf(text, 2, 5)]).toBe("<");
  expect(offsetOf("short", 9, 9)).toBeLessThanOrEqual(5);
});
