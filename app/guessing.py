"""Guessing is slow for whoever tries codes or passwords: the dependency that counts them."""

from collections.abc import Iterator

from fastapi import Request

from app.problems import Problem
from app.state import state_of


def slow_guessing(request: Request, kind: str, wrong: type[Problem], right: str = "") -> Iterator[None]:
    """For a dependency: counts the problem `wrong` and refuses whoever raised it too often.

    `right` is the code that is tried, where having been right once is enough to be let through later.
    """
    throttle = state_of(request).throttle
    address = request.client.host if request.client else "?"
    throttle.check(kind, address, right)
    try:
        yield
    except wrong:
        throttle.count(kind, address)
        raise
    if right:
        throttle.remember(kind, address, right)
