"""Undo and redo: your own last step, if nobody has touched its stories and themes since."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from app.history.actions import UNDOABLE, action_of
from app.history.conflicts import BoardConflict, describe_events
from app.history.events import record, touching
from app.history.refusals import CommandRefused
from app.history.states import key, kind_of, read_states, split_key, stories_among
from models import ChangeEvent, Membership, Workshop
from models.base import State
from models.commands import StepBack

Step = tuple[int, str, int | None]


def steps_of(session: Session, workshop: Workshop, actor: str) -> Sequence[Step]:
    """Everything an actor did that can be undone, was undone or done again, oldest first: seq, action, undo_of."""
    actions = [*UNDOABLE, "undo", "redo"]
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
        elif action_of(action).undoable:
            undoable.append(seq)
            redoable.clear()
    return undoable, redoable


def step_back(session: Session, workshop: Workshop, actor: str, command: StepBack) -> ChangeEvent:
    """Undo or redo one step, as a new event. Raises CommandRefused or BoardConflict."""
    kind = command.type
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
    if any(not kind_of(subject).undoable for subject in expected):
        raise CommandRefused("This step cannot be undone.")
    current: dict[str, State | None] = {**dict.fromkeys(expected), **read_states(session, expected)}
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
    wanted = themes_wanted(after)
    themes = {**read_states(session, wanted), **{subject: after[subject] for subject in wanted if subject in after}}
    for subject in wanted:
        theme = themes.get(subject)
        if theme is None or theme["state"] == "retired":
            raise CommandRefused("The theme that the story was in is no longer on the board.")


def themes_wanted(after: dict[str, State | None]) -> set[str]:
    """The themes that stories would be in."""
    told = stories_among(after).values()
    return {key("theme", membership["theme_id"]) for story in told for membership in story["memberships"]}


def placed_in(session: Session, theme_id: UUID, besides: dict[str, State | None]) -> list[str]:
    """The stories in a theme that the step itself does not put elsewhere."""
    inside = session.exec(select(Membership.story_id).where(Membership.theme_id == theme_id)).all()
    return [subject for subject in (key("story", id) for id in inside) if subject not in besides]


def differs(current: State | None, expected: State | None) -> bool:
    """Whether a subject is no longer as expected; a theme's place on the board does not count."""
    if current and expected and "position" in current:
        return {**current, "position": 0} != {**expected, "position": 0}
    return current != expected
