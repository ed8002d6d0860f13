"""Every frame of the socket, both ways."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter

from app.schemas.base import ModelId, Read, UtcDatetime
from app.schemas.signals import LedgerHead, SignalRead
from app.schemas.subscriptions import AccessRight

HEARTBEAT = 25
"""Seconds between a client's pings."""


class Ready(Read):
    """Signed in. ``recovered``: everything since the given cursor follows; otherwise reload."""

    type: Literal["ready"] = "ready"
    subscription_version: int
    subscriptions: list[AccessRight]
    server_time: UtcDatetime
    recovered: bool
    heartbeat: int


class SubscriptionUpdate(Read):
    """The newest state, and how it differs from what this socket was told before."""

    type: Literal["subscription_update"] = "subscription_update"
    subscription_version: int
    subscriptions: list[AccessRight]
    granted: list[str]
    revoked: list[str]
    action: str
    reason: str | None
    at: UtcDatetime


class SignalFrame(Read):
    type: Literal["signal", "signal_resolved"]
    signal: SignalRead
    ledger_head: LedgerHead


class RequestUpdate(Read):
    type: Literal["request_update"] = "request_update"
    request_id: UUID
    model_id: str
    status: str
    reason: str | None


class Notice(Read):
    """Something worth knowing, by a stable code."""

    type: Literal["notice"] = "notice"
    code: str


class Reauth(Read):
    """The token is about to end: send ``auth`` again."""

    type: Literal["reauth"] = "reauth"


class Resync(Read):
    """Something may have been missed: reload."""

    type: Literal["resync"] = "resync"


class Pong(Read):
    type: Literal["pong"] = "pong"


class _ClientFrame(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Since(_ClientFrame):
    """Where the client stopped: its version, and the newest signal that it has of each model."""

    version: Annotated[int, Field(ge=0)]
    signals: dict[ModelId, Annotated[int, Field(ge=0, lt=2**31)]] = {}


class AuthFrame(_ClientFrame):
    type: Literal["auth"]
    token: Annotated[str, StringConstraints(max_length=16_384)]
    since: Since | None = None


class PingFrame(_ClientFrame):
    type: Literal["ping"]


ClientFrame = Annotated[AuthFrame | PingFrame, Field(discriminator="type")]
CLIENT_FRAMES: TypeAdapter[ClientFrame] = TypeAdapter(ClientFrame)
