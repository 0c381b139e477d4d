"""A sorting round as the log remembers it: that it was opened and closed, never who sorted what."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from sqlmodel import Session, select

from app.history.kinds.kind import Kind, Writing
from models import SortingRound, Workshop
from models.states import LoggedSortingRound


class SortingRoundKind(Kind[LoggedSortingRound]):
    name = "sorting_round"

    def ids(self, session: Session, workshop: Workshop) -> Sequence[UUID]:
        return session.exec(select(SortingRound.id).where(SortingRound.workshop_id == workshop.id)).all()

    def read(self, session: Session, ids: Iterable[UUID]) -> dict[UUID, LoggedSortingRound]:
        found = [sorting for id in ids if (sorting := session.get(SortingRound, id))]
        return {sorting.id: {"state": sorting.state} for sorting in found}

    def write(self, session: Session, states: Mapping[UUID, LoggedSortingRound], event: Writing) -> None:
        for id, state in states.items():
            if sorting := session.get(SortingRound, id):
                sorting.state = state["state"]
        session.flush()
