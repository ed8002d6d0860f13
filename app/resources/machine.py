"""How full the memory is that this process lives in."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

_ROOT: Final = Path("/")
_FILES: Final = (
    ("memory.max", "memory.current", "inactive_file"),
    ("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file"),
)
"""Limit, use, and the name of the cache that can be given back, in either version of control groups."""


def memory_used(root: Path = _ROOT) -> float | None:
    """The used share, 0..1, of the machine's memory or of a control group's limit around this process.

    The largest of them, since that one kills first; None where the system does not tell. Cached files that can be given
    back at once do not count as used.
    """
    shares = [share for share in (_of_machine(root), *map(_of_group, _groups(root))) if share is not None]
    return max(shares, default=None)


def _of_machine(root: Path) -> float | None:
    rows = dict(line.split(":", 1) for line in _lines(root / "proc/meminfo"))
    try:
        total, available = (int(rows[name].split()[0]) for name in ("MemTotal", "MemAvailable"))
        return 1 - available / total
    except (KeyError, ValueError, ZeroDivisionError):
        return None


def _groups(root: Path) -> Iterator[Path]:
    """The folders of this process's group and of those around it."""
    for line in _lines(root / "proc/self/cgroup"):
        _, controllers, name = line.split(":", 2)
        if controllers in {"", "memory"}:
            mount = root / "sys/fs/cgroup" / controllers
            group = mount / name.lstrip("/")
            yield from (folder for folder in (group, *group.parents) if folder.is_relative_to(mount))


def _of_group(folder: Path) -> float | None:
    for limit, use, cache in _FILES:
        caches = dict(line.split(" ", 1) for line in _lines(folder / "memory.stat"))
        try:
            bytes_at_most, used = (int(_lines(folder / name)[0]) for name in (limit, use))
            return max(0, used - int(caches.get(cache, 0))) / bytes_at_most
        except (IndexError, ValueError, ZeroDivisionError):
            continue
    return None


def _lines(file: Path) -> list[str]:
    try:
        return file.read_text().splitlines()
    except OSError:
        return []
