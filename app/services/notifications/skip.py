"""Saying that a message is not sent."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Skip:
    """Nothing is sent, and this code says why."""

    why: str
