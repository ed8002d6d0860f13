"""What a route may refuse with, for the OpenAPI document; statuses are filled in where they are decided."""

from app.errors import AppError

ERRORS_KEY = "x-error-codes"


def raises(*leaves: type[AppError]) -> dict[str, list[str]]:
    """``openapi_extra`` of a route: the codes of its own errors, beside those of its dependencies."""
    return {ERRORS_KEY: sorted({leaf.code for leaf in leaves})}
