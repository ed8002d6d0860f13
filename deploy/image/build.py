"""The steps of the Dockerfile without Docker: each stage in a root of its own, RUN as it stands there."""

import json
import os
import re
import shlex
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from deploy.image.dockerfile import Stage, context_files, read_stages
from deploy.image.root import BASE, Root

SYSTEM_PATH = f"{BASE}/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
RECORDED = ("LABEL", "USER", "VOLUME", "EXPOSE", "STOPSIGNAL", "HEALTHCHECK", "CMD")


@dataclass(slots=True)
class Built:
    """A stage after its last step."""

    root: Root
    env: dict[str, str]
    folder: str = "/"
    arguments: dict[str, str] = field(default_factory=dict)


class Builder:
    def __init__(self, source: Path, scratch: Path) -> None:
        self._source = source
        self._scratch = scratch
        self._context = context_files(source)
        self._built: dict[str, Built] = {}

    def build(self) -> tuple[Stage, Built]:
        """Every stage; returns the last one."""
        stages = read_stages((self._source / "Dockerfile").read_text())
        for stage in stages:
            print(f"FROM {stage.base} AS {stage.name}", flush=True)
            below = self._built.get(stage.base)
            root = Root(self._scratch / stage.name, below.root.layers if below else ())
            root.open(hidden=self._source)
            built = Built(root, dict(below.env) if below else {"PATH": SYSTEM_PATH})
            self._built[stage.name] = built
            for step in stage.steps:
                print(f"  {step.instruction} {step.text[:150]}", flush=True)
                self._take(step.instruction, step.text, built)
            if stage is not stages[-1]:
                root.close()
        return stages[-1], self._built[stages[-1].name]

    def _take(self, instruction: str, text: str, built: Built) -> None:
        if instruction == "RUN":
            self._run(text, built)
        elif instruction == "COPY":
            self._copy(text, built)
        elif instruction == "ENV":
            for pair in shlex.split(text):
                name, _, value = pair.partition("=")
                built.env[name] = re.sub(r"\$(\w+)", lambda found: built.env[found[1]], value)
        elif instruction == "ARG":
            name, _, value = text.partition("=")
            built.arguments[name] = value
        elif instruction == "WORKDIR":
            built.folder = text
            built.root.inside(text).mkdir(parents=True, exist_ok=True)
        elif instruction not in RECORDED:
            raise SystemExit(f"{instruction}: not known here; teach deploy/image what it does")

    def _run(self, text: str, built: Built) -> None:
        environment = {**os.environ, **built.arguments, **built.env}
        for name in ("VIRTUAL_ENV", "PYTHONPATH"):
            environment.pop(name, None)
        command = built.root.command(["/bin/sh", "-c", text], user="0:0", folder=built.folder)
        done = subprocess.run(
            command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise SystemExit(f"{done.stdout[-3000:]}\n{done.stderr[-3000:]}\nfailed: RUN {text}")

    def _copy(self, text: str, built: Built) -> None:
        *sources, target = [word for word in text.split() if not word.startswith("--")]
        origin = re.match(r"--from=(\S+)", text)
        place = built.root.inside(Path(built.folder) / target)
        for source in sources:
            if origin is not None:
                found = self._built[origin[1]].root.upper / source.lstrip("/")
                built.root.copy(found, place)
            else:
                self._copy_context(source, place, built.root, into=target.endswith("/") or len(sources) > 1)

    def _copy_context(self, source: str, place: Path, root: Root, *, into: bool) -> None:
        files = [name for name in self._context if name == source or name.startswith(f"{source}/")]
        if not files:
            raise SystemExit(f"COPY {source}: there is no such file in the context")
        for name in files:
            inner = Path(name).relative_to(source)
            file = place / Path(name).name if name == source and into else place / inner
            root.copy(self._source / name, file)


def exec_form(text: str | None) -> list[str]:
    """The words of a CMD, also of a HEALTHCHECK's."""
    words: list[str] = json.loads((text or "")[(text or "").index("[") :])
    return words
