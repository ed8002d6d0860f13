"""deploy/systemd: units that systemd reads, held short, with settings that there are."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from app.cli.serve import SHUTDOWN_PATIENCE
from tests.deploy.files import ROOT, SECRETS, SETTINGS

FOLDER = ROOT / "deploy/systemd"
SERVICES = sorted(FOLDER.glob("*.service"))
EXPOSURE = 1.5
"""What `systemd-analyze security` may count at most, of 10."""


def _unit(file: Path) -> dict[str, list[str]]:
    keys: dict[str, list[str]] = {}
    for name, value in re.findall(r"^(\w+)=(.*)$", file.read_text(), re.MULTILINE):
        keys.setdefault(name, []).append(value)
    return keys


def _environment(unit: dict[str, list[str]]) -> dict[str, str]:
    return dict(pair.split("=", 1) for line in unit["Environment"] for pair in line.split())


@pytest.mark.parametrize("file", SERVICES, ids=lambda file: file.name)
def test_a_service_may_do_little_and_is_given_settings(file: Path) -> None:
    unit = _unit(file)
    assert unit["User"] == ["forexsignals"]
    assert unit["ProtectSystem"] == ["strict"]
    assert unit["NoNewPrivileges"] == ["yes"]
    assert unit["CapabilityBoundingSet"] == [""]
    environment = _environment(unit)
    assert set(environment) - {"HOME"} <= SETTINGS
    assert environment["ENVIRONMENT"] == "production"
    given = dict(line.split(":", 1) for line in unit["LoadCredential"])
    assert set(given) <= SECRETS
    assert {"database_url", "jwt_secret_key", "bot_token"} <= set(given)
    assert ("database_migration_url" in given) == ("serve" not in unit["ExecStart"][0])


def test_a_stop_has_time_for_the_drain_and_what_runs() -> None:
    unit = _unit(FOLDER / "forexsignals@.service")
    assert int(unit["TimeoutStopSec"][0]) > int(_environment(unit)["DRAIN_SECONDS"]) + SHUTDOWN_PATIENCE + 5
    assert unit["ExecStart"][0].endswith("/forexsignals serve --no-migrate")


def test_the_example_names_settings() -> None:
    names = re.findall(r"^(\w+)=", (FOLDER / "settings.env.example").read_text(), re.MULTILINE)
    assert {"PUBLIC_URL", "ADMIN_TELEGRAM_ID"} <= set(names) <= SETTINGS | {"BACKUP_RECIPIENT"}
    assert not {name.lower() for name in names} & SECRETS


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
def test_systemd_reads_the_units_and_finds_little_exposed(tmp_path: Path) -> None:
    for file in [*SERVICES, FOLDER / "forexsignals-backup.timer"]:
        text = re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", file.read_text(), flags=re.MULTILINE)
        (tmp_path / file.name.replace("@.", "@8001.")).write_text(text)
    units = sorted(str(file) for file in tmp_path.iterdir())
    done = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    limit = f"--threshold={int(EXPOSURE * 10)}"
    for unit in (name for name in units if name.endswith(".service")):
        command = ["systemd-analyze", "security", "--offline=yes", "--no-pager", limit, unit]
        found = subprocess.run(command, capture_output=True, text=True, check=False)
        assert found.returncode == 0, found.stdout[-500:]
