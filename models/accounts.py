"""People who log in, the workshops they belong to, and the keys that scripts carry."""

from datetime import datetime, timedelta
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, StringConstraints
from sqlalchemy import String, UniqueConstraint
from sqlmodel import Field

from models.base import Answer, Json, Moment, Request, Row, Varchar40, Varchar200, now, storable
from models.text import Written

MemberRole = Literal["facilitator", "evaluator", "steward"]
Scope = Literal[
    "stories:read", "themes:read", "audit:read", "exports:read", "verifications:write", "intake:write", "wall:read"
]


LONGEST_PASSWORD = 200
KEY_LASTS = timedelta(days=90)


def an_address(text: str) -> str:
    """An e-mail address in the one spelling that we compare: trimmed and in small letters."""
    name, at, host = storable(text).strip().lower().partition("@")
    if not (name and at and host) or " " in name + host:
        raise ValueError("is not an e-mail address")
    return f"{name}@{host}"


Email = Annotated[str, StringConstraints(max_length=200), AfterValidator(an_address)]


class Account(Row, table=True):
    """A facilitator, evaluator or steward who can log in."""

    email: str = Field(sa_type=Varchar200, unique=True)
    name: str = Field(default="", sa_type=Varchar200)
    password_hash: str = Field(sa_type=Varchar200)


class LoginSession(Row, table=True):
    """A login that has not ended; the cookie holds the token, we hold its hash."""

    __tablename__ = "login_session"

    account_id: UUID = Field(foreign_key="account.id", ondelete="CASCADE", index=True)
    token_hash: str = Field(sa_type=String(64), unique=True)
    expires_at: datetime


class WorkshopMember(Row, table=True):
    """An account's place in a workshop."""

    __tablename__ = "workshop_member"
    __table_args__ = (UniqueConstraint("workshop_id", "account_id"),)

    workshop_id: UUID = Field(foreign_key="workshop.id", ondelete="CASCADE")
    account_id: UUID = Field(foreign_key="account.id", ondelete="CASCADE", index=True)
    role: MemberRole = Field(default="facilitator", sa_type=Varchar40)


class ApiKey(Row, table=True):
    """A script's key to one workshop; shown once, kept as a hash."""

    __tablename__ = "api_key"

    workshop_id: UUID = Field(foreign_key="workshop.id", ondelete="CASCADE", index=True)
    name: str = Field(sa_type=Varchar200)
    token_hash: str = Field(sa_type=String(64), unique=True)
    scopes: list[Scope] = Field(default_factory=list, sa_type=Json)
    expires_at: datetime | None = None
    revoked_at: datetime | None = None


class Login(Request):
    email: Email
    password: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_PASSWORD), AfterValidator(storable)]


NewPassword = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_PASSWORD), AfterValidator(storable)]


class PasswordChange(Request):
    """The password that counts until now, and the one that counts from now on."""

    old_password: NewPassword
    new_password: NewPassword


class AccountClose(Request):
    """Closing an account asks for its password once more."""

    password: NewPassword


class LoginRead(Answer):
    """A login that has not ended. `this_one`: the one that asks."""

    id: UUID
    created_at: datetime
    expires_at: datetime
    this_one: bool


class AccountRead(Answer):
    id: UUID
    email: str
    name: str


class LoggedIn(Answer):
    account: AccountRead


class MemberCreate(Request):
    """Somebody who has an account already joins a workshop's team."""

    email: Email
    role: MemberRole = "facilitator"


class MemberRead(Answer):
    account_id: UUID
    email: str
    name: str
    role: MemberRole


class ApiKeyCreate(Request):
    """A key ends after 90 days unless another day is named; null: it lasts until it is revoked."""

    name: Annotated[str, Written(120, least=1)]
    scopes: list[Scope]
    expires_at: Moment | None = Field(default_factory=lambda: now() + KEY_LASTS)


class ApiKeyRead(Answer):
    id: UUID
    name: str
    scopes: list[Scope]
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None


class ApiKeyCreated(ApiKeyRead):
    """`token` is shown this once; send it as `Authorization: Bearer …`."""

    token: str
