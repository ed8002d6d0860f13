"""People, as the wire shows them."""

from typing import Annotated, Literal, Self
from uuid import UUID
from zoneinfo import available_timezones

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from app.schemas.base import Body, ModelId, Read, RequiredReason, UtcDatetime
from app.schemas.history import NamedHistoryEntry
from app.schemas.subscriptions import Access

ReachabilityName = Literal["ok", "needs_start", "blocked", "gone"]


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
    reachability: ReachabilityName = Field(description="Whether the bot can write to them")


class HeldRight(Read):
    """A right that runs now; ``expires_at`` null = for ever."""

    model_id: str
    expires_at: UtcDatetime | None


class ListedUser(AdminUserRead):
    """A user as a row of the list, with the rights held, the soonest end first."""

    rights: list[HeldRight]


NotificationKind = Literal["access", "request", "expiry", "signal", "resolved", "broadcast"]
NotificationMode = Literal["on", "silent", "off"]


ClockTime = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
"""A time of day, "HH:MM"."""


class QuietHours(Read):
    """No message from ``starts_at`` until ``ends_at`` in the person's time zone; it may run past midnight."""

    starts_at: str
    ends_at: str


class Preferences(Read):
    """What a person has chosen.

    ``notifications`` holds the kinds chosen; the others are on. ``signal_modes`` holds the models chosen, whose mode
    goes before that of the kind. Signals of less than ``min_confidence`` (0..1) send no message. ``digest``: what came
    in quiet hours follows as one message.
    """

    language_code: str | None
    timezone: str | None
    notifications: dict[str, str]
    signal_modes: dict[str, str]
    min_confidence: float | None
    quiet_hours: QuietHours | None
    digest: bool


class Me(Read):
    user: UserRead
    access: Access
    preferences: Preferences
    reachability: ReachabilityName = Field(description="Whether the bot can write to me")


def _known_zone(value: str) -> str:
    if value not in available_timezones():
        raise ValueError("is not a time zone of the IANA database")
    return value


class QuietHoursChoice(Body):
    """When no message shall come; past midnight where it ends before it starts."""

    starts_at: ClockTime
    ends_at: ClockTime

    @model_validator(mode="after")
    def _lasts(self) -> Self:
        if self.starts_at == self.ends_at:
            raise ValueError("starts_at and ends_at must differ")
        return self


class PreferencesPatch(Body):
    """Only what is given changes. Null puts the default back for the last four, and for a model in ``signal_modes``."""

    language_code: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})?$")] | None = None
    timezone: Annotated[str, StringConstraints(max_length=64), AfterValidator(_known_zone)] | None = None
    notifications: dict[NotificationKind, NotificationMode] | None = None
    signal_modes: Annotated[dict[ModelId, NotificationMode | None], Field(max_length=100)] | None = None
    min_confidence: Annotated[float, Field(ge=0, le=1)] | None = None
    quiet_hours: QuietHoursChoice | None = None
    digest: bool | None = None


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
    history: list[NamedHistoryEntry] = Field(description="The 20 newest changes")
    sessions: list[SessionRead]


UserSort = Literal["-created_at", "created_at", "-last_active", "last_active", "telegram_id", "-telegram_id", "ends"]
"""``ends``: who has the soonest end of a running right first; then who has none that ends, by id."""
