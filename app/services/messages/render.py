"""Contents become words: Telegram's HTML, well formed and short enough whatever the facts are."""

from collections.abc import Callable, Mapping
from typing import Final

from app.services.messages.contents import (
    AccessChanged,
    AccessRequest,
    Announcement,
    Content,
    Digest,
    Ended,
    EndsSoon,
    NewSignal,
    OpenModel,
    OrderWaits,
    Reader,
    RequestAnswered,
    SignalClosed,
    SignalFacts,
)
from app.services.messages.digest import render_digest
from app.services.messages.format import end, escape, listed, moment, name, percent, plural, quoted, signed_r
from app.services.messages.words import WORDS

MOST_MODELS: Final = 10
"""Models that one sentence or list names."""

MOST_USERNAME: Final = 32
"""What Telegram allows."""


def render(content: Content | Digest, reader: Reader) -> str:
    """The message in the reader's language and zone: at most 4,096 visible UTF-16 units."""
    if isinstance(content, Digest):
        return render_digest(content, reader, render)
    return _RENDERERS[type(content)](content, reader)


def signal_head(signal: SignalFacts, reader: Reader) -> str:
    """ "EUR/USD Buy", the direction as the app names it."""
    words = WORDS[reader.language]
    return f"{escape(signal.pair)} {words.buy if signal.direction == 'BUY' else words.sell}"


def _bold(text: str) -> str:
    return f"<b>{name(text)}</b>"


def _bold_names(names: tuple[str, ...], reader: Reader) -> str:
    shown = [_bold(one) for one in names[:MOST_MODELS]]
    if (rest := len(names) - MOST_MODELS) > 0:
        shown.append(WORDS[reader.language].others.format(n=rest))
    return listed(shown, reader.language)


def _access(content: AccessChanged, reader: Reader) -> str:
    words = WORDS[reader.language]
    lines = [words.put_back] if content.is_undo else []
    lines += _opened(content.granted, words.granted, words.granted_many, reader)
    lines += _opened(content.extended, words.extended, words.extended_many, reader)
    if len(content.revoked) == 1:
        lines.append(words.revoked.format(model=_bold(content.revoked[0])))
    elif content.revoked:
        lines.append(words.revoked_many.format(models=_bold_names(content.revoked, reader)))
    return _with_quote(lines, content.reason)


def _with_quote(lines: list[str], words: str | None) -> str:
    """Lines, and below them somebody's own words where there are any."""
    return "\n".join([*lines, quote] if (quote := quoted(words or "")) else lines)


def _opened(models: tuple[OpenModel, ...], one: str, many: str, reader: Reader) -> list[str]:
    if len(models) == 1:
        return [one.format(model=_bold(models[0].name), end=end(models[0].ends_at, reader))]
    lines = [f"{_bold(model.name)}: {end(model.ends_at, reader)}" for model in models[:MOST_MODELS]]
    if (rest := len(models) - MOST_MODELS) > 0:
        lines.append(WORDS[reader.language].more.format(n=rest))
    return [many, *lines] if lines else []


def _ends_soon(content: EndsSoon, reader: Reader) -> str:
    words = WORDS[reader.language]
    text = words.ends_soon if len(content.models) == 1 else words.ends_soon_many
    days = plural(reader.language, content.days, *words.days)
    names = _bold_names(content.models, reader)
    return f"{text.format(models=names, days=days, at=moment(content.ends_at, reader))}\n{words.ask_to_extend}"


def _ended(content: Ended, reader: Reader) -> str:
    words = WORDS[reader.language]
    text = words.ended if len(content.models) == 1 else words.ended_many
    return f"{text.format(models=_bold_names(content.models, reader))}\n{words.ask_to_extend}"


def _answered(content: RequestAnswered, reader: Reader) -> str:
    words = WORDS[reader.language]
    if content.is_approved:
        text = words.approved.format(model=_bold(content.model), end=end(content.ends_at, reader))
    else:
        text = words.rejected.format(model=_bold(content.model))
    return _with_quote([text], content.reason)


def _signal(content: NewSignal, reader: Reader) -> str:
    words, signal = WORDS[reader.language], content.signal
    head = f"<b>{signal_head(signal, reader)}</b> · {name(signal.model)}"
    lines = [
        words.missed.format(head=head) if content.is_missed else head,
        words.entry.format(price=_price(signal.entry)),
        words.plan.format(stop=_price(signal.stop_loss), target=_price(signal.take_profit)),
        words.confidence.format(
            share=percent(signal.confidence, reader.language), at=moment(signal.expires_at, reader)
        ),
    ]
    if content.is_missed:
        lines.append(words.missed_why)
    if signal.is_replay:
        lines.append(words.replay)
    return "\n".join(lines)


def _closed(content: SignalClosed, reader: Reader) -> str:
    words, signal = WORDS[reader.language], content.signal
    lines = [
        f"<b>{signal_head(signal, reader)}: {words.statuses[content.status]}</b> · {name(signal.model)}",
        words.exit.format(entry=_price(signal.entry), exit=_price(content.exit_price)),
        f"<b>{signed_r(content.result_r)}</b>",
    ]
    if signal.is_replay:
        lines.append(words.replay)
    return "\n".join(lines)


def _price(price: str) -> str:
    return f"<code>{escape(price)}</code>"


def _announcement(content: Announcement, reader: Reader) -> str:  # noqa: ARG001 - the text is the operator's
    return content.text


def _asked(content: AccessRequest, reader: Reader) -> str:
    words = WORDS[reader.language]
    username = f" @{name(content.username, MOST_USERNAME)}" if content.username else ""
    person = f"{_bold(content.person)}{username} (<code>{content.telegram_id}</code>)"
    wants = words.wants.format(person=person, model=_bold(content.model))
    lines = [_with_quote([wants], content.message), words.asked_at.format(at=moment(content.asked_at, reader))]
    if content.answer is not None and content.answered_by is not None:
        lines.append(words.answered_by[content.answer].format(name=name(content.answered_by)))
    elif content.answer is not None:
        lines.append(words.answered[content.answer])
    return "\n".join(lines)


def _waits(content: OrderWaits, reader: Reader) -> str:
    words = WORDS[reader.language]
    people = plural(reader.language, content.people, *words.people)
    order = words.order[content.kind]
    head = words.order_waits.format(person=_bold(content.asked_by), order=order, people=people)
    return f"{head}\n{words.order_until.format(at=moment(content.expires_at, reader))}"


_RENDERERS: Final[Mapping[type[Content], Callable[..., str]]] = {
    AccessChanged: _access,
    EndsSoon: _ends_soon,
    Ended: _ended,
    RequestAnswered: _answered,
    NewSignal: _signal,
    SignalClosed: _closed,
    Announcement: _announcement,
    AccessRequest: _asked,
    OrderWaits: _waits,
}
