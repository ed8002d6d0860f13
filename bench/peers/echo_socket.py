"""The smallest WebSocket application: greets, then waits; a plain request makes it send a frame to everybody."""

import asyncio
from typing import Any

FRAME = '{"type": "signal", "signal": {"id": "' + "0" * 1400 + '"}}'
_open: set[asyncio.Event] = set()


async def app(scope: dict[str, Any], receive: Any, send: Any) -> None:
    if scope["type"] == "websocket":
        await _talk(receive, send)
    elif scope["type"] == "http":
        for wake in _open:
            wake.set()
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"0")]})
        await send({"type": "http.response.body", "body": b""})


async def _talk(receive: Any, send: Any) -> None:
    await receive()
    await send({"type": "websocket.accept"})
    await receive()
    await send({"type": "websocket.send", "text": '{"type": "ready"}'})
    wake = asyncio.Event()
    _open.add(wake)
    writer = asyncio.create_task(_write(wake, send))
    try:
        while (await receive())["type"] != "websocket.disconnect":
            pass
    finally:
        writer.cancel()
        _open.discard(wake)


async def _write(wake: asyncio.Event, send: Any) -> None:
    while True:
        await wake.wait()
        wake.clear()
        await send({"type": "websocket.send", "text": FRAME})
