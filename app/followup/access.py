"""The story, claim or verification in the path, for the team and keys, as far as consent goes."""

from typing import Annotated

from fastapi import Depends
from sqlmodel import Session

from app.may import EVERYBODY, audience_of, row_for
from app.problems import NotFound
from app.security import Actor
from app.session import SessionDep
from app.stories.access import may_read, story_for
from app.who import ActorDep
from models import ResultClaim, Story, Verification


def check_consent(session: Session, actor: Actor, story: Story) -> None:
    """Raises NotFound where the story's words are not for this reader."""
    if not may_read(session, story, actor, audience_of(session, actor, story.workshop_id)):
        raise NotFound


def load_story(
    story: Annotated[Story, story_for(*EVERYBODY, scope="verifications:write")], actor: ActorDep, session: SessionDep
) -> Story:
    check_consent(session, actor, story)
    return story


def load_claim(
    claim: Annotated[ResultClaim, row_for(ResultClaim, *EVERYBODY, scope="verifications:write")],
    actor: ActorDep,
    session: SessionDep,
) -> ResultClaim:
    check_consent(session, actor, session.get_one(Story, claim.story_id))
    return claim


def load_verification(
    verification: Annotated[Verification, row_for(Verification, *EVERYBODY, scope="verifications:write")],
    actor: ActorDep,
    session: SessionDep,
) -> Verification:
    check_consent(session, actor, session.get_one(Story, verification.story_id))
    return verification


StoryToFollow = Annotated[Story, Depends(load_story)]
ClaimToChange = Annotated[ResultClaim, Depends(load_claim)]
VerificationToChange = Annotated[Verification, Depends(load_verification)]
