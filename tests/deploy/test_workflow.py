"""The workflow: what people run, few permissions, exact versions, a release only from a tag."""

import re

import pytest

from tests.deploy.files import ROOT, Json, read

TEXT = (ROOT / ".github/workflows/ci.yaml").read_text()


@pytest.fixture(scope="module")
def jobs() -> Json:
    return read(".github/workflows/ci.yaml")["jobs"]


def test_it_runs_the_two_commands_that_people_run(jobs: Json) -> None:
    commands = [step.get("run") for step in jobs["code"]["steps"]]
    ours = re.findall(r"^make \w+$", (ROOT / ".ci/run").read_text(), re.MULTILINE)
    assert ours == ["make check", "make test"]
    assert [command for command in commands if command in ours] == ours


def test_nobody_may_write_but_who_publishes_a_tag(jobs: Json) -> None:
    assert read(".github/workflows/ci.yaml")["permissions"] == {}
    for name, job in jobs.items():
        writes = {what for what, how in job["permissions"].items() if how == "write"}
        assert writes == ({"id-token", "attestations"} if name == "publish" else set()), name
        assert job["timeout-minutes"], name
    assert jobs["publish"]["if"] == "startsWith(github.ref, 'refs/tags/v')"
    assert set(jobs["publish"]["needs"]) == {"code", "image"}


def test_actions_have_exact_versions() -> None:
    used = re.findall(r"uses: (\S+)", TEXT)
    assert len(used) > 8
    for action in used:
        assert re.fullmatch(r"[\w./-]+@(v\d+\.\d+\.\d+|[0-9a-f]{40})", action), action


def test_secrets_are_only_in_the_release() -> None:
    before, _, release = TEXT.partition("\n  publish:\n")
    inner = r"\$\{\{(.*?)\}\}"
    assert not [each for each in re.findall(inner, before) if "secrets." in each]
    assert [each for each in re.findall(inner, release) if "secrets." in each]
    for expression in re.findall(inner, TEXT):
        assert "github.event" not in expression, "what strangers write is not put into commands"
