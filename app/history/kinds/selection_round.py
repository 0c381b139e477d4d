"""A selection round as the log remembers it: what was asked, how far it came, how many voted. Never a ballot."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from app.history.kinds.kind import Kind, Writing, batches
from models import SelectionRound, Workshop
from models.states import LoggedSelectionRound


def round_state(asked: SelectionRound) -> LoggedSelectionRound:
    return {
        "panel_id": str(asked.panel_id),
        "state": asked.state,
        "method": asked.method,
        "story_ids": asked.story_ids,
        "names_hidden": asked.names_hidden,
        "based_on_seq": asked.based_on_seq,
        "turn": asked.turn,
        "turn_open": asked.turn_open,
        "revealed_turn": asked.revealed_turn,
        "voted": [tally["voted"] for tally in asked.tallies],
    }


class SelectionRoundKind(Kind[LoggedSelectionRound]):
    name = "selection_round"

    def ids(self, session: Session, workshop: Workshop) -> Sequence[UUID]:
        return session.exec(select(SelectionRound.id).where(SelectionRound.workshop_id == workshop.id)).all()

    def read(self, session: Session, ids: Iterable[UUID]) -> dict[UUID, LoggedSelectionRound]:
        return {
            asked.id: round_state(asked)
            for batch in batches(list(ids))
            for asked in session.exec(select(SelectionRound).where(col(SelectionRound.id).in_(batch)))
        }

    def write(self, session: Session, states: Mapping[UUID, LoggedSelectionRound], event: Writing) -> None:
        for id, state in states.items():
            if asked := session.get(SelectionRound, id):
                asked.state = state["state"]
                asked.turn = state["turn"]
                asked.turn_open = state["turn_open"]
                asked.revealed_turn = state["revealed_turn"]
        session.flush()
