"""Workshops, the domains of change declared for them, and the seats people take in them."""

from datetime import date, datetime
from functools import cache
from typing import Annotated, Any, Literal
from uuid import UUID
from zoneinfo import available_timezones

from pydantic import AfterValidator, StringConstraints
from sqlalchemy import String, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.base import Answer, Json, Request, Row, Varchar40, Varchar200
from models.text import Written

Stage = Literal["draft", "collecting", "reviewing", "selecting", "feeding_back", "closed"]
Reveal = Literal["blind", "open"]
DomainKind = Literal["defined", "open", "negative", "lessons"]
Ask = Literal["significance", "where", "when", "direction", "expected", "domain"]

Title = Annotated[str, Written(160, least=1)]
Words = Annotated[str, Written(2000, lines=True)]
Line = Annotated[str, Written(160)]
EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)


def in_living_memory(day: date) -> date:
    """Refuse a year that can only be a slip of the finger, such as 0024 or 20244."""
    if not EARLIEST <= day <= LATEST:
        raise ValueError(f"is not between {EARLIEST.year} and {LATEST.year}")
    return day


@cache
def _timezones() -> set[str]:
    return available_timezones()


def known_timezone(name: str) -> str:
    """Refuse a time zone that the tz database does not have."""
    if name not in _timezones():
        raise ValueError("is no time zone of the tz database, such as Africa/Nairobi")
    return name


def no_variant_twice(tag: str) -> str:
    """Refuse a language tag that says a variant twice, which browsers refuse, too."""
    variants = [part.lower() for part in tag.split("-")[1:] if len(part) > 4 or part[0].isdigit()]
    if len(set(variants)) < len(variants):
        raise ValueError("names a variant twice")
    return tag


# A Unicode language identifier: language, script, region, variants; browsers refuse what is none.
_LANGUAGE = r"^[a-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?(-([A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*$"
Day = Annotated[date, AfterValidator(in_living_memory)]
Timezone = Annotated[Line, AfterValidator(known_timezone)]
Language = Annotated[str, StringConstraints(pattern=_LANGUAGE, max_length=35), AfterValidator(no_variant_twice)]


class WorkshopBase(SQLModel):
    """What a facilitator says of a workshop. `asks` are the optional questions on the phones."""

    title: Title = Field(sa_type=Varchar200)
    focus_question: Words = Field(default="What changed for you?", sa_type=String(2000))
    context: Words = Field(default="", sa_type=String(2000))
    period_from: date | None = None
    period_to: date | None = None
    held_on: date | None = None
    place: Line = Field(default="", sa_type=Varchar200)
    timezone: Line = Field(default="UTC", sa_type=Varchar200)
    languages: list[Language] = Field(default_factory=lambda: ["en"], min_length=1, max_length=20, sa_type=Json)
    reveal: Reveal = Field(default="blind", sa_type=Varchar40)
    hold_for_steward: bool = False
    asks: list[Ask] = Field(default_factory=lambda: ["significance"], sa_type=Json)


class Workshop(Row, WorkshopBase, table=True):
    """One harvest. `seq`, `log_hash` and `board_hash` are the head of its log of change events."""

    stage: Stage = Field(default="collecting", sa_type=Varchar40)
    join_code: str = Field(sa_type=String(6), unique=True)
    stories_told: int = 0
    wall: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    seq: int = 0
    log_hash: str = Field(default="", sa_type=String(64))
    board_hash: str = Field(default="", sa_type=String(64))


class Domain(Row, table=True):
    """A domain of change, declared before stories are collected."""

    __table_args__ = (UniqueConstraint("workshop_id", "position"),)

    workshop_id: UUID = Field(foreign_key="workshop.id", ondelete="CASCADE", index=True)
    name: str = Field(sa_type=Varchar200)
    description: str = Field(default="", sa_type=String(2000))
    kind: DomainKind = Field(default="defined", sa_type=Varchar40)
    position: int


class Seat(Row, table=True):
    """A participant's place in a workshop: a token on a phone, no account."""

    workshop_id: UUID = Field(foreign_key="workshop.id", ondelete="CASCADE", index=True)
    display_name: str = Field(default="", sa_type=Varchar200)
    token_hash: str = Field(sa_type=String(64), unique=True)
    voice_groups: list[str] = Field(default_factory=list, sa_type=Json)
    language: str = Field(default="en", sa_type=Varchar40)


class DomainCreate(Request):
    name: Title
    description: Words = ""
    kind: DomainKind = "defined"


class DomainRead(Answer):
    id: UUID
    name: str
    description: str
    kind: DomainKind
    position: int


class WorkshopCreate(Request):
    title: Title
    focus_question: Words = "What changed for you?"
    context: Words = ""
    period_from: Day | None = None
    period_to: Day | None = None
    held_on: Day | None = None
    place: Line = ""
    timezone: Timezone = "UTC"
    languages: list[Language] = Field(default=["en"], min_length=1, max_length=20)
    reveal: Reveal = "blind"
    hold_for_steward: bool = False
    asks: list[Ask] = ["significance"]
    domains: list[DomainCreate] = Field(default=[], max_length=40)


class WorkshopUpdate(Request):
    """Only what is sent changes. A stage may also be moved back; every move is on record."""

    title: Title | None = None
    focus_question: Words | None = None
    context: Words | None = None
    period_from: Day | None = None
    period_to: Day | None = None
    held_on: Day | None = None
    place: Line | None = None
    timezone: Timezone | None = None
    languages: list[Language] | None = Field(default=None, min_length=1, max_length=20)
    reveal: Reveal | None = None
    hold_for_steward: bool | None = None
    asks: list[Ask] | None = None
    stage: Stage | None = None
    reason: Annotated[str, Written(1000, lines=True)] | None = None


class WorkshopRead(Answer):
    id: UUID
    created_at: datetime
    title: str
    focus_question: str
    context: str
    period_from: date | None
    period_to: date | None
    held_on: date | None
    place: str
    timezone: str
    languages: list[str]
    reveal: Reveal
    hold_for_steward: bool
    asks: list[Ask]
    stage: Stage
    join_code: str
    stories_told: int
    seq: int


class WorkshopListed(WorkshopRead):
    """A workshop in your list. `waiting` counts the stories that are held until you, or another who may, decide."""

    waiting: int


class WorkshopDetail(WorkshopRead):
    """A workshop with its domains, the address that its QR code opens, and how many have joined.

    `needs_care` counts the stories that wait for the stewards' care; null for whoever is no steward. Of
    `stories_in_set`, only `stories_for_evaluation` may be used outside the workshop, as consent stands today.
    `silent_seats` have joined and not told a story: they may be writing one. Where `join_url` opens nothing on a phone
    because it names the machine itself, `only_here` is true, and `phone_urls` are the addresses that phones can open.
    """

    domains: list[DomainRead]
    join_url: str
    only_here: bool
    phone_urls: list[str]
    seats: int
    silent_seats: int
    stories_in_set: int
    stories_for_evaluation: int
    needs_care: int | None


class Join(Request):
    """`id` and nothing else may be minted by the phone, so that a repeated join takes one seat."""

    id: UUID | None = None
    token: Annotated[str, StringConstraints(pattern=r"^msc_seat_[A-Za-z0-9_-]{32,64}$")] | None = None
    join_code: Annotated[str, Written(40, least=1)]
    display_name: Line = ""
    language: Language = "en"
    voice_groups: list[Line] = Field(default=[], max_length=10)


class WorkshopForSeat(Answer):
    """What a phone needs to know about the workshop it joined.

    `care_by` are the names of those who read a story that needs care; empty where one of them has none.
    """

    id: UUID
    title: str
    focus_question: str
    stage: Stage
    languages: list[str]
    asks: list[Ask]
    domains: list[DomainRead]
    care_by: list[str]


class SeatUpdate(Request):
    """Only what is sent changes."""

    display_name: Line | None = None
    language: Language | None = None
    voice_groups: list[Line] | None = Field(default=None, max_length=10)


class SeatRead(Answer):
    """Who the bearer of a seat's token is, and where their workshop stands."""

    seat_id: UUID
    display_name: str
    language: str
    workshop: WorkshopForSeat


class PanelForSeat(Answer):
    """What whoever has a panel's code may know of it."""

    id: UUID
    name: str
    purpose: str


class Joined(Answer):
    """`token` is shown this once; send it as `Authorization: Bearer …`. `panel`: the code was a panel's."""

    seat_id: UUID
    token: str
    workshop: WorkshopForSeat
    panel: PanelForSeat | None = None
