"""The gate: who is calling, and is this model open to them at this moment.

The order of its questions is part of the contract. Identity comes from the token, everything else from PostgreSQL: one
read of the user's row a request, and the full check on the rights where the token's version is not the row's.
"""

from collections import Counter
from collections.abc import Awaitable
from dataclasses import dataclass
from typing import Literal, Protocol

from app.errors import MissingToken, SessionRevoked, SubscriptionRequired, UnknownUser, UserBlocked
from app.services.tokens import AccessClaims, TokenSigner


@dataclass(frozen=True, slots=True)
class UserRow:
    """What the gate reads of ``users``. Seconds since 1970; ``read_at`` is the database's clock at the read."""

    subscription_version: int
    role: str
    is_blocked: bool
    session_epoch: float
    read_at: float


class UserRows(Protocol):
    """Reads users' rows, each by a query that starts after the call; reads may share a query behind this.

    A row older than version ``least`` is no answer: whoever asks has seen a newer one.
    """

    def read(self, telegram_id: int, *, least: int) -> Awaitable[UserRow | None]: ...


class Rights(Protocol):
    """The full check on ``user_subscriptions``."""

    async def holds(self, telegram_id: int, model_id: str) -> bool: ...


@dataclass(frozen=True, slots=True)
class Caller:
    """A proven identity: ``version`` and ``role`` are the row's, ``claims`` the token's."""

    telegram_id: int
    version: int
    role: str
    read_at: float
    claims: AccessClaims

    @property
    def is_stale(self) -> bool:
        """The token was issued before the newest change of this user's rights."""
        return self.claims.ver != self.version


class Gate:
    """Asks the questions in order. ``decisions`` counts the answers by path."""

    def __init__(self, signer: TokenSigner, rows: UserRows, rights: Rights) -> None:
        self._signer = signer
        self._rows = rows
        self._rights = rights
        self.decisions: Counter[tuple[Literal["version", "sql"], Literal["allowed", "refused"]]] = Counter()

    async def identify(self, token: str | None) -> Caller:
        """Prove who is calling.

        Raises a leaf of NotAuthenticated, BlockedCaller or DatabaseUnavailable.
        """
        return await self.begin(token)

    def begin(self, token: str | None, *, seen: int = 0) -> Awaitable[Caller]:
        """Check the token at once and begin to read the row, for a caller that can ask something else meanwhile.

        ``seen`` is the newest version that the client says it has seen; its token names one too.
        Raises as ``identify`` does, now what is wrong with the token and when awaited the rest; must be awaited.
        """
        if token is None:
            raise MissingToken
        claims = self._signer.verify(token)
        return _proved(claims, self._rows.read(claims.sub, least=max(seen, claims.ver)))

    async def require(self, caller: Caller, model_id: str) -> None:
        """Let the caller pass to a model that exists, or raise SubscriptionRequired."""
        by_version = caller.claims.ver == caller.version
        allowed = _claimed(caller, model_id) if by_version else await self._rights.holds(caller.telegram_id, model_id)
        self.decisions["version" if by_version else "sql", "allowed" if allowed else "refused"] += 1
        if not allowed:
            raise SubscriptionRequired(model_id)


async def _proved(claims: AccessClaims, asked: Awaitable[UserRow | None]) -> Caller:
    row = await asked
    if row is None:
        raise UnknownUser
    if claims.iat < row.session_epoch:
        raise SessionRevoked
    caller = Caller(claims.sub, row.subscription_version, row.role, row.read_at, claims)
    if row.is_blocked:
        raise BlockedCaller(caller)
    return caller


class BlockedCaller(UserBlocked):
    """A blocked user whose identity is proven, so that the answer can still carry the version."""

    def __init__(self, caller: Caller) -> None:
        super().__init__()
        self.caller = caller


def _claimed(caller: Caller, model_id: str) -> bool:
    subs = caller.claims.subs
    if model_id not in subs:
        return False
    end = subs[model_id]
    return end is None or caller.read_at < end
