"""Twelve Data: documented answers read right, credits kept to, faults told apart, the key never shown."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from types import SimpleNamespace

import httpx
import pytest
import stamina
from stamina.instrumentation import RetryDetails, set_on_retry_hooks
from structlog.testing import CapturingLogger

from app.models.market import Timeframe
from app.signals.market import twelvedata
from app.signals.market.provider import MarketDataProvider, Quote
from app.signals.market.twelvedata import ATTEMPTS, PAGE, MarketDataError, TwelveData

KEY = "0123456789abcdef0123456789abcdef"
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
NOON = datetime(2024, 3, 5, 12, tzinfo=UTC)
START = NOON + timedelta(seconds=20)


def fault(code: int, message: str) -> dict[str, object]:
    return {"code": code, "message": message, "status": "error"}


OUT_OF_CREDITS = fault(429, "You have run out of API credits for the current minute. Wait for the next minute.")
NO_DATA = fault(400, "No data is available on the specified dates. Try setting different start/end dates.")
NOT_FOUND = fault(404, "**symbol** not found: XXX/YYY. Please specify it correctly.")

Row = dict[str, object]
Scripted = httpx.Response | Exception


@dataclass
class Clock:
    """Time that passes only while somebody sleeps."""

    now: datetime = START

    def __call__(self) -> datetime:
        return self.now

    def time(self) -> float:
        return self.now.timestamp()

    async def sleep(self, seconds: float) -> None:
        assert seconds > 0
        self.now += timedelta(seconds=seconds)


def row(opened_at: datetime | str, price: str = "1.08500", **other: object) -> Row:
    written = opened_at if isinstance(opened_at, str) else f"{opened_at:%Y-%m-%d %H:%M:%S}"
    return {"datetime": written, "open": price, "high": price, "low": price, "close": price} | other


def hours(first: datetime, count: int, length: timedelta = HOUR) -> list[Row]:
    return [row(first + length * at) for at in range(count)]


def series(pair: str, rows: Sequence[object]) -> dict[str, object]:
    meta = {"symbol": pair, "interval": "1h", "currency_base": "Euro", "type": "Physical Currency"}
    return {"meta": meta, "values": rows, "status": "ok"}


@dataclass
class Source:
    """The API: what ``script`` holds comes first, an answer a request; then the rows of ``store``."""

    clock: Clock
    store: dict[str, list[Row] | dict[str, object]] = field(default_factory=dict)
    script: list[Scripted] = field(default_factory=list)
    requests: list[httpx.Request] = field(default_factory=list)
    spent: list[tuple[datetime, int]] = field(default_factory=list)
    newest_first: bool = False

    def __call__(self, request: httpx.Request) -> httpx.Response:
        pairs = request.url.params["symbol"].split(",")
        self.requests.append(request)
        self.spent.append((self.clock.now, len(pairs)))
        if self.script:
            answer = self.script.pop(0)
            if isinstance(answer, Exception):
                raise answer
            return answer
        answers = {pair: self._answer(pair, request.url.params) for pair in pairs}
        return httpx.Response(200, json=answers if len(pairs) > 1 else answers[pairs[0]])

    def _answer(self, pair: str, params: httpx.QueryParams) -> dict[str, object]:
        rows = self.store.get(pair, [])
        if isinstance(rows, dict):
            return rows
        start, end = params.get("start_date", ""), params.get("end_date", "9999")
        rows = [row for row in rows if start <= str(row["datetime"]) <= end][-int(params["outputsize"]) :]
        return series(pair, rows[::-1] if self.newest_first else rows) if rows else NO_DATA

    @property
    def asked(self) -> list[str]:
        return [request.url.params["symbol"] for request in self.requests]


@pytest.fixture
def source(monkeypatch: pytest.MonkeyPatch) -> Source:
    clock = Clock()
    monkeypatch.setattr("limits.aio.storage.memory.time", SimpleNamespace(time=clock.time))
    return Source(clock)


@pytest.fixture(autouse=True)
def log(monkeypatch: pytest.MonkeyPatch) -> CapturingLogger:
    log = CapturingLogger()
    monkeypatch.setattr(twelvedata, "log", log)
    return log


@pytest.fixture(autouse=True)
def retries() -> Iterator[list[RetryDetails]]:
    """What was retried and why; without the waiting."""
    seen: list[RetryDetails] = []

    def note(details: RetryDetails) -> None:
        seen.append(details)

    set_on_retry_hooks([note])
    with stamina.set_testing(True, attempts=ATTEMPTS, cap=True):
        yield seen
    set_on_retry_hooks(None)


def client(source: Source, *pairs: str, timeframe: Timeframe = "1h", rate_limit: str = "8/minute") -> TwelveData:
    return TwelveData(
        api_key=KEY, timeframe=timeframe, rate_limit=rate_limit, pairs=pairs or ("EUR/USD",),
        transport=httpx.MockTransport(source), clock=source.clock, sleep=source.clock.sleep,
    )  # fmt: skip


async def load(provider: MarketDataProvider, newest: Mapping[str, datetime] | None = None) -> list[Quote]:
    return [quote async for piece in provider.candles(newest or {}) for quote in piece]


def opened(quotes: Sequence[Quote], pair: str = "EUR/USD") -> list[datetime]:
    return [quote.opened_at for quote in quotes if quote.pair == pair]


async def test_one_pair_is_read(source: Source) -> None:
    prices = {"open": "1.08500", "high": "1.08612", "low": "1.08401", "close": "1.08555"}
    source.store["EUR/USD"] = [row(NOON - HOUR) | prices]
    (quote,) = await load(client(source))
    assert (quote.pair, quote.opened_at, quote.closed_at) == ("EUR/USD", NOON - HOUR, NOON)
    assert [quote.open, quote.high, quote.low, quote.close] == [Decimal(price) for price in prices.values()]
    wanted = {"symbol": "EUR/USD", "interval": "1h", "outputsize": "5000", "timezone": "UTC", "order": "ASC"}
    assert dict(source.requests[0].url.params) == wanted


async def test_days_are_dates_and_close_after_a_day(source: Source) -> None:
    source.store["EUR/USD"] = [row("2024-03-03"), row("2024-03-04"), row("2024-03-05")]
    quotes = await load(client(source, timeframe="1d"))
    assert source.requests[0].url.params["interval"] == "1day"
    assert opened(quotes) == [datetime(2024, 3, day, tzinfo=UTC) for day in (3, 4)]
    assert quotes[-1].closed_at == datetime(2024, 3, 5, tzinfo=UTC)


async def test_several_pairs_share_a_request(source: Source) -> None:
    source.store = {"EUR/USD": hours(NOON - 3 * HOUR, 3), "USD/JPY": [row(NOON - HOUR, "150.123")]}
    quotes = await load(client(source, "EUR/USD", "USD/JPY"))
    assert source.asked == ["EUR/USD,USD/JPY"]
    assert [quote.pair for quote in quotes] == ["EUR/USD"] * 3 + ["USD/JPY"]
    assert quotes[-1].close == Decimal("150.123")


@pytest.mark.parametrize("code", [400, 403, 404])
@pytest.mark.parametrize("limit", ["8/minute", "1/minute"])
async def test_a_refused_pair_loses_no_other(source: Source, log: CapturingLogger, code: int, limit: str) -> None:
    source.store = {"EUR/USD": hours(NOON - HOUR, 1), "XXX/YYY": fault(code, "No"), "GBP/USD": hours(NOON - HOUR, 1)}
    quotes = await load(client(source, "EUR/USD", "XXX/YYY", "GBP/USD", rate_limit=limit))
    assert [quote.pair for quote in quotes] == ["EUR/USD", "GBP/USD"]
    (warning,) = log.calls
    assert (warning.kwargs["pair"], warning.kwargs["code"]) == ("XXX/YYY", code)


@pytest.mark.parametrize("pairs", [["XXX/YYY"], ["XXX/YYY", "YYY/XXX"]])
async def test_pairs_all_refused_are_an_error(source: Source, pairs: list[str]) -> None:
    source.store = dict.fromkeys(pairs, NOT_FOUND)
    with pytest.raises(MarketDataError, match="not found"):
        await load(client(source, *pairs))


async def test_gaps_stay_gaps(source: Source) -> None:
    source.store["EUR/USD"] = [row(NOON - 5 * HOUR), row(NOON - HOUR)]
    assert opened(await load(client(source))) == [NOON - 5 * HOUR, NOON - HOUR]


async def test_any_order_of_rows_is_put_right(source: Source) -> None:
    rows = hours(NOON - 6 * HOUR, 6)
    source.script = [httpx.Response(200, json=series("EUR/USD", [rows[at] for at in (3, 1, 5, 0, 4, 2)]))]
    in_order = await load(client(source))
    source.store, source.newest_first = {"EUR/USD": rows}, True
    assert opened(in_order) == [NOON + HOUR * at for at in range(-6, 0)] == opened(await load(client(source)))


async def test_the_candle_still_forming_is_left_out(source: Source) -> None:
    source.store["EUR/USD"] = hours(NOON - HOUR, 2)
    assert opened(await load(client(source))) == [NOON - HOUR]
    source.clock.now = NOON + HOUR
    assert opened(await load(client(source))) == [NOON - HOUR, NOON]


async def test_rows_that_cannot_be_candles_are_left_out_and_counted(source: Source, log: CapturingLogger) -> None:
    good = hours(NOON - 3 * HOUR, 2)
    bad: list[object] = [
        row(NOON - 9 * HOUR, low=None), row(NOON - 9 * HOUR, high="1.0"), row(NOON - 9 * HOUR, low="1.2"),
        row(NOON - 9 * HOUR, "-1"), row(NOON - 9 * HOUR, "NaN"), row(NOON - 9 * HOUR, "n/a"), row("yesterday"),
        row(NOON - 9 * HOUR - MINUTE), row("9999-12-31 23:00:00"), None, "row", {"datetime": "2024-03-05 03:00:00"},
        good[0], row(NOON - 8 * HOUR, "1.1"), row(NOON - 8 * HOUR, "1.2"),
    ]  # fmt: skip
    source.script = [httpx.Response(200, json=series("EUR/USD", [*good, *bad]))]
    assert opened(await load(client(source))) == [NOON - 3 * HOUR, NOON - 2 * HOUR]
    (warning,) = log.calls
    assert warning.kwargs["rows"] == {"EUR/USD": len(bad)}


@pytest.mark.parametrize(
    "obstacle",
    [
        httpx.Response(429, json=OUT_OF_CREDITS),
        httpx.Response(200, json=OUT_OF_CREDITS),
        httpx.Response(429, text="slow down"),
        httpx.Response(500, json=fault(500, "Internal error")),
        httpx.Response(200, json=fault(500, "Internal error")),
        httpx.Response(502, text="<html>Bad gateway</html>"),
        httpx.Response(200, text="<html>maintenance</html>"),
        httpx.Response(200, text='{"meta": {}, "values": [{"datetime"'),
        httpx.Response(200, json=[]),
        httpx.Response(200, json={"meta": {}, "values": None, "status": "ok"}),
        httpx.ReadTimeout("slow"),
        httpx.ConnectError("away"),
    ],
)
async def test_what_passes_is_tried_again(source: Source, obstacle: Scripted) -> None:
    source.script = [obstacle, obstacle]
    source.store["EUR/USD"] = hours(NOON - HOUR, 1)
    assert opened(await load(client(source))) == [NOON - HOUR]
    assert len(source.requests) == 3


@pytest.mark.parametrize("status", [200, 429])
async def test_out_of_credits_waits_for_the_next_minute(source: Source, status: int) -> None:
    source.script = [httpx.Response(status, json=OUT_OF_CREDITS)]
    source.store["EUR/USD"] = hours(NOON - HOUR, 1)
    await load(client(source))
    assert [moment for moment, _ in source.spent] == [START, NOON + timedelta(seconds=61)]


async def test_out_of_credits_for_the_day_is_an_error_at_once(source: Source) -> None:
    out_of_credits = fault(429, "You have run out of API credits for the day. 801 API credits were used.")
    source.script = [httpx.Response(200, json=out_of_credits)]
    with pytest.raises(MarketDataError, match="for the day"):
        await load(client(source, "EUR/USD", "GBP/USD"))
    assert len(source.requests) == 1


async def test_only_pairs_without_an_answer_are_asked_for_again(source: Source) -> None:
    rows = hours(NOON - HOUR, 1)
    first = {"EUR/USD": series("EUR/USD", rows), "GBP/USD": OUT_OF_CREDITS}
    source.script = [httpx.Response(200, json=first)]
    source.store = {"GBP/USD": rows, "USD/JPY": rows}
    quotes = await load(client(source, "EUR/USD", "GBP/USD", "USD/JPY"))
    assert sorted(quote.pair for quote in quotes) == ["EUR/USD", "GBP/USD", "USD/JPY"]
    assert source.asked == ["EUR/USD,GBP/USD,USD/JPY", "GBP/USD,USD/JPY"]


async def test_a_pair_that_never_gets_an_answer_loses_no_other(source: Source, log: CapturingLogger) -> None:
    source.store = {"EUR/USD": hours(NOON - HOUR, 1), "GBP/USD": fault(500, "Oops")}
    assert len(await load(client(source, "EUR/USD", "GBP/USD"))) == 1
    assert (len(source.requests), log.calls[0].kwargs["pair"]) == (ATTEMPTS, "GBP/USD")


@pytest.mark.parametrize("obstacle", [httpx.Response(503), httpx.ReadTimeout("slow"), httpx.Response(200, text="x")])
async def test_trying_again_has_an_end(source: Source, obstacle: Scripted) -> None:
    source.script = [obstacle] * ATTEMPTS
    with pytest.raises(MarketDataError, match="Twelve Data"):
        await load(client(source, "EUR/USD", "GBP/USD"))
    assert len(source.requests) == ATTEMPTS


@pytest.mark.parametrize("code", [302, 400, 401, 403, 404, 414])
@pytest.mark.parametrize("form", ["status", "body", "status alone"])
async def test_what_is_refused_for_good_is_not_tried_again(source: Source, code: int, form: str) -> None:
    body = {} if form == "status alone" else fault(code, "Refused")
    source.script = [httpx.Response(200 if form == "body" else code, json=body, headers={"Location": "/elsewhere"})]
    with pytest.raises(MarketDataError, match=rf"\({code}\)"):
        await load(client(source, "EUR/USD", "GBP/USD"))
    assert len(source.requests) == 1


@pytest.mark.parametrize("script", [[httpx.Response(400, json=NO_DATA)], []], ids=["whole", "by pair"])
async def test_no_candles_are_no_error(source: Source, log: CapturingLogger, script: list[Scripted]) -> None:
    source.script = script
    newest = dict.fromkeys(("EUR/USD", "GBP/USD"), NOON - 30 * HOUR)
    assert await load(client(source, *newest), newest) == []
    assert (len(source.requests), log.calls) == (1, [])


async def test_the_key_is_in_the_header_only(source: Source, log: CapturingLogger, retries: list[RetryDetails]) -> None:
    source.store["EUR/USD"] = hours(NOON - HOUR, 1)
    source.store["GBP/USD"] = fault(403, f"{KEY} has no plan")
    source.script = [httpx.Response(500, json=fault(500, f"Failed for {KEY}")), httpx.ReadTimeout("slow")]
    twelve = client(source, "EUR/USD", "GBP/USD")
    await load(twelve)
    source.script = [httpx.Response(401, json=fault(401, f"**apikey** parameter is incorrect: {KEY}"))]
    with pytest.raises(MarketDataError, match="incorrect") as refused:
        await load(twelve)
    assert {request.headers["Authorization"] for request in source.requests} == {f"apikey {KEY}"}
    assert len(retries) == 2
    shown = [log.calls, retries, refused.value, twelve, *(request.url for request in source.requests)]
    assert KEY not in "".join(f"{it!s} {it!r}" for it in shown)


@pytest.mark.parametrize("key", ["", "  ", "two words", "line\nbreak", "ключ"])
def test_what_cannot_be_a_key_is_refused_without_being_shown(key: str) -> None:
    with pytest.raises(ValueError, match="key of Twelve Data") as refused:
        TwelveData(api_key=key, timeframe="1h")
    assert not key.strip() or key not in str(refused.value)


@pytest.mark.parametrize("limit", ["", "8", "0/minute", "8/minute;800/day"])
def test_a_rate_limit_is_one_limit(limit: str) -> None:
    with pytest.raises(ValueError, match="rate limit"):
        TwelveData(api_key=KEY, timeframe="1h", rate_limit=limit)


async def test_no_minute_costs_more_credits_than_the_plan_has(source: Source) -> None:
    pairs = [f"{first}{second}A/USD" for first in "ABCDE" for second in "FGHI"]
    source.store = {pair: hours(NOON - HOUR, 1) for pair in pairs}
    twelve = client(source, *pairs)
    for _ in range(3):
        assert len(await load(twelve)) == len(pairs)
        await source.clock.sleep(17)
    assert sum(cost for _, cost in source.spent) == 60
    for start, _ in source.spent:
        window = [cost for moment, cost in source.spent if start <= moment < start + MINUTE]
        assert sum(window) <= 8
    assert source.spent[-1][0] - START < 9 * MINUTE


async def test_attempts_that_fail_cost_credits_too(source: Source) -> None:
    source.script = [httpx.Response(500)] * 2
    source.store = {"EUR/USD": hours(NOON - HOUR, 1), "GBP/USD": hours(NOON - HOUR, 1)}
    await load(client(source, "EUR/USD", "GBP/USD", rate_limit="2/minute"))
    moments = [moment for moment, _ in source.spent]
    assert all(later - sooner > MINUTE for sooner, later in pairwise(moments))


async def test_a_pair_that_is_up_to_date_is_asked_for_from_its_newest_candle_on(source: Source) -> None:
    source.store = {"EUR/USD": hours(NOON - 9 * HOUR, 10), "GBP/USD": hours(NOON - 9 * HOUR, 10)}
    newest = {"EUR/USD": NOON - 3 * HOUR, "GBP/USD": NOON - HOUR}
    quotes = await load(client(source, *newest), newest)
    assert opened(quotes) == [NOON - 3 * HOUR, NOON - 2 * HOUR, NOON - HOUR]
    assert opened(quotes, "GBP/USD") == [NOON - HOUR]
    params = source.requests[0].url.params
    assert (params["start_date"], params.get("end_date")) == ("2024-03-05 09:00:00", None)
    assert len(source.requests) == 1


async def test_a_pair_whose_newest_candle_is_still_forming_costs_nothing(source: Source) -> None:
    assert await load(client(source), {"EUR/USD": NOON}) == []
    assert source.requests == []


@pytest.mark.parametrize("newest_first", [True, False])
async def test_a_long_absence_is_made_up_page_by_page(source: Source, *, newest_first: bool) -> None:
    count = 2 * PAGE + 500
    source.newest_first = newest_first
    source.store["EUR/USD"] = hours(NOON - count * MINUTE, count, MINUTE)
    source.store["GBP/USD"] = hours(NOON - 10 * MINUTE, 10, MINUTE)
    newest = {"EUR/USD": NOON - count * MINUTE, "GBP/USD": NOON - 5 * MINUTE}
    quotes = await load(client(source, *newest, timeframe="1min"), newest)
    assert opened(quotes) == [NOON - count * MINUTE + at * MINUTE for at in range(count)]
    assert opened(quotes, "GBP/USD") == [NOON - at * MINUTE for at in (5, 4, 3, 2, 1)]
    assert source.asked == ["EUR/USD", "EUR/USD", "EUR/USD,GBP/USD"]


async def test_a_pair_refused_on_one_page_is_not_asked_for_on_the_next(source: Source) -> None:
    newest = dict.fromkeys(("EUR/USD", "XXX/YYY"), NOON - 2 * PAGE * MINUTE)
    source.store = {"EUR/USD": hours(NOON - 2 * PAGE * MINUTE, 2 * PAGE, MINUTE), "XXX/YYY": NOT_FOUND}
    assert len(await load(client(source, *newest, timeframe="1min"), newest)) == 2 * PAGE
    assert source.asked == ["EUR/USD,XXX/YYY", "EUR/USD", "EUR/USD"]


async def test_the_first_load_is_one_page_of_the_newest(source: Source) -> None:
    source.store["EUR/USD"] = hours(NOON - (PAGE + 100) * HOUR, PAGE + 100)
    quotes = await load(client(source))
    assert opened(quotes)[0] == NOON - PAGE * HOUR
    assert (len(quotes), len(source.requests)) == (PAGE, 1)
