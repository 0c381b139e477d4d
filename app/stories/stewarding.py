"""Stories that wait for a steward, and those that need care: out of every view until somebody has looked."""

from typing import Unpack
from uuid import UUID

from sqlmodel import Session

from app.history.events import lock, record
from app.history.kinds.story import read_stories
from app.history.states import key
from app.problems import Problem
from app.security import Actor
from app.stories.service import StoryWithdrawn, as_read, consent_of
from models import Story, Theme, Workshop
from models.base import now
from models.board import ActionName
from models.states import LoggedStory, StoryChanges
from models.stories import CareAsked, StoryRead


class NotHeld(Problem):
    """This story does not wait for a steward."""

    status, title, slug = 409, "Not held", "not-held"


def ask_for_care(session: Session, story: Story, wanted: CareAsked, actor: str) -> Story:
    """Take a story out of every view but the carers': somebody wants to talk, or may be at risk.

    The log says that it is held, not why. Raises StoryWithdrawn.
    """
    workshop = lock(session, session.get_one(Workshop, story.workshop_id))
    session.refresh(story)
    if story.state == "withdrawn":
        raise StoryWithdrawn
    if story.state != "submitted":
        change_state(session, workshop, story, actor, "hold", state="submitted", set_aside_reason="")
    story.sqlmodel_update({**wanted.model_dump(), "updated_at": now()})
    return story


def release(session: Session, story: Story, actor: Actor) -> StoryRead:
    """The steward has looked, or care was taken: a held story joins the others, in the theme it was in before."""
    workshop = lock(session, session.get_one(Workshop, story.workshop_id))
    session.refresh(story)
    if story.state == "submitted" or (story.state == "set_aside" and story.care != "no"):
        story.sqlmodel_update({"care": "no", "care_contact": "", "care_note": "", "updated_at": now()})
        change_state(session, workshop, story, actor.ref, "release", state="in_set", set_aside_reason="")
    return as_read(story, consent_of(session, story), cares=True)


def keep_out(session: Session, story: Story, reason: str, actor: Actor) -> StoryRead:
    """The steward has looked: a held story does not join the others. Raises NotHeld.

    What carers write of a story that needs care stays among them; for any other the log has the reason.
    """
    workshop = lock(session, session.get_one(Workshop, story.workshop_id))
    session.refresh(story)
    if story.state != "submitted":
        raise NotHeld
    private = story.care != "no"
    if private:
        story.care_note = reason
    said = "" if private else reason
    change_state(
        session,
        workshop,
        story,
        actor.ref,
        "set_aside",
        reason=said,
        state="set_aside",
        set_aside_reason=said,
        memberships=[],
    )
    return as_read(story, consent_of(session, story), cares=True)


def change_state(
    session: Session,
    workshop: Workshop,
    story: Story,
    actor: str,
    action: ActionName,
    reason: str = "",
    **changes: Unpack[StoryChanges],
) -> None:
    """One event that changes a story's state. A theme given up meanwhile takes no story back."""
    subject = key("story", story.id)
    session.flush()
    before = read_stories(session, [story.id])[story.id]
    after: LoggedStory = {**before, **changes}
    kept = [m for m in after["memberships"] if session.get_one(Theme, UUID(m["theme_id"])).state != "retired"]
    after = {**after, "memberships": kept}
    if after["state"] != "set_aside":
        del after["set_aside_reason"]
    record(
        session, workshop, actor=actor, action=action, before={subject: before}, after={subject: after}, reason=reason
    )
