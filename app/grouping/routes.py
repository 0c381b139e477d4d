"""Grouping runs: asked for, watched, looked at."""

from typing import Annotated

from fastapi import APIRouter, Response

from app.board.runs import read_run
from app.grouping import explanations, search, service
from app.may import EVERYBODY, HIDDEN, WorkshopToReadThemes, WorkshopToRun, row_for
from app.problems import raises
from app.session import JobsDep, SessionDep
from app.stories.access import StoryOfRoom
from app.who import ActorDep
from models import GroupingRun, MeaningSearch
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
RunToRead = Annotated[GroupingRun, row_for(GroupingRun, *EVERYBODY, scope="themes:read")]
SearchToRead = Annotated[MeaningSearch, row_for(MeaningSearch, "facilitator")]


@router.post(
    "/workshops/{workshop_id}/grouping-runs", status_code=202, response_model=GroupingRunRead, responses=HIDDEN
)
def ask_for_grouping(
    workshop: WorkshopToRun,
    wanted: GroupingRunCreate,
    actor: ActorDep,
    session: SessionDep,
    jobs: JobsDep,
    response: Response,
) -> GroupingRunRead:
    """Ask the machine which stories belong together. It only suggests; the board stays as it is."""
    run = service.ask(session, jobs, workshop, wanted, actor)
    response.headers["Location"] = f"/api/v1/grouping-runs/{run.id}"
    return read_run(session, run)


@router.get(
    "/stories/{story_id}/explanation", response_model=StoryExplanation, responses=HIDDEN | raises(service.NotExplained)
)
def explain_story(story: StoryOfRoom, session: SessionDep) -> StoryExplanation:
    """Why the story is where it is and why not elsewhere, as the newest grouping run saw it."""
    return explanations.read(session, story)


@router.get(
    "/stories/{story_id}/similar", response_model=SimilarStories, responses=HIDDEN | raises(service.NotExplained)
)
def list_similar_stories(story: StoryOfRoom, session: SessionDep) -> SimilarStories:
    """The stories nearest in meaning, as the newest grouping run saw them."""
    return explanations.similar(session, story)


@router.post(
    "/workshops/{workshop_id}/searches",
    status_code=202,
    response_model=MeaningSearchRead,
    responses=HIDDEN | raises(search.WorkerAway),
)
def search_by_meaning(
    workshop: WorkshopToRun,
    wanted: MeaningSearchCreate,
    actor: ActorDep,
    session: SessionDep,
    jobs: JobsDep,
    response: Response,
) -> MeaningSearchRead:
    """Ask which stories mean something like a text. A worker compares; what it found is kept for ten minutes."""
    asked = search.ask(session, jobs, workshop, wanted, actor)
    response.headers["Location"] = f"/api/v1/searches/{asked.id}"
    return search.read(session, asked)


@router.get("/searches/{search_id}", response_model=MeaningSearchRead, responses=HIDDEN)
def read_search(asked: SearchToRead, session: SessionDep) -> MeaningSearchRead:
    """What a search by meaning has found."""
    return search.read(session, asked)


@router.get("/workshops/{workshop_id}/map", response_model=StoryMap, responses=HIDDEN)
def read_map(workshop: WorkshopToReadThemes, session: SessionDep) -> StoryMap:
    """Where each story lies on the map. Themes are on the board; this is only about likeness."""
    return explanations.story_map(session, workshop)


@router.get("/grouping-runs/{run_id}", response_model=GroupingRunRead, responses=HIDDEN)
def read_grouping_run(run: RunToRead, session: SessionDep) -> GroupingRunRead:
    """A run's progress, and what it suggests."""
    return read_run(session, run)
