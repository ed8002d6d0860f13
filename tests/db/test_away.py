"""What means that the database could not be asked."""

from urllib.parse import urlsplit

import asyncpg
import pytest

from app.db.database import DatabaseUrls
from app.db.embedded import EmbeddedPostgres
from app.db.unit import Units
from app.errors import DatabaseUnavailable


async def test_a_database_that_takes_no_connections_is_away(
    postgres: EmbeddedPostgres, database: DatabaseUrls, units: Units
) -> None:
    name = urlsplit(database.app).path.removeprefix("/")
    keeper = await asyncpg.connect(postgres.url_for("postgres", role="owner"))
    await keeper.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
    with pytest.raises(DatabaseUnavailable):
        async with units.open() as unit:
            await unit.now()
    await keeper.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')
    await keeper.close()
    async with units.open() as unit:
        assert await unit.now()
