"""A suggestion becomes a decision: accepted in whole or part, or refused for good."""

from collections.abc import Sequence
from typing import cast
from uuid import UUID

from sqlmodel import col, select

from app.board.draft import Draft
from app.history.memberships import belongs, decided, refused, theme_in
from app.history.refusals import CommandRefused
from models import GroupingRun, Suggestion
from models.base import State
from models.payloads import MergePayload, NewThemePayload, PlacePayload, RenamePayload, SplitPayload
from models.states import LoggedStory, LoggedTheme


class Stale(CommandRefused):
    """The board has changed since the machine looked; group again for fresh suggestions."""

    slug = "suggestion-stale"


def free(story: LoggedStory | None, was_in: str | None) -> bool:
    """Whether a story is still where the machine saw it, and no person has decided about it since."""
    if story is None or story["state"] != "in_set" or decided(story):
        return False
    return theme_in(story) == was_in


def placing(suggestion: Suggestion) -> PlacePayload | None:
    """What is to be put into which theme that there is; None for the other kinds."""
    return cast(PlacePayload, suggestion.payload) if suggestion.kind in ("place", "move") else None


def founding(suggestion: Suggestion) -> NewThemePayload | SplitPayload | None:
    """What is to be put into a theme of its own; None for the other kinds."""
    if suggestion.kind not in ("new_theme", "split"):
        return None
    return cast(NewThemePayload | SplitPayload, suggestion.payload)


def merging(suggestion: Suggestion) -> MergePayload | None:
    return cast(MergePayload, suggestion.payload) if suggestion.kind == "merge" else None


def renaming(suggestion: Suggestion) -> RenamePayload | None:
    return cast(RenamePayload, suggestion.payload) if suggestion.kind == "rename" else None


def themes_named(suggestion: Suggestion) -> list[UUID]:
    """The themes that must be there for a suggestion to make sense."""
    told: State = suggestion.payload
    return [UUID(str(id)) for id in (told.get("theme_id"), told.get("into_theme_id")) if id]


def stories_left(suggestion: Suggestion, stories: dict[UUID, LoggedStory]) -> list[UUID]:
    """The stories that a suggestion still fits."""
    placed, founded = placing(suggestion), founding(suggestion)
    seen = (placed or founded or {"from": {}})["from"]
    return [
        id
        for id in map(UUID, suggestion.payload["story_ids"])
        if free(stories.get(id), seen.get(str(id))) and not (placed and refused(stories[id], placed["theme_id"]))
    ]


def themes_open(suggestion: Suggestion, themes: dict[UUID, LoggedTheme]) -> bool:
    """Whether the themes it names are on the board and not locked."""
    states = [themes.get(id) for id in themes_named(suggestion)]
    return all(state is not None and not state["locked"] for state in states)


def fits(suggestion: Suggestion, themes: dict[UUID, LoggedTheme], stories: dict[UUID, LoggedStory]) -> bool:
    """Whether an open suggestion still makes sense on the board as it stands."""
    if not themes_open(suggestion, themes):
        return False
    if renamed := renaming(suggestion):
        return themes[UUID(renamed["theme_id"])]["name"] == renamed["was"]
    return suggestion.kind == "merge" or bool(stories_left(suggestion, stories))


def accept(
    draft: Draft, suggestion: Suggestion, ticked: Sequence[UUID] | None, name: str | None, in_bulk: bool = False
) -> None:
    """Do what is suggested. A single story so accepted is confirmed; many at once stay suggested until confirmed.

    Raises Stale when nothing of it fits any more.
    """
    themes = draft.active()
    left = stories_left(suggestion, draft.states(map(UUID, suggestion.payload["story_ids"])))
    if not themes_open(suggestion, themes):
        raise Stale
    wanted = left if ticked is None else [id for id in left if id in set(ticked)]
    if merged := merging(suggestion):
        draft.merge(UUID(merged["theme_id"]), UUID(merged["into_theme_id"]))
    elif renamed := renaming(suggestion):
        draft.put_theme(UUID(renamed["theme_id"]), name=name or renamed["name"])
    elif not wanted:
        raise Stale
    else:
        accept_stories(draft, suggestion, wanted, name, in_bulk)
        if ticked is not None and suggestion.kind in ("place", "move"):
            refuse_pairs(draft, suggestion, [id for id in left if id not in set(ticked)])
    draft.decide(suggestion, "accepted")


def accept_stories(draft: Draft, suggestion: Suggestion, wanted: list[UUID], name: str | None, in_bulk: bool) -> None:
    """Put stories where the machine suggests, as its suggestion that a person let stand."""
    payload, founded = suggestion.payload, founding(suggestion)
    theme_id = found(draft, suggestion, founded, name) if founded else themes_named(suggestion)[0]
    alone = len(payload["story_ids"]) == 1 and not founded and not in_bulk
    strengths = dict(zip(payload["story_ids"], payload["strengths"], strict=True))
    steady = founded.get("stabilities", payload["strengths"]) if founded else payload["strengths"]
    stabilities = dict(zip(payload["story_ids"], steady, strict=True))
    for id in wanted:
        draft.place(
            [id],
            theme_id,
            state="confirmed" if alone else "suggested",
            source="machine",
            strength=strengths[str(id)],
            stability=stabilities[str(id)],
            run_id=str(suggestion.run_id),
        )


def found(draft: Draft, suggestion: Suggestion, founded: NewThemePayload | SplitPayload, name: str | None) -> UUID:
    """The theme of its own that a suggestion asks for; one that is split off has the other as its parent."""
    parents = [str(id) for id in themes_named(suggestion)]
    return draft.add_theme(name or founded["name"], origin="machine", keywords=founded["keywords"], parents=parents)


def refuse(draft: Draft, suggestion: Suggestion) -> None:
    """Say no. For a story and a theme the no stays with the story; for a group it stays with the group."""
    if suggestion.kind in ("place", "move"):
        stories = draft.states(map(UUID, suggestion.payload["story_ids"]))
        refuse_pairs(draft, suggestion, [id for id, state in stories.items() if state["state"] == "in_set"])
    draft.decide(suggestion, "refused")


def refuse_pairs(draft: Draft, suggestion: Suggestion, ids: list[UUID]) -> None:
    (theme_id,) = themes_named(suggestion)
    if not ids or theme_id not in draft.active():
        return
    for id, state in draft.stories(ids).items():
        if belongs(state, str(theme_id)):
            continue
        no = draft.membership(theme_id, state="refused", run_id=str(suggestion.run_id))
        draft.put_story(id, state, {**state, "memberships": [*state["memberships"], no]})


def accept_all(draft: Draft, run: GroupingRun) -> None:
    """Accept every open suggestion of a run that still fits."""
    query = select(Suggestion).where(Suggestion.run_id == run.id, Suggestion.state == "open")
    accepted = 0
    for suggestion in draft.session.exec(query.order_by(col(Suggestion.position))):
        try:
            accept(draft, suggestion, None, None, in_bulk=True)
            accepted += 1
        except Stale:
            continue
    if not accepted:
        raise Stale
