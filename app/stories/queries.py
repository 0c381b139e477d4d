"""What can be asked of stories."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from app.stories.consent import covers
from app.workshops.consent_end import lasting
from models import Consent, Membership, Story, Workshop
from models.search_text import like_pattern
from models.stories import ConsentScope, StoryState


def by_receipt(session: Session, receipt_hash: str) -> Story | None:
    return session.exec(select(Story).where(Story.receipt_hash == receipt_hash)).first()


def stories(
    session: Session,
    workshop: Workshop,
    audience: ConsentScope,
    *,
    seat_id: UUID | None = None,
    cares: bool = False,
    theme: UUID | None = None,
    state: StoryState | None = None,
    language: str | None = None,
    q: str | None = None,
    since: datetime | None = None,
    after: int | None = None,
    limit: int | None = None,
) -> list[tuple[Story, Consent]]:
    """Stories in the order of their serial numbers. A seat sees its own, also those withdrawn.

    The room sees what is not in the set, too, but those that need care only where the reader `cares` for them.
    """
    query = select(Story, Consent).join(Consent, col(Consent.story_id) == Story.id)
    query = query.where(Story.workshop_id == workshop.id).order_by(col(Story.serial_no))
    if seat_id:
        query = query.where(Story.storyteller_seat_id == seat_id)
    elif audience != "workshop":
        query = query.where(covers(audience))
    else:
        query = query.where(lasting())
        if not cares:
            query = query.where(Story.care == "no")
    if theme:
        placed = select(Membership.story_id).where(Membership.theme_id == theme, Membership.state != "refused")
        query = query.where(col(Story.id).in_(placed))
    if state:
        query = query.where(Story.state == state)
    if language:
        query = query.where(Story.language == language)
    if q:
        query = query.where(col(Story.search_text).like(like_pattern(q), escape="\\"))
    if since:
        query = query.where(Story.updated_at > since)
    if after:
        query = query.where(Story.serial_no > after)
    return list(session.exec(query.limit(limit) if limit else query))
