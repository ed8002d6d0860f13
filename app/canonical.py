"""Canonical JSON and the hash chains built on it."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TypeAlias

CanonicalValue: TypeAlias = "str | int | float | bool | list[CanonicalValue] | Mapping[str, CanonicalValue] | None"

GENESIS = "0" * 64
"""``prev_hash`` of the first row of every chain."""


def canonical_json(value: Mapping[str, CanonicalValue]) -> bytes:
    """Serialise to the bytes of RFC 8785 (JSON Canonicalization Scheme).

    Numbers are integers within 2^53 and fractions between 0.0001 and 0.9999 of at most four digits, whose shortest form
    is the same in Python and in the scheme; prices and times travel as strings. For ASCII keys, sorted keys, no white
    space and unescaped UTF-8 are then the whole of it.
    """
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def timestamp(at: datetime) -> str:
    """RFC 3339 in UTC with microseconds and ``Z``, e.g. ``2026-01-31T09:00:00.000000Z``."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def chain_hash(prev_hash: str, row: Mapping[str, CanonicalValue]) -> str:
    """Return ``sha256(prev_hash || canonical JSON)`` in lower-case hex; ``prev_hash`` enters as its ASCII text."""
    return hashlib.sha256(prev_hash.encode() + canonical_json(row)).hexdigest()
