"""A root file system of one's own: this machine's, with a layer above it that takes every change.

Needs root, a mount namespace of its own (see ``with_own_mounts``) and a folder on another file system than the root's.
Nothing below it may be removed while it is mounted.
"""

import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

BASE: Final = Path(sys.base_prefix)
"""The Python that stands for the base image's."""

TMP: Final = Path("/tmp")


def mount(*arguments: str | Path) -> None:
    subprocess.run(["mount", *map(str, arguments)], check=True)


class Root:
    """``lower``: the layers below this one, the nearest first."""

    def __init__(self, folder: Path, lower: Sequence[Path] = ()) -> None:
        self.upper = folder / "upper"
        self.path = folder / "root"
        self._work = folder / "work"
        self.layers = [self.upper, *lower]
        for made in (self.upper, self.path, self._work):
            made.mkdir(parents=True)

    def open(self, *, hidden: Path) -> None:
        """Mount it to be changed; ``hidden``: a folder of this machine that is not to be seen in it."""
        self._mount(f"lowerdir={self._below(self.layers[1:])},upperdir={self.upper},workdir={self._work}")
        for folder in (BASE, *BASE.parents):
            inside = self.inside(folder)
            inside.chmod(inside.stat().st_mode | 0o011)
        self._beside(hidden)

    def seal(self, *, hidden: Path, writable: Mapping[str, Path]) -> None:
        """Mount it again so that nothing in it can be changed but /tmp and what is mounted: places by their paths."""
        for place in writable:
            self.inside(place).mkdir(parents=True, exist_ok=True)
        self.close()
        self._mount(f"ro,lowerdir={self._below(self.layers)}")
        self._beside(hidden)
        for place, folder in writable.items():
            mount("--bind", folder, self.inside(place))

    def close(self) -> None:
        subprocess.run(["umount", "--recursive", str(self.path)], check=True)

    def inside(self, path: str | Path) -> Path:
        return self.path / str(path).lstrip("/")

    def command(self, arguments: Sequence[str], *, user: str, folder: str) -> list[str]:
        enter = 'cd "$0" && exec "$@"'
        return ["chroot", f"--userspec={user}", "--groups=", str(self.path), "sh", "-c", enter, folder, *arguments]

    def copy(self, source: Path, target: Path) -> None:
        """Copy a file, or what is in a folder, with its modes."""
        if source.is_dir():
            shutil.copytree(source, target, symlinks=True, dirs_exist_ok=True)
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target)

    def _below(self, layers: Sequence[Path]) -> str:
        return ":".join([*map(str, layers), "/"])

    def _mount(self, options: str) -> None:
        mount("-t", "overlay", "overlay", "-o", options, self.path)

    def _beside(self, hidden: Path) -> None:
        for name in ("proc", "dev", "sys"):
            mount("--rbind", f"/{name}", self.path / name)
        for place in {hidden, TMP} if TMP not in hidden.parents else {TMP}:
            mount("-t", "tmpfs", "-o", "mode=1777", "tmpfs", self.inside(place))


def with_own_mounts(command: Sequence[str]) -> int:
    """Run a command whose mounts nobody else sees and which end with it; return its status."""
    return subprocess.run(["unshare", "--mount", "--propagation", "private", *command], check=False).returncode
