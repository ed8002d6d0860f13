"""The configured source of prices."""

from app.settings import Settings
from app.signals.market.ecb import EcbRates
from app.signals.market.provider import MarketDataProvider
from app.signals.market.twelvedata import TwelveData


def provider_of(settings: Settings) -> MarketDataProvider | None:
    """The provider that MARKET_PROVIDER names; None where candles are only imported."""
    if settings.market_provider == "ecb":
        return EcbRates()
    if settings.market_provider == "twelvedata" and settings.twelvedata_api_key is not None:
        return TwelveData(
            api_key=settings.twelvedata_api_key.get_secret_value(),
            timeframe=settings.twelvedata_timeframe,
            rate_limit=settings.twelvedata_rate_limit,
            base_url=settings.twelvedata_url,
        )
    return None
