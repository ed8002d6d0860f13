"""This process among those of its database."""

from dataclasses import dataclass

from app.resources.exposition import SharedCounts
from app.resources.hub import Roll
from app.services.process_figures import Heartbeat, Process


@dataclass(frozen=True, slots=True)
class Membership:
    """Who it is, and what it tells the others and asks of them."""

    process: Process
    heartbeat: Heartbeat
    counts: SharedCounts
    roll: Roll
