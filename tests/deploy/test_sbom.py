"""The bills of materials name what is locked, all of it."""

import json
import re

from packaging.markers import Marker

from deploy.sbom import pages_bom, python_bom
from tests.deploy.files import ROOT


def test_every_locked_package_is_in_it_with_its_hashes() -> None:
    lock = (ROOT / "requirements/runtime.txt").read_text()
    pins = re.findall(r"^(\S+)==(\S+)(?: ; (.*?))? \\$", lock, re.MULTILINE)
    here = {(name, version) for name, version, marker in pins if not marker or Marker(marker).evaluate()}
    bom = python_bom()
    assert {(each.name, each.version) for each in bom.components} == here
    assert len(here) > 80
    assert all(each.hashes and str(each.purl).startswith("pkg:pypi/") for each in bom.components)
    assert sum(bool(each.licenses) for each in bom.components) > 0.9 * len(here)
    needs = {str(each.ref): {str(inner.ref) for inner in each.dependencies} for each in bom.dependencies}
    (fastapi,) = (ref for ref in needs if ref.startswith("fastapi@"))
    assert any(ref.startswith("starlette@") for ref in needs[fastapi])


def test_the_pages_have_what_they_are_served_with_and_no_tools() -> None:
    bom = pages_bom()
    names = {str(each.purl).removeprefix("pkg:npm/").rpartition("@")[0].replace("%40", "@") for each in bom.components}
    wanted = set(json.loads((ROOT / "frontend/package.json").read_text())["dependencies"])
    assert {"react", "scheduler"} | wanted <= names
    assert not names & {"vite", "eslint", "typescript"}
    assert all(each.hashes and each.licenses for each in bom.components)
    needs = {str(each.ref): {str(inner.ref) for inner in each.dependencies} for each in bom.dependencies}
    (dom,) = (ref for ref in needs if ref.startswith("react-dom@"))
    assert any(ref.startswith("scheduler@") for ref in needs[dom])
