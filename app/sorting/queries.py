"""What can be asked of the room's sorting."""

from uuid import UUID

from sqlmodel import Session, col, select

from app.stories.consent import covers
from models import Consent, Seat, SortingHand, SortingRound, Story
from models.stories import ConsentScope


def rounds_of(session: Session, workshop_id: UUID) -> list[SortingRound]:
    query = select(SortingRound).where(SortingRound.workshop_id == workshop_id).order_by(col(SortingRound.id))
    return list(session.exec(query))


def hands_of(session: Session, sorting: SortingRound) -> list[SortingHand]:
    """The hands of a round, in the order they were dealt."""
    query = select(SortingHand).where(SortingHand.round_id == sorting.id).order_by(col(SortingHand.created_at))
    return list(session.exec(query.execution_options(populate_existing=True)))


def serial_numbers(session: Session, workshop_id: UUID, audience: ConsentScope) -> dict[UUID, int]:
    """The stories whose consent covers an audience today, by serial number, in that order."""
    query = (
        select(Story.id, Story.serial_no)
        .join(Consent, col(Consent.story_id) == Story.id)
        .where(Story.workshop_id == workshop_id, covers(audience))
        .order_by(col(Story.serial_no))
    )
    return dict(session.exec(query).all())


def dealt_stories(session: Session, hand: SortingHand) -> list[tuple[Story, Consent, Seat | None]]:
    """The stories of a hand that the room may read today, in the order of the cards."""
    ids = [UUID(id) for id in hand.dealt]
    query = (
        select(Story, Consent, Seat)
        .join(Consent, col(Consent.story_id) == Story.id)
        .outerjoin(Seat, col(Seat.id) == Story.storyteller_seat_id)
        .where(col(Story.id).in_(ids), covers("workshop"))
    )
    return sorted(session.exec(query).all(), key=lambda row: ids.index(row[0].id))
