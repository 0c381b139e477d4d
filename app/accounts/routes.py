"""Logging in and out, and keys for scripts."""

from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response

from app.accounts import service
from app.deps import COOKIE, HIDDEN, ActorDep, SessionDep, SettingsDep, WorkshopToRun, as_json, may, same_site
from app.problems import CrossSite, LoginNeeded, NotAllowed, raises
from app.throttle import TooManyTries, slow_guessing
from models import Account
from models.accounts import AccountRead, ApiKeyCreate, ApiKeyCreated, ApiKeyRead, LoggedIn, Login
from models.base import Page

router = APIRouter(tags=["accounts"])


@router.post("/auth/login", response_model=LoggedIn, responses=raises(service.WrongLogin, CrossSite, TooManyTries),
             dependencies=[Depends(slow_guessing("login", service.WrongLogin))])  # fmt: skip
def log_in(login: Login, request: Request, response: Response, session: SessionDep, settings: SettingsDep) -> LoggedIn:
    """Log in with e-mail address and password; the answer sets a cookie."""
    if not (same_site(request) and as_json(request)):
        raise CrossSite
    account, token = service.log_in(session, login, settings.session_hours)
    response.set_cookie(COOKIE, token, max_age=settings.session_hours * 3600, httponly=True, samesite="lax",
                        secure=settings.secure_cookies)  # fmt: skip
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


@router.delete("/api-keys/{key_id}", status_code=204, responses=HIDDEN)
def revoke_api_key(key_id: UUID, actor: ActorDep, session: SessionDep) -> None:
    """Revoke a key; it stops working at once."""
    key = service.find_key(session, key_id)
    if not may(session, actor, key.workshop_id, roles=("facilitator",)):
        raise NotAllowed
    service.revoke(key)
