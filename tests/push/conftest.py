"""Everything about pushes holds on either bus."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.db.database import DatabaseUrls
from app.settings import Settings
from tests.conftest import settings_for
from tests.nats_server import NatsServer, nats_server


@pytest.fixture(scope="session")
def shared_nats() -> Iterator[NatsServer]:
    with nats_server() as server:
        yield server


@pytest.fixture(params=["postgres", "nats"])
def event_bus(request: pytest.FixtureRequest) -> str:
    """The setting for the bus that a test runs on."""
    if request.param == "postgres":
        return "postgres"
    server: NatsServer = request.getfixturevalue("shared_nats")
    return server.url


@pytest.fixture
def settings(database: DatabaseUrls, tmp_path: Path, event_bus: str) -> Settings:
    return settings_for(database, tmp_path, event_bus=event_bus)
