"""Models: what they are, whether they are open to somebody, how they have done."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from app.bot.fit import fitted, label
from app.bot.talk import Talk
from app.integrations.telegram.messages import Button, Keyboard, Message
from app.schemas.catalogue import Accuracy, ModelRead
from app.services.bot.look import own_pending_requests
from app.services.catalogue import models_for
from app.services.messages.format import end, moment, name, percent, plural, quoted

MOST_BUTTONS: Final = 20
"""Models of a list that get buttons."""

IN_LIST: Final = "list"
"""Part of a button's data that says that it stands below the list of models."""


async def models(talk: Talk, args: str = "") -> Message:  # noqa: ARG001 - a command's
    """All models on sale, each with its state, its accuracy and its buttons."""
    found = await models_for(talk.unit, talk.telegram_id)
    words = talk.model_words
    if not found:
        return talk.links.message(words.none, path="/", label=talk.words.open_app)
    asked = await _asked(talk)
    lines = [f"<b>{name(one.name)}</b>: {_state(talk, one, asked)}\n{_accuracy(talk, one.accuracy)}\n" for one in found]
    text = "\n".join([f"<b>{words.head}</b>\n", *fitted(lines, talk.language)]).rstrip()
    rows = [row for one in found[:MOST_BUTTONS] if (row := _buttons(talk, one, asked))]
    return talk.links.message(text, path="/models", label=talk.words.open_app, above=tuple(rows))


async def model_page(talk: Talk, model_id: str, *, request_first: bool = False) -> Message | None:
    """One model with its description; None where there is no such model for this person."""
    for one in await models_for(talk.unit, talk.telegram_id):
        if one.id == model_id:
            return _page(talk, one, await _asked(talk), request_first=request_first)
    return None


def _page(talk: Talk, model: ModelRead, asked: Mapping[str, datetime], *, request_first: bool) -> Message:
    words = talk.model_words
    lines = [f"<b>{name(model.name)}</b>: {_state(talk, model, asked)}"]
    if model.description.strip():
        lines.append(quoted(model.description))
    lines.append(_accuracy(talk, model.accuracy))
    request: Keyboard = ()
    if model.id not in asked and (not model.has_access or model.expires_at is not None):
        text = words.extend if model.has_access else words.request
        request = ((Button(text, data=f"ask:{model.id}"),),)
    return talk.links.message(
        "\n".join(lines),
        path=f"/models/{model.id}",
        label=words.open_page.format(model=model.name),
        above=request if request_first else (),
        below=() if request_first else request,
    )


async def _asked(talk: Talk) -> dict[str, datetime]:
    pending = await own_pending_requests(talk.unit, talk.telegram_id)
    return {request.model_id: request.created_at for request in pending}


def _buttons(talk: Talk, model: ModelRead, asked: Mapping[str, datetime]) -> tuple[Button, ...]:
    """The way to the model's page, and for a locked one a request beside it."""
    words = talk.model_words
    row = [button for buttons in talk.links.row(f"/models/{model.id}", model.name) for button in buttons]
    if not model.has_access and model.id not in asked:
        text = words.request if row else words.request_of.format(model=model.name)
        row.append(Button(label(text), data=f"ask:{model.id}:{IN_LIST}"))
    return tuple(row)


def _state(talk: Talk, model: ModelRead, asked: Mapping[str, datetime]) -> str:
    words = talk.model_words
    at = moment(asked[model.id], talk.reader) if model.id in asked else None
    if not model.has_access:
        return words.locked if at is None else words.asked.format(at=at)
    state = (words.free if model.is_free else words.open).format(end=end(model.expires_at, talk.reader))
    return state if at is None else words.asked_more.format(state=state, at=at)


def _accuracy(talk: Talk, accuracy: Accuracy | None) -> str:
    """Never a rate alone: with it come its interval, how many signals it is made of, chance, source and verdict."""
    words, language = talk.model_words, talk.language
    if accuracy is None:
        return words.unmeasured
    line = words.accuracy.format(
        rate=percent(accuracy.hit_rate, language, 1),
        low=_bare(percent(accuracy.ci_low, language, 1)),
        high=_bare(percent(accuracy.ci_high, language, 1)),
        n=plural(language, accuracy.n, *words.signals),
        chance=percent(accuracy.baseline, language, 1),
    )
    said = [words.sources.get(accuracy.source), words.verdicts.get(accuracy.verdict)]
    return f"{line} ({'; '.join(one for one in said if one)})"


def _bare(rate: str) -> str:
    return rate.rstrip("%\u00a0")
