"""Flask and SQLAlchemy under gunicorn with threads: the design that this application replaces."""

from flask import Flask, Response, abort, jsonify, request
from jose import JWTError, jwt
from sqlalchemy import create_engine, func, or_, select
from sqlalchemy.orm import Session

from bench.peers.common import AUDIENCE, DATABASE_URL, ISSUER, KEY
from bench.peers.tables import Signal, User, UserSubscription

app = Flask(__name__)
engine = create_engine(DATABASE_URL.replace("postgresql://", "postgresql+psycopg://"), pool_size=16)


def caller(session: Session) -> User:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    try:
        claims = jwt.decode(token, KEY, algorithms=["HS256"], audience=AUDIENCE, issuer=ISSUER)
        telegram_id = int(claims["sub"])
    except (JWTError, KeyError, ValueError):
        abort(401)
    user = session.scalar(select(User).where(User.telegram_id == telegram_id)) if scheme else None
    if user is None or user.is_blocked:
        abort(403)
    return user


@app.get("/api/signals/<model_id>/latest")
def latest(model_id: str) -> Response:
    with Session(engine) as session:
        user = caller(session)
        right = select(UserSubscription.id).where(
            UserSubscription.user_id == user.telegram_id,
            UserSubscription.model_id == model_id,
            UserSubscription.is_active,
            or_(UserSubscription.expiry_date.is_(None), UserSubscription.expiry_date > func.now()),
        )
        if session.scalar(right) is None:
            abort(403)
        signal = session.scalars(
            select(Signal).where(Signal.model_id == model_id).order_by(Signal.seq.desc()).limit(1)
        ).first()
        return jsonify({column.key: str(getattr(signal, column.key)) for column in Signal.__table__.columns})
