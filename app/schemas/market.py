"""The market's state, and what the models look at, in words."""

from app.schemas.base import Read, UtcDatetime


class SeriesState(Read):
    """The candles on which a pair's signals are made.

    ``moment`` is the market's clock: now, or where the replay stands. ``is_stale``: the source should have had a newer
    candle by now. ``gaps``: candles missing among the newest ``checked`` ones.
    """

    pair: str
    timeframe: str
    source: str
    candles: int
    newest_closed_at: UtcDatetime
    moment: UtcDatetime
    is_replay: bool
    is_open: bool
    opens_at: UtcDatetime | None
    is_stale: bool
    gaps: int
    checked: int


class MarketState(Read):
    """``pairs``: those that signals are made for."""

    server_time: UtcDatetime
    pairs: list[SeriesState]


class FeatureRead(Read):
    """What ``feature`` in a signal's reasons means."""

    id: str
    en: str
    ru: str
