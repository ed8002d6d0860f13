"""The application: `uvicorn app.main:create_app --factory`."""

from app.main.factory import create_app

__all__ = ["create_app"]
