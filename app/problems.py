"""Failures as classes; one handler turns each into `application/problem+json` (RFC 9457)."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar, Protocol

from fastapi import FastAPI, Request, Response
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, ValidationError
from sqlalchemy.exc import IntegrityError, OperationalError
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = logging.getLogger("storyharvest")


class Problem(Exception):
    """A request that cannot be fulfilled. Keyword arguments become members of the answer."""

    status: ClassVar[int] = 400
    title: ClassVar[str] = "Bad request"
    slug: ClassVar[str] = "bad-request"

    def __init__(self, detail: str = "", *, headers: dict[str, str] | None = None, **members: Any) -> None:
        super().__init__(detail)
        self.detail = detail or " ".join((self.__doc__ or "").split())
        self.headers = headers
        self.members = members

    def document(self) -> dict[str, Any]:
        """The problem document, as a client receives it."""
        known = {"type": f"/problems/{self.slug}", "title": self.title, "status": self.status, "detail": self.detail}
        return known | dict(jsonable_encoder(self.members))


class PayloadInvalid(Problem):
    """What was sent does not have the form that is asked for; `errors` points to each place."""

    status, title, slug = 422, "The request has mistakes", "payload-invalid"


class BodyUnreadable(Problem):
    """What was sent cannot be read as what it says it is. Send JSON in UTF-8, with its content type."""

    status, title, slug = 400, "Not readable", "body-unreadable"


class BodyTooLarge(Problem):
    """This is more than anybody has to send here. Nothing of it was read."""

    status, title, slug = 413, "Too large", "body-too-large"


class NotFound(Problem):
    """There is no such thing here, or it is not yours to see."""

    status, title, slug = 404, "Not found", "not-found"


class LoginNeeded(Problem):
    """Log in, or send a valid token as `Authorization: Bearer …`."""

    status, title, slug = 401, "Who are you?", "login-needed"


class NotAllowed(Problem):
    """Your role does not include this."""

    status, title, slug = 403, "Not allowed", "not-allowed"


class CrossSite(Problem):
    """A change with a login cookie must come from our own pages, as JSON."""

    status, title, slug = 403, "Cross-site request refused", "cross-site"


class SameMoment(Problem):
    """Somebody else stored the same thing at the same moment. Nothing of yours was stored; ask again."""

    status, title, slug = 409, "Two at once", "same-moment"


class TryAgain(Problem):
    """The database is busy or out of reach; nothing was stored. Send the same again in a moment."""

    status, title, slug = 503, "Try again in a moment", "try-again"


LARGE_BODY = 1024 * 1024  # bytes: a hand of a hundred piles, scores for five thousand stories
BATCH_BODY = 8 * 1024 * 1024  # bytes: five hundred long stories at once
MISTAKES_TOLD = 20


class ProblemDocument(BaseModel):
    """What every error looks like."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    detail: str


def raises(*problems: type[Problem]) -> dict[int | str, dict[str, Any]]:
    """The `responses=` of a route that may answer with these problems."""
    by_status: dict[int | str, dict[str, Any]] = {}
    for problem in problems:
        known = by_status.setdefault(problem.status, {"model": ProblemDocument, "description": ""})
        sentence = f"**{problem.title}** (`/problems/{problem.slug}`): {' '.join((problem.__doc__ or '').split())}"
        known["description"] = f"{known['description']} {sentence}".strip()
    return by_status


def tell_as_problems(described: dict[str, Any]) -> dict[str, Any]:
    """The description of the API with the media type that problems have; the framework knows one for all answers."""
    for operation in (one for path in described["paths"].values() for one in path.values()):
        for answer in operation["responses"].values():
            content = answer.get("content", {})
            told = content.get("application/json", {}).get("schema", {})
            if told.get("$ref", "").endswith(f"/{ProblemDocument.__name__}"):
                content["application/problem+json"] = content.pop("application/json")
    return described


def validation_errors(error: RequestValidationError | ValidationError, inside: str = "") -> list[dict[str, str]]:
    """Each mistake with a JSON pointer into the body, or the name of the query parameter."""
    found = []
    asked = isinstance(error, RequestValidationError)
    for mistake in error.errors():
        place, *path = mistake["loc"] if asked else ("body", *mistake["loc"])
        if isinstance(error, RequestValidationError):
            path = [*untagged(path, error.body), *tag_asked_for(mistake)]
        pointer = inside + "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in path)
        where = {"pointer": pointer} if place == "body" else {"parameter": str(path[0]) if path else str(place)}
        found.append(where | {"detail": mistake["msg"].removeprefix("Value error, ")})
    return found


def invalid_payload(mistakes: list[dict[str, str]]) -> PayloadInvalid:
    """The first twenty mistakes, and how many more there are: nobody reads thousands, and they would cost megabytes."""
    untold = len(mistakes) - MISTAKES_TOLD
    if untold <= 0:
        return PayloadInvalid(errors=mistakes)
    return PayloadInvalid(errors=mistakes[:MISTAKES_TOLD], more_errors=untold)


def untagged(path: Sequence[str | int], sent: Any) -> Iterator[str | int]:
    """A place without the tags of discriminated unions, which pydantic puts between the steps."""
    for step in path:
        if isinstance(sent, dict) and step not in sent and step == sent.get("type"):
            continue
        yield step
        inside = (isinstance(sent, dict) and step in sent) or (isinstance(sent, list) and isinstance(step, int))
        sent = sent[step] if inside else None


def tag_asked_for(mistake: Mapping[str, Any]) -> list[str]:
    """The field that says which form of a union was meant, where that is the mistake."""
    return [mistake["ctx"]["discriminator"].strip("'")] if mistake["type"].startswith("union_tag") else []


def answer(problem: Problem) -> JSONResponse:
    """The HTTP answer to a problem."""
    return JSONResponse(
        problem.document(), problem.status, headers=problem.headers, media_type="application/problem+json"
    )


class RefusingRoute(Protocol):
    """A route that has its own way of saying no: a page for people instead of a problem document."""

    async def refuse(self, request: Request, problem: Problem) -> Response: ...


def install(app: FastAPI) -> None:
    """Make every failure of `app` a problem document, or what the route makes of it."""

    @app.exception_handler(Problem)
    async def known(request: Request, problem: Problem) -> Response:
        route: RefusingRoute | None = request.scope.get("route")
        return await route.refuse(request, problem) if route and hasattr(route, "refuse") else answer(problem)

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> Response:
        return await known(request, invalid_payload(validation_errors(error)))

    @app.exception_handler(HTTPException)
    async def framework(request: Request, error: HTTPException) -> Response:
        if error.status_code == BodyUnreadable.status:  # the framework's only one: the body could not be parsed
            return await known(request, BodyUnreadable())
        document = {"type": "about:blank", "title": error.detail, "status": error.status_code, "detail": error.detail}
        return JSONResponse(document, error.status_code, headers=error.headers, media_type="application/problem+json")

    @app.exception_handler(OperationalError)
    async def database(request: Request, error: OperationalError) -> Response:
        log.error("database.unavailable", extra={"fields": {"reason": type(error.orig).__name__}})
        return await known(request, TryAgain(headers={"Retry-After": "1"}))

    @app.exception_handler(IntegrityError)
    async def tie(request: Request, error: IntegrityError) -> Response:
        log.warning("database.constraint", extra={"fields": {"reason": type(error.orig).__name__}})
        return await known(request, SameMoment())


class LastResort:
    """A mistake of ours: told in our log with its trace, answered without it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = False

        async def watch(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, watch)
        except Exception:
            if scope["type"] != "http" or started:
                raise
            log.exception("request.broke", extra={"fields": {"path": scope.get("path", "")}})
            document = {
                "type": "about:blank",
                "title": "Something went wrong on our side",
                "status": 500,
                "detail": "The mistake is in our log. Nothing was stored.",
            }
            await JSONResponse(document, 500, media_type="application/problem+json")(scope, receive, send)


class LargeBodies:
    """What the framework refuses for its size is told as every other refusal."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        refused = False

        async def in_our_words(message: Message) -> None:
            nonlocal refused
            if message["type"] == "http.response.start" and message["status"] == BodyTooLarge.status:
                refused = True
                await answer(BodyTooLarge(headers={"Connection": "close"}))(scope, receive, send)
            elif not refused:
                await send(message)

        await self.app(scope, receive, in_our_words)
