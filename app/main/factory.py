"""Building the application. Nothing happens at import: ``create_app`` reads the settings, the lifespan opens."""

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from app import http_errors
from app.main.body_limit import BodyLimit
from app.main.envelope import Envelope
from app.main.guarded_lane import GuardedLane
from app.main.lifespan import lifespan_of
from app.main.openapi import install_openapi
from app.main.tracing import Tracing
from app.main.webhook_door import WebhookDoor
from app.resources.leaving import Leaving
from app.resources.metrics import Metrics
from app.routers import app_info, auth, health, market, me, models, requests, signals, telegram_webhook
from app.routers.admin import router as admin_router
from app.routers.dev_telegram import dev_telegram_router
from app.routers.docs import docs_router
from app.routers.metrics import router as metrics_router
from app.routers.pages import pages_router, static_folder
from app.settings import Settings, load_settings
from app.telemetry import access_log, configure_logging, pseudonyms
from app.ws.door import SocketDoor

DEVELOPMENT_ORIGINS = r"http://(localhost|127\.0\.0\.1)(:\d+)?"
EXPOSED = ["X-Subscription-Version", "X-Token-Stale", "X-Request-Id", "ETag", "Retry-After", "Idempotent-Replayed"]


def create_app(settings: Settings | None = None) -> FastAPI:
    """Assemble the application. Raises ConfigurationError."""
    settings = settings or load_settings()
    configure_logging(level=settings.log_level, as_json=settings.is_production)
    metrics, leaving = Metrics(), Leaving()
    app = FastAPI(
        title="Forex Signals",
        version="0.1.0",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        lifespan=lifespan_of(settings, metrics, leaving),
    )
    _mount(app, settings)
    http_errors.install(app)
    install_openapi(app)
    _wrap(app, settings, metrics=metrics, leaving=leaving)
    return app


def _mount(app: FastAPI, settings: Settings) -> None:
    for router in (
        app_info.router,
        auth.router,
        me.router,
        models.router,
        signals.router,
        market.router,
        requests.router,
        admin_router,
        health.router,
    ):
        app.include_router(router)
    if settings.metrics_token is not None:
        app.include_router(metrics_router)
    if settings.docs_enabled:
        app.include_router(docs_router())
    if settings.bot_mode == "webhook":
        app.include_router(telegram_webhook.router)
    if not settings.is_production:
        app.include_router(dev_telegram_router(settings))
    app.include_router(pages_router(static_folder()))


def _wrap(app: FastAPI, settings: Settings, *, metrics: Metrics, leaving: Leaving) -> None:
    """Add the middlewares; the last one added sees a request first."""
    app.add_middleware(BodyLimit)
    if settings.bot_mode == "webhook":
        app.add_middleware(WebhookDoor, secret=settings.webhook_key)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=list(settings.origins),
        allow_origin_regex=None if settings.is_production else DEVELOPMENT_ORIGINS,
        allow_methods=["GET", "POST", "PATCH", "DELETE"],
        allow_headers=["Authorization", "Content-Type", "Idempotency-Key", "If-None-Match", "X-Subscription-Version"],
        expose_headers=EXPOSED,
        max_age=600,
    )
    app.add_middleware(GuardedLane, application=app)
    lines = access_log(level=settings.log_level, as_json=settings.is_production)
    door = SocketDoor(app)
    app.add_middleware(
        Envelope,
        metrics=metrics,
        public_url=settings.public_url,
        access_log=lines,
        pseudonym=pseudonyms(settings.signing_key),
        sockets=door,
        leaving=leaving,
    )
    if settings.otel_exporter_otlp_endpoint is not None:
        app.add_middleware(Tracing, application=app)
    if settings.trusted_proxies:
        app.add_middleware(ProxyHeadersMiddleware, trusted_hosts=list(settings.trusted_proxies))
