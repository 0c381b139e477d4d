"""What routes ask for: a session, who is asking, and the workshop they may act in."""

from collections.abc import AsyncIterator, Callable, Iterator
from typing import Annotated, Any, cast
from urllib.parse import urlsplit
from uuid import UUID

from fastapi import Depends, Request
from fastapi.concurrency import run_in_threadpool
from sqlalchemy import Engine
from sqlmodel import Session, SQLModel, col, select

from app.db import reading, writing
from app.problems import CrossSite, LoginNeeded, NotAllowed, NotFound, raises
from app.security import Actor, hash_token
from app.settings import Settings
from models import Account, ApiKey, LoginSession, Seat, Workshop, WorkshopMember
from models.accounts import MemberRole, Scope
from models.base import now
from models.stories import ConsentScope

COOKIE = "storyharvest_login"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def get_engine(request: Request) -> Engine:
    engine: Engine = request.app.state.engine
    return engine


def get_settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


EngineDep = Annotated[Engine, Depends(get_engine)]
SettingsDep = Annotated[Settings, Depends(get_settings)]


async def wait_turn(request: Request) -> AsyncIterator[None]:
    """Requests that change something take turns (see `WriteTurns`); the others never wait."""
    if request.method in SAFE:
        yield
        return
    async with request.app.state.turns.turn():
        yield


def get_session(
    request: Request, engine: EngineDep, turn: Annotated[None, Depends(wait_turn, scope="function")]
) -> Iterator[Session]:
    """One request is one transaction, committed before the answer leaves; then whoever watches hears of it."""
    if request.method in SAFE:
        with reading(engine) as session:
            yield session
        return
    with writing(engine) as session:
        yield session
    request.app.state.stream.ring()


SessionDep = Annotated[Session, Depends(get_session, scope="function")]


async def keep_notes(request: Request, engine: EngineDep) -> AsyncIterator[list[SQLModel]]:
    """Rows that a reading request leaves behind: written in a turn of their own, before the answer leaves."""
    rows: list[SQLModel] = []
    yield rows
    if rows:
        async with request.app.state.turns.turn():
            await run_in_threadpool(write_rows, engine, rows)


def write_rows(engine: Engine, rows: list[SQLModel]) -> None:
    with writing(engine) as session:
        session.add_all(rows)


Notes = Annotated[list[SQLModel], Depends(keep_notes, scope="function")]


def same_site(request: Request) -> bool:
    """Whether a request with a cookie comes from our own pages, as far as the browser tells."""
    fetched = request.headers.get("sec-fetch-site")
    if fetched is not None and fetched not in {"same-origin", "none"}:
        return False
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host")


def as_json(request: Request) -> bool:
    """Whether the body, if any, is of a kind that a plain form cannot send."""
    return request.headers.get("content-type", "application/json").partition(";")[0].strip() == "application/json"


def actor_of_login(session: Session, secret: str) -> Actor | None:
    query = (
        select(Account)
        .join(LoginSession, col(LoginSession.account_id) == Account.id)
        .where(LoginSession.token_hash == hash_token(secret), LoginSession.expires_at > now())
    )
    account = session.exec(query).first()
    return Actor("account", account.id, account.name or account.email, secret) if account else None


def actor_of_seat(session: Session, secret: str) -> Actor | None:
    seat = session.exec(select(Seat).where(Seat.token_hash == hash_token(secret))).first()
    return Actor("seat", seat.id, seat.display_name, secret, seat.workshop_id) if seat else None


def actor_of_key(session: Session, secret: str) -> Actor | None:
    key = session.exec(select(ApiKey).where(ApiKey.token_hash == hash_token(secret))).first()
    if key is None or key.revoked_at or (key.expires_at and key.expires_at <= now()):
        return None
    return Actor("key", key.id, key.name, secret, key.workshop_id, frozenset(key.scopes))


READERS: dict[str, Callable[[Session, str], Actor | None]] = {
    "msc_login_": actor_of_login,
    "msc_seat_": actor_of_seat,
    "msc_key_": actor_of_key,
}


def get_actor(request: Request, session: SessionDep) -> Actor:
    """Who is asking, by bearer token or by login cookie."""
    bearer = request.headers.get("authorization", "")
    secret = bearer.removeprefix("Bearer ").strip() if bearer else request.cookies.get(COOKIE, "")
    if not bearer and secret and request.method not in SAFE and not (same_site(request) and as_json(request)):
        raise CrossSite
    read = next((read for prefix, read in READERS.items() if secret.startswith(prefix)), None)
    if read is None or (actor := read(session, secret)) is None:
        raise LoginNeeded(headers={"WWW-Authenticate": "Bearer"})
    return actor


ActorDep = Annotated[Actor, Depends(get_actor)]


def role_in(session: Session, actor: Actor, workshop_id: UUID) -> MemberRole | None:
    """The account's role in a workshop; None for seats, keys and strangers."""
    if actor.kind != "account":
        return None
    query = select(WorkshopMember.role).where(
        WorkshopMember.workshop_id == workshop_id, WorkshopMember.account_id == actor.id
    )
    return cast("MemberRole | None", session.exec(query).first())


def may(session: Session, actor: Actor, workshop_id: UUID, *, roles: tuple[MemberRole, ...], seats: bool = False,
        scope: Scope | None = None) -> bool:  # fmt: skip
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


WorkshopToRun = Annotated[Workshop, workshop_for("facilitator")]
WorkshopToTellIn = Annotated[Workshop, workshop_for("facilitator", seats=True, scope="intake:write")]
WorkshopToReadStories = Annotated[Workshop, workshop_for(*EVERYBODY, seats=True, scope="stories:read")]
WorkshopToReadThemes = Annotated[Workshop, workshop_for(*EVERYBODY, scope="themes:read")]
WorkshopToAudit = Annotated[Workshop, workshop_for(*EVERYBODY, scope="audit:read")]
WorkshopToExport = Annotated[Workshop, workshop_for(*EVERYBODY, scope="exports:read")]
