"""Logging in and out, and keys for scripts."""

from collections.abc import Iterator
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response

from app.accounts import service
from app.db import reading
from app.guessing import slow_guessing
from app.history.stream import EndsRights
from app.may import HIDDEN, WorkshopOfTeam, WorkshopToRun, row_for
from app.problems import CrossSite, LoginNeeded, NotAllowed, NotFound, PayloadInvalid, raises
from app.security import hash_password
from app.session import EngineDep, SessionDep, SettingsDep
from app.throttle import TooManyTries
from app.who import COOKIE, ActorDep, as_json, get_actor, same_site
from models import Account, ApiKey
from models.accounts import (
    AccountClose,
    AccountRead,
    ApiKeyCreate,
    ApiKeyCreated,
    ApiKeyRead,
    LoggedIn,
    Login,
    LoginRead,
    MemberCreate,
    MemberRead,
    PasswordChange,
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


@router.post("/auth/logout", status_code=204, responses=raises(LoginNeeded, CrossSite), dependencies=[EndsRights])
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


def own_account(actor: ActorDep, session: SessionDep) -> Account:
    """The account that asks."""
    if actor.kind != "account":
        raise NotAllowed
    return session.get_one(Account, actor.id)


AccountDep = Annotated[Account, Depends(own_account)]


def recognised_again(request: Request, engine: EngineDep, wanted: PasswordChange | AccountClose) -> Account:
    """The account that is logged in, its password given once more; checked before the write turn is taken."""
    with reading(engine) as session:
        account = own_account(get_actor(request, session), session)
    password = wanted.old_password if isinstance(wanted, PasswordChange) else wanted.password
    service.must_fit(account, password)
    return account


def new_hash(request: Request, engine: EngineDep, wanted: PasswordChange) -> str:
    """The hash of the new password, once the old one was right."""
    recognised_again(request, engine, wanted)
    service.check_password(wanted.new_password)
    return hash_password(wanted.new_password)


def closing(request: Request, engine: EngineDep, wanted: AccountClose) -> None:
    """The password was given once more."""
    recognised_again(request, engine, wanted)


OWN = raises(LoginNeeded, NotAllowed, CrossSite)


@router.put(
    "/auth/password",
    status_code=204,
    responses=OWN
    | raises(
        service.WrongLogin,
        service.PasswordTooShort,
        service.PasswordTooLong,
        service.PasswordTooCommon,
        PayloadInvalid,
        TooManyTries,
    ),
    dependencies=[EndsRights, Depends(slow_login)],
)
def change_password(
    password_hash: Annotated[str, Depends(new_hash)], account: AccountDep, actor: ActorDep, session: SessionDep
) -> None:
    """Change your password. Every other login of yours ends."""
    service.set_password(session, account, password_hash, keep=actor.secret)


@router.get("/auth/logins", response_model=Page[LoginRead], responses=OWN)
def list_logins(account: AccountDep, actor: ActorDep, session: SessionDep) -> Page[LoginRead]:
    """Where you are logged in."""
    return Page(items=service.logins_of(session, account.id, actor.secret))


@router.delete("/auth/logins/{login_id}", status_code=204, responses=OWN | raises(NotFound), dependencies=[EndsRights])
def end_login(login_id: UUID, account: AccountDep, session: SessionDep) -> None:
    """End one of your logins, such as that of a laptop you lent."""
    service.end_login(session, account.id, login_id)


@router.post(
    "/auth/close-account",
    status_code=204,
    responses=OWN | raises(service.WrongLogin, service.LastFacilitator, PayloadInvalid, TooManyTries),
    dependencies=[EndsRights, Depends(slow_login), Depends(closing)],
)
def close_account(account: AccountDep, session: SessionDep, response: Response) -> None:
    """Close your account for good: name, e-mail address, password and logins go, and your places in workshops.

    Workshops stay, and in their records what you decided, under an id that names nobody.
    """
    service.close_account(session, account)
    response.delete_cookie(COOKIE)


@router.post(
    "/workshops/{workshop_id}/members",
    status_code=201,
    response_model=MemberRead,
    responses=HIDDEN | raises(service.NoSuchAccount, service.LastFacilitator, service.StewardsOnly),
)
def add_member(workshop: WorkshopOfTeam, wanted: MemberCreate, actor: ActorDep, session: SessionDep) -> MemberRead:
    """Let another account facilitate, evaluate or watch over consent in this workshop.

    Facilitators decide who facilitates and evaluates; where there are stewards, they decide who the stewards are.
    """
    return service.add_member(session, workshop, wanted, actor)


@router.get("/workshops/{workshop_id}/members", response_model=Page[MemberRead], responses=HIDDEN)
def list_members(workshop: WorkshopToRun, session: SessionDep) -> Page[MemberRead]:
    """The workshop's team."""
    return Page(items=service.members_of(session, workshop))


@router.delete(
    "/workshops/{workshop_id}/members/{account_id}",
    status_code=204,
    responses=HIDDEN | raises(service.LastFacilitator, service.StewardsOnly),
    dependencies=[EndsRights],
)
def remove_member(workshop: WorkshopOfTeam, account_id: UUID, actor: ActorDep, session: SessionDep) -> None:
    """Take somebody out of the workshop's team. Anybody may take themselves out."""
    service.remove_member(session, workshop, account_id, actor)


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


@router.delete("/api-keys/{key_id}", status_code=204, responses=HIDDEN, dependencies=[EndsRights])
def revoke_api_key(key: KeyToRevoke, actor: ActorDep, session: SessionDep) -> None:
    """Revoke a key; it stops working at once."""
    service.revoke(session, key, actor.ref)
