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
    """`heard` is what its tellers were told last, while the room hears back; empty before."""

    id: UUID
    name: str
    description: str
    letter: str
    colour: str
    agreed: bool
    n_stories: int
    stories: list[StoryOnWall]
    heard: str


class SortingOnWall(Answer):
    """How far the room is with sorting: counts and shares, never who put what where."""

    people: int
    seats: int
    stories: float
    pairs: float
    steadiness: float | None


class TurnoutOnWall(Answer):
    """How many of a panel have voted, and nothing else of what they voted."""

    panel_name: str
    voted: int
    seats: int


class WallRead(Answer):
    """`revealed` tells whether stories are shown at all; until then there are only counts.

    `heard` is what everybody was told last, while the room hears back. `sorting` is there while a sorting round is
    open, `turnouts` while panels vote.
    """

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
    heard: str
    sorting: SortingOnWall | None
    turnouts: list[TurnoutOnWall]
    not_placed: int
    seq: int
