"""Telling, reading, correcting and withdrawing stories."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header, Query, Response

from app.may import HIDDEN, WorkshopToReadStories, WorkshopToTellIn, audience_of
from app.paging import PageDep, a_number
from app.problems import BATCH_BODY, PayloadInvalid, raises
from app.session import SessionDep
from app.stories import queries, service, stewarding
from app.stories.access import HeldStory, StoryOfTellerOrRoom, StoryToRead
from app.stories.consent import cares
from app.who import ActorDep
from models.base import Moment, Page, Storable
from models.stories import (
    BatchResults,
    CareAsked,
    SetAside,
    StoryBatch,
    StoryCreate,
    StoryRead,
    StoryState,
    StoryTold,
    StoryUpdate,
    Withdraw,
)

router = APIRouter(tags=["stories"])


@router.post(
    "/workshops/{workshop_id}/stories",
    status_code=201,
    response_model=StoryTold,
    responses=HIDDEN
    | raises(service.CollectingClosed, service.StoryIdTaken, PayloadInvalid)
    | {200: {"model": StoryTold, "description": "The same story was stored before; nothing changed."}},
)
def tell_story(
    workshop: WorkshopToTellIn, told: StoryCreate, actor: ActorDep, session: SessionDep, response: Response
) -> StoryTold:
    """Tell one story. Repeating the request with the same `id` and body is harmless."""
    story, is_new = service.tell(session, workshop, told, actor)
    response.status_code = 201 if is_new else 200
    return story


@router.post(
    "/workshops/{workshop_id}/stories/batch",
    max_body_size=BATCH_BODY,
    response_model=BatchResults,
    responses=HIDDEN,
)
def tell_stories(workshop: WorkshopToTellIn, batch: StoryBatch, actor: ActorDep, session: SessionDep) -> BatchResults:
    """Tell up to 500 stories; each is judged alone and answered with the status it would have had alone."""
    return BatchResults(results=service.tell_each(session, workshop, batch.stories, actor))


@router.get("/workshops/{workshop_id}/stories", response_model=Page[StoryRead], responses=HIDDEN)
def list_stories(
    workshop: WorkshopToReadStories,
    actor: ActorDep,
    session: SessionDep,
    asked: PageDep,
    theme: UUID | None = None,
    state: StoryState | None = None,
    language: Annotated[str | None, Query(max_length=35), Storable] = None,
    q: Annotated[str | None, Query(max_length=200), Storable] = None,
    since: Moment | None = None,
) -> Page[StoryRead]:
    """Stories in the order they were told. A seat sees its own; a key those whose consent covers evaluation."""
    audience, caring = audience_of(session, actor, workshop.id), cares(session, actor, workshop.id)
    rows = queries.stories(
        session,
        workshop,
        audience,
        seat_id=actor.id if actor.kind == "seat" else None,
        cares=caring,
        theme=theme,
        state=state,
        language=language,
        q=q,
        since=since,
        after=asked.after(a_number),
        limit=asked.limit + 1,
    )
    return asked.page(rows, lambda row: row[0].serial_no, lambda row: service.as_read(*row, cares=caring))


@router.patch("/stories/{story_id}", response_model=StoryRead, responses=HIDDEN | service.EDITING)
def edit_story(
    story: StoryToRead,
    wanted: StoryUpdate,
    actor: ActorDep,
    session: SessionDep,
    if_match: Annotated[str | None, Header(pattern=r'^"\d{1,9}"$')] = None,
) -> StoryRead:
    """Correct a story you told. `If-Match: "version"` refuses when somebody changed it since you read it."""
    service.may_edit(story, actor)
    return service.edit(session, story, wanted, actor, seen=int(if_match.strip('"')) if if_match else None)


@router.post("/stories/{story_id}/withdraw", response_model=StoryRead, responses=HIDDEN)
def withdraw_story(story: StoryOfTellerOrRoom, wanted: Withdraw, actor: ActorDep, session: SessionDep) -> StoryRead:
    """Take a story back for good: its words are erased, its serial number and the counts stay."""
    return service.withdraw(session, story, actor.ref, wanted.reason or "")


@router.post("/stories/{story_id}/release", response_model=StoryRead, responses=HIDDEN)
def release_story(story: HeldStory, actor: ActorDep, session: SessionDep) -> StoryRead:
    """Let a story that was held join the others. One that needed care: when its teller agrees that it may."""
    return stewarding.release(session, story, actor)


@router.post("/stories/{story_id}/keep-out", response_model=StoryRead, responses=HIDDEN | raises(stewarding.NotHeld))
def keep_story_out(story: HeldStory, wanted: SetAside, actor: ActorDep, session: SessionDep) -> StoryRead:
    """Set a held story aside, unread by others. What is said of one that needs care stays with its carers."""
    return stewarding.keep_out(session, story, wanted.reason, actor)


@router.post("/stories/{story_id}/care", status_code=204, responses=HIDDEN | raises(service.StoryWithdrawn))
def ask_for_care(story: StoryOfTellerOrRoom, wanted: CareAsked, actor: ActorDep, session: SessionDep) -> None:
    """Somebody wants to talk, or may be at risk: the story leaves every view but the carers', at once."""
    stewarding.ask_for_care(session, story, wanted, actor.ref)
