"""Under which addresses phones can reach this machine, where the one in the browser means the machine itself."""

from ipaddress import ip_address
from urllib.parse import urlsplit

import ifaddr
from fastapi import Request

from app.settings import Settings

EVERYWHERE = ("0.0.0.0", "::")


def address(request: Request, settings: Settings) -> str:
    """Where phones find us."""
    return settings.public_url or str(request.base_url)


def means_itself(url: str) -> bool:
    """Whether a host can be opened by the machine itself only: localhost, 127.0.0.0/8, ::1."""
    host = urlsplit(url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def addresses_for_phones(settings: Settings, address: str) -> list[str]:
    """The IPv4 addresses of this machine, as URLs, when `address` means the machine itself and we listen on all."""
    if not means_itself(address) or settings.host not in EVERYWHERE:
        return []
    port = urlsplit(address).port or settings.port
    found = [ip.ip for adapter in ifaddr.get_adapters() for ip in adapter.ips if isinstance(ip.ip, str)]
    usable = [ip for ip in dict.fromkeys(found) if not (ip_address(ip).is_loopback or ip_address(ip).is_link_local)]
    return [f"http://{ip}:{port}/" for ip in usable]
