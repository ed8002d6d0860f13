"""Checking the operator's own HTML by Telegram's rules, before the first message leaves.

Source of the rules: core.telegram.org/bots/api, "HTML style". Where its server is lenient we are not: what passes here
passes there, and looks there as it was written.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal
from urllib.parse import urlsplit

from app.integrations.telegram.messages import MAX_TEXT
from app.services.messages.format import ENTITY, decoded, is_blank, utf16, visible_text

Code = Literal["unknown_tag", "not_closed", "bare_sign", "bad_link", "too_long", "empty"]

SIMPLE: Final = frozenset({"b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "code", "pre", "tg-spoiler"})
SCHEMES: Final = frozenset({"http", "https", "tg", "mailto"})
_NO_MARKUP_INSIDE: Final = frozenset({"code", "pre"})

_SIGN: Final = re.compile("[<&\ud800-\udfff]")
_TAG: Final = re.compile("<(/?)([a-zA-Z][a-zA-Z0-9-]*)([^<>]*)>")
_ATTRIBUTE: Final = re.compile(
    r"""[ \t\r\n]+([a-zA-Z][a-zA-Z-]*)(?:[ \t\r\n]*=[ \t\r\n]*(?:"([^"]*)"|'([^']*)'))?(?=[ \t\r\n]|$)"""
)
_NOT_IN_LINKS: Final = re.compile(r"[\s\x00-\x1f]")

Attributes = dict[str, str | None]
"""None for an attribute without a value."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why Telegram would refuse a text; ``line`` and ``column`` count from 1."""

    code: Code
    detail: str
    line: int
    column: int


def problems_of(markup: str) -> list[Problem]:
    """Everything that is wrong, in the order of the text. No input raises."""
    found = sorted(_misplaced(markup))
    problems = [Problem(code, detail, *_place(markup, offset)) for offset, code, detail in found]
    visible = visible_text(markup)
    if is_blank(visible):
        return [Problem("empty", "There is nothing to read", 1, 1), *problems]
    if (length := utf16(visible)) > MAX_TEXT:
        return [Problem("too_long", f"{length} characters are {length - MAX_TEXT} too many", 1, 1), *problems]
    return problems


def _place(markup: str, offset: int) -> tuple[int, int]:
    return markup.count("\n", 0, offset) + 1, offset - markup.rfind("\n", 0, offset)


Found = tuple[int, Code, str]
"""Where in the text, which code, and what to do about it."""


def _misplaced(markup: str) -> Iterator[Found]:
    """What is wrong with signs, tags, and how they are nested."""
    opened: list[tuple[str, int]] = []
    offset = 0
    while (sign := _SIGN.search(markup, offset)) is not None:
        at = sign.start()
        offset = at + 1  # not the tag's end: the signs in its attributes count as well
        tag = _TAG.match(markup, at)
        if tag is None:
            yield from ((at, "bare_sign", detail) for detail in _wrong_sign(markup, at))
            continue
        closes, name, rest = tag[1], tag[2].lower(), tag[3]
        if closes:
            yield from _closed(opened, name, rest, at)
            continue
        yield from ((at, *problem) for problem in _wrong_tag(name, rest, [outer for outer, _ in opened]))
        if not rest.rstrip().endswith("/"):
            opened.append((name, at))
    yield from ((at, "not_closed", f"<{name}> is not closed") for name, at in opened)


def _wrong_sign(markup: str, at: int) -> Iterator[str]:
    """What is wrong with a sign that begins no tag."""
    if markup[at] == "<":
        yield "write &lt; for <"
    elif markup[at] != "&":
        yield "half a character"
    elif (entity := ENTITY.match(markup, at)) is None:
        yield "write &amp; for &"
    elif decoded(entity) is None:
        yield f"{entity.group()} is no character"


def _closed(opened: list[tuple[str, int]], name: str, rest: str, at: int) -> Iterator[Found]:
    """Close a tag and, after a mistake, whatever stands open inside of it."""
    if rest.strip(" \t\r\n"):
        yield at, "unknown_tag", f"write </{name}>"
    names = [outer for outer, _ in opened]
    if not names or names[-1] != name:
        yield at, "not_closed", f"</{name}> closes nothing that is open here"
    if name in names:
        del opened[len(names) - 1 - names[::-1].index(name) :]


def _wrong_tag(name: str, rest: str, outer: list[str]) -> Iterator[tuple[Code, str]]:
    """What is wrong with an opening tag: itself, its attributes, or where it stands."""
    given = _attributes(rest)
    if name == "a":
        if given is None or set(given) != {"href"} or not _is_link(given["href"]):
            yield "bad_link", 'write <a href="https://...">'
    elif name == "span":
        if given != {"class": "tg-spoiler"}:
            yield "unknown_tag", 'only <span class="tg-spoiler"> is known'
    elif name == "blockquote":
        if given not in ({}, {"expandable": None}):
            yield "unknown_tag", "write <blockquote> or <blockquote expandable>"
    elif name not in SIMPLE:
        yield "unknown_tag", f"<{name}> is no tag of Telegram's"
    elif given != {}:
        yield "unknown_tag", f"write <{name}>: it takes no attributes here"
    if (within := _lost_inside(name, outer)) is not None:
        yield "unknown_tag", f"<{name}> has no effect inside of <{within}>"


def _lost_inside(name: str, outer: list[str]) -> str | None:
    """The open tag inside of which Telegram shows no effect of this one."""
    if name == "code" and outer[-1:] == ["pre"]:
        return None
    quotes = {"blockquote"} if name == "blockquote" else set()
    return next((one for one in reversed(outer) if one in _NO_MARKUP_INSIDE | quotes), None)


def _attributes(rest: str) -> Attributes | None:
    """What stands in a tag behind its name; None where it cannot be read, or one is given twice."""
    found: Attributes = {}
    offset = 0
    while (attribute := _ATTRIBUTE.match(rest, offset)) is not None:
        name, double, single = attribute[1].lower(), attribute[2], attribute[3]
        if name in found:
            return None
        found[name] = double if double is not None else single
        offset = attribute.end()
    return None if rest[offset:].strip(" \t\r\n") else found


def _is_link(href: str | None) -> bool:
    if href is None or _NOT_IN_LINKS.search(href):
        return False
    try:
        parts = urlsplit(href)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    if parts.scheme in {"http", "https"}:
        return bool(host)
    return parts.scheme in SCHEMES and bool(host or parts.path)
