"""Grouping runs and what they suggest. A run proposes; only a person's command changes the board."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from sqlalchemy import String
from sqlmodel import Field, SQLModel

from models.base import Answer, Json, Request, Row, Varchar40, Varchar200
from models.payloads import Payload
from models.text import Written

RunMode = Literal["fresh", "refine", "place_new", "dense", "sort"]
RunState = Literal["queued", "running", "proposed", "applied", "partly_applied", "discarded", "failed"]
SuggestionKind = Literal["place", "move", "merge", "split", "new_theme", "rename"]
SearchState = Literal["waiting", "found"]
SuggestionState = Literal["open", "accepted", "refused", "stale"]


class GroupingRun(Row, table=True):
    """One question to the machine: which stories belong together?"""

    __tablename__ = "grouping_run"

    workshop_id: UUID = Field(foreign_key="workshop.id", ondelete="CASCADE", index=True)
    mode: RunMode = Field(default="fresh", sa_type=Varchar40)
    sorting_round_id: UUID | None = None
    state: RunState = Field(default="queued", sa_type=Varchar40)
    step: str = Field(default="queued", sa_type=Varchar40)
    done: int = 0
    total: int = 0
    algorithm: str = Field(default="", sa_type=Varchar200)
    model_name: str = Field(default="", sa_type=Varchar200)
    model_hash: str = Field(default="", sa_type=String(64))
    input_hash: str = Field(default="", sa_type=String(64))
    based_on_seq: int = 0
    quality: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    discuss_first: list[str] = Field(default_factory=list, sa_type=Json)
    started_at: datetime | None = None
    finished_at: datetime | None = None
    failure: str = Field(default="", sa_type=String(1000))


class Suggestion(Row, table=True):
    """One change the machine would make. `signature` names it, so that a refused one never returns unchanged."""

    run_id: UUID = Field(foreign_key="grouping_run.id", ondelete="CASCADE", index=True)
    workshop_id: UUID = Field(foreign_key="workshop.id", ondelete="CASCADE", index=True)
    position: int
    kind: SuggestionKind = Field(sa_type=Varchar40)
    payload: Payload = Field(default_factory=dict, sa_type=Json)
    explanation: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    signature: str = Field(sa_type=String(64), index=True)
    state: SuggestionState = Field(default="open", sa_type=Varchar40)
    decided_by: str = Field(default="", sa_type=Varchar200)


class StoryEvidence(SQLModel, table=True):
    """Why the machine puts a story where it does. `phrases` are places in the version's text, never the words.

    `nearest` and `against` are pairs of a story's id and its cosine: in the same group, and in the second best.
    """

    __tablename__ = "story_evidence"

    story_id: UUID = Field(foreign_key="story.id", ondelete="CASCADE", primary_key=True)
    run_id: UUID = Field(foreign_key="grouping_run.id", ondelete="CASCADE", index=True)
    story_version_id: UUID = Field(foreign_key="story_version.id", ondelete="CASCADE")
    margin: float
    stability: float
    nearest: list[list[Any]] = Field(default_factory=list, sa_type=Json)
    against: list[list[Any]] = Field(default_factory=list, sa_type=Json)
    phrases: list[list[int]] = Field(default_factory=list, sa_type=Json)


class StoryPlace(SQLModel, table=True):
    """Where a story lies among the others: on the map, and next to which. `similar` is pairs of id and cosine."""

    __tablename__ = "story_place"

    story_id: UUID = Field(foreign_key="story.id", ondelete="CASCADE", primary_key=True)
    run_id: UUID = Field(foreign_key="grouping_run.id", ondelete="CASCADE", index=True)
    x: float
    y: float
    similar: list[list[Any]] = Field(default_factory=list, sa_type=Json)


class MeaningSearch(Row, table=True):
    """A text that somebody looks for by its meaning. `found` is pairs of a story's id and its cosine, nearest first."""

    __tablename__ = "meaning_search"

    workshop_id: UUID = Field(foreign_key="workshop.id", ondelete="CASCADE", index=True)
    text: str = Field(sa_type=Varchar200)
    state: SearchState = Field(default="waiting", sa_type=Varchar40)
    found: list[list[Any]] = Field(default_factory=list, sa_type=Json)


class PlaceOnMap(Answer):
    """Distance on the map is approximate: near means alike, far means little."""

    story_id: UUID
    x: float
    y: float


class StoryMap(Answer):
    """The stories that the newest grouping run saw, in two dimensions from -1 to 1."""

    places: list[PlaceOnMap]


class NearStory(Answer):
    """A story like this one, and where it is now."""

    story_id: UUID
    serial_no: int
    headline: str
    theme_id: UUID | None
    similarity: float


class SimilarStories(Answer):
    """The stories that tell something alike, nearest first."""

    items: list[NearStory]


class MeaningSearchCreate(Request):
    text: Annotated[str, Written(200, least=1)]


class MeaningSearchRead(Answer):
    """`state` is waiting until a worker has compared the text with the stories, then found; nearest come first."""

    id: UUID
    state: SearchState
    items: list[NearStory]


class StoryExplanation(Answer):
    """Why here, why not there.

    `margin` is the cosine with the own group less that with the second (small: it could as well be there);
    `stability` the share of repeated runs on half of the stories in which it stays; `phrases` the story's own words
    without which it would sit less firmly. `stale`: people changed the board since.
    """

    story_id: UUID
    run_id: UUID
    theme_id: UUID | None
    second_theme_id: UUID | None
    margin: float
    stability: float
    nearest: list[NearStory]
    against: list[NearStory]
    phrases: list[str]
    stale: bool


class GroupingRunCreate(Request):
    """`dense` suggests only what clearly belongs together; `sort` what the room sorted, and needs the sorting round."""

    mode: RunMode = "fresh"
    sorting_round_id: UUID | None = None


class Progress(Answer):
    """`step` is queued, reading, embedding, grouping, writing or done; `done` of `total` are stories."""

    step: str
    done: int
    total: int


class Explanation(Answer):
    """Why the machine suggests this."""

    keywords: list[str] = []
    exemplars: list[UUID] = []
    because: list[UUID] = []


class SuggestionRead(Answer):
    """`strengths` tells, story by story, how sure the machine is (0 to 1)."""

    id: UUID
    kind: SuggestionKind
    story_ids: list[UUID]
    strengths: list[float]
    theme_id: UUID | None = None
    into_theme_id: UUID | None = None
    name: str | None = None
    explanation: Explanation
    state: SuggestionState


class GroupingRunRead(Answer):
    id: UUID
    workshop_id: UUID
    mode: RunMode
    state: RunState
    stale: bool
    progress: Progress
    quality: dict[str, Any]
    algorithm: str
    model_name: str
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    failure: str
    suggestions: list[SuggestionRead]
