"""What the documents on security name is there, and their figures are those of the code."""

import re
from collections import Counter
from pathlib import Path

import pytest

from app.main.body_limit import DEFAULT, LIMITS
from app.settings import Settings

ROOT = Path(__file__).parents[2]
DOCUMENTS = ("docs/asvs.md", "docs/security.md")
STATES = ("met", "not applicable", "not met")

_NAMED = re.compile(r"`((?:app|alembic|bench|deploy|docs|frontend|requirements|tests)/[\w./-]+)(?:::(\w+))?`")
_REQUIREMENT = re.compile(r"^\| (V\d+\.\d+\.\d+) \| ([12]) \| [^|]+ \| ([a-z ]+) \| ([^|]+) \|([^|]*)\|$", re.MULTILINE)
_MARKUP_BY_HAND = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|__proto__")


def _read(name: str) -> str:
    return (ROOT / name).read_text()


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_file_and_test_that_is_named_is_there(document: str) -> None:
    named = _NAMED.findall(_read(document))
    assert len(named) > 30
    for path, test in named:
        assert (ROOT / path).exists(), path
        if test:
            assert re.search(rf"def {test}\(", _read(path)), f"{path}::{test}"


def test_the_counts_of_the_standard_are_those_of_its_rows() -> None:
    text = _read("docs/asvs.md")
    rows = _REQUIREMENT.findall(text)
    assert len(rows) == len(re.findall(r"^\| V", text, re.MULTILINE)), "a row is not of the form"
    ids = [row[0] for row in rows]
    assert len(ids) == len(set(ids))
    numbers = [tuple(map(int, each[1:].split("."))) for each in ids]
    assert numbers == sorted(numbers)
    for name, levels in (("level 1", "1"), ("level 2", "2"), ("both", "12")):
        found = Counter(state for _, level, state, _, _ in rows if level in levels)
        figures = " | ".join(str(found[state]) for state in STATES)
        assert f"| {name} | {figures} | {found.total()} |" in text
    assert Counter(row[1] for row in rows) == {"1": 70, "2": 183}, "as many as the standard has"
    unmet = [row[0] for row in rows if row[2] == "not met"]
    assert f"## What is not met\n\n{', '.join(unmet)}.\n" in text


def test_every_requirement_says_how_or_why_not() -> None:
    for name, _, state, how, test in _REQUIREMENT.findall(_read("docs/asvs.md")):
        assert state in STATES, name
        assert how.strip(), name
        assert not test.strip() or _NAMED.search(test), name


def test_the_limits_are_those_of_the_settings() -> None:
    text = _read("docs/security.md")
    for name, field in Settings.model_fields.items():
        if name.endswith("_rate_limit") and not name.startswith("twelvedata"):
            default = "as `LOGIN_RATE_LIMIT`" if field.default is None else f"`{field.default}`"
            assert re.search(rf"^\| [^|]+ \| `{name.upper()}` \| {re.escape(default)} \|", text, re.MULTILINE), name
    for path, most in LIMITS.items():
        assert f"`{path}` {most // 1024} KiB" in text, path
    assert f"every other {DEFAULT // 1024} KiB" in text


def test_the_pages_write_no_markup_by_hand() -> None:
    sources = [*(ROOT / "frontend/src").rglob("*.ts"), *(ROOT / "frontend/src").rglob("*.tsx")]
    assert len(sources) > 100
    for path in sources:
        found = _MARKUP_BY_HAND.search(path.read_text())
        assert found is None, f"{path}: {found and found[0]}"
        assert "dangerouslySetInnerHTML" not in path.read_text(), path
