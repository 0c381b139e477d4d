"""What the projector shows: nothing before it is released, no name beyond consent."""

from typing import Literal
from uuid import UUID

from models.base import Answer, Request
from models.workshops import Stage

Show = Literal["board", "theme", "story", "blank"]


class WallShow(Request):
    """What the facilitator points the projector at; before stories are revealed it shows the counter anyway."""

    show: Show = "board"
    theme_id: UUID | None = None
    story_id: UUID | None = None


class WallOpened(Answer):
    """A read-only key for the projector's window, shown this once; `url` opens it."""

    token: str
    url: str


class StoryOnWall(Answer):
    serial_no: int
    headline: str
    notes: list[str]
    significance: str
    language: str
    said_by: str


class ThemeOnWall(Answer):
    id: UUID
    name: str
    description: str
    letter: str
    colour: str
    agreed: bool
    n_stories: int
    stories: list[StoryOnWall]


class WallRead(Answer):
    """`revealed` tells whether stories are shown at all; until then there are only counts."""

    title: str
    focus_question: str
    stage: Stage
    join_code: str
    join_url: str
    seats: int
    stories: int
    revealed: bool
    show: Show
    theme_id: UUID | None
    story: StoryOnWall | None
    themes: list[ThemeOnWall]
    not_placed: int
    seq: int
