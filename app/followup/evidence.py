"""Seven things that make a story stronger evidence: for those who want to know, never a mark for the teller."""

from sqlmodel import Session, col, select

from app.followup.claims import FOUND
from models import Story, Verification
from models.followup import Evidence, EvidenceChecklist


def checklist(session: Session, story: Story) -> EvidenceChecklist:
    """What is known about how a story came to be, each thing met or not."""
    found = select(Verification.id).where(Verification.story_id == story.id, col(Verification.state).in_(FOUND))
    found = found.where(Verification.story_version == story.version)
    written_down = story.capture_mode != "self"
    items = (
        Evidence(tick="owner_known", met=bool(story.storyteller_seat_id or story.teller_name)),
        Evidence(tick="range_asked", met=story.direction != "not_said" and story.expected != "not_said"),
        Evidence(tick="read_back", met=story.read_back or not written_down),
        Evidence(tick="people_agreed", met=not story.third_party_named),
        Evidence(tick="source_clear", met=story.created_by.partition(":")[0] in ("seat", "account")),
        Evidence(tick="time_and_place", met=bool(story.happened_where and story.happened_from)),
        Evidence(tick="checked_by_somebody", met=session.exec(found).first() is not None),
    )
    return EvidenceChecklist(items=list(items))
