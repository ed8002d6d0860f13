"""The server's end of a socket: how much waits for a slow client, and for how long."""

import asyncio
import math
import socket
from contextlib import suppress
from typing import Final

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

KERNEL_BUFFER: Final = 65_536
"""Bytes asked of the kernel, which else takes megabytes. What it has taken cannot be superseded any more."""

HIGH_WATER: Final = 16_384
"""Bytes waiting in this process from which on a send waits."""


RESTART: Final = 1012

RETURNS_A_SECOND: Final = 250
"""Half of what a process greets in a second when it does nothing else."""


def spread(sockets: int) -> int:
    """Whole seconds over which so many sockets shall come back."""
    return max(1, math.ceil(sockets / RETURNS_A_SECOND))


class BoundedSocket(WebSocketsSansIOProtocol):
    """uvicorn's protocol, which closes a transport politely: for a client that takes nothing, that is for ever.

    Here the last bytes get ``close_timeout`` seconds, and none where a send is already waiting in vain.
    """

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self.transport.set_write_buffer_limits(high=HIGH_WATER)
        with suppress(OSError):
            self.transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, KERNEL_BUFFER)

    async def run_asgi(self) -> None:
        """Run the conversation, and hang up after it."""
        await super().run_asgi()
        self._hang_up()

    def keepalive_timeout(self) -> None:
        super().keepalive_timeout()
        self._hang_up()

    def shutdown(self) -> None:
        """Close with 1012 and the time over which everybody shall spread their return, so that none finds a crowd."""
        if not self.handshake_complete or self.close_sent:
            super().shutdown()
        else:
            self.stop_keepalive()
            self.queue.put_nowait({"type": "websocket.disconnect", "code": RESTART})
            self.conn.send_close(RESTART, f"return_within={spread(len(self.connections))}")
            self.transport.write(b"".join(self.conn.data_to_send()))
            self.transport.close()
        self._hang_up()

    def _hang_up(self) -> None:
        """See to it that the transport ends. Aborting one that has ended does nothing."""
        if self.disconnected:
            return
        self.loop.call_later(self.close_timeout if self.writable.is_set() else 0, self.transport.abort)
