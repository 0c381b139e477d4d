"""What the room asks of whoever holds a phone: sorting rounds that are open, and rounds of the panels they sit on."""

from uuid import UUID

from sqlmodel import Session, col, select

from app.security import Actor
from models import Panel, PanelMember, SelectionRound, SortingRound
from models.asked import Asked, RoundAsked, SortingAsked
from models.selection import RoundState

OVER: tuple[RoundState, ...] = ("decided", "no_selection", "deferred")


def asked_of(session: Session, seat: Actor, workshop_id: UUID) -> Asked:
    """Newest first. A round that is decided asks nothing any more, but its panel still reads what came of it."""
    return Asked(sorting_rounds=sorting_asked(session, workshop_id), rounds=rounds_asked(session, seat))


def sorting_asked(session: Session, workshop_id: UUID) -> list[SortingAsked]:
    here = select(SortingRound).where(SortingRound.workshop_id == workshop_id, SortingRound.state == "open")
    rounds = session.exec(here.order_by(col(SortingRound.id).desc())).all()
    return [SortingAsked.model_validate(one) for one in rounds]


def rounds_asked(session: Session, seat: Actor) -> list[RoundAsked]:
    sits = (
        select(SelectionRound, Panel)
        .join(Panel, col(Panel.id) == SelectionRound.panel_id)
        .join(PanelMember, col(PanelMember.panel_id) == Panel.id)
        .where(PanelMember.seat_id == seat.id)
        .order_by(col(SelectionRound.id).desc())
    )
    return [
        RoundAsked(
            id=asked.id,
            panel_name=panel.name,
            purpose=panel.purpose,
            turn_open=asked.turn_open,
            over=asked.state in OVER,
        )
        for asked, panel in session.exec(sits)
    ]
