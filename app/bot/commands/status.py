"""/status: what is open, what ends when, what is asked for."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from app.bot.fit import fitted, soonest_first
from app.bot.talk import Talk
from app.integrations.telegram.messages import Message
from app.models.notifications import Kind
from app.services.bot.look import name_models, own_pending_requests
from app.services.messages.format import end, moment, name, plural
from app.services.notifications.compose import LEADS
from app.services.subscriptions.access import read_access

_ROOM = 1_500


async def status(talk: Talk, args: str = "") -> Message:  # noqa: ARG001 - a command's
    """One's own models, the soonest end first, the next reminder, and requests without an answer."""
    access = await read_access(talk.unit, talk.telegram_id)
    rights = soonest_first(access.subscriptions)
    open_now = [f"<b>{name(right.model_name)}</b>: {end(right.expires_at, talk.reader)}" for right in rights]
    parts = [[talk.words.status_head, *fitted(open_now, talk.language, room=_ROOM)]]
    if not rights:
        parts = [[talk.words.nothing_open]]
    if reminder := _reminder(talk, [right.expires_at for right in rights if right.expires_at], access.server_time):
        parts.append([reminder])
    pending = await _pending(talk)
    if pending:
        parts.append([talk.words.pending_head, *fitted(pending, talk.language, room=_ROOM)])
    elif not rights:
        parts.append([talk.words.how_to_ask])
    text = "\n\n".join("\n".join(lines) for lines in parts)
    return talk.links.message(text, path="/me/access", label=talk.words.open_app)


def _reminder(talk: Talk, ends: list[datetime], now: datetime) -> str | None:
    """When the next reminder comes, after the quiet hours that it would fall into."""
    due = next_reminder(ends, now)
    if due is None:
        return None
    if talk.person.mode(Kind.EXPIRY) == "off":
        return talk.words.reminders_off
    at, days = due
    shown = moment(talk.person.quiet_until(at) or at, talk.reader)
    return talk.words.next_reminder.format(at=shown, days=plural(talk.language, days, *talk.words.reminder_days))


def next_reminder(ends: Iterable[datetime], now: datetime) -> tuple[datetime, int] | None:
    """The soonest reminder that lies ahead, and how many days it comes before its end."""
    moments = [(at - timedelta(days=days), days) for at in ends for days in LEADS.values()]
    return min((due for due in moments if due[0] > now), default=None)


async def _pending(talk: Talk) -> list[str]:
    requests = await own_pending_requests(talk.unit, talk.telegram_id)
    names = await name_models(talk.unit) if requests else {}
    return [
        talk.words.asked_at.format(
            model=f"<b>{name(names.get(request.model_id, request.model_id))}</b>",
            at=moment(request.created_at, talk.reader),
        )
        for request in requests
    ]
