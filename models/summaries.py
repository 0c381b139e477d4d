"""What an evaluator takes home: one frozen record a theme, every sentence with the stories it rests on."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from models.base import Answer

SentenceKind = Literal["in_theme", "not_confirmed", "for_the_worse"]


class Sentence(Answer):
    """One thing that can be counted: what, how many, and on which stories it rests; `text` says it in words."""

    kind: SentenceKind
    n: int
    share: float | None = None
    text: str
    story_ids: list[UUID]


class Quote(Answer):
    """Verbatim words, within the consent for this profile."""

    text: str
    story_id: UUID
    serial_no: int
    said_by: str


class HeadlineResult(Answer):
    """A figure that a person called a result: `text` is verbatim, and `status` says whether anybody has checked it."""

    text: str
    story_id: UUID
    serial_no: int
    status: str
    claim_id: UUID
    measure: str
    value: float | None
    unit: str


class ReasonTold(Answer):
    """Why a panel chose a story, in a full sentence."""

    sentence: str
    stated_by: str


class ChosenStory(Answer):
    """A story that a panel chose, with its reasons and who saw it otherwise."""

    story_id: UUID
    serial_no: int
    headline: str
    panel_name: str
    against_tally: bool
    reasons: list[ReasonTold]
    dissent: list[str]
    marks: list[str]


class Counts(Answer):
    """`stories` counts all, also those whose words consent keeps out of this profile."""

    stories: int
    tellers: int
    share: float
    confirmed: int
    negative: int
    withheld_by_consent: int


class Coming(Answer):
    """How the theme came about."""

    origin: str
    suggested_at: datetime | None
    human_changes: int
    agreed_at: datetime | None
    agreed_by: str | None


class Neighbour(Answer):
    theme_id: UUID
    name: str
    shared_stories: int


class ThemeSummary(Answer):
    theme_id: UUID
    name: str
    description: str
    state: str
    locked: bool
    origin: str
    keywords: list[str]
    meaning: list[Sentence]
    counts: Counts
    headline_results: list[HeadlineResult]
    quotes: list[Quote]
    chosen: list[ChosenStory]
    negative_story_ids: list[UUID]
    surprising_story_ids: list[UUID]
    left_out_story_ids: list[UUID]
    neighbours: list[Neighbour]
    coming: Coming
    limits: str


class ThemeSummaries(Answer):
    workshop_id: UUID
    title: str
    profile: str
    as_of_seq: int
    summaries: list[ThemeSummary]
    not_placed_story_ids: list[UUID]


class WorkshopExport(Answer):
    """The whole take-away in one JSON document."""

    schema_version: str
    software_version: str
    workshop: dict[str, Any]
    profile: str
    as_of_seq: int
    board_hash: str
    excluded_counts: dict[str, int]
    stories: list[dict[str, Any]]
    themes: list[dict[str, Any]]
    memberships: list[dict[str, Any]]
    selections: list[dict[str, Any]]
    reasons: list[dict[str, Any]]
    dissent: list[dict[str, Any]]
    verifications: list[dict[str, Any]]
    claims: list[dict[str, Any]]
    participation: list[dict[str, Any]]
    feedback: list[dict[str, Any]]
    recommendations: list[dict[str, Any]]
    audit: list[dict[str, Any]]
    runs: list[dict[str, Any]]
    summaries: list[ThemeSummary]
