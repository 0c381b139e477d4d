"""Choosing the most significant: panels, their rounds and ballots, what they chose and why."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from sqlalchemy import String, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.base import Answer, Json, Request, Row, Varchar40, Varchar200
from models.stories import Reason
from models.text import Written
from models.workshops import Line, Title, Words

PanelMode = Literal["level", "parallel"]
ScopeKind = Literal["theme", "domain", "all", "passed_up", "stories"]
MethodName = Literal["majority", "iterative", "scoring", "prescore_vote", "secret_ballot"]
RoundState = Literal["open", "voting", "revealed", "decided", "no_selection", "deferred"]
OutcomeName = Literal["one", "two", "none", "deferred"]
Mark = Literal["earlier_grouping", "words_changed", "consent_narrowed", "withdrawn"]

Sentence = Annotated[str, Written(1000, lines=True)]
Points = Annotated[int, Field(ge=0, le=5)]
Count = Annotated[int, Field(ge=0, le=100_000)]
Weight = Annotated[float, Field(gt=0, le=100)]


class Panel(Row, table=True):
    """People who choose together. `feeds_panel_ids`: where what they choose goes up to; never in a loop.

    `from_outside`: its eyes are not the workshop's, so it reads only what tellers share with partners.
    """

    workshop_id: UUID = Field(foreign_key="workshop.id", ondelete="CASCADE", index=True)
    name: str = Field(sa_type=Varchar200)
    purpose: str = Field(default="", sa_type=String(2000))
    mode: PanelMode = Field(default="level", sa_type=Varchar40)
    feeds_panel_ids: list[str] = Field(default_factory=list, sa_type=Json)
    from_outside: bool = False
    panel_code: str = Field(sa_type=String(6), unique=True)


class PanelMember(Row, table=True):
    """Who sits on a panel: a seat of the workshop, or an account."""

    __tablename__ = "panel_member"
    __table_args__ = (UniqueConstraint("panel_id", "seat_id"), UniqueConstraint("panel_id", "account_id"))

    panel_id: UUID = Field(foreign_key="panel.id", ondelete="CASCADE", index=True)
    seat_id: UUID | None = Field(default=None, foreign_key="seat.id", ondelete="CASCADE", index=True)
    account_id: UUID | None = Field(default=None, foreign_key="account.id", ondelete="CASCADE", index=True)


class SelectionRound(Row, table=True):
    """What a panel is asked, over the stories as they were when it opened.

    `tallies` has one for each closed turn; those up to `revealed_turn` may be shown. `seed` steadies reading orders.
    """

    __tablename__ = "selection_round"

    workshop_id: UUID = Field(foreign_key="workshop.id", ondelete="CASCADE", index=True)
    panel_id: UUID = Field(foreign_key="panel.id", ondelete="CASCADE", index=True)
    scope: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    story_ids: list[str] = Field(default_factory=list, sa_type=Json)
    left_out: dict[str, int] = Field(default_factory=dict, sa_type=Json)
    method: MethodName = Field(sa_type=Varchar40)
    weights: dict[str, float] = Field(default_factory=dict, sa_type=Json)
    names_hidden: bool = True
    max_turns: int = 3
    state: RoundState = Field(default="open", sa_type=Varchar40)
    turn: int = 0
    turn_open: bool = False
    revealed_turn: int = 0
    tallies: list[dict[str, Any]] = Field(default_factory=list, sa_type=Json)
    based_on_seq: int
    seed: str = Field(sa_type=String(64))
    request_hash: str = Field(default="", sa_type=String(64))


class Ballot(SQLModel, table=True):
    """What one member says in one turn. It knows no time and no sender beyond the member.

    One that was replaced keeps only what it takes to know it again. The ballots of a secret turn go when it closes.
    """

    __table_args__ = (UniqueConstraint("round_id", "turn", "member_id"),)

    id: UUID = Field(primary_key=True)
    round_id: UUID = Field(foreign_key="selection_round.id", ondelete="CASCADE")
    turn: int
    member_id: UUID | None = Field(default=None, foreign_key="panel_member.id", ondelete="SET NULL", index=True)
    revision: int = 1
    replaced: bool = False
    story_id: UUID | None = Field(default=None, foreign_key="story.id", ondelete="SET NULL", index=True)
    scores: dict[str, dict[str, int]] = Field(default_factory=dict, sa_type=Json)
    none: bool = False
    reason: str = Field(default="", sa_type=String(1000))
    request_hash: str = Field(sa_type=String(64))


class Selection(Row, table=True):
    """What a panel decided. `replaces_id` names the decision it takes the place of.

    `versions` and `themes` remember each chosen story as it stood, so that what changes later is marked.
    """

    workshop_id: UUID = Field(foreign_key="workshop.id", ondelete="CASCADE", index=True)
    panel_id: UUID = Field(foreign_key="panel.id", ondelete="CASCADE", index=True)
    round_id: UUID = Field(foreign_key="selection_round.id", ondelete="CASCADE", index=True)
    outcome: OutcomeName = Field(sa_type=Varchar40)
    story_ids: list[str] = Field(default_factory=list, sa_type=Json)
    tally: dict[str, Any] | None = Field(default=None, sa_type=Json)
    against_tally: bool = False
    passed_to_panel_id: UUID | None = Field(default=None, foreign_key="panel.id", ondelete="SET NULL")
    replaces_id: UUID | None = None
    versions: dict[str, int] = Field(default_factory=dict, sa_type=Json)
    themes: dict[str, str | None] = Field(default_factory=dict, sa_type=Json)
    by_lot: bool = False
    request_hash: str = Field(default="", sa_type=String(64))


class SelectionReason(Row, table=True):
    """Why a story was chosen, or why none was, in a full sentence."""

    __tablename__ = "selection_reason"

    workshop_id: UUID = Field(foreign_key="workshop.id", ondelete="CASCADE", index=True)
    selection_id: UUID = Field(foreign_key="selection.id", ondelete="CASCADE", index=True)
    story_id: UUID | None = Field(default=None, foreign_key="story.id", ondelete="CASCADE", index=True)
    sentence: str = Field(sa_type=String(1000))
    criterion: str = Field(default="", sa_type=Varchar200)
    weight: float | None = None
    stated_by: str = Field(default="", sa_type=Varchar200)


class Dissent(Row, table=True):
    """Why somebody would have chosen otherwise, which story, and how many say so."""

    workshop_id: UUID = Field(foreign_key="workshop.id", ondelete="CASCADE", index=True)
    selection_id: UUID = Field(foreign_key="selection.id", ondelete="CASCADE", index=True)
    preferred_story_id: UUID | None = Field(default=None, foreign_key="story.id", ondelete="CASCADE", index=True)
    sentence: str = Field(sa_type=String(1000))
    count: int | None = None


class PanelCreate(Request):
    """`id` may be minted by the client; sending the same body again is answered with the stored panel."""

    id: UUID | None = None
    name: Title
    purpose: Words = ""
    mode: PanelMode = "level"
    feeds_panel_ids: list[UUID] = Field(default=[], max_length=40)
    from_outside: bool = False


class PanelUpdate(Request):
    """Only what is sent changes."""

    name: Title | None = None
    purpose: Words | None = None
    mode: PanelMode | None = None
    feeds_panel_ids: list[UUID] | None = Field(default=None, max_length=40)
    from_outside: bool | None = None


class MembersAdd(Request):
    """Seats and accounts of the workshop that shall sit on the panel; `open_seats` opens that many new ones."""

    seat_ids: list[UUID] = Field(default=[], max_length=500)
    account_ids: list[UUID] = Field(default=[], max_length=500)
    open_seats: int = Field(default=0, ge=0, le=100)


class PanelMemberRead(Answer):
    """Who sits on a panel. `id` is what to remove them by."""

    id: UUID
    seat_id: UUID | None
    account_id: UUID | None
    name: str


class PanelRead(Answer):
    """A panel. `panel_code` seats phones on it; it is empty for whoever invites nobody."""

    id: UUID
    workshop_id: UUID
    name: str
    purpose: str
    mode: PanelMode
    feeds_panel_ids: list[UUID]
    from_outside: bool
    panel_code: str
    members: list[PanelMemberRead]


class SeatOpened(Answer):
    """A seat opened for somebody without a phone; `token` is shown this once."""

    seat_id: UUID
    token: str


class PanelWithSeats(PanelRead):
    seats: list[SeatOpened] = []


class Panels(Answer):
    items: list[PanelRead]


class RoundScope(Request):
    kind: ScopeKind
    theme_id: UUID | None = None
    domain_id: UUID | None = None
    story_ids: list[UUID] | None = Field(default=None, max_length=5000)


class Criterion(Request):
    name: Annotated[str, Written(80, least=1)]
    weight: Weight = 1


class RoundCreate(Request):
    """`id` may be minted by the client; sending the same body again is answered with the stored round.

    Where a method scores and no criterion is named, the one criterion is `significance`.
    """

    id: UUID | None = None
    scope: RoundScope
    method: MethodName
    criteria: list[Criterion] = Field(default=[], max_length=12)
    names_hidden: bool = True
    max_turns: int = Field(default=3, ge=1, le=3)


class Turnout(Answer):
    """How many of those who sit on the panel have voted in this turn."""

    voted: int
    seats: int


class TallyLineRead(Answer):
    """What one story got. `percent` is of those who voted; `mean` and `spread` are of those who scored it, 0 to 5."""

    story_id: UUID
    votes: int
    percent: float | None
    mean: float | None
    spread: float | None


class TallyRead(Answer):
    """One turn as the panel voted. `base`: percentages are of those who voted. `leading`: more than one is a tie."""

    turn: int
    base: str
    voted: int
    sits: int
    none: int
    none_percent: float
    lines: list[TallyLineRead]
    leading: list[UUID]
    tie: bool


class OutcomeRead(Answer):
    """What the tally says: what leads, or that none does, and whether another turn may settle it."""

    story_ids: list[UUID]
    tie: bool
    none: bool
    further_turn: bool


class StoryToChoose(Answer):
    """A story as a panel reads it. `said_by` is null where names are hidden."""

    id: UUID
    serial_no: int
    headline: str
    notes: list[str]
    significance: str
    language: str
    said_by: str | None


class RoundRead(Answer):
    """A round. Until a turn is revealed, `turnout` is all that anybody learns of it.

    `question_story_ids` are the stories this turn asks about. `too_few_for_secrecy`: fewer than five sit on the panel
    of a secret round, so that a tally may tell who voted what.
    """

    id: UUID
    panel_id: UUID
    state: RoundState
    method: MethodName
    criteria: list[Criterion]
    names_hidden: bool
    max_turns: int
    story_ids: list[UUID]
    question_story_ids: list[UUID]
    left_out: dict[str, int]
    based_on_seq: int
    turn: int
    turn_open: bool
    turnout: Turnout
    too_few_for_secrecy: bool
    waits_for_panel_ids: list[UUID]
    created_at: datetime


class RoundWithStories(RoundRead):
    """A round with its stories in the reader's own order, and the tallies of the turns that were revealed."""

    stories: list[StoryToChoose]
    tally: TallyRead | None
    tallies: list[TallyRead]
    outcome: OutcomeRead | None


class Rounds(Answer):
    items: list[RoundRead]


class BallotCast(Request):
    """One story, or scores, or `none` of these. `for_seat_id`: a facilitator votes by hand for who has no phone.

    The same body again is answered 200; a new `id` replaces the seat's ballot while the turn is open, unless that one
    has a later `revision`: what was under way for long never takes the place of what was said since.
    """

    id: UUID
    turn: int = Field(ge=1, le=3)
    revision: Count = 1
    story_id: UUID | None = None
    scores: dict[UUID, dict[str, Points]] = Field(default={}, max_length=5000)
    none: bool = False
    reason: Sentence = ""
    for_seat_id: UUID | None = None


class BallotRead(Answer):
    """A ballot was taken. `replaced`: another of the same seat counts instead."""

    id: UUID
    round_id: UUID
    turn: int
    replaced: bool


class HandCount(Request):
    """A show of hands: how many were present, how many raised a hand for each story and for none of them."""

    turn: int = Field(ge=1, le=3)
    present: Count
    counts: dict[UUID, Count] = Field(max_length=5000)
    none: Count = 0


class ReasonGiven(Request):
    """Why, in a full sentence. Who stated it, the criterion and its weight may be left out."""

    story_id: UUID | None = None
    sentence: Sentence = ""
    criterion: Line = ""
    weight: Weight | None = None
    stated_by: Line = ""


class DissentGiven(Request):
    sentence: Reason
    preferred_story_id: UUID | None = None
    count: int | None = Field(default=None, ge=1, le=100_000)


class SelectionCreate(Request):
    """The decision, with a reason for each story; `none` and `deferred` have one, too.

    `id` may be minted by the client; sending the same body again is answered with the stored decision. `by_lot`: the
    panel could not decide between stories that lead with as many votes, and wants one of them drawn; name none then.
    """

    id: UUID | None = None
    by_lot: bool = False
    outcome: OutcomeName
    story_ids: list[UUID] = Field(default=[], max_length=2)
    reasons: list[ReasonGiven] = Field(default=[], max_length=40)
    dissent: list[DissentGiven] = Field(default=[], max_length=40)
    against_tally: bool = False
    pass_to_panel_id: UUID | None = None


class SelectionReasonRead(Answer):
    """A reason. The sentence is empty once the story it is about was withdrawn."""

    id: UUID
    story_id: UUID | None
    sentence: str
    criterion: str
    weight: float | None
    stated_by: str


class DissentRead(Answer):
    id: UUID
    preferred_story_id: UUID | None
    sentence: str
    count: int | None


class SelectionRead(Answer):
    """A decision with its tally and reasons. `by_lot`: drawn. `replaced_by_id`: a later decision took its place."""

    id: UUID
    round_id: UUID
    panel_id: UUID
    panel_name: str
    method: MethodName
    outcome: OutcomeName
    story_ids: list[UUID]
    tally: TallyRead | None
    against_tally: bool
    by_lot: bool
    reasons: list[SelectionReasonRead]
    dissent: list[DissentRead]
    marks: list[Mark]
    passed_to_panel_id: UUID | None
    replaces_id: UUID | None
    replaced_by_id: UUID | None
    created_at: datetime


class Selections(Answer):
    items: list[SelectionRead]
