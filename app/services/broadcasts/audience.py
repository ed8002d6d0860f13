"""Whom a broadcast is for, and who of them can be told."""

from collections.abc import Mapping
from typing import Final

from sqlalchemy import ColumnElement, case, func, literal, not_, or_, select
from sqlmodel import col

from app.db.unit import Unit
from app.models.users import Reachability, User
from app.schemas.broadcasts import Audience
from app.schemas.subscriptions import UserFilter
from app.services.users.search import conditions

_READS_RUSSIAN: Final = func.coalesce(col(User.language_code), "").ilike("ru%")


def why_not() -> ColumnElement[str | None]:
    """The code of why a person is left out, null for who is told."""
    return case(
        (col(User.is_blocked), literal("account_blocked")),
        (col(User.reachability) != Reachability.OK.value, col(User.reachability)),
        (func.coalesce(col(User.notifications)["broadcast"].astext, "on") == "off", literal("muted")),
        else_=None,
    )


def audience_conditions(audience: Audience) -> list[ColumnElement[bool]]:
    """The WHERE clauses of an audience."""
    wanted = UserFilter(**audience.model_dump(exclude={"language"}))
    found = conditions(wanted)
    if audience.language is not None:
        russian = or_(_READS_RUSSIAN)
        found.append(russian if audience.language == "ru" else not_(russian))
    return found


async def count_audience(unit: Unit, audience: Audience) -> Mapping[tuple[str, str | None], int]:
    """People by language and by why they are left out."""
    language = case((_READS_RUSSIAN, literal("ru")), else_=literal("en")).label("language")
    why = why_not().label("why")
    query = select(language, why, func.count()).where(*audience_conditions(audience)).group_by(language, why)
    return {(row[0], row[1]): row[2] for row in (await unit.session.execute(query)).all()}
