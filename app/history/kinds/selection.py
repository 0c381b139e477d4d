"""A selection as the log remembers it: what was chosen by which tally, and which reasons it has, not their words."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from app.history.kinds.kind import Kind, Writing, as_text
from models import Dissent, Selection, SelectionReason, Workshop
from models.states import LoggedSelection


def selection_state(session: Session, selection: Selection) -> LoggedSelection:
    reasons = select(SelectionReason.id).where(SelectionReason.selection_id == selection.id)
    dissent = select(Dissent.id).where(Dissent.selection_id == selection.id)
    return {
        "round_id": str(selection.round_id),
        "panel_id": str(selection.panel_id),
        "outcome": selection.outcome,
        "story_ids": selection.story_ids,
        "tally": selection.tally,
        "against_tally": selection.against_tally,
        "passed_to_panel_id": as_text(selection.passed_to_panel_id),
        "replaces_id": as_text(selection.replaces_id),
        "reason_ids": [str(id) for id in session.exec(reasons.order_by(col(SelectionReason.id)))],
        "dissent_ids": [str(id) for id in session.exec(dissent.order_by(col(Dissent.id)))],
    }


class SelectionKind(Kind[LoggedSelection]):
    name = "selection"

    def ids(self, session: Session, workshop: Workshop) -> Sequence[UUID]:
        return session.exec(select(Selection.id).where(Selection.workshop_id == workshop.id)).all()

    def read(self, session: Session, ids: Iterable[UUID]) -> dict[UUID, LoggedSelection]:
        found = [selection for id in ids if (selection := session.get(Selection, id))]
        return {selection.id: selection_state(session, selection) for selection in found}

    def write(self, session: Session, states: Mapping[UUID, LoggedSelection], event: Writing) -> None:
        for id, state in states.items():
            if selection := session.get(Selection, id):
                selection.outcome = state["outcome"]
                selection.story_ids = state["story_ids"]
                selection.against_tally = state["against_tally"]
        session.flush()
