"""Undo and redo: your own last step, if nobody has touched its stories and themes since."""

from collections.abc import Sequence
from typing import Literal
from uuid import UUID

from sqlmodel import Session, col, select

from app.board.commands import COMMANDS
from app.board.draft import CommandRefused
from app.history.conflicts import BoardConflict, describe_events
from app.history.events import record, touching
from app.history.states import key, read_stories, split_key, suggestion_state, theme_state
from models import ChangeEvent, Membership, Suggestion, Theme, Workshop
from models.base import State
from models.board import Command

Step = tuple[int, str, int | None]


def steps_of(session: Session, workshop: Workshop, actor: str) -> Sequence[Step]:
    """Everything an actor did on the board, oldest first: seq, action, undo_of."""
    actions = [*COMMANDS, "undo", "redo"]
    query = (
        select(ChangeEvent.seq, ChangeEvent.action, ChangeEvent.undo_of)
        .where(ChangeEvent.workshop_id == workshop.id, ChangeEvent.actor == actor)
        .where(col(ChangeEvent.action).in_(actions))
        .order_by(col(ChangeEvent.seq))
    )
    return session.exec(query).all()


def stacks(steps: Sequence[Step]) -> tuple[list[int], list[int]]:
    """The steps that could be undone, and those that could be redone; the last one is next."""
    undoable: list[int] = []
    redoable: list[int] = []
    for seq, action, undo_of in steps:
        if action == "undo" and undo_of in undoable:
            undoable.remove(undo_of)
            redoable.append(undo_of)
        elif action == "redo" and undo_of in redoable:
            redoable.remove(undo_of)
            undoable.append(undo_of)
        elif action in COMMANDS:
            undoable.append(seq)
            redoable.clear()
    return undoable, redoable


def step_back(session: Session, workshop: Workshop, actor: str, command: Command) -> ChangeEvent:
    """Undo or redo one step, as a new event. Raises CommandRefused or BoardConflict."""
    kind: Literal["undo", "redo"] = "undo" if command.type == "undo" else "redo"
    undoable, redoable = stacks(steps_of(session, workshop, actor))
    stack = undoable if kind == "undo" else redoable
    if not stack:
        raise CommandRefused(f"You have nothing to {kind}.")
    event = session.exec(
        select(ChangeEvent).where(ChangeEvent.workshop_id == workshop.id, ChangeEvent.seq == stack[-1])
    ).one()
    expected, restored = (event.after, event.before) if kind == "undo" else (event.before, event.after)
    before, after = still_so(session, workshop, event, expected, restored)
    return record(
        session,
        workshop,
        actor=actor,
        action=kind,
        before=before,
        after=after,
        undo_of=event.seq,
        reason=command.reason or "",
        acting_for=command.acting_for,
    )


def still_so(
    session: Session,
    workshop: Workshop,
    event: ChangeEvent,
    expected: dict[str, State | None],
    restored: dict[str, State | None],
) -> tuple[dict[str, State | None], dict[str, State | None]]:
    """What to write, when everything still is as the step left it. A story withdrawn meanwhile stays withdrawn."""
    current = current_states(session, expected)
    gone = {subject for subject, state in current.items() if state and state["state"] == "withdrawn"}
    touched = [subject for subject in expected if subject not in gone and differs(current[subject], expected[subject])]
    if touched:
        later = touching(session, workshop.id, touched, after=event.seq)
        raise BoardConflict(conflicts=describe_events(session, later, touched))
    keep = [subject for subject in expected if subject not in gone]
    after = {subject: in_its_place(current[subject], expected[subject], restored.get(subject)) for subject in keep}
    must_stand(session, workshop, event, after)
    return {subject: current[subject] for subject in keep}, after


def in_its_place(current: State | None, expected: State | None, restored: State | None) -> State | None:
    """What to restore; a theme that the step itself did not move stays where others have put it since."""
    if current and expected and restored and "position" in restored and restored["position"] == expected["position"]:
        return {**restored, "position": current["position"]}
    return restored


def must_stand(session: Session, workshop: Workshop, event: ChangeEvent, after: dict[str, State | None]) -> None:
    """Refuse a step back that would put a story into a theme that is gone, or take a theme from under a story."""
    for subject, state in after.items():
        kind, id = split_key(subject)
        if kind == "theme" and state is None and (others := placed_in(session, id, after)):
            later = touching(session, workshop.id, others, after=event.seq)
            raise BoardConflict(conflicts=describe_events(session, later, others))
        for membership in (state or {}).get("memberships", []):
            theme = after.get(key("theme", membership["theme_id"])) or theme_now(session, membership["theme_id"])
            if theme is None or theme["state"] == "retired":
                raise CommandRefused("The theme that the story was in is no longer on the board.")


def placed_in(session: Session, theme_id: UUID, besides: dict[str, State | None]) -> list[str]:
    """The stories in a theme that the step itself does not put elsewhere."""
    inside = session.exec(select(Membership.story_id).where(Membership.theme_id == theme_id)).all()
    return [subject for subject in (key("story", id) for id in inside) if subject not in besides]


def theme_now(session: Session, theme_id: str) -> State | None:
    theme = session.get(Theme, UUID(theme_id))
    return theme_state(theme) if theme else None


def differs(current: State | None, expected: State | None) -> bool:
    """Whether a subject is no longer as expected; a theme's place on the board does not count."""
    if current and expected and "position" in current:
        return {**current, "position": 0} != {**expected, "position": 0}
    return current != expected


def current_states(session: Session, subjects: dict[str, State | None]) -> dict[str, State | None]:
    """What the tables say of the subjects now."""
    now: dict[str, State | None] = dict.fromkeys(subjects)
    named = [(subject, *split_key(subject)) for subject in subjects]
    stories = read_stories(session, [id for _, kind, id in named if kind == "story"])
    for subject, kind, id in named:
        if kind == "story":
            now[subject] = stories.get(id)
        elif kind == "theme":
            theme = session.get(Theme, id)
            now[subject] = theme_state(theme) if theme else None
        elif kind == "suggestion":
            suggestion = session.get(Suggestion, id)
            now[subject] = suggestion_state(suggestion) if suggestion else None
    return now
