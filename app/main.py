"""The service: wiring, nothing else."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import Depends, FastAPI
from fastapi.routing import APIRoute
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp

from app import problems
from app.accounts import routes as accounts
from app.accounts.service import first_account
from app.asked import routes as asked
from app.board import routes as board
from app.board.runs import newest_run
from app.db import WRITERS_AT_ONCE, WriteTurns, fold_in, make_engine, reading, writing
from app.exports import routes as exports
from app.followup import routes as followup
from app.grouping import routes as grouping
from app.history.stream import Stream
from app.janitor import keep_clean
from app.jobs import Jobs
from app.log import RequestLog
from app.parameters import known_parameters
from app.plain import routes as plain
from app.receipts import routes as receipts
from app.selection import routes as selection
from app.settings import Settings
from app.site import STATIC, SafeHeaders, add_pages
from app.sorting import routes as sorting
from app.state import ServiceState
from app.stories import routes as stories
from app.summaries import routes as summaries
from app.wall import routes as wall
from app.workshops import routes as workshops
from app.workshops.consent_end import workshops_where_consent_ended
from app.workshops.join_page import JoinPage

USUAL_BODY = 64 * 1024  # bytes: the longest story in four-byte letters, three times; read before anybody is known


class Service(FastAPI):
    """FastAPI, but a body that is too large is refused as everything else is, outside all that FastAPI puts around, and
    problems are described by their own media type.
    """

    def build_middleware_stack(self) -> ASGIApp:
        return problems.LargeBodies(super().build_middleware_stack())

    def openapi(self) -> dict[str, Any]:
        return problems.tell_as_problems(super().openapi())


def create_app(settings: Settings) -> FastAPI:
    """The whole service for one database."""
    engine = make_engine(settings.database_url)
    service = ServiceState(
        settings=settings,
        engine=engine,
        turns=WriteTurns(1 if settings.on_sqlite else WRITERS_AT_ONCE),
        jobs=Jobs(settings.database_url),
        stream=Stream(engine, newest_run, workshops_where_consent_ended),
        join_page=JoinPage(STATIC),
    )

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        with writing(engine) as session:
            first_account(session, settings.first_account_email, settings.first_account_password.get_secret_value())
        tasks = [asyncio.create_task(task) for task in (service.stream.run(), keep_clean(service))]
        yield
        service.stream.close()
        for task in tasks:
            task.cancel()
        service.jobs.close()
        fold_in(engine)
        engine.dispose()

    app = Service(
        title="StoryHarvest",
        version="1",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
        generate_unique_id_function=method_name,
        description="Harvest Most Significant Change stories: collect, group, agree, choose, take away.",
        max_body_size=USUAL_BODY,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
    )
    app.state.service = service
    problems.install(app)
    for feature in (
        accounts,
        workshops,
        stories,
        board,
        sorting,
        grouping,
        selection,
        followup,
        asked,
        receipts,
        wall,
        summaries,
        exports,
    ):
        app.include_router(
            feature.router,
            prefix="/api/v1",
            responses=problems.raises(problems.PayloadInvalid, problems.BodyTooLarge, problems.BodyUnreadable),
            dependencies=[Depends(known_parameters)],
        )
    app.include_router(plain.router)
    add_health(app, service)
    add_pages(app)
    app.add_middleware(problems.LastResort)
    app.add_middleware(GZipMiddleware, minimum_size=800, compresslevel=6)  # 9 takes twice as long for a tenth less
    app.add_middleware(SafeHeaders)
    app.add_middleware(RequestLog)
    return app


def method_name(route: APIRoute) -> str:
    """A client's method is called like our function."""
    return route.name


def add_health(app: FastAPI, service: ServiceState) -> None:
    @app.get("/healthz", include_in_schema=False)
    def is_alive() -> dict[str, str]:
        """The process answers."""
        return {"status": "alive"}

    @app.get("/readyz", include_in_schema=False)
    def is_ready() -> dict[str, str]:
        """Stories can be taken: the database answers and has our tables."""
        try:
            with reading(service.engine) as session:
                session.connection().execute(text("SELECT 1 FROM workshop LIMIT 1"))
        except DBAPIError as unready:
            raise problems.TryAgain from unready
        return {"status": "ready"}
