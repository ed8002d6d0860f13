"""`forexsignals backup` and `restore`: the whole database in one file, and back."""

import asyncio
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from app.cli.session import in_unit, opened_unit
from app.db.backup import (
    BackupError,
    Manifest,
    dump_to,
    read_archive,
    refuse_in_use,
    replaced,
    restore_from,
    write_archive,
)
from app.db.database import DatabaseUrls, database
from app.db.migrate import knows, migrate
from app.services.ledger_check import check_ledgers
from app.services.restored import deleted_since, forget_again, settle
from app.services.subscriptions.audit import verify_audit
from app.settings import load_settings

Say = Callable[[str], None]
Deleted = Annotated[
    Path | None,
    typer.Option(help="Telegram ids, one a line, of people deleted since the backup", exists=True, dir_okay=False),
]

console = Console(stderr=True)


def backup(
    file: Annotated[Path | None, typer.Argument(help="Default: forexsignals-<moment>.backup in this folder")] = None,
    recipient: Annotated[
        str | None, typer.Option(help="Encrypt to this age public key (age1...), whose secret key is kept elsewhere")
    ] = None,
) -> None:
    """Write everything in the database, as it is at this moment, into one file. Nobody waits for it."""
    file = file or Path(f"forexsignals-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.backup")
    if file.exists():
        raise BackupError("file_exists", f"{file} exists already")
    with (
        tempfile.TemporaryDirectory(prefix=".backup-", dir=file.absolute().parent) as folder,
        database(load_settings()) as urls,
        console.status("Backing up") as status,
    ):
        manifest = asyncio.run(_write(file, Path(folder), urls, recipient, status.update))
    size = file.stat().st_size
    typer.echo(f"{file}: {sum(manifest.rows.values())} rows, {size} bytes, {'' if recipient else 'not '}encrypted")


async def _write(file: Path, folder: Path, urls: DatabaseUrls, recipient: str | None, say: Say) -> Manifest:
    dump = folder / "database.dump"
    taken = await dump_to(dump, urls.owner, say=say)
    say("encrypting" if recipient else "writing")
    return write_archive(file, dump, taken, recipient=recipient)


def deletions(
    since: Annotated[datetime, typer.Argument(help="Such as that of a backup", formats=["%Y-%m-%dT%H:%M:%SZ"])],
) -> None:
    """Write the ids of who was deleted since a moment in UTC: what `restore --deleted` takes on another host."""
    moment = since.replace(tzinfo=UTC)
    for telegram_id in in_unit(lambda unit: deleted_since(unit, "public", moment)):
        typer.echo(telegram_id)


def restore(
    file: Annotated[Path, typer.Argument(help="What `backup` wrote", exists=True, dir_okay=False)],
    identity: Annotated[Path | None, typer.Option(help="File with the age secret key", exists=True)] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="The database is not empty: move what is there aside")
    ] = False,
    deleted: Deleted = None,
) -> None:
    """Put a backup into the configured database, upgrade it, verify it. What fails leaves what was there.

    Who was deleted after the backup is deleted again: as the replaced database tells, and those of `--deleted`.
    """
    ids = [] if deleted is None else _ids_in(deleted)
    with database(load_settings()) as urls, read_archive(file, identity) as (manifest, dump):
        if not knows(manifest.revision):
            raise BackupError("too_new", f"The backup is of migration {manifest.revision}, which this version has not")
        with console.status("Restoring") as status:
            kept, gone = asyncio.run(_restore(urls, manifest, dump, ids, replace=replace, say=status.update))
    typer.echo(
        f"Restored as of {manifest.made_at.isoformat()}; history and ledger are intact; everybody signs in again"
    )
    typer.echo(f"{gone} people who had been deleted since were deleted again")
    if kept is not None:
        typer.echo(f"What was there is in the schema {kept}. Once nobody misses it: DROP SCHEMA {kept} CASCADE")


def _ids_in(file: Path) -> list[int]:
    try:
        return [int(line) for line in file.read_text().split()]
    except ValueError:
        raise BackupError("not_ids", f"{file} holds something else than Telegram ids, one a line") from None


async def _restore(
    urls: DatabaseUrls, manifest: Manifest, dump: Path, deleted: list[int], *, replace: bool, say: Say
) -> tuple[str | None, int]:
    """Return where what was there is now, if anything was, and how many people were deleted again."""
    async with replaced(urls.owner, allowed=replace) as kept:
        say(f"restoring {sum(manifest.rows.values()):,} rows")
        await restore_from(dump, manifest, urls.owner)
        say("upgrading")
        await asyncio.to_thread(migrate, urls)
        say("verifying history and ledger")
        await _verify(urls)
        async with opened_unit(urls.owner) as unit:
            since = [] if kept is None else await deleted_since(unit, kept, manifest.made_at)
            gone = await forget_again(unit, [*deleted, *since])
        return kept, gone


def recovered(deleted: Deleted = None) -> None:
    """Verify a database that has come back at an earlier moment by its log or by a snapshot, and settle it.

    As `restore` does: messages that were waiting are dropped, everybody signs in again.
    """
    ids = [] if deleted is None else _ids_in(deleted)
    with database(load_settings()) as urls, console.status("Verifying history and ledger"):
        migrate(urls)
        gone = asyncio.run(_recovered(urls, ids))
    typer.echo("History and ledger are intact; everybody signs in again")
    typer.echo(f"{gone} people who had been deleted since were deleted again")


async def _recovered(urls: DatabaseUrls, deleted: list[int]) -> int:
    await refuse_in_use(urls.owner)
    await _verify(urls)
    async with opened_unit(urls.owner) as unit:
        return await forget_again(unit, deleted)


async def _verify(urls: DatabaseUrls) -> None:
    """Check the chains, then end what may not go on. Raises BackupError with nothing changed."""
    async with opened_unit(urls.owner) as unit:
        history = await verify_audit(unit)
    async with opened_unit(urls.owner) as unit:
        signals = await check_ledgers(unit, None)
    if not history.ok or not signals.ok:
        broken = len(history.broken) + len(signals.broken)
        raise BackupError("not_intact", f"{broken} rows do not verify; nothing was changed")
    async with opened_unit(urls.owner) as unit:
        await settle(unit)
