"""Fixtures of the outbox's tests."""

from collections.abc import AsyncIterator

import pytest

from app.db.unit import Units
from tests.notifications.outbox import Outbox, SkippingClock, outbox_of
from tests.telegram.bot_api import FakeBotApi


@pytest.fixture
async def outbox(units: Units, telegram: FakeBotApi) -> AsyncIterator[Outbox]:
    async with outbox_of(units, telegram.url, SkippingClock()) as opened:
        yield opened
