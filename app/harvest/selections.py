"""What panels chose, as a profile may know it: decisions with tallies, reasons and dissent."""

from uuid import UUID

from sqlmodel import Session

from app.selection.record import revealed_decisions
from app.stories.consent import Profile
from models import Workshop
from models.selection import SelectionRead


def read_selections(session: Session, workshop: Workshop, profile: Profile) -> list[SelectionRead]:
    """Every decision, oldest first; who spoke is told to those who evaluate alone.

    What a panel chose stays out while a panel that chooses at the same time has not revealed.
    """
    found = revealed_decisions(session, workshop.id, profile)
    return found if profile == "evaluation" else [without_speakers(one) for one in found]


def without_speakers(selection: SelectionRead) -> SelectionRead:
    reasons = [reason.model_copy(update={"stated_by": ""}) for reason in selection.reasons]
    return selection.model_copy(update={"reasons": reasons})


def standing(selections: list[SelectionRead]) -> list[SelectionRead]:
    """Those that no later decision took the place of."""
    return [one for one in selections if one.replaced_by_id is None]


def choosing(selections: list[SelectionRead], story_id: UUID) -> list[SelectionRead]:
    """The decisions that stand and chose a story."""
    return [one for one in standing(selections) if story_id in one.story_ids]
