"""``ask:<model id>[:list]``: a request for access."""

import re
from typing import Final

from app.bot.commands.models import IN_LIST, model_page, models
from app.bot.talk import Pressed, Talk
from app.bot.words.refusals import refusal
from app.errors import AlreadyActive, AlreadyPending, ModelRetired, UnknownModel
from app.schemas.requests import RequestCreate
from app.services.requests import ask

_MODEL: Final = re.compile("[a-z0-9][a-z0-9-]{0,49}")


async def ask_access(talk: Talk, parts: list[str]) -> Pressed:
    """Ask; the message then shows what is asked for, also where that was so before."""
    model_id, *place = parts
    if not _MODEL.fullmatch(model_id) or place not in ([], [IN_LIST]):
        return Pressed(talk.words.out_of_date)
    note = talk.model_words.requested
    try:
        async with talk.unit.session.begin_nested():
            await ask(talk.unit, talk.telegram_id, RequestCreate(model_id=model_id))
    except (AlreadyPending, AlreadyActive, ModelRetired, UnknownModel) as error:
        note = refusal(error, talk.language)
    return Pressed(note, await models(talk) if place else await model_page(talk, model_id))
