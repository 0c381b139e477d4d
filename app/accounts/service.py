"""Accounts, logins and API keys: what can happen to them."""

from datetime import timedelta

from sqlmodel import Session, col, delete, select

from app.problems import Problem
from app.security import hash_password, hash_token, new_token, password_fits
from models import Account, ApiKey, LoginSession, Workshop, WorkshopMember
from models.accounts import ApiKeyCreate, Login, MemberCreate, MemberRead, an_address
from models.base import now


class WrongLogin(Problem):
    """This e-mail address and password do not belong together."""

    status, title, slug = 401, "Login refused", "wrong-login"


class AccountTaken(Problem):
    """There is an account with this e-mail address already."""

    status, title, slug = 409, "Account exists", "account-taken"


class PasswordTooShort(Problem):
    """A password has at least 8 characters; 15 are better."""

    status, title, slug = 422, "Password too short", "password-too-short"


class NoSuchAccount(Problem):
    """Nobody has an account with this e-mail address. The operator makes one with `storyharvest create-account`."""

    status, title, slug = 404, "No such account", "no-such-account"


def create_account(session: Session, email: str, password: str, name: str = "") -> Account:
    """Make an account. Raises AccountTaken or PasswordTooShort."""
    if len(password) < 8:
        raise PasswordTooShort
    address = an_address(email)
    if session.exec(select(Account.id).where(Account.email == address)).first():
        raise AccountTaken
    account = Account(email=address, name=name, password_hash=hash_password(password), created_by="operator")
    session.add(account)
    session.flush()
    return account


def first_account(session: Session, email: str, password: str) -> Account | None:
    """The account named in the settings, made when there is none at all."""
    if not email or session.exec(select(Account.id).limit(1)).first():
        return None
    return create_account(session, email, password)


def recognise(session: Session, login: Login) -> Account:
    """The account whose password this is. Takes its time, also when there is no such account. Raises WrongLogin."""
    account = session.exec(select(Account).where(Account.email == login.email)).first()
    if not password_fits(login.password, account.password_hash if account else None) or account is None:
        raise WrongLogin
    return account


def log_in(session: Session, account: Account, hours: int) -> str:
    """A new login of at most `hours`; its token."""
    token = new_token("login")
    session.exec(delete(LoginSession).where(col(LoginSession.expires_at) <= now()))
    ends = now() + timedelta(hours=hours)
    session.add(
        LoginSession(account_id=account.id, token_hash=hash_token(token), expires_at=ends, created_by=str(account.id))
    )
    return token


def log_out(session: Session, token: str) -> None:
    """End a login; nothing happens when it has ended already."""
    session.exec(delete(LoginSession).where(col(LoginSession.token_hash) == hash_token(token)))


def add_member(session: Session, workshop: Workshop, wanted: MemberCreate, by: str) -> MemberRead:
    """Give an account a place in a workshop, or another role in it. Raises NoSuchAccount."""
    account = session.exec(select(Account).where(Account.email == wanted.email)).first()
    if account is None:
        raise NoSuchAccount
    query = select(WorkshopMember).where(
        WorkshopMember.workshop_id == workshop.id, WorkshopMember.account_id == account.id
    )
    member = session.exec(query).first() or WorkshopMember(
        workshop_id=workshop.id, account_id=account.id, created_by=by
    )
    member.role = wanted.role
    session.add(member)
    return MemberRead(account_id=account.id, email=account.email, name=account.name, role=member.role)


def members_of(session: Session, workshop: Workshop) -> list[MemberRead]:
    query = (
        select(Account, WorkshopMember.role)
        .join(WorkshopMember, col(WorkshopMember.account_id) == Account.id)
        .where(WorkshopMember.workshop_id == workshop.id)
        .order_by(col(WorkshopMember.id))
    )
    return [
        MemberRead(account_id=account.id, email=account.email, name=account.name, role=role)
        for account, role in session.exec(query)
    ]


def create_key(session: Session, workshop: Workshop, wanted: ApiKeyCreate, by: str) -> tuple[ApiKey, str]:
    """A key for scripts, and its token, which nobody can read again later."""
    token = new_token("key")
    key = ApiKey.model_validate(
        wanted, update={"workshop_id": workshop.id, "token_hash": hash_token(token), "created_by": by}
    )
    session.add(key)
    session.flush()
    return key, token


def keys_of(session: Session, workshop: Workshop) -> list[ApiKey]:
    query = select(ApiKey).where(ApiKey.workshop_id == workshop.id).order_by(col(ApiKey.id))
    return list(session.exec(query))


def revoke(key: ApiKey) -> None:
    """End a key's life; its row stays, so that the log can still name it."""
    key.revoked_at = key.revoked_at or now()
