"""How long a change of rights takes to the last screen of its user."""

import time
from collections.abc import Callable


class Delivery:
    """One change on its way to the sockets of its user; measured once the last of them was told or is gone.

    A socket that hangs up, or that is told something newer instead, is not waited for.
    """

    __slots__ = ("_began", "_measured", "_told_at", "_waiting")

    def __init__(self, began: float, measured: Callable[[float], None]) -> None:
        """``began`` on the clock of ``time.perf_counter``; ``measured`` is called once, with seconds, or never."""
        self._began = began
        self._measured = measured
        self._waiting = 0
        self._told_at: float | None = None

    def expect(self) -> None:
        """Wait for one more socket."""
        self._waiting += 1

    def told(self) -> None:
        self._told_at = time.perf_counter()
        self.dropped()

    def dropped(self) -> None:
        self._waiting -= 1
        if self._waiting == 0 and self._told_at is not None:
            self._measured(max(0.0, self._told_at - self._began))
