"""Twelve Data's candles, one minute to one day, over its REST API (https://twelvedata.com/docs#time-series).

A request names several pairs and costs a credit for each; a plan has so many credits a minute.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Annotated, Final, Literal, Self

import httpx
import stamina
from limits import RateLimitItem, parse_many
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import MovingWindowRateLimiter
from pydantic import BaseModel, BeforeValidator, Field, TypeAdapter, ValidationError, model_validator

from app.models.columns import utc_now
from app.models.market import Timeframe
from app.signals.market.candle_file import MAX_PRICE
from app.signals.market.provider import LENGTHS, Quote
from app.signals.pairs import PAIRS
from app.telemetry import get_logger

PAGE: Final = 5000
"""Candles of one answer at most, and of a pair that is loaded for the first time."""
ATTEMPTS: Final = 6
"""Of one request, the first included."""

_INTERVALS: Final[Mapping[Timeframe, str]] = {
    "1min": "1min", "5min": "5min", "15min": "15min", "1h": "1h", "4h": "4h", "1d": "1day"
}  # fmt: skip
_MARGIN: Final = timedelta(seconds=1)
"""Added to every wait for credits: requests travel at different speeds, and clocks differ."""
_PLACES: Final = Decimal("1e-8")
_KEY: Final = re.compile(r"[!-~]+")

log = get_logger(__name__)


class MarketDataError(Exception):
    """The source refuses for good, or cannot be reached; the message says why and never holds the key."""


class _Fault(BaseModel):
    """An error as the source words it, for a whole answer or for one pair of it."""

    status: Literal["error"] = "error"
    code: int
    message: str

    def __str__(self) -> str:
        return f"Twelve Data: {self.message} ({self.code})"

    @property
    def is_no_data(self) -> bool:
        """There are no candles between the dates: nothing is wrong."""
        return self.code in {400, 404} and "no data is available" in self.message.lower()

    @property
    def is_passing(self) -> bool:
        """Whether another attempt may help; the credits of a day are gone until midnight."""
        if self.code == 429:
            return not re.search(r"for the day|\bdaily\b", self.message, re.IGNORECASE)
        return self.code == 408 or self.code >= 500


class _Series(BaseModel):
    """A pair's candles, still unread."""

    values: list[object]


def _moment(written: object) -> datetime:
    """A time, or a day's midnight, in UTC unless it has an offset. Raises ValueError."""
    if not isinstance(written, str):
        raise ValueError("no time")  # noqa: TRY004 - pydantic collects ValueErrors
    moment = datetime.fromisoformat(written)
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


_Price = Annotated[Decimal, Field(ge=_PLACES, lt=MAX_PRICE, allow_inf_nan=False)]


class _Row(BaseModel):
    """A candle as the source writes it: prices as strings, times in UTC without an offset, days as dates."""

    opened_at: Annotated[datetime, BeforeValidator(_moment)] = Field(alias="datetime")
    open: _Price
    high: _Price
    low: _Price
    close: _Price

    @model_validator(mode="after")
    def _encloses(self) -> Self:
        if self.high < max(self.open, self.close) or self.low > min(self.open, self.close):
            raise ValueError("high and low do not enclose open and close")
        return self


_READABLE: Final[TypeAdapter[_Fault | _Series]] = TypeAdapter(_Fault | _Series)
_Answers = dict[str, list[Quote] | _Fault]


class _Again(Exception):
    """Some pairs were not answered this time."""


@dataclass(frozen=True, slots=True)
class _Page:
    """One request: both ends belong to it; without a start, the newest candles."""

    pairs: Sequence[str]
    start: datetime | None = None
    end: datetime | None = None


class _Credits:
    """The plan's credits: so many in any window of its length, and none until the minute turns once they ran out."""

    def __init__(
        self, limit: RateLimitItem, *, clock: Callable[[], datetime], sleep: Callable[[float], Awaitable[object]]
    ) -> None:
        self.at_once = limit.amount
        self._limit = limit
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._clock = clock
        self._sleep = sleep
        self._none_until: datetime | None = None

    async def take(self, cost: int) -> None:
        """Wait until there is room for ``cost`` credits, and count them."""
        while True:
            if self._none_until and self._none_until > self._clock():
                await self._sleep((self._none_until - self._clock()).total_seconds())
            elif await self._limiter.hit(self._limit, cost=cost):
                return
            else:
                stats = await self._limiter.get_window_stats(self._limit)
                wait = stats.reset_time - self._clock().timestamp()
                await self._sleep(max(wait, 0) + _MARGIN.total_seconds())

    def ran_out(self) -> None:
        """The source says so, whatever was counted here: it grants new ones on the minute."""
        minute = self._clock().replace(second=0, microsecond=0)
        self._none_until = minute + timedelta(minutes=1) + _MARGIN


class TwelveData:
    """Closed candles of one timeframe. One instance a key and process, since it counts the key's credits.

    Raises ValueError for a key or a rate limit (in the notation of the ``limits`` library) that cannot be one.
    """

    name: Final = "twelvedata"

    def __init__(
        self,
        *,
        api_key: str,
        timeframe: Timeframe,
        rate_limit: str = "8/minute",
        base_url: str = "https://api.twelvedata.com",
        pairs: Sequence[str] = tuple(PAIRS),
        transport: httpx.AsyncBaseTransport | None = None,
        clock: Callable[[], datetime] = utc_now,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        if not _KEY.fullmatch(api_key.strip()):
            raise ValueError("the key of Twelve Data is empty or holds characters that no key has")
        limits = parse_many(rate_limit)
        if len(limits) != 1 or limits[0].amount < 1:
            raise ValueError("the rate limit of Twelve Data is not one limit of at least one credit")
        self.timeframe: Final = timeframe
        self._key = api_key.strip()
        self._length = LENGTHS[timeframe]
        self._base_url = base_url
        self._pairs = tuple(pairs)
        self._transport = transport
        self._clock = clock
        self._credits = _Credits(limits[0], clock=clock, sleep=sleep)

    async def candles(self, newest: Mapping[str, datetime]) -> AsyncIterator[list[Quote]]:
        """Closed candles in pieces, a pair a piece, each pair in order of time.

        Of pairs in ``newest`` all that opened at that moment or later, of others the newest 5,000. A pair that is
        refused is logged and left out. Raises MarketDataError when all are, or the source as a whole is out of reach.
        """
        since = dict(newest)
        asked: set[str] = set()
        refused: dict[str, _Fault] = {}
        async with self._client() as client:
            for page in self._pages(newest):
                pairs = [pair for pair in page.pairs if pair not in refused]
                asked.update(pairs)
                for pair, answer in (await self._ask(client, pairs, page)).items():
                    if isinstance(answer, _Fault):
                        refused[pair] = answer
                        log.warning("pair refused", source=self.name, pair=pair, code=answer.code, why=answer.message)
                        continue
                    if quotes := [quote for quote in answer if pair not in since or quote.opened_at >= since[pair]]:
                        since[pair] = quotes[-1].closed_at
                        yield quotes
        if refused and asked == set(refused):
            raise MarketDataError(str(next(iter(refused.values()))))

    def _client(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            base_url=self._base_url,
            headers={"Authorization": f"apikey {self._key}", "Accept": "application/json"},
            timeout=httpx.Timeout(30.0, connect=10.0),
            transport=self._transport,
        )

    def _pages(self, newest: Mapping[str, datetime]) -> Iterator[_Page]:
        """First what has never been loaded; then, from its newest candle on, what may have a closed one by now."""
        now, size = self._clock(), self._credits.at_once
        fresh = [pair for pair in self._pairs if pair not in newest]
        for at in range(0, len(fresh), size):
            yield _Page(fresh[at : at + size])
        known = [pair for pair in self._pairs if pair in newest and newest[pair] + self._length <= now]
        known.sort(key=newest.__getitem__)
        for at in range(0, len(known), size):
            yield from self._windows({pair: newest[pair] for pair in known[at : at + size]})

    def _windows(self, starts: Mapping[str, datetime]) -> Iterator[_Page]:
        """From the earliest start until now, in spans that no answer's limit can cut; they share their edges."""
        start = min(starts.values())
        while True:
            end = start + self._length * (PAGE - 1)
            is_last = end >= self._clock()
            pairs = [pair for pair, moment in starts.items() if moment <= end]
            yield _Page(pairs, start, None if is_last else end)
            if is_last:
                return
            start = end

    async def _ask(self, client: httpx.AsyncClient, pairs: Sequence[str], page: _Page) -> _Answers:
        """Ask until every pair is answered or refused, but not for ever; those left over count as refused."""
        answers: _Answers = {}
        left: _Answers = dict.fromkeys(pairs, _UNREADABLE)
        try:
            async for attempt in stamina.retry_context(
                on=(httpx.RequestError, _Again), attempts=ATTEMPTS, timeout=None, wait_initial=1.0, wait_max=30.0
            ):
                with attempt:
                    found = await self._request(client, list(left), page) if left else {}
                    left = {pair: it for pair, it in found.items() if isinstance(it, _Fault) and it.is_passing}
                    answers |= {pair: it for pair, it in found.items() if pair not in left}
                    self._complain(left)
        except httpx.RequestError as error:
            if not answers:
                raise MarketDataError(f"Twelve Data cannot be reached: {type(error).__name__}") from error
        except _Again as error:
            if not answers:
                raise MarketDataError(str(error)) from error
        return answers | left

    def _complain(self, left: _Answers) -> None:
        faults = [fault for fault in left.values() if isinstance(fault, _Fault)]
        if any(fault.code == 429 for fault in faults):
            self._credits.ran_out()
        if faults:
            raise _Again(str(faults[0]))

    async def _request(self, client: httpx.AsyncClient, pairs: Sequence[str], page: _Page) -> _Answers:
        await self._credits.take(len(pairs))
        asked_at = self._clock()  # what closes while the answer travels may have been unfinished when it was written
        response = await client.get("/time_series", params=self._params(pairs, page))
        answers: _Answers = {}
        unfit: dict[str, int] = {}
        for pair, answer in self._split(response, pairs).items():
            if isinstance(answer, _Fault):
                answers[pair] = [] if answer.is_no_data else answer
                continue
            answers[pair], count = await asyncio.to_thread(self._quotes, pair, answer.values, asked_at)
            if count:
                unfit[pair] = count
        if unfit:
            log.warning("rows left out", source=self.name, timeframe=self.timeframe, rows=unfit)
        return answers

    def _params(self, pairs: Sequence[str], page: _Page) -> dict[str, str]:
        edges = {"start_date": page.start, "end_date": page.end}
        return {
            "symbol": ",".join(pairs),
            "interval": _INTERVALS[self.timeframe],
            "outputsize": str(PAGE),
            "timezone": "UTC",
            "order": "ASC",
        } | {name: f"{edge.astimezone(UTC):%Y-%m-%d %H:%M:%S}" for name, edge in edges.items() if edge}

    def _split(self, response: httpx.Response, pairs: Sequence[str]) -> dict[str, _Series | _Fault]:
        """What the answer holds for each pair. Raises MarketDataError if the request as a whole is refused for good."""
        body = _json(response)
        whole = self._readable(body)
        if isinstance(whole, _Series) and len(pairs) == 1:
            return {pairs[0]: whole}
        if isinstance(body, dict) and any(pair in body for pair in pairs):
            return {pair: self._readable(body.get(pair)) or _UNREADABLE for pair in pairs}
        if not isinstance(whole, _Fault):
            whole = _UNREADABLE
        if not response.is_success:
            whole = whole.model_copy(update={"code": response.status_code})
        if not (whole.is_passing or whole.is_no_data) and (len(pairs) > 1 or whole.code == 401):
            raise MarketDataError(str(whole))
        return dict.fromkeys(pairs, whole)

    def _readable(self, body: object) -> _Series | _Fault | None:
        """The shapes that the source documents; a message that repeats the key does so no more."""
        try:
            found = _READABLE.validate_python(body)
        except ValidationError:
            return None
        if isinstance(found, _Fault):
            return found.model_copy(update={"message": found.message.replace(self._key, "***")[:300]})
        return found

    def _quotes(self, pair: str, rows: Sequence[object], asked_at: datetime) -> tuple[list[Quote], int]:
        """Candles that had closed when they were asked for, in order of time, and how many rows cannot be a candle.

        Rows that say the same twice count once; of rows that contradict each other none is taken.
        """
        found: dict[datetime, Quote | None] = {}
        for row in rows:
            if (quote := _quote(pair, row, self._length)) is not None:
                twin = found.setdefault(quote.opened_at, quote)
                found[quote.opened_at] = quote if quote == twin else None
        quotes = [quote for _, quote in sorted(found.items()) if quote is not None]
        return [quote for quote in quotes if quote.closed_at <= asked_at], len(rows) - len(quotes)


_UNREADABLE: Final = _Fault(code=502, message="an answer that cannot be read")


def _json(response: httpx.Response) -> object:
    try:
        body: object = response.json()
    except ValueError:
        return None
    return body


def _quote(pair: str, row: object, length: timedelta) -> Quote | None:
    """The row's candle; None if it has no possible prices or opens off its timeframe's grid."""
    try:
        read = _Row.model_validate(row)
        closed_at = read.opened_at + length
    except (ValidationError, OverflowError):
        return None
    if (read.opened_at - datetime(2000, 1, 1, tzinfo=UTC)) % min(length, timedelta(hours=1)):
        return None
    open_, high, low, close = (price.quantize(_PLACES) for price in (read.open, read.high, read.low, read.close))
    return Quote(pair, read.opened_at, open_, high, low, close, closed_at=closed_at)
