"""What a socket is greeted with: its state, and what a returning one has missed."""

from dataclasses import dataclass, field

from app.resources import Resources
from app.resources.hub.subscriber import ModelFrame, update_frame
from app.schemas.frames import HEARTBEAT, Ready, Since
from app.services.live import LiveState

MOST_SIGNALS = 100
"""A model's missed signals that are sent; past that the client reloads."""


@dataclass(frozen=True, slots=True)
class Greeting:
    """``first``: the ``ready`` frame and the change of rights that was missed. ``missed``: signals, of which model."""

    first: list[str]
    missed: list[ModelFrame] = field(default_factory=list)


async def greeting(resources: Resources, state: LiveState, since: Since | None) -> Greeting:
    """The frames that bring a client from its cursor to a state.

    A model that is held but not in the cursor counts as seen up to 0. Where not everything can be told (no cursor, a
    version that was never written, too many signals), ``ready`` says so and the client reloads.
    """
    reloads = Greeting([_ready(state, recovered=False)])
    if since is None or since.version > state.version:
        return reloads
    first = [_ready(state, recovered=True)]
    if since.version < state.version:
        known = await resources.live.models_at(state.telegram_id, since.version)
        if known is None:
            return reloads
        first.append(update_frame(state, frozenset(known)).model_dump_json())
    signals: list[ModelFrame] = []
    for right in state.rights:
        seen = since.signals.get(right.model_id, 0)
        missed = await resources.signal_reads.since(right.model_id, seen, most=MOST_SIGNALS + 1)
        if len(missed) > MOST_SIGNALS:
            return reloads
        signals += [(right.model_id, frame.model_dump_json()) for frame in missed]
    return Greeting(first, signals)


def _ready(state: LiveState, *, recovered: bool) -> str:
    return Ready(
        subscription_version=state.version,
        subscriptions=state.rights,
        server_time=state.server_time,
        recovered=recovered,
        heartbeat=HEARTBEAT,
    ).model_dump_json()
