"""What an evaluator takes home: one frozen record a theme, every sentence with the stories it rests on."""

from datetime import datetime
from typing import Any
from uuid import UUID

from models.base import Answer


class Sentence(Answer):
    text: str
    story_ids: list[UUID]


class Quote(Answer):
    """Verbatim words, within the consent for this profile."""

    text: str
    story_id: UUID
    serial_no: int
    said_by: str


class HeadlineResult(Answer):
    """A story that names a figure; nobody has verified it yet unless `status` says so."""

    text: str
    story_id: UUID
    serial_no: int
    status: str


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
    audit: list[dict[str, Any]]
    runs: list[dict[str, Any]]
    summaries: list[ThemeSummary]
