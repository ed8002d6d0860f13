"""Answers with a validator: who has the newest one already gets 304 and no body."""

from typing import Annotated, Final

from fastapi import Header, Response

IfNoneMatch = Annotated[str | None, Header(max_length=1000, description="The ETag last seen")]

CACHING: Final = "private, no-cache"
"""A browser may keep the answer, but asks again before each use."""

NOT_MODIFIED: Final[dict[int | str, dict[str, object]]] = {
    304: {"description": "Nothing has changed since the ETag", "content": {}}
}


def has_newest(etag: str, if_none_match: str | None) -> bool:
    """Whether a client names the validator ``etag`` (in quotes), by the weak comparison of RFC 9110, 13.1.2."""
    if if_none_match is None:
        return False
    return if_none_match.strip() == "*" or etag in (tag.strip().removeprefix("W/") for tag in if_none_match.split(","))


def json_answer(body: bytes, *, etag: str, if_none_match: str | None) -> Response:
    """A finished JSON body, or 304 for who has it."""
    headers = {"ETag": etag, "Cache-Control": CACHING}
    if has_newest(etag, if_none_match):
        return Response(status_code=304, headers=headers)
    return Response(body, headers=headers, media_type="application/json")
