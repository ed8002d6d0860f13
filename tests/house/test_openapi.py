"""The document and the doors agree."""

import re
from typing import Any

import httpx
import hypothesis
import schemathesis
from fastapi import FastAPI
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from app.resources import Resources
from tests.factories import ADMIN_ID, sign_in

OPEN_DOORS = {"/api/app", "/api/auth/login", "/api/auth/refresh", "/healthz", "/readyz"}


async def test_every_door_but_a_few_asks_who_you_are(client: httpx.AsyncClient) -> None:
    document = (await client.get("/openapi.json")).json()
    open_doors = {path for path, item in document["paths"].items() for op in item.values() if "security" not in op}
    assert open_doors == OPEN_DOORS


async def test_every_operation_is_described_and_names_its_refusals(client: httpx.AsyncClient) -> None:
    document = (await client.get("/openapi.json")).json()
    for path, item in document["paths"].items():
        for method, operation in item.items():
            assert operation.get("description"), (method, path)
            if path.startswith("/api/"):
                assert "503" in operation["responses"], (method, path)
            if "security" in operation:
                assert "`missing_token`" in operation["responses"]["401"]["description"]


async def test_docs_are_served_by_us_under_the_strict_policy(client: httpx.AsyncClient) -> None:
    page = await client.get("/docs")
    assert "https://" not in page.text
    assert "<script>" not in page.text
    assert "unsafe" not in page.headers["content-security-policy"].split("style-src")[0]
    assets = re.findall(r'(?:src|href)="(/[^"]+)"', page.text)
    assert len(assets) >= 4
    for name in assets:
        assert (await client.get(name)).status_code == 200, name
    assert (await client.get("/docs/assets/..%2fmain.py")).status_code == 404


async def test_unknown_paths_are_json_and_no_file_leaves_the_folder(client: httpx.AsyncClient) -> None:
    for path in (
        "/api/nope",
        "/api/admin/nope",
        "/nope",
        "/static/../app/main/factory.py",
        "/static/%2e%2e/pyproject.toml",
    ):
        answer = await client.get(path)
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found"), path
    assert (await client.put("/api/auth/login")).json()["code"] == "method_not_allowed"


async def test_a_wrong_method_is_told_every_right_one(client: httpx.AsyncClient) -> None:
    document = (await client.get("/openapi.json")).json()
    for path, item in document["paths"].items():
        concrete = re.sub(r"{\w+}", "1", path)
        answer = await client.put(concrete)
        assert answer.status_code == 405, path
        assert set(answer.headers["allow"].split(", ")) >= {method.upper() for method in item}, path
    assert (await client.put("/api/auth/me")).headers["allow"] == "GET, PATCH"
    assert (await client.put("/")).headers["allow"] == "GET, HEAD"


async def test_cors_is_exact(client: httpx.AsyncClient) -> None:
    async def allowed(origin: str) -> str | None:
        answer = await client.get("/healthz", headers={"Origin": origin})
        found: str | None = answer.headers.get("access-control-allow-origin")
        return found

    assert await allowed("http://localhost:5173") == "http://localhost:5173"
    for origin in ("https://evil.example", "null", "https://web.telegram.org", "http://localhost.evil.example"):
        assert await allowed(origin) is None


async def test_no_input_makes_a_server_error_and_answers_match_their_schema(
    app: FastAPI, client: httpx.AsyncClient, resources: Resources
) -> None:
    """Generated requests for every operation, as an admin. Deleting oneself is left out."""
    admin = await sign_in(client, ADMIN_ID)
    schema = schemathesis.openapi.from_dict((await client.get("/openapi.json")).json())
    checks = [status_code_conformance, content_type_conformance, response_schema_conformance]
    failures: list[str] = []
    count = 0
    for result in schema.get_all_operations():
        for case in _cases(result.ok(), most=25):  # type: ignore[union-attr]
            request: dict[str, Any] = case.as_transport_kwargs(base_url="http://test")
            request["headers"] = dict(request.get("headers") or {}) | admin.headers
            request.pop("cookies", None)
            if "data" in request:
                request["content"] = request.pop("data")
            try:
                answer = await client.request(**request)
            except (httpx.InvalidURL, UnicodeError, ValueError):
                continue
            count += 1
            failures += _judge(case, answer, checks)
    assert not failures, "\n\n".join(failures[:5])
    assert count > 200


def _cases(operation: Any, *, most: int) -> list[Any]:
    """Some generated cases, the same in every run."""
    found: list[Any] = []

    @hypothesis.settings(
        max_examples=most,
        database=None,
        derandomize=True,
        deadline=None,
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    @hypothesis.given(operation.as_strategy())
    def collect(case: Any) -> None:
        found.append(case)

    collect()
    return found


def _judge(case: Any, answer: httpx.Response, checks: list[Any]) -> list[str]:
    where = f"{case.method} {case.formatted_path}"
    if answer.status_code >= 500:
        return [f"{where}: {answer.status_code} {answer.text[:300]}"]
    try:
        case.validate_response(schemathesis.Response.from_any(answer), checks=checks)
    except Exception as error:  # the library groups what it finds in classes of its own
        return [f"{where}: {answer.status_code} {str(error)[:600]}"]
    return []
