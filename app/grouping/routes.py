"""Grouping runs: asked for, watched, looked at."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from app.board.runs import read_run
from app.deps import EVERYBODY, HIDDEN, THE_ROOM, ActorDep, SessionDep, WorkshopToReadThemes, WorkshopToRun, may
from app.grouping import explanations as evidence
from app.grouping import meaning, service
from app.problems import NotAllowed, raises
from app.stories.routes import StoryDep
from models.grouping import (
    GroupingRunCreate,
    GroupingRunRead,
    MeaningSearchCreate,
    MeaningSearchRead,
    SimilarStories,
    StoryExplanation,
    StoryMap,
)

router = APIRouter(tags=["grouping"])


@router.post("/workshops/{workshop_id}/grouping-runs", status_code=202, response_model=GroupingRunRead,
             responses=HIDDEN)  # fmt: skip
def ask_for_grouping(
    workshop: WorkshopToRun, wanted: GroupingRunCreate, actor: ActorDep, session: SessionDep, request: Request,
    response: Response,
) -> GroupingRunRead:  # fmt: skip
    """Ask the machine which stories belong together. It only suggests; the board stays as it is."""
    run = service.ask(session, request.app.state.jobs, workshop, wanted, actor)
    response.headers["Location"] = f"/api/v1/grouping-runs/{run.id}"
    return read_run(session, run)


@router.get("/stories/{story_id}/explanation", response_model=StoryExplanation,
            responses=HIDDEN | raises(service.NotExplained))  # fmt: skip
def explain_story(story: StoryDep, actor: ActorDep, session: SessionDep) -> StoryExplanation:
    """Why the story is where it is and why not elsewhere, as the newest grouping run saw it."""
    if not may(session, actor, story.workshop_id, roles=THE_ROOM):
        raise NotAllowed
    return evidence.read(session, story)


@router.get("/stories/{story_id}/similar", response_model=SimilarStories,
            responses=HIDDEN | raises(service.NotExplained))  # fmt: skip
def list_similar_stories(story: StoryDep, actor: ActorDep, session: SessionDep) -> SimilarStories:
    """The stories nearest in meaning, as the newest grouping run saw them."""
    if not may(session, actor, story.workshop_id, roles=THE_ROOM):
        raise NotAllowed
    return evidence.similar(session, story)


@router.post("/workshops/{workshop_id}/searches", status_code=202, response_model=MeaningSearchRead,
             responses=HIDDEN | raises(meaning.WorkerAway))  # fmt: skip
def search_by_meaning(
    workshop: WorkshopToRun, wanted: MeaningSearchCreate, actor: ActorDep, session: SessionDep, request: Request,
    response: Response,
) -> MeaningSearchRead:  # fmt: skip
    """Ask which stories mean something like a text. A worker compares; what it found is kept for ten minutes."""
    search = meaning.ask(session, request.app.state.jobs, workshop, wanted, actor)
    response.headers["Location"] = f"/api/v1/searches/{search.id}"
    return meaning.read(session, search)


@router.get("/searches/{search_id}", response_model=MeaningSearchRead, responses=HIDDEN)
def read_search(search_id: UUID, actor: ActorDep, session: SessionDep) -> MeaningSearchRead:
    """What a search by meaning has found."""
    search = meaning.find(session, search_id)
    if not may(session, actor, search.workshop_id, roles=("facilitator",)):
        raise NotAllowed
    return meaning.read(session, search)


@router.get("/workshops/{workshop_id}/map", response_model=StoryMap, responses=HIDDEN)
def read_map(workshop: WorkshopToReadThemes, session: SessionDep) -> StoryMap:
    """Where each story lies on the map. Themes are on the board; this is only about likeness."""
    return evidence.story_map(session, workshop)


@router.get("/grouping-runs/{run_id}", response_model=GroupingRunRead, responses=HIDDEN)
def read_grouping_run(run_id: UUID, actor: ActorDep, session: SessionDep) -> GroupingRunRead:
    """A run's progress, and what it suggests."""
    run = service.find(session, run_id)
    if not may(session, actor, run.workshop_id, roles=EVERYBODY, scope="themes:read"):
        raise NotAllowed
    return read_run(session, run)
