"""What an event remembers of a story, a theme or a workshop, and how that becomes rows again."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, delete, select

from models import Membership, Story, Suggestion, Theme, Workshop
from models.base import State

THEME_FIELDS = (
    "name",
    "description",
    "keywords",
    "letter",
    "colour",
    "position",
    "state",
    "locked",
    "origin",
    "domain_id",
    "parents",
    "retired_reason",
    "merged_into",
)
MEMBERSHIP_FIELDS = ("theme_id", "role", "state", "source", "pinned", "strength", "stability", "run_id", "decided_by")
ON_THE_BOARD = ("story", "theme", "workshop")


def plain(value: Any) -> Any:
    """A value as JSON keeps it."""
    return str(value) if isinstance(value, UUID) else value


def key(kind: str, id: UUID | str) -> str:
    """How an event names a subject, such as `story:0192…`."""
    return f"{kind}:{id}"


def split_key(subject: str) -> tuple[str, UUID]:
    kind, _, id = subject.partition(":")
    return kind, UUID(id)


def theme_state(theme: Theme) -> State:
    return {field: plain(getattr(theme, field)) for field in THEME_FIELDS}


def membership_state(membership: Membership) -> State:
    return {field: plain(getattr(membership, field)) for field in MEMBERSHIP_FIELDS}


def story_state(story: Story, memberships: Iterable[Membership]) -> State:
    placed = sorted((membership_state(m) for m in memberships), key=lambda m: str(m["theme_id"]))
    told: State = {"state": story.state, "memberships": placed}
    return told | {"set_aside_reason": story.set_aside_reason} if story.state == "set_aside" else told


def workshop_state(workshop: Workshop) -> State:
    return {"stage": workshop.stage}


def suggestion_state(suggestion: Suggestion) -> State:
    return {"state": suggestion.state, "decided_by": suggestion.decided_by}


def write_states(session: Session, workshop: Workshop, states: dict[str, State | None], seq: int, actor: str) -> None:
    """Make the tables say what `states` say: themes first, since stories point to them."""
    by_kind: dict[str, list[tuple[UUID, State | None]]] = {}
    for subject, state in states.items():
        kind, id = split_key(subject)
        by_kind.setdefault(kind, []).append((id, state))
    for id, state in by_kind.get("theme", []):
        if state is not None:
            _write_theme(session, workshop, id, state, actor)
    session.flush()
    _write_stories(session, by_kind.get("story", []), seq)
    session.flush()
    for id, state in by_kind.get("theme", []):
        if state is None and (theme := session.get(Theme, id)):
            session.delete(theme)
    for id, state in by_kind.get("suggestion", []):
        if state is not None and (suggestion := session.get(Suggestion, id)):
            suggestion.sqlmodel_update(state)
    for _, state in by_kind.get("workshop", []):
        if state is not None:
            workshop.stage = state["stage"]
    session.flush()


def _write_theme(session: Session, workshop: Workshop, id: UUID, state: State, actor: str) -> None:
    theme = session.get(Theme, id)
    if theme is None:
        theme = Theme.model_validate({**state, "id": id, "workshop_id": workshop.id, "created_by": actor})
    else:
        ids = {name: UUID(state[name]) if state[name] else None for name in ("domain_id", "merged_into")}
        theme.sqlmodel_update({**state, **ids})
    session.add(theme)


def _write_stories(session: Session, states: list[tuple[UUID, State | None]], seq: int) -> None:
    """Replace memberships and set the state of the stories that are told of."""
    told = {id: state for id, state in states if state is not None}
    for batch in batches(list(told)):
        session.exec(delete(Membership).where(col(Membership.story_id).in_(batch)))
        for story in session.exec(select(Story).where(col(Story.id).in_(batch))):
            story.state = told[story.id]["state"]
            story.set_aside_reason = told[story.id].get("set_aside_reason", "")
        for id in batch:
            session.add_all(
                Membership.model_validate({**fields, "story_id": id, "seq": seq}) for fields in told[id]["memberships"]
            )


def batches(ids: list[UUID], size: int = 500) -> list[list[UUID]]:
    """Ids in lots that every database takes in one statement."""
    return [ids[start : start + size] for start in range(0, len(ids), size)]


def read_stories(session: Session, ids: Iterable[UUID]) -> dict[UUID, State]:
    """The states of stories as the tables tell them now, whatever this session saw before it held the lock."""
    found: dict[UUID, State] = {}
    for batch in batches(list(ids)):
        memberships: dict[UUID, list[Membership]] = {}
        for membership in session.exec(select(Membership).where(col(Membership.story_id).in_(batch))):
            memberships.setdefault(membership.story_id, []).append(membership)
        rows = select(Story).where(col(Story.id).in_(batch)).execution_options(populate_existing=True)
        for story in session.exec(rows):
            found[story.id] = story_state(story, memberships.get(story.id, []))
    return found


def read_board(session: Session, workshop: Workshop) -> dict[str, State]:
    """Everything the log tells of, as the tables have it now."""
    states: dict[str, State] = {key("workshop", workshop.id): workshop_state(workshop)}
    for theme in session.exec(select(Theme).where(Theme.workshop_id == workshop.id)):
        states[key("theme", theme.id)] = theme_state(theme)
    ids = session.exec(select(Story.id).where(Story.workshop_id == workshop.id)).all()
    states |= {key("story", id): state for id, state in read_stories(session, ids).items()}
    return states
