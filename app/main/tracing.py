"""Traces for who runs a collector; nothing of the library is loaded where OTEL_EXPORTER_OTLP_ENDPOINT names none.

A span of a request says its method, its route's template, its status and its request id; never a path, a query, a
header or a person. Spans of statements hold their text, whose values are parameters and stay out of it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from fastapi import FastAPI
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.main.envelope import QUIET, route_template
from app.settings import Settings

if TYPE_CHECKING:
    from opentelemetry.trace import Span, Tracer


@contextmanager
def tracing(app: FastAPI, settings: Settings) -> Iterator[None]:
    """Send spans to the collector during a block, and what is left of them at its end."""
    if settings.otel_exporter_otlp_endpoint is None:
        yield
        return
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.instrumentation.asyncpg import AsyncPGInstrumentor
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    provider = TracerProvider(
        resource=Resource.create({"service.name": "forexsignals", "service.version": app.version})
    )
    exporter = OTLPSpanExporter(f"{settings.otel_exporter_otlp_endpoint.rstrip('/')}/v1/traces")
    provider.add_span_processor(BatchSpanProcessor(exporter))
    statements = AsyncPGInstrumentor()  # type: ignore[no-untyped-call]
    statements.instrument(tracer_provider=provider)
    app.state.tracer = provider.get_tracer("app")
    try:
        yield
    finally:
        app.state.tracer = None
        statements.uninstrument()
        provider.shutdown()


class Tracing:
    """A span around each request, but for the probes. A trace of somebody else's is never continued."""

    def __init__(self, app: ASGIApp, *, application: FastAPI) -> None:
        self._app = app
        self._application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        tracer: Tracer | None = getattr(self._application.state, "tracer", None)
        if tracer is None or scope["type"] != "http" or scope["path"].startswith(QUIET):
            await self._app(scope, receive, send)
            return
        from opentelemetry.trace import SpanKind

        with tracer.start_as_current_span(scope["method"], kind=SpanKind.SERVER) as span:

            async def seen(message: Message) -> None:
                if message["type"] == "http.response.start":
                    _name(span, scope, message["status"])
                await send(message)

            await self._app(scope, receive, seen)


def _name(span: "Span", scope: Scope, status: int) -> None:
    from opentelemetry.trace import StatusCode

    method, route = scope["method"], route_template(scope)
    span.update_name(f"{method} {route}")
    named = {"http.request.method": method, "http.route": route, "http.response.status_code": status}
    span.set_attributes(named | {"request_id": scope.get("state", {}).get("request_id", "")})
    if status >= 500:
        span.set_status(StatusCode.ERROR)
