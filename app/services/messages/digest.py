"""Several messages as one: what changed for the reader in full, results and signals a line each."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from itertools import groupby
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
    OrderWaits,
    Reader,
    RequestAnswered,
    SignalClosed,
)
from app.services.messages.format import escape, listed, name, plural, signed_r, visible_length
from app.services.messages.words import WORDS

ROOM: Final = 3600
"""UTF-16 units that the items may take; the rest of a message is for its head and its end."""

_ORDER: Final = (
    AccessChanged,
    OrderWaits,
    AccessRequest,
    RequestAnswered,
    Ended,
    EndsSoon,
    SignalClosed,
    NewSignal,
    Announcement,
)

Render = Callable[[Content, Reader], str]


def render_digest(digest: Digest, reader: Reader, render: Render) -> str:
    """The most important first, each kind a paragraph; what has no room is counted."""
    words = WORDS[reader.language]
    items = sorted(digest.items, key=_place)
    told = list(_fitting(items, reader, render))
    head = words.quiet if digest.after_quiet_hours else words.crowd
    paragraphs = [head.format(counts=_counts(items, reader))]
    for kind, group in groupby(told, key=lambda one: type(one[0])):
        lines = [line for _, line in group]
        if kind is SignalClosed:
            lines += _net(items, reader)
        paragraphs.append("\n".join(lines))
    if left := len(items) - len(told):
        paragraphs.append(words.more.format(n=left))
    return "\n\n".join(paragraphs)


def _place(item: Content) -> tuple[int, bool]:
    return _ORDER.index(type(item)), isinstance(item, NewSignal) and item.is_missed


def _fitting(items: Sequence[Content], reader: Reader, render: Render) -> Iterator[tuple[Content, str]]:
    room = ROOM
    for item in items:
        text = _line(item, reader) or render(item, reader)
        room -= visible_length(text) + 2
        if room < 0:
            return
        yield item, text


def _counts(items: Sequence[Content], reader: Reader) -> str:
    words = WORDS[reader.language]
    kinds = Counter(type(item) for item in items)
    counts = (
        (words.changes, kinds[AccessChanged] + kinds[Ended]),
        (words.orders, kinds[OrderWaits]),
        (words.requests, kinds[AccessRequest]),
        (words.answers, kinds[RequestAnswered]),
        (words.reminders, kinds[EndsSoon]),
        (words.results, kinds[SignalClosed]),
        (words.signals, kinds[NewSignal]),
        (words.news, kinds[Announcement]),
    )
    return listed([plural(reader.language, n, *forms) for forms, n in counts if n], reader.language)


def _net(items: Sequence[Content], reader: Reader) -> list[str]:
    """What the results come to together. Those of a replay never count."""
    results = [item.result_r for item in items if isinstance(item, SignalClosed) and not item.signal.is_replay]
    if len(results) < 2:
        return []
    return [WORDS[reader.language].net.format(r=f"<b>{signed_r(sum(results, Decimal()))}</b>")]


def _line(item: Content, reader: Reader) -> str | None:
    """A signal or a result in one line; None for what is told in full."""
    words = WORDS[reader.language]
    if not isinstance(item, NewSignal | SignalClosed):
        return None
    signal = item.signal
    direction = words.buy if signal.direction == "BUY" else words.sell
    line = f"<b>{escape(signal.pair)} {direction}</b>"
    if isinstance(item, SignalClosed):
        line += f": {words.statuses[item.status]}, {signed_r(item.result_r)} · {name(signal.model)}"
    else:
        line += f" <code>{escape(signal.entry)}</code> · {name(signal.model)}"
        line = words.missed.format(head=line) if item.is_missed else line
    return words.replayed.format(line=line) if signal.is_replay else line
