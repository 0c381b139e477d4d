"""A suggestion becomes a decision: accepted in whole or part, or refused for good."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import col, select

from app.board.draft import Draft, decided, primary
from app.history.refusals import CommandRefused
from models import GroupingRun, Suggestion
from models.base import State


class Stale(CommandRefused):
    """The board has changed since the machine looked; group again for fresh suggestions."""

    slug = "suggestion-stale"


def free(story: State | None, was_in: str | None) -> bool:
    """Whether a story is still where the machine saw it, and no person has decided about it since."""
    if story is None or story["state"] != "in_set" or decided(story):
        return False
    placed = primary(story)
    return (placed["theme_id"] if placed else None) == was_in


def refused(story: State, theme_id: str | None) -> bool:
    return any(m["theme_id"] == theme_id and m["state"] == "refused" for m in story["memberships"])


def stories_left(suggestion: Suggestion, stories: dict[UUID, State]) -> list[UUID]:
    """The stories that a suggestion still fits."""
    seen, theme_id = suggestion.payload.get("from", {}), suggestion.payload.get("theme_id")
    return [
        id
        for id in map(UUID, suggestion.payload["story_ids"])
        if free(stories.get(id), seen.get(str(id)))
        and not (suggestion.kind in ("place", "move") and refused(stories[id], theme_id))
    ]


def themes_open(suggestion: Suggestion, themes: dict[UUID, State]) -> bool:
    """Whether the themes it names are on the board and not locked."""
    named = [suggestion.payload.get("theme_id"), suggestion.payload.get("into_theme_id")]
    states = [themes.get(UUID(id)) for id in named if id]
    return all(state is not None and not state["locked"] for state in states)


def fits(suggestion: Suggestion, themes: dict[UUID, State], stories: dict[UUID, State]) -> bool:
    """Whether an open suggestion still makes sense on the board as it stands."""
    if not themes_open(suggestion, themes):
        return False
    if suggestion.kind == "rename":
        return bool(themes[UUID(suggestion.payload["theme_id"])]["name"] == suggestion.payload["was"])
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
    if suggestion.kind == "merge":
        draft.merge(UUID(suggestion.payload["theme_id"]), UUID(suggestion.payload["into_theme_id"]))
    elif suggestion.kind == "rename":
        draft.put_theme(UUID(suggestion.payload["theme_id"]), name=name or suggestion.payload["name"])
    elif not wanted:
        raise Stale
    else:
        accept_stories(draft, suggestion, wanted, name, in_bulk)
        if ticked is not None and suggestion.kind in ("place", "move"):
            refuse_pairs(draft, suggestion, [id for id in left if id not in set(ticked)])
    draft.decide(suggestion, "accepted")


def accept_stories(draft: Draft, suggestion: Suggestion, wanted: list[UUID], name: str | None, in_bulk: bool) -> None:
    """Put stories where the machine suggests, as its suggestion that a person let stand."""
    payload = suggestion.payload
    if suggestion.kind in ("new_theme", "split"):
        parents = [payload["theme_id"]] if payload.get("theme_id") else []
        theme_id = draft.add_theme(
            name or payload["name"], origin="machine", keywords=payload["keywords"], parents=parents
        )
    else:
        theme_id = UUID(payload["theme_id"])
    alone = len(payload["story_ids"]) == 1 and suggestion.kind in ("place", "move") and not in_bulk
    strengths = dict(zip(payload["story_ids"], payload["strengths"], strict=True))
    stabilities = dict(zip(payload["story_ids"], payload.get("stabilities", payload["strengths"]), strict=True))
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


def refuse(draft: Draft, suggestion: Suggestion) -> None:
    """Say no. For a story and a theme the no stays with the story; for a group it stays with the group."""
    if suggestion.kind in ("place", "move"):
        stories = draft.states(map(UUID, suggestion.payload["story_ids"]))
        refuse_pairs(draft, suggestion, [id for id, state in stories.items() if state["state"] == "in_set"])
    draft.decide(suggestion, "refused")


def refuse_pairs(draft: Draft, suggestion: Suggestion, ids: list[UUID]) -> None:
    theme_id = suggestion.payload["theme_id"]
    if not ids or UUID(theme_id) not in draft.active():
        return
    for id, state in draft.stories(ids).items():
        if any(m["theme_id"] == theme_id for m in state["memberships"]):
            continue
        no = draft.membership(UUID(theme_id), state="refused", run_id=str(suggestion.run_id))
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
