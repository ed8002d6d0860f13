"""From launch data or a refresh token to a pair of tokens."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlmodel import col

from app.db.unit import Unit
from app.errors import InvalidLaunchData, LaunchDataExpired
from app.integrations.telegram.init_data import ExpiredInitData, InvalidInitData, verify_init_data
from app.models.users import User
from app.schemas.auth import Tokens
from app.schemas.users import UserRead
from app.services.auth.sessions import Device, Ticket, open_session, rotate
from app.services.subscriptions.access import issue_token, read_standing
from app.services.tokens import TokenSigner
from app.services.users.register import known_zone, welcome
from app.settings import Settings


@dataclass(frozen=True, slots=True)
class Authenticator:
    """Signs people in. The only way in is launch data signed with the bot's token."""

    settings: Settings
    signer: TokenSigner

    @property
    def _refresh_lifetime(self) -> timedelta:
        return timedelta(seconds=self.settings.refresh_token_ttl)

    async def login(self, unit: Unit, init_data: str, device: Device, *, timezone: str | None = None) -> Tokens:
        """Verify launch data, register or update its user, open a session. An unknown ``timezone`` is none.

        Raises InvalidLaunchData, LaunchDataExpired, UserBlocked.
        """
        try:
            launch = verify_init_data(
                init_data,
                bot_token=self.settings.telegram_token,
                max_age=self.settings.init_data_max_age,
                clock_skew=self.settings.clock_skew,
            )
        except ExpiredInitData:
            raise LaunchDataExpired from None
        except InvalidInitData as error:
            raise InvalidLaunchData(str(error)) from None
        if launch.user.is_bot:
            raise InvalidLaunchData("A bot cannot sign in")
        visit = await welcome(
            unit, launch.user, admins=self.settings.admin_telegram_id, device_zone=known_zone(timezone)
        )
        ticket = await open_session(unit, telegram_id=visit.telegram_id, device=device, lifetime=self._refresh_lifetime)
        return await self._tokens(unit, ticket)

    async def refresh(self, unit: Unit, refresh_token: str) -> Tokens | None:
        """Rotate a refresh token; None where a stolen one was met (see ``rotate``)."""
        ticket = await rotate(unit, refresh_token, lifetime=self._refresh_lifetime)
        return None if ticket is None else await self._tokens(unit, ticket)

    async def _tokens(self, unit: Unit, ticket: Ticket) -> Tokens:
        await unit.session.flush()
        standing = await read_standing(unit, ticket.telegram_id)
        user = (
            await unit.session.execute(select(User).where(col(User.telegram_id) == ticket.telegram_id))
        ).scalar_one()
        await unit.session.refresh(user)
        return Tokens(
            access_token=issue_token(self.signer, telegram_id=ticket.telegram_id, sid=ticket.sid, standing=standing),
            token_type="bearer",  # noqa: S106 - the kind of token, not a token
            expires_in=self.settings.access_token_ttl,
            refresh_token=ticket.refresh_token,
            refresh_expires_in=self.settings.refresh_token_ttl,
            user=UserRead.model_validate(user),
            access=standing.access,
        )
