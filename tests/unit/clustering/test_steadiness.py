"""How steady the room's picture is: agreement raises it, chance does not, order means nothing."""

import numpy as np

from clustering.hands import Hand, Pile
from clustering.steadiness import steadiness

STORIES = 24


def hand(number: int, groups: np.ndarray, dealt: np.ndarray) -> Hand:
    piles = [tuple(int(story) for story in dealt if groups[story] == group) for group in np.unique(groups)]
    return Hand(f"hand {number}", tuple(Pile(pile) for pile in piles if pile))


def room(people: int, agreeing: float, seed: int = 1) -> list[Hand]:
    """People who see four groups in the stories, each going their own way with some."""
    chance = np.random.default_rng(seed)
    true = np.arange(STORIES) % 4
    hands = []
    for number in range(people):
        own = np.where(chance.random(STORIES) < agreeing, true, chance.integers(0, 4, STORIES))
        hands.append(hand(number, own, chance.permutation(STORIES)[:16]))
    return hands


def test_it_grows_with_agreement_and_with_people() -> None:
    few, many = steadiness(room(6, 0.7), STORIES), steadiness(room(40, 0.7), STORIES)
    unlike = steadiness(room(40, 0.0), STORIES)

    assert few is not None
    assert many is not None
    assert unlike is not None
    assert unlike < 0.4 < many
    assert few < many <= 1


def test_the_order_of_hands_means_nothing() -> None:
    hands = room(10, 0.6)

    assert steadiness(hands, STORIES) == steadiness(hands[::-1], STORIES)


def test_too_little_says_nothing() -> None:
    assert steadiness([], STORIES) is None
    assert steadiness(room(3, 0.9), STORIES) is None
    assert steadiness([Hand(f"h{n}", (Pile((0, 1)),)) for n in range(9)], STORIES) is None
