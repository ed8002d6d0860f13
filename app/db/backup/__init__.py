"""Backups: one file with the database as it was at one moment, and a note of what is in it."""

from app.db.backup.archive import Manifest, read_archive, write_archive
from app.db.backup.dump import dump_to
from app.db.backup.restore import refuse_in_use, replaced, restore_from
from app.db.backup.tools import BackupError

__all__ = [
    "BackupError",
    "Manifest",
    "dump_to",
    "read_archive",
    "refuse_in_use",
    "replaced",
    "restore_from",
    "write_archive",
]
