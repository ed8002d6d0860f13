"""Numbers, moments and names of the messages, in both languages."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.services.messages.contents import Language, Reader
from app.services.messages.format import (
    cut,
    day,
    end,
    is_blank,
    language_of,
    listed,
    moment,
    name,
    percent,
    plural,
    quoted,
    signed_r,
    utf16,
    visible_length,
    visible_text,
    zone_of,
)

BERLIN = ZoneInfo("Europe/Berlin")
EN, RU = Reader("en", BERLIN), Reader("ru", BERLIN)
NOW = datetime(2026, 1, 1, tzinfo=UTC)
FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"


@pytest.mark.parametrize(
    ("number", "english", "russian"),
    [
        (1, "1 day", "1 день"),
        (2, "2 days", "2 дня"),
        (5, "5 days", "5 дней"),
        (11, "11 days", "11 дней"),
        (21, "21 days", "21 день"),
        (22, "22 days", "22 дня"),
        (25, "25 days", "25 дней"),
        (1021, "1,021 days", "1\u00a0021 день"),
    ],
)
def test_numbers_take_the_right_form(number: int, english: str, russian: str) -> None:
    assert plural("en", number, "day", "days") == english
    assert plural("ru", number, "день", "дня", "дней") == russian


def test_moments_are_those_of_the_readers_clock() -> None:
    before = datetime(2026, 3, 29, 0, 59, tzinfo=UTC)
    assert moment(before, EN, now=NOW) == "29 Mar, 01:59"
    assert moment(before + timedelta(minutes=1), EN, now=NOW) == "29 Mar, 03:00"
    assert moment(before + timedelta(minutes=1), RU, now=NOW) == "29 мар., 03:00"
    assert moment(datetime(2026, 10, 25, 0, 30, tzinfo=UTC), EN, now=NOW) == "25 Oct, 02:30"
    assert moment(datetime(2026, 10, 25, 1, 30, tzinfo=UTC), EN, now=NOW) == "25 Oct, 02:30"
    assert moment(before, Reader("en", UTC), now=NOW) == "29 Mar, 00:59 UTC"
    assert moment(before, Reader("ru", ZoneInfo("UTC")), now=NOW) == "29 мар., 00:59 UTC"


def test_the_year_is_told_where_it_is_another_one_on_the_readers_calendar() -> None:
    eve = datetime(2025, 12, 31, 23, 30, tzinfo=UTC)
    assert moment(eve, EN, now=NOW) == "1 Jan, 00:30"
    assert moment(eve, Reader("en", UTC), now=NOW) == "31 Dec 2025, 23:30 UTC"
    assert moment(datetime(2027, 11, 30, 13, 30, tzinfo=UTC), RU, now=NOW) == "30 нояб. 2027\u202fг., 14:30"
    assert day(eve, EN, now=NOW) == "1 Jan"
    assert day(datetime(2027, 5, 9, tzinfo=UTC), EN, now=NOW) == "9 May 2027"


def test_ends_are_told_in_words_and_the_last_possible_one_does_not_stumble() -> None:
    at = datetime(datetime.now(BERLIN).year, 11, 30, 13, 30, tzinfo=UTC)
    assert (end(at, EN), end(at, RU)) == ("until 30 Nov, 14:30", "до 30 нояб., 14:30")
    assert (end(None, EN), end(None, RU)) == ("for ever", "бессрочно")
    assert "9999" in end(datetime.max.replace(tzinfo=UTC), EN)


def test_names_cannot_turn_a_line_around_or_break_it() -> None:
    assert name("Anna\n\u202e<b>") == "Anna &lt;b&gt;"
    assert name("דנה") == "\u2068דנה\u2069"
    assert name("\u2069דנה\u2068") == "\u2068דנה\u2069"
    assert name("x" * 100) == "x" * 63 + "\u2026"


def test_cutting_leaves_whole_what_is_seen_as_one() -> None:
    assert cut(FAMILY * 10, 20) == FAMILY * 2 + "\u2026"
    assert cut("e\u0301" * 10, 4) == "e\u0301\u2026"
    assert cut("1\ufe0f\u20e3" * 9, 5) == "1\ufe0f\u20e3\u2026"
    assert cut("\U0001f44d\U0001f3fd" * 9, 8) == "\U0001f44d\U0001f3fd\u2026"
    assert cut("\U0001f1e9\U0001f1ea" * 9, 8) == "\U0001f1e9\U0001f1ea\u2026"


def test_emoji_newer_than_this_python_stay() -> None:
    assert name("Anna \U0001fae8 \U0001fae9") == "Anna \U0001fae8 \U0001fae9"


def test_quotes_keep_lines_but_no_tower_of_them() -> None:
    assert quoted(" a <b>\n\n\n\n\nb\r\nc \n") == "<blockquote>a &lt;b&gt;\n\nb\nc</blockquote>"
    assert quoted("x" * 700, 10) == "<blockquote>xxxxxxxxx\u2026</blockquote>"
    assert quoted("\u200b\n\ufe0f") == ""


@pytest.mark.parametrize(("text", "expected"), [("", True), (" \u200d\u3164", True), ("\u00b7", False), ("a", False)])
def test_blank_is_what_nobody_can_see(text: str, expected: bool) -> None:  # noqa: FBT001 - what is expected
    assert is_blank(text) is expected


@pytest.mark.parametrize(
    ("share", "english", "russian"),
    [(0.58, "58%", "58\u00a0%"), (0.585, "59%", "59\u00a0%"), (0.0, "0%", "0\u00a0%"), (1.0, "100%", "100\u00a0%")],
)
def test_shares_are_rounded_as_on_the_screens(share: float, english: str, russian: str) -> None:
    assert percent(share, "en") == english
    assert percent(share, "ru") == russian
    assert percent(0.489, "ru", 1) == "48,9\u00a0%"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("1.1", "+1.10R"),
        ("-1", "\u22121.00R"),
        ("0", "0.00R"),
        ("-0.004", "0.00R"),
        ("0.125", "+0.13R"),
        ("-12.345", "\u221212.35R"),
    ],
)
def test_results_have_a_sign_unless_they_are_nothing(value: str, expected: str) -> None:
    assert signed_r(Decimal(value)) == expected


@pytest.mark.parametrize(
    ("language", "names", "expected"),
    [("en", ["A", "B", "C"], "A, B and C"), ("ru", ["A", "B", "C"], "A, B и C"), ("en", ["A"], "A"), ("ru", [], "")],
)
def test_names_are_listed_as_people_do(language: Language, names: list[str], expected: str) -> None:
    assert listed(names, language) == expected


def test_languages_and_zones_have_a_way_out() -> None:
    assert [language_of(code) for code in ("ru", "ru-RU", "RU", "en", "uk", "rub", None)] == [*["ru"] * 3, *["en"] * 4]
    assert zone_of("Europe/Berlin") == BERLIN
    for unknown in (None, "", "Nowhere/At_All", "../etc/passwd", "Europe", "x\0y"):
        assert zone_of(unknown) is UTC


def test_length_counts_what_telegram_counts() -> None:
    assert visible_length("<b>a &amp; b</b>") == 5
    assert visible_length("\U0001f600") == 2
    assert visible_length("&#128512;&#x1F600;") == 4
    assert visible_text("1 < 2 &copy; &#0; <i>x</i>") == "1 < 2 &copy; &#0; x"


@given(text=st.text(max_size=1200), most=st.integers(2, 100))
def test_cutting_keeps_its_word(text: str, most: int) -> None:
    assert utf16(cut(text, most)) <= most


@given(text=st.text(alphabet=st.characters(categories=["L", "M", "N", "P", "S", "Z", "C"]), max_size=200))
def test_a_name_is_one_line_of_at_most_64(text: str) -> None:
    shown = visible_text(name(text))
    assert len(shown.splitlines()) <= 1
    assert utf16(shown) <= 64 + 2
