"""Structured logs: JSON lines in production, readable lines in development; never a token, a body or launch data.

Tracebacks are plain: the values of local variables stay out of them.
"""

import asyncio
import logging
import sys
from collections.abc import Callable
from functools import lru_cache
from hashlib import blake2b
from typing import Final, TextIO, cast

import structlog
from structlog.typing import FilteringBoundLogger, Processor

_ACCESS_ORDER: Final = ("timestamp", "level", "event", "method", "route", "status", "ms", "request_id", "user", "code")


def configure_logging(*, level: str, as_json: bool) -> None:
    """Route structlog and the standard library's loggers to one handler on stderr."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    finish = [structlog.processors.format_exc_info, _renderer(as_json)] if as_json else [_renderer(as_json)]
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared, processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *finish]
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    # Addresses of the Bot API hold its token, and its client's own lines what people are told and the webhook's secret.
    for noisy in ("uvicorn.access", "httpx", "httpcore", "telegram", "alembic.runtime.plugins"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    for inherited in ("uvicorn", "uvicorn.error"):
        logging.getLogger(inherited).handlers = []
        logging.getLogger(inherited).propagate = True
        logging.getLogger(inherited).setLevel(logging.INFO)  # below that it prints frames, and with them tokens


def _renderer(as_json: bool) -> Processor:  # noqa: FBT001 - as in ``configure_logging``
    if as_json:
        return structlog.processors.JSONRenderer()
    return structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback)


class _TurnWriter:
    """Writes the lines of one turn of the event loop together: a system call each is most of what they cost."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._lines: list[str] = []

    def write(self, line: str) -> None:
        if not self._lines:
            try:
                asyncio.get_running_loop().call_soon(self._write_out)
            except RuntimeError:  # no loop runs
                self._stream.write(line)
                return
        self._lines.append(line)

    def flush(self) -> None:
        """Happens at the end of the turn."""

    def _write_out(self) -> None:
        lines, self._lines = self._lines, []
        self._stream.write("".join(lines))
        self._stream.flush()


def access_log(*, level: str, as_json: bool) -> FilteringBoundLogger:
    """A logger for the one line that every answer writes, at a fifth of what other lines cost."""
    logger: FilteringBoundLogger = structlog.wrap_logger(
        structlog.WriteLogger(cast("TextIO", _TurnWriter(sys.stderr))),
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer()
            if as_json
            else structlog.processors.LogfmtRenderer(key_order=_ACCESS_ORDER),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
    )
    return logger.bind(logger="app.requests")


def pseudonyms(key: str) -> Callable[[int], str]:
    """How the log names people: the same person always the same, as long as ``key`` is; who it is, it does not tell."""
    secret = blake2b(key.encode(), person=b"log").digest()

    @lru_cache(maxsize=16_384)
    def pseudonym(telegram_id: int) -> str:
        return blake2b(telegram_id.to_bytes(8), key=secret, digest_size=6).hexdigest()

    return pseudonym


def get_logger(name: str) -> structlog.stdlib.BoundLogger:
    """A logger whose events are short phrases and whose facts are keyword arguments."""
    logger: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger(name)
    return logger
