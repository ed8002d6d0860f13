"""A restart under thousands of sockets costs nobody an error, and leaves no wrong screen."""

from pathlib import Path

import pytest

from app.db.database import DatabaseUrls
from app.ws.transport import spread
from bench.crowd import fill
from bench.screens import allow_many_files
from bench.storm import storm

pytestmark = pytest.mark.slow
SOCKETS = 2000


async def test_everybody_comes_back_within_the_time_that_the_server_named(
    database: DatabaseUrls, tmp_path: Path
) -> None:
    allow_many_files()
    found = await storm(tmp_path, database, await fill(database.owner, SOCKETS))
    assert found.closed == {1012: SOCKETS}
    assert found.ended_after < 20
    assert set(found.failures) <= {"nobody listens yet"}
    assert (found.open_again, found.wrong_screens) == (SOCKETS, 0)


@pytest.mark.parametrize(("sockets", "seconds"), [(0, 1), (1, 1), (250, 1), (251, 2), (5000, 20)])
def test_the_more_sockets_the_longer_the_time(sockets: int, seconds: int) -> None:
    assert spread(sockets) == seconds
