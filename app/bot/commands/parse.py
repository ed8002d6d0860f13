"""Admins' orders taken apart. No text raises."""

import re
from dataclasses import dataclass, replace
from typing import Final

from app.schemas.subscriptions import MAX_DAYS

MAX_REASON: Final = 1_000
_WHO: Final = re.compile(r"[0-9]{1,16}|@[A-Za-z0-9_]{1,64}")
_NUMBER: Final = re.compile(r"([+-]?[0-9][0-9.,]*)(?:d|days?|д|дн\.?|день|дня|дней)?", re.IGNORECASE)
_DAYS: Final = re.compile(r"[0-9]{1,5}")


@dataclass(frozen=True, slots=True)
class Written:
    """``days``: None for ever, 0 where what stands in their place is no number of days that a grant takes."""

    who: str
    model: str
    days: int | None
    reason: str | None


def parse_revoke(text: str) -> Written | None:
    """``ID|@name MODEL [reason]``; None where that is not complete."""
    who, model, rest, *_ = [*text.split(None, 2), "", "", ""]
    if not model or not _WHO.fullmatch(who):
        return None
    return Written(who, model, None, rest.strip()[:MAX_REASON] or None)


def parse_grant(text: str) -> Written | None:
    """``ID|@name MODEL [DAYS] [reason]``: a number in third place ("30", "30d") is days, else the reason begins."""
    written = parse_revoke(text)
    if written is None or written.reason is None:
        return written
    first, rest, *_ = [*written.reason.split(None, 1), ""]
    number = _NUMBER.fullmatch(first)
    if number is None:
        return written
    days = int(number[1]) if _DAYS.fullmatch(number[1]) else 0
    return replace(written, days=days if 1 <= days <= MAX_DAYS else 0, reason=rest.strip() or None)
