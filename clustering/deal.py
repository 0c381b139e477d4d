"""Which stories the next person gets to sort."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from clustering.geometry import as_rows, centred


def deal(
    vectors: ArrayLike,
    size: int,
    hands: Sequence[Collection[int]] = (),
    *,
    had: Collection[int] = (),
    allowed: Collection[int] | None = None,
    seed: int = 0,
) -> tuple[int, ...]:
    """A hand of stories near each other whose pairs few have judged yet, in the order of the cards.

    Parameters
    ----------
    vectors : (n, d) array
    size : int
        Stories wanted; a hand is smaller when fewer are left.
    hands : sequence of collections of int
        The stories of each hand dealt so far; of a hand that is finished only those that were sorted.
    had : collection of int
        What this person has had in earlier hands, and does not get again.
    allowed : collection of int, optional
        Stories that may be dealt at all; all of them when not given.
    seed : int
        Decides between stories that are equally due; the same seed and past give the same hand.

    Notes
    -----
    The first card is one that the fewest have had. Each next one is nearest, on average, to the cards before it, less
    a step for each time that somebody had the two in hand; the step is how much cosines differ among these stories
    (their standard deviation). Of two stories far apart everybody says the same, so a pair near each other tells
    more; and the second opinion on a pair tells less than the first on another. This is the incomplete block design
    of partial sorting (Rao & Katz 1971), with blocks by likeness.
    """
    rows = as_rows(vectors)
    free = np.zeros(len(rows), dtype=bool)
    free[list(range(len(rows)) if allowed is None else allowed)] = True
    free[list(had)] = False
    if size < 1 or not free.any():
        return ()
    chance = np.random.default_rng(seed)
    tie = 1e-6 * chance.random(len(rows))
    spread = centred(rows)
    dealt = Counter(story for hand in hands for story in set(hand))
    due = np.array([float(dealt[story]) for story in range(len(rows))]) + tie
    card = int(np.argmin(np.where(free, due, np.inf)))
    cards: list[int] = []
    worth = tie
    holders = _holders(hands)
    while True:
        cards.append(card)
        free[card] = False
        if len(cards) == size or not free.any():
            return tuple(cards)
        alike = spread @ spread[card]
        worth = worth + alike - alike.std() * _times_with(card, holders, hands, len(rows))
        card = int(np.argmax(np.where(free, worth, -np.inf)))


def _holders(hands: Sequence[Collection[int]]) -> dict[int, list[int]]:
    """The hands that each story is in."""
    held: dict[int, list[int]] = {}
    for number, hand in enumerate(hands):
        for story in set(hand):
            held.setdefault(story, []).append(number)
    return held


def _times_with(
    card: int, holders: dict[int, list[int]], hands: Sequence[Collection[int]], stories: int
) -> NDArray[np.intp]:
    """How often each story was in one hand with this card, (n,)."""
    beside = [story for number in holders.get(card, []) for story in set(hands[number])]
    return np.bincount(np.array(beside, dtype=np.intp), minlength=stories)
