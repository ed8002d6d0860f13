"""Trained models on disk: an ONNX graph, which runs no code of its own when loaded, and a manifest beside it."""

import fcntl
import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from app.signals.features import FEATURES, feature_hash
from app.signals.strategies import STRATEGIES


class Manifest(BaseModel):
    """What a trained model is. ``slope`` and ``offset`` calibrate its raw probability; days in ISO form, inclusive."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    model_id: str
    strategy_version: int
    feature_hash: str
    code_version: str
    features: list[str]
    medians: list[float]
    slope: float
    offset: float
    first_day: str
    last_day: str
    metrics: dict[str, float]
    sha256: str

    @property
    def version(self) -> str:
        """A short name of exactly this training: part of every signal that it makes."""
        return f"{self.strategy_version}-{self.last_day}-{self.sha256[:12]}"

    def is_current(self, last_day: str | None = None) -> bool:
        """Made by this code and learner, up to ``last_day`` if one is given; features are checked when it is loaded."""
        strategy = STRATEGIES.get(self.model_id)
        same_code = strategy is not None and (self.strategy_version, self.code_version) == (
            strategy.version,
            code_version(),
        )
        return same_code and last_day in {None, self.last_day}


def code_version() -> str:
    return version("forexsignals")


class Store:
    """The folder of trained models. Files appear whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def load(self, model_id: str) -> tuple[Manifest, bytes] | None:
        """A model and its graph; None where there is none, or one that does not fit this code or its own checksum."""
        try:
            manifest = Manifest.model_validate_json((self._folder / model_id / "manifest.json").read_bytes())
            graph = (self._folder / model_id / f"{manifest.sha256}.onnx").read_bytes()
        except (OSError, ValidationError):
            return None
        fits = (
            manifest.feature_hash == feature_hash()
            and manifest.features == list(FEATURES)
            and manifest.model_id == model_id
        )
        return (manifest, graph) if fits and hashlib.sha256(graph).hexdigest() == manifest.sha256 else None

    def stamp(self, model_id: str) -> int:
        """Changes whenever a model is saved anew; 0 where there is none."""
        try:
            return (self._folder / model_id / "manifest.json").stat().st_mtime_ns
        except OSError:
            return 0

    def save(self, manifest: Manifest, graph: bytes) -> Manifest:
        """Save a model and make it the one that is loaded; return its manifest with the checksum."""
        folder = self._folder / manifest.model_id
        folder.mkdir(parents=True, exist_ok=True)
        saved = manifest.model_copy(update={"sha256": hashlib.sha256(graph).hexdigest()})
        _write(folder / f"{saved.sha256}.onnx", graph)
        _write(folder / "manifest.json", saved.model_dump_json(indent=2).encode())
        for old in folder.glob("*.onnx"):
            if old.stem != saved.sha256:
                old.unlink()
        return saved

    @contextmanager
    def training(self) -> Iterator[None]:
        """Hold the right to train; wait for whoever holds it. The kernel takes it back from the dead."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with (self._folder / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _write(path: Path, content: bytes) -> None:
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with draft.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
