"""deploy/compose.yaml: only settings that there are, no secret in it, every container held as short as it can be."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from app.cli.serve import SHUTDOWN_PATIENCE
from app.settings import Settings
from tests.deploy.files import ROOT, SECRETS, SETTINGS, Json, read

COMPOSE = "deploy/compose.yaml"
OURS = ("app-a", "app-b", "migrate", "backup")
TEXT = (ROOT / COMPOSE).read_text()


@pytest.fixture(scope="module")
def services() -> Json:
    return read(COMPOSE)["services"]


def test_the_parts_are_there(services: Json) -> None:
    assert set(services) == {*OURS, "db", "caddy", "prometheus", "grafana", "nats"}
    assert services["nats"]["profiles"] == ["nats"]
    assert services["backup"]["profiles"] == ["backup"]


def test_the_environment_of_the_app_is_settings_and_no_secrets(services: Json) -> None:
    for name in OURS:
        environment = set(services[name]["environment"])
        assert environment <= SETTINGS, name
        assert not environment & {secret.upper() for secret in SECRETS - {"event_bus"}}, name
        assert {"ENVIRONMENT", "SECRETS_DIR", "PUBLIC_URL", "ADMIN_TELEGRAM_ID"} <= environment


def test_files_of_secrets_are_settings_and_only_owners_work_gets_the_owner(services: Json) -> None:
    for name in OURS:
        given = set(services[name]["secrets"])
        assert given <= SECRETS, name
        assert {"database_url", "jwt_secret_key", "bot_token"} <= given
        assert ("database_migration_url" in given) == (name in {"migrate", "backup"}), name


def test_every_variable_of_the_file_is_in_the_example() -> None:
    example = (ROOT / "deploy/compose.env.example").read_text()
    for name in set(re.findall(r"\$\{(\w+)", TEXT)) - {"VERSION"}:
        assert re.search(rf"^(# )?{name}=", example, re.MULTILINE), name
    assert not re.search(r"(PASSWORD|SECRET|TOKEN|KEY)=", example)


def test_containers_may_do_little(services: Json) -> None:
    for name, service in services.items():
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert service["read_only"] is True, name
        assert "privileged" not in service, name
        assert re.fullmatch(r"\$\{IMAGE:-.+\}|[\w/-]+:v?\d+\.\d+[\w.-]*", service["image"]), name
    for name in OURS:
        assert services[name]["user"] == "10001:10001"


def test_only_the_edge_is_open_to_the_world(services: Json) -> None:
    for name, service in services.items():
        if name != "caddy":
            assert all(port.startswith("127.0.0.1:") for port in service.get("ports", [])), name
    assert read(COMPOSE)["networks"]["database"]["internal"] is True
    assert set(services["caddy"]["networks"]).isdisjoint(services["db"]["networks"])


def test_a_stop_has_time_for_the_drain_and_what_runs(services: Json) -> None:
    for name in ("app-a", "app-b"):
        grace = int(services[name]["stop_grace_period"].removesuffix("s"))
        assert grace > int(services[name]["environment"]["DRAIN_SECONDS"]) + SHUTDOWN_PATIENCE + 5
        assert services[name]["command"] == ["forexsignals", "serve", "--no-migrate"]
        assert services[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}


def test_the_edge_is_believed_about_addresses(services: Json) -> None:
    (subnet,) = read(COMPOSE)["networks"]["edge"]["ipam"]["config"]
    assert services["app-a"]["environment"]["TRUSTED_PROXIES"] == subnet["subnet"]


def test_what_is_mounted_is_there(services: Json) -> None:
    for service in services.values():
        for volume in service.get("volumes", []):
            source = str(volume).split(":", maxsplit=1)[0]
            if source.startswith("./"):
                assert (ROOT / "deploy" / source).exists(), source


def test_prometheus_loads_the_alerts_and_asks_one_address(services: Json) -> None:
    config = read("deploy/prometheus/prometheus.yaml")
    assert config["rule_files"] == ["alerts.yaml"]
    (scrape,) = config["scrape_configs"]
    assert scrape["job_name"] == "forexsignals"
    assert scrape["authorization"]["credentials_file"] == "/run/secrets/metrics_token"
    assert scrape["static_configs"] == [{"targets": ["app:8000"]}]
    assert services["app-a"]["networks"]["monitoring"]["aliases"] == ["app"]
    assert "metrics_token" in services["prometheus"]["secrets"]


def test_secrets_are_made_once_and_are_good_enough_for_production(tmp_path: Path) -> None:
    folder = tmp_path / "secrets"
    command = [str(ROOT / "deploy/compose/secrets.sh"), str(folder)]
    first = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "bot_token" in first.stderr
    made = {file.name: file.read_text() for file in folder.iterdir()}
    subprocess.run(command, capture_output=True, check=True)
    assert {file.name: file.read_text() for file in folder.iterdir()} == made
    assert {name for name in read(COMPOSE)["secrets"] if name != "bot_token"} == set(made)
    assert folder.stat().st_mode & 0o777 == 0o700
    (folder / "bot_token").write_text("123456:TEST")
    beside = {"environment": "production", "admin_telegram_id": "1", "public_url": "https://app.example.com"}
    settings = Settings(_env_file=None, _secrets_dir=str(folder), **beside)  # type: ignore[arg-type]
    assert settings.metrics_token is not None
    assert settings.database_url is not None
    assert made["postgres_app_password"].strip() in settings.database_url.get_secret_value()


@pytest.mark.skipif(shutil.which("promtool") is None, reason="promtool is not installed (Debian: prometheus)")
def test_prometheus_reads_its_configuration() -> None:
    command = ["promtool", "check", "config", "--syntax-only", "prometheus.yaml"]
    done = subprocess.run(command, cwd=ROOT / "deploy/prometheus", capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
