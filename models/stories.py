"""Stories as people told them, every version of them, and what their tellers agreed to."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AliasChoices, field_validator
from pydantic import Field as AsField
from sqlalchemy import CheckConstraint, LargeBinary, String, Text, UniqueConstraint, event
from sqlmodel import Field, SQLModel

from models.base import Answer, Json, Request, Row, Varchar40, Varchar200, now
from models.exports import ExportSeen
from models.followup import ChosenHeard, FeedbackHeard, RecommendationHeard, ReplyKept, VerificationHeard
from models.search_text import search_text
from models.text import Written
from models.workshops import Day, Language, Line

StoryState = Literal["submitted", "in_set", "set_aside", "withdrawn"]
CaptureMode = Literal["self", "interview", "group", "paper", "import"]
Direction = Literal["good", "bad", "mixed", "not_said"]
Expected = Literal["yes", "no", "not_said"]
Care = Literal["no", "talk", "risk"]
PlacedBy = Literal["facilitator", "group", "machine", "teller"]
ConsentScope = Literal["workshop", "evaluation", "partners", "public"]
NameUse = Literal["named", "first_name", "pseudonym", "anonymous"]
ConsentState = Literal["granted", "narrowed", "expired", "withdrawn"]

Headline = Annotated[str, Written(160, least=1)]
Note = Annotated[str, Written(1000, lines=True)]
Reason = Annotated[str, Written(1000, least=1, lines=True)]


class StoryBase(SQLModel):
    headline: str = Field(sa_type=Varchar200)
    notes: list[str] = Field(default_factory=list, sa_type=Json)
    significance: str = Field(default="", sa_type=String(1000))
    happened_where: str = Field(default="", sa_type=Varchar200)
    happened_from: date | None = None
    happened_to: date | None = None
    contribution: str = Field(default="", sa_type=String(1000))
    direction: Direction = Field(default="not_said", sa_type=Varchar40)
    expected: Expected = Field(default="not_said", sa_type=Varchar40)
    teller_domain_id: UUID | None = Field(default=None, foreign_key="domain.id", ondelete="SET NULL")
    language: str = Field(default="en", sa_type=Varchar40)
    capture_mode: CaptureMode = Field(default="self", sa_type=Varchar40)
    third_party_named: bool = False


class Story(Row, StoryBase, table=True):
    """A sticky. Its words live here and in its versions, nowhere else, so that they can be taken back.

    `care`: its teller wants to talk to somebody, or somebody may be at risk. Such a story is never in the set.
    """

    __table_args__ = (
        UniqueConstraint("workshop_id", "serial_no"),
        CheckConstraint("care = 'no' OR state <> 'in_set'", name="ck_story_care_keeps_out"),
    )

    workshop_id: UUID = Field(foreign_key="workshop.id", ondelete="CASCADE", index=True)
    serial_no: int
    storyteller_seat_id: UUID | None = Field(default=None, foreign_key="seat.id", ondelete="SET NULL", index=True)
    state: StoryState = Field(default="in_set", sa_type=Varchar40)
    set_aside_reason: str = Field(default="", sa_type=String(1000))
    set_aside_text: str = Field(default="", sa_type=String(64))
    sheet_no: int | None = None
    read_back: bool = False
    teller_name: str = Field(default="", sa_type=Varchar200)
    care: Care = Field(default="no", sa_type=Varchar40)
    care_contact: str = Field(default="", sa_type=Varchar200)
    care_note: str = Field(default="", sa_type=String(1000))
    updated_at: datetime = Field(index=True)
    version: int = 1
    request_hash: str = Field(default="", sa_type=String(64))
    receipt_hash: str = Field(sa_type=String(64), unique=True)
    search_text: str = Field(default="", sa_type=Text)


@event.listens_for(Story, "before_insert")
@event.listens_for(Story, "before_update")
def keep_search_text(mapper: object, connection: object, story: Story) -> None:
    """Whoever writes a story's words cannot forget what is searched; a withdrawn story's is empty as they are."""
    story.search_text = search_text(story.headline, story.notes)


class StoryVersion(Row, table=True):
    """The words of a story at one time."""

    __tablename__ = "story_version"
    __table_args__ = (UniqueConstraint("story_id", "n"),)

    story_id: UUID = Field(foreign_key="story.id", ondelete="CASCADE")
    n: int
    snapshot: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    reason: str = Field(default="", sa_type=String(1000))


class Consent(Row, table=True):
    """Who may see a story and under which name. Each scope includes those before it.

    `expires_on` is the last day it holds, in the workshop's time zone; `ends_at` the moment after that day.
    """

    story_id: UUID = Field(foreign_key="story.id", ondelete="CASCADE", unique=True)
    scope: ConsentScope = Field(default="workshop", sa_type=Varchar40)
    name_use: NameUse = Field(default="anonymous", sa_type=Varchar40)
    expires_on: date | None = None
    ends_at: datetime | None = Field(default=None, index=True)
    state: ConsentState = Field(default="granted", sa_type=Varchar40)

    @property
    def standing(self) -> ConsentState:
        """Its state now: what was agreed to until a day that is over has expired; nobody has to write it down."""
        ended = self.ends_at is not None and self.ends_at <= now()
        return "expired" if ended and self.state != "withdrawn" else self.state


class Embedding(Row, table=True):
    """A story version as the model sees it: `vector` holds 32-bit floats, little-endian."""

    __table_args__ = (UniqueConstraint("story_version_id", "model_hash"),)

    story_version_id: UUID = Field(foreign_key="story_version.id", ondelete="CASCADE")
    model_name: str = Field(sa_type=Varchar200)
    model_hash: str = Field(sa_type=String(64))
    vector: bytes = Field(sa_type=LargeBinary)


class ConsentGiven(Request):
    """What the teller agreed to. Nothing said means: the workshop only, without a name."""

    scope: ConsentScope = "workshop"
    name_use: NameUse = "anonymous"
    expires_on: Day | None = None


class StoryWords(Request):
    """What a teller may write and later correct."""

    headline: Headline
    notes: list[Note] = Field(default=[], max_length=2)
    significance: Note = ""
    happened_where: Line = ""
    happened_from: Day | None = None
    happened_to: Day | None = None
    contribution: Note = ""
    direction: Direction = "not_said"
    expected: Expected = "not_said"
    teller_domain_id: UUID | None = None
    language: Language | None = None

    @field_validator("notes")
    @classmethod
    def drop_empty(cls, notes: list[str]) -> list[str]:
        return [note for note in notes if note]


class StoryCreate(StoryWords):
    """`id` may be minted by the phone; sending the same body again is answered with the stored story.

    Whoever writes a story down for somebody says so by `capture_mode`, and may add the number of the paper sheet, that
    it was read back to the teller, and the teller's name, which is kept only as far as consent allows a name at all.

    `care` says that the teller wants to talk to somebody, or that somebody may be at risk. The story then goes to the
    stewards alone (`care_by` of the workshop tells who they are); `care_contact` tells them where to find its teller.
    """

    id: UUID | None = None
    capture_mode: CaptureMode = "self"
    sheet_no: int | None = Field(default=None, ge=1, le=99_999)
    read_back: bool = False
    teller_name: Line = ""
    third_party_named: bool = False
    care: Care = "no"
    care_contact: Line = ""
    consent: ConsentGiven = ConsentGiven()


class StoryUpdate(Request):
    """Only what is sent changes; the version before it is kept.

    `teller_name` is the name to show with the story, exactly as agreed; a name given for one `name_use` is not kept for
    another.
    """

    headline: Headline | None = None
    notes: list[Note] | None = Field(default=None, max_length=2)
    significance: Note | None = None
    happened_where: Line | None = None
    happened_from: Day | None = None
    happened_to: Day | None = None
    contribution: Note | None = None
    direction: Direction | None = None
    expected: Expected | None = None
    teller_domain_id: UUID | None = None
    language: Language | None = None
    teller_name: Line | None = None
    consent: ConsentGiven | None = None
    reason: Reason | None = None


class StoryBatch(Request):
    """Up to 500 stories, each judged alone."""

    stories: list[dict[str, Any]] = Field(min_length=1, max_length=500)


class Withdraw(Request):
    reason: Reason | None = None


class SetAside(Request):
    reason: Reason


class CareAsked(Request):
    """Somebody wants to talk, or may be at risk. `care_contact` tells the stewards where to find the teller."""

    care: Literal["talk", "risk"]
    care_contact: Line = ""


class ConsentRead(Answer):
    scope: ConsentScope
    name_use: NameUse
    expires_on: date | None
    state: ConsentState = AsField(validation_alias=AliasChoices("standing", "state"))


class StoryRead(Answer):
    """A story. `care_contact` and `care_note` (what the stewards wrote down) are shown to the stewards alone."""

    id: UUID
    workshop_id: UUID
    serial_no: int
    headline: str
    notes: list[str]
    significance: str
    happened_where: str
    happened_from: date | None
    happened_to: date | None
    contribution: str
    direction: Direction
    expected: Expected
    teller_domain_id: UUID | None
    language: str
    capture_mode: CaptureMode
    sheet_no: int | None
    read_back: bool
    third_party_named: bool
    care: Care
    care_contact: str
    care_note: str
    state: StoryState
    set_aside_reason: str
    version: int
    created_at: datetime
    updated_at: datetime
    consent: ConsentRead


class StoryTold(StoryRead):
    """A story just stored. `receipt_code` is shown to its teller only; it opens the story's receipt."""

    receipt_code: str | None


class BatchResult(Answer):
    id: UUID | None
    status: int
    story: StoryTold | None = None
    problem: dict[str, Any] | None = None


class BatchResults(Answer):
    results: list[BatchResult]


class ReceiptStep(Answer):
    """One decision about the story: it `moved` into `theme` (null: out of every theme), or a reason was given."""

    at: datetime
    by: PlacedBy
    moved: bool
    theme: str | None
    reason: str


class ReceiptRead(Answer):
    """What became of a story, for whoever holds its receipt: where it is, what its teller hears, and what is done."""

    story_id: UUID
    serial_no: int
    workshop_title: str
    told_at: datetime
    updated_at: datetime
    language: str
    state: StoryState
    headline: str
    notes: list[str]
    significance: str
    version: int
    consent: ConsentRead
    care: Care
    theme: str | None
    theme_state: str | None
    placed_by: PlacedBy | None
    steps: list[ReceiptStep]
    exports: list[ExportSeen]
    read_by_panels: int
    chosen_by: list[ChosenHeard]
    feedback: list[FeedbackHeard]
    replies: list[ReplyKept]
    recommendations: list[RecommendationHeard]
    verifications: list[VerificationHeard]
