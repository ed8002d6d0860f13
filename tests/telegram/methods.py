"""The methods of the Bot API, over what they change."""

import asyncio
import itertools
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace

from tests.factories import Json
from tests.telegram import rules
from tests.telegram.records import BOT, Sent, Standing, Version, Webhook
from tests.telegram.rules import Params, Refusal, bad

POLL_LIMIT = 100
ONLY_IF_NAMED = {"chat_member", "message_reaction", "message_reaction_count"}
"""Updates that nobody gets who does not ask for them by name."""

Commands = list[tuple[str, str]]


class Methods:
    """What a bot can ask for. ``call`` belongs to one event loop; all else may be used from any thread."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self.strict_https = True
        """Off: a webhook may have plain http and any port, as a server of the tests has."""
        self.people: dict[int, Standing] = {}
        """Who is not simply fine."""
        self.webhook: Webhook | None = None
        """May be set, as by another installation with the same token."""
        self.commands: dict[tuple[str, str], Commands] = {}
        """By language ("" for all others) and scope ("default", "chat:7"...): names and descriptions in order."""
        self.menu_buttons: dict[int | None, dict[str, Json]] = {}
        """By chat; None for all others."""
        self._lock = threading.RLock()
        self._chats: dict[int, dict[int, Sent]] = defaultdict(dict)
        self._message_ids: dict[int, itertools.count[int]] = defaultdict(lambda: itertools.count(1))
        self._updates: list[dict[str, Json]] = []
        self._allowed: tuple[str, ...] | None = None
        self._poll: asyncio.Future[None] | None = None
        self._methods: dict[str, Callable[[Params], Json]] = {
            "getMe": self._get_me,
            "setWebhook": self._set_webhook,
            "deleteWebhook": self._delete_webhook,
            "getWebhookInfo": self._get_webhook_info,
            "setMyCommands": self._set_my_commands,
            "getMyCommands": self._get_my_commands,
            "deleteMyCommands": self._delete_my_commands,
            "setChatMenuButton": self._set_chat_menu_button,
            "getChatMenuButton": self._get_chat_menu_button,
            "sendMessage": self._send_message,
            "editMessageText": self._edit_message_text,
            "editMessageReplyMarkup": self._edit_message_reply_markup,
            "deleteMessage": self._delete_message,
        }

    async def call(self, method: str, params: Params) -> Json:
        """Do what a request asks for and return its result. Raises Refusal."""
        rules.check(method, params, strict_https=self.strict_https)
        self._check_person(params)
        if method == "getUpdates":
            return await self._get_updates(params)
        with self._lock:
            if method in self._methods:
                return self._methods[method](params)
        if rules.typed(method).__returning__ is bool:
            return True
        raise Refusal(501, f"Not Implemented: the fake does not know what {method} answers")

    def messages(self, chat_id: int) -> list[Sent]:
        """What the bot has said in a chat, oldest first; deleted messages are gone."""
        with self._lock:
            return list(self._chats[chat_id].values())

    def push(self, update: dict[str, Json]) -> None:
        """Have an update wait for getUpdates; a kind that the bot did not ask for is dropped, as Telegram drops it."""
        with self._lock:
            if self._is_wanted(update):
                self._updates.append(update)

    @property
    def waiting(self) -> list[dict[str, Json]]:
        """Updates that no offset has confirmed yet."""
        with self._lock:
            return list(self._updates)

    def _check_person(self, params: Params) -> None:
        chat_id = params.get("chat_id")
        if chat_id is None:
            return
        if type(chat_id) is not int:
            raise bad("chat not found")
        standing = self.people.get(chat_id, Standing.FINE)
        if standing is not Standing.FINE:
            raise Refusal(*standing.value, is_violation=False)

    def _get_me(self, params: Params) -> Json:
        abilities = ("can_read_all_group_messages", "supports_inline_queries", "can_connect_to_business")
        return {**BOT, "can_join_groups": True, "has_main_web_app": False, **dict.fromkeys(abilities, False)}

    def _set_webhook(self, params: Params) -> Json:
        if not params["url"]:
            return self._delete_webhook(params)
        self._end_poll("terminated by setWebhook request")
        self._allow(params)
        if params.get("drop_pending_updates"):
            self._updates.clear()
        known = {name: value for name, value in params.items() if name != "certificate"}
        self.webhook = Webhook(**known | {"allowed_updates": self._allowed})
        return True

    def _delete_webhook(self, params: Params) -> Json:
        self.webhook = None
        if params.get("drop_pending_updates"):
            self._updates.clear()
        return True

    def _get_webhook_info(self, params: Params) -> Json:
        found = {"url": "", "has_custom_certificate": False, "pending_update_count": len(self._updates)}
        if self.webhook is not None:
            found |= {"url": self.webhook.url, "max_connections": self.webhook.max_connections}
            if self.webhook.ip_address is not None:
                found["ip_address"] = self.webhook.ip_address
        if self._allowed is not None:
            found["allowed_updates"] = list(self._allowed)
        return found

    def _set_my_commands(self, params: Params) -> Json:
        self.commands[_key(params)] = [(one["command"], one["description"]) for one in params["commands"]]
        return True

    def _get_my_commands(self, params: Params) -> Json:
        known = self.commands.get(_key(params), [])
        return [{"command": name, "description": description} for name, description in known]

    def _delete_my_commands(self, params: Params) -> Json:
        self.commands.pop(_key(params), None)
        return True

    def _set_chat_menu_button(self, params: Params) -> Json:
        self.menu_buttons[params.get("chat_id")] = params.get("menu_button") or {"type": "default"}
        return True

    def _get_chat_menu_button(self, params: Params) -> Json:
        everywhere = self.menu_buttons.get(None, {"type": "commands"})
        return self.menu_buttons.get(params.get("chat_id"), everywhere)

    def _send_message(self, params: Params) -> Json:
        chat_id = params["chat_id"]
        parsed = rules.text_of(params)
        first = Version(params["text"], parsed.plain, rules.rows_of(params), self.clock(), parsed.entities)
        number = next(self._message_ids[chat_id])
        sent = Sent(chat_id, number, bool(params.get("disable_notification")), (first,))
        self._chats[chat_id][number] = sent
        return sent.as_message()

    def _edit_message_text(self, params: Params) -> Json:
        sent = self._find(params, "message to edit not found")
        parsed = rules.text_of(params, edits=True)
        new = Version(params["text"], parsed.plain, rules.rows_of(params), self.clock(), parsed.entities)
        return self._replace(sent, new)

    def _edit_message_reply_markup(self, params: Params) -> Json:
        sent = self._find(params, "message to edit not found")
        now = sent.versions[-1]
        return self._replace(sent, Version(now.text, now.plain, rules.rows_of(params), self.clock(), now.entities))

    def _delete_message(self, params: Params) -> Json:
        sent = self._find(params, "message to delete not found")
        del self._chats[sent.chat_id][sent.message_id]
        return True

    def _find(self, params: Params, otherwise: str) -> Sent:
        if params.get("chat_id") is None or params.get("message_id") is None:
            raise bad("message identifier is not specified")
        sent = self._chats[params["chat_id"]].get(params["message_id"])
        if sent is None:
            raise bad(otherwise)
        return sent

    def _replace(self, sent: Sent, new: Version) -> Json:
        if new.shows() == sent.versions[-1].shows():
            raise bad(
                "message is not modified: specified new message content and reply markup are exactly the same as a "
                "current content and reply markup of the message"
            )
        edited = replace(sent, versions=(*sent.versions, new))
        self._chats[sent.chat_id][sent.message_id] = edited
        return edited.as_message()

    async def _get_updates(self, params: Params) -> Json:
        """What waits from ``offset`` on, else what comes within ``timeout`` (real) seconds."""
        if self.webhook is not None:
            raise _conflict(
                "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
            )
        limit = params.get("limit", POLL_LIMIT)
        with self._lock:
            self._allow(params)
            self._confirm(params.get("offset", 0))
        if found := self.waiting[:limit]:
            return found
        if params.get("timeout", 0) > 0:
            await self._wait_for_update(params["timeout"])
        return self.waiting[:limit]

    async def _wait_for_update(self, seconds: float) -> None:
        self._end_poll("terminated by other getUpdates request; make sure that only one bot instance is running")
        poll = self._poll = asyncio.get_running_loop().create_future()
        try:
            if not self.waiting:
                await asyncio.wait_for(poll, seconds)
        except TimeoutError:
            pass
        finally:
            if self._poll is poll:
                self._poll = None

    def _wake(self) -> None:
        """Let a getUpdates that waits look again; in the loop of ``call``."""
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(None)

    def _end_poll(self, why: str) -> None:
        if self._poll is not None and not self._poll.done():
            self._poll.set_exception(_conflict(why))

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            self._updates = self._updates[offset:]
        else:
            self._updates = [update for update in self._updates if update["update_id"] >= offset]

    def _is_wanted(self, update: dict[str, Json]) -> bool:
        if self._allowed is None:
            return update.keys().isdisjoint(ONLY_IF_NAMED)
        return not update.keys().isdisjoint(self._allowed)

    def _allow(self, params: Params) -> None:
        """Left out, the kinds of updates stay as they were set before."""
        if "allowed_updates" in params:
            self._allowed = tuple(params["allowed_updates"]) or None


def _key(params: Params) -> tuple[str, str]:
    scope = params.get("scope") or {"type": "default"}
    parts = (scope["type"], *(str(scope[name]) for name in ("chat_id", "user_id") if name in scope))
    return params.get("language_code") or "", ":".join(parts)


def _conflict(why: str) -> Refusal:
    return Refusal(409, f"Conflict: {why}")
