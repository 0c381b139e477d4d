"""The service: wiring, nothing else."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Response
from fastapi.responses import FileResponse, RedirectResponse
from fastapi.routing import APIRoute
from fastapi.staticfiles import StaticFiles
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app import problems
from app.accounts import routes as accounts
from app.accounts.service import first_account
from app.board import routes as board
from app.board.stream import Stream
from app.db import WRITERS_AT_ONCE, WriteTurns, make_engine, reading, writing
from app.exports import routes as exports
from app.grouping import routes as grouping
from app.jobs import Jobs
from app.log import RequestLog
from app.plain import routes as plain
from app.present import routes as present
from app.settings import Settings
from app.stories import routes as stories
from app.summaries import routes as summaries
from app.throttle import Throttle
from app.workshops import routes as workshops
from app.workshops.join_page import JoinPage, open_join_page

LARGEST_BODY = 8 * 1024 * 1024  # bytes: five hundred long stories in one batch, and room to spare
STATIC = Path(__file__).parent / "static"
PAGES = {"/": "index.html", "/join": "join.html", "/board": "board.html", "/evaluate": "evaluate.html",
         "/receipt": "receipt.html", "/present": "present.html", "/scribe": "scribe.html",
         "/sheets": "sheets.html"}  # fmt: skip
CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'; require-trusted-types-for 'script'; "
    "trusted-types svelte-trusted-html storyharvest-worker"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class SafeHeaders:
    """Every answer carries the headers that keep browsers careful; answers of the API are not kept by anybody."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                known = {name.lower() for name, _ in message["headers"]}
                wanted = HEADERS | ({"Cache-Control": "no-store"} if scope["path"].startswith("/api/") else {})
                message["headers"] = [*message["headers"], *(
                    (name.lower().encode(), value.encode()) for name, value in wanted.items()
                    if name.lower().encode() not in known
                )]  # fmt: skip
            await send(message)

        await self.app(scope, receive, with_headers if scope["type"] == "http" else send)


class Pages(StaticFiles):
    """The built pages. Assets have a hash in their name and stay for a year; everything else is asked for again."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        response = super().file_response(*args, **kwargs)
        lasting = "/assets/" in str(args[0]) if args else False
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if lasting else "no-cache"
        return response


def create_app(settings: Settings) -> FastAPI:
    """The whole service for one database."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        with writing(app.state.engine) as session:
            first_account(session, settings.first_account_email, settings.first_account_password.get_secret_value())
        feeding = asyncio.create_task(app.state.stream.run())
        yield
        app.state.stream.close()
        feeding.cancel()
        app.state.jobs.close()
        app.state.engine.dispose()

    app = FastAPI(
        title="StoryHarvest", version="1", lifespan=lifespan, docs_url=None, redoc_url=None,
        openapi_url="/api/v1/openapi.json", generate_unique_id_function=method_name,
        description="Harvest Most Significant Change stories: collect, group, agree, choose, take away.",
        max_body_size=LARGEST_BODY, license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
    )  # fmt: skip
    app.state.settings = settings
    app.state.engine = make_engine(settings.database_url)
    app.state.turns = WriteTurns(1 if settings.on_sqlite else WRITERS_AT_ONCE)
    app.state.jobs = Jobs(settings.database_url)
    app.state.throttle = Throttle()
    app.state.stream = Stream(app.state.engine)
    app.state.join_page = JoinPage(STATIC)
    problems.install(app)
    for feature in (accounts, workshops, stories, board, grouping, present, summaries, exports):
        app.include_router(feature.router, prefix="/api/v1", responses=problems.raises(problems.PayloadInvalid))
    app.include_router(plain.router)
    add_health(app)
    add_pages(app)
    app.add_middleware(problems.LastResort)
    app.add_middleware(GZipMiddleware, minimum_size=800, compresslevel=6)  # 9 takes twice as long for a tenth less
    app.add_middleware(SafeHeaders)
    app.add_middleware(RequestLog)
    return app


def method_name(route: APIRoute) -> str:
    """A client's method is called like our function."""
    return route.name


def add_health(app: FastAPI) -> None:
    @app.get("/healthz", include_in_schema=False)
    def is_alive() -> dict[str, str]:
        """The process answers."""
        return {"status": "alive"}

    @app.get("/readyz", include_in_schema=False)
    def is_ready() -> dict[str, str]:
        """Stories can be taken: the database answers and has our tables."""
        try:
            with reading(app.state.engine) as session:
                session.connection().execute(text("SELECT 1 FROM workshop LIMIT 1"))
        except DBAPIError as unready:
            raise problems.TryAgain from unready
        return {"status": "ready"}


def add_pages(app: FastAPI) -> None:
    """The built pages, each at its address."""

    def serve(file: str) -> Any:
        def page() -> FileResponse:
            return FileResponse(STATIC / file, headers={"Cache-Control": "no-cache"})

        return page

    for address in ("/j/{code}", "/J/{code}"):
        app.add_api_route(address, open_join_page, methods=["GET", "HEAD"], include_in_schema=False)
    for address, file in PAGES.items():
        app.add_api_route(address, serve(file), methods=["GET", "HEAD"], include_in_schema=False)

    @app.get("/docs", include_in_schema=False)
    def docs() -> RedirectResponse:
        return RedirectResponse("/api/v1/openapi.json")

    if STATIC.is_dir():
        app.mount("/", Pages(directory=STATIC), name="static")
