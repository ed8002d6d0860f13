"""What `make check` asks about what we ship: known holes in what it depends on, secrets in what is committed.

A finding fails. A service that cannot be asked is said and does not, unless AUDIT=strict: a build without a network is
still a build.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

from detect_secrets.core import baseline
from detect_secrets.core.secrets_collection import SecretsCollection
from detect_secrets.settings import default_settings

ROOT = Path(__file__).parents[1]
KNOWN = ROOT / "deploy/secrets.baseline.json"
"""What looks like a secret and is none, by hash; written anew by `python -m deploy.audit --accept`."""

HASHES = ("requirements/", "frontend/package-lock.json", "deploy/secrets.baseline.json")


class NotAsked(Exception):
    """The service that knows of holes does not answer."""


def python_holes() -> list[str]:
    """Known holes in the versions that requirements/runtime.txt pins. Raises NotAsked."""
    command = [sys.executable, "-m", "pip_audit", "-r", "requirements/runtime.txt", "--require-hashes", "--disable-pip"]
    asked = subprocess.run(
        [*command, "-f", "json", "--progress-spinner", "off"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    try:
        packages = json.loads(asked.stdout)["dependencies"]
    except (ValueError, KeyError):
        raise NotAsked(asked.stderr.strip().rpartition("\n")[2]) from None
    known = [package for package in packages if "skip_reason" not in package]
    if len(known) < len(packages) / 2:
        raise NotAsked(f"it knows {len(known)} of {len(packages)} packages")
    return [f"{each['name']} {each['version']}: {hole['id']}" for each in known for hole in each["vulns"]]


def page_holes() -> list[str]:
    """Known holes in what the pages are built from, those of the tools left out. Raises NotAsked."""
    node = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    command = ["npm", "--prefix", "frontend", "audit", "--omit=dev", "--json"]
    asked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, env=node)
    try:
        found: dict[str, dict[str, object]] = json.loads(asked.stdout)["vulnerabilities"]
    except (ValueError, KeyError):
        raise NotAsked("the registry has no advisories") from None
    return [f"{name}: {hole['severity']}" for name, hole in found.items()]


def committed() -> list[str]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [name for name in listed.stdout.splitlines() if not name.startswith(HASHES) and (ROOT / name).is_file()]


def secrets(known: SecretsCollection) -> list[str]:
    """What is committed, looks like a secret and is not ``known``."""
    found = SecretsCollection()
    found.scan_files(*committed())
    return [f"{secret.filename}:{secret.line_number}: {secret.type}" for _, secret in found - known]


def _accept() -> None:
    """Take what is found now for known."""
    found = SecretsCollection()
    found.scan_files(*committed())
    kept = {"results": baseline.format_for_output(found)["results"]}
    for secret in (secret for listed in kept["results"].values() for secret in listed):
        secret.pop("line_number", None)
    KNOWN.write_text(json.dumps(kept, indent=1) + "\n")


def main() -> int:
    os.chdir(ROOT)
    with default_settings():
        if "--accept" in sys.argv:
            _accept()
            return 0
        known = SecretsCollection.load_from_baseline(json.loads(KNOWN.read_text()))
        findings = [f"a secret? {each}" for each in secrets(known)]
    for what, ask in (("Python packages", python_holes), ("the pages' packages", page_holes)):
        try:
            findings += [f"a known hole: {each}" for each in ask()]
        except NotAsked as why:
            print(f"Known holes in {what} were not looked for: {why}")
            if os.environ.get("AUDIT") == "strict":
                findings.append(f"{what} could not be audited")
    print("\n".join(findings) or "No secret is committed, no hole is known.")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
