"""What each kind of suggestion would change, as JSON keeps it: ids as text.

`strengths` tells story by story how sure the machine is, from 0 to 1; `from` in which theme it saw each story that was
in one.
"""

from typing import NotRequired  # pydantic reads typing's own from Python 3.12 on only

from typing_extensions import TypedDict

WasIn = TypedDict("WasIn", {"from": dict[str, str]})


class AboutStories(TypedDict):
    story_ids: list[str]
    strengths: list[float]


class PlacePayload(AboutStories, WasIn):
    """place and move: stories into a theme that there is; `name` is the theme's."""

    theme_id: str
    name: str


class NewThemePayload(AboutStories, WasIn):
    """new_theme: stories into a theme of their own."""

    name: str
    keywords: list[str]
    stabilities: NotRequired[list[float]]


class SplitPayload(NewThemePayload):
    """split: some of a theme's stories into a theme of their own."""

    theme_id: str


class MergePayload(AboutStories):
    """merge: a theme becomes part of another; no story is named."""

    theme_id: str
    into_theme_id: str


class RenamePayload(AboutStories):
    """rename: another name for a theme that `was` called otherwise; no story is named."""

    theme_id: str
    name: str
    was: str


Payload = PlacePayload | NewThemePayload | SplitPayload | MergePayload | RenamePayload
