"""Logins and their rotating refresh tokens.

A refresh token is a random text of which only the SHA-256 is stored. Using it hands out the next one of its family. A
second use within ``LEEWAY`` of the first is two tabs of one app; later it is theft, and the whole family ends.
"""

import hashlib
import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlmodel import col

from app.bus.events import SessionsEnded
from app.bus.publish import publish
from app.db.unit import Unit
from app.errors import InvalidToken, SessionRevoked, TokenExpired, UnknownSession, UserBlocked
from app.models.sessions import LoginSession, RefreshToken
from app.models.users import User
from app.schemas.users import SessionRead

LEEWAY: Final = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Device:
    """Where a login comes from, for the person's own list of sessions."""

    user_agent: str | None
    ip_address: str | None


@dataclass(frozen=True, slots=True)
class Ticket:
    """A session with a fresh refresh token."""

    telegram_id: int
    sid: UUID
    refresh_token: str


async def open_session(unit: Unit, *, telegram_id: int, device: Device, lifetime: timedelta) -> Ticket:
    """Start a session for a user whose row exists."""
    now = await unit.now()
    session = LoginSession(
        user_id=telegram_id,
        user_agent=device.user_agent,
        ip_address=device.ip_address,
        created_at=now,
        last_used_at=now,
        expires_at=now + lifetime,
    )
    unit.session.add(session)
    await unit.session.flush()
    return Ticket(telegram_id, session.id, _hand_out(unit, session.id, now=now, lifetime=lifetime))


async def rotate(unit: Unit, refresh_token: str, *, lifetime: timedelta) -> Ticket | None:
    """Exchange a refresh token for the next one.

    Returns None where a token was used again too late: its family is ended in this unit, which must be committed before
    the caller answers SessionRevoked. Raises InvalidToken, TokenExpired, SessionRevoked, UserBlocked.
    """
    token_hash = _digest(refresh_token)
    owner = await _lock_owner(unit, token_hash)
    if owner is None:
        raise InvalidToken
    token = await unit.session.get_one(RefreshToken, token_hash)
    session = await unit.session.get_one(LoginSession, token.session_id)
    now = await unit.now()
    if session.revoked_at is not None:
        raise SessionRevoked
    if token.expires_at <= now:
        raise TokenExpired
    if token.used_at is not None and now - token.used_at > LEEWAY:
        session.revoked_at = now
        return None
    if owner.is_blocked:
        raise UserBlocked
    token.used_at = token.used_at or now
    session.last_used_at, session.expires_at = now, now + lifetime
    owner.last_active = now
    return Ticket(owner.telegram_id, session.id, _hand_out(unit, session.id, now=now, lifetime=lifetime))


async def _lock_owner(unit: Unit, token_hash: bytes) -> User | None:
    """Lock the user's row before the session's, as every other change does."""
    owner = (
        select(User)
        .join(LoginSession, col(LoginSession.user_id) == col(User.telegram_id))
        .join(RefreshToken, col(RefreshToken.session_id) == col(LoginSession.id))
        .where(col(RefreshToken.token_hash) == token_hash)
        .with_for_update(of=User)
        .execution_options(populate_existing=True)
    )
    return (await unit.session.execute(owner)).scalar_one_or_none()


def _hand_out(unit: Unit, sid: UUID, *, now: datetime, lifetime: timedelta) -> str:
    text = secrets.token_urlsafe(32)
    unit.session.add(RefreshToken(token_hash=_digest(text), session_id=sid, created_at=now, expires_at=now + lifetime))
    return text


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


async def close_session(unit: Unit, *, telegram_id: int, sid: UUID) -> None:
    """End one's own session: its refresh tokens stop at once, its access token at its end. Raises UnknownSession."""
    closed = (
        update(LoginSession)
        .where(
            col(LoginSession.id) == sid,
            col(LoginSession.user_id) == telegram_id,
            col(LoginSession.revoked_at).is_(None),
        )
        .values(revoked_at=await unit.now())
        .returning(col(LoginSession.id))
    )
    if (await unit.session.execute(closed)).scalar_one_or_none() is None:
        raise UnknownSession


async def close_all(unit: Unit, *, telegram_id: int) -> None:
    """End every session of a user now: refresh tokens, access tokens and live sockets."""
    await unit.session.execute(select(col(User.id)).where(col(User.telegram_id) == telegram_id).with_for_update())
    now = await unit.now()
    await unit.session.execute(
        update(User).where(col(User.telegram_id) == telegram_id).values(session_epoch=now, updated_at=now)
    )
    await unit.session.execute(
        update(LoginSession)
        .where(col(LoginSession.user_id) == telegram_id, col(LoginSession.revoked_at).is_(None))
        .values(revoked_at=now)
    )
    await publish(unit.session, SessionsEnded(user=telegram_id, epoch=now.timestamp()))


async def live_sessions(unit: Unit, *, telegram_id: int, current: UUID | None) -> list[SessionRead]:
    """The sessions that could still be refreshed, last used first."""
    query = (
        select(LoginSession)
        .where(
            col(LoginSession.user_id) == telegram_id,
            col(LoginSession.revoked_at).is_(None),
            col(LoginSession.expires_at) > await unit.now(),
        )
        .order_by(col(LoginSession.last_used_at).desc())
        .limit(100)
    )
    rows = (await unit.session.execute(query)).scalars()
    return [
        SessionRead(
            id=row.id,
            user_agent=row.user_agent,
            ip_address=None if row.ip_address is None else str(row.ip_address),
            created_at=row.created_at,
            last_used_at=row.last_used_at,
            expires_at=row.expires_at,
            current=row.id == current,
        )
        for row in rows
    ]


async def forget_ended(unit: Unit, *, kept: timedelta, most: int) -> int:
    """Remove sessions, with their tokens, whose time ended longer ago than they are kept; return how many."""
    old = (
        select(col(LoginSession.id))
        .where(col(LoginSession.expires_at) < await unit.now() - kept)
        .order_by(col(LoginSession.expires_at))
        .limit(most)
    )
    gone = delete(LoginSession).where(col(LoginSession.id).in_(old)).returning(col(LoginSession.id))
    return len((await unit.session.execute(gone.execution_options(synchronize_session=False))).all())


async def end_own(unit: Unit, *, telegram_id: int, sid: UUID) -> None:
    """Log out: end the session of the caller's token if it still runs."""
    with suppress(UnknownSession):
        await close_session(unit, telegram_id=telegram_id, sid=sid)
