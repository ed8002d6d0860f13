"""Reading what is open to a user, and the token that says so."""

import hashlib
import math
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import BigInteger, Select, bindparam, func, or_, select, text
from sqlmodel import col

from app.db.unit import Unit
from app.errors import NoSuchUser
from app.models.subscriptions import UserSubscription
from app.schemas.subscriptions import Access, AccessRight
from app.services.tokens import TokenSigner

_ACCESS: Final = text(
    """
    SELECT users.subscription_version, users.role, clock_timestamp() AS server_time,
        coalesce(held.rights, '[]') AS rights
    FROM users LEFT JOIN LATERAL (
        SELECT jsonb_agg(jsonb_build_object(
            'model_id', s.model_id, 'model_name', m.name, 'granted_at', s.created_at, 'expires_at', s.expiry_date,
            'source', s.source) ORDER BY s.created_at, s.model_id) AS rights
        FROM user_subscriptions s JOIN subscription_models m ON m.id = s.model_id
        WHERE s.user_id = users.telegram_id AND s.is_active
            AND (s.expiry_date IS NULL OR s.expiry_date > clock_timestamp())
    ) AS held ON true
    WHERE users.telegram_id = :telegram_id
    """
).bindparams(bindparam("telegram_id", type_=BigInteger))

_RIGHTS: Final = TypeAdapter(list[AccessRight])


@dataclass(frozen=True, slots=True)
class Standing:
    """A user's access and role, read in one statement and so consistent with each other."""

    access: Access
    role: str


async def read_standing(unit: Unit, telegram_id: int) -> Standing:
    """Raises NoSuchUser."""
    row = (await unit.session.execute(_ACCESS, {"telegram_id": telegram_id})).mappings().one_or_none()
    if row is None:
        raise NoSuchUser
    access = Access(
        subscription_version=row["subscription_version"],
        subscriptions=_RIGHTS.validate_python(row["rights"]),
        server_time=row["server_time"],
    )
    return Standing(access=access, role=row["role"])


async def read_access(unit: Unit, telegram_id: int) -> Access:
    """What is open to a user now. Raises NoSuchUser."""
    return (await read_standing(unit, telegram_id)).access


def held_models(telegram_id: int) -> Select[str]:
    """The ids of the models that a user holds at the moment of the query."""
    end = col(UserSubscription.expiry_date)
    return select(col(UserSubscription.model_id)).where(
        col(UserSubscription.user_id) == telegram_id,
        col(UserSubscription.is_active),
        or_(end.is_(None), end > func.clock_timestamp()),
    )


def issue_token(signer: TokenSigner, *, telegram_id: int, sid: UUID, standing: Standing) -> str:
    """Sign an access token that repeats a standing; ends are rounded down to seconds."""
    access = standing.access
    return signer.issue(
        telegram_id=telegram_id,
        sid=sid,
        role=standing.role,
        ver=access.subscription_version,
        subs={
            r.model_id: None if r.expires_at is None else math.floor(r.expires_at.timestamp())
            for r in access.subscriptions
        },
        issued_at=access.server_time.timestamp(),
    )


def access_etag(access: Access) -> str:
    """A strong validator of everything but ``server_time``."""
    rights = access.model_dump_json(include={"subscription_version", "subscriptions"})
    return f'"{access.subscription_version}-{hashlib.sha256(rights.encode()).hexdigest()[:16]}"'
