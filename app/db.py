"""The database: an SQLite file or PostgreSQL, and who may write when."""

import asyncio
import json
import threading
from collections import deque
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Engine, event
from sqlmodel import Session, create_engine

BUSY_TIMEOUT = "busy_timeout=15000"
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON", BUSY_TIMEOUT)


def make_engine(url: str) -> Engine:
    """An engine for `url`.

    On SQLite: WAL, every commit on disk before it counts, foreign keys on, and what is deleted is overwritten.
    """
    if not url.startswith("sqlite"):
        return create_engine(
            url, pool_size=20, max_overflow=20, pool_pre_ping=True, json_serializer=readable_json, hide_parameters=True
        )
    file = sa.make_url(url).database
    if file:
        Path(file).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url,
        connect_args={"check_same_thread": False},
        pool_size=20,
        max_overflow=40,
        json_serializer=readable_json,
        hide_parameters=True,
    )
    event.listen(engine, "connect", _open_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def readable_json(value: Any) -> str:
    """JSON with the letters as people wrote them, so that a search finds them."""
    return json.dumps(value, ensure_ascii=False)


def _open_sqlite(connection: Any, record: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: sa.Connection) -> None:
    """A writer takes the write lock at once: whatever it reads stays true until it commits."""
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """One short transaction that only reads, and sees one moment throughout (on SQLite it always does)."""
    seen = engine if engine.dialect.name == "sqlite" else engine.execution_options(isolation_level="REPEATABLE READ")
    with Session(seen, expire_on_commit=False) as session, session.begin():
        yield session


@contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """One short transaction that writes; committed when the block ends well."""
    bound = engine.execution_options(writes=True)
    with Session(bound, expire_on_commit=False) as session, session.begin():
        yield session


def fold_in(engine: Engine) -> None:
    """Take SQLite's write-ahead log into its file and cut it to nothing: erased words stand there until then.

    A checkpoint (`wal_checkpoint(TRUNCATE)`) waits a fifth of a second for readers, then leaves it for the next time.
    """
    if engine.dialect.name != "sqlite":
        return
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute("PRAGMA busy_timeout=200")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        cursor.execute(f"PRAGMA {BUSY_TIMEOUT}")
    finally:
        connection.close()


def rewrite(engine: Engine) -> None:
    """Write the whole database anew (`VACUUM`), so that nothing erased is left between the rows.

    On PostgreSQL each table is locked while it is rewritten, and its own log keeps what recovery needs a while longer.
    """
    full = "VACUUM FULL" if engine.dialect.name == "postgresql" else "VACUUM"
    connection = engine.raw_connection()
    try:
        if engine.dialect.name == "postgresql":
            connection.dbapi_connection.autocommit = True  # type: ignore[union-attr]
        connection.cursor().execute(full)
        if engine.dialect.name == "postgresql":
            connection.dbapi_connection.autocommit = False  # type: ignore[union-attr]
    finally:
        connection.close()
    fold_in(engine)


# Fewer than the threads that serve requests (40): a writer that holds a row must find a thread to commit in while the
# others wait for that row.
WRITERS_AT_ONCE = 16


def _wake(waiter: "asyncio.Future[None]") -> None:
    if not waiter.done():
        waiter.set_result(None)


class WriteTurns:
    """So many writers at a time inside this process: one on SQLite, a few on PostgreSQL.

    SQLite has a single write lock and makes waiters poll for it; taking turns here instead keeps the slowest
    answer ten times faster. On PostgreSQL a room that sends at once waits for its workshop's row; where every thread
    waited for it, none would be left for the writer who holds it. The turn is awaited on the event loop, so that
    waiting requests hold no thread.
    """

    def __init__(self, writers: int) -> None:
        self._free = writers
        self._waiting: deque[tuple[asyncio.AbstractEventLoop, asyncio.Future[None]]] = deque()
        self._lock = threading.Lock()

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait for a turn and hold it, first come, first served; several event loops may share the turns."""
        await self._take()
        try:
            yield
        finally:
            self._pass_on()

    async def _take(self) -> None:
        loop = asyncio.get_running_loop()
        with self._lock:
            if self._free:
                self._free -= 1
                return
            mine = loop.create_future()
            self._waiting.append((loop, mine))
        try:
            await mine
        except asyncio.CancelledError:
            with self._lock:
                in_line = (loop, mine) in self._waiting
                if in_line:
                    self._waiting.remove((loop, mine))
            if not in_line:  # the turn was ours already
                self._pass_on()
            raise

    def _pass_on(self) -> None:
        """Give the turn to whoever waits longest. An asyncio.Semaphore would not wake a waiter of another loop."""
        while True:
            with self._lock:
                if not self._waiting:
                    self._free += 1
                    return
                loop, waiter = self._waiting.popleft()
            if not loop.is_closed():
                loop.call_soon_threadsafe(_wake, waiter)
                return
