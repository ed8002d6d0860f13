"""Numbers, moments and names in both languages, safe to stand in Telegram's HTML."""

import html
import re
import unicodedata
from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo
from decimal import ROUND_HALF_UP, Decimal
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale
from babel.dates import format_skeleton
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent

from app.services.messages.contents import Language, Reader

LOCALES: Final = {"en": Locale("en", "GB"), "ru": Locale("ru")}
FIRST_STRONG: Final = "\u2068"
POP: Final = "\u2069"
MINUS: Final = "\u2212"
ELLIPSIS: Final = "\u2026"
ENTITY: Final = re.compile("&(?:(lt|gt|amp|quot)|#([0-9]{1,7})|#x([0-9a-fA-F]{1,6}));")
"""What Telegram decodes."""

_NAMED: Final = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_TAG: Final = re.compile("</?[a-zA-Z][^<>]*>")
_SPACE: Final = re.compile(r"\s+")
_EMPTY_LINES: Final = re.compile(r"\n{3,}")
_RIGHT_TO_LEFT: Final = frozenset({"R", "AL", "AN"})
_INVISIBLE: Final = frozenset({"Cc", "Cf", "Cs", "Co"})
_ZERO_WIDTH_JOINER: Final = "\u200d"
_JOINERS: Final = frozenset("\u200c\u200d\ufe0e\ufe0f")
_BLANK_LETTERS: Final = frozenset("\u115f\u1160\u2800\u3164\uffa0")
_SKIN_TONES: Final = range(0x1F3FB, 0x1F400)
_FLAG_LETTERS: Final = range(0x1F1E6, 0x1F200)


def escape(text: str) -> str:
    """Text as Telegram's HTML shows it."""
    return html.escape(text, quote=False)


def plain(text: str) -> str:
    """One line without what is invisible: control characters, and marks that turn the direction of what follows."""
    kept = "".join(" " if char.isspace() else char for char in text if _may_stand(char))
    return _SPACE.sub(" ", kept).strip()


def _may_stand(char: str) -> bool:
    """Characters that this Python's tables lack may: emoji come faster than they do."""
    return char.isspace() or char in _JOINERS or unicodedata.category(char) not in _INVISIBLE


def is_blank(text: str) -> bool:
    """Whether nothing of it can be seen."""
    return all(char in _JOINERS or char in _BLANK_LETTERS for char in plain(text))


def cut(text: str, most: int) -> str:
    """At most ``most`` UTF-16 units, with an ellipsis where something is left out; no letter loses its accents."""
    if utf16(text) <= most:
        return text
    kept: list[str] = []
    room = most - utf16(ELLIPSIS)
    for cluster in _clusters(text):
        room -= utf16(cluster)
        if room < 0:
            break
        kept.append(cluster)
    return "".join(kept).rstrip() + ELLIPSIS


def _clusters(text: str) -> list[str]:
    """Letters with what belongs to them: accents, skin tones, what joiners tie together, the two letters of a flag."""
    found: list[str] = []
    for char in text:
        if found and _belongs(char, found[-1]):
            found[-1] += char
        else:
            found.append(char)
    return found


def _belongs(char: str, cluster: str) -> bool:
    if ord(char) in _FLAG_LETTERS:
        return len(cluster) == 1 and ord(cluster) in _FLAG_LETTERS
    is_mark = unicodedata.category(char).startswith("M") or char in _JOINERS or ord(char) in _SKIN_TONES
    return is_mark or (cluster[-1] == _ZERO_WIDTH_JOINER and len(cluster) > 1)


def utf16(text: str) -> int:
    """Length as Telegram counts it."""
    return len(text) + sum(ord(char) > 0xFFFF for char in text)


def isolate(text: str) -> str:
    """Text whose direction does not touch the line around it: marked where it runs from right to left."""
    turns = any(unicodedata.bidirectional(char) in _RIGHT_TO_LEFT for char in text)
    return f"{FIRST_STRONG}{text}{POP}" if turns else text


def name(text: str, most: int = 64) -> str:
    """What somebody calls themselves, or something."""
    return escape(isolate(cut(plain(text), most)))


def quoted(text: str, most: int = 600) -> str:
    """Somebody's own words, lines kept and of empty ones at most one in a row; "" where nothing can be seen."""
    if is_blank(text):
        return ""
    lines = _EMPTY_LINES.sub("\n\n", "\n".join(plain(line) for line in text.splitlines()).strip())
    return f"<blockquote>{escape(cut(lines, most))}</blockquote>"


def day(at: datetime, reader: Reader, *, now: datetime | None = None) -> str:
    """A day of the reader's calendar: "30 Nov", with the year where it is another one."""
    local = _local(at, reader)
    this_year = _local(now or datetime.now(UTC), reader).year == local.year
    found: str = format_skeleton("MMMd" if this_year else "yMMMd", local, locale=LOCALES[reader.language])
    return found


def moment(at: datetime, reader: Reader, *, now: datetime | None = None) -> str:
    """A moment on the reader's clock: "30 Nov, 14:30", and "UTC" where that is their zone."""
    local = _local(at, reader)
    zone = " UTC" if local.tzname() == "UTC" else ""
    return f"{day(at, reader, now=now)}, {local:%H:%M}{zone}"


def _local(at: datetime, reader: Reader) -> datetime:
    try:
        return at.astimezone(reader.zone)
    except OverflowError:  # the last hours of the year 9999, which somebody may choose as an end
        return at.astimezone(UTC)


def end(ends_at: datetime | None, reader: Reader) -> str:
    """Until when something is open."""
    if ends_at is None:
        return "for ever" if reader.language == "en" else "бессрочно"
    return f"{'until' if reader.language == 'en' else 'до'} {moment(ends_at, reader)}"


def percent(share: float, language: Language, digits: int = 0) -> str:
    """A share, 0..1: "58%", in Russian with a space that does not break. Halves go up, as on the screens."""
    pattern = "#,##0" + ("." + "0" * digits if digits else "") + "%"
    rounded = Decimal(repr(share)).quantize(Decimal(1).scaleb(-digits - 2), ROUND_HALF_UP)
    found = format_percent(rounded, format=pattern, locale=LOCALES[language])
    return found if language == "en" else found.replace("%", "\u00a0%").replace("\u00a0\u00a0", "\u00a0")


def signed_r(value: Decimal) -> str:
    """A result in units of what was risked: "+1.10R", "−1.00R", "0.00R"; a dot in both languages, as in prices."""
    rounded = value.quantize(Decimal("0.01"), ROUND_HALF_UP)
    sign = "" if rounded == 0 else "+" if rounded > 0 else MINUS
    return f"{sign}{abs(rounded)}R"


def count(language: Language, number: int) -> str:
    """A whole number with its separators."""
    found: str = format_decimal(number, locale=LOCALES[language])
    return found


def plural(language: Language, number: int, *forms: str) -> str:
    """A number with the right form of its noun: one and other in English; one, few and many in Russian."""
    form = LOCALES[language].plural_form(number)
    index = {"one": 0, "few": 1}.get(form, len(forms) - 1)
    return f"{count(language, number)} {forms[min(index, len(forms) - 1)]}"


def listed(names: Sequence[str], language: Language) -> str:
    """ "A, B and C"."""
    found: str = format_list(list(names), locale=LOCALES[language])
    return found


def language_of(code: str | None) -> Language:
    """The language of the two that somebody reads."""
    return "ru" if (code or "").lower().partition("-")[0] == "ru" else "en"


def zone_of(zone: str | None) -> tzinfo:
    """The zone of that name; UTC where none was chosen, or it is unknown here."""
    try:
        return ZoneInfo(zone) if zone else UTC
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC


def visible_text(markup: str) -> str:
    """Telegram's HTML without its tags, entities decoded."""
    return ENTITY.sub(lambda found: decoded(found) or found.group(), _TAG.sub("", markup))


def decoded(entity: re.Match[str]) -> str | None:
    """The character that a match of ``ENTITY`` stands for; None where its number is that of none."""
    named, decimal, hexadecimal = entity.groups()
    if named is not None:
        return _NAMED[named]
    number = int(decimal) if decimal is not None else int(hexadecimal, 16)
    is_character = 0 < number <= 0x10FFFF and not 0xD800 <= number <= 0xDFFF
    return chr(number) if is_character else None


def visible_length(markup: str) -> int:
    """UTF-16 units of the text without its tags, of which Telegram takes 4,096."""
    return utf16(visible_text(markup))
