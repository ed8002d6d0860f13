"""What a returning socket has missed."""

from app.resources import Resources
from app.resources.hub.subscriber import update_frame
from app.schemas.frames import Since
from app.services.live import LiveState

MOST_SIGNALS = 100
"""A model's missed signals that are sent; past that the client reloads."""


async def missed_frames(resources: Resources, state: LiveState, since: Since | None) -> tuple[bool, list[str]]:
    """Whether everything since the client's cursor can be told, and the frames that tell it.

    A model that is held but not in the cursor counts as seen up to 0. A version that was never written, or too many
    signals, make it False: the client reloads.
    """
    if since is None or since.version > state.version:
        return False, []
    frames: list[str] = []
    if since.version < state.version:
        known = await resources.live.models_at(state.telegram_id, since.version)
        if known is None:
            return False, []
        frames.append(update_frame(state, frozenset(known)).model_dump_json())
    for right in state.rights:
        seen = since.signals.get(right.model_id, 0)
        missed = await resources.signal_reads.since(right.model_id, seen, most=MOST_SIGNALS + 1)
        if len(missed) > MOST_SIGNALS:
            return False, []
        frames += [frame.model_dump_json() for frame in missed]
    return True, frames
