"""Verifying a Mini App's launch data: who opened the app, vouched for by Telegram with the bot's token.

Source of the rules: core.telegram.org/bots/webapps, "Validating data received via the Mini App", made strict where the
text is silent. Nothing but InvalidInitData is raised, whatever the input.
"""

import hashlib
import hmac
import json
import re
import time
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Annotated, Final
from urllib.parse import unquote_to_bytes

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, field_validator

MAX_LENGTH: Final = 16_384
MAX_FIELDS: Final = 64
_MAX_ID: Final = 2**52 - 1
_KEY: Final = re.compile(r"[a-z_]{1,64}")
_HASH: Final = re.compile(rb"[0-9a-f]{64}")
_AUTH_DATE: Final = re.compile(r"[0-9]{1,12}")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0a-\x1f]")


class InvalidInitData(ValueError):
    """The launch data cannot be trusted; the message says why without repeating any of it."""


class ExpiredInitData(InvalidInitData):
    """Signed by Telegram, but too long ago."""


def _cut(value: object, most: int) -> object:
    return value[:most] if isinstance(value, str) else value


class TelegramUser(BaseModel):
    """Whoever launched the app; ``is_bot`` is for the caller to refuse. Unknown keys are left out."""

    model_config = ConfigDict(frozen=True, strict=True, extra="ignore")

    id: Annotated[int, Field(ge=1, le=_MAX_ID)]
    is_bot: bool = False
    first_name: str = ""
    last_name: str | None = None
    username: Annotated[str, StringConstraints(max_length=64)] | None = None
    language_code: Annotated[str, StringConstraints(max_length=16)] | None = None
    is_premium: bool = False
    allows_write_to_pm: bool = False
    photo_url: str | None = None

    @field_validator("first_name", "last_name", mode="before")
    @classmethod
    def _fits_a_name(cls, value: object) -> object:
        return _cut(value, 256)

    @field_validator("photo_url", mode="after")
    @classmethod
    def _is_safe_picture(cls, value: str | None) -> str | None:
        return value if value and value.startswith("https://") and len(value) <= 2048 else None


class LaunchData(BaseModel):
    """Verified launch data; ``auth_date`` is aware UTC. ``start_param`` is the user's choice and proves nothing."""

    model_config = ConfigDict(frozen=True)

    user: TelegramUser
    auth_date: datetime
    query_id: str | None = None
    chat_type: str | None = None
    chat_instance: str | None = None
    start_param: str | None = None


def verify_init_data(
    init_data: str, *, bot_token: str, max_age: float | None, now: float | None = None, clock_skew: float = 60
) -> LaunchData:
    """Check the signature, the freshness and the shape of launch data.

    ``max_age`` and ``clock_skew`` are seconds, ``now`` seconds since 1970 (default: the present); ``max_age=None``
    accepts any age. Raises InvalidInitData, or ExpiredInitData where only the age is wrong.
    """
    if not bot_token:
        raise ValueError("an empty bot token would accept anybody's signature")
    fields = _fields(init_data)
    given = fields.pop("hash", "").encode("utf-8", "surrogatepass")
    if not _HASH.fullmatch(given):
        raise InvalidInitData("hash is missing or malformed")
    if not hmac.compare_digest(data_hash(fields, bot_token).encode(), given):
        raise InvalidInitData("the signature does not match")
    user = _user(fields)
    signed_at = _auth_date(fields)
    moment = time.time() if now is None else now
    if max_age is not None and signed_at > moment + clock_skew:
        raise InvalidInitData("auth_date lies in the future")
    if max_age is not None and signed_at + max_age < moment:
        raise ExpiredInitData("the launch data is too old")
    extras = {name: fields.get(name) for name in ("query_id", "chat_type", "chat_instance", "start_param")}
    return LaunchData(user=user, auth_date=datetime.fromtimestamp(signed_at, UTC), **extras)


def data_hash(fields: Mapping[str, str], bot_token: str) -> str:
    """The hex HMAC-SHA256 that Telegram puts into ``hash``, over every other field as received."""
    lines = sorted(f"{key}={value}" for key, value in fields.items())
    secret = hmac.digest(b"WebAppData", bot_token.encode(), "sha256")
    return hmac.new(secret, "\n".join(lines).encode("utf-8"), hashlib.sha256).hexdigest()


def _fields(init_data: str) -> dict[str, str]:
    if len(init_data) > MAX_LENGTH:
        raise InvalidInitData("too long")
    pairs = init_data.split("&")
    if len(pairs) > MAX_FIELDS:
        raise InvalidInitData("too many fields")
    fields: dict[str, str] = {}
    for key, value in _decoded(pairs):
        if not _KEY.fullmatch(key):
            raise InvalidInitData("a field has an impossible name")
        if key in fields:
            raise InvalidInitData("a field stands twice")
        if _CONTROL.search(value):
            raise InvalidInitData("a field holds control characters")
        fields[key] = value
    return fields


def _decoded(pairs: Iterable[str]) -> Iterable[tuple[str, str]]:
    """Form-decode once; blank values stay, since they are part of what was signed."""
    for pair in pairs:
        key, separator, value = pair.partition("=")
        if not separator:
            raise InvalidInitData("a field has no value")
        yield _unquote(key), _unquote(value)


def _unquote(text: str) -> str:
    try:
        return unquote_to_bytes(text.replace("+", " ")).decode("utf-8", "strict")
    except UnicodeError:
        raise InvalidInitData("not UTF-8") from None


def _auth_date(fields: Mapping[str, str]) -> int:
    text = fields.get("auth_date", "")
    if not _AUTH_DATE.fullmatch(text) or int(text) > 253_402_300_799:
        raise InvalidInitData("auth_date is missing or not a plain number of seconds")
    return int(text)


def _user(fields: Mapping[str, str]) -> TelegramUser:
    text = fields.get("user", "")
    if not text.startswith("{"):
        raise InvalidInitData("user is missing or not an object")
    try:
        user = TelegramUser.model_validate(json.loads(text, object_pairs_hook=_without_repeats))
        user.model_dump_json()
    except (ValidationError, ValueError, RecursionError):
        raise InvalidInitData("user is malformed") from None
    if any("\x00" in value for value in user.model_dump().values() if isinstance(value, str)):
        raise InvalidInitData("user holds NUL")
    return user


def _without_repeats(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found
