"""Themes by many hands: what a room of people sorted becomes a grouping, with the embeddings as a prior."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.cluster.hierarchy import linkage
from scipy.sparse import csr_array
from scipy.spatial.distance import squareform
from scipy.special import betaln, expit
from sklearn.base import BaseEstimator, ClusterMixin
from sklearn.utils.validation import validate_data

from clustering.consensus import company_with_groups, cuts, settle
from clustering.geometry import canonical_order, centred, two_best
from clustering.group import ThemeClusterer, largest_first
from clustering.hands import Hand, Judged, Pile, judged, newest, shares_together
from clustering.refine import Standing

VOICES = 20
"""Nearest stories at most that a story's own judgements are smoothed with."""
WEIGHTS_OF_PRIOR = (1.0, 2.0, 3.0, 5.0, 8.0, 13.0, 21.0, 34.0)
"""People that the embeddings may count as; which, the hands say."""
USUAL_WEIGHT = 5.0
"""People that the embeddings count as while no two people have had the same pair."""
ENOUGH_PAIRS = 100_000
"""Pairs from which the weight of the prior is learnt."""


class SortGrouping(ClusterMixin, BaseEstimator):  # type: ignore[misc]
    """Themes that people who sorted a part of the stories each would agree with most.

    Parameters
    ----------
    most_themes : int, optional
        More themes than this are not proposed; as many as the hands speak for when not given.

    Attributes
    ----------
    labels_ : (n,) array of int
        Theme of each story, largest theme first; -1 is not placed yet.
    strengths_ : (n,) array of float, 0 to 1
        Chance that a person puts the story together with a story of its theme, on average.
    second_ : (n,) array of int
        The theme each story would go to next, -1 when there is none.
    margins_ : (n,) array of float
        That chance less the one for the second theme.
    closeness_ : (n, n) array of float32, or None
        Chance that one more person puts two stories together; None when nobody sorted.
    weight_of_prior_ : float
        People that the embeddings count as in each pair, learnt from the hands.

    Notes
    -----
    Co-association (Fred & Jain 2005) of people instead of partitions by machines, as in group concept mapping (Trochim
    1989; Jackson & Trochim 2002), but from hands that hold only a part of the stories (crowdclustering: Gomes et al.
    2011; Yi et al. 2012): a pair counts for those who had both in hand. Each count is shrunk towards the chance that
    the embeddings give the pair, a logistic curve over the cosine, fitted to these very judgements.

    With no hands this is ``ThemeClusterer``. Memory grows with n²: 0.6 GB for 5,000 stories.
    """

    def __init__(self, most_themes: int | None = None) -> None:
        self.most_themes = most_themes

    def fit(self, X: ArrayLike, y: Any = None, *, hands: Iterable[Hand] = (), standing: Standing | None = None) -> Self:
        """Group the stories whose (n, d) vectors are given by the hands, and by what was decided on the board."""
        rows = np.array(validate_data(self, X, dtype=np.float64))
        counted = newest(hands, len(rows))
        order = canonical_order(rows)
        counted = newest([renumbered(hand, np.argsort(order)) for hand in counted], len(rows))
        self.closeness_: NDArray[np.float32] | None = None
        closeness, self.weight_of_prior_ = chances_together(rows[order], counted)
        if closeness is None:
            self._as_the_machine(rows)
            return self
        back = np.argsort(order)
        if standing is not None:
            hold_to(closeness, standing, back)
        labels = most_agreed(closeness, self.most_themes)
        self.labels_ = largest_first(labels[back], order.argsort())
        self._weigh(closeness, self.labels_[order], back)
        self.closeness_ = closeness[np.ix_(back, back)]
        return self

    def _as_the_machine(self, rows: NDArray[np.float64]) -> None:
        alone = ThemeClusterer(self.most_themes).fit(rows)
        self.labels_, self.strengths_ = alone.labels_, alone.strengths_
        self.second_, self.margins_ = alone.second_, alone.margins_

    def _weigh(self, closeness: NDArray[np.float32], labels: NDArray[np.intp], back: NDArray[np.intp]) -> None:
        stories, themes = len(labels), int(labels.max(initial=-1)) + 1
        mean = with_themes(closeness, labels, themes)
        placed = labels >= 0
        every = np.arange(stories)
        own = np.where(placed, mean[every, labels] if themes else 0.0, 0.0)
        others = mean.copy()
        others[every[placed], labels[placed]] = -np.inf
        second, _, _ = two_best(others)
        if themes == 1:
            second = np.where(placed, -1, second)
        next_best = np.where(second >= 0, others[every, second] if themes else 0.0, 0.0)
        self.strengths_, self.second_ = own[back], second.astype(np.intp)[back]
        self.margins_ = np.where(placed, own - next_best, 0.0)[back]


def renumbered(hand: Hand, places: NDArray[np.intp]) -> Hand:
    """The same hand where story i is called ``places[i]``."""
    piles = tuple(Pile(tuple(int(places[story]) for story in pile.stories), pile.name) for pile in hand.piles)
    return Hand(hand.id, piles, tuple(int(places[story]) for story in hand.nowhere), hand.people, hand.revision)


def chances_together(rows: NDArray[np.float64], hands: Sequence[Hand]) -> tuple[NDArray[np.float32] | None, float]:
    """The chance that one more person puts two stories together, (n, n), and the weight of the prior in it.

    Nothing when no two stories were put together by anybody: such hands say nothing of what belongs together.
    """
    counts = judged(hands, len(rows), how_much_they_tell(hands))
    if not counts.together.sum():
        return None, USUAL_WEIGHT
    spread = centred(rows).astype(np.float32)
    prior = spread @ spread.T
    intercept, slope = calibrate(prior, counts)
    prior = expit(np.float32(intercept) + np.float32(slope) * prior)
    weight = weight_of_prior(prior, counts, cards_a_pair(hands))
    return smoothed(prior, counts, weight), weight


def cards_a_pair(hands: Sequence[Hand]) -> float:
    """How many cards were put down for each pair that they judged: pairs of one hand are not told independently."""
    pairs, _ = shares_together(hands)
    return float(sum(len(hand.stories) for hand in hands) / max(1.0, pairs.sum()))


def how_much_they_tell(hands: Sequence[Hand]) -> list[float]:
    """A weight for each hand, 1 for each person on average.

    Who makes three large piles puts many pairs together, and each says little; who makes thirty small ones says much
    with each. A grouping's adjusted Rand index with a person is its pairs in common above chance, divided by
    ½ (a + b) - a b, where a and b are the shares of pairs that the two put together (Hubert & Arabie 1985). Weighing
    people by that makes the sum over pairs the mean agreement with people.
    """
    pairs, shares = shares_together(hands)
    people = np.array([float(hand.people) for hand in hands])
    usual = float((pairs * shares * people).sum() / max(1.0, (pairs * people).sum()))
    shares = (pairs * shares + VOICES * usual) / (pairs + VOICES)
    weights = people / np.maximum((shares + usual) / 2 - shares * usual, 1e-6)
    return [float(weight) for weight in weights * people.sum() / max(weights.sum(), 1e-12)]


def calibrate(cosines: NDArray[np.float32], counts: Judged, rounds: int = 25) -> tuple[float, float]:
    """Intercept and slope of the logistic curve that turns a cosine into the chance to be put together.

    Newton's method with a slight pull of the slope to zero; where embeddings tell nothing of how people sort, the
    curve is flat and the prior says the same of every pair.
    """
    told, both, together = _told(cosines, counts)
    features = np.column_stack([np.ones_like(told), told])
    penalty = np.diag([1e-3, 0.1])
    overall = float(np.clip(together.sum() / both.sum(), 1e-3, 1 - 1e-3))
    curve = np.array([np.log(overall / (1 - overall)), 0.0])
    for _ in range(rounds):
        chance = expit(features @ curve)
        slope = features.T @ (together - both * chance) - penalty @ curve
        bend = (features * (both * chance * (1 - chance))[:, None]).T @ features + penalty
        step = np.clip(np.linalg.solve(bend, slope), -2.0, 2.0)
        curve = curve + step
        if np.abs(step).max() < 1e-9:
            break
    return float(curve[0]), max(0.0, float(curve[1]))


def _told(
    values: NDArray[np.float32], counts: Judged
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """For each pair that somebody had in hand, once: its value, and how often it was in hand and put together."""
    one, other = counts.both.nonzero()
    upper = one < other
    one, other = one[upper], other[upper]
    both = np.asarray(counts.both[one, other], dtype=np.float64).reshape(-1)
    together = np.asarray(counts.together[one, other], dtype=np.float64).reshape(-1)
    return values[one, other].astype(np.float64), both, together


def weight_of_prior(prior: NDArray[np.float32], counts: Judged, independent: float = 1.0) -> float:
    """How many people the embeddings count as: the weight under which the judgements are likeliest.

    Beta-binomial: each pair has a chance of its own, spread around the prior's the more the less the prior knows
    (empirical Bayes). Who puts down one card judges as many pairs as there are cards before it, so each pair counts
    as ``independent`` (a composite likelihood, Varin et al. 2011); counted in full, the pairs overrate the embeddings
    and twenty people with twenty stories agreed with others at 0.130 instead of 0.174. A pull to ``USUAL_WEIGHT``
    decides while hardly a pair was judged twice.
    """
    chance, both, together = _told(prior, counts)
    every = slice(None, None, -(-len(chance) // ENOUGH_PAIRS))
    chance, both, together = np.clip(chance[every], 1e-4, 1 - 1e-4), both[every], together[every]

    def likely(weight: float) -> float:
        yes, no = weight * chance, weight * (1 - chance)
        pull = 8.0 * np.log(weight / USUAL_WEIGHT) ** 2
        return float(independent * (betaln(together + yes, both - together + no) - betaln(yes, no)).sum() - pull)

    return max(WEIGHTS_OF_PRIOR, key=likely)


def smoothed(prior: NDArray[np.float32], counts: Judged, weight: float) -> NDArray[np.float32]:
    """Posterior mean of the chances, each story listening to its nearest as far as it was not judged itself, (n, n)."""
    together = np.asarray(weight * prior + counts.together.toarray(), dtype=np.float32)
    both: NDArray[np.float32] = counts.both.toarray().astype(np.float32) + np.float32(weight)
    np.fill_diagonal(together, 0.0)
    np.fill_diagonal(both, 0.0)
    share = listening(together, both, weight)
    heard, asked = share @ (share @ together).T, share @ (share @ both).T
    chance = np.asarray(heard / np.maximum(asked, 1e-9), dtype=np.float32)
    chance = np.asarray((chance + chance.T) / 2, dtype=np.float32)
    np.fill_diagonal(chance, 1.0)
    return chance


def listening(together: NDArray[np.float32], both: NDArray[np.float32], weight: float) -> csr_array:
    """Shares, (n, n) sparse, in which a story takes its judgements from itself and from its nearest stories."""
    stories = len(both)
    nearest = min(VOICES, stories - 1)
    if nearest < 1:
        return csr_array(np.eye(stories, dtype=np.float32))
    chance = together / np.maximum(both, 1e-9)
    columns = np.argsort(-chance, axis=1, kind="stable")[:, :nearest]
    heard = np.take_along_axis(chance, columns, axis=1)
    heard /= np.maximum(heard.sum(axis=1, keepdims=True), 1e-9)
    unheard = 0.5 * weight / np.maximum(both.sum(axis=1) / (stories - 1), weight)
    values = np.hstack([1.0 - unheard[:, None], heard * unheard[:, None]])
    columns = np.hstack([np.arange(stories)[:, None], columns])
    rows = np.repeat(np.arange(stories), nearest + 1)
    return csr_array((values.ravel(), (rows, columns.ravel())), shape=(stories, stories))


def hold_to(closeness: NDArray[np.float32], standing: Standing, places: NDArray[np.intp]) -> None:
    """Write what was decided on the board into the chances: together is certain, apart is out of the question."""
    decided = np.flatnonzero(standing.decided & (standing.labels >= 0))
    themes = standing.labels[decided]
    closeness[np.ix_(places[decided], places[decided])] = themes[:, None] == themes[None, :]
    for pairs, chance in ((standing.together, 1.0), (standing.apart, 0.0)):
        for one, other in pairs:
            closeness[places[one], places[other]] = closeness[places[other], places[one]] = chance
    np.fill_diagonal(closeness, 1.0)


def most_agreed(closeness: NDArray[np.float32], most_themes: int | None = None) -> NDArray[np.intp]:
    """The grouping that people are expected to agree with most, (n,): of all cuts of a tree, the best, settled.

    Average linkage (Sokal & Michener 1958) on the chances, cut where the expected adjusted Rand index is highest
    (PEAR, Fritsch & Ickstadt 2009); then each story goes where it keeps most company.
    """
    stories = len(closeness)
    if stories < 2:
        return np.zeros(stories, dtype=np.intp)
    tree = linkage(squareform(1.0 - closeness, checks=False), "average")
    size = best_cut(tree, float(closeness.sum(dtype=np.float64) - stories) / 2, most_themes)
    return settle(cuts(tree, [size])[0], closeness)


def best_cut(tree: NDArray[np.float64], chances: float, most_themes: int | None = None) -> int:
    """The number of groups at which the tree agrees most with the chances, whose sum over all pairs is given.

    The height of a merge is the mean distance between its two sides, so what each cut puts together, and how likely
    that is, adds up on the way from the leaves to the root.
    """
    stories = len(tree) + 1
    sizes = np.concatenate([np.ones(stories), tree[:, 3]])
    pairs = sizes[tree[:, 0].astype(np.intp)] * sizes[tree[:, 1].astype(np.intp)]
    here, likely = np.cumsum(pairs), np.cumsum(pairs * (1.0 - tree[:, 2]))
    expected = here * chances / (stories * (stories - 1) / 2)
    worth = (likely - expected) / np.maximum((here + chances) / 2 - expected, 1e-12)
    most = stories - 1 if most_themes is None else max(1, min(most_themes, stories - 1))
    return stories - 1 - (stories - 1 - most + int(np.argmax(worth[stories - 1 - most :])))


def with_themes(closeness: NDArray[np.float32], labels: NDArray[np.intp], themes: int) -> NDArray[np.float64]:
    """Mean chance of each story to be put with the stories of each theme, itself left out, (n, themes)."""
    if not themes:
        return np.zeros((len(labels), 0))
    mean, _ = company_with_groups(np.where(labels < 0, themes, labels), closeness)
    return np.asarray(mean[:, :themes], dtype=np.float64)
