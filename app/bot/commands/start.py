"""/start: the greeting, or what a link into the bot leads to."""

import re
from typing import Final
from uuid import UUID

from app.bot.commands.models import model_page
from app.bot.commands.queue import request_message
from app.bot.fit import fitted
from app.bot.talk import Talk
from app.errors import UnknownRequest
from app.integrations.telegram.messages import Message
from app.models.subscriptions import RequestStatus
from app.schemas.requests import AdminRequestRead
from app.services.bot.look import name_models
from app.services.messages.format import end, listed, moment, name, quoted
from app.services.requests import find_request
from app.services.subscriptions.access import read_access

_MODEL: Final = re.compile("model_([a-z0-9][a-z0-9-]{0,49})")
_REQUEST: Final = re.compile("request_([0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12})")
_REQUEST_MODEL: Final = re.compile("request_([a-z0-9][a-z0-9-]{0,49})")
MOST_NAMES: Final = 10


async def start(talk: Talk, payload: str) -> Message:
    """What a payload leads to; the greeting without one, and for one that leads nowhere."""
    return await _led_to(talk, payload) or await _greeting(talk)


async def _led_to(talk: Talk, payload: str) -> Message | None:
    if (found := _MODEL.fullmatch(payload)) is not None:
        return await model_page(talk, found[1])
    if (found := _REQUEST.fullmatch(payload)) is not None:
        message = await _request(talk, UUID(found[1]))
        if message is not None:
            return message
    if (found := _REQUEST_MODEL.fullmatch(payload)) is not None:
        return await model_page(talk, found[1], request_first=True)
    return None


async def _greeting(talk: Talk) -> Message:
    access = await read_access(talk.unit, talk.telegram_id)
    names = [name(right.model_name) for right in access.subscriptions]
    lines = [talk.words.greeting]
    if names:
        shown = fitted(names[:MOST_NAMES], talk.language)
        lines.append(talk.words.free_open.format(models=listed(shown, talk.language)))
    return talk.links.message("\n\n".join(lines), path="/", label=talk.words.open_app)


async def _request(talk: Talk, request_id: UUID) -> Message | None:
    """A request: to admins as they answer it, to its owner as it stands, to nobody else."""
    try:
        request = await find_request(talk.unit, request_id)
    except UnknownRequest:
        return None
    if talk.person.is_admin:
        return await request_message(talk, request)
    return await _own_request(talk, request) if request.user_id == talk.telegram_id else None


async def _own_request(talk: Talk, request: AdminRequestRead) -> Message:
    words, reader = talk.words, talk.reader
    model = (await name_models(talk.unit)).get(request.model_id, request.model_id)
    shown = f"<b>{name(model)}</b>"
    decided = moment(request.decided_at or request.created_at, reader)
    if request.status == RequestStatus.PENDING:
        text = words.request_pending.format(model=shown, at=decided)
    elif request.status == RequestStatus.REJECTED:
        text = words.request_rejected.format(model=shown, at=decided)
    else:
        rights = (await read_access(talk.unit, talk.telegram_id)).subscriptions
        ends = {right.model_id: right.expires_at for right in rights}
        if request.model_id in ends:
            text = words.request_approved.format(model=shown, end=end(ends[request.model_id], reader))
        else:
            text = words.request_approved_over.format(model=shown, at=decided)
    if request.decision_reason:
        text = f"{text}\n{quoted(request.decision_reason)}"
    label = talk.model_words.open_page.format(model=model)
    return talk.links.message(text, path=f"/models/{request.model_id}", label=label)
