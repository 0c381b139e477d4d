"""A story as the log remembers it: whether it is on the board, and in which themes. Never its words."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from sqlmodel import Session, col, delete, select

from app.history.kinds.kind import Kind, Writing, as_text, batches
from app.history.texts import said, text_for, texts_of
from models import Membership, Story, Workshop
from models.states import LoggedMembership, LoggedStory


def membership_state(membership: Membership) -> LoggedMembership:
    return {
        "theme_id": str(membership.theme_id),
        "role": membership.role,
        "state": membership.state,
        "source": membership.source,
        "pinned": membership.pinned,
        "strength": membership.strength,
        "stability": membership.stability,
        "run_id": as_text(membership.run_id),
        "decided_by": membership.decided_by,
    }


def story_state(story: Story, memberships: Iterable[Membership]) -> LoggedStory:
    placed = sorted(map(membership_state, memberships), key=lambda membership: membership["theme_id"])
    told: LoggedStory = {"state": story.state, "memberships": placed}
    return {**told, "set_aside_reason": story.set_aside_text} if story.state == "set_aside" else told


def read_stories(session: Session, ids: Iterable[UUID]) -> dict[UUID, LoggedStory]:
    """The states of stories as the tables tell them now, whatever this session saw before it held the lock."""
    found: dict[UUID, LoggedStory] = {}
    for batch in batches(list(ids)):
        memberships: dict[UUID, list[Membership]] = {}
        for membership in session.exec(select(Membership).where(col(Membership.story_id).in_(batch))):
            memberships.setdefault(membership.story_id, []).append(membership)
        rows = select(Story).where(col(Story.id).in_(batch)).execution_options(populate_existing=True)
        for story in session.exec(rows):
            found[story.id] = story_state(story, memberships.get(story.id, []))
    return found


class StoryKind(Kind[LoggedStory]):
    name = "story"
    on_board = undoable = True

    def ids(self, session: Session, workshop: Workshop) -> Sequence[UUID]:
        return session.exec(select(Story.id).where(Story.workshop_id == workshop.id)).all()

    def read(self, session: Session, ids: Iterable[UUID]) -> dict[UUID, LoggedStory]:
        return read_stories(session, ids)

    def write(self, session: Session, states: Mapping[UUID, LoggedStory], event: Writing) -> None:
        """Replace the memberships, and set the state of the stories that are told of."""
        texts = texts_of(session, event.workshop.id, {said(state) for state in states.values()})
        for batch in batches(list(states)):
            session.exec(delete(Membership).where(col(Membership.story_id).in_(batch)))
            for story in session.exec(select(Story).where(col(Story.id).in_(batch))):
                story.state = states[story.id]["state"]
                story.set_aside_text = said(states[story.id])
                story.set_aside_reason = text_for(story.set_aside_text, texts)
            session.add_all(
                Membership.model_validate({**fields, "story_id": id, "seq": event.seq})
                for id in batch
                for fields in states[id]["memberships"]
            )
        session.flush()
