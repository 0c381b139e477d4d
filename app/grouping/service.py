"""Asking for a grouping run; the worker does it."""

from datetime import timedelta

from sqlmodel import Session, col, select

from app.history.events import lock
from app.jobs import GROUPING_QUEUE, GROUPING_WORKFLOW, Jobs
from app.problems import PayloadInvalid, Problem
from app.security import Actor
from models import GroupingRun, SortingRound, Workshop
from models.base import now
from models.grouping import GroupingRunCreate

GIVEN_UP = timedelta(minutes=15)
LOST = "No worker finished this run; the board was not changed."


def ask(session: Session, jobs: Jobs, workshop: Workshop, wanted: GroupingRunCreate, actor: Actor) -> GroupingRun:
    """Ask for suggestions; one run of a kind waits or works per workshop, a second ask joins it."""
    workshop = lock(session, workshop)
    check_round(session, workshop, wanted)
    query = select(GroupingRun).where(
        GroupingRun.workshop_id == workshop.id,
        GroupingRun.mode == wanted.mode,
        GroupingRun.sorting_round_id == wanted.sorting_round_id,
        col(GroupingRun.state).in_(("queued", "running")),
    )
    for waiting in session.exec(query):
        if waiting.created_at > now() - GIVEN_UP:
            return waiting
        waiting.sqlmodel_update({"state": "failed", "step": "done", "finished_at": now(), "failure": LOST})
    run = GroupingRun.model_validate(
        wanted, update={"workshop_id": workshop.id, "created_by": actor.ref, "based_on_seq": workshop.seq}
    )
    session.add(run)
    session.flush()
    jobs.ask(session, GROUPING_WORKFLOW, GROUPING_QUEUE, run.id, str(run.id))
    return run


def check_round(session: Session, workshop: Workshop, wanted: GroupingRunCreate) -> None:
    """A run by what the room sorted names a round of this workshop, any other run names none."""
    pointer = "/sorting_round_id"
    if wanted.mode != "sort":
        if wanted.sorting_round_id:
            raise PayloadInvalid(errors=[{"pointer": pointer, "detail": "is for the mode sort alone"}])
        return
    sorting = session.get(SortingRound, wanted.sorting_round_id) if wanted.sorting_round_id else None
    if sorting is None or sorting.workshop_id != workshop.id:
        raise PayloadInvalid(errors=[{"pointer": pointer, "detail": "is no sorting round of this workshop"}])


class NotExplained(Problem):
    """No grouping run has explained this story yet; ask for one."""

    status, title, slug = 404, "Not explained yet", "not-explained"
