"""Seven things that make a story stronger evidence: for those who want to know, never a mark for the teller."""

from sqlmodel import Session, col, select

from app.followup.claims import FOUND
from models import Story, Verification
from models.followup import Evidence, EvidenceChecklist, Tick


def checklist(session: Session, story: Story) -> EvidenceChecklist:
    """What is known about how a story came to be, each thing met or not."""
    found = select(Verification.id).where(Verification.story_id == story.id, col(Verification.state).in_(FOUND))
    found = found.where(Verification.story_version == story.version)
    met = ticks(story, checked=session.exec(found).first() is not None)
    return EvidenceChecklist(items=[Evidence(tick=tick, met=is_met) for tick, is_met in met.items()])


def ticks(story: Story, *, checked: bool) -> dict[Tick, bool]:
    """The seven, in their order. `checked`: somebody looked into the story as it stands now, whatever they found."""
    written_down = story.capture_mode != "self"
    return {
        "owner_known": bool(story.storyteller_seat_id or story.teller_name),
        "range_asked": story.direction != "not_said" and story.expected != "not_said",
        "read_back": story.read_back or not written_down,
        "people_agreed": not story.third_party_named,
        "source_clear": story.created_by.partition(":")[0] in ("seat", "account"),
        "time_and_place": bool(story.happened_where and story.happened_from),
        "checked_by_somebody": checked,
    }
