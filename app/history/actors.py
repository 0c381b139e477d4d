"""How those who acted are called: by name in the room, by role outside it."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from sqlmodel import Session, col, select

from models import Account, WorkshopMember

ROLES = {"account": "facilitator", "seat": "storyteller", "receipt": "storyteller"}


def role_of(actor: str, team: Mapping[str, str]) -> str:
    """Who acted, as far as it leaves the house: a role, never a name. Whoever left the team is called a facilitator."""
    kind = actor.partition(":")[0]
    return team.get(actor) or ROLES.get(kind, kind)


def team_of(session: Session, workshop_id: UUID) -> dict[str, str]:
    """The roles in a workshop's team, by actor."""
    query = select(WorkshopMember).where(WorkshopMember.workshop_id == workshop_id)
    return {f"account:{member.account_id}": member.role for member in session.exec(query)}


def names_of(session: Session, actors: Iterable[str]) -> dict[str, str]:
    """Facilitators by name, everybody else by their role."""
    names = {actor: role_of(actor, {}) for actor in actors}
    accounts = {UUID(actor.partition(":")[2]): actor for actor in names if actor.startswith("account:")}
    for account in session.exec(select(Account).where(col(Account.id).in_(accounts))):
        names[accounts[account.id]] = account.name or account.email.partition("@")[0]
    return names


def roles_of(session: Session, workshop_id: UUID, actors: Iterable[str]) -> dict[str, str]:
    """Everybody by their role; whoever needs to tell two facilitators apart has their pseudonymous `actor`."""
    team = team_of(session, workshop_id)
    return {actor: role_of(actor, team) for actor in actors}
