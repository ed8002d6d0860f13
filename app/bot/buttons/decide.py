"""``req:<uuid hex>:<days>|no``: an admin answers a request; 0 days approve it for ever."""

import re
from typing import Final
from uuid import UUID

from app.bot.buttons.parts import uuid_of
from app.bot.commands.queue import request_message
from app.bot.talk import Pressed, Talk
from app.bot.words.refusals import refusal
from app.errors import AlreadyDecided
from app.schemas.subscriptions import MAX_DAYS
from app.services.requests import approve, find_request, reject
from app.services.subscriptions.change import Actor
from app.services.subscriptions.rights import Term

REJECT: Final = "no"
_DAYS: Final = re.compile("[0-9]{1,5}")


async def decide(talk: Talk, parts: list[str]) -> Pressed:
    """Approve or reject as this admin; who comes second sees by whom it was answered and how. Raises UnknownRequest."""
    request_id = uuid_of(parts[0])
    term = _term(parts[1]) if len(parts) == 2 else None
    if request_id is None or (term is None and parts[1:] != [REJECT]):
        return Pressed(talk.words.out_of_date)
    if not talk.person.is_admin:
        return Pressed(talk.admin_words.for_admins)
    try:
        async with talk.unit.session.begin_nested():
            note = await _answer(talk, request_id, term)
    except AlreadyDecided as error:
        note = refusal(error, talk.language)
    return Pressed(note, await request_message(talk, await find_request(talk.unit, request_id)))


async def _answer(talk: Talk, request_id: UUID, term: Term | None) -> str:
    actor = Actor(telegram_id=talk.telegram_id)
    if term is None:
        await reject(talk.unit, actor=actor, request_id=request_id, reason=None)
        return talk.admin_words.note_rejected
    await approve(talk.unit, actor=actor, request_id=request_id, term=term, reason=None)
    return talk.admin_words.note_approved


def _term(text: str) -> Term | None:
    if not _DAYS.fullmatch(text) or int(text) > MAX_DAYS:
        return None
    return Term(days=int(text) or None)
