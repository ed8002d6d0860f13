"""People, as the wire shows them."""

from typing import Annotated, Literal, Self
from uuid import UUID
from zoneinfo import available_timezones

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from app.schemas.base import Body, Read, RequiredReason, UtcDatetime
from app.schemas.subscriptions import Access, HistoryEntry


class UserRead(Read):
    telegram_id: int
    username: str | None
    first_name: str
    last_name: str | None
    language_code: str | None
    photo_url: str | None
    role: str
    is_premium: bool
    created_at: UtcDatetime
    last_active: UtcDatetime


class AdminUserRead(UserRead):
    """A user as admins see them."""

    is_blocked: bool
    subscription_version: int


NotificationKind = Literal["access", "request", "expiry", "signal", "resolved", "broadcast"]
NotificationMode = Literal["on", "silent", "off"]


class Preferences(Read):
    """What a person has chosen. ``notifications`` holds the kinds chosen; the others are on."""

    language_code: str | None
    timezone: str | None
    notifications: dict[str, str]


class Me(Read):
    user: UserRead
    access: Access
    preferences: Preferences


def _known_zone(value: str) -> str:
    if value not in available_timezones():
        raise ValueError("is not a time zone of the IANA database")
    return value


class PreferencesPatch(Body):
    """Only what is given changes."""

    language_code: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})?$")] | None = None
    timezone: Annotated[str, StringConstraints(max_length=64), AfterValidator(_known_zone)] | None = None
    notifications: dict[NotificationKind, NotificationMode] | None = None


class UserPatch(Body):
    """A change of role or block; exactly what is given changes."""

    role: Literal["user", "admin"] | None = None
    is_blocked: bool | None = None
    reason: RequiredReason

    @model_validator(mode="after")
    def _asks_something(self) -> Self:
        if self.role is None and self.is_blocked is None:
            raise ValueError("give role or is_blocked")
        return self


class SessionRead(Read):
    """A login on one device; ``current`` is the one that asks."""

    id: UUID
    user_agent: str | None
    ip_address: str | None
    created_at: UtcDatetime
    last_used_at: UtcDatetime
    expires_at: UtcDatetime
    current: bool


class UserDetail(Read):
    """One user as the admin's page shows it: newest history first, live sessions."""

    user: AdminUserRead
    access: Access
    history: list[HistoryEntry] = Field(description="The 20 newest changes")
    sessions: list[SessionRead]


UserSort = Literal["-created_at", "created_at", "-last_active", "last_active", "telegram_id", "-telegram_id"]
