"""Every setting, read once from the environment or ``.env``, frozen, and refused at boot when wrong."""

import os
import re
import secrets
from datetime import datetime
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from limits import parse
from pydantic import AwareDatetime, Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

DEMO_ADMIN_ID = 1000001
"""The admin among the demo people of development."""

_PLACEHOLDERS = (
    "changeme",
    "change-me",
    "change_me",
    "change this",
    "your-",
    "your_",
    "example",
    "placeholder",
    "supersecret",
    "insecure",
)
_MIN_SECRET_BYTES = 32

MIN_INACTIVE_DAYS = 30
"""Nobody is deleted for having been away for less."""

Csv = Annotated[tuple[str, ...], NoDecode]
Seconds = Annotated[int, Field(gt=0)]
Days = Annotated[int, Field(ge=1, le=36_500)]


class ConfigurationError(Exception):
    """The configuration cannot be served with. The message lists everything that is wrong."""


class Settings(BaseSettings):
    """One frozen object for the whole process. Names are the environment's, in lower case.

    Every check belongs to one field, so that a boot names all that is wrong at once: a check of the whole would not run
    where a field has failed. A field may look at those above it.
    """

    model_config = SettingsConfigDict(
        env_file=".env",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        populate_by_name=True,
        validate_default=True,
    )

    environment: Literal["development", "production"] = "development"
    database_url: SecretStr | None = None
    database_migration_url: SecretStr | None = None
    database_replica_url: SecretStr | None = None
    database_pool_size: int = Field(default=10, ge=2, le=100)
    jwt_secret_key: SecretStr | None = None
    jwt_previous_secret_key: SecretStr | None = None
    jwt_previous_key_until: AwareDatetime | None = None
    bot_token: SecretStr | None = None
    admin_telegram_id: Annotated[tuple[int, ...], NoDecode] = ()
    public_url: str | None = None
    bot_username: Annotated[str, Field(pattern=r"^[A-Za-z0-9_]{5,32}$")] | None = None
    data_dir: Path = Path("var")
    event_bus: SecretStr = SecretStr("postgres")
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    drain_seconds: int = Field(default=0, ge=0, le=300)
    web_concurrency: int = Field(default=1, ge=1, le=64)
    access_token_ttl: Seconds = 900
    refresh_token_ttl: Seconds = 604_800
    init_data_max_age: Seconds = 86_400
    clock_skew: int = Field(default=60, ge=0, le=600)
    login_rate_limit: str = "30/minute"
    refresh_rate_limit: str | None = None
    request_rate_limit: str = "30/minute"
    user_rate_limit: str = "300/minute"
    admin_rate_limit: str = "3000/minute"
    costly_rate_limit: str = "60/minute"
    personal_data_rate_limit: str = "6/hour"
    socket_rate_limit: str = "6000/minute"
    frame_rate_limit: str = "300/minute"
    sockets_per_user: int = Field(default=10, ge=1, le=1000)
    allowed_origins: Csv = ()
    trusted_proxies: Csv = ()
    docs_enabled: bool = True
    require_second_admin: bool = False
    second_admin_over: int = Field(default=100, ge=0, le=10_000)
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    market_provider: Literal["ecb", "twelvedata", "none"] = "ecb"
    market_replay_speed: float | None = Field(default=None, ge=0, le=600, allow_inf_nan=False)
    twelvedata_api_key: SecretStr | None = None
    twelvedata_timeframe: Literal["1min", "5min", "15min", "1h", "4h", "1d"] = "1h"
    twelvedata_rate_limit: str = "8/minute"
    twelvedata_url: str = "https://api.twelvedata.com"
    telegram_mode: Literal["off", "polling", "webhook"] | None = None
    telegram_api_url: str = "https://api.telegram.org"
    telegram_send_rate: int = Field(default=30, ge=1, le=1000)
    webhook_secret: SecretStr | None = None
    metrics_token: SecretStr | None = None
    otel_exporter_otlp_endpoint: str | None = None
    retention_sessions_days: Days = 1
    retention_requests_days: Days = 730
    retention_notifications_days: Days = 180
    retention_signal_messages_days: Days = 7
    retention_inactive_days: int = Field(default=0, ge=0, le=36_500)

    @field_validator("allowed_origins", "trusted_proxies", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("admin_telegram_id", mode="before")
    @classmethod
    def _split_ids(cls, value: object) -> object:
        if isinstance(value, int):
            return (value,)
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator(
        "login_rate_limit",
        "refresh_rate_limit",
        "request_rate_limit",
        "user_rate_limit",
        "admin_rate_limit",
        "costly_rate_limit",
        "personal_data_rate_limit",
        "socket_rate_limit",
        "frame_rate_limit",
        "twelvedata_rate_limit",
    )
    @classmethod
    def _is_rate(cls, value: str | None) -> str | None:
        if value is None:
            return None
        try:
            parse(value)
        except ValueError as error:
            raise ValueError('write it as in "30/minute"') from error
        return value

    @field_validator("database_url", "database_migration_url", "database_replica_url")
    @classmethod
    def _is_postgres(cls, value: SecretStr | None) -> SecretStr | None:
        if value is None:
            return None
        scheme, separator, rest = value.get_secret_value().partition("://")
        if scheme.partition("+")[0] not in {"postgresql", "postgres"} or not separator:
            raise ValueError("only postgresql://... is supported")
        return SecretStr(f"postgresql://{rest}")

    @field_validator("event_bus")
    @classmethod
    def _is_bus(cls, value: SecretStr) -> SecretStr:
        if value.get_secret_value() == "postgres":
            return value
        for server in value.get_secret_value().split(","):
            parts = urlsplit(server.strip())
            if parts.scheme not in {"nats", "tls"} or not parts.hostname:
                raise ValueError("write postgres, or nats://host:port and more of them with commas")
        return value

    @field_validator("retention_inactive_days")
    @classmethod
    def _is_long_enough_to_come_back(cls, value: int) -> int:
        if 0 < value < MIN_INACTIVE_DAYS:
            raise ValueError(f"0 for never, or at least {MIN_INACTIVE_DAYS}")
        return value

    @field_validator("public_url")
    @classmethod
    def _is_url(cls, value: str | None) -> str | None:
        if value is None:
            return None
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError("must be http(s)://host[:port]")
        return f"{parts.scheme}://{parts.netloc}"

    @field_validator("telegram_api_url", "otel_exporter_otlp_endpoint")
    @classmethod
    def _is_server(cls, value: str | None) -> str | None:
        if value is None:
            return None
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
            raise ValueError("must be http(s)://host[:port]")
        return value.rstrip("/")

    @field_validator("telegram_mode")
    @classmethod
    def _can_be_reached(cls, value: str | None, info: ValidationInfo) -> str | None:
        if value == "webhook" and "public_url" in info.data and info.data["public_url"] is None:
            raise ValueError("webhook needs PUBLIC_URL")
        return value

    @field_validator("webhook_secret")
    @classmethod
    def _is_header_safe(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not re.fullmatch(r"[A-Za-z0-9_-]{16,256}", value.get_secret_value()):
            raise ValueError("must be 16 to 256 letters, digits, _ and -")
        return value

    @field_validator("metrics_token")
    @classmethod
    def _is_long(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not re.fullmatch(r"[!-~]{16,256}", value.get_secret_value()):
            raise ValueError("must be 16 to 256 printable ASCII characters without spaces")
        return value

    @field_validator("allowed_origins")
    @classmethod
    def _are_origins(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for origin in value:
            parts = urlsplit(origin)
            if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path or "*" in origin:
                raise ValueError("write exact origins, such as https://app.example.com")
        return value

    @field_validator("trusted_proxies")
    @classmethod
    def _are_addresses(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        """Anything else would be compared with addresses in vain, and ``*`` would let everybody choose an address."""
        for proxy in value:
            try:
                ip_network(proxy)
            except ValueError as error:
                raise ValueError("write addresses or networks, such as 10.0.0.0/8") from error
        return value

    @field_validator("database_url", "jwt_secret_key", "bot_token", "admin_telegram_id", "public_url")
    @classmethod
    def _is_there_in_production(cls, value: object, info: ValidationInfo) -> object:
        if not value and info.data.get("environment") == "production":
            raise ValueError("is missing")
        return value

    @field_validator("jwt_previous_key_until")
    @classmethod
    def _is_there_for_previous_key(cls, value: datetime | None, info: ValidationInfo) -> datetime | None:
        if value is None and info.data.get("jwt_previous_secret_key") is not None:
            raise ValueError("is missing: a key that is replaced may not hold for ever")
        return value

    @field_validator("jwt_secret_key", "jwt_previous_secret_key")
    @classmethod
    def _is_strong(cls, value: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        if value is None:
            return None
        key = value.get_secret_value()
        if len(key.encode()) < _MIN_SECRET_BYTES:
            raise ValueError("is weak: at least 32 bytes are needed")
        known = len(set(key)) < 4 or any(word in key.lower() for word in _PLACEHOLDERS)
        if known and info.data.get("environment") == "production":
            raise ValueError("is weak: it is a known placeholder")
        return value

    @field_validator("bot_token")
    @classmethod
    def _is_bot_token(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and ":" not in value.get_secret_value():
            raise ValueError("is not of the form 123456:ABC...")
        return value

    @field_validator("twelvedata_api_key")
    @classmethod
    def _is_there_for_twelvedata(cls, value: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        if value is None and info.data.get("market_provider") == "twelvedata":
            raise ValueError("is missing")
        return value

    @property
    def is_production(self) -> bool:
        return self.environment == "production"

    @property
    def bot_mode(self) -> Literal["off", "polling", "webhook"]:
        """How the bot hears; ``off``: there is none, and nothing is sent."""
        return self.telegram_mode or ("webhook" if self.is_production else "off")

    @property
    def webhook_key(self) -> str:
        """What Telegram repeats in the header of every update."""
        if self.webhook_secret is not None:
            return self.webhook_secret.get_secret_value()
        return _secret_file(self.data_dir / "webhook_secret", secrets.token_urlsafe(32))

    @property
    def refresh_rate(self) -> str:
        return self.refresh_rate_limit or self.login_rate_limit

    @property
    def nats_servers(self) -> tuple[str, ...]:
        """Where the event bus is NATS; empty where it is PostgreSQL."""
        given = self.event_bus.get_secret_value()
        return () if given == "postgres" else tuple(server.strip() for server in given.split(","))

    @property
    def replay_speed(self) -> float:
        """Candles a minute of the market's replay; 0 = the clock stands at the newest candle."""
        if self.market_replay_speed is not None:
            return self.market_replay_speed
        return 0.0 if self.is_production else 6.0

    @property
    def signing_key(self) -> str:
        """The HMAC key of access tokens; at least 32 bytes."""
        if self.jwt_secret_key is None:
            raise ConfigurationError("JWT_SECRET_KEY is missing")
        return self.jwt_secret_key.get_secret_value()

    @property
    def telegram_token(self) -> str:
        if self.bot_token is None:
            raise ConfigurationError("BOT_TOKEN is missing")
        return self.bot_token.get_secret_value()

    @property
    def origins(self) -> tuple[str, ...]:
        """Origins allowed by CORS and by the socket's handshake, beside localhost in development."""
        return self.allowed_origins or ((self.public_url,) if self.public_url else ())


def load_settings(**overrides: object) -> Settings:
    """Read the settings; in development fill in what is missing, generating secrets once into ``DATA_DIR``.

    What the environment and ``.env`` do not name is looked for in the folder ``SECRETS_DIR``, whose files are settings.
    Raises ConfigurationError naming everything that is wrong, without repeating any value.
    """
    folder = os.environ.get("SECRETS_DIR")
    if folder and not Path(folder).is_dir():
        raise ConfigurationError("SECRETS_DIR: there is no such folder")
    try:
        settings = Settings(**({"_secrets_dir": folder or None} | overrides))  # type: ignore[arg-type]
    except ValidationError as error:
        raise ConfigurationError(_explain(error)) from None
    return settings if settings.is_production else _with_development_defaults(settings)


def _explain(error: ValidationError) -> str:
    lines = []
    for problem in error.errors(include_input=False, include_url=False, include_context=False):
        name = ".".join(str(part).upper() for part in problem["loc"])
        message = problem["msg"].removeprefix("Value error, ")
        lines.append(f"{name} {message}" if message.startswith("is ") else f"{name}: {message}")
    return "\n".join(lines)


def _with_development_defaults(settings: Settings) -> Settings:
    found: dict[str, object] = {}
    if settings.jwt_secret_key is None:
        found["jwt_secret_key"] = SecretStr(_secret_file(settings.data_dir / "jwt_secret", secrets.token_urlsafe(48)))
    if settings.bot_token is None:
        token = f"{secrets.randbelow(10**9) + 10**9}:DEV{secrets.token_urlsafe(24)}"
        found["bot_token"] = SecretStr(_secret_file(settings.data_dir / "bot_token", token))
    if not settings.admin_telegram_id:
        found["admin_telegram_id"] = (DEMO_ADMIN_ID,)
    return settings.model_copy(update=found)


def _secret_file(path: Path, fresh: str) -> str:
    """Return the secret kept at ``path``, putting ``fresh`` there first if there is none; several processes agree."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    draft.touch(mode=0o600)
    draft.write_text(fresh)
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_text().strip()
