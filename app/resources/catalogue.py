"""Which models exist, remembered by the process and forgotten when the catalogue changes."""

import re
from typing import Final

from app.db.unit import Units
from app.services.catalogue import model_ids

_ID: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,49}")


class Catalogue:
    """Answers from memory; asks the database only about ids that it has not seen, so a new model is known at once."""

    def __init__(self, units: Units) -> None:
        self._units = units
        self._known: frozenset[str] = frozenset()
        self._forgotten = 0
        """How often; what was read before the last time is not remembered."""

    def forget(self) -> None:
        self._known = frozenset()
        self._forgotten += 1

    async def knows(self, model_id: str) -> bool:
        """Raises DatabaseUnavailable."""
        if model_id in self._known:
            return True
        if not _ID.fullmatch(model_id):
            return False
        forgotten = self._forgotten
        async with self._units.open() as unit:
            found = await model_ids(unit)
        if forgotten == self._forgotten:
            self._known = found
        return model_id in found
