"""A suggestion as the log remembers it: what people decided about it."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from app.history.kinds.kind import Kind, Writing, batches
from models import Suggestion, Workshop
from models.states import LoggedSuggestion


def suggestion_state(suggestion: Suggestion) -> LoggedSuggestion:
    return {"state": suggestion.state, "decided_by": suggestion.decided_by}


class SuggestionKind(Kind[LoggedSuggestion]):
    name = "suggestion"
    undoable = True

    def ids(self, session: Session, workshop: Workshop) -> Sequence[UUID]:
        return session.exec(select(Suggestion.id).where(Suggestion.workshop_id == workshop.id)).all()

    def read(self, session: Session, ids: Iterable[UUID]) -> dict[UUID, LoggedSuggestion]:
        return {
            suggestion.id: suggestion_state(suggestion)
            for batch in batches(list(ids))
            for suggestion in session.exec(select(Suggestion).where(col(Suggestion.id).in_(batch)))
        }

    def write(self, session: Session, states: Mapping[UUID, LoggedSuggestion], event: Writing) -> None:
        for id, state in states.items():
            if suggestion := session.get(Suggestion, id):
                suggestion.sqlmodel_update({**state})
        session.flush()
