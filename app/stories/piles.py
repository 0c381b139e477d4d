"""A story that is taken back leaves every pile of the room's sorting, and the names that quote it are cleared."""

from itertools import pairwise
from typing import Any

from sqlmodel import Session, select

from models import SortingHand, Story


def forget_in_piles(session: Session, story: Story) -> None:
    """Take a story out of the piles of its workshop while its words are still there to compare names with."""
    text = " ".join([story.headline, *story.notes, story.significance]).casefold()
    query = select(SortingHand).where(SortingHand.workshop_id == story.workshop_id).with_for_update()
    for hand in session.exec(query):
        quoting = {pile["id"] for pile in hand.piles if quotes(pile["name"], text, str(story.id) in pile["story_ids"])}
        hand.piles = [without(pile, str(story.id), pile["id"] in quoting) for pile in hand.piles]
        hand.nowhere = [id for id in hand.nowhere if id != str(story.id)]
        hand.nameless = sorted({*hand.nameless, *quoting})


def without(pile: dict[str, Any], story_id: str, nameless: bool) -> dict[str, Any]:
    kept = [id for id in pile["story_ids"] if id != story_id]
    return {**pile, "story_ids": kept, "name": "" if nameless else pile["name"]}


def quotes(name: str, text: str, held: bool) -> bool:
    """Whether a pile's name repeats the story: two words in a row, or one where the pile `held` the story."""
    words = name.casefold().split()
    if not words:
        return False
    if held and any(word in text for word in words):
        return True
    return any(f"{one} {other}" in text for one, other in pairwise(words))
