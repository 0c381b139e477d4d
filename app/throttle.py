"""Guessing is slow: who tries codes or passwords that do not fit soon has to wait."""

import time
from collections.abc import Callable, Iterator
from typing import ClassVar

from fastapi import Request
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from app.problems import Problem

WRONG_TRIES = RateLimitItemPerMinute(20, 2)


class TooManyTries(Problem):
    """Too many codes or passwords that do not fit came from your address. Wait, then try again."""

    status: ClassVar[int] = 429
    title: ClassVar[str] = "Too many wrong tries"
    slug: ClassVar[str] = "too-many-tries"


class Throttle:
    """Counts what went wrong, by kind and address: twenty in two minutes, ten a minute after that.

    What goes right is never counted, so that a room full of phones behind one address can join at once. Once the
    tries are used up, right ones are refused too, or guessing would go on behind the refusals.
    """

    def __init__(self) -> None:
        self._window = MovingWindowRateLimiter(MemoryStorage())

    def check(self, kind: str, address: str) -> None:
        """Raise TooManyTries when this address has used up its wrong tries."""
        if not self._window.test(WRONG_TRIES, kind, address):
            stats = self._window.get_window_stats(WRONG_TRIES, kind, address)
            raise TooManyTries(headers={"Retry-After": str(max(1, round(stats.reset_time - time.time())))})

    def count(self, kind: str, address: str) -> None:
        self._window.hit(WRONG_TRIES, kind, address)


def slow_guessing(kind: str, wrong: type[Problem]) -> Callable[[Request], Iterator[None]]:
    """A dependency: counts the problem `wrong` and refuses whoever raised it too often."""

    def guard(request: Request) -> Iterator[None]:
        throttle: Throttle = request.app.state.throttle
        address = request.client.host if request.client else "?"
        throttle.check(kind, address)
        try:
            yield
        except wrong:
            throttle.count(kind, address)
            raise

    return guard
