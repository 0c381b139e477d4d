"""What a teller agreed to, asked in one place for every view and export."""

from datetime import date
from typing import Literal

from sqlalchemy import ColumnElement, or_
from sqlmodel import col

from models import Consent, Seat, Story
from models.base import now
from models.stories import ConsentScope

Profile = Literal["evaluation", "partners", "public"]
SCOPES: tuple[ConsentScope, ...] = ("workshop", "evaluation", "partners", "public")


def scopes_covering(audience: ConsentScope) -> tuple[ConsentScope, ...]:
    """The scopes that let `audience` see a story: its own and every wider one."""
    return SCOPES[SCOPES.index(audience) :]


def today() -> date:
    return now().date()


def covers(audience: ConsentScope) -> ColumnElement[bool]:
    """For a query that joins Consent: stories whose words `audience` may see today."""
    if audience == "workshop":
        return col(Consent.state) != "withdrawn"
    return (
        col(Consent.scope).in_(scopes_covering(audience))
        & col(Consent.state).in_(("granted", "narrowed"))
        & or_(col(Consent.expires_on).is_(None), col(Consent.expires_on) >= today())
    )


def why_not(consent: Consent, audience: ConsentScope) -> str | None:
    """Why `audience` may not see a story's words; None when it may."""
    if consent.state == "withdrawn":
        return "withdrawn"
    if consent.scope not in scopes_covering(audience):
        return "consent_does_not_cover"
    if consent.expires_on and consent.expires_on < today() and audience != "workshop":
        return "consent_expired"
    return None


def label(story: Story, consent: Consent, seat: Seat | None) -> str:
    """The teller as they agreed to be named."""
    name = seat.display_name if seat else ""
    if consent.name_use == "named" and name:
        return name
    if consent.name_use == "first_name" and name:
        return name.split()[0]
    if consent.name_use == "pseudonym":
        return f"Teller {story.serial_no}"
    return "anonymous"
