"""Once a minute: what was erased leaves the disk as well, and what somebody searched for is forgotten."""

import asyncio
import logging

from anyio import to_thread
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from app.db import fold_in, writing
from app.grouping.search import forget_old
from app.state import ServiceState

log = logging.getLogger("storyharvest")
EVERY = 60.0  # seconds: a minute is the promise of docs/operating.md


def clean(engine: Engine) -> None:
    """What the janitor does each time."""
    with writing(engine) as session:
        forget_old(session)
    fold_in(engine)


async def keep_clean(service: ServiceState) -> None:
    """Clean once a minute until cancelled; in a write turn, so that nobody waits for the disk in the middle."""
    while True:
        await asyncio.sleep(EVERY)
        try:
            async with service.turns.turn():
                await to_thread.run_sync(clean, service.engine)
        except DBAPIError as error:
            log.warning("janitor.put_off", extra={"fields": {"reason": type(error).__name__}})
