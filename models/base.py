"""What every table and every request shape shares."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Generic, TypeVar
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict
from sqlalchemy import JSON, String
from sqlmodel import Field, SQLModel
from uuid_utils.compat import uuid7

SCHEMA_VERSION = "1"

Varchar200 = String(200)
Varchar40 = String(40)
Json = JSON()


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


def new_id() -> UUID:
    """A time-ordered UUID (version 7), so that ids sort as rows were made."""
    return uuid7()


def storable(text: str) -> str:
    """Refuse what no database can keep: a NUL character, half a surrogate pair."""
    if "\x00" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        raise ValueError("contains a character that cannot be stored")
    return text


def in_utc(moment: datetime) -> datetime:
    """The same moment in UTC; refused where our calendar does not reach."""
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise ValueError("is outside the calendar") from None


T = TypeVar("T")
Moment = Annotated[AwareDatetime, AfterValidator(in_utc)]
Storable = AfterValidator(storable)


class Row(SQLModel):
    """A row knows when and by whom it was made."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    created_at: datetime = Field(default_factory=now)
    created_by: str = Field(sa_type=Varchar200)


class Request(BaseModel):
    """The body of a request: a field that we do not know is refused, not ignored."""

    model_config = ConfigDict(extra="forbid")


class Answer(BaseModel):
    """The body of an answer, readable from rows."""

    model_config = ConfigDict(from_attributes=True)


class Page(BaseModel, Generic[T]):
    """One page of a list; ask again with `next_cursor` for the rest."""

    items: list[T]
    next_cursor: str | None = None


# What the log remembers of a subject, whatever its kind; models.states has a type for each kind.
State = Mapping[str, object]
