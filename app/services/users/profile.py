"""A person's own view: who I am, what I chose."""

from sqlalchemy import cast, select, update
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import col

from app.db.unit import Unit
from app.errors import NoSuchUser
from app.models.users import User
from app.schemas.users import AdminUserRead, Me, Preferences, PreferencesPatch, UserRead
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
    )


async def change_preferences(unit: Unit, telegram_id: int, patch: PreferencesPatch) -> Me:
    """Change what is given; a chosen language is no longer replaced by Telegram's. Raises NoSuchUser."""
    user = await find_user(unit, telegram_id)
    values: dict[str, object] = {"updated_at": await unit.now()}
    if patch.language_code is not None:
        values |= {"language_code": patch.language_code, "language_chosen": True}
    if patch.timezone is not None:
        values["timezone"] = patch.timezone
    if patch.notifications is not None:
        values["notifications"] = col(User.notifications).op("||")(cast(patch.notifications, JSONB))
    await unit.session.execute(update(User).where(col(User.telegram_id) == telegram_id).values(values))
    await unit.session.refresh(user)
    return await read_me(unit, telegram_id)


async def read_for_admin(unit: Unit, telegram_id: int) -> AdminUserRead:
    """Raises NoSuchUser."""
    return AdminUserRead.model_validate(await find_user(unit, telegram_id))
