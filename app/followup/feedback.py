"""Feedback: what tellers hear of their story, its theme or the workshop; their answers; and who still waits for it."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from app.followup.on_record import hash_of, keep, stored_before
from app.history.events import lock
from app.history.kinds.feedback import FeedbackKind
from app.history.memberships import primary_rows
from app.may import audience_of
from app.problems import PayloadInvalid, Problem
from app.security import Actor
from app.stories.access import may_read, stories_for
from app.stories.consent import may_know
from app.stories.service import StoryWithdrawn
from models import Feedback, Membership, Story, TellerReply, Theme, Workshop
from models.base import new_id, now
from models.followup import FeedbackCreate, FeedbackGiven, FeedbackMissing, FeedbackRead, Missing, ReplyRead

KIND = FeedbackKind()
UNREAD_AT_MOST = 20


class RepliesWait(Problem):
    """Nobody has read your last answers yet. They are kept; please wait until somebody has."""

    status, title, slug = 409, "Your answers wait to be read", "replies-wait"


def give(session: Session, workshop: Workshop, wanted: FeedbackCreate, actor: Actor) -> tuple[Feedback, bool]:
    """Tell tellers something; it stands on their receipts at once. And whether it is new.

    Raises IdTaken, StoryWithdrawn, PayloadInvalid.
    """
    workshop = lock(session, workshop)
    sent = hash_of(wanted)
    if known := stored_before(session, Feedback, wanted.id, workshop.id, sent):
        return known, False
    check_about(session, workshop, wanted, actor)
    feedback = Feedback(
        **wanted.model_dump(exclude={"id"}),
        id=wanted.id or new_id(),
        workshop_id=workshop.id,
        request_hash=sent,
        created_by=actor.ref,
    )
    keep(session, workshop, actor.ref, "give_feedback", KIND, feedback)
    return feedback, True


def check_about(session: Session, workshop: Workshop, wanted: FeedbackCreate, actor: Actor) -> None:
    """What it is about is of this workshop."""
    story = session.get(Story, wanted.story_id) if wanted.story_id else None
    if wanted.story_id and (story is None or story.workshop_id != workshop.id or not may_know(session, actor, story)):
        raise PayloadInvalid(errors=[{"pointer": "/story_id", "detail": "is no story of this workshop"}])
    if story and story.state == "withdrawn":
        raise StoryWithdrawn
    theme = session.get(Theme, wanted.theme_id) if wanted.theme_id else None
    if wanted.theme_id and (theme is None or theme.workshop_id != workshop.id):
        raise PayloadInvalid(errors=[{"pointer": "/theme_id", "detail": "is no theme of this workshop"}])


def feedback_of(session: Session, workshop_id: UUID) -> Sequence[Feedback]:
    query = select(Feedback).where(Feedback.workshop_id == workshop_id, Feedback.message != "")
    return session.exec(query.order_by(col(Feedback.id))).all()


def themes_of(session: Session, story_ids: Iterable[UUID] | None, workshop_id: UUID) -> dict[UUID, set[UUID]]:
    """The themes that stories are in, first of all or as well, by story."""
    query = select(Membership.story_id, Membership.theme_id).join(Story, col(Story.id) == Membership.story_id)
    query = query.where(Story.workshop_id == workshop_id, Membership.state != "refused")
    if story_ids is not None:
        query = query.where(col(Membership.story_id).in_(list(story_ids)))
    found: dict[UUID, set[UUID]] = {}
    for story_id, theme_id in session.exec(query):
        found.setdefault(story_id, set()).add(theme_id)
    return found


def reaches(feedback: Feedback, story_id: UUID, theme_ids: set[UUID]) -> bool:
    """Whether feedback is on a story's receipt: it is about the story, a theme it is in, or the whole workshop."""
    if feedback.story_id:
        return feedback.story_id == story_id
    return feedback.theme_id is None or feedback.theme_id in theme_ids


def heard_by(session: Session, story: Story) -> list[Feedback]:
    """All feedback that a story's teller hears, oldest first."""
    themes = themes_of(session, [story.id], story.workshop_id).get(story.id, set())
    return [one for one in feedback_of(session, story.workshop_id) if reaches(one, story.id, themes)]


def given(session: Session, workshop: Workshop, actor: Actor) -> FeedbackGiven:
    """All feedback, and what tellers answered; a story that needs care shows its teller's answers to carers alone."""
    query = select(TellerReply, Story).join(Story, col(Story.id) == TellerReply.story_id)
    query = query.where(TellerReply.workshop_id == workshop.id, TellerReply.message != "")
    pairs = session.exec(query.order_by(col(TellerReply.id))).all()
    audience = audience_of(session, actor, workshop.id)
    replies = [reply_read(reply, story) for reply, story in pairs if may_read(session, story, actor, audience)]
    said = feedback_of(session, workshop.id)
    return FeedbackGiven(
        items=[
            FeedbackRead.model_validate(one)
            for one in said
            if one.story_id is None or may_read(session, session.get_one(Story, one.story_id), actor, audience)
        ],
        replies=replies,
        unread=sum(reply.read_at is None for reply in replies),
    )


def reply_read(reply: TellerReply, story: Story) -> ReplyRead:
    return ReplyRead.model_validate({**reply.model_dump(), "serial_no": story.serial_no})


def missing(session: Session, workshop: Workshop, actor: Actor) -> FeedbackMissing:
    """Whose teller has heard nothing yet; stories taken back are nobody's to answer any more."""
    told = stories_for(session, workshop, actor)
    said, themes = feedback_of(session, workshop.id), themes_of(session, None, workshop.id)
    silent = [story for story in told if not any(reaches(one, story.id, themes.get(story.id, set())) for one in said)]
    first = dict(
        session.exec(
            select(Membership.story_id, Membership.theme_id)
            .join(Story, col(Story.id) == Membership.story_id)
            .where(Story.workshop_id == workshop.id, primary_rows())
        ).all()
    )
    items = [
        Missing(story_id=story.id, serial_no=story.serial_no, headline=story.headline, theme_id=first.get(story.id))
        for story in silent
    ]
    return FeedbackMissing(items=items, missing=len(items), stories=len(told))


def reply(session: Session, story: Story, message: str) -> TellerReply:
    """A teller answers; the same words sent twice are kept once. Raises RepliesWait, StoryWithdrawn."""
    lock(session, session.get_one(Workshop, story.workshop_id))
    session.refresh(story)
    if story.state == "withdrawn":
        raise StoryWithdrawn
    earlier = replies_of(session, story)
    if same := next((one for one in earlier if one.message == message and one.read_at is None), None):
        return same
    if sum(one.read_at is None for one in earlier) >= UNREAD_AT_MOST:
        raise RepliesWait
    said = TellerReply(
        workshop_id=story.workshop_id, story_id=story.id, message=message, created_by=f"receipt:{story.serial_no}"
    )
    session.add(said)
    session.flush()
    return said


def replies_of(session: Session, story: Story) -> Sequence[TellerReply]:
    query = select(TellerReply).where(TellerReply.story_id == story.id, TellerReply.message != "")
    return session.exec(query.order_by(col(TellerReply.id))).all()


def mark_read(session: Session, reply: TellerReply, actor: Actor) -> TellerReply:
    """Somebody of the team has read what a teller answered; who read it first stays on it."""
    if reply.read_at is None:
        reply.sqlmodel_update({"read_at": now(), "read_by": actor.ref})
        session.add(reply)
        session.flush()
    return reply
