"""What facilitators can do with the board: one class for the commands of one form, told apart by `type`."""

from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import model_validator
from sqlmodel import Field

from models.base import Request
from models.board import ActingFor, ThemeName
from models.stories import Reason
from models.workshops import Words


class Commanded(Request):
    """What every command may carry: why, and for whom one acts."""

    reason: Reason | None = None
    acting_for: ActingFor = "self"


class NamesStories(Commanded):
    """Stories by `story_id`, `story_ids` or both."""

    story_id: UUID | None = None
    story_ids: list[UUID] | None = Field(default=None, max_length=5000)

    def stories(self) -> list[UUID]:
        return [*([self.story_id] if self.story_id else []), *(self.story_ids or [])]


class NeedsStories(NamesStories):
    """At least one story."""

    @model_validator(mode="after")
    def some_story(self) -> Self:
        if not self.stories():
            raise ValueError("name a story_id, or story_ids")
        return self


class NeedsStoriesOrTheme(NamesStories):
    """Stories, or a theme instead."""

    theme_id: UUID | None = None

    @model_validator(mode="after")
    def something(self) -> Self:
        if not self.theme_id and not self.stories():
            raise ValueError("name a story_id, story_ids or a theme_id")
        return self


class Move(NeedsStories):
    """Put stories into a theme; `theme_id` null: back among those not placed yet."""

    type: Literal["move"]
    theme_id: UUID | None


class AlsoIn(NeedsStories):
    """Say that stories also belong to a second theme, or take that back."""

    type: Literal["add_secondary", "remove_secondary"]
    theme_id: UUID


class Pin(NeedsStories):
    """Fix stories where they are, or let them go again."""

    type: Literal["pin", "unpin"]


class Confirm(NeedsStoriesOrTheme):
    """Say that stories are right where the machine suggested them: single ones, or all in a theme."""

    type: Literal["confirm"]


class Merge(Commanded):
    """Make one theme part of another, with all its stories."""

    type: Literal["merge"]
    theme_id: UUID
    into_theme_id: UUID


class Split(NeedsStories):
    """Take some of a theme's stories out into a new theme of their own."""

    type: Literal["split"]
    theme_id: UUID
    name: ThemeName
    description: Words = ""


class CreateTheme(NamesStories):
    """Make a theme, with stories in it or without."""

    type: Literal["create_theme"]
    name: ThemeName
    description: Words = ""


class Rename(Commanded):
    """Give a theme another name."""

    type: Literal["rename"]
    theme_id: UUID
    name: ThemeName


class Describe(Commanded):
    """Say what a theme means."""

    type: Literal["describe"]
    theme_id: UUID
    description: Words


class AboutTheme(Commanded):
    """Agree on a theme or take it up again, close it to the machine or open it, give it up."""

    type: Literal["agree", "reopen", "lock", "unlock", "dissolve"]
    theme_id: UUID


class Reorder(Commanded):
    """Move a theme to another place on the board."""

    type: Literal["reorder"]
    theme_id: UUID
    position: int = Field(ge=0, le=10_000)


class PutAside(NeedsStories):
    """Take stories off the board, with the reason; nothing of them is lost."""

    type: Literal["set_aside"]
    reason: Reason


class BringBack(NeedsStoriesOrTheme):
    """Bring back stories that were set aside, or a theme that was dissolved."""

    type: Literal["bring_back"]


class AcceptSuggestion(Commanded):
    """Do what the machine suggests; `story_ids` leaves out the others, `name` renames."""

    type: Literal["accept_suggestion"]
    suggestion_id: UUID
    story_ids: list[UUID] | None = Field(default=None, max_length=5000)
    name: ThemeName | None = None


class RefuseSuggestion(Commanded):
    """Say no to a suggestion; it will not come back unchanged."""

    type: Literal["refuse_suggestion"]
    suggestion_id: UUID


class AcceptRun(Commanded):
    """Do everything a run still suggests, as one step."""

    type: Literal["accept_run"]
    run_id: UUID


class Restore(Commanded):
    """Go back to how the board stood after an earlier event, `seq`."""

    type: Literal["restore"]
    seq: int = Field(ge=1)


class StepBack(Commanded):
    """Undo your own last step, or do it again."""

    type: Literal["undo", "redo"]


Command = Annotated[
    Move
    | AlsoIn
    | Pin
    | Confirm
    | Merge
    | Split
    | CreateTheme
    | Rename
    | Describe
    | AboutTheme
    | Reorder
    | PutAside
    | BringBack
    | AcceptSuggestion
    | RefuseSuggestion
    | AcceptRun
    | Restore
    | StepBack,
    Field(discriminator="type"),
]


class Commands(Request):
    """All or nothing. `op_id` makes a repeated request harmless: it gets the first answer again and changes nothing,
    whatever others did meanwhile."""

    base_seq: int = Field(ge=0)
    commands: list[Command] = Field(min_length=1, max_length=100)
    op_id: UUID | None = None
