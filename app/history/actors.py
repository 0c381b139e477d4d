"""How those who acted are called: by name in the room, by role outside it."""

from collections.abc import Iterable
from uuid import UUID

from sqlmodel import Session, col, select

from models import Account

ROLES = {"account": "facilitator", "seat": "storyteller", "receipt": "storyteller"}


def role_of(actor: str) -> str:
    """Who acted, as far as it leaves the house: a role, never a name."""
    kind = actor.partition(":")[0]
    return ROLES.get(kind, kind)


def names_of(session: Session, actors: Iterable[str]) -> dict[str, str]:
    """Facilitators by name, everybody else by their role."""
    names = {actor: role_of(actor) for actor in actors}
    accounts = {UUID(actor.partition(":")[2]): actor for actor in names if actor.startswith("account:")}
    for account in session.exec(select(Account).where(col(Account.id).in_(accounts))):
        names[accounts[account.id]] = account.name or account.email.partition("@")[0]
    return names


def roles_of(actors: Iterable[str]) -> dict[str, str]:
    """Everybody by their role; whoever needs to tell two facilitators apart has their pseudonymous `actor`."""
    return {actor: role_of(actor) for actor in actors}
