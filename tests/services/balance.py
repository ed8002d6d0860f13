"""A second opinion on markup, by the standard library's parser: every tag is known, closed, and closed in its order."""

from html.parser import HTMLParser
from typing import Final

_STYLES: Final = {"b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "tg-spoiler"}
KNOWN: Final = frozenset(_STYLES | {"code", "pre", "a", "blockquote", "span"})


def is_balanced(markup: str) -> bool:
    """Whether the parser finds known tags only, each closed where it has to be, and no sign that stands alone."""
    reader = _Balance()
    reader.feed(markup)
    reader.close()
    return reader.is_right and not reader.opened


class _Balance(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.opened: list[str] = []
        self.is_right = True

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.is_right &= tag in KNOWN
        self.opened.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.is_right = False

    def handle_endtag(self, tag: str) -> None:
        self.is_right &= bool(self.opened) and self.opened.pop() == tag

    def handle_data(self, data: str) -> None:
        self.is_right &= "<" not in data and "&" not in data

    def handle_entityref(self, name: str) -> None:
        self.is_right &= name in {"lt", "gt", "amp", "quot"}

    def handle_comment(self, data: str) -> None:
        self.is_right = False

    def handle_decl(self, decl: str) -> None:
        self.is_right = False

    def unknown_decl(self, data: str) -> None:
        self.is_right = False

    def handle_pi(self, data: str) -> None:
        self.is_right = False
