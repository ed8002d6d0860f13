"""Ways into the app: a button that opens it inside Telegram, or where that cannot be an address in the text."""

from app.bot.fit import label
from app.integrations.telegram.messages import Button, Keyboard, Message
from app.services.messages.format import escape


class Links:
    """Telegram opens only https addresses inside itself; others are written out, none at all is left out."""

    def __init__(self, public_url: str | None) -> None:
        self._url = public_url
        self._opens = public_url is not None and public_url.startswith("https://")

    def row(self, path: str, text: str) -> Keyboard:
        """The row of a button that opens ``path``, or no row."""
        return ((Button(label(text), app_url=f"{self._url}{path}"),),) if self._opens else ()

    def message(self, text: str, *, path: str, label: str, above: Keyboard = (), below: Keyboard = ()) -> Message:
        """A message that leads to a place in the app, with rows of buttons above and below the one that does."""
        if self._url is not None and not self._opens:
            text = f"{text}\n\n{escape(self._url + path)}"
        return Message(text, (*above, *self.row(path, label), *below))
