"""Telegram's HTML, read as its server reads it.

Source of the grammar and the wordings: parse_html in tdlib/td, and core.telegram.org/bots/api#html-style. That server
lets some sloppiness pass that is never meant: unknown attributes, unknown references like ``&nbsp;``, references
without a semicolon, ``</>``, links without a usable address. Here these are errors, with wordings of our own.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urlsplit

from tests.factories import Json

TYPES = {
    **dict.fromkeys(("b", "strong"), "bold"),
    **dict.fromkeys(("i", "em"), "italic"),
    **dict.fromkeys(("u", "ins"), "underline"),
    **dict.fromkeys(("s", "strike", "del"), "strikethrough"),
    **dict.fromkeys(("tg-spoiler", "span"), "spoiler"),
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}
"""The type of entity that each tag makes."""

ATTRIBUTES = {"a": "href", "code": "class", "span": "class", "tg-emoji": "emoji-id", "blockquote": "expandable"}
SCHEMES = {"http", "https", "tg", "mailto", "tel"}
_SIGN = re.compile("[<&]")
_TAG = re.compile(r"""<(?P<end>/?)(?P<name>[^\s>]*+)(?P<rest>(?:[^>"']|"[^"]*"|'[^']*')*+)>""")
_ATTRIBUTE = re.compile(r"""\s+(?P<name>[^\s=>]+)(?:\s*=\s*(?P<value>"[^"]*"|'[^']*'|[\w.-]+))?""")
_REFERENCE = re.compile(r"&(?:lt|gt|amp|quot|#[0-9]{1,7}|#x[0-9a-fA-F]{1,6});")


class Unparsable(ValueError):
    """Text that Telegram cannot parse; the message is what it says behind "can't parse entities: "."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a person sees, and its entities as Telegram sends them."""

    plain: str
    entities: list[dict[str, Json]]


def utf16(text: str) -> int:
    """The length of a text as Telegram counts: in UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def parse_html(text: str) -> Parsed:
    """Raises Unparsable."""
    reading = _Reading()
    position = 0
    while sign := _SIGN.search(text, position):
        reading.plain += text[position : sign.start()]
        offset = len(text[: sign.start()].encode())
        if sign[0] == "<":
            tag = _tag(text, sign.start(), offset)
            reading.close(tag, offset) if tag["end"] else reading.open(tag, offset)
            position = tag.end()
        else:
            reference = _REFERENCE.match(text, sign.start())
            if reference is None:
                raise Unparsable(f"Unsupported character reference at byte offset {offset}")
            reading.plain += _character(reference[0], offset)
            position = reference.end()
    reading.plain += text[position:]
    return reading.finish()


@dataclass(slots=True)
class _Reading:
    plain: str = ""
    entities: list[dict[str, Json]] = field(default_factory=list)
    opened: list[tuple[str, dict[str, str], int]] = field(default_factory=list)

    def open(self, tag: re.Match[str], offset: int) -> None:
        name = tag["name"].lower()
        self.opened.append((name, _attributes(name, tag["rest"], offset), utf16(self.plain)))

    def close(self, tag: re.Match[str], offset: int) -> None:
        if not self.opened:
            raise Unparsable(f"Unexpected end tag at byte offset {offset}")
        name, attributes, start = self.opened.pop()
        found = tag["name"].lower()
        if found != name or tag["rest"].strip():
            raise Unparsable(f'Unmatched end tag at byte offset {offset}, expected "</{name}>", found "</{found}>"')
        if (length := utf16(self.plain) - start) > 0:
            self.entities.append({"offset": start, "length": length, **_entity(name, attributes)})

    def finish(self) -> Parsed:
        if self.opened:
            raise Unparsable(f"Can't find end tag corresponding to start tag {self.opened[-1][0]}")
        return Parsed(self.plain, sorted(self.entities, key=lambda entity: (entity["offset"], -entity["length"])))


def _tag(text: str, position: int, offset: int) -> re.Match[str]:
    """The tag that begins here, by its name one of Telegram's."""
    tag = _TAG.match(text, position)
    begun = re.compile(r"</?([^\s>]*)").match(text, position)
    assert begun is not None
    is_end = text.startswith("</", position)
    if begun.end() == len(text) or (is_end and tag is None):
        raise Unparsable(f"Unclosed {'end' if is_end else 'start'} tag at byte offset {offset}")
    if not is_end and begun[1].lower() not in TYPES:
        raise Unparsable(f'Unsupported start tag "{begun[1].lower()}" at byte offset {offset}')
    if tag is None:
        raise Unparsable(f"Unclosed start tag at byte offset {offset}")
    return tag


def _attributes(name: str, rest: str, offset: int) -> dict[str, str]:
    """The attributes of a start tag, each one that this tag may have."""
    found = dict(_pairs(name, rest, offset))
    for attribute in found:
        if attribute != ATTRIBUTES.get(name):
            raise Unparsable(f'Unsupported attribute "{attribute}" in the tag "{name}" at byte offset {offset}')
    if name == "span" and found.get("class") != "tg-spoiler":
        raise Unparsable(f'Tag "span" must have class "tg-spoiler" at byte offset {offset}')
    if name == "code" and not found.get("class", "language-").startswith("language-"):
        raise Unparsable(f'Class of the tag "code" must begin with "language-" at byte offset {offset}')
    if name == "a" and not _is_link(found.get("href", "")):
        raise Unparsable(f'Tag "a" must have a usable "href" at byte offset {offset}')
    if name == "tg-emoji" and not re.fullmatch(r"[1-9][0-9]{0,18}", found.get("emoji-id", "")):
        raise Unparsable("Invalid custom emoji identifier specified")
    return found


def _pairs(name: str, rest: str, offset: int) -> Iterator[tuple[str, str]]:
    position = 0
    while rest[position:].strip():
        attribute = _ATTRIBUTE.match(rest, position)
        if attribute is None:
            raise Unparsable(f'Empty attribute name in the tag "{name}" at byte offset {offset}')
        if attribute["value"] is None and attribute["name"] != "expandable":
            raise Unparsable(
                f'Expected equal sign in declaration of an attribute of the tag "{name}" at byte offset {offset}'
            )
        yield attribute["name"], unescape((attribute["value"] or "").strip("\"'"))
        position = attribute.end()


def _character(reference: str, offset: int) -> str:
    if reference.startswith("&#"):
        code = int(reference[3:-1], 16) if reference[2] == "x" else int(reference[2:-1])
        if 0xD800 <= code <= 0xDFFF:
            raise Unparsable(
                "Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate "
                "code units"
            )
        if not 0 < code < 0x10FFFF:
            raise Unparsable(f"Unsupported character reference at byte offset {offset}")
        return chr(code)
    return unescape(reference)


def _entity(name: str, attributes: dict[str, str]) -> dict[str, Json]:
    more: dict[str, Json] = {}
    kind = TYPES[name]
    if name == "a":
        more = {"url": attributes["href"]}
    elif name == "tg-emoji":
        more = {"custom_emoji_id": attributes["emoji-id"]}
    elif "expandable" in attributes:
        kind = "expandable_blockquote"
    return {"type": kind, **more}


def _is_link(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in SCHEMES and bool(parts.netloc or (parts.path and parts.scheme not in {"http", "https"}))
