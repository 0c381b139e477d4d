"""What they may: the row in the path, for whoever has the role, the seat or the key's scope that it needs."""

from typing import Annotated, Any, Protocol, cast
from uuid import UUID

from fastapi import Depends, Path
from sqlmodel import Session, select

from app.problems import LoginNeeded, NotAllowed, NotFound, raises
from app.security import Actor
from app.session import SessionDep
from app.who import ActorDep
from models import Workshop, WorkshopMember
from models.accounts import MemberRole, Scope
from models.base import Row
from models.stories import ConsentScope


class OfWorkshop(Protocol):
    """A row that belongs to one workshop."""

    workshop_id: UUID


def role_in(session: Session, actor: Actor, workshop_id: UUID) -> MemberRole | None:
    """The account's role in a workshop; None for seats, keys and strangers."""
    if actor.kind != "account":
        return None
    query = select(WorkshopMember.role).where(
        WorkshopMember.workshop_id == workshop_id, WorkshopMember.account_id == actor.id
    )
    return cast("MemberRole | None", session.exec(query).first())


def may(
    session: Session,
    actor: Actor,
    workshop_id: UUID,
    *,
    roles: tuple[MemberRole, ...],
    seats: bool = False,
    scope: Scope | None = None,
) -> bool:
    """Whether the actor may do what needs one of `roles`, or a seat, or a key with `scope`.

    Raises `NotFound` for whoever has no place in the workshop at all: strangers do not learn that it exists.
    """
    role = role_in(session, actor, workshop_id)
    if role is None and actor.workshop_id != workshop_id:
        raise NotFound
    return role in roles or (seats and actor.kind == "seat") or (scope is not None and scope in actor.scopes)


EVERYBODY: tuple[MemberRole, ...] = ("facilitator", "evaluator", "steward")
THE_ROOM: tuple[MemberRole, ...] = ("facilitator", "steward")
HIDDEN = raises(LoginNeeded, NotAllowed, NotFound)


def audience_of(session: Session, actor: Actor, workshop_id: UUID) -> ConsentScope:
    """Whom a story's consent must cover before this actor reads its words: the room itself, or evaluation."""
    inside = actor.kind == "seat" or role_in(session, actor, workshop_id) in THE_ROOM
    return "workshop" if inside else "evaluation"


def workshop_for(*roles: MemberRole, seats: bool = False, scope: Scope | None = None) -> Any:
    """A dependency: the workshop in the path, for actors with one of `roles`, a seat, or a key with `scope`."""

    def load_workshop(workshop_id: UUID, session: SessionDep, actor: ActorDep) -> Workshop:
        if (workshop := session.get(Workshop, workshop_id)) is None:
            raise NotFound
        if not may(session, actor, workshop_id, roles=roles, seats=seats, scope=scope):
            raise NotAllowed
        return workshop

    return Depends(load_workshop)


def row_for(
    model: type[Row], *roles: MemberRole, seats: bool = False, scope: Scope | None = None, named: str | None = None
) -> Any:
    """A dependency: the row of a workshop in the path, such as `{run_id}` for a GroupingRun, for whoever `may`.

    `named`: what the path calls it, where the last word of the table's name would not do.
    """
    name = named or f"{str(model.__tablename__).rpartition('_')[2]}_id"

    def load_row(id: Annotated[UUID, Path(alias=name)], session: SessionDep, actor: ActorDep) -> Row:
        if (row := session.get(model, id)) is None:
            raise NotFound
        if not may(session, actor, cast("OfWorkshop", row).workshop_id, roles=roles, seats=seats, scope=scope):
            raise NotAllowed
        return row

    return Depends(load_row)


WorkshopToRun = Annotated[Workshop, workshop_for("facilitator")]
WorkshopToInvite = Annotated[Workshop, workshop_for(*THE_ROOM)]
WorkshopOfTeam = Annotated[Workshop, workshop_for(*EVERYBODY)]
WorkshopToTellIn = Annotated[Workshop, workshop_for("facilitator", seats=True, scope="intake:write")]
WorkshopToReadStories = Annotated[Workshop, workshop_for(*EVERYBODY, seats=True, scope="stories:read")]
WorkshopToReadThemes = Annotated[Workshop, workshop_for(*EVERYBODY, scope="themes:read")]
WorkshopToAudit = Annotated[Workshop, workshop_for(*EVERYBODY, scope="audit:read")]
WorkshopToExport = Annotated[Workshop, workshop_for(*EVERYBODY, scope="exports:read")]
