"""/user: a person on one screen, for admins."""

from collections.abc import Mapping

from app.bot.commands.help import usage
from app.bot.commands.whom import whom
from app.bot.fit import fitted, soonest_first
from app.bot.talk import Talk
from app.integrations.telegram.messages import Message
from app.models.subscriptions import RecordedRight
from app.schemas.history import NamedHistoryEntry
from app.schemas.subscriptions import AccessRight, RightRecord
from app.schemas.users import AdminUserRead
from app.services.bot.look import name_models, own_pending_requests
from app.services.messages.format import end, escape, moment, name
from app.services.subscriptions.access import read_access
from app.services.subscriptions.change import SYSTEM
from app.services.subscriptions.history import recorded
from app.services.users.names import newest_named_history
from app.services.users.profile import read_for_admin

MOST_CHANGES = 5
_ROOM = 1_000


async def user(talk: Talk, args: str) -> Message:
    """Who they are, what they hold, what changed last, what they ask for."""
    text = args.strip()
    if not text:
        return usage("user", talk)
    found = await whom(talk, text)
    if isinstance(found, str):
        return Message(found)
    person = await read_for_admin(talk.unit, found)
    access = await read_access(talk.unit, found)
    names = await name_models(talk.unit)
    words = talk.admin_words
    parts = [
        _who(talk, person),
        _rights(talk, access.subscriptions),
        [words.history_head, *await _history(talk, found, names)],
    ]
    pending = await own_pending_requests(talk.unit, found)
    if pending:
        asked = [
            talk.words.asked_at.format(model=_model(one.model_id, names), at=moment(one.created_at, talk.reader))
            for one in pending
        ]
        parts.append([words.requests_head, *fitted(asked, talk.language, room=_ROOM // 2)])
    text = "\n\n".join("\n".join(lines) for lines in parts)
    return talk.links.message(text, path=f"/admin/people/{found}", label=words.in_app)


def _who(talk: Talk, person: AdminUserRead) -> list[str]:
    words = talk.admin_words
    full = " ".join(part for part in (person.first_name, person.last_name) if part)
    known = [words.person_id.format(id=person.telegram_id), words.roles.get(person.role, escape(person.role))]
    if person.username:
        known.insert(0, f"@{name(person.username)}")
    state = [words.reaches[person.reachability]]
    if person.language_code:
        state.append(words.language.format(language=name(person.language_code)))
    if person.is_blocked:
        state.insert(0, f"<b>{words.blocked}</b>")
    head = [f"<b>{name(full)}</b>"] if full else []
    return [*head, ", ".join(known), ", ".join(state), words.version.format(version=person.subscription_version)]


def _rights(talk: Talk, rights: list[AccessRight]) -> list[str]:
    if not rights:
        return [talk.admin_words.no_rights]
    lines = [f"<b>{name(one.model_name)}</b>: {end(one.expires_at, talk.reader)}" for one in soonest_first(rights)]
    return [talk.admin_words.rights_head, *fitted(lines, talk.language, room=_ROOM)]


async def _history(talk: Talk, telegram_id: int, names: Mapping[str, str]) -> list[str]:
    newest = await newest_named_history(talk.unit, telegram_id, limit=MOST_CHANGES)
    return fitted([_change(talk, entry, names) for entry in newest], talk.language, room=_ROOM)


def _change(talk: Talk, entry: NamedHistoryEntry, names: Mapping[str, str]) -> str:
    """ "30 Nov, 14:30: granted Shadow Stack until 30 Dec, 14:30, by Anna: Paid"."""
    words = talk.admin_words
    what = words.actions.get(entry.action, escape(entry.action))
    if models := _changed(talk, entry, names):
        what = f"{what} {'; '.join(models)}"
    by = words.by_system
    if entry.admin_id != SYSTEM:
        by = words.by.format(name=name(entry.admin_name or str(entry.admin_id), 32))
    line = f"{moment(entry.created_at, talk.reader)}: {what}, {by}"
    return f"{line}: {name(entry.reason, 80)}" if entry.reason else line


def _changed(talk: Talk, entry: NamedHistoryEntry, names: Mapping[str, str]) -> list[str]:
    """The models that a change touched, with the ends that it gave; a few of many."""
    before, after = recorded(_rows(entry.old_subscriptions)), recorded(_rows(entry.new_subscriptions))
    given = sorted(model for model in after if model not in before or before[model] != after[model])
    shown = [f"{name(names.get(one, one), 40)} {end(after[one], talk.reader)}" for one in given]
    shown += [name(names.get(one, one), 40) for one in sorted(before.keys() - after.keys())]
    return fitted(shown, talk.language, room=150)


def _rows(rights: list[RightRecord] | None) -> list[RecordedRight]:
    return [RecordedRight(model_id=right.model_id, expires_at=right.expires_at) for right in rights or []]


def _model(model_id: str, names: Mapping[str, str]) -> str:
    return f"<b>{name(names.get(model_id, model_id))}</b>"
