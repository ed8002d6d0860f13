"""Commands of an operator, in processes of their own."""

import asyncio
import os
import sys
from pathlib import Path

from app.db.database import DatabaseUrls


async def run_command(database: DatabaseUrls | str, folder: Path, *arguments: str) -> tuple[int, str]:
    """Run a command; return its exit status and all it said."""
    urls = DatabaseUrls(database, database) if isinstance(database, str) else database
    environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(folder)}
    environment |= {"DATABASE_URL": urls.app, "DATABASE_MIGRATION_URL": urls.owner}
    pipe = asyncio.subprocess.PIPE
    command = [sys.executable, "-m", "app.cli", *arguments]
    child = await asyncio.create_subprocess_exec(
        *command, stdout=pipe, stderr=asyncio.subprocess.STDOUT, env=environment
    )
    said, _ = await child.communicate()
    return child.returncode or 0, said.decode()
