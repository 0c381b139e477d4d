"""The board, its commands, its log and its live stream."""

from collections.abc import AsyncIterator
from functools import partial
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Query, Request, Response
from fastapi.sse import EventSourceResponse, ServerSentEvent
from sqlmodel import Session

from app.board import compare, past, service, view
from app.board.draft import ThemeGone
from app.board.suggestions import Stale
from app.db import reading
from app.etags import IfNoneMatch, matches
from app.history import events
from app.history.conflicts import BoardConflict
from app.history.refusals import CommandRefused
from app.history.states import SUBJECT
from app.history.stream import StreamDep, hold_message, read_events
from app.may import EVERYBODY, HIDDEN, WorkshopToAudit, WorkshopToReadThemes, WorkshopToRun, audience_of, may
from app.paging import LARGEST, PageDep, a_number
from app.problems import LARGE_BODY, NotAllowed, NotFound, raises
from app.security import Actor
from app.session import EngineDep, SessionDep
from app.stories.access import StoryToRun
from app.stories.consent import cares
from app.stories.service import as_read, consent_of
from app.who import ActorDep, actor_with, get_actor
from app.workshops.consent_end import consents_ended
from models import Workshop
from models.base import Page, Storable
from models.board import Board, BoardCheck, BoardCompared, ChangeEventRead, CommandsDone, Hold
from models.commands import Commands, PutAside
from models.stories import SetAside, StoryRead

router = APIRouter(tags=["board"])


@router.get("/workshops/{workshop_id}/board", response_model=Board, responses=HIDDEN)
def read_board(
    workshop: WorkshopToReadThemes,
    actor: ActorDep,
    session: SessionDep,
    response: Response,
    if_none_match: IfNoneMatch = None,
    at: Annotated[int | None, Query(ge=0, le=LARGEST)] = None,
) -> Board | Response:
    """Themes and the stories in them, those not placed yet, and what the newest grouping run suggests.

    Keys and evaluators see the stories whose consent covers evaluation. `at` shows the board as it stood after that
    event; the words are today's, and what was withdrawn stays withdrawn.
    """
    audience = audience_of(session, actor, workshop.id)
    if at is not None and at < workshop.seq:
        return past.read(session, workshop, at, audience)
    ended = consents_ended(session, workshop.id)
    etag = f'"{workshop.seq}-{ended}"' if ended else f'"{workshop.seq}"'
    if matches(if_none_match, etag):
        return Response(status_code=304, headers={"ETag": etag})
    response.headers["ETag"] = etag
    return view.read(session, workshop, audience, cares(session, actor, workshop.id))


@router.post(
    "/workshops/{workshop_id}/board/commands",
    max_body_size=LARGE_BODY,
    response_model=CommandsDone,
    responses=HIDDEN | raises(BoardConflict, CommandRefused, ThemeGone, Stale),
)
def command_board(workshop: WorkshopToRun, wanted: Commands, actor: ActorDep, session: SessionDep) -> CommandsDone:
    """Change the board: all commands or none."""
    return service.apply(session, workshop, wanted, actor)


@router.get("/workshops/{workshop_id}/board/comparison", response_model=BoardCompared, responses=HIDDEN)
def compare_boards(
    workshop: WorkshopToReadThemes,
    actor: ActorDep,
    session: SessionDep,
    start: Annotated[int, Query(ge=0, le=LARGEST, alias="from")],
    end: Annotated[int | None, Query(ge=0, le=LARGEST, alias="to")] = None,
) -> BoardCompared:
    """What became of themes and stories between the board after event `from` and after event `to` (default: now).

    `to` may be the earlier one; then the way back is told.
    """
    head = workshop.seq
    audience = audience_of(session, actor, workshop.id)
    return compare.read(session, workshop, min(start, head), head if end is None else min(end, head), audience)


@router.get("/workshops/{workshop_id}/board/check", response_model=BoardCheck, responses=HIDDEN)
def check_board(workshop: WorkshopToAudit, session: SessionDep) -> BoardCheck:
    """Replay the whole log and compare it with the board."""
    return events.check(session, workshop)


@router.get("/workshops/{workshop_id}/change-events", response_model=Page[ChangeEventRead], responses=HIDDEN)
def list_change_events(
    workshop: WorkshopToAudit,
    who: ActorDep,
    session: SessionDep,
    asked: PageDep,
    after: Annotated[int, Query(ge=0, le=LARGEST)] = 0,
    subject: Annotated[str | None, Query(pattern=SUBJECT)] = None,
    actor: Annotated[str | None, Query(max_length=60), Storable] = None,
) -> Page[ChangeEventRead]:
    """The log, oldest first; only what concerns a `subject` (such as `story:…`) or was done by an `actor`.

    `actor` is the same for one person throughout; API keys are told roles instead of names.
    """
    start = max(after, asked.after(a_number) or 0)
    rows = events.events_after(session, workshop.id, start, asked.limit + 1, subject=subject, actor=actor)
    shown = read_events(session, rows, names=by_name(who))
    return asked.page(shown, lambda row: row["seq"], ChangeEventRead.model_validate)


@router.post("/stories/{story_id}/set-aside", response_model=StoryRead, responses=HIDDEN | raises(CommandRefused))
def set_story_aside(story: StoryToRun, wanted: SetAside, actor: ActorDep, session: SessionDep) -> StoryRead:
    """Take a story off the board, with a reason. It stays in the record."""
    workshop = session.get_one(Workshop, story.workshop_id)
    command = PutAside(type="set_aside", story_id=story.id, reason=wanted.reason)
    service.apply(session, workshop, Commands(base_seq=workshop.seq, commands=[command]), actor)
    session.refresh(story)
    return as_read(story, consent_of(session, story))


@router.post("/workshops/{workshop_id}/holds", status_code=204, responses=HIDDEN)
async def hold_story(workshop: WorkshopToRun, wanted: Hold, actor: ActorDep, stream: StreamDep) -> None:
    """Tell the other facilitators that you have this story in hand. It binds nobody and lapses by itself."""
    stream.tell(workshop.id, hold_message(wanted.story_id, actor))


def by_name(who: Actor) -> bool:
    """Whether somebody is told the names of facilitators: people are, scripts are not."""
    return who.kind != "key"


def watcher(workshop_id: UUID, request: Request, engine: EngineDep) -> Actor:
    """Who opens this stream, if they may; asked in a transaction of its own, since the stream outlives it."""
    with reading(engine) as session:
        who = get_actor(request, session)
        if not may_watch(session, who, workshop_id):
            raise NotAllowed
    return who


def may_watch(session: Session, who: Actor, workshop_id: UUID) -> bool:
    """Whether somebody may listen. Raises NotFound for whoever has no place in the workshop."""
    return may(session, who, workshop_id, roles=EVERYBODY, scope="audit:read")


def still_may_watch(session: Session, secret: str, workshop_id: UUID) -> bool:
    """Whether the token that opened a stream would still open it."""
    who = actor_with(session, secret)
    try:
        return who is not None and may_watch(session, who, workshop_id)
    except NotFound:
        return False


@router.get("/workshops/{workshop_id}/events", response_class=EventSourceResponse, responses=HIDDEN)
async def stream_events(
    workshop_id: UUID,
    who: Annotated[Actor, Depends(watcher)],
    stream: StreamDep,
    after: Annotated[int | None, Query(ge=0, le=LARGEST)] = None,
    last_event_id: Annotated[str | None, Header(pattern=r"^\d{1,12}$")] = None,
) -> AsyncIterator[ServerSentEvent]:
    """Changes as they happen (server-sent events). `id` is the seq; resume with `Last-Event-ID` or `after`.

    A `ping` every 15 seconds of silence says that the line lives. The stream ends with the right to open it.
    """
    start = int(last_event_id) if last_event_id else after
    right = partial(still_may_watch, secret=who.secret, workshop_id=workshop_id)
    async for message in stream.watch(workshop_id, start, by_name(who), right):
        yield message
