"""What the process remembers of the catalogue."""

import asyncio

from app.db.unit import Units
from app.resources.catalogue import Catalogue
from tests.factories import PAID_MODEL


async def test_a_model_is_known_though_everything_is_forgotten_while_it_is_looked_up(units: Units) -> None:
    catalogue = Catalogue(units)
    asked = asyncio.create_task(catalogue.knows(PAID_MODEL))
    while not asked.done():
        catalogue.forget()
        await asyncio.sleep(0)
    assert await asked is True
    assert await catalogue.knows("no-such-model") is False
