"""The Dockerfile and what is sent to its build. `make image-check` runs its steps, which takes minutes."""

import re
from pathlib import Path

import pytest

from app.db import migrate
from deploy.image.build import exec_form
from deploy.image.dockerfile import Stage, context_files, read_stages
from tests.deploy.files import ROOT


@pytest.fixture(scope="module")
def stages() -> list[Stage]:
    return read_stages((ROOT / "Dockerfile").read_text())


def test_the_base_is_named_once_with_an_exact_version(stages: list[Stage]) -> None:
    names = {stage.name for stage in stages}
    foreign = [stage.base for stage in stages if stage.base not in names]
    assert len(foreign) == 1
    assert re.fullmatch(r"python:3\.11\.\d+-slim-\w+(@sha256:[0-9a-f]{64})?", foreign[0])


def test_the_image_runs_as_a_number_that_is_not_root(stages: list[Stage]) -> None:
    user = stages[-1].last("USER") or ""
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", user)
    assert stages[-1].last("VOLUME") == "/data"
    assert exec_form(stages[-1].last("CMD")) == ["forexsignals", "serve"]
    assert exec_form(stages[-1].last("HEALTHCHECK"))[0] == "python"


def test_everything_that_is_installed_is_pinned_by_hash(stages: list[Stage]) -> None:
    text = " ".join(step.text for stage in stages for step in stage.steps if step.instruction == "RUN")
    for command in re.split(r"&&", text):
        if "pip install" in command:
            assert "--require-hashes" in command or "--no-deps ." in command, command
    assert "npm ci" in text
    assert "npm install" not in text


def test_the_image_says_what_it_is(stages: list[Stage]) -> None:
    label = stages[-1].last("LABEL") or ""
    for name in ("title", "description", "licenses", "version", "revision"):
        assert f"org.opencontainers.image.{name}=" in label


def test_the_build_gets_sources_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / ".dockerignore").write_text((ROOT / ".dockerignore").read_text())
    wanted = ["app/main.py", "alembic/env.py", "frontend/src/x.ts", "requirements/runtime.txt", "pyproject.toml"]
    others = [".env", "app/.env", "app/.env.local", "deploy/secrets/bot_token", "var/postgres/x", ".git/config"]
    others += ["app/__pycache__/x.pyc", "frontend/node_modules/a/b.js", "tests/x.py", "frontend/var/x", "static/x"]
    for name in wanted + others:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    assert context_files(tmp_path) == sorted(wanted)


def test_every_copied_file_is_in_the_context(stages: list[Stage]) -> None:
    context = context_files(ROOT)
    copied = [step.text for stage in stages for step in stage.steps if step.instruction == "COPY"]
    for text in copied:
        if not text.startswith("--from="):
            for source in text.split()[:-1]:
                assert any(name == source or name.startswith(f"{source}/") for name in context), source


def test_an_installed_package_finds_its_own_migrations(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beside it lies the library, whose folder is named as ours is in a checkout."""
    (tmp_path / "alembic").mkdir()
    (tmp_path / "app/_alembic").mkdir(parents=True)
    monkeypatch.setattr(migrate, "_PACKAGE", tmp_path / "app")
    assert migrate.alembic_config().get_main_option("script_location") == str(tmp_path / "app/_alembic")
