"""/requests: the admins' queue, one request at a time."""

from app.bot.talk import Talk
from app.integrations.telegram.messages import Keyboard, Message
from app.models.subscriptions import RequestStatus
from app.schemas.requests import AdminRequestRead
from app.services.bot.look import request_facts
from app.services.bot.request_buttons import request_keyboard
from app.services.messages.format import count, end
from app.services.messages.render import render
from app.services.requests import list_requests
from app.services.subscriptions.access import read_access


async def requests(talk: Talk, args: str = "") -> Message:  # noqa: ARG001 - a command's
    """The oldest request that waits, with its buttons."""
    page = await list_requests(talk.unit, status="pending", limit=1, cursor=None)
    if not page.items:
        return talk.links.message(talk.admin_words.no_requests, path="/admin/requests", label=talk.admin_words.in_app)
    total = count(talk.language, page.total)
    return await request_message(talk, page.items[0], above=talk.admin_words.position.format(at=1, total=total))


async def request_message(talk: Talk, request: AdminRequestRead, *, above: str = "") -> Message:
    """A request as admins see it: with buttons while it waits, with its answer and what is open afterwards."""
    lines = [above] if above else []
    lines.append(render(await request_facts(talk.unit, request), talk.reader))
    keyboard: Keyboard = ()
    if request.status == RequestStatus.PENDING:
        keyboard = request_keyboard(request.id, talk.language)
    else:
        lines += await _afterwards(talk, request)
    return Message("\n".join(lines), keyboard)


async def _afterwards(talk: Talk, request: AdminRequestRead) -> list[str]:
    lines = []
    if request.status == RequestStatus.APPROVED:
        rights = (await read_access(talk.unit, request.user_id)).subscriptions
        ends = [right.expires_at for right in rights if right.model_id == request.model_id]
        lines += [talk.admin_words.open_now.format(end=end(at, talk.reader)) for at in ends]
    waiting = (await list_requests(talk.unit, status="pending", limit=1, cursor=None)).total
    if waiting:
        lines.append(talk.admin_words.more_wait.format(n=count(talk.language, waiting)))
    return lines
