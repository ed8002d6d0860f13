"""Headers that keep a browser from doing what the app never asks it to do."""

from typing import Final

POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: https:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'self' https://web.telegram.org",
    )
)

_HEADERS: Final = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=()",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin-allow-popups",
}


def security_headers(public_url: str | None) -> list[tuple[bytes, bytes]]:
    """Headers of every answer; Telegram's web clients may frame the app, nobody else may."""
    headers, policy = dict(_HEADERS), POLICY
    scheme, _, host = (public_url or "").partition("://")
    if scheme == "https":
        # Older WebKit does not count the socket's scheme as 'self'.
        policy = POLICY.replace("connect-src 'self'", f"connect-src 'self' wss://{host}")
        headers["strict-transport-security"] = "max-age=31536000; includeSubDomains"
    headers["content-security-policy"] = policy
    return [(name.encode(), value.encode()) for name, value in headers.items()]
