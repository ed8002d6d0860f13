"""``order:<uuid hex>:yes|no``: an admin confirms or cancels what they asked for."""

from typing import Final
from uuid import UUID

from app.bot.buttons.parts import uuid_of
from app.bot.commands.orders import reason_line
from app.bot.commands.whom import called
from app.bot.talk import Pressed, Talk
from app.integrations.telegram.messages import Message
from app.services.bot.look import name_models
from app.services.bot.orders import GrantOrRevoke, Outcome, Settled, find_order, settle_order
from app.services.messages.format import end, name

_ANSWERS: Final = {"yes": True, "no": False}


async def settle(talk: Talk, parts: list[str]) -> Pressed:
    """Carry the order out or cancel it, once; any later press shows what came of it."""
    order_id = uuid_of(parts[0])
    if order_id is None or len(parts) != 2 or parts[1] not in _ANSWERS:
        return Pressed(talk.words.out_of_date)
    words = talk.admin_words
    if not talk.person.is_admin:
        return Pressed(words.for_admins)
    found = await settle_order(talk.unit, order_id, admin_id=talk.telegram_id, is_confirmed=_ANSWERS[parts[1]])
    if isinstance(found, Settled):
        return await _shown(talk, found)
    if found == "late":
        return Pressed(words.note_late, await _late(talk, order_id))
    return Pressed(words.note_foreign if found == "foreign" else words.note_unknown)


async def _shown(talk: Talk, settled: Settled) -> Pressed:
    words = talk.admin_words
    notes: dict[Outcome, str] = {
        "done": words.note_done,
        "unchanged": words.note_unchanged,
        "cancelled": words.note_cancelled,
        "changed_since": words.note_changed_since,
    }
    note = notes[settled.outcome] if settled.is_news else words.note_pressed
    return Pressed(note, Message(await _text(talk, settled.order, settled.outcome)))


async def _text(talk: Talk, order: GrantOrRevoke, outcome: Outcome) -> str:
    """What became of an order, the same at every press."""
    words = talk.admin_words
    texts: dict[Outcome, str] = {
        "done": words.granted if order.kind == "grant" else words.revoked,
        "unchanged": words.unchanged,
        "cancelled": words.cancelled,
        "changed_since": words.changed_since,
    }
    text = await _filled(talk, order, texts[outcome])
    if outcome == "done":
        return "\n".join([text, reason_line(talk, order), words.new_version.format(version=order.version)])
    return text


async def _late(talk: Talk, order_id: UUID) -> Message | None:
    order = await find_order(talk.unit, order_id)
    return None if order is None else Message(await _filled(talk, order, talk.admin_words.late))


async def _filled(talk: Talk, order: GrantOrRevoke, text: str) -> str:
    names = await name_models(talk.unit)
    return text.format(
        model=f"<b>{name(names.get(order.model_id, order.model_id))}</b>",
        person=await called(talk, order.telegram_id),
        end=end(order.ends_at, talk.reader),
    )
