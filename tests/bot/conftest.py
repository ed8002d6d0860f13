"""Fixtures of the conversation's tests."""

from pathlib import Path

import pytest

from app.db.database import DatabaseUrls
from app.db.unit import Units
from tests.bot.talks import Talks


@pytest.fixture
def talks(units: Units, database: DatabaseUrls, tmp_path: Path) -> Talks:
    return Talks(units, database, tmp_path)
