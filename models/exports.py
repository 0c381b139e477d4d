"""What was taken away: when, for whom, as of which decision, and which stories were in it."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field

from models.base import Answer, Json, Row, Varchar40


class Export(Row, table=True):
    """One file that left the service.

    `contains` holds runs of serial numbers, `[[1, 45], [47, 60]]`: no words, and small however many stories there are.
    """

    workshop_id: UUID = Field(foreign_key="workshop.id", ondelete="CASCADE", index=True)
    profile: str = Field(sa_type=Varchar40)
    format: str = Field(sa_type=Varchar40)
    as_of_seq: int
    n_stories: int
    contains: list[list[int]] = Field(default_factory=list, sa_type=Json)


class ExportRead(Answer):
    """An export as the record has it. `made_by` is `account` for a person who was logged in, `key` for a script."""

    id: UUID
    created_at: datetime
    made_by: str
    profile: str
    format: str
    as_of_seq: int
    n_stories: int


class ExportSeen(Answer):
    """An export that a story was in, as its teller sees it."""

    at: datetime
    profile: str
    format: str
    as_of_seq: int
