"""The command line: the same services, clear errors."""

from pathlib import Path

import asyncpg
import httpx

from app.db.database import DatabaseUrls
from tests.commands import run_command
from tests.factories import ADMIN_ID, audit, history, sign_in


async def test_grant_revoke_and_make_admin_stand_in_the_history(
    client: httpx.AsyncClient, database: DatabaseUrls, tmp_path: Path
) -> None:
    admin, person = await sign_in(client, ADMIN_ID), await sign_in(client, 42)
    granted = await run_command(database, tmp_path, "grant", "42", "shadow-stack", "--days", "3", "--reason", "By hand")
    assert granted[0] == 0
    assert "shadow-stack: until" in granted[1]
    assert (await run_command(database, tmp_path, "revoke", "42", "shadow-stack"))[0] == 0
    assert "Nothing had to change" in (await run_command(database, tmp_path, "revoke", "42", "shadow-stack"))[1]
    assert (await run_command(database, tmp_path, "make-admin", "42"))[0] == 0
    assert (await person.get("/api/admin/stats")).status_code == 200
    rows = await history(admin, 42)
    assert [(row["action"], row["admin_id"]) for row in rows[1:]] == [("grant", 0), ("revoke", 0), ("role", 0)]
    assert (await audit(admin))["ok"]


async def test_mistakes_are_sentences_and_exit_1(
    client: httpx.AsyncClient, database: DatabaseUrls, tmp_path: Path
) -> None:
    for arguments in (("grant", "404", "shadow-stack"), ("revoke", "404", "nope")):
        status, said = await run_command(database, tmp_path, *arguments)
        assert status == 1
        assert "Traceback" not in said
    status, said = await run_command("mysql://x", tmp_path, "migrate")
    assert (status, "DATABASE_URL: only postgresql" in said, "Traceback" in said) == (1, True, False)
    status, said = await run_command("postgresql://nobody@127.0.0.1:1/none", tmp_path, "migrate")
    assert (status, "Traceback" in said) == (1, False)


async def test_verify_audit_names_what_is_broken_and_exits_1(
    client: httpx.AsyncClient, database: DatabaseUrls, tmp_path: Path
) -> None:
    await sign_in(client, 42)
    assert await run_command(database, tmp_path, "verify-audit") == (0, "1 rows of 1 users: intact\n")
    connection = await asyncpg.connect(database.owner)
    await connection.execute("SET session_replication_role = replica")
    await connection.execute("UPDATE subscription_history SET reason = 'forged'")
    await connection.close()
    status, said = await run_command(database, tmp_path, "verify-audit")
    assert status == 1
    assert "user 42, version 1: the row does not match its hash" in said


async def test_the_document_can_be_exported(database: DatabaseUrls, tmp_path: Path) -> None:
    target = tmp_path / "openapi.json"
    assert (await run_command(database, tmp_path, "export-openapi", str(target)))[0] == 0
    assert '"/api/auth/login"' in target.read_text()
