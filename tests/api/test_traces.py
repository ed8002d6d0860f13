"""Traces, against a collector of our own making."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from app.db.database import DatabaseUrls
from tests.conftest import client_of, running, settings_for
from tests.factories import ADMIN_ID, PAID_MODEL, sign_in


class Collector(HTTPServer):
    """Keeps every body it is sent."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Take)
        self.bodies: list[bytes] = []

    def spans(self) -> list[tuple[str, dict[str, str]]]:
        """Name and attributes of each."""
        found = []
        for body in self.bodies:
            request = ExportTraceServiceRequest.FromString(body)
            for scope in (scope for resource in request.resource_spans for scope in resource.scope_spans):
                for span in scope.spans:
                    values = {a.key: a.value.string_value or str(a.value.int_value) for a in span.attributes}
                    found.append((span.name, values))
        return found


class _Take(BaseHTTPRequestHandler):
    server: Collector

    def do_POST(self) -> None:
        self.server.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that it has there
        pass


@pytest.fixture
def collector() -> Iterator[Collector]:
    server = Collector()
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


async def test_a_trace_names_routes_and_statements_and_nobody(
    database: DatabaseUrls, tmp_path: Path, collector: Collector
) -> None:
    endpoint = f"http://127.0.0.1:{collector.server_port}"
    settings = settings_for(database, tmp_path, otel_exporter_otlp_endpoint=endpoint)
    async with running(settings) as app, client_of(app) as client:
        admin = await sign_in(client, ADMIN_ID)
        await admin.get("/api/admin/users/987654")
        await admin.get(f"/api/signals/{PAID_MODEL}", headers={"traceparent": f"00-{'ab' * 16}-{'cd' * 8}-01"})
        await client.get("/healthz")
    spans = collector.spans()
    routes = {name: values["http.response.status_code"] for name, values in spans if "http.route" in values}
    assert routes["POST /api/auth/login"] == "200"
    assert routes["GET /api/admin/users/{telegram_id}"] == "404"
    assert routes["GET /api/signals/{model_id}"] == "403"
    assert not [name for name in routes if "healthz" in name]
    assert [values for _, values in spans if "FROM users" in str(values)]
    everything = b"".join(collector.bodies)
    for told in ("987654", admin.tokens["access_token"], "Bearer", "/api/admin/users/9"):
        assert told.encode() not in everything
    assert bytes.fromhex("ab" * 16) not in everything, "somebody else's trace is not continued"
