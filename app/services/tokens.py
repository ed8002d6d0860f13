"""Access tokens: JWT, HS256 and nothing else, every claim required and checked here (RFC 8725)."""

import hashlib
import math
import re
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Annotated, Final
from uuid import UUID

from cachetools import TLRUCache
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

REMEMBERED: Final = 20_000
"""Tokens whose signature is not checked again; those not seen for longest are forgotten first."""

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


@dataclass(frozen=True, slots=True)
class AccessClaims:
    """A verified token's content. Times in seconds since 1970; ``subs``: model id -> end, None for ever.

    It says who the caller was when it was issued; rights and roles are read from PostgreSQL.
    """

    sub: int
    sid: UUID
    role: str
    ver: int
    subs: dict[str, int | None]
    iat: float
    exp: int
    jti: str


@dataclass(frozen=True, slots=True)
class _Verified:
    """What is remembered of a token by its digest; not the token, which would open doors to who reads the memory.

    ``key_ends_at``: until when the key holds that it was signed with.
    """

    nbf: int
    claims: AccessClaims
    key_ends_at: float


@dataclass(frozen=True, slots=True)
class PreviousKey:
    """The key before this one: tokens that it signed are taken until a moment, in seconds since 1970."""

    key: str = field(repr=False)
    until: float


def _end_of(_digest: bytes, token: _Verified, _now: float) -> float:
    return token.claims.exp


class TokenSigner:
    """Issues access tokens with one symmetric key of at least 32 bytes; verifies with the last one too, for a while."""

    def __init__(
        self,
        key: str,
        *,
        lifetime: timedelta,
        skew: timedelta,
        previous: PreviousKey | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        if any(len(each.encode()) < 32 for each in (key, *([previous.key] if previous else []))):
            raise ValueError("a signing key needs at least 32 bytes")
        self._key = key
        self._previous = previous
        self._lifetime = lifetime
        self._skew = skew.total_seconds()
        self._clock = clock
        self._verified: TLRUCache[bytes, _Verified] = TLRUCache(REMEMBERED, ttu=_end_of, timer=clock)

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
        """Check signature, header, types and every claim. A token is parsed and its signature checked once.

        Raises InvalidToken, or TokenExpired where all but the end is in order.
        """
        digest = hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
        known = self._verified.get(digest)
        if known is not None:
            self._check_times(known)
            return known.claims
        wire, key_ends_at = self._authentic(token)
        known = _Verified(wire.nbf, _claims(wire), key_ends_at)
        self._check_times(known)
        self._verified[digest] = known
        return known.claims

    def _check_times(self, token: _Verified) -> None:
        now, claims = self._clock(), token.claims
        if now >= token.key_ends_at:
            raise InvalidToken
        if token.nbf > now + self._skew or claims.iat > now + self._skew or claims.exp <= token.nbf:
            raise InvalidToken
        if claims.exp <= now:
            raise TokenExpired

    def _authentic(self, token: str) -> tuple[_WireClaims, float]:
        """The claims, and until when the key holds that they are signed with."""
        if len(token) > MAX_TOKEN_LENGTH or not _is_canonical(token):
            raise InvalidToken
        previous = self._previous
        try:
            if jwt.get_unverified_header(token) != {"alg": ALGORITHM, "typ": "JWT"}:
                raise InvalidToken
            if (claims := _signed(token, self._key)) is not None:
                return _WireClaims.model_validate(claims), math.inf
            if previous is not None and (claims := _signed(token, previous.key)) is not None:
                return _WireClaims.model_validate(claims), previous.until
        except (JOSEError, ValidationError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
            pass
        raise InvalidToken


def _signed(token: str, key: str) -> object:
    """The claims if ``key`` has signed them, else None."""
    try:
        claims: object = jwt.decode(token, key, algorithms=[ALGORITHM], options=_OURS_TO_CHECK)
    except JOSEError:
        return None
    return claims


def token_in(authorization: str | None) -> str | None:
    """Take the token out of an Authorization header; None without one. Raises InvalidToken for another scheme."""
    if authorization is None:
        return None
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise InvalidToken
    return token.strip()


def seen_version(header: str | None) -> int:
    """The version that a client says it has seen; 0 where it does not say, or says nonsense."""
    return int(header) if header is not None and re.fullmatch(r"[0-9]{1,9}", header) else 0


def _claims(wire: _WireClaims) -> AccessClaims:
    if wire.iss != ISSUER or wire.aud != AUDIENCE or int(wire.sub) > TELEGRAM_ID_MAX:
        raise InvalidToken
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
