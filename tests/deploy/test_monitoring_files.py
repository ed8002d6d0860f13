"""The alert rules and the dashboard name what there is, and have the limits that the app has."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from app.db.database import DatabaseUrls
from app.resources.monitor import LIMITS
from tests.conftest import client_of, running, settings_for

ROOT = Path(__file__).parents[2]
ALERTS = ROOT / "deploy/prometheus/alerts.yaml"
DASHBOARD = ROOT / "deploy/grafana/dashboard.json"
RUNBOOK = ROOT / "docs/runbooks/alerts.md"
METRIC = re.compile(r"forexsignals_\w+")
LIMIT = re.compile(r"expr: (forexsignals_\w+(?:_ratio|_time_seconds)) (>=?) ([\d.]+)$", re.MULTILINE)


def _limits(text: str) -> Iterator[tuple[str, str, float]]:
    for name, relation, limit in re.findall(
        r"expr: (forexsignals_\w+(?:_ratio|_time_seconds)) (>=?) ([\d.]+)$", text, re.MULTILINE
    ):
        yield name, relation, float(limit)


def test_the_alerts_have_the_figures_limits() -> None:
    names = {
        "response_time": ("forexsignals_response_time_seconds", 1000),
        "error_rate": ("forexsignals_error_ratio", 100),
        "database_connections": ("forexsignals_database_connections_ratio", 100),
        "memory": ("forexsignals_memory_ratio", 100),
    }
    expected = set()
    for figure, limits in LIMITS.items():
        metric, divisor = names[figure]
        expected |= {(metric, ">=", limits.target / divisor), (metric, ">", limits.alert / divisor)}
    assert set(_limits(ALERTS.read_text())) == expected


def test_every_alert_has_its_section_in_the_runbook() -> None:
    text = ALERTS.read_text()
    anchors = {heading.lower() for heading in re.findall(r"^## (\w+)$", RUNBOOK.read_text(), re.MULTILINE)}
    named = re.findall(r"runbook: docs/runbooks/alerts\.md#(\w+)", text)
    alerts = re.findall(r"- alert: (\w+)", text)
    assert len(named) == len(alerts) > 10
    assert set(named) == anchors
    assert all(alert in RUNBOOK.read_text() for alert in alerts)


async def test_alerts_and_dashboard_ask_for_nothing_that_is_not_there(database: DatabaseUrls, tmp_path: Path) -> None:
    token = "a-token-for-tests-only"
    async with running(settings_for(database, tmp_path, metrics_token=token)) as app, client_of(app) as client:
        answer = await client.get("/metrics", headers={"Authorization": f"Bearer {token}"})
    known = set()
    for family in text_string_to_metric_families(answer.text):
        known |= {family.name, f"{family.name}_total", f"{family.name}_bucket"}
    panels = json.loads(DASHBOARD.read_text())["panels"]
    asked = [target["expr"] for panel in panels for target in panel.get("targets", [])]
    assert len(asked) > 20
    assert set(METRIC.findall("\n".join(asked))) <= known
    assert set(re.findall(r"forexsignals_\w+", " ".join(re.findall(r"expr: (.*)", ALERTS.read_text())))) <= known


@pytest.mark.skipif(shutil.which("promtool") is None, reason="promtool is not installed (Debian: prometheus)")
def test_the_alert_rules_fire_when_they_should() -> None:
    command = ["promtool", "test", "rules", "alerts.test.yaml"]
    done = subprocess.run(command, cwd=ALERTS.parent, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
