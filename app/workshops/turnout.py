"""How many have told, and how many of the stories may leave the workshop."""

from dataclasses import dataclass

from sqlalchemy import func
from sqlmodel import Session, col, select

from app.workshops.consent_end import lasting
from models import Consent, Seat, Story, Workshop


@dataclass(frozen=True)
class Turnout:
    """Counts of one workshop at this moment; see `WorkshopDetail`."""

    seats: int
    silent_seats: int
    stories_in_set: int
    stories_for_evaluation: int


def turnout(session: Session, workshop: Workshop) -> Turnout:
    """Count seats and stories."""
    here = col(Seat.workshop_id) == workshop.id
    told = select(Story.id).where(col(Story.storyteller_seat_id) == Seat.id).exists()
    in_set = (col(Story.workshop_id) == workshop.id) & (col(Story.state) == "in_set")
    leaves = (col(Consent.scope) != "workshop") & (col(Consent.state) != "withdrawn") & lasting()
    with_consent = select(func.count()).select_from(Story).join(Consent, col(Consent.story_id) == Story.id)
    return Turnout(
        seats=session.exec(select(func.count()).select_from(Seat).where(here)).one(),
        silent_seats=session.exec(select(func.count()).select_from(Seat).where(here, ~told)).one(),
        stories_in_set=session.exec(select(func.count()).select_from(Story).where(in_set)).one(),
        stories_for_evaluation=session.exec(with_consent.where(in_set, leaves)).one(),
    )
