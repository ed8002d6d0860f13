"""Structured logs: JSON lines in production, readable lines in development; never a token, a body or launch data.

Tracebacks are plain: the values of local variables stay out of them.
"""

import logging
import sys

import structlog


def configure_logging(*, level: str, as_json: bool) -> None:
    """Route structlog and the standard library's loggers to one handler on stderr."""
    shared: list[structlog.types.Processor] = [
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
    console = structlog.dev.ConsoleRenderer(
        colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
    )
    renderer: structlog.types.Processor = structlog.processors.JSONRenderer() if as_json else console
    finish = [structlog.processors.format_exc_info, renderer] if as_json else [renderer]
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


def get_logger(name: str) -> structlog.stdlib.BoundLogger:
    """A logger whose events are short phrases and whose facts are keyword arguments."""
    logger: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger(name)
    return logger
