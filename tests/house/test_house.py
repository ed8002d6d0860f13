"""The house tests itself: ceilings, settings, locks."""

import ast
import json
import re
from pathlib import Path

import pytest

from app.settings import ConfigurationError, Settings, load_settings

ROOT = Path(__file__).parents[2]
SOURCES = sorted(path for folder in ("app", "alembic", "tests") for path in (ROOT / folder).rglob("*.py"))


def test_files_and_functions_stay_small() -> None:
    for path in SOURCES:
        text = path.read_text()
        assert len(text.splitlines()) <= 400, path
        if "versions" in path.parts or "tests" in path.parts:
            continue
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                assert (node.end_lineno or 0) - node.lineno < 40, f"{path}: {node.name}"


def test_every_dependency_is_a_coroutine() -> None:
    for path in (ROOT / "app/deps").glob("*.py"):
        for node in ast.parse(path.read_text()).body:
            assert not isinstance(node, ast.FunctionDef), f"{path}: {node.name}"


def test_every_setting_is_explained() -> None:
    readme, example = (ROOT / "README.md").read_text(), (ROOT / ".env.example").read_text()
    for name in Settings.model_fields:
        assert f"`{name.upper()}`" in readme, name
        assert re.search(rf"^# {name.upper()}=", example, re.MULTILINE), name


def test_locks_hold_hashes_and_no_addresses() -> None:
    for path in (ROOT / "requirements").glob("*.txt"):
        text = path.read_text()
        assert "://" not in text, path
        pinned = re.findall(r"^\S+==", text, re.MULTILINE)
        assert pinned
        assert text.count("--hash=sha256:") >= len(pinned)


def test_the_front_ends_lock_holds_hashes_and_no_addresses() -> None:
    packages = json.loads((ROOT / "frontend/package-lock.json").read_text())["packages"]
    installed = {name: package for name, package in packages.items() if name}
    assert len(installed) > 100
    assert [name for name, package in installed.items() if "resolved" in package] == []
    assert [name for name, package in installed.items() if not package.get("integrity", "").startswith("sha512-")] == []


def _load(**chosen: object) -> Settings:
    return load_settings(_env_file=None, **chosen)


def test_production_names_everything_that_is_missing_or_weak(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError) as refused:
        _load(environment="production", data_dir=tmp_path)
    for name in ("DATABASE_URL", "JWT_SECRET_KEY", "BOT_TOKEN", "ADMIN_TELEGRAM_ID", "PUBLIC_URL"):
        assert name in str(refused.value)
    whole = {
        "environment": "production",
        "database_url": "postgresql+asyncpg://u:p@h/d",
        "jwt_secret_key": "k3y-0f-th1rty-tw0-byt3s-and-a-b1t-m0re",
        "bot_token": "123456:TEST",
        "admin_telegram_id": "1, 2",
        "public_url": "https://app.example.com/",
    }
    settings = _load(**whole)
    assert settings.admin_telegram_id == (1, 2)
    assert settings.origins == ("https://app.example.com",)
    for weak in ("short", "x" * 40, "changeme-changeme-changeme-changeme"):
        with pytest.raises(ConfigurationError) as refused:
            _load(**(whole | {"jwt_secret_key": weak}))
        assert "JWT_SECRET_KEY" in str(refused.value)
        assert weak not in str(refused.value)


@pytest.mark.parametrize(
    "wrong",
    [
        {"database_url": "mysql://x"},
        {"login_rate_limit": "often"},
        {"costly_rate_limit": "rarely"},
        {"trusted_proxies": "*"},
        {"trusted_proxies": "10.0.0.1, proxy.example.com"},
        {"trusted_proxies": "10.0.0.1/8"},
        {"port": 70_000},
        {"allowed_origins": "*"},
        {"public_url": "app.example.com"},
        {"access_token_ttl": 0},
        {"bot_token": "nonsense"},
        {"environment": "staging"},
        {"admin_telegram_id": "me"},
        {"jwt_secret_key": "short"},
    ],
)
def test_what_is_wrong_is_refused_at_boot(wrong: dict[str, object], tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError):
        _load(data_dir=tmp_path, **wrong)


def test_one_boot_names_everything_and_repeats_no_value(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError) as refused:
        _load(
            environment="production",
            data_dir=tmp_path,
            database_url="mysql://user:hunter2@host",
            jwt_secret_key="only-24-bytes-of-secret!",
            port="eighty",
            allowed_origins="https://*.example.com",
            access_token_ttl="-5",
            market_provider="twelvedata",
        )
    lines = str(refused.value).splitlines()
    assert {line.split()[0].rstrip(":") for line in lines} == {
        "DATABASE_URL",
        "JWT_SECRET_KEY",
        "BOT_TOKEN",
        "ADMIN_TELEGRAM_ID",
        "PUBLIC_URL",
        "PORT",
        "ALLOWED_ORIGINS",
        "ACCESS_TOKEN_TTL",
        "TWELVEDATA_API_KEY",
    }
    assert len(lines) == 9
    for value in ("hunter2", "only-24", "eighty", "*.example", "-5"):
        assert value not in str(refused.value)


def test_development_makes_its_secrets_once(tmp_path: Path) -> None:
    first, second = _load(data_dir=tmp_path), _load(data_dir=tmp_path)
    assert first.signing_key == second.signing_key
    assert first.telegram_token == second.telegram_token
    assert (tmp_path / "jwt_secret").stat().st_mode & 0o777 == 0o600
    assert first.signing_key not in repr(first)
