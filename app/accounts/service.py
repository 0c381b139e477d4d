"""Accounts, logins and API keys: what can happen to them."""

from datetime import timedelta
from functools import cache
from uuid import UUID

from sqlmodel import Session, col, delete, select
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from app.history.events import lock, record
from app.history.kinds.api_key import KeyKind
from app.history.kinds.member import MemberKind
from app.history.states import key
from app.problems import NotAllowed, NotFound, Problem
from app.security import Actor, hash_password, hash_token, new_token, password_fits
from models import Account, ApiKey, LoginSession, Workshop, WorkshopMember
from models.accounts import (
    LONGEST_PASSWORD,
    ApiKeyCreate,
    Login,
    LoginRead,
    MemberCreate,
    MemberRead,
    MemberRole,
    an_address,
)
from models.base import State, now
from models.board import ActionName

MEMBER, KEY = MemberKind(), KeyKind()


class WrongLogin(Problem):
    """This e-mail address and password do not belong together."""

    status, title, slug = 401, "Login refused", "wrong-login"


class AccountTaken(Problem):
    """There is an account with this e-mail address already."""

    status, title, slug = 409, "Account exists", "account-taken"


class PasswordTooShort(Problem):
    """A password has at least 8 characters; 15 are better."""

    status, title, slug = 422, "Password too short", "password-too-short"


class PasswordTooLong(Problem):
    """A password has at most 200 characters."""

    status, title, slug = 422, "Password too long", "password-too-long"


class PasswordTooCommon(Problem):
    """This password is among those that are tried first everywhere. Take several words that nobody else would."""

    status, title, slug = 422, "Password too common", "password-too-common"


class LastFacilitator(Problem):
    """A workshop keeps at least one facilitator. Make somebody else its facilitator, or delete the workshop, first."""

    status, title, slug = 409, "The last facilitator", "last-facilitator"


class StewardsOnly(Problem):
    """Where a workshop has a steward, only a steward decides who its stewards are: tellers were told their names."""

    status, title, slug = 403, "For its stewards to decide", "stewards-only"


class NoSuchAccount(Problem):
    """Nobody has an account with this e-mail address. The operator makes one with `storyharvest create-account`."""

    status, title, slug = 404, "No such account", "no-such-account"


def create_account(session: Session, email: str, password: str, name: str = "") -> Account:
    """Make an account. Raises AccountTaken, or as `check_password` does."""
    check_password(password)
    address = an_address(email)
    if session.exec(select(Account.id).where(Account.email == address)).first():
        raise AccountTaken
    account = Account(email=address, name=name, password_hash=hash_password(password), created_by="operator")
    session.add(account)
    session.flush()
    return account


@cache
def common_passwords() -> frozenset[str]:
    """The thirty thousand passwords that leaks hold most often."""
    return frozenset(FREQUENCY_LISTS["passwords"])


def check_password(password: str) -> None:
    """Raise PasswordTooShort, PasswordTooLong or PasswordTooCommon for a password that no account should have."""
    if len(password) < 8:
        raise PasswordTooShort
    if len(password) > LONGEST_PASSWORD:
        raise PasswordTooLong
    if password.lower() in common_passwords():
        raise PasswordTooCommon


def set_password(session: Session, account: Account, password_hash: str, keep: str = "") -> None:
    """Give an account another password. All its logins end but the one with the token `keep`."""
    account.password_hash = password_hash
    session.add(account)
    ends = delete(LoginSession).where(col(LoginSession.account_id) == account.id)
    session.exec(ends.where(col(LoginSession.token_hash) != hash_token(keep)))


def find_account(session: Session, email: str) -> Account:
    """The account with an e-mail address. Raises NoSuchAccount."""
    account = session.exec(select(Account).where(Account.email == an_address(email))).first()
    if account is None:
        raise NoSuchAccount
    return account


def logins_of(session: Session, account_id: UUID, token: str) -> list[LoginRead]:
    """The logins of an account that have not ended, newest first."""
    query = select(LoginSession).where(LoginSession.account_id == account_id, LoginSession.expires_at > now())
    return [
        LoginRead(
            id=login.id,
            created_at=login.created_at,
            expires_at=login.expires_at,
            this_one=login.token_hash == hash_token(token),
        )
        for login in session.exec(query.order_by(col(LoginSession.id).desc()))
    ]


def end_login(session: Session, account_id: UUID, login_id: UUID) -> None:
    """End one login of an account. Raises NotFound."""
    login = session.get(LoginSession, login_id)
    if login is None or login.account_id != account_id:
        raise NotFound
    session.delete(login)


def close_account(session: Session, account: Account) -> None:
    """An account goes with its logins and its places in workshops; the log keeps its id, which names nobody any more.

    Raises LastFacilitator, naming the workshops that would be left without one.
    """
    runs = select(WorkshopMember).where(WorkshopMember.account_id == account.id, WorkshopMember.role == "facilitator")
    alone = [member.workshop_id for member in session.exec(runs) if is_last_facilitator(session, member)]
    if alone:
        raise LastFacilitator(workshop_ids=alone)
    for member in session.exec(select(WorkshopMember).where(WorkshopMember.account_id == account.id)).all():
        leave(session, lock(session, session.get_one(Workshop, member.workshop_id)), member, f"account:{account.id}")
    session.delete(account)


def is_last_facilitator(session: Session, member: WorkshopMember) -> bool:
    """Whether the workshop would have no facilitator without this one."""
    others = select(WorkshopMember.id).where(
        WorkshopMember.workshop_id == member.workshop_id,
        WorkshopMember.role == "facilitator",
        WorkshopMember.id != member.id,
    )
    return member.role == "facilitator" and session.exec(others.limit(1)).first() is None


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


def must_fit(account: Account, password: str) -> None:
    """Raise WrongLogin unless this is the account's password."""
    if not password_fits(password, account.password_hash):
        raise WrongLogin


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


def add_member(session: Session, workshop: Workshop, wanted: MemberCreate, by: Actor) -> MemberRead:
    """Give an account a place in a workshop, or another role in it; on record.

    Raises NoSuchAccount, LastFacilitator, NotAllowed, StewardsOnly.
    """
    workshop = lock(session, workshop)
    account = find_account(session, wanted.email)
    member = place_of(session, workshop, account.id)
    must_decide(session, workshop, {wanted.role, *([member.role] if member else [])}, by)
    if member and wanted.role != "facilitator" and is_last_facilitator(session, member):
        raise LastFacilitator
    before = MEMBER.state_of(member) if member else None
    if before is None or before["role"] != wanted.role:
        member = member or WorkshopMember(workshop_id=workshop.id, account_id=account.id, created_by=by.ref)
        member.role = wanted.role
        session.add(member)
        session.flush()
        action: ActionName = "change_member" if before else "add_member"
        put_on_record(session, workshop, by.ref, action, key(MEMBER.name, member.id), before, MEMBER.state_of(member))
    return MemberRead(account_id=account.id, email=account.email, name=account.name, role=wanted.role)


def remove_member(session: Session, workshop: Workshop, account_id: UUID, by: Actor) -> None:
    """Take an account's place in a workshop away; on record.

    Raises NotFound, LastFacilitator, NotAllowed, StewardsOnly.
    """
    workshop = lock(session, workshop)
    if (member := place_of(session, workshop, account_id)) is None:
        raise NotFound
    if account_id != by.id:
        must_decide(session, workshop, {member.role}, by)
    if is_last_facilitator(session, member):
        raise LastFacilitator
    leave(session, workshop, member, by.ref)


def leave(session: Session, workshop: Workshop, member: WorkshopMember, by: str) -> None:
    """A place ends, on record."""
    before = MEMBER.state_of(member)
    session.delete(member)
    session.flush()
    put_on_record(session, workshop, by, "remove_member", key(MEMBER.name, member.id), before, None)


def put_on_record(
    session: Session,
    workshop: Workshop,
    by: str,
    action: ActionName,
    subject: str,
    before: State | None,
    after: State | None,
) -> None:
    """One event about a member or a key of a locked workshop, whose row says so already."""
    record(session, workshop, actor=by, action=action, before={subject: before}, after={subject: after}, apply=False)


def place_of(session: Session, workshop: Workshop, account_id: UUID) -> WorkshopMember | None:
    query = select(WorkshopMember).where(
        WorkshopMember.workshop_id == workshop.id, WorkshopMember.account_id == account_id
    )
    return session.exec(query).first()


def must_decide(session: Session, workshop: Workshop, roles: set[MemberRole], by: Actor) -> None:
    """Whether this actor decides who has these roles: facilitators do, but for stewards where there are stewards.

    Raises NotAllowed, StewardsOnly.
    """
    own = place_of(session, workshop, by.id)
    if "steward" in roles and has_stewards(session, workshop):
        if own is None or own.role != "steward":
            raise StewardsOnly
    elif own is None or own.role != "facilitator":
        raise NotAllowed


def has_stewards(session: Session, workshop: Workshop) -> bool:
    query = select(WorkshopMember.id).where(WorkshopMember.workshop_id == workshop.id, WorkshopMember.role == "steward")
    return session.exec(query.limit(1)).first() is not None


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


def create_key(
    session: Session, workshop: Workshop, wanted: ApiKeyCreate, by: str, action: ActionName = "create_key"
) -> tuple[ApiKey, str]:
    """A key for scripts, on record, and its token, which nobody can read again later."""
    workshop = lock(session, workshop)
    token = new_token("key")
    made = ApiKey.model_validate(
        wanted, update={"workshop_id": workshop.id, "token_hash": hash_token(token), "created_by": by}
    )
    session.add(made)
    session.flush()
    put_on_record(session, workshop, by, action, key(KEY.name, made.id), None, KEY.state_of(made))
    return made, token


def keys_of(session: Session, workshop: Workshop) -> list[ApiKey]:
    query = select(ApiKey).where(ApiKey.workshop_id == workshop.id).order_by(col(ApiKey.id))
    return list(session.exec(query))


def revoke(session: Session, revoked: ApiKey, by: str) -> None:
    """End a key's life, on record; its row stays, so that the log can still name it."""
    if revoked.revoked_at:
        return
    workshop = lock(session, session.get_one(Workshop, revoked.workshop_id))
    revoked.revoked_at = now()
    put_on_record(session, workshop, by, "revoke_key", key(KEY.name, revoked.id), KEY.state_of(revoked), None)
