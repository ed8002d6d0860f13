"""What every table of the schema holds of people. A new table, or a new column, belongs here."""

from dataclasses import dataclass, field
from typing import Final, Literal

Holds = Literal["nothing", "exported", "not exported"]
Ends = Literal["with the account", "by the cleaner", "kept"]


@dataclass(frozen=True, slots=True)
class Table:
    """``section``: where the export shows it; ``left_out``: columns that it does not show; ``why``: of all of this."""

    holds: Holds
    why: str
    ends: Ends | None = None
    section: str | None = None
    owner: str = "user_id"
    left_out: frozenset[str] = field(default=frozenset())


def _nothing(why: str) -> Table:
    return Table("nothing", why)


def _exported(section: str, why: str, *left_out: str, ends: Ends = "with the account", owner: str = "user_id") -> Table:
    return Table("exported", why, ends, section, owner, frozenset(left_out))


TABLES: Final = {
    "users": _exported("profile", "the person", owner="telegram_id"),
    "user_subscriptions": _exported("rights", "their rights; who granted them is another person", "granted_by"),
    "sessions": _exported("sessions", "their sign-ins"),
    "subscription_requests": _exported("requests", "their wishes; who answered is another person", "decided_by"),
    "signal_feedback": _exported("results", "their results"),
    "notifications": _exported("messages", "what the bot told them"),
    "subscription_history": _exported(
        "history",
        "the record of rights is chained and kept; by the hash one could find out who made a change",
        *("admin_id", "ip_address", "prev_hash", "hash"),
        ends="kept",
    ),
    "bot_orders": _exported("orders", "an admin's orders; whom they are about is another", "order", owner="admin_id"),
    "broadcasts": _exported(
        "broadcasts",
        "the operator's messages, by an admin's hand; their course is the operator's matter",
        *("audience", "silent", "reached_id", "is_reached", "tests"),
        *("updated_at", "scheduled_at", "started_at", "finished_at"),
        ends="kept",
        owner="created_by",
    ),
    "approvals": Table(
        "not exported", "admins' orders that needed another one; kept as the record of who approved what", "kept"
    ),
    "refresh_tokens": Table("not exported", "hashes of secrets; the export counts them", "with the account"),
    "telegram_pace": Table("not exported", "when the chat was written to, for an hour", "with the account"),
    "idempotency_keys": Table("not exported", "answers given to admins, for a day", "by the cleaner"),
    "open_sockets": Table("not exported", "a count while the app is open", "by the cleaner"),
    "rate_limits": Table("not exported", "counts by id or address, for the window of a limit", "by the cleaner"),
    "bus_outbox": Table("not exported", "ids and versions, for the seconds until they are published", "by the cleaner"),
    "alembic_version": _nothing("the schema's revision"),
    "candle_series": _nothing("market data"),
    "candles": _nothing("market data"),
    "model_backtests": _nothing("measurements"),
    "process_figures": _nothing("processes and their counts"),
    "replay_clocks": _nothing("the market's clock"),
    "signal_resolutions": _nothing("a ledger of models"),
    "signals": _nothing("a ledger of models"),
    "subscription_models": _nothing("what is for sale"),
    "subscription_templates": _nothing("what is for sale"),
    "telegram_updates": _nothing("numbers of updates"),
    "told_signals": _nothing("how far signals were told"),
}

OWNERS: Final = frozenset({"user_id", "telegram_id", "admin_id", "created_by", "id"})
"""Columns that say whose a row is: the export is of one person, and says so once."""
