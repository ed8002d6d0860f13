"""What is held about a person, as they get it in a file. A field that goes or means another thing is a new version."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from app.schemas.base import Body, Read, TelegramId, UtcDatetime
from app.schemas.notifications import NotificationRead
from app.schemas.requests import RequestRead
from app.schemas.users import Preferences, UserRead


class AccountDeletion(Body):
    """Deleting one's own account has no way back, so it is said whose it is."""

    telegram_id: TelegramId = Field(description="The caller's own")


class OwnProfile(UserRead):
    """``device_timezone``: that of the device of the last sign-in. ``reachability``: whether the bot can write."""

    id: UUID
    language_chosen: bool
    device_timezone: str | None
    reachability: str
    is_blocked: bool
    subscription_version: int
    session_epoch: UtcDatetime
    updated_at: UtcDatetime


class OwnRight(Read):
    """A right to a model, running or past; ``expiry_date`` null = for ever."""

    id: UUID
    model_id: str
    source: str
    created_at: UtcDatetime
    changed_at: UtcDatetime
    expiry_date: UtcDatetime | None
    is_active: bool


class OwnRecordedRight(Read):
    model_id: str
    expires_at: str | None


class OwnChange(Read):
    """A row of the history. Neither who made the change nor the hashes, which would tell."""

    id: UUID
    version: int
    action: str
    old_subscriptions: list[OwnRecordedRight] | None
    new_subscriptions: list[OwnRecordedRight]
    reason: str | None
    batch_id: UUID | None
    created_at: UtcDatetime


class OwnSession(Read):
    """A sign-in on one device, ended ones too while they are kept. ``refreshed``: how often it was renewed."""

    id: UUID
    user_agent: str | None
    ip_address: str | None
    created_at: UtcDatetime
    last_used_at: UtcDatetime
    expires_at: UtcDatetime
    revoked_at: UtcDatetime | None
    refreshed: int


class OwnResult(Read):
    """What the person said became of a signal."""

    signal_id: UUID
    model_id: str
    pair: str
    result: str
    created_at: UtcDatetime
    updated_at: UtcDatetime


class OwnMessage(NotificationRead):
    """A message of the bot. What it said is composed when it is sent and not kept; ``texts`` are a broadcast's."""

    payload: dict[str, str]
    priority: int
    held: bool
    texts: dict[str, str] | None


class OwnAct(Read):
    """What the person did to others' rights as an admin, without whose: one line for one order."""

    action: str
    created_at: UtcDatetime
    ip_address: str | None
    people: int


class OwnOrder(Read):
    """What the person asked of the bot as an admin, without about whom."""

    id: UUID
    kind: str
    model_id: str
    created_at: UtcDatetime
    outcome: str | None


class OwnBroadcast(Read):
    """A broadcast that the person wrote as an admin."""

    id: UUID
    texts: dict[str, str]
    state: str
    created_at: UtcDatetime


class DataExport(Read):
    """Everything that is held about a person; lists oldest first."""

    version: Annotated[Literal[1], Field(description="Of this shape")]
    exported_at: UtcDatetime
    profile: OwnProfile
    preferences: Preferences
    rights: list[OwnRight]
    history: list[OwnChange]
    sessions: list[OwnSession]
    requests: list[RequestRead]
    results: list[OwnResult]
    messages: list[OwnMessage]
    acts: list[OwnAct]
    orders: list[OwnOrder]
    broadcasts: list[OwnBroadcast]
