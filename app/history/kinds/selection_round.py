"""A selection round as the log remembers it: what was asked, how far it came, how many voted. Never a ballot."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypedDict, cast
from uuid import UUID

from sqlmodel import Session, col, select

from app.history.kinds.kind import Kind, Writing, batches
from models import SelectionRound, Workshop
from models.base import State


class RoundState(TypedDict):
    """`voted` has the turnout of each closed turn."""

    panel_id: str
    state: str
    method: str
    story_ids: list[str]
    names_hidden: bool
    based_on_seq: int
    turn: int
    turn_open: bool
    revealed_turn: int
    voted: list[int]


WRITTEN = ("state", "turn", "turn_open", "revealed_turn")


def round_state(asked: SelectionRound) -> State:
    state = RoundState(
        panel_id=str(asked.panel_id),
        state=asked.state,
        method=asked.method,
        story_ids=asked.story_ids,
        names_hidden=asked.names_hidden,
        based_on_seq=asked.based_on_seq,
        turn=asked.turn,
        turn_open=asked.turn_open,
        revealed_turn=asked.revealed_turn,
        voted=[tally["voted"] for tally in asked.tallies],
    )
    return cast("State", state)


class SelectionRoundKind(Kind[State]):
    name = "selection_round"

    def ids(self, session: Session, workshop: Workshop) -> Sequence[UUID]:
        return session.exec(select(SelectionRound.id).where(SelectionRound.workshop_id == workshop.id)).all()

    def read(self, session: Session, ids: Iterable[UUID]) -> dict[UUID, State]:
        return {
            asked.id: round_state(asked)
            for batch in batches(list(ids))
            for asked in session.exec(select(SelectionRound).where(col(SelectionRound.id).in_(batch)))
        }

    def write(self, session: Session, states: Mapping[UUID, State], event: Writing) -> None:
        for id, state in states.items():
            if asked := session.get(SelectionRound, id):
                asked.sqlmodel_update({name: state[name] for name in WRITTEN})
        session.flush()
