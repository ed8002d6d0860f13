"""A Chromium on any machine: the one that ``CHROMIUM_PATH`` names, else the one in an npm package of the front end."""

import json
import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

ROOT: Final = Path(__file__).parents[2]
FRONTEND: Final = ROOT / "frontend"
_PACKAGE: Final = FRONTEND / "node_modules" / "@sparticuz" / "chromium"

FLAGS: Final = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-sync",
    "--font-render-hinting=none",
    "--no-default-browser-check",
    "--no-first-run",
    "--no-pings",
)

_FONTS: Final = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>{folder}/fonts/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>{folder}/fonts/cache</cachedir>
  <alias binding="strong"><family>sans-serif</family><prefer><family>Open Sans</family></prefer></alias>
  <alias binding="strong"><family>system-ui</family><prefer><family>Open Sans</family></prefer></alias>
</fontconfig>
"""
"""Text is as wide on a machine without fonts as on any other."""


@dataclass(frozen=True, slots=True)
class Chromium:
    """A program to start, and what its environment needs beside ours."""

    executable: Path
    environment: dict[str, str]


def find_chromium(spare: Path) -> Chromium:
    """The browser to use; one is unpacked once below ``var/`` or, where that is not ours to write, in ``spare``."""
    if named := os.environ.get("CHROMIUM_PATH"):
        return Chromium(Path(named), {})
    if not _PACKAGE.is_dir():
        raise AssertionError(f"{_PACKAGE} is missing: run `make setup`, or name a browser with CHROMIUM_PATH")
    version = json.loads((_PACKAGE / "package.json").read_text())["version"]
    folder = _unpacked(ROOT / "var" / "browser" / version) or _unpacked(spare / version)
    if folder is None:
        raise AssertionError(f"no browser could be unpacked into {spare}")
    executable = folder / "chromium"
    environment = {"FONTCONFIG_PATH": str(folder / "fonts"), "FONTCONFIG_FILE": str(folder / "fonts" / "fonts.conf")}
    if "not found" in subprocess.run(["ldd", executable], capture_output=True, text=True, check=False).stdout:
        environment["LD_LIBRARY_PATH"] = str(folder / "al2023" / "lib")
    return Chromium(executable, environment)


def _unpacked(folder: Path) -> Path | None:
    """The folder with a browser in it; None where it can neither be used nor made.

    It is made aside and renamed, so that a run beside this one, or one that was broken off, leaves no half of it.
    """
    if os.access(folder / "chromium", os.X_OK):
        return folder
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(dir=folder.parent))
    except OSError:
        return None
    try:
        node = ROOT / ".venv" / "bin" / "node"
        program = node if node.exists() else "node"
        command = [program, Path(__file__).with_name("unpack.mjs"), FRONTEND]
        subprocess.run(command, env={**os.environ, "TMPDIR": str(aside)}, check=True)
        (aside / "fonts" / "fonts.conf").write_text(_FONTS.format(folder=escape(str(folder))))
        (aside / "chromium").chmod(0o755)
        aside.chmod(0o755)
        aside.rename(folder)
    except OSError:
        return folder if os.access(folder / "chromium", os.X_OK) else None
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return folder
