"""The panel or round in the path, for those who sit on the panel and the room's team."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends

from app.may import THE_ROOM, may
from app.problems import NotAllowed, NotFound
from app.selection.panels import member_for
from app.session import SessionDep
from app.who import ActorDep
from models import Panel, SelectionRound


def sits_or_runs(session: SessionDep, actor: ActorDep, panel: Panel) -> None:
    """Refuse whoever neither sits on the panel nor belongs to the room's team."""
    if member_for(session, panel.id, actor):
        return
    if not may(session, actor, panel.workshop_id, roles=THE_ROOM):
        raise NotFound if actor.kind == "seat" else NotAllowed


def load_panel(panel_id: UUID, session: SessionDep, actor: ActorDep) -> Panel:
    """The panel in the path, for those who sit on it and the room's team."""
    if (panel := session.get(Panel, panel_id)) is None:
        raise NotFound
    sits_or_runs(session, actor, panel)
    return panel


def load_round(round_id: UUID, session: SessionDep, actor: ActorDep) -> SelectionRound:
    """The round in the path, for those who sit on its panel and the room's team."""
    if (asked := session.get(SelectionRound, round_id)) is None:
        raise NotFound
    sits_or_runs(session, actor, session.get_one(Panel, asked.panel_id))
    return asked


PanelToRead = Annotated[Panel, Depends(load_panel)]
RoundToRead = Annotated[SelectionRound, Depends(load_round)]
