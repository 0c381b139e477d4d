"""What a teller hears on the receipt: feedback with the panels' reasons, what was decided, and who checks the story."""

from collections.abc import Iterator

from sqlmodel import Session, col, select

from app.followup import recommendations as decided
from app.followup.feedback import heard_by, replies_of
from app.selection.record import revealed_decisions
from models import Feedback, SelectionRound, Story, Verification
from models.followup import ChosenHeard, FeedbackHeard, ReasonHeard, RecommendationHeard, ReplyKept, VerificationHeard


def feedback(session: Session, story: Story) -> list[FeedbackHeard]:
    """Everything that was said to the teller, newest first."""
    return [as_heard(session, one, story) for one in reversed(heard_by(session, story))]


def as_heard(session: Session, said: Feedback, story: Story) -> FeedbackHeard:
    return FeedbackHeard(
        about="story" if said.story_id else "theme" if said.theme_id else "workshop",
        message=said.message,
        reasons=list(reasons(session, story)) if said.with_reasons else [],
        created_at=said.created_at,
    )


def read_by_panels(session: Session, story: Story) -> int:
    """How many panels were given the story to read."""
    query = select(SelectionRound).where(SelectionRound.workshop_id == story.workshop_id)
    return len({asked.panel_id for asked in session.exec(query) if str(story.id) in asked.story_ids})


def chosen_by(session: Session, story: Story) -> list[ChosenHeard]:
    """The panels that chose it, once nobody who chooses at the same time could learn of it here."""
    return [
        ChosenHeard(
            panel_name=one.panel_name,
            reasons=[reason.sentence for reason in one.reasons if reason.story_id == story.id and reason.sentence],
        )
        for one in revealed_decisions(session, story.workshop_id, "workshop")
        if one.replaced_by_id is None and story.id in one.story_ids
    ]


def reasons(session: Session, story: Story) -> Iterator[ReasonHeard]:
    """Why panels chose the story, in the decisions that stand."""
    for chosen in chosen_by(session, story):
        for sentence in chosen.reasons:
            yield ReasonHeard(panel_name=chosen.panel_name, sentence=sentence)


def replies(session: Session, story: Story) -> list[ReplyKept]:
    """What the teller answered, oldest first."""
    return [
        ReplyKept(message=one.message, created_at=one.created_at, was_read=one.read_at is not None)
        for one in replies_of(session, story)
    ]


def recommendations(session: Session, story: Story) -> list[RecommendationHeard]:
    return [RecommendationHeard.model_validate(one) for one in decided.of_story(session, story)]


def verifications(session: Session, story: Story) -> list[VerificationHeard]:
    """Who checks the story is not told, only how far it is and whether the teller was asked to agree."""
    query = select(Verification).where(Verification.story_id == story.id).order_by(col(Verification.id))
    return [VerificationHeard(id=one.id, state=one.state, agreement=one.teller) for one in session.exec(query)]
