"""Who is at the other end: address and device."""

import ipaddress
from typing import Annotated

from fastapi import Depends, Header, Request

from app.services.auth.sessions import Device


async def client_address(request: Request) -> str | None:
    """The peer's address in canonical form, behind trusted proxies the forwarded one; None over a Unix socket."""
    if request.client is None:
        return None
    try:
        address = ipaddress.ip_address(request.client.host)
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return str(mapped or address).partition("%")[0]


ClientAddress = Annotated[str | None, Depends(client_address)]


async def client_device(
    address: ClientAddress, user_agent: Annotated[str | None, Header(include_in_schema=False)] = None
) -> Device:
    printable = "".join(c for c in user_agent if c.isprintable())[:256] if user_agent else None
    return Device(user_agent=printable, ip_address=address)


ClientDevice = Annotated[Device, Depends(client_device)]
