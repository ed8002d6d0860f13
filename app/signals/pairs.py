"""The currency pairs that are followed, and how their prices are written."""

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Final


@dataclass(frozen=True, slots=True)
class Pair:
    """``symbol`` is ``BASE/QUOTE``; ``digits`` after the point in a quote."""

    symbol: str
    digits: int

    @property
    def base(self) -> str:
        return self.symbol[:3]

    @property
    def quote(self) -> str:
        return self.symbol[4:]

    @property
    def tick(self) -> Decimal:
        """The smallest step of a price."""
        return Decimal(1).scaleb(-self.digits)

    def price(self, value: float | Decimal) -> Decimal:
        """Round to the pair's precision, half to even."""
        return Decimal(str(value)).quantize(self.tick, rounding=ROUND_HALF_EVEN)


PAIRS: Final = {
    symbol: Pair(symbol, digits=3 if symbol.endswith("JPY") else 5)
    for symbol in ("EUR/USD", "GBP/USD", "USD/JPY", "USD/CHF", "AUD/USD", "USD/CAD", "NZD/USD")
}
