"""One request is one transaction, and the parts of the service that a request may ask for."""

from collections.abc import AsyncIterator, Iterator
from typing import Annotated

from fastapi import Depends, Request
from fastapi.concurrency import run_in_threadpool
from sqlalchemy import Engine
from sqlmodel import Session, SQLModel

from app.db import reading, writing
from app.jobs import Jobs
from app.settings import Settings
from app.state import state_of

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def get_engine(request: Request) -> Engine:
    return state_of(request).engine


def get_settings(request: Request) -> Settings:
    return state_of(request).settings


def get_jobs(request: Request) -> Jobs:
    return state_of(request).jobs


EngineDep = Annotated[Engine, Depends(get_engine)]
SettingsDep = Annotated[Settings, Depends(get_settings)]
JobsDep = Annotated[Jobs, Depends(get_jobs)]


async def wait_turn(request: Request) -> AsyncIterator[None]:
    """Requests that change something take turns (see `WriteTurns`); the others never wait."""
    if request.method in SAFE:
        yield
        return
    async with state_of(request).turns.turn():
        yield


def get_session(
    request: Request, engine: EngineDep, turn: Annotated[None, Depends(wait_turn, scope="function")]
) -> Iterator[Session]:
    """One request is one transaction, committed before the answer leaves; then whoever watches hears of it."""
    if request.method in SAFE:
        with reading(engine) as session:
            yield session
        return
    with writing(engine) as session:
        yield session
    state_of(request).stream.ring()


SessionDep = Annotated[Session, Depends(get_session, scope="function")]


async def keep_notes(request: Request, engine: EngineDep) -> AsyncIterator[list[SQLModel]]:
    """Rows that a reading request leaves behind: written in a turn of their own, before the answer leaves."""
    rows: list[SQLModel] = []
    yield rows
    if rows:
        async with state_of(request).turns.turn():
            await run_in_threadpool(write_rows, engine, rows)


def write_rows(engine: Engine, rows: list[SQLModel]) -> None:
    with writing(engine) as session:
        session.add_all(rows)


Notes = Annotated[list[SQLModel], Depends(keep_notes, scope="function")]
