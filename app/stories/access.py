"""The story in the path, for whoever may: like `row_for`, but a seat has its own alone, and care is for carers."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends
from sqlmodel import Session

from app.may import EVERYBODY, THE_ROOM, audience_of, may
from app.problems import NotAllowed, NotFound
from app.security import Actor
from app.session import SessionDep
from app.stories import queries, service
from app.stories.consent import cares, may_know, why_not
from app.who import ActorDep
from models import Story, Workshop
from models.accounts import MemberRole, Scope
from models.stories import ConsentScope


def may_read(session: Session, story: Story, actor: Actor, audience: ConsentScope) -> bool:
    """Whether somebody may read what is written of a story: the room may, others as far as consent reaches."""
    if not may_know(session, actor, story):
        return False
    return audience == "workshop" or why_not(story, service.consent_of(session, story), audience) is None


def stories_for(session: Session, workshop: Workshop, actor: Actor) -> list[Story]:
    """The stories of a workshop whose words the actor may read, by serial number; none that was taken back."""
    audience = audience_of(session, actor, workshop.id)
    told = queries.stories(session, workshop, audience, cares=cares(session, actor, workshop.id))
    return [story for story, _ in told if story.state != "withdrawn"]


def story_for(*roles: MemberRole, seats: bool = False, scope: Scope | None = None) -> Any:
    """A dependency: the story in the path, for actors with one of `roles`, the seat that told it, or a key's `scope`.

    One that needs care is there for its teller and for carers alone.
    """

    def load_story(story_id: UUID, session: SessionDep, actor: ActorDep) -> Story:
        story = service.find(session, story_id)
        if (actor.kind == "seat" and story.created_by != actor.ref) or not may_know(session, actor, story):
            raise NotFound
        if not may(session, actor, story.workshop_id, roles=roles, seats=seats, scope=scope):
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
