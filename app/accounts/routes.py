"""Logging in and out, and keys for scripts."""

from collections.abc import Iterator
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from app.accounts import service
from app.db import reading
from app.guessing import slow_guessing
from app.may import HIDDEN, WorkshopToRun, row_for
from app.problems import CrossSite, LoginNeeded, NotAllowed, raises
from app.session import EngineDep, SessionDep, SettingsDep
from app.throttle import TooManyTries
from app.who import COOKIE, ActorDep, as_json, same_site
from models import Account, ApiKey
from models.accounts import (
    AccountRead,
    ApiKeyCreate,
    ApiKeyCreated,
    ApiKeyRead,
    LoggedIn,
    Login,
    MemberCreate,
    MemberRead,
)
from models.base import Page

router = APIRouter(tags=["accounts"])


def slow_login(request: Request) -> Iterator[None]:
    """Whoever tries passwords has to wait."""
    yield from slow_guessing(request, "login", service.WrongLogin)


def recognised(login: Login, request: Request, engine: EngineDep) -> Account:
    """The account that logs in. Its password is checked before the write turn is taken: nobody waits for that."""
    if not (same_site(request) and as_json(request)):
        raise CrossSite
    with reading(engine) as session:
        return service.recognise(session, login)


RecognisedDep = Annotated[Account, Depends(recognised)]


@router.post(
    "/auth/login",
    response_model=LoggedIn,
    responses=raises(service.WrongLogin, CrossSite, TooManyTries),
    dependencies=[Depends(slow_login)],
)
def log_in(account: RecognisedDep, response: Response, session: SessionDep, settings: SettingsDep) -> LoggedIn:
    """Log in with e-mail address and password; the answer sets a cookie."""
    token = service.log_in(session, account, settings.session_hours)
    response.set_cookie(
        COOKIE,
        token,
        max_age=settings.session_hours * 3600,
        httponly=True,
        samesite="lax",
        secure=settings.secure_cookies,
    )
    return LoggedIn(account=AccountRead.model_validate(account))


@router.post("/auth/logout", status_code=204, responses=raises(LoginNeeded, CrossSite))
def log_out(actor: ActorDep, response: Response, session: SessionDep) -> None:
    """End this login."""
    service.log_out(session, actor.secret)
    response.delete_cookie(COOKIE)


@router.get("/auth/me", response_model=LoggedIn, responses=raises(LoginNeeded, NotAllowed))
def who_am_i(actor: ActorDep, session: SessionDep) -> LoggedIn:
    """The account that is logged in."""
    if actor.kind != "account":
        raise NotAllowed
    return LoggedIn(account=AccountRead.model_validate(session.get_one(Account, actor.id)))


@router.post(
    "/workshops/{workshop_id}/members",
    status_code=201,
    response_model=MemberRead,
    responses=HIDDEN | raises(service.NoSuchAccount),
)
def add_member(workshop: WorkshopToRun, wanted: MemberCreate, actor: ActorDep, session: SessionDep) -> MemberRead:
    """Let another account facilitate, evaluate or watch over consent in this workshop."""
    return service.add_member(session, workshop, wanted, actor.ref)


@router.get("/workshops/{workshop_id}/members", response_model=Page[MemberRead], responses=HIDDEN)
def list_members(workshop: WorkshopToRun, session: SessionDep) -> Page[MemberRead]:
    """The workshop's team."""
    return Page(items=service.members_of(session, workshop))


@router.post("/workshops/{workshop_id}/api-keys", status_code=201, response_model=ApiKeyCreated, responses=HIDDEN)
def create_api_key(
    workshop: WorkshopToRun, wanted: ApiKeyCreate, actor: ActorDep, session: SessionDep
) -> ApiKeyCreated:
    """Make a key for scripts. Its token is shown in this answer only."""
    key, token = service.create_key(session, workshop, wanted, actor.ref)
    return ApiKeyCreated(**ApiKeyRead.model_validate(key).model_dump(), token=token)


@router.get("/workshops/{workshop_id}/api-keys", response_model=Page[ApiKeyRead], responses=HIDDEN)
def list_api_keys(workshop: WorkshopToRun, session: SessionDep) -> Page[ApiKeyRead]:
    """The keys of a workshop, also those revoked."""
    return Page(items=[ApiKeyRead.model_validate(key) for key in service.keys_of(session, workshop)])


KeyToRevoke = Annotated[ApiKey, row_for(ApiKey, "facilitator")]


@router.delete("/api-keys/{key_id}", status_code=204, responses=HIDDEN)
def revoke_api_key(key: KeyToRevoke) -> None:
    """Revoke a key; it stops working at once."""
    service.revoke(key)
