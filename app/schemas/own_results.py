"""A person's own results, beside what was published."""

from app.schemas.base import Read


class OwnCount(Read):
    """What a person did with signals. ``hit_rate`` = won / (won + lost), null without either."""

    won: int
    lost: int
    skipped: int
    hit_rate: float | None


class PublishedCount(Read):
    """What the ledger says of every signal of the same models that ended since the person's first answer about them.

    ``hit_rate`` = won / (won + lost + expired), null without any.
    """

    won: int
    lost: int
    expired: int
    hit_rate: float | None


class Compared(Read):
    """One line of a breakdown: a model, a pair or a month (``2026-11``, of the signal's publication, UTC)."""

    name: str
    taken: OwnCount
    published: PublishedCount


class Streaks(Read):
    """Signals taken in a row, in the order of publication. ``current`` is positive while winning, negative else."""

    current: int
    longest_won: int
    longest_lost: int


class OwnStats(Read):
    taken: OwnCount
    published: PublishedCount
    streaks: Streaks
    by_model: list[Compared]
    by_pair: list[Compared]
    by_month: list[Compared]
