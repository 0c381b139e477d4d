"""What people did when the room sorted: hands, piles, and which two stories they put together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array


@dataclass(frozen=True)
class Pile:
    """Stories that somebody put together; a name is welcome and not needed."""

    stories: tuple[int, ...]
    name: str = ""


@dataclass(frozen=True)
class Hand:
    """What has been sorted of the stories dealt to one person, or to people who sort together.

    Attributes
    ----------
    id : str
        The same hand sent again has the same id.
    piles : tuple of Pile
    nowhere : tuple of int
        Stories that fit none of the piles, nor each other.
    people : int
        How many sorted it together; their hand counts as often.
    revision : int
        Of one hand sent several times, the greatest counts.

    Notes
    -----
    A story that was dealt and not sorted is in neither: nothing was said about it.
    """

    id: str
    piles: tuple[Pile, ...] = ()
    nowhere: tuple[int, ...] = ()
    people: int = 1
    revision: int = 0

    @property
    def stories(self) -> tuple[int, ...]:
        """All stories that were sorted, in rising order."""
        return tuple(sorted([*(story for pile in self.piles for story in pile.stories), *self.nowhere]))


Said = tuple[tuple[tuple[int, ...], ...], tuple[int, ...], int]
"""A hand without ids, names and order: its piles, what fits nowhere, for how many people."""


def said(hand: Hand) -> Said:
    """What a hand says, whatever the order of its taps."""
    piles = sorted(tuple(sorted(pile.stories)) for pile in hand.piles if pile.stories)
    return tuple(piles), tuple(sorted(hand.nowhere)), hand.people


def newest(hands: Iterable[Hand], stories: int) -> list[Hand]:
    """Each hand once, by its greatest revision, in an order that does not depend on who was first.

    Raises
    ------
    ValueError
        When a hand holds a story twice, or one that is not there, or nobody sorted it.
    """
    kept: dict[str, Hand] = {}
    for hand in hands:
        _check(hand, stories)
        other = kept.get(hand.id)
        if other is None or (other.revision, said(other), _names(other)) < (hand.revision, said(hand), _names(hand)):
            kept[hand.id] = hand
    return sorted(kept.values(), key=lambda hand: (said(hand), hand.id))


def _names(hand: Hand) -> tuple[tuple[tuple[int, ...], str], ...]:
    return tuple(sorted((tuple(sorted(pile.stories)), pile.name) for pile in hand.piles))


def _check(hand: Hand, stories: int) -> None:
    sorted_ = hand.stories
    if len(set(sorted_)) < len(sorted_):
        raise ValueError(f"hand {hand.id} holds a story twice")
    if sorted_ and not 0 <= sorted_[0] <= sorted_[-1] < stories:
        raise ValueError(f"hand {hand.id} holds a story that is not among the {stories}")
    if hand.people < 1:
        raise ValueError(f"hand {hand.id} was sorted by nobody")


def piles_by_story(hand: Hand) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The stories of a hand in rising order and the number of each one's pile; what fits nowhere is alone."""
    piles, nowhere, _ = said(hand)
    pile_of = {
        story: number for number, pile in enumerate([*piles, *((story,) for story in nowhere)]) for story in pile
    }
    stories = sorted(pile_of)
    return np.array(stories, dtype=np.intp), np.array([pile_of[story] for story in stories], dtype=np.intp)


@dataclass(frozen=True)
class Judged:
    """How often two stories were in one hand, and in one pile of it: two symmetric (n, n) sparse arrays."""

    both: csr_array
    together: csr_array


def judged(hands: Sequence[Hand], stories: int, weights: Sequence[float] | None = None) -> Judged:
    """Count the pairs, each hand as often as there are people or as its weight says."""
    one, other, same, weight = [], [], [], []
    counts = [float(hand.people) for hand in hands] if weights is None else weights
    for hand, count in zip(hands, counts, strict=True):
        held, piles = piles_by_story(hand)
        left, right = np.nonzero(~np.eye(len(held), dtype=bool))
        one.append(held[left])
        other.append(held[right])
        same.append(piles[left] == piles[right])
        weight.append(np.full(len(left), count))
    if not one:
        return Judged(csr_array((stories, stories)), csr_array((stories, stories)))
    rows, columns, both = np.concatenate(one), np.concatenate(other), np.concatenate(weight)
    shape = (stories, stories)
    together = both * np.concatenate(same)
    return Judged(csr_array((both, (rows, columns)), shape=shape), csr_array((together, (rows, columns)), shape=shape))


def shares_together(hands: Sequence[Hand]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """For each hand the pairs in it and the share of them in one pile."""
    pairs, together = np.zeros(len(hands)), np.zeros(len(hands))
    for number, hand in enumerate(hands):
        _, piles = piles_by_story(hand)
        sizes = np.bincount(piles) if len(piles) else np.zeros(1)
        pairs[number] = len(piles) * (len(piles) - 1) / 2
        together[number] = (sizes * (sizes - 1) / 2).sum()
    return pairs, together / np.maximum(pairs, 1.0)


@dataclass(frozen=True)
class Coverage:
    """How much of the whole has been sorted.

    Attributes
    ----------
    people : int
    stories : float, 0 to 1
        Share of the stories that somebody sorted.
    pairs : float, 0 to 1
        Share of all pairs of stories that somebody had both in hand.
    """

    people: int
    stories: float
    pairs: float


def coverage(hands: Iterable[Hand], stories: int) -> Coverage:
    """How many people sorted, and which part of the stories and of their pairs they had in hand."""
    counted = [hand for hand in newest(hands, stories) if hand.stories]
    seen = {story for hand in counted for story in hand.stories}
    pairs = judged(counted, stories).both.nnz / max(1, stories * (stories - 1))
    return Coverage(sum(hand.people for hand in counted), len(seen) / max(1, stories), float(pairs))
