"""/stats: the figures of the admins' first page, in words."""

from app.bot.fit import fitted
from app.bot.talk import Talk
from app.integrations.telegram.messages import Message
from app.services.bot.look import name_models
from app.services.messages.format import count, moment, name
from app.services.stats import read_stats


async def stats(talk: Talk, args: str = "") -> Message:  # noqa: ARG001 - a command's
    """Counts at this moment."""
    found, words = await read_stats(talk.unit), talk.admin_words
    names = await name_models(talk.unit)

    def fill(text: str, **numbers: int) -> str:
        return text.format(**{key: count(talk.language, number) for key, number in numbers.items()})

    requests = fill(words.stats_requests, requests=found.requests_pending)
    if found.oldest_pending_at is not None:
        requests += f", {words.stats_oldest.format(at=moment(found.oldest_pending_at, talk.reader))}"
    by_model = [
        words.stats_model.format(
            model=f"<b>{name(names.get(row.model_id, row.model_id))}</b>",
            active=count(talk.language, row.active),
            ending=count(talk.language, row.ending_7_days),
            new=count(talk.language, row.new_7_days),
        )
        for row in found.rights_by_model
    ]
    lines = [
        fill(words.stats_people, users=found.users, admins=found.admins, blocked=found.blocked),
        fill(words.stats_new, today=found.new_today, week=found.new_7_days, active=found.active_24_hours),
        fill(words.stats_rights, rights=found.active_rights),
        fill(words.stats_ending, rights=found.ending_7_days, people=found.ending_people_7_days),
        requests,
        fill(words.stats_signals, signals=found.signals),
    ]
    if by_model:
        lines += ["", words.stats_models, *fitted(by_model, talk.language)]
    return talk.links.message("\n".join(lines), path="/admin", label=words.in_app)
