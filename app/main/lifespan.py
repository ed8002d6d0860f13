"""Opening and closing the house: database, resources, background work."""

import asyncio
import gc
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from fastapi import FastAPI

from app.db.database import Database, open_database
from app.jobs.auditor import audit_for_ever
from app.jobs.cleaner import clean_for_ever
from app.jobs.market import feed_market, keep_trained
from app.jobs.notifier import Notifier
from app.jobs.planner import plan_for_ever
from app.jobs.reporter import report_for_ever
from app.jobs.scheduler import schedule_for_ever
from app.jobs.sweeper import sweep_for_ever
from app.main.drain import draining
from app.main.tracing import tracing
from app.resources import Resources
from app.resources.build import open_resources
from app.resources.leaving import Leaving
from app.resources.metrics import Metrics
from app.settings import Settings
from app.telemetry import get_logger

log = get_logger(__name__)
Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]


def lifespan_of(settings: Settings, metrics: Metrics, leaving: Leaving) -> Lifespan:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        database = await asyncio.to_thread(open_database, settings)
        try:
            with tracing(app, settings), draining(leaving, seconds=settings.drain_seconds):
                async with open_resources(settings, database.urls.app, metrics=metrics, leaving=leaving) as resources:
                    app.state.resources = resources
                    async with _bot(app, resources) as life, _background(_jobs(resources, database) | life):
                        _leave_the_lasting_alone()
                        yield
        finally:
            await asyncio.to_thread(database.close)

    return lifespan


def _jobs(resources: Resources, database: Database) -> dict[str, Coroutine[None, None, None]]:
    replica = {} if resources.replica is None else {"replica": resources.replica.run()}
    return replica | {
        "bus": resources.bus.run(),
        "hub": resources.hub.run(),
        "monitor": resources.monitor.run(),
        "reporter": report_for_ever(resources),
        "sweeper": sweep_for_ever(resources),
        "auditor": audit_for_ever(resources),
        "cleaner": clean_for_ever(resources),
        "market": feed_market(resources),
        "training": keep_trained(resources),
        "scheduler": schedule_for_ever(resources),
        "database": _keep_alive(database),
    }


@asynccontextmanager
async def _bot(app: FastAPI, resources: Resources) -> AsyncIterator[dict[str, Coroutine[None, None, None]]]:
    """The bot's door, for the webhook to find, and its jobs; nothing of it is loaded where there is no bot."""
    if resources.sender is None:
        yield {}
        return
    from app.bot.presence import live, open_door

    async with open_door(resources) as door:
        app.state.bot_door = door
        notifier = Notifier(resources.units, resources.sender, resources.health, resources.hub.outbox_filled)
        yield {"bot": live(resources, door), "planner": plan_for_ever(resources), "notifier": notifier.run()}


def _leave_the_lasting_alone() -> None:
    """Take what was built until now out of the collector's sight: looking through all of it stops every request.

    Once a process: what is out of sight is never collected, and a second application may not live as long.
    """
    if gc.get_freeze_count() == 0:
        gc.collect()
        gc.freeze()


async def _keep_alive(database: Database) -> None:
    """Start the embedded server again whenever it has died."""
    while await asyncio.to_thread(database.revive):
        await asyncio.sleep(0.5)


@asynccontextmanager
async def _background(jobs: dict[str, Coroutine[None, None, None]]) -> AsyncIterator[None]:
    """Run jobs for the time of a block; one that fails is logged, since each of them is meant to outlive its faults."""
    tasks = [asyncio.create_task(job, name=name) for name, job in jobs.items()]
    for task in tasks:
        task.add_done_callback(_log_failure)
    try:
        yield
    finally:
        pending = set(tasks)
        while pending:
            for task in pending:
                task.cancel()
            _, pending = await asyncio.wait(pending, timeout=1)


def _log_failure(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()) is not None:
        log.error("a background job has ended", job=task.get_name(), exc_info=error)
