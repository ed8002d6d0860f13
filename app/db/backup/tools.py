"""PostgreSQL's own programs, called so that no password stands in a list of processes or in an error."""

import os
import subprocess
from collections.abc import Mapping
from urllib.parse import parse_qs, unquote, urlsplit

from app.db.embedded import process


class BackupError(Exception):
    """A backup cannot be made, read or restored; nothing has changed. ``code`` is stable, the text is for people."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(f"{text} ({code})")
        self.code = code


def run(program: str, url: str, *arguments: str) -> None:
    """Run one of the package's programs on the database of ``url``. Raises BackupError with its last lines."""
    done = subprocess.run(  # noqa: S603 - our own programs, no shell
        [str(process.binaries() / program), *arguments],
        env={**os.environ, **_environment(url)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BackupError(f"{program}_failed", f"{program}: {done.stderr.strip()[-1500:]}")


def _environment(url: str) -> Mapping[str, str]:
    """A database's address as libpq's variables."""
    parts = urlsplit(url)
    given = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    named = {
        "PGHOST": given.get("host") or parts.hostname,
        "PGPORT": given.get("port") or (str(parts.port) if parts.port else None),
        "PGUSER": given.get("user") or (unquote(parts.username) if parts.username else None),
        "PGPASSWORD": given.get("password") or (unquote(parts.password) if parts.password else None),
        "PGDATABASE": given.get("dbname") or unquote(parts.path.removeprefix("/")),
        "PGSSLMODE": given.get("sslmode"),
        "PGSSLROOTCERT": given.get("sslrootcert"),
        "PGAPPNAME": "forexsignals-backup",
    }
    return {name: value for name, value in named.items() if value}
