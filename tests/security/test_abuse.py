"""What nobody may send: fields of others' forms, statements, formulas, markup; and what answers carry."""

import csv
import io
from typing import Final

import httpx
import pytest

from app.http_errors import problem
from app.main.security_headers import POLICY
from tests.factories import ADMIN_ID, PAID_MODEL, Json, grant, sign_in
from tests.security.conftest import VICTIM, VICTIMS_NAME, House
from tests.security.doors import Door

STOLEN_FIELDS: Final[dict[str, Json]] = {
    "role": "admin",
    "is_blocked": False,
    "is_admin": True,
    "telegram_id": VICTIM,
    "user_id": VICTIM,
    "subscription_version": 99,
    "admin_id": ADMIN_ID,
    "id": "00000000-0000-4000-8000-000000000001",
    "status": "approved",
    "created_at": "2020-01-01T00:00:00Z",
    "expiry_date": "2099-01-01T00:00:00Z",
}

EVIL: Final = (
    "'; DROP TABLE users; --",
    "' OR '1'='1",
    "1; SELECT pg_sleep(5)",
    "%",
    "_",
    "\\",
    "\x00",
    "😀" * 10,
    "../../etc/passwd",
    "a" * 5000,
    "{{7*7}}${7*7}",
    "<script>alert(1)</script>",
    "\r\nSet-Cookie: stolen=1",
    "-1",
    "99999999999999999999",
    "NaN",
    "null",
    "[]",
)


def _bodies(house: House) -> list[Door]:
    return [door for door in house.doors if door.body is not None]


def test_every_body_is_a_closed_form(house: House) -> None:
    schemas = house.document["components"]["schemas"]
    for door in _bodies(house):
        assert schemas[door.body]["additionalProperties"] is False, door.name


async def test_a_field_that_is_not_in_the_form_changes_nothing(house: House) -> None:
    await grant(house.admin, ADMIN_ID)
    before = await house.state()
    schemas = house.document["components"]["schemas"]
    for door in _bodies(house):
        stolen = {name: value for name, value in STOLEN_FIELDS.items() if name not in schemas[door.body]["properties"]}
        answer = await door.knock(house.client, house.admin.headers, json=stolen)
        if answer.json()["code"] == "bot_off":
            continue  # asked before the form is read
        assert (answer.status_code, answer.json()["code"]) == (422, "validation_error"), door.name
        refused = {each["loc"][-1] for each in answer.json()["errors"] if each["type"] == "extra_forbidden"}
        assert refused >= set(stolen), (door.name, answer.text)
    assert await house.state() == before


async def test_a_user_cannot_write_what_only_admins_write(house: House) -> None:
    for name, value in STOLEN_FIELDS.items():
        if name == "status":
            continue
        changed = await house.attacker.patch("/api/auth/me", json={"language": "ru", name: value})
        asked = await house.attacker.post("/api/subscription-requests", json={"model_id": PAID_MODEL, name: value})
        assert (changed.status_code, asked.status_code) == (422, 422), name
    me = (await house.attacker.get("/api/auth/me")).json()
    assert me["user"]["role"] == "user"
    assert (await house.attacker.get("/api/subscription-requests")).json()["items"] == []


async def test_nothing_that_is_put_into_an_address_is_run_or_breaks_anything(house: House) -> None:
    before = await house.state()
    for door in (door for door in house.doors if door.method == "GET"):
        headers = house.admin.headers
        for name in (name for place, name in door.parameters if place == "query"):
            for evil in EVIL:
                answer = await house.client.get(door.address, headers=headers, params={name: evil})
                assert answer.status_code < 500, (door.name, name, evil, answer.text)
                assert "set-cookie" not in answer.headers
        for value in (value for value in door.address.split("/") if value.isdigit() or len(value) > 20):
            for evil in ("%27%20OR%201=1--", "%00", "..%2f..%2f", "a" * 3000, "%F0%9F%98%80", "-1", "1e9"):
                answer = await house.client.get(door.address.replace(value, evil), headers=headers)
                assert answer.status_code in {403, 404, 422}, (door.name, evil, answer.text)
    assert await house.state() == before


async def test_a_search_that_means_everything_to_sql_finds_nobody(house: House) -> None:
    for evil in ("' OR '1'='1", "%", "_", "\\", "Wilhelmina%' --"):
        found = (await house.admin.get("/api/admin/users", params={"query": evil})).json()
        assert found["items"] == [], evil
    assert (await house.admin.get("/api/admin/users", params={"query": VICTIMS_NAME})).json()["total"] == 1


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", " =", "\r="])
async def test_no_cell_of_the_export_is_a_formula(house: House, start: str) -> None:
    reason = f'{start}HYPERLINK("https://evil.example","x")'
    answer = await grant(house.admin, VICTIM, "gray-cardinal", reason=reason)
    assert answer.status_code in {200, 201}, answer.text
    exported = (await house.admin.get("/api/admin/history.csv", params={"user_id": VICTIM})).text
    cells = [cell for row in csv.reader(io.StringIO(exported)) for cell in row]
    assert any("HYPERLINK" in cell for cell in cells)
    assert [cell for cell in cells if cell.lstrip().startswith(("=", "+", "-", "@"))] == []


async def test_a_name_full_of_markup_and_line_ends_stays_text(client: httpx.AsyncClient) -> None:
    admin = await sign_in(client, ADMIN_ID)
    name = "<img src=x onerror=alert(1)>\r\nX-Evil: 1"
    person = await sign_in(client, 700009, first_name=name, username="x<b>y")
    answer = await person.get("/api/auth/me")
    assert answer.headers["content-type"] == "application/json"
    assert "x-evil" not in answer.headers
    exported = await admin.get("/api/admin/history.csv", params={"user_id": 700009})
    assert exported.headers["content-disposition"].startswith("attachment")
    assert exported.headers["content-type"].startswith("text/csv")


async def test_every_answer_carries_every_header(house: House) -> None:
    expected = {
        "content-security-policy": POLICY,
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
        "cross-origin-resource-policy": "same-origin",
        "cross-origin-opener-policy": "same-origin-allow-popups",
    }
    for path in ("/", "/admin", "/docs", "/openapi.json", "/healthz", "/api/app", "/api/nope", "/nope", "/api/auth/me"):
        headers = (await house.client.get(path)).headers
        assert {name: headers.get(name) for name in expected} == expected, path
        assert "permissions-policy" in headers
        assert "server" not in headers
        assert "set-cookie" not in headers
    for door in house.doors:
        if door.path.startswith("/api/") and door.method == "GET":
            kept = (await door.knock(house.client, house.attacker.headers)).headers["cache-control"]
            assert kept in {"no-store", "private, no-cache"}, door.name


def test_the_policy_lets_no_inline_script_run_and_only_telegram_frame_the_app() -> None:
    rules = dict(rule.split(" ", 1) for rule in POLICY.split("; "))
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == "'self'"
    assert rules["frame-ancestors"].split() == ["'self'", "https://web.telegram.org"]
    assert "unsafe" not in POLICY


async def test_errors_name_no_inside(house: House) -> None:
    answer = await house.client.post("/api/auth/login", content=b"{", headers={"Content-Type": "application/json"})
    assert answer.status_code == 422
    refusal = problem(500, "internal_error", "t", "d", request_id="0" * 16)
    for text in (answer.text, bytes(refusal.body).decode()):
        for inside in ("Traceback", "asyncpg", "sqlalchemy", "/app/", "postgresql://"):
            assert inside not in text
