"""The file: a tar of a note (`manifest.json`) and PostgreSQL's dump, encrypted with age where a recipient is given."""

import hashlib
import json
import os
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final, Literal, NamedTuple

import pyrage
from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from app.db.backup.tools import BackupError

FORMAT: Final = 1
DUMP: Final = "database.dump"
NOTE: Final = "manifest.json"

_AGE: Final = b"age-encryption.org/"


class Snapshot(NamedTuple):
    """What a dump is of: the moment, the migration, the server's version, and how many rows each table has."""

    made_at: datetime
    revision: str
    server_version: str
    rows: dict[str, int]


class Manifest(BaseModel):
    """A snapshot as the file keeps it. ``dump``: SHA-256 of PostgreSQL's dump, in hex."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    format: Literal[1] = FORMAT
    made_at: AwareDatetime
    revision: str
    server_version: str
    rows: dict[str, int]
    dump: str


def write_archive(file: Path, dump: Path, taken: Snapshot, *, recipient: str | None) -> Manifest:
    """Put a dump and its note into ``file``, which must not exist; it is there whole or not at all.

    ``recipient``: an age public key (`age1...`). Raises BackupError.
    """
    manifest = Manifest(**taken._asdict(), dump=digest(dump))
    note = dump.with_name(NOTE)
    note.write_text(manifest.model_dump_json(indent=1))
    plain = dump.with_name("archive.tar")
    with tarfile.open(plain, "w") as tar:
        tar.add(note, NOTE)
        tar.add(dump, DUMP)
    with _appearing(file) as draft:
        if recipient is None:
            plain.replace(draft)
        else:
            pyrage.encrypt_file(str(plain), str(draft), [_recipient(recipient)])
    return manifest


@contextmanager
def read_archive(file: Path, identity: Path | None) -> Iterator[tuple[Manifest, Path]]:
    """The note and the dump for the time of a block, the dump's hash checked. Raises BackupError."""
    with tempfile.TemporaryDirectory(prefix="forexsignals-restore-") as folder:
        plain = _decrypted(file, identity, Path(folder)) if _is_encrypted(file) else file
        try:
            with tarfile.open(plain) as tar:
                note = tar.extractfile(NOTE)
                manifest = Manifest.model_validate(json.load(note) if note else None)
                tar.extract(DUMP, folder, filter="data")
        except (tarfile.TarError, KeyError, ValueError, ValidationError, EOFError) as error:
            raise BackupError("backup_damaged", f"{file} is no backup of this product, or is damaged") from error
        dump = Path(folder) / DUMP
        if digest(dump) != manifest.dump:
            raise BackupError("backup_damaged", f"{file} is damaged: the dump is not the one that was put in")
        yield manifest, dump


def digest(file: Path) -> str:
    with file.open("rb") as read:
        return hashlib.file_digest(read, "sha256").hexdigest()


def _is_encrypted(file: Path) -> bool:
    with file.open("rb") as read:
        return read.read(len(_AGE)) == _AGE


def _decrypted(file: Path, identity: Path | None, folder: Path) -> Path:
    if identity is None:
        raise BackupError("key_missing", f"{file} is encrypted; name the file of the secret key with --identity")
    keys = [line.strip() for line in identity.read_text().splitlines() if line.strip() and not line.startswith("#")]
    plain = folder / "archive.tar"
    try:
        pyrage.decrypt_file(str(file), str(plain), [pyrage.x25519.Identity.from_str(key) for key in keys])
    except pyrage.IdentityError:
        raise BackupError("key_wrong", f"{identity} holds no age secret key") from None
    except (pyrage.DecryptError, OSError):
        raise BackupError("backup_damaged", f"{file} is damaged, or is not encrypted to this key") from None
    return plain


def _recipient(text: str) -> pyrage.x25519.Recipient:
    try:
        return pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError:
        raise BackupError("key_wrong", f"{text} is no age public key (age1...)") from None


@contextmanager
def _appearing(file: Path) -> Iterator[Path]:
    """A draft beside ``file`` that takes its name at the end of the block, for its owner's eyes only."""
    if file.exists():
        raise BackupError("file_exists", f"{file} exists already")
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    try:
        yield draft
        draft.chmod(0o600)
        with draft.open("rb") as written:
            os.fsync(written.fileno())
        draft.rename(file)
    finally:
        draft.unlink(missing_ok=True)
