"""Who may read a story's words, and under which name: asked in one place for every view and export."""

from typing import Literal
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, col

from app.security import Actor
from app.workshops.care import carers_of
from app.workshops.consent_end import lasting
from models import Consent, Seat, Story
from models.stories import ConsentScope

Profile = Literal["evaluation", "partners", "public"]
SCOPES: tuple[ConsentScope, ...] = ("workshop", "evaluation", "partners", "public")


def scopes_covering(audience: ConsentScope) -> tuple[ConsentScope, ...]:
    """The scopes that let `audience` see a story: its own and every wider one."""
    return SCOPES[SCOPES.index(audience) :]


def covers(audience: ConsentScope) -> ColumnElement[bool]:
    """For a query that joins Story and Consent: the stories of the set whose words `audience` may read today."""
    return (
        (col(Story.state) == "in_set")
        & col(Consent.scope).in_(scopes_covering(audience))
        & (col(Consent.state) != "withdrawn")
        & lasting()
    )


def why_not(story: Story, consent: Consent, audience: ConsentScope) -> str | None:
    """Why `audience` may not read a story's words; None when it may. Nobody learns that a held story needs care."""
    if story.state == "submitted" or story.care != "no":
        return "held_for_steward"
    if story.state != "in_set":
        return story.state
    if consent.scope not in scopes_covering(audience):
        return "consent_does_not_cover"
    if consent.standing == "expired":
        return "consent_expired"
    return None


def cares(session: Session, actor: Actor, workshop_id: UUID) -> bool:
    """Whether the actor is one of those who read the stories that need care."""
    return actor.kind == "account" and actor.id in {account.id for account in carers_of(session, workshop_id)}


def may_know(session: Session, actor: Actor, story: Story) -> bool:
    """Whether the actor may know of the story at all: one that needs care is its teller's and the carers' alone."""
    return story.care == "no" or story.created_by == actor.ref or cares(session, actor, story.workshop_id)


def label(story: Story, consent: Consent, seat: Seat | None) -> str:
    """The teller as they agreed to be named: by the name given for this use, never by a part guessed from another.

    Which word is somebody's first name no rule can tell (王小明, Dr. Amina Yusuf); who agrees to a first name or a
    pseudonym is asked for exactly the name to show. The seat's own name is shown only to those who may have it whole.
    """
    name = story.teller_name.strip()
    if consent.name_use == "named" and seat:
        name = name or seat.display_name.strip()
    if consent.name_use != "anonymous" and name:
        return name
    return f"Teller {story.serial_no}" if consent.name_use == "pseudonym" else "anonymous"
