"""Access tokens: JWT, HS256 and nothing else, every claim required and checked here (RFC 8725)."""

import math
import re
import secrets
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Annotated, Final
from uuid import UUID

from jose import jwt
from jose.exceptions import JOSEError
from jose.utils import base64url_decode, base64url_encode
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from app.errors import InvalidToken, TokenExpired
from app.models.columns import TELEGRAM_ID_MAX

ISSUER: Final = "forexsignals"
AUDIENCE: Final = "forexsignals-app"
ALGORITHM: Final = "HS256"
MAX_TOKEN_LENGTH: Final = 16_384

_PARTS: Final = re.compile(r"([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)")

_Id = Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]{0,15}$")]


class _WireClaims(BaseModel):
    """The claims as they travel; strict, so that ``"1"``, ``true`` and ``1.0`` are not numbers to it."""

    model_config = ConfigDict(strict=True, frozen=True)

    iss: str
    aud: str
    sub: _Id
    sid: Annotated[str, StringConstraints(max_length=64)]
    role: Annotated[str, StringConstraints(max_length=16)]
    ver: Annotated[int, Field(ge=1)]
    subs: dict[Annotated[str, StringConstraints(max_length=50)], int | None]
    iat: Annotated[float, Field(allow_inf_nan=False, ge=0)]
    nbf: int
    exp: int
    jti: Annotated[str, StringConstraints(min_length=8, max_length=64)]


class AccessClaims(BaseModel):
    """A verified token's content. Times in seconds since 1970; ``subs``: model id -> end, None for ever.

    It says who the caller was when it was issued; rights and roles are read from PostgreSQL.
    """

    model_config = ConfigDict(frozen=True)

    sub: int
    sid: UUID
    role: str
    ver: int
    subs: dict[str, int | None]
    iat: float
    exp: int
    jti: str


class TokenSigner:
    """Issues and verifies access tokens with one symmetric key of at least 32 bytes."""

    def __init__(
        self, key: str, *, lifetime: timedelta, skew: timedelta, clock: Callable[[], float] = time.time
    ) -> None:
        if len(key.encode()) < 32:
            raise ValueError("the signing key needs at least 32 bytes")
        self._key = key
        self._lifetime = lifetime
        self._skew = skew.total_seconds()
        self._clock = clock

    def issue(
        self, *, telegram_id: int, sid: UUID, role: str, ver: int, subs: dict[str, int | None], issued_at: float
    ) -> str:
        """Sign a token for what a user holds at version ``ver``; ``issued_at`` is the database's clock."""
        claims = _WireClaims(
            iss=ISSUER,
            aud=AUDIENCE,
            sub=str(telegram_id),
            sid=str(sid),
            role=role,
            ver=ver,
            subs=subs,
            iat=issued_at,
            nbf=math.floor(issued_at),
            exp=math.floor(issued_at + self._lifetime.total_seconds()),
            jti=secrets.token_urlsafe(12),
        )
        return str(jwt.encode(claims.model_dump(), self._key, algorithm=ALGORITHM))

    def verify(self, token: str) -> AccessClaims:
        """Check signature, header, types and every claim.

        Raises InvalidToken, or TokenExpired where all but the end is in order.
        """
        wire = self._authentic(token)
        now = self._clock()
        if wire.iss != ISSUER or wire.aud != AUDIENCE or int(wire.sub) > TELEGRAM_ID_MAX:
            raise InvalidToken
        if wire.nbf > now + self._skew or wire.iat > now + self._skew or wire.exp <= wire.nbf:
            raise InvalidToken
        if wire.exp <= now:
            raise TokenExpired
        try:
            sid = UUID(wire.sid)
        except ValueError:
            raise InvalidToken from None
        return AccessClaims(
            sub=int(wire.sub),
            sid=sid,
            role=wire.role,
            ver=wire.ver,
            subs=wire.subs,
            iat=wire.iat,
            exp=wire.exp,
            jti=wire.jti,
        )

    def _authentic(self, token: str) -> _WireClaims:
        if len(token) > MAX_TOKEN_LENGTH or not _is_canonical(token):
            raise InvalidToken
        try:
            header = jwt.get_unverified_header(token)
            if header != {"alg": ALGORITHM, "typ": "JWT"}:
                raise InvalidToken
            claims = jwt.decode(token, self._key, algorithms=[ALGORITHM], options=_OURS_TO_CHECK)
            return _WireClaims.model_validate(claims)
        except (JOSEError, ValidationError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
            raise InvalidToken from None


def _is_canonical(token: str) -> bool:
    """Whether the token is written in the one way of RFC 7515: no padding, no stray bits after the last byte."""
    parts = _PARTS.fullmatch(token)
    return parts is not None and all(_is_base64url(part.encode()) for part in parts.groups())


def _is_base64url(part: bytes) -> bool:
    try:
        return bool(base64url_encode(base64url_decode(part)) == part)
    except ValueError:
        return False


_OURS_TO_CHECK: Final = {
    "verify_signature": True,
    **{f"verify_{claim}": False for claim in ("aud", "iat", "exp", "nbf", "iss", "sub", "jti", "at_hash")},
}
"""The library lets absent and ill-typed claims pass; ``_WireClaims`` and ``verify`` do not."""
