"""Telling a story from a browser without scripts: an old phone, a kiosk."""

import inspect
from collections.abc import Iterator
from html import escape
from typing import Annotated, cast
from urllib.parse import quote

from fastapi import APIRouter, Depends, Form, Header, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from fastapi.routing import APIRoute
from pydantic import ValidationError

from app.guessing import slow_guessing
from app.plain import page
from app.plain.words import WORDS, choose
from app.problems import PayloadInvalid, Problem, SameMoment, TryAgain, validation_errors
from app.security import Actor, clean_code, new_token
from app.session import SessionDep
from app.stories import service as stories
from app.throttle import TooManyTries
from app.workshops import service as workshops
from models import Workshop
from models.base import new_id
from models.stories import StoryCreate
from models.workshops import Join


def slow_join(request: Request, code: str) -> Iterator[None]:
    """Whoever tries join codes has to wait."""
    yield from slow_guessing(request, "join", workshops.UnknownCode, right=clean_code(code))


Guarded = Depends(slow_join)
Spoken = Annotated[str, Header(alias="Accept-Language")]


class Filled:
    """What came with the form; every field may be missing or too long, and is judged later."""

    def __init__(
        self,
        id: Annotated[str, Form()] = "",
        seat_id: Annotated[str, Form()] = "",
        token: Annotated[str, Form()] = "",
        headline: Annotated[str, Form()] = "",
        note_1: Annotated[str, Form()] = "",
        significance: Annotated[str, Form()] = "",
        scope: Annotated[str, Form()] = "workshop",
        name_use: Annotated[str, Form()] = "anonymous",
        name: Annotated[str, Form()] = "",
        care: Annotated[str, Form()] = "no",
        contact: Annotated[str, Form()] = "",
    ) -> None:
        self.values = {
            "id": id,
            "seat_id": seat_id,
            "token": token,
            "headline": headline,
            "note_1": note_1,
            "significance": significance,
            "scope": scope,
            "name_use": name_use,
            "name": name,
            "care": care,
            "contact": contact,
        }

    def story(self) -> StoryCreate:
        told = self.values
        return StoryCreate.model_validate(
            {
                "id": told["id"],
                "headline": told["headline"],
                "notes": [told["note_1"]],
                "significance": told["significance"],
                "care": told["care"],
                "care_contact": told["contact"],
                "teller_name": told["name"],
                "consent": {"scope": told["scope"], "name_use": told["name_use"]},
            }
        )

    def join(self, code: str, language: str) -> Join:
        told = self.values
        return Join(join_code=code, id=told["seat_id"], token=told["token"], language=language)


class PageRoute(APIRoute):
    """Whoever is refused here gets a page in their language, with a way on and with what they wrote."""

    async def refuse(self, request: Request, problem: Problem) -> HTMLResponse:
        language = choose(request.headers.get("accept-language", ""), "en")
        sent = await request.form() if request.method == "POST" else {}
        kept = {name: value for name in FIELDS if isinstance(value := sent.get(name), str)}
        sentence = cast("dict[str, str]", WORDS[language])[SAID_OF.get(type(problem), "not_open")]
        return HTMLResponse(page.sorry(language, sentence, kept), problem.status, headers=problem.headers)


FIELDS = tuple(inspect.signature(Filled).parameters)
SAID_OF: dict[type[Problem], str] = {TooManyTries: "wait", TryAgain: "later", SameMoment: "later"}
router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse, route_class=PageRoute)


def fresh() -> dict[str, str]:
    """Ids and a token made with the form, so that sending it twice tells one story."""
    return {"id": str(new_id()), "seat_id": str(new_id()), "token": new_token("seat")}


def language_for(spoken: str, workshop: Workshop | None) -> str:
    return choose(spoken, workshop.languages[0] if workshop else "en")


@router.get("/plain")
def find_form(code: Annotated[str, Query(max_length=40)] = "") -> RedirectResponse:
    """The form of the workshop whose code was typed."""
    return RedirectResponse(f"/plain/{quote(clean_code(code) or '-')}", 303)


@router.get("/plain/{code}", dependencies=[Guarded])
def show_form(code: str, session: SessionDep, spoken: Spoken = "") -> HTMLResponse:
    """The empty form."""
    workshop = workshops.find_by_code(session, code)
    return HTMLResponse(page.form(workshop, language_for(spoken, workshop), fresh()))


@router.post("/plain/{code}", dependencies=[Guarded])
def take_form(
    code: str, session: SessionDep, filled: Annotated[Filled, Depends()], spoken: Spoken = ""
) -> HTMLResponse:
    """Store the story; a mistake shows the form again with everything that was typed."""
    workshop = workshops.find_by_code(session, code)
    language = language_for(spoken, workshop)
    words = WORDS[language]

    def again(alert: str, **anew: str) -> HTMLResponse:
        return HTMLResponse(page.form(workshop, language, filled.values | anew, alert), 422)

    try:
        story, join = filled.story(), filled.join(code, language)
        _, seat, token, _ = workshops.join(session, join)
        actor = Actor("seat", seat.id, seat.display_name, token, workshop.id)
        told, _ = stories.tell(session, workshop, story, actor)
    except workshops.SeatTaken:
        return again(escape(words["once_more"]), **fresh())
    except stories.StoryIdTaken:
        return again(escape(words["told_already"]), **fresh())
    except (ValidationError, PayloadInvalid) as refused:
        pointers = pointers_in(refused)
        if {"/id", "/token"} & set(pointers):
            return again(escape(words["once_more"]), **fresh())
        return again(page.mistakes(language, questions(language, pointers)))
    return HTMLResponse(page.thanks(language, workshop.join_code, told.receipt_code, told.serial_no), 201)


ASKED_BY = {
    "headline": "headline",
    "notes": "note",
    "significance": "significance",
    "teller_name": "name",
    "care_contact": "contact",
    "consent": "who",
    "care": "care",
}


def pointers_in(refused: ValidationError | PayloadInvalid) -> list[str]:
    errors = validation_errors(refused) if isinstance(refused, ValidationError) else refused.members.get("errors", [])
    return [str(error["pointer"]) for error in errors]


def questions(language: str, pointers: list[str]) -> list[str]:
    """The questions to look at again, in the visitor's words."""
    asked = dict.fromkeys(ASKED_BY.get(pointer.split("/")[1], "headline") for pointer in pointers)
    return [cast("dict[str, str]", WORDS[language])[name] for name in asked]
