"""Rate limits, by client address or by user, over all processes. Where they cannot be asked, nobody passes."""

import math
import time
from typing import Annotated

from fastapi import Depends
from limits import RateLimitItem, parse
from limits.aio.strategies import MovingWindowRateLimiter

from app.deps.client import ClientAddress
from app.deps.gate import AdminUser, CurrentUser
from app.deps.resources import ResourcesDep
from app.errors import TooMany
from app.resources import Resources
from app.services.rate_limits import counted_as


async def _hit(limiter: MovingWindowRateLimiter, item: RateLimitItem, *names: str) -> None:
    if await limiter.hit(item, *names):
        return
    window = await limiter.get_window_stats(item, *names)
    wait = math.ceil(window.reset_time - time.time())
    raise TooMany(retry_after=min(max(1, wait), item.get_expiry()))


async def _limit_logins(resources: ResourcesDep, address: ClientAddress) -> None:
    await _hit(resources.limiter, parse(resources.settings.login_rate_limit), "login", counted_as(address))


async def _limit_refreshes(resources: ResourcesDep, address: ClientAddress) -> None:
    await _hit(resources.limiter, parse(resources.settings.refresh_rate), "refresh", counted_as(address))


async def limit_logins_of(resources: Resources, telegram_id: int) -> None:
    """Count a login by the person too, whatever addresses it comes from. Raises TooMany."""
    await _hit(resources.limiter, parse(resources.settings.login_rate_limit), "login-of", str(telegram_id))


async def limit_refreshes_of(resources: Resources, telegram_id: int) -> None:
    """Count a refresh by the person too. Raises TooMany."""
    await _hit(resources.limiter, parse(resources.settings.refresh_rate), "refresh-of", str(telegram_id))


async def _limit_requests(resources: ResourcesDep, caller: CurrentUser) -> None:
    await _hit(resources.limiter, parse(resources.settings.request_rate_limit), "request", str(caller.telegram_id))


async def _limit_user(resources: ResourcesDep, caller: CurrentUser) -> None:
    await _hit(resources.limiter, parse(resources.settings.user_rate_limit), "user", str(caller.telegram_id))


async def _limit_admin(resources: ResourcesDep, admin: AdminUser) -> None:
    await _hit(resources.limiter, parse(resources.settings.admin_rate_limit), "admin", str(admin.telegram_id))


async def _limit_costly(resources: ResourcesDep, admin: AdminUser) -> None:
    await _hit(resources.limiter, parse(resources.settings.costly_rate_limit), "costly", str(admin.telegram_id))


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
UserLimit = Depends(_limit_user)
"""For doors of a signed-in person that read or compute more than a row."""

AdminLimit = Depends(_limit_admin)
"""For every admin's door together."""

CostlyLimit = Depends(_limit_costly)
"""For admins' doors that read a whole table, or lock thousands of rows."""
