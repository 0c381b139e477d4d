"""The loop back, as a profile may know it: claims with their status, checks, feedback, recommendations, the mirror."""

from dataclasses import dataclass, field
from uuid import UUID

from sqlmodel import Session

from app.followup.claims import claims_of
from app.followup.feedback import feedback_of
from app.followup.participation import STEP, participation
from app.followup.recommendations import read_all
from app.followup.verification import verifications_of
from app.stories.consent import Profile
from models import Story, Workshop
from models.followup import Cell, ClaimRead, FeedbackRead, Participation, RecommendationRead, VerificationRead


def nobody() -> Participation:
    """The mirror of an empty room."""
    none = dict.fromkeys(("joined", "told", "read", "chosen", "heard_back"))
    total = Cell.model_validate({"group": "", **none})
    return Participation(total=total, voice_groups=[], languages=[], capture_modes=[], step=STEP)


@dataclass(frozen=True)
class FollowUp:
    """Claims that were dismissed are not in it; feedback about a story that the profile does not cover neither."""

    claims: list[ClaimRead] = field(default_factory=list)
    verifications: list[VerificationRead] = field(default_factory=list)
    feedback: list[FeedbackRead] = field(default_factory=list)
    recommendations: list[RecommendationRead] = field(default_factory=list)
    participation: Participation = field(default_factory=nobody)

    def claims_in(self, story_id: UUID) -> list[ClaimRead]:
        return [claim for claim in self.claims if claim.story_id == story_id]

    def verification_state(self, story_id: UUID) -> str:
        """What the newest check of a story found; a story that was changed since is not verified."""
        checks = [check for check in self.verifications if check.story_id == story_id]
        return "not_verified" if not checks or checks[-1].story_changed else checks[-1].state


def read_follow_up(session: Session, workshop: Workshop, stories: list[Story], profile: Profile) -> FollowUp:
    """What follows up the stories that the profile covers; who verified is told to those who evaluate alone."""
    covered = {story.id for story in stories}
    checks = [check for story in stories for check in verifications_of(session, story)]
    named = profile == "evaluation"
    said = [FeedbackRead.model_validate(one) for one in feedback_of(session, workshop.id)]
    return FollowUp(
        claims=[claim for story in stories for claim in claims_of(session, story) if not claim.dismissed],
        verifications=[check if named else check.model_copy(update={"verifier_name": ""}) for check in checks],
        feedback=[one for one in said if one.story_id is None or one.story_id in covered],
        recommendations=[one for one in read_all(session, workshop.id, profile) if one.text],
        participation=participation(session, workshop),
    )
