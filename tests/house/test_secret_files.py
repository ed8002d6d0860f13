"""Settings out of a folder of files, as orchestrators hand out secrets."""

from pathlib import Path

import pytest

from app.settings import ConfigurationError, load_settings

_BESIDE = {"environment": "production", "admin_telegram_id": "1", "public_url": "https://app.example.com"}
_FILES = {
    "database_url": "postgresql://u:p@h/d",
    "jwt_secret_key": "k3y-0f-th1rty-tw0-byt3s-and-a-b1t-m0re",
    "bot_token": "123456:TEST",
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, value in _FILES.items():
        (tmp_path / name).write_text(f"{value}\n")
    monkeypatch.setenv("SECRETS_DIR", str(tmp_path))
    return tmp_path


def test_secrets_are_read_from_files_without_their_last_line_break(folder: Path) -> None:
    settings = load_settings(_env_file=None, **_BESIDE)
    assert settings.telegram_token == _FILES["bot_token"]
    assert settings.signing_key == _FILES["jwt_secret_key"]
    assert settings.database_url is not None
    assert settings.database_url.get_secret_value() == _FILES["database_url"]


def test_the_environment_comes_first(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TOKEN", "654321:OTHER")
    assert load_settings(_env_file=None, **_BESIDE).telegram_token == "654321:OTHER"


def test_what_is_wrong_in_a_file_is_refused_without_its_value(folder: Path) -> None:
    (folder / "jwt_secret_key").write_text("too-short-a-key")
    with pytest.raises(ConfigurationError, match="JWT_SECRET_KEY is weak") as refused:
        load_settings(_env_file=None, **_BESIDE)
    assert "too-short" not in str(refused.value)


def test_a_folder_that_is_not_there_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRETS_DIR", str(folder / "nowhere"))
    with pytest.raises(ConfigurationError, match="SECRETS_DIR"):
        load_settings(_env_file=None, **_BESIDE)
