"""A theme as the log remembers it: all its fields, the words that the room gave it included."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from app.history.kinds.kind import Kind, Writing, as_id, as_text, batches
from models import Theme, Workshop
from models.states import LoggedTheme


def theme_state(theme: Theme) -> LoggedTheme:
    return {
        "name": theme.name,
        "description": theme.description,
        "keywords": theme.keywords,
        "letter": theme.letter,
        "colour": theme.colour,
        "position": theme.position,
        "state": theme.state,
        "locked": theme.locked,
        "origin": theme.origin,
        "domain_id": as_text(theme.domain_id),
        "parents": theme.parents,
        "retired_reason": theme.retired_reason,
        "merged_into": as_text(theme.merged_into),
    }


class ThemeKind(Kind[LoggedTheme]):
    name = "theme"
    on_board = undoable = True

    def ids(self, session: Session, workshop: Workshop) -> Sequence[UUID]:
        return session.exec(select(Theme.id).where(Theme.workshop_id == workshop.id)).all()

    def read(self, session: Session, ids: Iterable[UUID]) -> dict[UUID, LoggedTheme]:
        return {
            theme.id: theme_state(theme)
            for batch in batches(list(ids))
            for theme in session.exec(select(Theme).where(col(Theme.id).in_(batch)))
        }

    def write(self, session: Session, states: Mapping[UUID, LoggedTheme], event: Writing) -> None:
        for id, state in states.items():
            theme = session.get(Theme, id)
            session.add(new_row(id, state, event) if theme is None else changed_row(theme, state))
        session.flush()

    def remove(self, session: Session, ids: Sequence[UUID]) -> None:
        for id in ids:
            if theme := session.get(Theme, id):
                session.delete(theme)
        session.flush()


def new_row(id: UUID, state: LoggedTheme, event: Writing) -> Theme:
    return Theme.model_validate({**state, "id": id, "workshop_id": event.workshop.id, "created_by": event.actor})


def changed_row(theme: Theme, state: LoggedTheme) -> Theme:
    ids = {"domain_id": as_id(state["domain_id"]), "merged_into": as_id(state["merged_into"])}
    return theme.sqlmodel_update({**state, **ids})
