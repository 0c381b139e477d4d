"""What browsers get besides the API: the built pages, each at its address, and the headers that keep them careful."""

from pathlib import Path
from typing import Any

from fastapi import FastAPI, Response
from fastapi.responses import FileResponse
from fastapi.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.workshops.join_page import open_join_page

STATIC = Path(__file__).parent / "static"
PAGES = {
    "/": "index.html",
    "/join": "join.html",
    "/board": "board.html",
    "/docs": "docs.html",
    "/evaluate": "evaluate.html",
    "/feedback": "feedback.html",
    "/part": "part.html",
    "/receipt": "receipt.html",
    "/present": "wall.html",
    "/scribe": "scribe.html",
    "/select": "select.html",
    "/sheets": "sheets.html",
    "/sorting": "sorting.html",
    "/verify": "verify.html",
}
CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'; require-trusted-types-for 'script'; "
    "trusted-types svelte-trusted-html storyharvest-worker"
)
# The reference of the API alone is drawn by a library that hands markup over as text; DOMPurify stands in between.
REFERENCE_POLICY = CONTENT_POLICY + " default dompurify 'allow-duplicates'"
HEADERS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


# Answers with people's words in them: those of the API, and the form for browsers without scripts.
KEPT_BY_NOBODY = ("/api/", "/plain")


class SafeHeaders:
    """Every answer carries the headers that keep browsers careful; answers with people's words are kept by nobody."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                known = {name.lower() for name, _ in message["headers"]}
                wanted = HEADERS | ({"Cache-Control": "no-store"} if scope["path"].startswith(KEPT_BY_NOBODY) else {})
                message["headers"] = [
                    *message["headers"],
                    *(
                        (name.lower().encode(), value.encode())
                        for name, value in wanted.items()
                        if name.lower().encode() not in known
                    ),
                ]
            await send(message)

        await self.app(scope, receive, with_headers if scope["type"] == "http" else send)


class Pages(StaticFiles):
    """The built pages. Assets have a hash in their name and stay for a year; everything else is asked for again."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        response = super().file_response(*args, **kwargs)
        lasting = "/assets/" in str(args[0]) if args else False
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if lasting else "no-cache"
        return response


def add_pages(app: FastAPI) -> None:
    """The built pages, each at its address."""

    def serve(file: str, policy: str) -> Any:
        def page() -> FileResponse:
            headers = {"Cache-Control": "no-cache", "Content-Security-Policy": policy}
            return FileResponse(STATIC / file, headers=headers)

        return page

    for address in ("/j/{code}", "/J/{code}"):
        app.add_api_route(address, open_join_page, methods=["GET", "HEAD"], include_in_schema=False)
    for address, file in PAGES.items():
        policy = REFERENCE_POLICY if file == "docs.html" else CONTENT_POLICY
        app.add_api_route(address, serve(file, policy), methods=["GET", "HEAD"], include_in_schema=False)

    if STATIC.is_dir():
        app.mount("/", Pages(directory=STATIC), name="static")
