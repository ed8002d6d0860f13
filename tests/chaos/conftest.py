"""The run's table, and how much of it there is: `CHAOS=full` is `make chaos`, all else the short form."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.db.database import DatabaseUrls
from app.db.embedded import EmbeddedPostgres
from tests.chaos.recorder import Recorder, table, write
from tests.conftest import TEMPLATE

DOCUMENT = Path(__file__).parents[2] / "docs" / "reliability.md"
_RECORDER = pytest.StashKey[Recorder]()


@dataclass(frozen=True, slots=True)
class Extent:
    """How long and how wide the faults are."""

    is_full: bool

    def choose(self, short: float, full: float) -> float:
        return full if self.is_full else short

    def need_full(self) -> None:
        """Skip a fault that the short form leaves out, because other tests play it too or because it takes long."""
        if not self.is_full:
            pytest.skip("only in the full form: make chaos")


@pytest.fixture(scope="session")
def extent() -> Extent:
    return Extent(is_full=os.environ.get("CHAOS") == "full")


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_RECORDER] = Recorder()


@pytest.fixture(scope="session")
def recorder(request: pytest.FixtureRequest) -> Recorder:
    return request.config.stash[_RECORDER]


@pytest.fixture(scope="module")
def shared_database(postgres: EmbeddedPostgres, request: pytest.FixtureRequest) -> Iterator[DatabaseUrls]:
    """One database for all faults of a file that leave the database itself alone."""
    name = request.module.__name__.rpartition(".")[2]
    postgres.create_database(name, template=TEMPLATE)
    yield DatabaseUrls(app=postgres.url_for(name, role="app"), owner=postgres.url_for(name, role="owner"))
    postgres.drop_database(name)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, exitstatus: int, config: pytest.Config) -> None:
    outcomes = config.stash[_RECORDER].outcomes
    if not outcomes:
        return
    terminalreporter.section("faults")
    terminalreporter.write_line(table(outcomes))
    is_whole = exitstatus == pytest.ExitCode.OK and not config.option.keyword
    if is_whole and os.environ.get("CHAOS") == "full":
        write(outcomes, DOCUMENT, machine=f"{os.cpu_count()} cores, database on the same machine")
        terminalreporter.write_line(f"written into {DOCUMENT.name}")
