"""Signing in, as the wire shows it."""

from typing import Literal

from pydantic import ConfigDict, Field, JsonValue

from app.schemas.base import Body, PlainText, Read
from app.schemas.subscriptions import Access
from app.schemas.users import UserRead


class Login(Body):
    """Telegram's launch data, as the client received it. Identity comes from ``initData`` alone."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"initData": "query_id=...&user=%7B%22id%22%3A1000002...&auth_date=...&hash=..."}]
        }
    )

    initData: PlainText = Field(description="The raw query string from tgWebAppData")  # noqa: N815 - Telegram's name
    userData: JsonValue = Field(default=None, description="Accepted and ignored")  # noqa: N815
    timezone: str | None = Field(default=None, max_length=64, description="The device's IANA zone, if known there")


class Refresh(Body):
    refresh_token: PlainText = Field(max_length=512)


class Tokens(Read):
    """A session's tokens; lifetimes in seconds."""

    access_token: str
    token_type: Literal["bearer"]
    expires_in: int
    refresh_token: str
    refresh_expires_in: int
    user: UserRead
    access: Access
