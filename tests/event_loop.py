"""Coroutines run from tests in an event loop of their own."""

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Result = TypeVar("Result")


def in_its_own_loop(coroutine: Callable[[], Coroutine[None, None, Result]]) -> Result:
    """What `coroutine()` returns, run in a fresh thread.

    Playwright keeps an event loop running in the thread of the tests that use a browser, and `asyncio.run` refuses to
    start a second one there: whether a test passed would depend on which tests ran before it in the same worker.
    """
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(coroutine())).result()  # noqa: TID251
