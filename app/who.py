"""Who asks: an account by its login cookie, a seat or a key by its bearer token."""

from collections.abc import Callable
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request
from sqlmodel import Session, col, select

from app.problems import CrossSite, LoginNeeded
from app.security import Actor, hash_token
from app.session import SAFE, SessionDep
from models import Account, ApiKey, LoginSession, Seat
from models.base import now

COOKIE = "storyharvest_login"


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


def actor_with(session: Session, secret: str) -> Actor | None:
    """Who this token belongs to now; None for what is no token, has ended or was revoked."""
    read = next((read for prefix, read in READERS.items() if secret.startswith(prefix)), None)
    return read(session, secret) if read else None


def get_actor(request: Request, session: SessionDep) -> Actor:
    """Who is asking, by bearer token or by login cookie."""
    bearer = request.headers.get("authorization", "")
    secret = bearer.removeprefix("Bearer ").strip() if bearer else request.cookies.get(COOKIE, "")
    if not bearer and secret and request.method not in SAFE and not (same_site(request) and as_json(request)):
        raise CrossSite
    if (actor := actor_with(session, secret)) is None:
        raise LoginNeeded(headers={"WWW-Authenticate": "Bearer"})
    return actor


ActorDep = Annotated[Actor, Depends(get_actor)]
