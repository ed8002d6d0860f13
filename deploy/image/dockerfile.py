"""The Dockerfile as data: its stages and their steps, nothing interpreted."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple


class Step(NamedTuple):
    instruction: str
    text: str


@dataclass(slots=True)
class Stage:
    name: str
    base: str
    steps: list[Step] = field(default_factory=list)

    def last(self, instruction: str) -> str | None:
        """The text of the last step with an instruction."""
        return next((step.text for step in reversed(self.steps) if step.instruction == instruction), None)


def read_stages(text: str) -> list[Stage]:
    """The stages in their order; one without a name is called by its number."""
    lines = [line for line in text.splitlines() if not re.match(r"\s*#", line)]
    joined = re.sub(r"\\\n\s*", " ", "\n".join(lines))
    stages: list[Stage] = []
    for line in filter(str.strip, joined.splitlines()):
        instruction, _, rest = line.strip().partition(" ")
        if instruction == "FROM":
            base, _, name = rest.partition(" AS ")
            stages.append(Stage(name.strip() or str(len(stages)), base.strip()))
        else:
            stages[-1].steps.append(Step(instruction, rest.strip()))
    return stages


def context_files(root: Path) -> list[str]:
    """What `docker build` would send of a folder, by its .dockerignore: the last rule that fits a file decides."""
    lines = [line.strip() for line in (root / ".dockerignore").read_text().splitlines()]
    rules = [(not line.startswith("!"), _pattern(line.lstrip("!"))) for line in lines if line and line[0] != "#"]
    kept = []
    for name in _named(rules, root):
        ignored = False
        for ignores, pattern in rules:
            if pattern.fullmatch(name):
                ignored = ignores
        if not ignored:
            kept.append(name)
    return sorted(kept)


def _named(rules: list[tuple[bool, re.Pattern[str]]], root: Path) -> list[str]:
    """Files below those of the root's entries that a rule lets in; the others are not walked through."""
    entries = [
        entry for entry in root.iterdir() if any(not ignores and p.fullmatch(entry.name) for ignores, p in rules)
    ]
    files = [file for entry in entries for file in ([entry] if entry.is_file() else entry.rglob("*")) if file.is_file()]
    return [str(file.relative_to(root)) for file in files]


def _pattern(rule: str) -> re.Pattern[str]:
    """A rule fits a path and everything below it."""
    parts = re.escape(rule.strip("/")).replace(r"\*\*/", "(?:.*/)?").replace(r"\*", "[^/]*")
    return re.compile(f"{parts}(?:/.*)?")
