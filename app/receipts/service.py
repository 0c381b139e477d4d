"""What became of a story, for whoever holds its receipt. Codes, not sentences: the page says them in six languages."""

from collections.abc import Iterator, Mapping
from uuid import UUID

from sqlmodel import Session, col, select

from app.exports.record import exports_with_story
from app.history.actions import action_of
from app.history.events import touching
from app.history.memberships import primary_rows, theme_in
from app.history.states import key, stories_among
from app.history.texts import hashes_in, text_for, texts_of
from app.receipts import heard
from app.stories.service import consent_of
from models import ChangeEvent, Membership, Story, Theme, Workshop
from models.base import State
from models.stories import ConsentRead, PlacedBy, ReceiptRead, ReceiptStep

BY: dict[str, PlacedBy] = {"account": "facilitator", "machine": "machine", "seat": "teller", "receipt": "teller"}


def read(session: Session, story: Story) -> ReceiptRead:
    """Where the story is now, who put it there and why, and what was taken away with it in it."""
    workshop = session.get_one(Workshop, story.workshop_id)
    placed = session.exec(
        select(Membership, Theme)
        .join(Theme, col(Theme.id) == Membership.theme_id)
        .where(Membership.story_id == story.id, primary_rows())
    ).first()
    gone = story.state == "withdrawn"
    return ReceiptRead(
        story_id=story.id,
        serial_no=story.serial_no,
        workshop_title=workshop.title,
        told_at=story.created_at,
        updated_at=story.updated_at,
        language=story.language,
        state=story.state,
        headline=story.headline,
        notes=story.notes,
        significance=story.significance,
        version=story.version,
        care=story.care,
        consent=ConsentRead.model_validate(consent_of(session, story)),
        theme=placed[1].name if placed else None,
        theme_state=placed[1].state if placed else None,
        placed_by=placed_by(placed[0]) if placed else None,
        steps=[] if gone else list(steps(session, story)),
        exports=exports_with_story(session, story),
        read_by_panels=0 if gone else heard.read_by_panels(session, story),
        chosen_by=[] if gone else heard.chosen_by(session, story),
        feedback=[] if gone else heard.feedback(session, story),
        replies=heard.replies(session, story),
        recommendations=[] if gone else heard.recommendations(session, story),
        verifications=[] if gone else heard.verifications(session, story),
    )


def placed_by(membership: Membership) -> PlacedBy:
    """Who says that the story is in its theme; the machine, as long as no person has confirmed it."""
    if membership.state == "suggested":
        return "machine"
    if membership.source == "group":
        return "group"
    return BY.get(membership.decided_by.partition(":")[0], "facilitator")


def steps(session: Session, story: Story) -> Iterator[ReceiptStep]:
    """Each time it came into another theme, or somebody gave a reason; newest first."""
    subject = key("story", story.id)
    touched = touching(session, story.workshop_id, [subject])
    events = [event for event in touched if action_of(event.action).told_to_teller]
    moves = [(event, themed(event.before, story), themed(event.after, story)) for event in events]
    wanted = {UUID(theme) for _, _, theme in moves if theme}
    texts = texts_of(session, story.workshop_id, hashes_in([event for event, _, _ in moves]))
    names = {theme.id: theme.name for theme in session.exec(select(Theme).where(col(Theme.id).in_(wanted)))}
    for event, before, after in moves:
        if before != after or event.reason_hash:
            yield ReceiptStep(
                at=event.created_at,
                by=decided_by(event),
                moved=before != after,
                theme=names.get(UUID(after)) if after else None,
                reason=text_for(event.reason_hash, texts),
            )


def themed(states: Mapping[str, State | None], story: Story) -> str | None:
    """The theme that the story is in first of all, in what an event remembers of it."""
    return theme_in(stories_among(states).get(story.id))


def decided_by(event: ChangeEvent) -> PlacedBy:
    if event.acting_for != "self":
        return "group"
    return BY.get(event.actor.partition(":")[0], "facilitator")
