"""The join page as it leaves for a phone: with what the phone would ask for next, so that it need not ask."""

import json
from contextlib import contextmanager
from html import escape
from pathlib import Path

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy.exc import SQLAlchemyError

from app.db import reading
from app.guessing import slow_guessing
from app.security import clean_code
from app.session import get_engine
from app.state import state_of
from app.throttle import TooManyTries
from app.workshops import service
from models.workshops import WorkshopForSeat

WORDS = "src/words/join/{}.ts"


class JoinPage:
    """`join.html` of a folder, and in `join-files.json` beside it where the build put each language's words."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def open(self, code: str, spoken: str, workshop: WorkshopForSeat | None) -> str:
        """The page for a code: its workshop, the words of its language, and its form for browsers without scripts.

        `spoken` is the phone's `Accept-Language`.
        """
        known = escape(clean_code(code))
        page = (self._folder / "join.html").read_text(encoding="utf-8")
        page = page.replace('name="code"', f'name="code" value="{known}"', 1)
        if workshop:
            said = escape(workshop.model_dump_json())
            page = page.replace("</head>", f'<meta name="workshop" data-code="{known}" content="{said}" /></head>', 1)
        if words := self._words(spoken, workshop.languages if workshop else []):
            page = page.replace("</title>", f'</title><link rel="modulepreload" href="/{words}" />', 1)
        return page

    def _words(self, spoken: str, listed: list[str]) -> str:
        """The file with the words that this phone will most likely ask for (see `bestTongue`), if there are any."""
        files = json.loads((self._folder / "join-files.json").read_text(encoding="utf-8"))
        wished = [part.partition(";")[0] for part in spoken.split(",")]
        ours = [[tag for tag in map(short, tags) if WORDS.format(tag) in files] for tags in (wished, listed)]
        both = [tag for tag in ours[0] if tag in ours[1]]
        best = [*both, *ours[0], *ours[1], "en"][0]
        found: dict[str, str] = files.get(WORDS.format(best), {})
        return found.get("file", "")


def open_join_page(code: str, request: Request) -> Response:
    """The join page of a code; a panel's code opens the page on which its members take part."""
    made = state_of(request).join_page
    workshop, panel = offered(request, code)
    if panel:
        return RedirectResponse(f"/part#{clean_code(code)}", status_code=307, headers={"Cache-Control": "no-store"})
    page = made.open(code, request.headers.get("accept-language", ""), workshop)
    return HTMLResponse(page, headers={"Cache-Control": "no-cache"})


def short(tag: str) -> str:
    """A language without its country."""
    return tag.strip().lower().partition("-")[0]


def offered(request: Request, code: str) -> tuple[WorkshopForSeat | None, bool]:
    """What whoever has this code may know before taking a seat, and whether it is a panel's; nothing for a wrong one.

    Guessing is as slow here as where seats are taken; the page says what is wrong when it asks for its seat.
    """
    guarded = contextmanager(slow_guessing)(request, "join", service.UnknownCode, right=clean_code(code))
    try:
        with guarded, reading(get_engine(request)) as session:
            workshop = service.for_seat(session, service.find_by_code(session, code))
            return workshop, service.panel_by_code(session, code) is not None
    except (service.UnknownCode, TooManyTries, SQLAlchemyError):
        return None, False
