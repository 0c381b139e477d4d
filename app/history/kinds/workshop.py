"""A workshop as the log remembers it: the stage it is in."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from sqlmodel import Session

from app.history.kinds.kind import Kind, Writing
from models import Workshop
from models.states import LoggedWorkshop


def workshop_state(workshop: Workshop) -> LoggedWorkshop:
    return {"stage": workshop.stage}


class WorkshopKind(Kind[LoggedWorkshop]):
    name = "workshop"
    on_board = True

    def ids(self, session: Session, workshop: Workshop) -> Sequence[UUID]:
        return [workshop.id]

    def read(self, session: Session, ids: Iterable[UUID]) -> dict[UUID, LoggedWorkshop]:
        found = {id: session.get(Workshop, id) for id in ids}
        return {id: workshop_state(workshop) for id, workshop in found.items() if workshop}

    def write(self, session: Session, states: Mapping[UUID, LoggedWorkshop], event: Writing) -> None:
        for state in states.values():
            event.workshop.stage = state["stage"]
        session.flush()
