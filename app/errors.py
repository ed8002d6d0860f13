"""What can go wrong, in the product's own language.

    AppError
    ├── NotAuthenticated   who are you?
    ├── NotAllowed         not on your plan, not your role
    ├── NotFound           not there, or not yours
    ├── Conflict           true a moment ago, or against a rule of the house
    ├── Invalid            well-formed, but it cannot mean anything
    ├── TooLarge           more bytes than a door takes
    ├── TooMany            slow down
    └── Unavailable        a part that we need is away: deny, and say when to come back

Every leaf has a stable ``code``. The HTTP status of a branch is decided in ``app.http_errors`` and nowhere else.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar

Field = str | int | bool | None | list[str]


class AppError(Exception):
    """Root of the tree. ``fields`` travel beside ``code`` in the answer and hold nothing secret."""

    code: ClassVar[str] = "internal_error"
    title: ClassVar[str] = "Something went wrong"

    def __init__(self, detail: str = "", *, retry_after: int | None = None, **fields: Field) -> None:
        super().__init__(detail or self.title)
        self.detail = detail or self.title
        self.retry_after = retry_after
        self.fields: Mapping[str, Field] = fields


class NotAuthenticated(AppError):
    code = "not_authenticated"
    title = "Sign in first"


class MissingToken(NotAuthenticated):
    code = "missing_token"
    title = "This needs an access token"


class InvalidToken(NotAuthenticated):
    code = "invalid_token"
    title = "The token is not valid"


class TokenExpired(NotAuthenticated):
    code = "token_expired"
    title = "The token has ended"


class UnknownUser(NotAuthenticated):
    code = "unknown_user"
    title = "Nobody by this id is registered"


class SessionRevoked(NotAuthenticated):
    code = "session_revoked"
    title = "This session was ended"


class InvalidLaunchData(NotAuthenticated):
    code = "invalid_init_data"
    title = "The launch data was not signed by Telegram for this app"


class LaunchDataExpired(NotAuthenticated):
    code = "init_data_expired"
    title = "The launch data is too old: reopen the app from Telegram"


class NotAllowed(AppError):
    code = "not_allowed"
    title = "You may not do this"


class UserBlocked(NotAllowed):
    code = "user_blocked"
    title = "This account is blocked"


class AdminRequired(NotAllowed):
    code = "admin_required"
    title = "Only an admin may do this"


class SubscriptionRequired(NotAllowed):
    code = "subscription_required"
    title = "This model is not open to you"

    def __init__(self, model_id: str) -> None:
        super().__init__(f"The model {model_id} is not open to you", model_id=model_id)


class OwnOrder(NotAllowed):
    code = "own_order"
    title = "Another admin must decide about an order of yours"


class NotFound(AppError):
    code = "not_found"
    title = "There is nothing here"


class NoSuchUser(NotFound):
    code = "unknown_user"
    title = "No user has this id"


class UnknownModel(NotFound):
    code = "unknown_model"
    title = "No model has this id"


class UnknownTemplate(NotFound):
    code = "unknown_template"
    title = "No template has this id"


class UnknownRequest(NotFound):
    code = "unknown_request"
    title = "No request has this id"


class UnknownSession(NotFound):
    code = "unknown_session"
    title = "You have no session with this id"


class UnknownSignal(NotFound):
    code = "unknown_signal"
    title = "This model has no signal with this id"


class UnknownBroadcast(NotFound):
    code = "unknown_broadcast"
    title = "No broadcast has this id"


class UnknownApproval(NotFound):
    code = "unknown_approval"
    title = "No order that waits has this id"


class UnknownChange(NotFound):
    code = "unknown_change"
    title = "No recorded change has this id"


class Conflict(AppError):
    code = "conflict"
    title = "This does not fit what is there"


class AlreadyActive(Conflict):
    code = "already_active"
    title = "This model is already open to you"


class AlreadyPending(Conflict):
    code = "already_pending"
    title = "You have already asked for this model"


class AlreadyDecided(Conflict):
    code = "already_decided"
    title = "This request has already been answered"


class LastAdmin(Conflict):
    code = "last_admin"
    title = "The last admin cannot be demoted, blocked or deleted"


class NoSecondAdmin(Conflict):
    code = "no_second_admin"
    title = "This needs a second admin, and there is none: make one with forexsignals make-admin"


class AskerIsNoAdmin(Conflict):
    code = "asker_no_admin"
    title = "Who asked for this is no admin any more"


class AdminRoleHeld(Conflict):
    code = "admin_role_held"
    title = "An admin gives up the role before deleting their account"


class ModelExists(Conflict):
    code = "model_exists"
    title = "A model with this id exists"


class ModelInUse(Conflict):
    code = "model_in_use"
    title = "The model has rights, templates or signals: retire it with is_active = false instead"


class ModelRetired(Conflict):
    code = "model_retired"
    title = "The model is retired"


class TemplateExists(Conflict):
    code = "template_exists"
    title = "A template with this name exists"


class NotUndoable(Conflict):
    code = "not_undoable"
    title = "This change cannot be undone"


class ChangedSince(Conflict):
    code = "changed_since"
    title = "The user's rights have changed since then"


class PredictionDiffers(Conflict):
    code = "prediction_differs"
    title = "The order would not do what its dry run predicted"


class NotADraft(Conflict):
    code = "not_a_draft"
    title = "The broadcast has been started: it can only be cancelled"


class BroadcastOver(Conflict):
    code = "broadcast_over"
    title = "The broadcast has ended"


class BotOff(Conflict):
    code = "bot_off"
    title = "The bot is switched off (TELEGRAM_MODE)"


class IdempotencyKeyReused(Conflict):
    code = "idempotency_key_reused"
    title = "This Idempotency-Key was used for another request"


class MarketClosed(Conflict):
    code = "market_closed"
    title = "The market is closed"

    def __init__(self, opens_at: datetime) -> None:
        super().__init__(f"The market opens at {opens_at.isoformat()}", opens_at=opens_at.isoformat())


class NoMarketData(Conflict):
    code = "no_market_data"
    title = "There are no candles for this pair"


class Invalid(AppError):
    code = "invalid"
    title = "This cannot be carried out as asked"


class UnknownPair(Invalid):
    code = "unknown_pair"
    title = "No such currency pair is followed here"


class InvalidExpiry(Invalid):
    code = "invalid_expiry"
    title = "The end lies in the past or too far ahead"


class NotConfirmed(Invalid):
    code = "not_confirmed"
    title = "The confirmation names another account"


class InvalidCursor(Invalid):
    code = "invalid_cursor"
    title = "The cursor does not belong to this list"


class TooManyMatched(Invalid):
    code = "too_many_matched"
    title = "The filter matches more users than one order takes"


class UnsendableText(Invalid):
    code = "unsendable_text"
    title = "Telegram would refuse this text"


class TooLarge(AppError):
    code = "payload_too_large"
    title = "The request is too large"


class TooMany(AppError):
    code = "rate_limited"
    title = "Too many requests"


class Unavailable(AppError):
    code = "unavailable"
    title = "A needed part is away"


class DatabaseUnavailable(Unavailable):
    code = "database_unavailable"
    title = "The database is away for a moment"

    def __init__(self) -> None:
        super().__init__("Nothing was changed and nothing was allowed; try again shortly", retry_after=1)
