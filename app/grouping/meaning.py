"""Finding stories by what they mean: asked in a request, answered by a worker, forgotten soon after."""

from datetime import timedelta
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from sqlmodel import Session, col, delete, select

from app.grouping.explanations import near_stories
from app.jobs import SEARCHING_QUEUE, SEARCHING_WORKFLOW, Jobs
from app.problems import NotFound, Problem
from app.security import Actor
from models import Embedding, MeaningSearch, Story, StoryVersion, WorkerSeen, Workshop
from models.base import now
from models.grouping import MeaningSearchCreate, MeaningSearchRead

NEAREST, FORGOTTEN, AWAY = 24, timedelta(minutes=10), timedelta(seconds=15)


class WorkerAway(Problem):
    """No worker is here to compare meanings. Search for words meanwhile; grouping waits until one is back."""

    status, title, slug = 503, "Nobody compares meanings now", "worker-away"


def ask(
    session: Session, jobs: Jobs, workshop: Workshop, wanted: MeaningSearchCreate, actor: Actor
) -> MeaningSearch:  # fmt: skip
    """Ask which stories mean something like a text. Raises WorkerAway at once when nobody would answer."""
    if session.exec(select(WorkerSeen.name).where(WorkerSeen.seen_at > now() - AWAY).limit(1)).first() is None:
        raise WorkerAway
    session.exec(delete(MeaningSearch).where(col(MeaningSearch.created_at) < now() - FORGOTTEN))
    search = MeaningSearch.model_validate(wanted, update={"workshop_id": workshop.id, "created_by": actor.ref})
    session.add(search)
    session.flush()
    jobs.ask(session, SEARCHING_WORKFLOW, SEARCHING_QUEUE, search.id, str(search.id))
    return search


def find(session: Session, search_id: UUID) -> MeaningSearch:
    if (search := session.get(MeaningSearch, search_id)) is None:
        raise NotFound
    return search


def read(session: Session, search: MeaningSearch) -> MeaningSearchRead:
    """What came of a search, nearest first, with where each story is now."""
    items = near_stories(session, search.found) if search.found else []
    return MeaningSearchRead(id=search.id, state=search.state, items=items)


def nearest(
    session: Session, workshop_id: UUID, model_hash: str, wanted: NDArray[np.float32]
) -> list[tuple[str, float]]:  # fmt: skip
    """The stories of the set whose stored vectors lie nearest to one, with their cosines."""
    query = (
        select(Story.id, Embedding.vector)
        .join(StoryVersion, (col(StoryVersion.story_id) == Story.id) & (col(StoryVersion.n) == Story.version))
        .join(Embedding, col(Embedding.story_version_id) == StoryVersion.id)
        .where(Story.workshop_id == workshop_id, Story.state == "in_set", Embedding.model_hash == model_hash)
        .order_by(col(Story.serial_no))
    )
    rows = session.exec(query).all()
    if not rows:
        return []
    cosines = np.stack([np.frombuffer(vector, dtype="<f4") for _, vector in rows]) @ wanted
    best = np.argsort(-cosines, kind="stable")[:NEAREST]
    return [(str(rows[at][0]), round(float(cosines[at]), 4)) for at in best]
