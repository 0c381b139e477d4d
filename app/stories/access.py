"""The story in the path, for whoever may: like `row_for`, but a seat has its own alone, and care is for carers."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends

from app.may import EVERYBODY, THE_ROOM, may
from app.problems import NotAllowed, NotFound
from app.session import SessionDep
from app.stories import service
from app.stories.consent import cares, may_know
from app.who import ActorDep
from models import Story
from models.accounts import MemberRole


def story_for(*roles: MemberRole, seats: bool = False) -> Any:
    """A dependency: the story in the path, for actors with one of `roles` or the seat that told it.

    One that needs care is there for its teller and for carers alone.
    """

    def load_story(story_id: UUID, session: SessionDep, actor: ActorDep) -> Story:
        story = service.find(session, story_id)
        if (actor.kind == "seat" and story.created_by != actor.ref) or not may_know(session, actor, story):
            raise NotFound
        if not may(session, actor, story.workshop_id, roles=roles, seats=seats):
            raise NotAllowed
        return story

    return Depends(load_story)


StoryToRead = Annotated[Story, story_for(*EVERYBODY, seats=True)]
StoryOfTellerOrRoom = Annotated[Story, story_for(*THE_ROOM, seats=True)]
StoryOfRoom = Annotated[Story, story_for(*THE_ROOM)]
StoryToRun = Annotated[Story, story_for("facilitator")]


def load_held(story: StoryOfRoom, actor: ActorDep, session: SessionDep) -> Story:
    """A story that somebody who runs the workshop may decide on; one that needs care, its carers alone."""
    if story.care != "no" and not cares(session, actor, story.workshop_id):
        raise NotAllowed
    return story


HeldStory = Annotated[Story, Depends(load_held)]
