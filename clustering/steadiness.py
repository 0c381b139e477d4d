"""How steady the picture is that hands give: whether more of them would still change it.

*Split-half reliability* of a group similarity matrix, as concept mapping reports it (Trochim 1993, *The reliability of
concept mapping*; Rosas and Kane 2012): people are drawn into two halves, the share of people who put two stories
together is counted in each, and the two are correlated over the pairs that both halves had in hand. The Spearman-Brown
formula tells from half of the people for all of them.
"""

from collections.abc import Sequence

import numpy as np

from clustering.hands import Hand, judged, newest

SPLITS = 8  # the mean of eight varies by about 0.01
FEWEST_PEOPLE, FEWEST_PAIRS = 4, 30  # with fewer a correlation says nothing


def steadiness(hands: Sequence[Hand], stories: int) -> float | None:
    """Split-half reliability of the hands, 0 to 1; None where too few people or pairs can be compared.

    The order of hands does not matter, and the same hands always give the same figure.

    Raises
    ------
    ValueError
        When a hand holds a story twice, or one that is not there.
    """
    counted = [hand for hand in newest(hands, stories) if len(hand.stories) > 1]
    if len(counted) < FEWEST_PEOPLE:
        return None
    chance = np.random.default_rng(len(counted))
    found = [between_halves(counted, chance.permutation(len(counted)), stories) for _ in range(SPLITS)]
    told = [one for one in found if one is not None]
    if not told:
        return None
    half = max(0.0, float(np.mean(told)))
    return 2 * half / (1 + half)


def between_halves(hands: Sequence[Hand], order: np.ndarray, stories: int) -> float | None:
    """The correlation between two halves of the people, over the pairs that both had in hand."""
    middle = len(order) // 2
    one, other = (judged([hands[n] for n in half], stories) for half in (order[:middle], order[middle:]))
    shared = (one.both.sign() * other.both.sign()).tocoo()
    rows, columns = shared.coords
    above = rows < columns
    rows, columns = rows[above], columns[above]
    if len(rows) < FEWEST_PAIRS:
        return None
    shares = [half.together[rows, columns] / half.both[rows, columns] for half in (one, other)]
    if any(np.ptp(share) == 0 for share in shares):
        return None
    return float(np.corrcoef(shares[0], shares[1])[0, 1])
