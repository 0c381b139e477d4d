"""Guessing is slow: who tries codes or passwords that do not fit soon has to wait."""

import threading
import time
from collections import Counter
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

    A try that is under way counts as a wrong one until it turned out right: a thousand at once are not a thousand free.
    """

    def __init__(self) -> None:
        self._window = MovingWindowRateLimiter(MemoryStorage())
        self._opened: dict[tuple[str, str, str], None] = {}
        self._under_way: Counter[tuple[str, str]] = Counter()
        self._lock = threading.Lock()

    def take(self, kind: str, address: str, right: str = "") -> bool:
        """Take a try before it is answered; false where none is needed, because `right` was right before.

        Raises TooManyTries where this address has none left. A try that was taken is given back by `give_back`.
        """
        with self._lock:
            if right and (kind, address, right) in self._opened:
                return False
            stats = self._window.get_window_stats(WRONG_TRIES, kind, address)
            if stats.remaining - self._under_way[kind, address] < 1:
                wait = stats.reset_time - time.time() if stats.remaining < 1 else 1
                raise TooManyTries(headers={"Retry-After": str(max(1, round(wait)))})
            self._under_way[kind, address] += 1
            return True

    def give_back(self, kind: str, address: str, *, wrong: bool) -> None:
        """A try is answered; one that was wrong is spent."""
        with self._lock:
            self._under_way[kind, address] -= 1
            if not self._under_way[kind, address]:
                del self._under_way[kind, address]
            if wrong:
                self._window.hit(WRONG_TRIES, kind, address)

    def remember(self, kind: str, address: str, right: str) -> None:
        """This was right; the newest ten thousand are remembered."""
        with self._lock:
            self._opened[kind, address, right] = None
            if len(self._opened) > REMEMBERED:
                del self._opened[next(iter(self._opened))]
