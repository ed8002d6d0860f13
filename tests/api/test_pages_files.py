"""What the front end's build leaves behind, and how it reaches browsers."""

import gzip
import os
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from app import http_errors
from app.routers.pages import PAGES, pages_router
from tests.conftest import client_of

SCRIPT = "assets/app-D3adBeef.js"
CONTENT = {
    "index.html": "<!doctype html><title>the app</title>",
    "admin.html": "<!doctype html><title>the admin screens</title>",
    "icon.svg": "<svg/>",
    SCRIPT: "export {}",
}


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A build; the compressed files say what they are, not what they should hold."""
    (tmp_path / "assets").mkdir()
    for name, text in CONTENT.items():
        (tmp_path / name).write_text(text)
    for name in ("index.html", SCRIPT):
        (tmp_path / f"{name}.br").write_bytes(b"brotli of " + name.encode())
        (tmp_path / f"{name}.gz").write_bytes(gzip.compress(CONTENT[name].encode()))
    return tmp_path


@pytest.fixture
async def files(built: Path) -> AsyncIterator[httpx.AsyncClient]:
    async with _serving(built) as http:
        yield http


def _serving(folder: Path) -> httpx.AsyncClient:
    app = FastAPI()
    app.include_router(pages_router(folder))
    http_errors.install(app)
    client = client_of(app)
    client.headers["accept-encoding"] = "identity"
    return client


async def _raw(client: httpx.AsyncClient, path: str, accepted: str) -> tuple[httpx.Response, bytes]:
    """An answer with its bytes as they travelled."""
    async with client.stream("GET", path, headers={"Accept-Encoding": accepted}) as answer:
        return answer, b"".join([piece async for piece in answer.aiter_raw()])


async def test_each_path_of_the_app_is_a_page_that_is_always_asked_for(files: httpx.AsyncClient) -> None:
    for template, name in PAGES.items():
        path = template.replace("{rest:path}", "17/edit")
        answer = await files.get(path)
        assert (answer.status_code, answer.text) == (200, CONTENT[name]), path
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        assert answer.headers["cache-control"] == "no-cache"
        again = await files.get(path, headers={"If-None-Match": answer.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["vary"] == "Accept-Encoding"


async def test_other_paths_and_the_compressed_files_own_names_are_unknown(files: httpx.AsyncClient) -> None:
    for path in (
        "/signal",
        "/me.html",
        "/index.html",
        "/api/unknown",
        "/static/",
        "/static/nothing.js",
        f"/static/{SCRIPT}.br",
        f"/static/{SCRIPT}.gz",
        "/static/assets/..%2findex.html",
    ):
        answer = await files.get(path)
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found"), path


async def test_two_builds_of_the_same_size_and_time_are_told_apart(tmp_path: Path) -> None:
    """Reproducible images give all files one time; a tag made of it would keep an old page alive."""
    tags = set()
    for name in ("old", "new"):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "index.html").write_text(f"<title>{name}</title>")
        os.utime(folder / "index.html", (0, 0))
        async with _serving(folder) as client:
            tags.add((await client.get("/")).headers["etag"])
    assert len(tags) == 2


async def test_files_named_after_their_content_are_kept_for_ever_and_others_asked_for(files: httpx.AsyncClient) -> None:
    script, icon = await files.get(f"/static/{SCRIPT}"), await files.get("/static/icon.svg")
    assert script.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert script.headers["content-type"] == "text/javascript; charset=utf-8"
    assert icon.headers["cache-control"] == "no-cache"
    assert icon.headers["etag"]
    assert icon.headers["content-type"] == "image/svg+xml"


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("br;q=0.5, gzip;q=0.8", "gzip"),
        ("gzip", "gzip"),
        ("X-GZIP", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("*", "br"),
        ("*;q=0.1, br;q=0", "gzip"),
        ("identity", None),
        ("identity;q=1, br;q=0.2", None),
        ("br;q=0, gzip;q=0", None),
        ("br;q=often", None),
        ("zstd", None),
        ("", None),
    ],
)
async def test_the_best_of_what_a_browser_takes(files: httpx.AsyncClient, accepted: str, coding: str | None) -> None:
    answer, sent = await _raw(files, "/", accepted)
    assert answer.headers.get("content-encoding") == coding
    assert answer.headers["vary"] == "Accept-Encoding"
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    plain = CONTENT["index.html"].encode()
    found = {"br": b"brotli of index.html", "gzip": gzip.compress(plain), None: plain}[coding]
    assert gzip.decompress(sent) == plain if coding == "gzip" else sent == found
    assert int(answer.headers["content-length"]) == len(sent)


async def test_what_is_not_compressed_is_sent_plain(files: httpx.AsyncClient) -> None:
    answer, sent = await _raw(files, "/static/icon.svg", "br, gzip")
    assert "content-encoding" not in answer.headers
    assert sent == CONTENT["icon.svg"].encode()


async def test_each_variant_has_a_tag_of_its_own(files: httpx.AsyncClient) -> None:
    tags = [(await _raw(files, "/", accepted))[0].headers["etag"] for accepted in ("br", "gzip", "identity")]
    assert len(set(tags)) == 3
    request = {"Accept-Encoding": "gzip", "If-None-Match": f'"other", W/{tags[1]}'}
    assert (await files.get("/", headers=request)).status_code == 304
    request = {"Accept-Encoding": "br", "If-None-Match": tags[1]}
    async with files.stream("GET", "/", headers=request) as answer:
        assert answer.status_code == 200


async def test_head_tells_what_get_would_send(files: httpx.AsyncClient) -> None:
    for path in ("/", "/admin/users", f"/static/{SCRIPT}"):
        got, asked = await files.get(path), await files.head(path)
        assert (asked.status_code, asked.content) == (200, b"")
        for name in ("etag", "content-length", "content-type", "cache-control", "vary"):
            assert asked.headers[name] == got.headers[name]


async def test_without_a_build_pages_say_what_to_do(tmp_path: Path) -> None:
    async with _serving(tmp_path) as client:
        for path in ("/", "/me", "/admin"):
            answer = await client.get(path)
            assert answer.status_code == 503
            assert "make setup" in answer.text
            assert answer.headers["cache-control"] == "no-store"
        assert (await client.get("/static/index.html")).status_code == 404


async def test_the_real_build_is_themed_before_it_is_painted(client: httpx.AsyncClient) -> None:
    for path in ("/", "/admin"):
        page = (await client.get(path)).text
        assert '<script type="module" blocking="render"' in page
