"""The words of the conversation: there in both languages, well formed, filled in with the same facts, short enough."""

import re
import string
from collections.abc import Iterator
from dataclasses import fields
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.bot.commands import FOR_ADMINS, FOR_EVERYBODY, public_commands
from app.bot.commands.parse import parse_grant, parse_revoke
from app.bot.fit import fitted, label, note_text
from app.bot.words.admin import ADMIN_WORDS
from app.bot.words.commands import ADMIN, PUBLIC
from app.bot.words.models import MODELS
from app.bot.words.refusals import REFUSALS
from app.bot.words.settings import SETTINGS
from app.bot.words.talk import TALK
from app.schemas.subscriptions import MAX_DAYS
from app.services.messages.format import utf16, visible_length
from app.services.messages.markup import problems_of

ALL: list[Any] = [ADMIN_WORDS, MODELS, REFUSALS, SETTINGS, TALK]
_CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)
SAME_IN_BOTH = {"kind", "chosen", "by", "person_id"}


def texts() -> Iterator[tuple[str, str, str]]:
    """Every text: its name, in English, in Russian."""
    for words in ALL:
        for field in fields(words["en"]):
            english, russian = getattr(words["en"], field.name), getattr(words["ru"], field.name)
            if isinstance(english, str):
                yield field.name, english, russian
            elif isinstance(english, dict):
                assert english.keys() == russian.keys()
                yield from ((f"{field.name}.{key}", english[key], russian[key]) for key in english)
            else:
                assert (len(english), len(russian)) == (2, 3)
                yield from ((field.name, english[-1], one) for one in russian)


def _facts(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize(("name", "english", "russian"), list(texts()))
def test_every_text_is_there_in_both_languages_and_well_formed(name: str, english: str, russian: str) -> None:
    assert _facts(english) == _facts(russian)
    assert not _CYRILLIC.search(english)
    assert _CYRILLIC.search(russian) or name in SAME_IN_BOTH
    for text in (english, russian):
        assert problems_of(text) == []
        assert visible_length(text) < 600
        assert "—" not in text


def test_words_and_handlers_of_commands_agree() -> None:
    assert list(PUBLIC) == list(FOR_EVERYBODY)
    assert list(ADMIN) == list(FOR_ADMINS)
    for name, words in {**PUBLIC, **ADMIN}.items():
        assert re.fullmatch("[a-z0-9_]{1,32}", name)
        assert all(1 <= utf16(one.description) <= 256 for one in words.values())
        assert not words["en"].example or words["en"].example.startswith(f"/{name}")


def test_the_menu_has_the_public_commands_only() -> None:
    for language in ("en", "ru"):
        assert [name for name, _ in public_commands(language)] == ["start", "status", "models", "settings", "help"]
    assert public_commands("en") != public_commands("ru")


def test_refusals_fit_beside_a_button() -> None:
    for words in REFUSALS.values():
        assert all(utf16(getattr(words, field.name)) <= 200 for field in fields(words))


def test_a_list_is_cut_with_how_many_are_left() -> None:
    assert fitted(["<b>a</b>"] * 3, "en", room=6) == ["<b>a</b>"] * 3
    assert fitted(["<b>a</b>"] * 4, "en", room=6) == [*["<b>a</b>"] * 3, "And 1 more."]


@given(st.text())
def test_a_note_is_short_whatever_it_says(text: str) -> None:
    assert utf16(note_text(text)) <= 200


@given(st.text())
def test_no_text_breaks_the_parsing_of_orders(text: str) -> None:
    for parse in (parse_grant, parse_revoke):
        written = parse(text)
        assert written is None or (written.who and written.model and written.reason != "")


@given(
    who=st.from_regex(r"[0-9]{1,16}|@[A-Za-z0-9_]{1,32}", fullmatch=True),
    days=st.integers(min_value=-100_000, max_value=100_000),
    reason=st.text(max_size=1_200),
    space=st.sampled_from([" ", "  ", "\n", "\t"]),
)
def test_a_grant_is_taken_apart(who: str, days: int, reason: str, space: str) -> None:
    written = parse_grant(space.join([who, "shadow-stack", str(days), reason]))
    assert written is not None
    assert (written.who, written.model) == (who, "shadow-stack")
    assert written.days == (days if 1 <= days <= MAX_DAYS else 0)
    assert (written.reason or "") == reason.strip()[: len(written.reason or "")]


@pytest.mark.parametrize(
    ("text", "days", "reason"),
    [
        ("5 m", None, None),
        ("5 m 30", 30, None),
        ("5 m 30 paid in full", 30, "paid in full"),
        ("5 m 30d", 30, None),
        ("5 m 30дн. оплата", 30, "оплата"),
        ("5 m 0days", 0, None),
        ("5 m paid 30", None, "paid 30"),
        ("5 m 2nd payment", None, "2nd payment"),
        ("5 m 007", 7, None),
        ("5 m 30.5", 0, None),
        ("5 m ٣٠", None, "٣٠"),
    ],
)
def test_a_number_in_third_place_is_days(text: str, days: int | None, reason: str | None) -> None:
    written = parse_grant(text)
    assert written is not None
    assert (written.days, written.reason) == (days, reason)


@pytest.mark.parametrize("name", ["", "   ", "\u200b", "\u202e\u202c"])
def test_a_button_named_by_nothing_visible_still_has_a_label(name: str) -> None:
    assert label(name) == "\u2026"
