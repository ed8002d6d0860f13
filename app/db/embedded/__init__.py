"""A PostgreSQL of our own for development and tests, from the binaries of a Python package."""

from app.db.embedded.process import EmbeddedPostgresError
from app.db.embedded.server import EmbeddedPostgres, EmbeddedUrls

__all__ = ["EmbeddedPostgres", "EmbeddedPostgresError", "EmbeddedUrls"]
