"""Who takes care of stories in a workshop, and how many wait for them."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, select

from app.security import Actor
from app.workshops.consent_end import lasting
from models import Account, Consent, Story, Workshop, WorkshopMember


def carers_of(session: Session, workshop_id: UUID) -> list[Account]:
    """Who reads a story that needs care: the workshop's stewards; where it has none, its facilitators."""
    query = (
        select(Account, WorkshopMember.role)
        .join(WorkshopMember, col(WorkshopMember.account_id) == Account.id)
        .where(WorkshopMember.workshop_id == workshop_id, col(WorkshopMember.role).in_(("steward", "facilitator")))
        .order_by(col(WorkshopMember.id))
    )
    found = session.exec(query).all()
    stewards = [account for account, role in found if role == "steward"]
    return stewards or [account for account, _ in found]


def care_by(session: Session, workshop: Workshop) -> list[str]:
    """The carers' names; none where one of them has no name, since half a list would not be true."""
    names = [account.name for account in carers_of(session, workshop.id)]
    return names if all(names) else []


def needs_care(session: Session, workshop: Workshop, actor: Actor) -> int | None:
    """How many stories wait for care; None for whoever is not to know."""
    if actor.kind != "account" or actor.id not in {account.id for account in carers_of(session, workshop.id)}:
        return None
    return held(session, [workshop.id], Story.care != "no").get(workshop.id, 0)


def waiting_for(session: Session, account_id: UUID, workshop_ids: Collection[UUID]) -> dict[UUID, int]:
    """How many stories wait for this account, by workshop; those that need care only where it takes care."""
    members = select(WorkshopMember).where(
        col(WorkshopMember.workshop_id).in_(workshop_ids), WorkshopMember.role != "evaluator"
    )
    found = session.exec(members).all()
    has_steward = {member.workshop_id for member in found if member.role == "steward"}
    decides = {member.workshop_id: member.role for member in found if member.account_id == account_id}
    cares = {id for id, role in decides.items() if role == "steward" or id not in has_steward}
    return held(session, decides.keys() - cares, Story.care == "no") | held(session, cares)


def held(session: Session, workshop_ids: Collection[UUID], *which: ColumnElement[bool] | bool) -> dict[UUID, int]:
    """How many stories are held and may still be read, by workshop."""
    query = (
        select(Story.workshop_id, func.count())
        .join(Consent, col(Consent.story_id) == Story.id)
        .where(col(Story.workshop_id).in_(workshop_ids), Story.state == "submitted", lasting(), *which)
        .group_by(col(Story.workshop_id))
    )
    return dict(session.exec(query).all())
