"""Two people, one story: the second is told who moved it, where and when."""

from collections.abc import Iterable
from typing import Any, ClassVar
from uuid import UUID

from sqlmodel import Session

from app.history.actions import action_of
from app.history.actors import names_of
from app.history.events import touching
from app.history.memberships import theme_in
from app.history.states import split_key, stories_among
from app.problems import Problem
from models import ChangeEvent, Theme, Workshop


class BoardConflict(Problem):
    """Somebody changed the same story or theme since you looked; `conflicts` tells who, what and when."""

    status: ClassVar[int] = 409
    title: ClassVar[str] = "Changed meanwhile"
    slug: ClassVar[str] = "board-conflict"


def check(session: Session, workshop: Workshop, base_seq: int, subjects: Iterable[str]) -> None:
    """Raise BoardConflict when one of the subjects was changed after `base_seq`.

    A theme that is gone is left to the command itself: it follows it, or says what became of it.
    """
    named = [subject for subject in subjects if not is_gone(session, subject)]
    if not named or base_seq >= workshop.seq:
        return
    touched = touching(session, workshop.id, named, after=base_seq)
    later = [event for event in touched if action_of(event.action).conflicts]
    clashes = describe_events(session, later, [subject for subject in named if any(changes(e, subject) for e in later)])
    if clashes:
        raise BoardConflict(conflicts=clashes)


def is_gone(session: Session, subject: str) -> bool:
    kind, id = split_key(subject)
    theme = session.get(Theme, id) if kind == "theme" else None
    return theme is not None and theme.state == "retired"


def changes(event: ChangeEvent, subject: str) -> bool:
    """Whether an event changed a subject in more than its place on the board."""
    before, after = event.before.get(subject), event.after.get(subject)
    if before and after and "position" in before:
        return bool({**before, "position": 0} != {**after, "position": 0})
    return bool(before != after)


def describe_events(session: Session, events: list[ChangeEvent], subjects: Iterable[str]) -> list[dict[str, Any]]:
    """Who last touched each subject, what they did, and when."""
    said = []
    for subject in subjects:
        event = next((event for event in events if subject in event.after and changes(event, subject)), None)
        if event is not None:
            said.append(
                {
                    "subject": subject,
                    "seq": event.seq,
                    "actor": event.actor,
                    "actor_name": names_of(session, [event.actor])[event.actor],
                    "action": event.action,
                    "at": event.created_at,
                    "theme_name": where(session, event, subject),
                }
            )
    return said


def where(session: Session, event: ChangeEvent, subject: str) -> str | None:
    """The name of the theme that a story went to."""
    story = stories_among({subject: event.after[subject]}).get(split_key(subject)[1])
    into = theme_in(story)
    theme = session.get(Theme, UUID(into)) if into else None
    return theme.name if theme else None
