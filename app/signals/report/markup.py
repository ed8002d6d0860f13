"""Pieces of HTML; what goes in as text is escaped here, once."""

from collections.abc import Iterable, Sequence
from html import escape

Cell = str | tuple[str, str]
"""Text, or text and a class."""


def table(caption: str, heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """A table with a header for each column and each row; its caption is for screen readers."""
    top = "".join(f'<th scope="col">{escape(head)}</th>' for head in heads)
    body = "".join(f"<tr>{''.join(_cell(cell, first=i == 0) for i, cell in enumerate(row))}</tr>" for row in rows)
    return (
        f'<div class="wide" role="region" tabindex="0" aria-label="{escape(caption)}"><table>'
        f'<caption class="unseen">{escape(caption)}</caption><thead><tr>{top}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _cell(cell: Cell, *, first: bool) -> str:
    text, kind = (cell, "") if isinstance(cell, str) else cell
    attributes = f' class="{kind}"' if kind else ""
    return f'<th scope="row"{attributes}>{escape(text)}</th>' if first else f"<td{attributes}>{escape(text)}</td>"


def figure(title: str, note: str, drawing: str, *, aside: str = "", key: str = "", more: str = "") -> str:
    """A card with a picture; ``key`` and ``more`` are HTML below it."""
    return card(title, f"{drawing}{key}{more}", note=note, aside=aside, tag="figure")


def card(title: str, content: str, *, note: str = "", aside: str = "", tag: str = "div") -> str:
    """``content`` is HTML, the rest is text."""
    side = f'<span class="aside">{escape(aside)}</span>' if aside else ""
    below = f'<p class="note">{escape(note)}</p>' if note else ""
    return f'<{tag} class="card"><div class="top"><h3>{escape(title)}</h3>{side}</div>{below}{content}</{tag}>'


def as_table(inner: str) -> str:
    return f"<details><summary>Show as table</summary>{inner}</details>"


def legend(entries: Iterable[tuple[str, str]]) -> str:
    """Which mark (a class) means what."""
    items = "".join(
        f'<li><span class="mark {mark}" aria-hidden="true"></span>{escape(text)}</li>' for mark, text in entries
    )
    return f'<ul class="legend">{items}</ul>'
