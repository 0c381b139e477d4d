"""A theme as the log remembers it: all its fields, the words that the room gave it included."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from app.history.kinds.kind import Kind, Writing, batches, plain
from models import Theme, Workshop
from models.base import State

THEME_FIELDS = (
    "name",
    "description",
    "keywords",
    "letter",
    "colour",
    "position",
    "state",
    "locked",
    "origin",
    "domain_id",
    "parents",
    "retired_reason",
    "merged_into",
)


def theme_state(theme: Theme) -> State:
    return {field: plain(getattr(theme, field)) for field in THEME_FIELDS}


class ThemeKind(Kind[State]):
    name = "theme"
    on_board = undoable = True

    def ids(self, session: Session, workshop: Workshop) -> Sequence[UUID]:
        return session.exec(select(Theme.id).where(Theme.workshop_id == workshop.id)).all()

    def read(self, session: Session, ids: Iterable[UUID]) -> dict[UUID, State]:
        return {
            theme.id: theme_state(theme)
            for batch in batches(list(ids))
            for theme in session.exec(select(Theme).where(col(Theme.id).in_(batch)))
        }

    def write(self, session: Session, states: Mapping[UUID, State], event: Writing) -> None:
        for id, state in states.items():
            theme = session.get(Theme, id)
            session.add(new_row(id, state, event) if theme is None else changed_row(theme, state))
        session.flush()

    def remove(self, session: Session, ids: Sequence[UUID]) -> None:
        for id in ids:
            if theme := session.get(Theme, id):
                session.delete(theme)
        session.flush()


def new_row(id: UUID, state: State, event: Writing) -> Theme:
    return Theme.model_validate({**state, "id": id, "workshop_id": event.workshop.id, "created_by": event.actor})


def changed_row(theme: Theme, state: State) -> Theme:
    ids = {name: UUID(state[name]) if state[name] else None for name in ("domain_id", "merged_into")}
    return theme.sqlmodel_update({**state, **ids})
