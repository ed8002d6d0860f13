"""Parameters that every list takes."""

from typing import Annotated, Final

from fastapi import Query

from app.services.paging import MAX_CURSOR

DEFAULT_LIMIT: Final = 25

Limit = Annotated[int, Query(ge=1, le=100, description="Rows a page")]
Cursor = Annotated[str | None, Query(max_length=MAX_CURSOR, description="next_cursor of the page before")]
