"""The models' runtime keeps to itself."""

import os
import subprocess
import sys
from pathlib import Path

from tests.market import Market

SCRIPT = """
import sys
from pathlib import Path
from app.signals.predictor import _session
_session(Path(sys.argv[1]).read_bytes())
"""


def test_a_process_that_runs_models_leaves_no_traces_for_its_maker(market: Market, tmp_path: Path) -> None:
    graph = next(market.folder.rglob("*.onnx"))
    environment = {**os.environ, "HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    environment.pop("ORT_DISABLE_TELEMETRY", None)
    subprocess.run([sys.executable, "-c", SCRIPT, str(graph)], env=environment, check=True)
    assert list(tmp_path.iterdir()) == []
