"""Whom and which model an admin's command means."""

import difflib
from typing import Final

from app.bot.talk import Talk
from app.services.bot.look import Found, find_people, name_models
from app.services.messages.format import listed, name
from app.services.users.names import display_names

MOST_NEAR: Final = 3
MOST_LISTED: Final = 20
_CUTOFF: Final = 0.5


async def called(talk: Talk, telegram_id: int) -> str:
    """ "Anna (1000002)", in HTML."""
    names = await display_names(talk.unit, [telegram_id])
    return f"{name(names[telegram_id])} ({telegram_id})" if telegram_id in names else str(telegram_id)


async def whom(talk: Talk, text: str) -> int | str:
    """The one person that a text means, or the words for there being none or several."""
    found = await find_people(talk.unit, text)
    return found.ids[0] if found.is_sure else await _candidates(talk, text, found)


async def _candidates(talk: Talk, text: str, found: Found) -> str:
    words, who = talk.admin_words, f"<code>{name(text)}</code>"
    if not found.ids:
        return words.nobody.format(who=who)
    names = await display_names(talk.unit, found.ids)
    lines = [f"<code>{one}</code> {name(names.get(one, ''))}".rstrip() for one in found.ids]
    head = words.several if found.is_exact else words.candidates
    return "\n".join([head.format(who=who), *lines])


async def which_model(talk: Talk, text: str) -> tuple[str, str] | str:
    """Id and name in HTML of the model that a text means, retired ones too, or the words for there being none."""
    names = await name_models(talk.unit)
    model_id = text.lower()
    if model_id in names:
        return model_id, name(names[model_id])
    words = talk.admin_words
    near = difflib.get_close_matches(model_id[:50], sorted(names), n=MOST_NEAR, cutoff=_CUTOFF)
    lines = [words.no_model.format(model=f"<code>{name(text)}</code>")]
    shown = [f"<code>{one}</code>" for one in near or sorted(names)[:MOST_LISTED]]
    if shown:
        text = words.did_you_mean if near else words.all_models
        lines.append(text.format(models=listed(shown, talk.language)))
    return "\n".join(lines)
