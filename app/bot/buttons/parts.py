"""Reading the data of buttons."""

import re
from typing import Final
from uuid import UUID

_HEX: Final = re.compile("[0-9a-f]{32}")


def uuid_of(text: str) -> UUID | None:
    """The id of 32 hexadecimal digits; None for anything else."""
    return UUID(text) if _HEX.fullmatch(text) else None
