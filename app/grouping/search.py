"""Finding stories by what they mean: asked in a request, answered by a worker, forgotten soon after."""

from datetime import timedelta

from sqlmodel import Session, col, delete, select

from app.grouping.explanations import near_stories
from app.jobs import SEARCHING_QUEUE, SEARCHING_WORKFLOW, Jobs
from app.problems import Problem
from app.security import Actor
from models import MeaningSearch, WorkerSeen, Workshop
from models.base import now
from models.grouping import MeaningSearchCreate, MeaningSearchRead

FORGOTTEN, AWAY = timedelta(minutes=10), timedelta(seconds=15)


class WorkerAway(Problem):
    """No worker is here to compare meanings. Search for words meanwhile; grouping waits until one is back."""

    status, title, slug = 503, "Nobody compares meanings now", "worker-away"


def ask(session: Session, jobs: Jobs, workshop: Workshop, wanted: MeaningSearchCreate, actor: Actor) -> MeaningSearch:
    """Ask which stories mean something like a text. Raises WorkerAway at once when nobody would answer."""
    if session.exec(select(WorkerSeen.name).where(WorkerSeen.seen_at > now() - AWAY).limit(1)).first() is None:
        raise WorkerAway
    forget_old(session)
    search = MeaningSearch.model_validate(wanted, update={"workshop_id": workshop.id, "created_by": actor.ref})
    session.add(search)
    session.flush()
    jobs.ask(session, SEARCHING_WORKFLOW, SEARCHING_QUEUE, search.id, str(search.id))
    return search


def read(session: Session, search: MeaningSearch) -> MeaningSearchRead:
    """What came of a search, nearest first, with where each story is now."""
    items = near_stories(session, search.found) if search.found else []
    return MeaningSearchRead(id=search.id, state=search.state, items=items)


def forget_old(session: Session) -> None:
    """What was searched for more than ten minutes ago is forgotten."""
    session.exec(delete(MeaningSearch).where(col(MeaningSearch.created_at) < now() - FORGOTTEN))
