"""When consent ends: with the last day that was agreed to, as days are counted where the workshop is."""

from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import ColumnElement, func, or_
from sqlmodel import Session, col, select

from models import Consent, Story, Workshop
from models.base import in_utc, now


def moment_after(day: date | None, timezone: str) -> datetime | None:
    """The first moment after `day` in a time zone, in UTC; None where no day was named."""
    return in_utc(datetime.combine(day + timedelta(days=1), time(), zone(timezone))) if day else None


def zone(name: str) -> ZoneInfo:
    """The time zone of that name; UTC for one that nobody knows, such as older versions took."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def move_ends(session: Session, workshop: Workshop) -> None:
    """The workshop counts its days elsewhere now: consent ends with the same days, there."""
    query = select(Consent).join(Story, col(Story.id) == Consent.story_id).where(Story.workshop_id == workshop.id)
    for consent in session.exec(query.where(col(Consent.expires_on).is_not(None))):
        consent.ends_at = moment_after(consent.expires_on, workshop.timezone)
        session.add(consent)


def lasting() -> ColumnElement[bool]:
    """For a query that joins Consent: what was agreed to has not run out."""
    return or_(col(Consent.ends_at).is_(None), col(Consent.ends_at) > now())


def consents_ended(session: Session, workshop_id: UUID) -> int:
    """How many have run out in a workshop: it grows when a view must be read anew although nothing was written."""
    query = select(func.count()).select_from(Consent).join(Story, col(Story.id) == Consent.story_id)
    return session.exec(query.where(Story.workshop_id == workshop_id, col(Consent.ends_at) <= now())).one()


def workshops_where_consent_ended(session: Session, after: datetime, until: datetime) -> set[UUID]:
    """The workshops of stories whose consent ran out after one moment and not after another."""
    query = select(Story.workshop_id).join(Consent, col(Consent.story_id) == Story.id)
    return set(session.exec(query.where(col(Consent.ends_at) > after, col(Consent.ends_at) <= until)))
