"""The loop back: result claims, verifications, feedback to tellers and their answers, recommendations, counting."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AllowInfNan, model_validator
from sqlalchemy import String, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.base import Answer, Json, Request, Row, Varchar40, Varchar200
from models.text import Written
from models.workshops import Day, Line, Words

VerificationState = Literal[
    "requested", "in_progress", "confirmed", "confirmed_with_changes", "disputed", "could_not_verify", "teller_declined"
]
ClaimStatus = Literal[
    "not_verified",
    "requested",
    "in_progress",
    "confirmed",
    "confirmed_with_changes",
    "disputed",
    "could_not_verify",
    "teller_declined",
]
Verdict = Literal["right", "right_with_changes", "disputed", "could_not_check", "teller_declined"]
RecommendationStatus = Literal["open", "in_progress", "done", "dropped"]
MoreCases = Literal["0", "1-2", "3-5", "more", "do_not_know"]
Agreement = Literal["asked", "agreed", "declined"]

Quote = Annotated[str, Written(1000, least=1, lines=True)]
Unit = Annotated[str, Written(40)]
Figure = Annotated[float, AllowInfNan(False)]
Message = Annotated[str, Written(2000, least=1, lines=True)]
Source = Annotated[str, Written(500, least=1)]


class ResultClaim(Row, table=True):
    """A figure in a story that a person says is a result. `quoted_text` stood in that version of the story."""

    __tablename__ = "result_claim"

    workshop_id: UUID = Field(foreign_key="workshop.id", ondelete="CASCADE", index=True)
    story_id: UUID = Field(foreign_key="story.id", ondelete="CASCADE", index=True)
    story_version: int
    quoted_text: str = Field(sa_type=String(1000))
    measure: str = Field(sa_type=String(1000))
    value: float | None = None
    unit: str = Field(default="", sa_type=Varchar40)
    direction: str = Field(default="", sa_type=Varchar40)
    baseline: str = Field(default="", sa_type=Varchar200)
    period: str = Field(default="", sa_type=Varchar200)
    place: str = Field(default="", sa_type=Varchar200)
    population: str = Field(default="", sa_type=Varchar200)
    source: str = Field(default="", sa_type=String(500))
    status: ClaimStatus = Field(default="not_verified", sa_type=Varchar40)
    dismissed: bool = False
    request_hash: str = Field(default="", sa_type=String(64))


class Verification(Row, table=True):
    """Somebody was asked whether a story, or a claim of it, is right. `token_hash`: of the link they were sent."""

    workshop_id: UUID = Field(foreign_key="workshop.id", ondelete="CASCADE", index=True)
    story_id: UUID = Field(foreign_key="story.id", ondelete="CASCADE", index=True)
    claim_id: UUID | None = Field(default=None, foreign_key="result_claim.id", ondelete="CASCADE", index=True)
    story_version: int
    why: str = Field(sa_type=String(2000))
    verifier_name: str = Field(default="", sa_type=Varchar200)
    sources: list[str] = Field(default_factory=list, sa_type=Json)
    description_verdict: Verdict | None = Field(default=None, sa_type=Varchar40)
    description_note: str = Field(default="", sa_type=String(2000))
    interpretation_verdict: Verdict | None = Field(default=None, sa_type=Varchar40)
    interpretation_note: str = Field(default="", sa_type=String(2000))
    state: VerificationState = Field(default="requested", sa_type=Varchar40)
    teller: Agreement | None = Field(default=None, sa_type=Varchar40)
    token_hash: str = Field(sa_type=String(64), unique=True)
    expires_at: datetime


class Feedback(Row, table=True):
    """What tellers hear back: about one story, about a theme, or about the whole workshop where neither is named."""

    workshop_id: UUID = Field(foreign_key="workshop.id", ondelete="CASCADE", index=True)
    story_id: UUID | None = Field(default=None, foreign_key="story.id", ondelete="CASCADE", index=True)
    theme_id: UUID | None = Field(default=None, foreign_key="theme.id", ondelete="CASCADE", index=True)
    message: str = Field(sa_type=String(2000))
    with_reasons: bool = False
    request_hash: str = Field(default="", sa_type=String(64))


class TellerReply(Row, table=True):
    """What a teller answers from the receipt; it waits until somebody has read it."""

    __tablename__ = "teller_reply"

    workshop_id: UUID = Field(foreign_key="workshop.id", ondelete="CASCADE", index=True)
    story_id: UUID = Field(foreign_key="story.id", ondelete="CASCADE", index=True)
    message: str = Field(sa_type=String(2000))
    read_at: datetime | None = None
    read_by: str = Field(default="", sa_type=Varchar200)


class Recommendation(Row, table=True):
    """What people decided to do, from a selection, a theme or a verification; and what came of it."""

    workshop_id: UUID = Field(foreign_key="workshop.id", ondelete="CASCADE", index=True)
    selection_id: UUID | None = Field(default=None, foreign_key="selection.id", ondelete="CASCADE", index=True)
    theme_id: UUID | None = Field(default=None, foreign_key="theme.id", ondelete="CASCADE", index=True)
    verification_id: UUID | None = Field(default=None, foreign_key="verification.id", ondelete="CASCADE", index=True)
    text: str = Field(sa_type=String(2000))
    owner: str = Field(default="", sa_type=Varchar200)
    due: date | None = None
    status: RecommendationStatus = Field(default="open", sa_type=Varchar40)
    outcome: str = Field(default="", sa_type=String(2000))
    request_hash: str = Field(default="", sa_type=String(64))


class CaseCount(SQLModel, table=True):
    """How many more such cases a member of the panel knows, or how many hands said so. It is nobody's vote."""

    __tablename__ = "case_count"
    __table_args__ = (UniqueConstraint("round_id", "story_id", "member_id"),)

    id: UUID = Field(primary_key=True)
    round_id: UUID = Field(foreign_key="selection_round.id", ondelete="CASCADE", index=True)
    story_id: UUID = Field(foreign_key="story.id", ondelete="CASCADE", index=True)
    member_id: UUID | None = Field(default=None, foreign_key="panel_member.id", ondelete="CASCADE", index=True)
    answer: MoreCases = Field(sa_type=Varchar40)
    hands: int = 1


class ClaimProposal(Answer):
    """A figure that the service found in a story. Nothing is a claim until a person says so.

    `field` names where the quote stands: `headline`, `note_1`, `note_2` or `significance`. `value` is null for a word
    such as *most*.
    """

    story_id: UUID
    serial_no: int
    field: str
    quoted_text: str
    measure: str
    value: float | None
    unit: str
    direction: str
    baseline: str
    period: str


class ClaimProposals(Answer):
    items: list[ClaimProposal]


class ClaimFields(Request):
    """What may be said of a claim beside its words."""

    measure: Quote | None = None
    value: Figure | None = None
    unit: Unit | None = None
    direction: Unit | None = None
    baseline: Line | None = None
    period: Line | None = None
    place: Line | None = None
    population: Line | None = None
    source: Annotated[str, Written(500)] | None = None


class ClaimCreate(ClaimFields):
    """`quoted_text` must stand in the story, letter for letter. `dismissed`: a person says that this is no result."""

    id: UUID | None = None
    quoted_text: Quote
    measure: Quote
    value: Figure | None
    dismissed: bool = False


class ClaimUpdate(ClaimFields):
    """Only what is sent changes. The status is a verification's to change."""

    quoted_text: Quote | None = None
    dismissed: bool | None = None


class ClaimRead(Answer):
    """A claim is never shown without its status. `quote_stands`: its words still stand in the story as it is now.

    `reopened`: the story was changed after it was verified, so `status` is *not verified* again; `earlier_status` is
    what was found before.
    """

    id: UUID
    story_id: UUID
    serial_no: int
    quoted_text: str
    measure: str
    value: float | None
    unit: str
    direction: str
    baseline: str
    period: str
    place: str
    population: str
    source: str
    status: ClaimStatus
    earlier_status: ClaimStatus | None
    reopened: bool
    quote_stands: bool
    dismissed: bool
    created_at: datetime


class Claims(Answer):
    items: list[ClaimRead]


class VerificationCreate(Request):
    """Why this story, or one claim of it, should be checked, and by whom."""

    why: Message
    claim_id: UUID | None = None
    verifier_name: Line = ""
    ask_teller: bool = False
    days: Annotated[int, Field(ge=1, le=365)] = 30


class VerificationUpdate(Request):
    """Only what is sent changes. A state that says what was found needs the verdict on the description, at least."""

    state: VerificationState | None = None
    verifier_name: Line | None = None
    sources: list[Source] | None = Field(default=None, max_length=20)
    description_verdict: Verdict | None = None
    description_note: Words | None = None
    interpretation_verdict: Verdict | None = None
    interpretation_note: Words | None = None


class VerificationRead(Answer):
    """`story_changed`: the words were changed after they were checked, so the question is open again."""

    id: UUID
    story_id: UUID
    claim_id: UUID | None
    why: str
    verifier_name: str
    sources: list[str]
    description_verdict: Verdict | None
    description_note: str
    interpretation_verdict: Verdict | None
    interpretation_note: str
    state: VerificationState
    teller: Agreement | None
    story_changed: bool
    created_at: datetime
    expires_at: datetime


class VerificationAsked(VerificationRead):
    """`link` is shown this once: whoever has it may answer, without an account, until it expires."""

    link: str


class Verifications(Answer):
    items: list[VerificationRead]


class StoryToVerify(Answer):
    """What a verifier sees of a story: its words and claims, no name and no other story."""

    serial_no: int
    headline: str
    notes: list[str]
    significance: str
    happened_where: str
    happened_from: date | None
    happened_to: date | None
    language: str


class VerifierView(Answer):
    """One story, what is asked about it, and what the verifier has said so far.

    `story` is null, and no claim is told, where its teller has not agreed that people outside the workshop read it.
    """

    workshop_title: str
    story: StoryToVerify | None
    claims: list[ClaimRead]
    verification: VerificationRead


class FeedbackCreate(Request):
    """What tellers hear: of one story, of a theme, or of the workshop where neither is named.

    `with_reasons`: the receipt shows the reasons of the selections with it.
    """

    id: UUID | None = None
    story_id: UUID | None = None
    theme_id: UUID | None = None
    message: Message
    with_reasons: bool = False

    @model_validator(mode="after")
    def one_thing(self) -> "FeedbackCreate":
        if self.story_id and self.theme_id:
            raise ValueError("is about a story or about a theme, not both")
        return self


class FeedbackRead(Answer):
    id: UUID
    story_id: UUID | None
    theme_id: UUID | None
    message: str
    with_reasons: bool
    created_at: datetime


class ReplyRead(Answer):
    """What a teller answered; `read_at` is null until somebody of the team has read it."""

    id: UUID
    story_id: UUID
    serial_no: int
    message: str
    created_at: datetime
    read_at: datetime | None


class FeedbackGiven(Answer):
    """All feedback of a workshop, what tellers answered, and how many answers nobody has read."""

    items: list[FeedbackRead]
    replies: list[ReplyRead]
    unread: int


class Missing(Answer):
    """A story whose teller has not heard back."""

    story_id: UUID
    serial_no: int
    headline: str
    theme_id: UUID | None


class FeedbackMissing(Answer):
    """Who has not heard back yet: it ends at zero."""

    items: list[Missing]
    missing: int
    stories: int


class TellerSays(Request):
    """A teller answers from the receipt."""

    message: Message


class TellerAgrees(Request):
    """Whether the teller agrees that the story is verified."""

    verification_id: UUID
    agrees: bool


class ReasonHeard(Answer):
    """Why a panel chose the story, as a teller hears it."""

    panel_name: str
    sentence: str


class ChosenHeard(Answer):
    """A panel chose the story, and why, in its own sentences."""

    panel_name: str
    reasons: list[str]


class FeedbackHeard(Answer):
    """What a teller hears; `reasons` are there where whoever wrote it wanted them told."""

    about: Literal["story", "theme", "workshop"]
    message: str
    reasons: list[ReasonHeard]
    created_at: datetime


class ReplyKept(Answer):
    """What the teller answered, and whether somebody has read it."""

    message: str
    created_at: datetime
    was_read: bool


class RecommendationHeard(Answer):
    """You said, we did: what was decided because of the story, how far it is and what came of it."""

    text: str
    status: RecommendationStatus
    due: date | None
    outcome: str


class VerificationHeard(Answer):
    """Somebody checks the story. `agreement`: whether the teller was asked to agree, and what they said."""

    id: UUID
    state: VerificationState
    agreement: Agreement | None


class RecommendationCreate(Request):
    """What somebody will do, and what it follows from."""

    id: UUID | None = None
    selection_id: UUID | None = None
    theme_id: UUID | None = None
    verification_id: UUID | None = None
    text: Message
    owner: Line = ""
    due: Day | None = None


class RecommendationUpdate(Request):
    """Only what is sent changes."""

    text: Message | None = None
    owner: Line | None = None
    due: Day | None = None
    status: RecommendationStatus | None = None
    outcome: Words | None = None


class RecommendationRead(Answer):
    id: UUID
    selection_id: UUID | None
    theme_id: UUID | None
    verification_id: UUID | None
    text: str
    owner: str
    due: date | None
    status: RecommendationStatus
    outcome: str
    created_at: datetime


class Recommendations(Answer):
    items: list[RecommendationRead]


class CasesKnown(Request):
    """How many more such cases somebody knows: a member for themselves, the facilitator for `hands` in the room."""

    story_id: UUID
    answer: MoreCases
    hands: Annotated[int, Field(ge=0, le=100_000)] | None = None


class CasesCounted(Answer):
    """The answers about one story, by answer."""

    story_id: UUID
    answers: dict[MoreCases, int]


class Cases(Answer):
    items: list[CasesCounted]


class Counted(Answer):
    """How many stories of one group there are, how many a panel chose, and how many it did not select.

    `group` is a theme's id, a code or what tellers wrote; empty where nothing was said.
    """

    group: str
    stories: int | None
    chosen: int | None
    not_selected: int | None


class StoryCounts(Answer):
    """All stories counted, chosen or not; a voice group with fewer than `hidden_below` shows no figures."""

    themes: list[Counted]
    directions: list[Counted]
    expected: list[Counted]
    places: list[Counted]
    voice_groups: list[Counted]
    not_selected_story_ids: list[UUID]
    hidden_below: int


class Cell(Answer):
    """How many people of one group there are at least, in steps of five; null where there are too few to tell."""

    group: str
    joined: int | None
    told: int | None
    read: int | None
    chosen: int | None
    heard_back: int | None


class Participation(Answer):
    """Whose voice was there: by voice group, language and way of telling, and over all.

    `total` is exact, from `step` on. Groups are rounded down to a multiple of `step`, and null where that is nothing
    or where a small group could be worked out from what is left: neither margins nor an earlier answer give it away.
    """

    total: Cell
    voice_groups: list[Cell]
    languages: list[Cell]
    capture_modes: list[Cell]
    step: int


Tick = Literal[
    "owner_known", "range_asked", "read_back", "people_agreed", "source_clear", "time_and_place", "checked_by_somebody"
]


class Evidence(Answer):
    """One thing that makes a story stronger evidence, and whether it is there."""

    tick: Tick
    met: bool


class EvidenceChecklist(Answer):
    """Seven things, none of them a mark for the teller."""

    items: list[Evidence]
