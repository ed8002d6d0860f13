"""Which database this process talks to: the one it was given, or the embedded one."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from app.db.embedded import EmbeddedPostgres, EmbeddedPostgresError
from app.settings import Settings


@dataclass(frozen=True, slots=True)
class DatabaseUrls:
    """``app`` serves requests; ``owner`` migrates. They are the same where only one was given."""

    app: str
    owner: str


@dataclass(frozen=True, slots=True)
class Database:
    """The URLs, and the share in the embedded server behind them if there is one."""

    urls: DatabaseUrls
    server: EmbeddedPostgres | None = None

    def revive(self) -> bool:
        """Start the embedded server again if it has died; False where there is none to look after. Blocking."""
        if self.server is None:
            return False
        try:
            self.server.revive()
        except EmbeddedPostgresError:
            return True
        return True

    def close(self) -> None:
        """Give the embedded server back; it stops with the last process that uses it. Blocking."""
        if self.server is not None:
            self.server.leave()


def open_database(settings: Settings) -> Database:
    """Take the configured database; without one, start the embedded server or join it. Blocking."""
    if settings.database_url is None:
        server = EmbeddedPostgres.join(settings.data_dir / "postgres")
        return Database(DatabaseUrls(app=server.urls.app, owner=server.urls.owner), server)
    app = settings.database_url.get_secret_value()
    owner = settings.database_migration_url
    return Database(DatabaseUrls(app=app, owner=owner.get_secret_value() if owner else app))


@contextmanager
def database(settings: Settings) -> Iterator[DatabaseUrls]:
    """The URLs for the time of a block."""
    opened = open_database(settings)
    try:
        yield opened.urls
    finally:
        opened.close()
