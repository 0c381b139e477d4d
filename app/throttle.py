"""Guessing is slow: who tries codes or passwords that do not fit soon has to wait."""

import time
from typing import ClassVar

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from app.problems import Problem

WRONG_TRIES, REMEMBERED = RateLimitItemPerMinute(20, 2), 10_000


class TooManyTries(Problem):
    """Too many codes or passwords that do not fit came from your address. Wait, then try again."""

    status: ClassVar[int] = 429
    title: ClassVar[str] = "Too many wrong tries"
    slug: ClassVar[str] = "too-many-tries"


class Throttle:
    """Counts what went wrong, by kind and address: twenty in two minutes, ten a minute after that.

    What goes right is never counted, so that a room full of phones behind one address can join at once. Once the
    tries are used up, right ones are refused too, or guessing would go on behind the refusals; but a code that has
    opened its workshop for this address before goes on opening it: one phone's mistakes lock no room out.
    """

    def __init__(self) -> None:
        self._window = MovingWindowRateLimiter(MemoryStorage())
        self._opened: dict[tuple[str, str, str], None] = {}

    def check(self, kind: str, address: str, right: str = "") -> None:
        """Raise TooManyTries when this address has used up its wrong tries, unless `right` was right before."""
        if (kind, address, right) not in self._opened and not self._window.test(WRONG_TRIES, kind, address):
            stats = self._window.get_window_stats(WRONG_TRIES, kind, address)
            raise TooManyTries(headers={"Retry-After": str(max(1, round(stats.reset_time - time.time())))})

    def count(self, kind: str, address: str) -> None:
        """One wrong try more."""
        self._window.hit(WRONG_TRIES, kind, address)

    def remember(self, kind: str, address: str, right: str) -> None:
        """This was right; the newest ten thousand are remembered."""
        self._opened[kind, address, right] = None
        if len(self._opened) > REMEMBERED:
            del self._opened[next(iter(self._opened))]
