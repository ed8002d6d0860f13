"""/grant and /revoke: what exactly would happen, and two buttons. Nothing happens before one is pressed."""

from dataclasses import dataclass
from datetime import datetime

from app.bot.commands.help import usage
from app.bot.commands.parse import Written, parse_grant, parse_revoke
from app.bot.commands.whom import called, which_model, whom
from app.bot.talk import Talk
from app.integrations.telegram.messages import Button, Message
from app.schemas.subscriptions import MAX_DAYS
from app.services.bot.orders import GrantOrRevoke, keep_order
from app.services.messages.format import count, end, plural, quoted
from app.services.subscriptions.access import read_access
from app.services.subscriptions.orders import require_models
from app.services.subscriptions.rights import later
from app.services.users.profile import read_for_admin


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom and what an order is about. ``held`` is False where nothing runs; ``ends_at`` None = for ever."""

    telegram_id: int
    person: str
    model_id: str
    model: str
    held: bool
    ends_at: datetime | None
    now: datetime
    is_blocked: bool


async def grant(talk: Talk, args: str) -> Message:
    """Say what a grant would do, and ask. Raises ModelRetired, InvalidExpiry."""
    written = parse_grant(args)
    if written is None:
        return usage("grant", talk)
    if written.days == 0:
        wrong = talk.admin_words.bad_days.format(most=count(talk.language, MAX_DAYS))
        return Message(f"{wrong}\n{usage('grant', talk).text}")
    subject = await _subject(talk, written)
    if isinstance(subject, str):
        return Message(subject)
    await require_models(talk.unit, [subject.model_id])
    ends_at = _new_end(subject, written.days)
    if subject.held and ends_at == subject.ends_at:
        return Message(
            talk.admin_words.nothing_to_grant.format(
                model=subject.model, person=subject.person, end=end(ends_at, talk.reader)
            )
        )
    order = GrantOrRevoke(
        kind="grant",
        telegram_id=subject.telegram_id,
        model_id=subject.model_id,
        days=written.days,
        reason=written.reason,
        ends_at=ends_at,
    )
    return await _offer(talk, order, subject)


async def revoke(talk: Talk, args: str) -> Message:
    """Say what a revocation would do, and ask."""
    written = parse_revoke(args)
    if written is None:
        return usage("revoke", talk)
    subject = await _subject(talk, written)
    if isinstance(subject, str):
        return Message(subject)
    if not subject.held:
        return Message(talk.admin_words.nothing_to_revoke.format(model=subject.model, person=subject.person))
    order = GrantOrRevoke(
        kind="revoke", telegram_id=subject.telegram_id, model_id=subject.model_id, reason=written.reason
    )
    return await _offer(talk, order, subject)


def _new_end(subject: Subject, days: int | None) -> datetime | None:
    """When the right would end. Raises InvalidExpiry past the calendar's end."""
    if days is None or (subject.held and subject.ends_at is None):
        return None
    return later(subject.ends_at or subject.now, days)


async def _subject(talk: Talk, written: Written) -> Subject | str:
    """Whom and what the command means with what is open now, or the words for what is wrong with it."""
    person = await whom(talk, written.who)
    if isinstance(person, str):
        return person
    model = await which_model(talk, written.model)
    if isinstance(model, str):
        return model
    model_id, shown = model
    access = await read_access(talk.unit, person)
    ends = {right.model_id: right.expires_at for right in access.subscriptions}
    return Subject(
        telegram_id=person,
        person=await called(talk, person),
        model_id=model_id,
        model=f"<b>{shown}</b>",
        held=model_id in ends,
        ends_at=ends.get(model_id),
        now=access.server_time,
        is_blocked=(await read_for_admin(talk.unit, person)).is_blocked,
    )


async def _offer(talk: Talk, order: GrantOrRevoke, subject: Subject) -> Message:
    """What would happen, with buttons that do it or leave it."""
    words = talk.admin_words
    order_id = (await keep_order(talk.unit, talk.telegram_id, order)).hex
    open_now = talk.model_words.open.format(end=end(subject.ends_at, talk.reader)) if subject.held else words.not_open
    lines = [
        _asked(talk, order).format(
            model=subject.model, person=subject.person, days=plural(talk.language, order.days or 0, *words.days)
        ),
        words.now.format(state=open_now),
    ]
    if order.kind == "grant":
        lines.append(words.then.format(end=end(order.ends_at, talk.reader)))
    lines.append(reason_line(talk, order))
    if subject.is_blocked:
        lines.append(words.is_blocked)
    lines.append(f"\n{words.ask_confirm}")
    buttons = (
        Button(words.confirm, data=f"order:{order_id}:yes"),
        Button(words.cancel, data=f"order:{order_id}:no"),
    )
    return Message("\n".join(lines), (buttons,))


def _asked(talk: Talk, order: GrantOrRevoke) -> str:
    words = talk.admin_words
    if order.kind == "revoke":
        return words.revoke
    return words.grant_for_ever if order.days is None else words.grant


def reason_line(talk: Talk, order: GrantOrRevoke) -> str:
    """The reason in the admin's own words, or that there is none."""
    words = talk.admin_words
    return words.reason.format(reason=quoted(order.reason)) if order.reason else words.no_reason
