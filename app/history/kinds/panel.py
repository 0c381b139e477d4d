"""A panel as the log remembers it: what it is called and for, and which panels it feeds. Never who sits on it."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from app.history.kinds.kind import Kind, Writing, batches
from models import Panel, Workshop
from models.states import LoggedPanel


def panel_state(panel: Panel) -> LoggedPanel:
    return {
        "name": panel.name,
        "purpose": panel.purpose,
        "mode": panel.mode,
        "feeds_panel_ids": panel.feeds_panel_ids,
        "from_outside": panel.from_outside,
    }


class PanelKind(Kind[LoggedPanel]):
    name = "panel"

    def ids(self, session: Session, workshop: Workshop) -> Sequence[UUID]:
        return session.exec(select(Panel.id).where(Panel.workshop_id == workshop.id)).all()

    def read(self, session: Session, ids: Iterable[UUID]) -> dict[UUID, LoggedPanel]:
        return {
            panel.id: panel_state(panel)
            for batch in batches(list(ids))
            for panel in session.exec(select(Panel).where(col(Panel.id).in_(batch)))
        }

    def write(self, session: Session, states: Mapping[UUID, LoggedPanel], event: Writing) -> None:
        for id, state in states.items():
            if panel := session.get(Panel, id):
                panel.sqlmodel_update({**state})
        session.flush()
