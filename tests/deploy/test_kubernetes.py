"""deploy/kubernetes: restricted pods, probes and grace that fit the app, only settings that there are."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.cli.serve import SHUTDOWN_PATIENCE
from tests.deploy.files import ROOT, SECRETS, SETTINGS, Json, documents, read

FOLDER = ROOT / "deploy/kubernetes"
BACKUP_ONLY = {"BACKUP_RECIPIENT"}


def _sources(kustomization: Path) -> Iterator[Json]:
    """The documents that a kustomization names, without what it makes of them."""
    named = documents(kustomization.read_text())[0]
    for name in named.get("resources", []) + named.get("components", []):
        place = (kustomization.parent / name).resolve()
        if place.is_dir():
            yield from _sources(place / "kustomization.yaml")
        else:
            yield from documents(place.read_text())


@pytest.fixture(scope="module")
def resources() -> list[Json]:
    return list(_sources(FOLDER / "example/kustomization.yaml"))


def _one(resources: list[Json], kind: str) -> Json:
    (found,) = (each for each in resources if each["kind"] == kind)
    return found


def _pods(resources: list[Json]) -> dict[str, Json]:
    ways = {
        "Deployment": ("spec", "template", "spec"),
        "Job": ("spec", "template", "spec"),
        "CronJob": ("spec", "jobTemplate", "spec", "template", "spec"),
    }
    pods = {}
    for resource in resources:
        if resource["kind"] in ways:
            pod = resource
            for step in ways[resource["kind"]]:
                pod = pod[step]
            pods[resource["kind"]] = pod
    return pods


def test_pods_are_restricted(resources: list[Json]) -> None:
    pods = _pods(resources)
    assert set(pods) == {"Deployment", "Job", "CronJob"}
    for kind, pod in pods.items():
        assert pod["securityContext"]["runAsNonRoot"] is True, kind
        assert pod["securityContext"]["runAsUser"] == 10001, kind
        assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}, kind
        assert pod["automountServiceAccountToken"] is False, kind
        for container in pod["containers"] + pod.get("initContainers", []):
            assert container["securityContext"] == {
                "allowPrivilegeEscalation": False,
                "readOnlyRootFilesystem": True,
                "capabilities": {"drop": ["ALL"]},
            }, kind
            assert container["resources"]["requests"], kind
            assert container["resources"]["limits"]["memory"], kind
            assert {mount["name"] for mount in container["volumeMounts"]} <= {each["name"] for each in pod["volumes"]}
            assert {"/data", "/tmp"} <= {mount["mountPath"] for mount in container["volumeMounts"]}, kind


def test_a_roll_takes_nobody_away_before_another_is_ready(resources: list[Json]) -> None:
    spec = _one(resources, "Deployment")["spec"]
    assert spec["strategy"]["rollingUpdate"] == {"maxSurge": 1, "maxUnavailable": 0}
    (container,) = spec["template"]["spec"]["containers"]
    assert container["command"] == ["forexsignals", "serve", "--no-migrate"]
    paths = {name: container[f"{name}Probe"]["httpGet"]["path"] for name in ("startup", "liveness", "readiness")}
    assert paths == {"startup": "/healthz", "liveness": "/healthz", "readiness": "/readyz"}
    drain = int(_settings(FOLDER / "base/kustomization.yaml")["DRAIN_SECONDS"])
    probe = container["readinessProbe"]
    assert drain > probe["periodSeconds"] * probe["failureThreshold"]
    assert spec["template"]["spec"]["terminationGracePeriodSeconds"] > drain + SHUTDOWN_PATIENCE + 5


def test_what_selects_the_app_selects_it_alone(resources: list[Json]) -> None:
    labels = _one(resources, "Deployment")["spec"]["template"]["metadata"]["labels"]
    assert _one(resources, "Deployment")["spec"]["selector"]["matchLabels"] == labels
    assert _one(resources, "PodDisruptionBudget")["spec"]["selector"]["matchLabels"] == labels
    services = {each["metadata"]["name"]: each["spec"] for each in resources if each["kind"] == "Service"}
    assert services["forexsignals"]["selector"] == labels
    for kind in ("Job", "CronJob"):
        assert str(labels["app.kubernetes.io/component"]) not in str(_one(resources, kind)["spec"].get("selector"))
    assert services["forexsignals-nowhere"]["selector"] != labels


def _settings(kustomization: Path) -> dict[str, str]:
    (generated,) = documents(kustomization.read_text())[0]["configMapGenerator"]
    return dict(line.split("=", 1) for line in generated["literals"])


def test_the_environment_is_settings_and_no_secrets() -> None:
    together: dict[str, str] = {}
    for name in ("base", "example"):
        together |= _settings(FOLDER / name / "kustomization.yaml")
    assert set(together) - BACKUP_ONLY <= SETTINGS
    assert not set(together) & {secret.upper() for secret in SECRETS}


def test_the_example_of_secrets_is_settings_and_placeholders() -> None:
    app, owner = documents((FOLDER / "example/secrets.example.yaml").read_text())
    assert set(app["stringData"]) | set(owner["stringData"]) <= SECRETS
    assert set(owner["stringData"]) == {"database_migration_url"}
    for value in (app["stringData"] | owner["stringData"]).values():
        assert re.search("PLACEHOLDER|PASSWORD", value)
    assert "secrets.example.yaml" not in (FOLDER / "example/kustomization.yaml").read_text().split("resources:")[1]


def test_the_ingress_keeps_sockets_and_hides_metrics(resources: list[Json]) -> None:
    ingress = _one(resources, "Ingress")
    times = [
        ingress["metadata"]["annotations"][f"nginx.ingress.kubernetes.io/proxy-{way}-timeout"]
        for way in ("read", "send")
    ]
    assert times == ["3600", "3600"]
    (rule,) = ingress["spec"]["rules"]
    to = {path["path"]: path["backend"]["service"]["name"] for path in rule["http"]["paths"]}
    assert to == {"/metrics": "forexsignals-nowhere", "/": "forexsignals"}


def test_namespaces_enforce_it() -> None:
    labels = read("deploy/kubernetes/example/namespace.yaml")["metadata"]["labels"]
    assert labels["pod-security.kubernetes.io/enforce"] == "restricted"


@pytest.mark.skipif(shutil.which("kubectl") is None, reason="kubectl is not installed")
def test_kustomize_makes_of_it_what_a_cluster_takes() -> None:
    command = ["kubectl", "kustomize", str(FOLDER / "example")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    made = documents(done.stdout)
    deployment = _one(made, "Deployment")
    (config,) = (each["metadata"]["name"] for each in made if each["kind"] == "ConfigMap")
    images = {container["image"] for pod in _pods(made).values() for container in pod["containers"]}
    assert images == {"registry.example.com/forexsignals:0.1.0"}
    assert "replicas" not in deployment["spec"], "the autoscaler's"
    for pod in _pods(made).values():
        for container in pod["containers"] + pod.get("initContainers", []):
            assert container["envFrom"] == [{"configMapRef": {"name": config}}]
    network = _one(made, "NetworkPolicy")["spec"]["podSelector"]["matchLabels"]
    assert network.items() <= deployment["spec"]["template"]["metadata"]["labels"].items()
    assert all(each["kind"] == "Namespace" or each["metadata"]["namespace"] == "forexsignals" for each in made)
