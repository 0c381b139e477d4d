"""Guessing is slow for whoever tries codes or passwords: the dependency that counts them."""

from collections.abc import Iterator
from ipaddress import IPv6Address, IPv6Network, ip_address

from fastapi import Request

from app.problems import Problem
from app.state import state_of

ONE_HOUSEHOLD = 64  # bits of an IPv6 address: one customer has all of the rest


def slow_guessing(request: Request, kind: str, wrong: type[Problem], right: str = "") -> Iterator[None]:
    """For a dependency: a try is taken before it is answered, and spent where the problem `wrong` is raised.

    `right` is the code that is tried, where having been right once is enough to be let through later.
    """
    throttle = state_of(request).throttle
    address = household(request.client.host if request.client else "?")
    taken = throttle.take(kind, address, right)
    failed = False
    try:
        yield
    except wrong:
        failed = True
        raise
    finally:
        if taken:
            throttle.give_back(kind, address, wrong=failed)
    if right and taken:
        throttle.remember(kind, address, right)


def household(host: str) -> str:
    """Whose tries they are: an IPv4 address, or the network of an IPv6 address."""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if not isinstance(address, IPv6Address):
        return host
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(IPv6Network((address, ONE_HOUSEHOLD), strict=False))
