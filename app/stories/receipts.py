"""What became of a story, for whoever holds its receipt."""

from sqlmodel import Session, col, select

from app.history.events import touching
from app.history.states import key
from app.stories.service import consent_of
from models import ChangeEvent, Membership, Story, Theme, Workshop
from models.stories import ConsentRead, ReceiptRead

DECIDED_BY = {"account": "a facilitator", "machine": "the machine's suggestion", "seat": "the storyteller"}
QUIET = {"tell", "edit", "release"}


def read(session: Session, story: Story) -> ReceiptRead:
    """Where the story is now, who put it there, and the reasons they gave."""
    workshop = session.get_one(Workshop, story.workshop_id)
    placed = session.exec(
        select(Membership, Theme)
        .join(Theme, col(Theme.id) == Membership.theme_id)
        .where(Membership.story_id == story.id, Membership.role == "primary", Membership.state != "refused")
    ).first()
    events = touching(session, workshop.id, [key("story", story.id)])
    return ReceiptRead(
        story_id=story.id, serial_no=story.serial_no, workshop_title=workshop.title, told_at=story.created_at,
        updated_at=story.updated_at, language=story.language, state=story.state, headline=story.headline,
        notes=story.notes, significance=story.significance, version=story.version,
        consent=ConsentRead.model_validate(consent_of(session, story)),
        theme=placed[1].name if placed else None, theme_state=placed[1].state if placed else None,
        placed_by=placed_by(placed[0]) if placed else None, reasons=reasons(events),
    )  # fmt: skip


def placed_by(membership: Membership) -> str:
    kind = membership.decided_by.partition(":")[0]
    return DECIDED_BY.get("machine" if membership.state == "suggested" else kind, "the workshop")


def reasons(events: list[ChangeEvent]) -> list[str]:
    """What people gave as reasons when they moved this story, newest first."""
    return [event.reason for event in events if event.reason and event.action not in QUIET]
