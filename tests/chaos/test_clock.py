"""The wall clock of the app's process jumps by hours, forward and back."""

import asyncio
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.db.database import DatabaseUrls
from tests.chaos.conftest import Extent
from tests.chaos.life import living
from tests.chaos.recorder import Outcome, Recorder
from tests.factories import grant, sign_in
from tests.push.sockets import screen
from tests.servers import server_process

pytestmark = pytest.mark.slow
LIBRARIES = ("/usr/lib/*/faketime/libfaketimeMT.so.1", "/usr/local/lib/faketime/libfaketimeMT.so.1")
SUBSCRIBER = 4101


def _library() -> str:
    for pattern in LIBRARIES:
        for found in Path("/").glob(pattern.removeprefix("/")):
            return str(found)
    pytest.skip("libfaketime is not installed (on Debian: the package faketime)")


async def test_the_clock_jumps(
    shared_database: DatabaseUrls, tmp_path: Path, recorder: Recorder, extent: Extent
) -> None:
    clock = tmp_path / "clock"
    clock.write_text("+0\n")
    preload = {
        "LD_PRELOAD": _library(),
        "FAKETIME_TIMESTAMP_FILE": str(clock),
        "FAKETIME_NO_CACHE": "1",
        "DONT_FAKE_MONOTONIC": "1",
    }
    with server_process(tmp_path, shared_database, more=preload) as server:
        async with living(server.url, shared_database) as life:
            subscriber = await sign_in(life.admin.client, SUBSCRIBER)
            end = datetime.now(UTC) + timedelta(hours=1)
            assert (await grant(life.admin, SUBSCRIBER, expiry_date=end.isoformat())).is_success
            await subscriber.refresh()
            for hours, refused in ((3, "401 token_expired"), (-3, "401 invalid_token")):
                async with screen(server.ws_url, subscriber.tokens["access_token"]) as live:
                    life.watch()
                    clock.write_text(f"{hours:+d}h\n")
                    await asyncio.sleep(extent.choose(1.5, 10))
                    assert life.troubles == {refused}, (life.reads, life.orders)
                    newest = max(life.published)
                    while (await live.next_of("signal", patience=5))["signal"]["seq"] <= newest:
                        pass
                    clock.write_text("+0\n")
                    healed = await life.well_again(time.monotonic(), patience=15)
                await life.stays_well()
                sees = f"`{refused}` from that process; an open screen still gets its signals"
                fault = f"clock jumps {abs(hours)} hours {'forward' if hours > 0 else 'back'}"
                recorder.add(Outcome(fault, sees, await life.lost(), len(life.unearned), healed, 10))
