"""The documents and the code say the same: doors, codes, frames, settings, links."""

import re
from collections.abc import Iterator
from enum import IntEnum
from pathlib import Path
from typing import Any, get_args

import pytest
from fastapi import FastAPI
from pydantic import BaseModel

from app import errors
from app.http_errors import _FRAMEWORK_CODES, status_of
from app.main import create_app
from app.resources.hub import CloseCode
from app.schemas import frames
from app.services.gate import BlockedCaller
from app.settings import load_settings
from app.ws.transport import RESTART

ROOT = Path(__file__).parents[2]


def _read(name: str) -> str:
    return (ROOT / name).read_text()


@pytest.fixture(scope="module")
def application(tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    """Put together, not opened."""
    return create_app(load_settings(_env_file=None, data_dir=tmp_path_factory.mktemp("documents")))


def _section(text: str, heading: str) -> str:
    return text.partition(f"## {heading}\n")[2].partition("\n## ")[0]


def test_every_door_is_listed_with_who_may_come(application: FastAPI) -> None:
    listed = re.findall(r"^\| `([A-Z]+ /\S+)` \| (\w+) \|", _section(_read("docs/api.md"), "Every door"), re.MULTILINE)
    found = {
        f"{method.upper()} {path}": _who(path, operation)
        for path, item in application.openapi()["paths"].items()
        for method, operation in item.items()
    }
    assert dict(listed) == found
    assert len(listed) == len(found)


def _who(path: str, operation: dict[str, Any]) -> str:
    if "security" not in operation:
        return "open"
    if path.startswith("/api/admin/"):
        return "admin"
    return "holder" if "`subscription_required`" in str(operation["responses"].get("403", "")) else "user"


def _kinds(branch: type[errors.AppError]) -> Iterator[type[errors.AppError]]:
    for kind in branch.__subclasses__():
        yield kind
        yield from _kinds(kind)


def test_every_code_that_can_be_answered_is_listed_and_no_other() -> None:
    sources = "\n".join(path.read_text() for path in (ROOT / "app").rglob("*.py") if path.name != "errors.py")
    kinds = {kind for kind in _kinds(errors.AppError) if kind.__module__.startswith("app.")}
    made = {kind for kind in kinds if re.search(rf"\braise (errors\.)?{kind.__name__}\b|\b{kind.__name__}\(", sources)}
    unused = [kind.__name__ for kind in kinds - made if not kind.__subclasses__()]
    assert unused == [], "errors that nothing raises"
    assert BlockedCaller in made
    can_be = {(str(status_of(kind)), kind.code) for kind in made}
    can_be |= {(str(status), code) for status, code in _FRAMEWORK_CODES.items()}
    can_be |= {("422", "validation_error"), ("500", "internal_error"), ("other", "http_error")}
    rows = re.findall(r"^\| (\d+|other) \| ([^|]+) \|", _section(_read("docs/api.md"), "Every code"), re.MULTILINE)
    listed = [(status, code) for status, codes in rows for code in re.findall(r"`(\w+)`", codes)]
    assert set(listed) == can_be
    assert len(listed) == len(set(listed))


def test_every_frame_and_close_code_is_in_the_document() -> None:
    text = _section(_read("docs/api.md"), "The WebSocket `/ws`")
    server, _, client = text.partition("| from the client |")
    listed = set(re.findall(r"`(\w+)(?: \{[^`]*\})?`", "\n".join(_cells(server))))
    listed |= set(re.findall(r"`(\w+)`", "\n".join(_cells(client))))
    kinds = {name for model in _frames() for name in get_args(model.model_fields["type"].annotation)}
    assert listed == kinds
    for model in _frames():
        for name in get_args(model.model_fields["type"].annotation):
            if shown := re.search(rf"`{name} \{{([^}}]*)\}}`", text):
                assert set(re.split(r",\s*", shown[1])) == set(model.model_fields) - {"type"}, name
    closes = set(re.findall(r"^\| (\d{4}) \|", text, re.MULTILINE))
    assert issubclass(CloseCode, IntEnum)
    assert closes == {str(int(code)) for code in CloseCode} | {str(RESTART)}


def _cells(table: str) -> list[str]:
    return re.findall(r"^\| (`[^|]+) \|", table, re.MULTILINE)


def _frames() -> list[type[BaseModel]]:
    models = [each for each in vars(frames).values() if isinstance(each, type) and issubclass(each, BaseModel)]
    return [model for model in models if "type" in model.model_fields and model.__module__ == frames.__name__]


PAGES = [
    *(ROOT / name for name in ("README.md", "README.ru.md", "CONTRIBUTING.md", "CHANGELOG.md", "bench/README.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
    *sorted((ROOT / "deploy").rglob("*.md")),
]
TRANSLATED = ("README.md", "docs/guide.md", "docs/quickstart-bot.md")
TO_COME = {f"docs/{name}.md" for name in ("deployment", "privacy", "recovery", "reliability")}
"""Documents that may be linked to before they are there."""

_LINK = re.compile(r"\]\(([^)\s]+)\)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    for link in _LINK.findall(re.sub(r"```.*?```|`[^`]*`", "", page.read_text(), flags=re.DOTALL)):
        if "://" in link:
            continue
        name, _, anchor = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        if target.is_relative_to(ROOT) and str(target.relative_to(ROOT)) in TO_COME and not target.exists():
            continue
        assert target.exists(), f"{page}: {link}"
        assert not anchor or anchor in _anchors(target), f"{page}: {link}"


def _anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("name", TRANSLATED)
def test_both_languages_name_the_same(name: str) -> None:
    """Commands, settings with their defaults, files, links, pictures and parts; only the words differ."""
    english, russian = _read(name), _read(name.replace(".md", ".ru.md"))
    assert _commands(english) == _commands(russian)
    assert _code(english) == _code(russian)
    assert _links(english) == _links(russian)
    for mark in (r"^#+ ", r"^\|", r"^- ", r"^\d+\. ", r"^```"):
        assert len(re.findall(mark, english, re.MULTILINE)) == len(re.findall(mark, russian, re.MULTILINE)), mark


def _commands(text: str) -> list[str]:
    blocks = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    return [line.partition("  #")[0].strip() for block in blocks for line in block.splitlines()]


def _code(text: str) -> set[str]:
    return set(re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL)))


def _links(text: str) -> list[str]:
    links = (link.partition("#")[0].replace(".ru.md", ".md") for link in _LINK.findall(text))
    return sorted(link for link in links if link)


def test_every_document_is_found_from_the_readme() -> None:
    linked = {
        (ROOT / link.partition("#")[0]).resolve() for link in _LINK.findall(_read("README.md")) if "://" not in link
    }
    for page in PAGES:
        is_translation = page.name.endswith(".ru.md")
        if page == ROOT / "README.md" or is_translation or page.parent == ROOT / "docs/decisions":
            continue
        assert page in linked, page.relative_to(ROOT)
