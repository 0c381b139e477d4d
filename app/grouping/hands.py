"""Hands of a sorting round, rows and words of the clustering library instead of ids."""

from collections.abc import Iterable

from clustering.hands import Hand, Pile
from models import SortingHand


def as_sorted(hands: Iterable[SortingHand], row_of: dict[str, int]) -> list[Hand]:
    """Hands in the words of the clustering library; a story without a row is left out."""

    def rows(ids: list[str]) -> tuple[int, ...]:
        return tuple(row_of[id] for id in ids if id in row_of)

    return [
        Hand(
            str(hand.id),
            tuple(Pile(rows(pile["story_ids"]), pile["name"]) for pile in hand.piles),
            rows(hand.nowhere),
            hand.people,
            hand.revision,
        )
        for hand in hands
    ]
