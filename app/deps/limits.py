"""Rate limits, by client address or by user, over all processes. Where they cannot be asked, nobody passes."""

import math
import time
from typing import Annotated

from fastapi import Depends
from limits import RateLimitItem, parse
from limits.aio.strategies import MovingWindowRateLimiter

from app.deps.client import ClientAddress
from app.deps.gate import CurrentUser
from app.deps.resources import ResourcesDep
from app.errors import TooMany


async def _hit(limiter: MovingWindowRateLimiter, item: RateLimitItem, *names: str) -> None:
    if await limiter.hit(item, *names):
        return
    window = await limiter.get_window_stats(item, *names)
    wait = math.ceil(window.reset_time - time.time())
    raise TooMany(retry_after=min(max(1, wait), item.get_expiry()))


async def _limit_logins(resources: ResourcesDep, address: ClientAddress) -> None:
    await _hit(resources.limiter, parse(resources.settings.login_rate_limit), "login", address or "local")


async def _limit_refreshes(resources: ResourcesDep, address: ClientAddress) -> None:
    rate = resources.settings.refresh_rate_limit or resources.settings.login_rate_limit
    await _hit(resources.limiter, parse(rate), "refresh", address or "local")


async def _limit_requests(resources: ResourcesDep, caller: CurrentUser) -> None:
    await _hit(resources.limiter, parse(resources.settings.request_rate_limit), "request", str(caller.telegram_id))


async def _limit_exports(resources: ResourcesDep, caller: CurrentUser) -> None:
    rate = parse(resources.settings.personal_data_rate_limit)
    await _hit(resources.limiter, rate, "export", str(caller.telegram_id))


async def _limit_deletions(resources: ResourcesDep, caller: CurrentUser) -> None:
    rate = parse(resources.settings.personal_data_rate_limit)
    await _hit(resources.limiter, rate, "deletion", str(caller.telegram_id))


LoginLimit = Depends(_limit_logins)
RefreshLimit = Depends(_limit_refreshes)
ExportLimit = Depends(_limit_exports)
DeletionLimit = Depends(_limit_deletions)
RequestLimit = Annotated[None, Depends(_limit_requests)]
