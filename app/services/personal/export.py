"""Everything that is held about a person, as one JSON document."""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import Select, String, Text, cast, func, select
from sqlmodel import col

from app.db.unit import Unit
from app.models.notifications import BotOrder, Broadcast, Notification, NotificationState
from app.models.sessions import LoginSession, RefreshToken
from app.models.signals import Signal, SignalFeedback
from app.models.subscriptions import SubscriptionHistory, SubscriptionRequest, UserSubscription
from app.schemas import personal_data as shapes
from app.schemas.base import Read
from app.schemas.requests import RequestRead
from app.schemas.users import Preferences
from app.services.users.profile import find_user

VERSION: Final = 1
PIECE: Final = 500
"""Rows that are read and written down at a time; other requests have their turn between."""

Rows = Select[*tuple[Any, ...]]
Section = tuple[type[Read], Rows]


async def export_person(unit: Unit, telegram_id: int) -> bytes:
    """A ``DataExport``, written down while it is read, so that the rows of a busy person are never all in memory.

    The unit should see one moment (``Units.snapshot``). Raises NoSuchUser.
    """
    user = await find_user(unit, telegram_id)
    written: dict[str, str] = {
        "version": str(VERSION),
        "exported_at": json.dumps(datetime.now(UTC).isoformat()),
        "profile": shapes.OwnProfile.model_validate(user).model_dump_json(),
        "preferences": Preferences.model_validate(user).model_dump_json(),
    }
    for name, (shape, query) in _sections(telegram_id).items():
        written[name] = await _write(unit, shape, query)
    return ("{" + ",".join(f'"{name}":{value}' for name, value in written.items()) + "}").encode()


async def _write(unit: Unit, shape: type[Read], query: Rows) -> str:
    result = await unit.session.stream(query, execution_options={"yield_per": PIECE})
    pieces = [_piece(shape, rows) async for rows in result.partitions(PIECE)]
    return f"[{','.join(pieces)}]"


def _piece(shape: type[Read], rows: Iterable[object]) -> str:
    return ",".join(shape.model_validate(row).model_dump_json() for row in rows)


def _sections(telegram_id: int) -> Mapping[str, Section]:
    return {
        "rights": (
            shapes.OwnRight,
            _columns(UserSubscription, shapes.OwnRight)
            .where(col(UserSubscription.user_id) == telegram_id)
            .order_by(col(UserSubscription.created_at), col(UserSubscription.id)),
        ),
        "history": (
            shapes.OwnChange,
            _columns(SubscriptionHistory, shapes.OwnChange)
            .where(col(SubscriptionHistory.user_id) == telegram_id)
            .order_by(col(SubscriptionHistory.version)),
        ),
        "sessions": (shapes.OwnSession, _sessions(telegram_id)),
        "requests": (
            RequestRead,
            _columns(SubscriptionRequest, RequestRead)
            .where(col(SubscriptionRequest.user_id) == telegram_id)
            .order_by(col(SubscriptionRequest.created_at), col(SubscriptionRequest.id)),
        ),
        "results": (shapes.OwnResult, _results(telegram_id)),
        "messages": (shapes.OwnMessage, _messages(telegram_id)),
        "acts": (shapes.OwnAct, _acts(telegram_id)),
        "orders": (shapes.OwnOrder, _orders(telegram_id)),
        "broadcasts": (
            shapes.OwnBroadcast,
            _columns(Broadcast, shapes.OwnBroadcast)
            .where(col(Broadcast.created_by) == telegram_id)
            .order_by(col(Broadcast.created_at), col(Broadcast.id)),
        ),
    }


def _columns(table: type[Any], shape: type[Read], *left_out: str) -> Rows:
    """The columns that the shape shows."""
    return select(*(getattr(table, name) for name in shape.model_fields if name not in left_out))


def _sessions(telegram_id: int) -> Rows:
    used = (
        select(func.count())
        .where(col(RefreshToken.session_id) == col(LoginSession.id), col(RefreshToken.used_at).is_not(None))
        .correlate(LoginSession)
        .scalar_subquery()
    )
    return (
        _columns(LoginSession, shapes.OwnSession, "ip_address", "refreshed")
        .add_columns(func.host(col(LoginSession.ip_address), type_=Text).label("ip_address"), used.label("refreshed"))
        .where(col(LoginSession.user_id) == telegram_id)
        .order_by(col(LoginSession.created_at), col(LoginSession.id))
    )


def _results(telegram_id: int) -> Rows:
    own = ("signal_id", "result", "created_at", "updated_at")
    return (
        select(*(getattr(SignalFeedback, name) for name in own), col(Signal.model_id), col(Signal.pair))
        .join(Signal, col(Signal.id) == col(SignalFeedback.signal_id))
        .where(col(SignalFeedback.user_id) == telegram_id)
        .order_by(col(SignalFeedback.created_at), col(SignalFeedback.signal_id))
    )


def _messages(telegram_id: int) -> Rows:
    told = (col(Broadcast.id) == col(Notification.broadcast_id)) & (
        col(Notification.state) == NotificationState.SENT.value
    )
    return (
        _columns(Notification, shapes.OwnMessage, "texts")
        .add_columns(col(Broadcast.texts))
        .outerjoin(Broadcast, told)
        .where(col(Notification.user_id) == telegram_id)
        .order_by(col(Notification.id))
    )


def _acts(telegram_id: int) -> Rows:
    """Rows of one order were written at one moment."""
    row = SubscriptionHistory
    order = (col(row.action), col(row.created_at), col(row.ip_address))
    return (
        select(
            col(row.action),
            col(row.created_at),
            func.host(col(row.ip_address), type_=Text).label("ip_address"),
            func.count().label("people"),
        )
        .where(col(row.admin_id) == telegram_id, col(row.user_id) != telegram_id)
        .group_by(*order)
        .order_by(col(row.created_at), col(row.action))
    )


def _orders(telegram_id: int) -> Rows:
    asked = {name: cast(col(BotOrder.order).op("->>")(name), String).label(name) for name in ("kind", "model_id")}
    return (
        select(col(BotOrder.id), *asked.values(), col(BotOrder.created_at), col(BotOrder.outcome))
        .where(col(BotOrder.admin_id) == telegram_id)
        .order_by(col(BotOrder.created_at), col(BotOrder.id))
    )
