"""FastAPI with one ORM session a request: dependencies for session, user and right, a response model."""

from collections.abc import AsyncIterator
from datetime import datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from fastapi import Depends, FastAPI, HTTPException  # noqa: TID251 - as others do
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from jose import JWTError, jwt
from pydantic import BaseModel, ConfigDict
from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

from bench.peers.common import AUDIENCE, DATABASE_URL, ISSUER, KEY, POOL
from bench.peers.tables import Signal, User, UserSubscription

app = FastAPI()
engine = create_async_engine(DATABASE_URL.replace("postgresql://", "postgresql+asyncpg://"), pool_size=POOL)
sessions = async_sessionmaker(engine, expire_on_commit=False)


class SignalRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    seq: int
    model_id: str
    pair: str
    timeframe: str
    direction: str
    entry: Decimal
    take_profit: Decimal
    stop_loss: Decimal
    confidence: Decimal
    reasons: list[dict[str, str]]
    replay: bool
    candle_at: datetime
    created_at: datetime
    expires_at: datetime
    hash: str


async def get_session() -> AsyncIterator[AsyncSession]:
    async with sessions() as session:
        yield session


SessionDep = Annotated[AsyncSession, Depends(get_session)]


async def get_user(
    session: SessionDep, credentials: Annotated[HTTPAuthorizationCredentials, Depends(HTTPBearer())]
) -> User:
    try:
        claims = jwt.decode(credentials.credentials, KEY, algorithms=["HS256"], audience=AUDIENCE, issuer=ISSUER)
        telegram_id = int(claims["sub"])
    except (JWTError, KeyError, ValueError):
        raise HTTPException(401) from None
    user = (await session.execute(select(User).where(User.telegram_id == telegram_id))).scalar_one_or_none()
    if user is None or user.is_blocked:
        raise HTTPException(403)
    return user


async def holder(model_id: str, session: SessionDep, user: Annotated[User, Depends(get_user)]) -> str:
    right = select(UserSubscription.id).where(
        UserSubscription.user_id == user.telegram_id,
        UserSubscription.model_id == model_id,
        UserSubscription.is_active,
        or_(UserSubscription.expiry_date.is_(None), UserSubscription.expiry_date > func.now()),
    )
    if (await session.execute(right)).first() is None:
        raise HTTPException(403)
    return model_id


@app.get("/api/signals/{model_id}/latest", response_model=SignalRead)
async def latest(model_id: Annotated[str, Depends(holder)], session: SessionDep) -> Signal:
    newest = select(Signal).where(Signal.model_id == model_id).order_by(Signal.seq.desc()).limit(1)
    return (await session.execute(newest)).scalar_one()
