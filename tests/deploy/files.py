"""What is deployed, as data."""

from pathlib import Path
from typing import Any, Final

import yaml

from app.settings import Settings

ROOT: Final = Path(__file__).parents[2]
SETTINGS: Final = {name.upper() for name in Settings.model_fields} | {"SECRETS_DIR"}
SECRETS: Final = {name for name, field in Settings.model_fields.items() if "SecretStr" in str(field.annotation)}

Json = Any


def documents(text: str) -> list[Json]:
    return [document for document in yaml.safe_load_all(text) if document is not None]


def read(path: str) -> Json:
    """The one document of a file."""
    (document,) = documents((ROOT / path).read_text())
    return document
