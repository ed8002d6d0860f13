"""Every door of the app as its own document lists them, with somebody's ids in the paths."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import httpx

from tests.factories import Json

OPEN = {"/api/app", "/api/auth/login", "/api/auth/refresh", "/healthz", "/readyz"}
"""Doors without a question."""

PUBLIC_TO_USERS = ("/api/models", "/api/market", "/api/features", "/api/app", "/healthz", "/readyz")
"""What is the same for everybody who is signed in."""

OF_ONES_OWN = ("/api/auth/", "/api/me", "/api/subscription-requests", "/api/signals")
"""What belongs to who asks."""

ADMIN = "/api/admin/"


@dataclass(frozen=True, slots=True)
class Door:
    """``path`` is the template, ``address`` the path with ids in it."""

    method: str
    path: str
    address: str
    parameters: tuple[tuple[str, str], ...]
    """Where (path, query, header) and name."""
    body: str | None
    """The schema's name."""

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"

    async def knock(self, client: httpx.AsyncClient, headers: Mapping[str, str], **options: Json) -> httpx.Response:
        if self.method in {"POST", "PATCH"} or self.body is not None:
            options.setdefault("json", {})
        return await client.request(self.method, self.address, headers=dict(headers), **options)


def doors(document: Json, ids: Mapping[str, str]) -> Iterator[Door]:
    """All of them; KeyError where a path has a parameter that ``ids`` has no value for."""
    for path, item in document["paths"].items():
        for method, operation in item.items():
            schema = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
            yield Door(
                method=method.upper(),
                path=path,
                address=re.sub(r"{(\w+)}", lambda name: ids[name[1]], path),
                parameters=tuple((each["in"], each["name"]) for each in operation.get("parameters", ())),
                body=schema.get("$ref", "").rpartition("/")[2] or None,
            )
