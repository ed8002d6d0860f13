"""Rights and the orders that change them."""

from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import ConfigDict, Field, model_validator

from app.schemas.base import Body, ModelId, Moment, PlainText, Read, ReasonText, RequiredReason, TelegramId, UtcDatetime

MAX_DAYS = 36_500
MAX_BULK = 10_000

Days = Annotated[int, Field(ge=1, le=MAX_DAYS, description="Days to add to a running right, or to run from now")]


class AccessRight(Read):
    """A right that runs now; ``expires_at`` null = for ever."""

    model_id: str
    model_name: str
    granted_at: UtcDatetime
    expires_at: UtcDatetime | None
    source: str


class Access(Read):
    """All that is open to a user at ``server_time``."""

    subscription_version: int
    subscriptions: list[AccessRight]
    server_time: UtcDatetime


class Term(Body):
    """How long a right shall run: ``expiry_days`` or ``expiry_date``; neither = for ever."""

    expiry_days: Days | None = None
    expiry_date: Moment | None = Field(default=None, description="The end, with an offset")

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if self.expiry_days is not None and self.expiry_date is not None:
            raise ValueError("give expiry_days or expiry_date, not both")
        return self


class SubscriptionGrant(Term):
    model_config = ConfigDict(
        json_schema_extra={"examples": [{"model_id": "shadow-stack", "expiry_days": 30, "reason": "Paid"}]}
    )

    model_id: ModelId
    reason: ReasonText | None = None


class TemplateGrant(Body):
    template_id: UUID
    expiry_days: Days | None = None
    reason: ReasonText | None = None


class UserFilter(Body):
    """The filters of the users list; all given ones must match."""

    query: Annotated[PlainText, Field(max_length=100)] | None = Field(
        default=None, description="Start of an id, part of a @username or of a name; without text it finds nobody"
    )
    role: Literal["user", "admin"] | None = None
    model_id: ModelId | None = Field(default=None, description="Holds this model now")
    expires_before: Moment | None = Field(default=None, description="Has a right that ends before this moment")
    status: Literal["active", "blocked"] | None = None
    reachability: Literal["ok", "needs_start", "blocked", "gone"] | None = Field(
        default=None, description="Whether the bot can write to them"
    )


class Expectation(Body):
    """What a dry run predicted; ``fingerprint`` holds whom it would change and how, not only how many."""

    matched: Annotated[int, Field(ge=0, le=MAX_BULK)]
    changed: Annotated[int, Field(ge=0, le=MAX_BULK)]
    fingerprint: Annotated[str, Field(pattern="^[0-9a-f]{64}$")] | None = None


class BulkChange(Term):
    """One order for many users: give ``telegram_ids`` or ``filter``; ``revoke`` is applied before ``grant``."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "telegram_ids": [1000002, 1000003],
                    "grant": ["shadow-stack"],
                    "expiry_days": 7,
                    "reason": "Trial",
                    "dry_run": True,
                }
            ]
        }
    )

    telegram_ids: Annotated[list[TelegramId], Field(min_length=1, max_length=MAX_BULK)] | None = None
    filter: UserFilter | None = None
    grant: tuple[ModelId, ...] = Field(default=(), max_length=100)
    revoke: tuple[ModelId, ...] = Field(default=(), max_length=100)
    template_id: UUID | None = None
    extend_only: bool = Field(default=False, description="Leave out who does not hold a model now: grant nothing new")
    reason: RequiredReason
    dry_run: bool = False
    details: bool = Field(default=False, description="Answer with every person of the order")
    expect: Expectation | None = Field(default=None, description="Refuse to do anything else than predicted")

    @model_validator(mode="after")
    def _is_an_order(self) -> Self:
        if (self.telegram_ids is None) == (self.filter is None):
            raise ValueError("give either telegram_ids or filter")
        if not self.grant and not self.revoke and self.template_id is None:
            raise ValueError("give at least one of grant, revoke and template_id")
        if set(self.grant) & set(self.revoke):
            raise ValueError("a model cannot be granted and revoked in one order")
        return self


class BulkFailure(Read):
    telegram_id: int
    code: str


class BulkResult(Read):
    """What a bulk order did, or would do. ``batch_id`` is null where nothing was written."""

    matched: int
    changed: int
    unchanged: int
    failed: list[BulkFailure]
    batch_id: UUID | None


class RightEnd(Read):
    """A running right; ``expires_at`` null = for ever."""

    model_id: str
    expires_at: UtcDatetime | None


class BulkPerson(Read):
    """One person of an order. ``before`` and ``after`` hold running rights to the models that the order names.

    ``code`` says why it failed; ``version`` is null for who does not exist, ``new_version`` for who is not changed.
    """

    telegram_id: int
    name: str | None
    outcome: Literal["changed", "unchanged", "failed"]
    code: str | None
    version: int | None
    new_version: int | None
    before: list[RightEnd]
    after: list[RightEnd]


class BulkOutcome(BulkResult):
    """``people``: everybody, by id, if ``details`` were asked for. A dry run's ``fingerprint`` goes into ``expect``."""

    fingerprint: str
    people: list[BulkPerson] | None


class UndoOrder(Body):
    reason: RequiredReason


class RightRecord(Read):
    model_id: str
    expires_at: str | None


class HistoryEntry(Read):
    """One row of the audit: what one user's rights were before and after, who did it and why."""

    id: UUID
    user_id: int
    admin_id: int
    version: int
    old_subscriptions: list[RightRecord] | None
    new_subscriptions: list[RightRecord]
    action: str
    reason: str | None
    ip_address: str | None
    batch_id: UUID | None
    created_at: UtcDatetime
    prev_hash: str
    hash: str


class OwnEnd(Read):
    """When a right ends now, and when it ended before; null for ever, and for what was not held before."""

    model_id: str
    previous_expires_at: UtcDatetime | None
    expires_at: UtcDatetime | None


class OwnHistoryEntry(Read):
    """A change of one's own rights, without who made it. ``ends`` are those of what was granted or extended."""

    id: UUID
    version: int
    action: str
    granted: list[str]
    revoked: list[str]
    extended: list[str]
    ends: list[OwnEnd]
    reason: str | None
    created_at: UtcDatetime


class BrokenRow(Read):
    user_id: int
    version: int | None
    why: str


class AuditReport(Read):
    ok: bool
    rows: int
    users: int
    broken: list[BrokenRow]


class HistoryFilter(Body):
    """``from`` and ``to`` bound ``created_at``: from <= created_at < to."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    user_id: TelegramId | None = None
    admin_id: Annotated[int, Field(ge=0, le=2**52 - 1)] | None = None
    model_id: ModelId | None = None
    action: str | None = Field(default=None, pattern="^[a-z]{1,16}$")
    since: Moment | None = Field(default=None, alias="from")
    until: Moment | None = Field(default=None, alias="to")
