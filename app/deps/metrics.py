"""Who may read the metrics."""

import hmac
from typing import Annotated

from fastapi import Depends, Header

from app.deps.resources import ResourcesDep
from app.errors import InvalidToken, MissingToken


async def _metrics_reader(
    resources: ResourcesDep, authorization: Annotated[str | None, Header(include_in_schema=False)] = None
) -> None:
    """Let whoever names the secret pass, from wherever.

    An address proves nothing: behind a proxy that is not trusted, every request of the world comes from a private one.
    """
    if authorization is None:
        raise MissingToken
    scheme, _, given = authorization.partition(" ")
    secret = resources.settings.metrics_token
    known = secret is not None and hmac.compare_digest(given.strip().encode(), secret.get_secret_value().encode())
    if scheme.lower() != "bearer" or not known:
        raise InvalidToken("This door is for who collects metrics")


MetricsReader = Depends(_metrics_reader)
