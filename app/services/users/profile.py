"""A person's own view: who I am, what I chose."""

from collections.abc import Mapping

from sqlalchemy import ARRAY, ColumnElement, Text, cast, select, update
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import col

from app.db.unit import Unit
from app.errors import NoSuchUser, UnknownModel
from app.models.users import User
from app.schemas.users import AdminUserRead, Me, Preferences, PreferencesPatch, UserRead
from app.services.catalogue import model_ids
from app.services.notifications.outbox import reconsider
from app.services.subscriptions.access import read_access


async def find_user(unit: Unit, telegram_id: int) -> User:
    """Raises NoSuchUser."""
    user = (await unit.session.execute(select(User).where(col(User.telegram_id) == telegram_id))).scalar_one_or_none()
    if user is None:
        raise NoSuchUser
    return user


async def read_me(unit: Unit, telegram_id: int) -> Me:
    """Raises NoSuchUser."""
    user = await find_user(unit, telegram_id)
    return Me(
        user=UserRead.model_validate(user),
        access=await read_access(unit, telegram_id),
        preferences=Preferences.model_validate(user),
        reachability=user.reachability,
    )


async def change_preferences(unit: Unit, telegram_id: int, patch: PreferencesPatch) -> Me:
    """Change what is given; a chosen language is no longer replaced by Telegram's. Raises NoSuchUser, UnknownModel."""
    user = await find_user(unit, telegram_id)
    values: dict[str, object] = {"updated_at": await unit.now()}
    if patch.language_code is not None:
        values |= {"language_code": patch.language_code, "language_chosen": True}
    if "timezone" in patch.model_fields_set:
        values["timezone"] = patch.timezone
    if patch.notifications is not None:
        values["notifications"] = col(User.notifications).op("||")(cast(patch.notifications, JSONB))
    values |= await _message_choices(unit, user, patch)
    await unit.session.execute(update(User).where(col(User.telegram_id) == telegram_id).values(values))
    if patch.model_fields_set & {"quiet_hours", "timezone", "digest"}:
        await reconsider(unit, telegram_id)
    await unit.session.refresh(user)
    return await read_me(unit, telegram_id)


async def _message_choices(unit: Unit, user: User, patch: PreferencesPatch) -> dict[str, object]:
    """The columns of what null can put back to its default. Raises UnknownModel."""
    values: dict[str, object] = {}
    given = patch.model_fields_set
    if "signal_modes" in given:
        values["signal_modes"] = {} if patch.signal_modes is None else await _merged(unit, user, patch.signal_modes)
    if "min_confidence" in given:
        values["min_confidence"] = patch.min_confidence
    if "quiet_hours" in given:
        values["quiet_hours"] = None if patch.quiet_hours is None else patch.quiet_hours.model_dump()
    if "digest" in given:
        values["digest"] = patch.digest is not False
    return values


async def _merged(unit: Unit, user: User, modes: Mapping[str, str | None]) -> ColumnElement[object]:
    """The stored modes with these over them, merged by the database, so that two patches at once keep each other's.

    A model that has left the catalogue can still be taken out. Raises UnknownModel.
    """
    unknown = modes.keys() - await model_ids(unit) - user.signal_modes.keys()
    if unknown:
        raise UnknownModel(model_id=min(unknown))
    chosen = {model_id: mode for model_id, mode in modes.items() if mode is not None}
    stored = col(User.signal_modes).op("||")(cast(chosen, JSONB))
    return stored.op("-")(cast(sorted(modes.keys() - chosen.keys()), ARRAY(Text)))


async def read_for_admin(unit: Unit, telegram_id: int) -> AdminUserRead:
    """Raises NoSuchUser."""
    return AdminUserRead.model_validate(await find_user(unit, telegram_id))
