"""The board: themes, which story is in which, and the log of every decision about them."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from sqlalchemy import BigInteger, Index, String, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from models.base import Answer, Json, Request, Row, State, Varchar40, Varchar200
from models.grouping import GroupingRunRead
from models.stories import Direction, StoryState
from models.text import Written
from models.workshops import Stage

# What readers see in place of a text that went with a withdrawn story.
ERASED = "erased with the story"

ThemeState = Literal["suggested", "agreed", "retired"]
Origin = Literal["machine", "group", "declared"]
Retired = Literal["merged", "split", "dissolved"]
MembershipState = Literal["suggested", "confirmed", "refused"]
MembershipRole = Literal["primary", "secondary"]
MembershipSource = Literal["machine", "facilitator", "group", "storyteller"]
ActingFor = Literal["self", "table", "group"]
CommandType = Literal[
    "move",
    "add_secondary",
    "remove_secondary",
    "pin",
    "unpin",
    "confirm",
    "merge",
    "split",
    "create_theme",
    "rename",
    "describe",
    "agree",
    "reopen",
    "lock",
    "unlock",
    "dissolve",
    "reorder",
    "set_aside",
    "bring_back",
    "accept_suggestion",
    "refuse_suggestion",
    "accept_run",
    "restore",
    "undo",
    "redo",
]
# Everything that a change event can say was done; what follows from each, the table ACTIONS of the log says.
ActionName = Literal[
    CommandType,
    "create_workshop",
    "move_stage",
    "change_workshop",
    "add_member",
    "change_member",
    "remove_member",
    "create_key",
    "revoke_key",
    "open_wall",
    "tell",
    "edit",
    "withdraw",
    "hold",
    "release",
    "propose",
    "open_sorting",
    "close_sorting",
    "create_panel",
    "change_panel",
    "open_round",
    "open_turn",
    "close_turn",
    "reveal",
    "close_round",
    "select",
    "claim",
    "change_claim",
    "ask_verification",
    "verify",
    "give_feedback",
    "recommend",
    "change_recommendation",
]

Hint = Literal["name_says_nothing"]
ThemeName = Annotated[str, Written(60, least=1)]


class Theme(Row, table=True):
    """What the room works on and agrees. `letter` and `colour` stay with it for life."""

    workshop_id: UUID = Field(foreign_key="workshop.id", ondelete="CASCADE", index=True)
    name: str = Field(default="", sa_type=Varchar200)
    description: str = Field(default="", sa_type=String(2000))
    keywords: list[str] = Field(default_factory=list, sa_type=Json)
    letter: str = Field(sa_type=Varchar40)
    colour: str = Field(sa_type=Varchar40)
    position: int
    state: ThemeState = Field(default="suggested", sa_type=Varchar40)
    locked: bool = False
    origin: Origin = Field(default="group", sa_type=Varchar40)
    domain_id: UUID | None = Field(default=None, foreign_key="domain.id", ondelete="SET NULL")
    parents: list[str] = Field(default_factory=list, sa_type=Json)
    retired_reason: Retired | None = Field(default=None, sa_type=Varchar40)
    merged_into: UUID | None = None


class Membership(SQLModel, table=True):
    """A story in a theme. A refused one remembers that people said no."""

    __table_args__ = (
        Index(
            "ix_membership_one_primary",
            "story_id",
            unique=True,
            sqlite_where=text("role = 'primary' AND state <> 'refused'"),
            postgresql_where=text("role = 'primary' AND state <> 'refused'"),
        ),
    )

    story_id: UUID = Field(foreign_key="story.id", ondelete="CASCADE", primary_key=True)
    theme_id: UUID = Field(foreign_key="theme.id", ondelete="CASCADE", primary_key=True, index=True)
    role: MembershipRole = Field(default="primary", sa_type=Varchar40)
    state: MembershipState = Field(default="suggested", sa_type=Varchar40)
    source: MembershipSource = Field(default="facilitator", sa_type=Varchar40)
    pinned: bool = False
    strength: float | None = None
    stability: float | None = None
    run_id: UUID | None = Field(default=None, foreign_key="grouping_run.id", ondelete="SET NULL")
    decided_by: str = Field(default="", sa_type=Varchar200)
    seq: int = 0


class ChangeEvent(Row, table=True):
    """One decision, for ever. `before` and `after` hold ids and theme fields, never a story's words.

    What people wrote beside it, such as a reason, is in `EventText`; here is only its salted hash.

    Each maps `kind:id` of a subject to its whole state (null: it did not exist), so that replaying is
    taking the `after` of each event in turn, and undoing is taking a `before`.
    """

    __tablename__ = "change_event"
    __table_args__ = (
        UniqueConstraint("workshop_id", "seq"),
        Index("ix_change_event_op", "workshop_id", "op_id"),
    )

    workshop_id: UUID = Field(foreign_key="workshop.id", ondelete="CASCADE")
    seq: int
    actor: str = Field(sa_type=Varchar200)
    acting_for: ActingFor = Field(default="self", sa_type=Varchar40)
    action: ActionName = Field(sa_type=Varchar40)
    before: dict[str, State | None] = Field(default_factory=dict, sa_type=Json)
    after: dict[str, State | None] = Field(default_factory=dict, sa_type=Json)
    reason_hash: str = Field(default="", sa_type=String(64))
    stage: Stage = Field(sa_type=Varchar40)
    undo_of: int | None = None
    op_id: UUID | None = None
    prev_hash: str = Field(default="", sa_type=String(64))
    hash: str = Field(sa_type=String(64))


class EventText(SQLModel, table=True):
    """What somebody wrote beside a decision, with the salt of its hash; it goes with a story that it is about."""

    __tablename__ = "event_text"

    workshop_id: UUID = Field(foreign_key="workshop.id", ondelete="CASCADE", primary_key=True)
    hash: str = Field(sa_type=String(64), primary_key=True)
    seq: int = Field(sa_type=BigInteger)
    salt: str = Field(sa_type=String(32))
    text: str = Field(sa_type=String(1000))


class ChangeSubject(SQLModel, table=True):
    """Which events touched which story or theme: the index behind history, conflicts and receipts."""

    __tablename__ = "change_subject"

    workshop_id: UUID = Field(foreign_key="workshop.id", ondelete="CASCADE", primary_key=True)
    subject: str = Field(sa_type=String(60), primary_key=True)
    seq: int = Field(sa_type=BigInteger, primary_key=True)


class AnswerGiven(SQLModel, table=True):
    """What a request that came with an `op_id` was answered; the same request again is answered the same."""

    __tablename__ = "answer_given"

    workshop_id: UUID = Field(foreign_key="workshop.id", ondelete="CASCADE", primary_key=True)
    op_id: UUID = Field(primary_key=True)
    answer: dict[str, Any] = Field(default_factory=dict, sa_type=Json)


class Hold(Request):
    """A story that somebody has in hand."""

    story_id: UUID


class CommandResult(Answer):
    """What one command touched. `followed_to`: the theme asked for had become part of this one meanwhile, and so the
    stories went there."""

    seq: int
    type: CommandType
    story_ids: list[UUID]
    theme_ids: list[UUID]
    undo_of: int | None = None
    followed_to: UUID | None = None


class CommandsDone(Answer):
    seq: int
    results: list[CommandResult]
    board_hash: str


class MembershipRead(Answer):
    state: MembershipState
    source: MembershipSource
    pinned: bool
    strength: float | None


class StoryOnBoard(Answer):
    id: UUID
    serial_no: int
    headline: str
    notes: list[str]
    significance: str
    language: str
    direction: Direction
    state: StoryState
    membership: MembershipRead | None = None


class ThemeOnBoard(Answer):
    """`hint`: `name_says_nothing` when the name says nothing that could be wrong, such as “better communication”."""

    id: UUID
    name: str
    description: str
    state: ThemeState
    locked: bool
    origin: Origin
    domain_id: UUID | None
    keywords: list[str]
    letter: str
    colour: str
    position: int
    hint: Hint | None
    story_ids: list[UUID]
    secondary_story_ids: list[UUID]
    stories: list[StoryOnBoard]


class Board(Answer):
    """`arrived`: how many of those not placed came after the newest suggestions were made."""

    seq: int
    stage: Stage
    board_hash: str
    themes: list[ThemeOnBoard]
    not_placed: list[StoryOnBoard]
    held: int
    arrived: int
    discuss_first: list[UUID]
    run: GroupingRunRead | None


class ChangeEventRead(Answer):
    seq: int
    at: datetime
    actor: str
    actor_name: str
    acting_for: ActingFor
    action: ActionName
    subjects: list[str]
    before: dict[str, State | None]
    after: dict[str, State | None]
    reason: str
    stage: Stage
    undo_of: int | None
    prev_hash: str
    hash: str


class ThemeThen(Answer):
    """A theme at one moment."""

    name: str
    letter: str
    colour: str
    state: ThemeState
    position: int
    stories: int


class ThemeCompared(Answer):
    """A theme at two moments; null where it was not on the board. `merged_into`: it is part of that one at the
    moment at which it is missing."""

    id: UUID
    before: ThemeThen | None
    after: ThemeThen | None
    merged_into: UUID | None


class StoriesMoved(Answer):
    """Stories that went the same way; null is "not placed yet"."""

    from_theme_id: UUID | None
    to_theme_id: UUID | None
    story_ids: list[UUID]


class BoardCompared(Answer):
    """Two moments of one board. `joined` came onto the board between them, `left` counts those that went."""

    from_seq: int
    to_seq: int
    themes: list[ThemeCompared]
    moves: list[StoriesMoved]
    joined: list[UUID]
    left: int


class BoardCheck(Answer):
    """The proof that the board is its log: both hashes, and whether every link of the chain holds."""

    seq: int
    board_hash: str
    replayed_hash: str
    chain_holds: bool
    equal: bool
