"""Verifying a Mini App's launch data: who opened the app, vouched for by Telegram with the bot's token.

Source of the rules: core.telegram.org/bots/webapps, "Validating data received via the Mini App", made strict where the
text is silent. Whatever the input, nothing but InvalidInitData is raised.
"""

import hmac
import json
import re
import time
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Annotated, Final
from urllib.parse import unquote_to_bytes

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

MAX_BYTES: Final = 16_384
MAX_FIELDS: Final = 64
MAX_ID: Final = 2**52 - 1
_LAST_SECOND: Final = 253_402_300_799  # the end of the year 9999, past which there is no datetime
_KEY: Final = re.compile(r"[a-z_]{1,64}")
_HASH: Final = re.compile(rb"[0-9a-f]{64}")
_AUTH_DATE: Final = re.compile(r"[0-9]{1,12}")
_CONTROL: Final = re.compile(r"[\x00-\x1f]")
_OPTIONAL: Final = ("query_id", "chat_type", "chat_instance", "start_param")


class InvalidInitData(ValueError):
    """The launch data cannot be trusted; ``reason`` says why without repeating any of it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class ExpiredInitData(InvalidInitData):
    """Signed by Telegram, but too long ago."""


def _cut_name(value: object) -> object:
    return value[:256] if isinstance(value, str) else value


def _drop_long_username(value: object) -> object:
    return None if isinstance(value, str) and len(value) > 64 else value


def _drop_long_language(value: object) -> object:
    return None if isinstance(value, str) and len(value) > 16 else value


def _drop_unsafe_picture(value: object) -> object:
    unsafe = isinstance(value, str) and (not value.startswith("https://") or len(value) > 2048)
    return None if unsafe else value


class TelegramUser(BaseModel):
    """Whoever launched the app; ``is_bot`` is for the caller to refuse. Unknown keys are left out.

    Only the id is an identity: a name too long is cut, any other text too long or unsafe is dropped.
    """

    model_config = ConfigDict(frozen=True, strict=True, extra="ignore")

    id: Annotated[int, Field(ge=1, le=MAX_ID)]
    is_bot: bool = False
    first_name: Annotated[str, BeforeValidator(_cut_name)] = ""
    last_name: Annotated[str | None, BeforeValidator(_cut_name)] = None
    username: Annotated[str | None, BeforeValidator(_drop_long_username)] = None
    language_code: Annotated[str | None, BeforeValidator(_drop_long_language)] = None
    is_premium: bool = False
    allows_write_to_pm: bool = False
    photo_url: Annotated[str | None, BeforeValidator(_drop_unsafe_picture)] = None


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
    """Check the signature, the shape and the freshness of launch data.

    ``max_age`` and ``clock_skew`` are seconds, ``now`` seconds since 1970 (default: the present). ``max_age=None``
    accepts any age, but nothing from the future. Raises InvalidInitData, or ExpiredInitData where only the age is
    wrong.
    """
    if not bot_token.strip():
        raise ValueError("an empty bot token would accept anybody's signature")
    fields = _fields(init_data)
    _check_hash(fields.pop("hash", ""), fields, bot_token)
    user = _user(fields.get("user", ""))
    signed_at = _auth_date(fields.get("auth_date", ""))
    moment = time.time() if now is None else now
    if signed_at > moment + clock_skew:
        raise InvalidInitData("auth_date lies in the future")
    if max_age is not None and signed_at + max_age < moment:
        raise ExpiredInitData("the launch data is too old")
    optional = {name: fields.get(name) for name in _OPTIONAL}
    return LaunchData(user=user, auth_date=datetime.fromtimestamp(signed_at, UTC), **optional)


def data_hash(fields: Mapping[str, str], bot_token: str) -> str:
    """The hex HMAC-SHA256 that Telegram puts into ``hash``, over every other field as received."""
    lines = sorted(f"{key}={value}" for key, value in fields.items())
    secret = hmac.digest(b"WebAppData", bot_token.encode(), "sha256")
    return hmac.digest(secret, "\n".join(lines).encode(), "sha256").hex()


def _check_hash(given: str, fields: Mapping[str, str], bot_token: str) -> None:
    """Compare in constant time, on bytes: the comparison of texts breaks on what is not ASCII."""
    digits = given.encode()
    if not _HASH.fullmatch(digits):
        raise InvalidInitData("hash is missing or malformed")
    if not hmac.compare_digest(data_hash(fields, bot_token).encode(), digits):
        raise InvalidInitData("the signature does not match")


def _fields(init_data: str) -> dict[str, str]:
    """The decoded fields. The signed text has no frames, so a name or value that could hide another is refused."""
    if len(init_data.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise InvalidInitData("too long")
    pairs = init_data.split("&", MAX_FIELDS)
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
        return unquote_to_bytes(text.replace("+", " ")).decode()
    except UnicodeError:
        raise InvalidInitData("not UTF-8") from None


def _auth_date(text: str) -> int:
    if not _AUTH_DATE.fullmatch(text) or int(text) > _LAST_SECOND:
        raise InvalidInitData("auth_date is missing or not a plain number of seconds")
    return int(text)


def _user(text: str) -> TelegramUser:
    """Parse the signed person. Texts that PostgreSQL or UTF-8 cannot hold are refused with the rest."""
    if not text.startswith("{"):
        raise InvalidInitData("user is missing or not an object")
    try:
        user = TelegramUser.model_validate(json.loads(text, object_pairs_hook=_without_repeats))
        texts = "".join(value for value in user.model_dump().values() if isinstance(value, str))
        texts.encode()
    except (ValidationError, ValueError, RecursionError):
        raise InvalidInitData("user is malformed") from None
    if "\x00" in texts:
        raise InvalidInitData("user holds NUL")
    return user


def _without_repeats(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found
