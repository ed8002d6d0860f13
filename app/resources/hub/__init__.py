"""The sockets of this process, and what each of them is told."""

from app.resources.hub.hub import Hub, TooManySockets
from app.resources.hub.roll import Roll
from app.resources.hub.subscriber import DELETED, CloseCode, Subscriber

__all__ = ["DELETED", "CloseCode", "Hub", "Roll", "Subscriber", "TooManySockets"]
