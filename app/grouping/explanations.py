"""The evidence for one story as people read it: with headlines, and with where each story is now."""

from collections import Counter
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from app.board.runs import stale
from app.grouping.service import NotExplained
from app.history.memberships import primary_rows
from app.stories.consent import covers, why_not
from app.stories.service import consent_of
from models import Consent, GroupingRun, Membership, Story, StoryEvidence, StoryPlace, Workshop
from models.grouping import NearStory, PlaceOnMap, SimilarStories, StoryExplanation, StoryMap


def read(session: Session, story: Story) -> StoryExplanation:
    """Why here, why not there. Raises NotExplained."""
    found = session.get(StoryEvidence, story.id)
    if found is None or why_not(story, consent_of(session, story), "workshop"):
        raise NotExplained
    near, against = near_stories(session, found.nearest), near_stories(session, found.against)
    here = themes_of(session, [story.id]).get(story.id) or most_common(near)
    text = "\n".join([story.headline, *story.notes])
    return StoryExplanation(
        story_id=story.id,
        run_id=found.run_id,
        theme_id=here,
        second_theme_id=most_common(against),
        margin=found.margin,
        stability=found.stability,
        nearest=near,
        against=against,
        phrases=[text[start:end] for start, end in found.phrases],
        stale=stale(session, session.get_one(GroupingRun, found.run_id)),
    )


def similar(session: Session, story: Story) -> SimilarStories:
    """The stories nearest in meaning. Raises NotExplained."""
    place = session.get(StoryPlace, story.id)
    if place is None or why_not(story, consent_of(session, story), "workshop"):
        raise NotExplained
    return SimilarStories(items=near_stories(session, place.similar))


def story_map(session: Session, workshop: Workshop) -> StoryMap:
    """The places of the stories that are in the set now."""
    query = (
        select(StoryPlace)
        .join(Story, col(Story.id) == StoryPlace.story_id)
        .where(Story.workshop_id == workshop.id, Story.state == "in_set")
    )
    return StoryMap(places=[PlaceOnMap.model_validate(place) for place in session.exec(query)])


def near_stories(session: Session, pairs: list[list[Any]]) -> list[NearStory]:
    """The stories of the set among the pairs, nearest first."""
    ids = [UUID(id) for id, _ in pairs]
    readable = select(Story).join(Consent, col(Consent.story_id) == Story.id).where(covers("workshop"))
    stories = {story.id: story for story in session.exec(readable.where(col(Story.id).in_(ids)))}
    themes = themes_of(session, ids)
    return [
        NearStory(
            story_id=id,
            serial_no=stories[id].serial_no,
            headline=stories[id].headline,
            theme_id=themes.get(id),
            similarity=cosine,
        )
        for id, (_, cosine) in zip(ids, pairs, strict=True)
        if id in stories
    ]


def themes_of(session: Session, ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """The theme each story is in now."""
    query = select(Membership).where(col(Membership.story_id).in_(list(ids)), primary_rows())
    return {membership.story_id: membership.theme_id for membership in session.exec(query)}


def most_common(stories: list[NearStory]) -> UUID | None:
    themes = Counter(story.theme_id for story in stories if story.theme_id)
    return themes.most_common(1)[0][0] if themes else None
