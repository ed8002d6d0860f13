"""`forexsignals grant`, `revoke`, `make-admin`, `export-data`, `verify-audit`: through the same services as the API."""

import sys
from typing import Annotated

import typer

from app.cli.session import in_unit
from app.db.unit import Unit
from app.models.users import Role
from app.schemas.subscriptions import Access
from app.services.personal.export import export_person
from app.services.subscriptions import orders
from app.services.subscriptions.audit import verify_audit as verify
from app.services.subscriptions.change import Actor
from app.services.subscriptions.orders import Outcome
from app.services.subscriptions.rights import Term
from app.services.users.standing import change_standing

UserArgument = Annotated[int, typer.Argument(help="Telegram id", min=1)]
ModelArgument = Annotated[str, typer.Argument(help="Model id")]
ReasonOption = Annotated[str, typer.Option(help="Stands in the history; the person may read it")]


def grant(
    telegram_id: UserArgument,
    model_id: ModelArgument,
    days: Annotated[int | None, typer.Option(help="Default: for ever", min=1, max=36_500)] = None,
    reason: ReasonOption = "Granted from the command line",
) -> None:
    """Give a user a model."""

    async def work(unit: Unit) -> Outcome:
        return await orders.grant(
            unit, actor=Actor(), telegram_id=telegram_id, models=[model_id], term=Term(days), reason=reason
        )

    _say(in_unit(work))


def revoke(
    telegram_id: UserArgument, model_id: ModelArgument, reason: ReasonOption = "Revoked from the command line"
) -> None:
    """End a user's right to a model now."""

    async def work(unit: Unit) -> Outcome:
        return await orders.revoke(unit, actor=Actor(), telegram_id=telegram_id, model_id=model_id, reason=reason)

    _say(in_unit(work))


def _say(outcome: Outcome) -> None:
    typer.echo("Done" if outcome.changed else "Nothing had to change")
    _show(outcome.access)


def _show(access: Access) -> None:
    for right in access.subscriptions:
        typer.echo(
            f"  {right.model_id}: {'for ever' if right.expires_at is None else f'until {right.expires_at.isoformat()}'}"
        )
    typer.echo(f"  version {access.subscription_version}")


def make_admin(telegram_id: UserArgument, reason: ReasonOption = "Made admin from the command line") -> None:
    """Make a registered user an admin."""

    async def work(unit: Unit) -> bool:
        return await change_standing(
            unit, actor=Actor(), telegram_id=telegram_id, role=Role.ADMIN, is_blocked=None, reason=reason
        )

    typer.echo("Done" if in_unit(work) else "Already an admin")


def export_data(telegram_id: UserArgument) -> None:
    """Write everything that is held about a person: for one who asks and cannot sign in, such as a blocked one."""
    sys.stdout.buffer.write(in_unit(lambda unit: export_person(unit, telegram_id)) + b"\n")


def verify_audit() -> None:
    """Check every history chain against the live tables; exit 1 if anything is broken."""
    report = in_unit(verify)
    for row in report.broken:
        typer.echo(f"user {row.user_id}, version {row.version}: {row.why}")
    typer.echo(
        f"{report.rows} rows of {report.users} users: {'intact' if report.ok else f'{len(report.broken)} broken'}"
    )
    if not report.ok:
        raise typer.Exit(1)
