"""What confirmed examples teach beyond the names of the themes, weighed by how well they foretell one another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

WEIGHTS = np.array([0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0])
"""Weights of examples that are tried, in log-chances; at 10 hardly anything is left of the names."""
SHARPER = np.array([0.5, 0.7, 1.0, 1.4, 2.0])
"""Factors tried on all log-chances, so that a room whose names say little is told so by lower strengths."""
COST_OF_WEIGHT = 0.7
"""Log-chance that a unit of weight must win back on examples left out: the rate of an exponential prior.

With 0.3 a sheet with 11 stories left over loses 0.04 at eight examples, with 1.0 named sets gain half as much.
"""
WEIGHT_BEFORE_SEEN = 4.0
"""The weight expected where the names already place every example rightly; none where they do no better than chance.

Alone at work with one example a theme, where nothing can be left out: 2, 3, 4 and 5 differ by less than 0.005.
"""
SAME_FOR_ALL = 0.1
"""Likeness that all stories have: lets examples say that a theme's name draws too many, or too few.

With 0 eight examples gain 0.02 less; with 0.3 a room's habit of confirming equally many in each theme, large or
small, is taken for the size of the themes (the intercept of a case-control sample, Prentice & Pyke 1979).
"""
RIDGE = 1.0
"""Noise of one example against its likeness with itself; with 0.5 one example speaks too loudly, with 2 too low."""
PAIRINGS = 3
"""Ways in which examples of different themes are left out together; one way is a matter of luck, five say the same."""
FAINTEST = 1e-6
"""Chances are not read below this; one certain mistake would outweigh all other examples."""


@dataclass(frozen=True)
class Lesson:
    """How far the examples of one room are to be believed.

    Attributes
    ----------
    weight : float
        0 where they say nothing, more as they agree.
    sharpness : float
        Factor on the log-chances.
    surprise, surprise_without : float
        Log loss of the examples left out (natural logarithm, summed) with that weight, and by the names alone; the
        first is never above the second.
    """

    weight: float = 0.0
    sharpness: float = 1.0
    surprise: float = 0.0
    surprise_without: float = 0.0


def taught(
    chances: NDArray[np.float64], likeness: NDArray[np.float64], examples: NDArray[np.intp], themes: NDArray[np.intp]
) -> tuple[NDArray[np.float64], Lesson]:
    """Chances after the examples were heard, (n, themes), and how far they were believed.

    Parameters
    ----------
    chances : (n, themes) array
        By the names and descriptions alone.
    likeness : (n, examples) array
        Of each story with each example; positive semi-definite between the examples.
    examples, themes : (examples,) arrays of int
        Which stories, and the theme each is an example of.

    Notes
    -----
    A kernel ridge regression of what the names got wrong on the examples, added to the log-chances of the names
    (zero-shot offset, residual on top) with a weight that is estimated by leave-one-out cross-validation.
    """
    known = likeness[examples]
    wrong = (themes[:, None] == np.arange(chances.shape[1])) - chances[examples]
    inverse = np.asarray(np.linalg.inv(SAME_FOR_ALL + known + RIDGE * np.eye(len(examples))), dtype=np.float64)
    said = np.log(np.maximum(chances, FAINTEST))
    lesson = weighed(said[examples], left_out(inverse, wrong, themes), themes)
    residual = (SAME_FOR_ALL + likeness) @ (inverse @ wrong)
    return softmax(lesson.sharpness * (said + lesson.weight * residual)), lesson


def left_out(inverse: NDArray[np.float64], wrong: NDArray[np.float64], themes: NDArray[np.intp]) -> NDArray[np.float64]:
    """What the other examples foretell of each, (examples, themes), in closed form.

    One of each theme is left out at a time. Were a single one left out, its theme would be the smallest of all
    whenever it is asked for, and examples would seem to mislead (stratified cross-validation, Kohavi 1995).
    """
    learnt = inverse @ wrong
    foretold = np.zeros_like(wrong)
    for fold in folds(themes):
        foretold[fold] += wrong[fold] - np.linalg.solve(inverse[np.ix_(fold, fold)], learnt[fold])
    return foretold / PAIRINGS


def folds(themes: NDArray[np.intp]) -> Iterator[NDArray[np.intp]]:
    """Rows to leave out together, at most one of each theme; every row comes once in each of the pairings."""
    for shift in range(PAIRINGS):
        turn = np.zeros(len(themes), dtype=np.intp)
        for theme in np.unique(themes):
            mine = np.flatnonzero(themes == theme)
            turn[mine] = (np.arange(len(mine)) + shift * theme) % len(mine)
        for now in range(int(turn.max(initial=-1)) + 1):
            yield np.flatnonzero(turn == now)


def weighed(said: NDArray[np.float64], foretold: NDArray[np.float64], themes: NDArray[np.intp]) -> Lesson:
    """The weight and sharpness under which the examples surprise least, after what weight costs.

    Judged are the examples whose theme has another one; a weight is taken only if it surprises no more than none.
    """
    expected = WEIGHT_BEFORE_SEEN * understood(said, themes)
    others = np.flatnonzero(np.bincount(themes)[themes] > 1)
    if not len(others):
        return Lesson(expected)
    tried = [[factor * (said + weight * foretold)[others] for weight in WEIGHTS] for factor in SHARPER]
    surprise = np.array([[_surprise(scores, themes[others]) for scores in row] for row in tried])
    names_alone = surprise[SHARPER == 1.0, 0][0]
    allowed = (surprise <= surprise[:, :1]) & (surprise <= names_alone)
    cost = COST_OF_WEIGHT * np.abs(WEIGHTS - expected) + np.log(SHARPER)[:, None] ** 2
    factor, weight = np.unravel_index(np.argmin(np.where(allowed, surprise + cost, np.inf)), surprise.shape)
    return Lesson(float(WEIGHTS[weight]), float(SHARPER[factor]), float(surprise[factor, weight]), float(names_alone))


def understood(said: NDArray[np.float64], themes: NDArray[np.intp]) -> float:
    """How much better than chance the names place the examples, 0 to 1.

    Names and examples are read by the same likeness; where it told names from one another it may be believed of
    examples.
    """
    many = said.shape[1]
    right = float(np.exp(said)[np.arange(len(themes)), themes].mean())
    return max(0.0, (many * right - 1) / (many - 1)) if many > 1 else 0.0


def _surprise(scores: NDArray[np.float64], themes: NDArray[np.intp]) -> float:
    chances = softmax(scores)[np.arange(len(themes)), themes]
    return float(-np.log(np.maximum(chances, FAINTEST)).sum())


def softmax(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Scores as chances that sum to 1 in each row."""
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))
