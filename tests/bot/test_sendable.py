"""Whatever people write, Telegram takes what the bot answers: judged by a description of its API that is not ours."""

import pytest

from app.bot.answers import Note, Rewrite, Say
from app.bot.commands import FOR_ADMINS, FOR_EVERYBODY
from app.integrations.telegram.messenger import TelegramMessenger, telegram_bot
from app.services.messages.contents import Language
from tests.bot.talks import ANNA, Talks, bot_message, data_of
from tests.factories import ADMIN_ID, BOT_TOKEN, PAID_MODEL
from tests.telegram.bot_api import FakeBotApi
from tests.telegram.updates import callback_update, message_update

RUBBISH = [
    "", "5", f"{ANNA} {PAID_MODEL}", f"{ANNA} {PAID_MODEL} 30 " + "<&>" * 1_300, f"@{'a' * 64} x", "@ @ @",
    "\x00 \x00 \x00", "\ud83d \ude00", "\u202e\u202e\u202e x 1", "%s {0} {x}", "'; DROP TABLE users; --", "_ % \\ *",
    "\n\n\t 1 \r x", "٣٣ x 1", f"{2**52} x 1", f"{2**63} x 1", "&amp; &lt;",
    "👩🏽‍🚀" * 300, "model_" + "a" * 50, "a:b:c",
]  # fmt: skip


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("command", [*FOR_EVERYBODY, *FOR_ADMINS, "nothing"])
async def test_every_command_answers_whatever_follows_it(talks: Talks, command: str, language: Language) -> None:
    await talks.say(ANNA, "/start", first_name="<Anna & Co>")
    for rubbish in RUBBISH:
        await talks.say(ADMIN_ID, f"/{command} {rubbish}", language_code=language)
        await talks.say(ANNA, f"/{command} {rubbish}", language_code=language)


@pytest.mark.parametrize("language", ["en", "ru"])
async def test_telegram_takes_every_message_and_every_edit(
    talks: Talks, telegram: FakeBotApi, language: Language
) -> None:
    """The fake of the Bot API fails the test for anything that Telegram would refuse.

    But for edits that change nothing: a second press writes the message again, in case that it was behind.
    """
    telegram.expect_violation("not modified")
    await talks.say(ANNA, "/start", first_name="<Anna> & عائلة", username="anna")
    commands = [*FOR_EVERYBODY, "grant", "revoke", "stats", f"start model_{PAID_MODEL}", f"user {ANNA}", "user zzz"]
    commands += [f"grant @anna {PAID_MODEL} 30 <b>", "revoke @anna logistic-spy", "requests"]
    async with telegram_bot(BOT_TOKEN, telegram.url) as bot:
        messenger = TelegramMessenger(bot)
        for command in commands:
            said = await talks.hear(message_update(ADMIN_ID, f"/{command}", language_code=language))
            (answer,) = said
            assert isinstance(answer, Say)
            message_id = await messenger.send(answer.chat_id, answer.message)
            for data in data_of(answer.message):
                await _press(talks, messenger, data, message_id, language)
    assert all("not modified" in one for one in telegram.violations)
    assert sum(sent.is_edited for sent in telegram.messages(ADMIN_ID)) >= 5


async def _press(talks: Talks, messenger: TelegramMessenger, data: str, message_id: int, language: Language) -> None:
    """Press a button of a message and send what comes of it."""
    press = callback_update(ADMIN_ID, data, bot_message(ADMIN_ID, message_id), language_code=language)
    for answer in await talks.hear(press):
        if isinstance(answer, Rewrite):
            await messenger.edit(answer.chat_id, answer.message_id, answer.message)
        else:
            assert isinstance(answer, Note)
            await messenger.answer(answer.callback_id, answer.text)
