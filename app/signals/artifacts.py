"""Trained models on disk: an ONNX graph, which runs no code of its own when loaded, and a manifest beside it."""

import fcntl
import hashlib
import io
import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Final

import numpy as np
from pydantic import BaseModel, ConfigDict, ValidationError

from app.models.market import Timeframe
from app.signals.calibration import Calibration
from app.signals.features import FEATURES, feature_hash
from app.signals.record import ClosedSignals
from app.signals.strategies import STRATEGIES

GROWTH: Final = 1.01
"""A model is out of date once there are this many times the candles that it learnt from."""


class DataRange(BaseModel):
    """The candles of one pair that were learnt from. ``revision`` is that of the series; moments in ISO 8601, UTC."""

    model_config = ConfigDict(frozen=True)

    source: str
    candles: int
    first_closed_at: str
    last_closed_at: str
    revision: int


class Manifest(BaseModel):
    """What a trained model is. Below ``threshold`` (a probability) it keeps silent."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    model_id: str
    timeframe: Timeframe
    strategy_version: int
    feature_hash: str
    code_version: str
    features: list[str]
    medians: list[float]
    calibration: Calibration
    threshold: float
    data: dict[str, DataRange]
    metrics: dict[str, float]
    sha256: str
    backtest_sha256: str

    @property
    def version(self) -> str:
        """A short name of exactly this training: part of every signal that it makes."""
        return f"{self.strategy_version}-{self.learnt_until:%Y-%m-%d}-{self.sha256[:12]}"

    @property
    def learnt_until(self) -> datetime:
        """The close of the last candle that was learnt from."""
        return max(datetime.fromisoformat(part.last_closed_at) for part in self.data.values())

    @property
    def fits_code(self) -> bool:
        """Made by this code, this strategy and these features."""
        strategy = STRATEGIES.get(self.model_id)
        made = (self.code_version, self.feature_hash, self.features)
        return (
            strategy is not None
            and self.strategy_version == strategy.version
            and made == (code_version(), feature_hash(), list(FEATURES))
        )

    def is_current(self, available: Mapping[str, DataRange]) -> bool:
        """Whether this code would learn much the same from what is available now, and has learnt nothing beyond it."""
        if not self.fits_code or self.data.keys() != available.keys():
            return False
        return all(
            known.revision == there.revision
            and known.last_closed_at <= there.last_closed_at
            and there.candles <= known.candles * GROWTH
            for known, there in ((self.data[pair], available[pair]) for pair in available)
        )


def code_version() -> str:
    return version("forexsignals")


class Store:
    """The folder of trained models. Files appear whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def _place(self, model_id: str, timeframe: Timeframe) -> Path:
        return self._folder / timeframe / model_id

    def manifest(self, model_id: str, timeframe: Timeframe) -> Manifest | None:
        """A model's manifest; None where there is none of this model."""
        try:
            text = (self._place(model_id, timeframe) / "manifest.json").read_bytes()
            manifest = Manifest.model_validate_json(text)
        except (OSError, ValidationError):
            return None
        return manifest if (manifest.model_id, manifest.timeframe) == (model_id, timeframe) else None

    def load(self, model_id: str, timeframe: Timeframe) -> tuple[Manifest, bytes] | None:
        """A model and its graph; None where there is none, or one that does not fit this code or its own checksum."""
        manifest = self.manifest(model_id, timeframe)
        if manifest is None or not manifest.fits_code:
            return None
        graph = self._checked(manifest, f"{manifest.sha256}.onnx", manifest.sha256)
        return None if graph is None else (manifest, graph)

    def backtest(self, manifest: Manifest) -> ClosedSignals | None:
        """The walk-forward signals of a model; None where they are missing or not what was saved."""
        content = self._checked(manifest, f"{manifest.backtest_sha256}.npz", manifest.backtest_sha256)
        if content is None:
            return None
        with np.load(io.BytesIO(content), allow_pickle=False) as columns:
            return ClosedSignals(**{name: columns[name] for name in ClosedSignals.__slots__})

    def _checked(self, manifest: Manifest, name: str, sha256: str) -> bytes | None:
        try:
            content = (self._place(manifest.model_id, manifest.timeframe) / name).read_bytes()
        except OSError:
            return None
        return content if hashlib.sha256(content).hexdigest() == sha256 else None

    def stamp(self, model_id: str, timeframe: Timeframe) -> int:
        """Changes whenever a model is saved anew; 0 where there is none."""
        try:
            return (self._place(model_id, timeframe) / "manifest.json").stat().st_mtime_ns
        except OSError:
            return 0

    def save(self, manifest: Manifest, graph: bytes, backtest: ClosedSignals) -> Manifest:
        """Save a model and make it the one that is loaded; return its manifest with the checksums."""
        folder = self._place(manifest.model_id, manifest.timeframe)
        folder.mkdir(parents=True, exist_ok=True)
        buffer = io.BytesIO()
        np.savez_compressed(buffer, **{name: getattr(backtest, name) for name in ClosedSignals.__slots__})
        contents = {"onnx": graph, "npz": buffer.getvalue()}
        digests = {kind: hashlib.sha256(content).hexdigest() for kind, content in contents.items()}
        saved = manifest.model_copy(update={"sha256": digests["onnx"], "backtest_sha256": digests["npz"]})
        for kind, content in contents.items():
            _write(folder / f"{digests[kind]}.{kind}", content)
        _write(folder / "manifest.json", saved.model_dump_json(indent=2).encode())
        for old in (*folder.glob("*.onnx"), *folder.glob("*.npz")):
            if old.stem not in digests.values():
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
