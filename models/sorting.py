"""The room sorts: rounds, the hands that people were dealt, and the piles they made."""

from typing import Annotated, Any, Literal
from uuid import UUID

from sqlmodel import Field

from models.base import Answer, Json, Request, Row, Varchar40, new_id
from models.text import Written

SortingState = Literal["open", "closed"]
PileName = Annotated[str, Written(80)]


class SortingRound(Row, table=True):
    """A time in which everybody sorts. `opened_seq` is the place in the log where it began."""

    __tablename__ = "sorting_round"

    workshop_id: UUID = Field(foreign_key="workshop.id", ondelete="CASCADE", index=True)
    state: SortingState = Field(default="open", sa_type=Varchar40)
    size: int = 20
    minutes: int | None = None
    names_hidden: bool = True
    opened_seq: int = 0


class SortingHand(Row, table=True):
    """The stories dealt to one seat, and its piles. Who sorted what is in no event, file or view.

    `sorter` is the seat's pseudonym in this round. `nameless` are piles whose name quoted a story taken back.
    """

    __tablename__ = "sorting_hand"

    workshop_id: UUID = Field(foreign_key="workshop.id", ondelete="CASCADE", index=True)
    round_id: UUID = Field(foreign_key="sorting_round.id", ondelete="CASCADE", index=True)
    seat_id: UUID = Field(foreign_key="seat.id", ondelete="CASCADE", index=True)
    sorter: str = Field(sa_type=Varchar40)
    people: int = 1
    dealt: list[str] = Field(default_factory=list, sa_type=Json)
    piles: list[dict[str, Any]] = Field(default_factory=list, sa_type=Json)
    nowhere: list[str] = Field(default_factory=list, sa_type=Json)
    nameless: list[str] = Field(default_factory=list, sa_type=Json)
    revision: int = 0
    done: bool = False


class SortingRoundCreate(Request):
    """`size` is how many stories a person gets; `names_hidden` leaves out who told them."""

    id: UUID = Field(default_factory=new_id)
    size: int = Field(default=20, ge=2, le=100)
    minutes: int | None = Field(default=None, ge=1, le=600)
    names_hidden: bool = True


class CoverageRead(Answer):
    """The share of the stories, and of their pairs, that somebody has sorted (0 to 1)."""

    stories: float
    pairs: float


class SortingRoundRead(Answer):
    """How far the room is, never who put what where.

    `steadiness` (0 to 1, split-half reliability) tells how alike two halves of the people see it: near 1 more hands
    would change little. It is null until enough people had the same pairs in hand.
    """

    id: UUID
    workshop_id: UUID
    state: SortingState
    size: int
    minutes: int | None
    names_hidden: bool
    stories: int
    hands: int
    people: int
    coverage: CoverageRead
    steadiness: float | None = None


class SortingRounds(Answer):
    """The sorting rounds of a workshop, oldest first."""

    items: list[SortingRoundRead]


class HandCreate(Request):
    """`people` is how many sort together at one phone."""

    id: UUID = Field(default_factory=new_id)
    people: int = Field(default=1, ge=1, le=50)


class DealtStory(Answer):
    id: UUID
    serial_no: int
    headline: str
    notes: list[str]
    language: str
    said_by: str | None = None


class PileSent(Request):
    id: UUID
    name: PileName = ""
    story_ids: list[UUID] = Field(default=[], max_length=100)


class HandSent(Request):
    """All that was sorted so far. Of two, the one with the greater `revision` counts."""

    piles: list[PileSent] = Field(default=[], max_length=100)
    nowhere: list[UUID] = Field(default=[], max_length=100)
    done: bool = False
    revision: int = Field(ge=1, le=2**31 - 1)


class PileRead(Answer):
    id: UUID
    name: str
    story_ids: list[UUID]


class HandRead(Answer):
    """A hand as its own seat sees it."""

    id: UUID
    stories: list[DealtStory]
    piles: list[PileRead]
    nowhere: list[UUID]
    people: int
    revision: int
    done: bool
