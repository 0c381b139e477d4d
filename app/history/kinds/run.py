"""A grouping run as the log remembers it: how far it came, and how many suggestions it made."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, col, select

from app.history.kinds.kind import Kind, Writing
from models import GroupingRun, Suggestion, Workshop
from models.states import LoggedRun


def run_state(session: Session, run: GroupingRun) -> LoggedRun:
    if run.state != "proposed":
        return {"state": run.state}
    made = select(func.count(col(Suggestion.id))).where(Suggestion.run_id == run.id)
    return {"state": run.state, "suggestions": session.exec(made).one()}


class RunKind(Kind[LoggedRun]):
    name = "run"

    def ids(self, session: Session, workshop: Workshop) -> Sequence[UUID]:
        return session.exec(select(GroupingRun.id).where(GroupingRun.workshop_id == workshop.id)).all()

    def read(self, session: Session, ids: Iterable[UUID]) -> dict[UUID, LoggedRun]:
        found = [run for id in ids if (run := session.get(GroupingRun, id))]
        return {run.id: run_state(session, run) for run in found}

    def write(self, session: Session, states: Mapping[UUID, LoggedRun], event: Writing) -> None:
        for id, state in states.items():
            if run := session.get(GroupingRun, id):
                run.state = state["state"]
        session.flush()
