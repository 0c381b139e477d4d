"""Learning from what people did on the board, and never undoing it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import expit, logit

from clustering.consensus import neighbours
from clustering.geometry import as_rows, canonical_order, centred, similarity_to_groups

WORTH_READING = 0.3
"""Chance below which a proposal costs more attention than the drag it may save: reading costs a quarter of a drag.

With 0.25 and 0.35 a room spends 0.2 more per 100 stories; see the curve in the docs.
"""
PATIENCE = 2
"""Refusals at which the machine begins to ask itself whether it understands this room; a third tells of chance yet."""
REFUSALS_A_STORY_UNDERSTOOD = 1.5
"""So many more refusals are forgiven for each story that people put where the machine would have."""
NEWTON_STEPS = 20
"""Steps of at most 1; the log-odds of a room are found to the last digit well before."""
MIDDLE, SHARE, NAME = 5.0, 1.0, 2.0
"""Weights of a theme's middle, of its share of neighbours and of its name in how a story leans to it.

Cosines with middles differ by some 0.2 between themes where shares of neighbours differ by 1, so both count alike.
"""
LEVEL, SLOPE = -1.2, 0.8
"""Log-odds at no lead, and what a unit of lead adds: -1.4, -1.0, 0.5 and 1.2 each cost 0.1 to 0.2 more per 100."""
ROOMS_DIFFER = 2.0
"""Standard deviation between rooms of those log-odds: a sixth is accepted in one of ten rooms, over half in another.

With 1 and 3 the same to 0.03 per 100; 2 stays nearest to no proposals at all where themes do not show in the words.
"""
TOLD_LEVEL, TOLD_SLOPE = -0.5, 0.28
"""From those log-odds to the confidence that is told: logistic regression on 1,030 answers of the public draws.

The surest are looked at first and what remains is doubtful, so a lead says less of the next proposal than of all.
"""


@dataclass(frozen=True)
class Answer:
    """What people said to a proposal.

    Attributes
    ----------
    lead : float
        The proposal's lead, as it was made.
    accepted : bool
    """

    lead: float
    accepted: bool


@dataclass(frozen=True)
class Standing:
    """The board as it stands, and what people said about it.

    Attributes
    ----------
    labels : (n,) array of int
        Theme of each story now, -1 is not placed yet.
    decided : (n,) array of bool
        A person put the story where it is; it never moves.
    locked : frozenset of int
        Themes that nothing may enter or leave.
    not_in : frozenset of (story, theme)
        Placements that people refused.
    together, apart : tuple of (story, story)
        Pairs that belong in one theme, or in two.
    """

    labels: NDArray[np.intp]
    decided: NDArray[np.bool_]
    locked: frozenset[int] = frozenset()
    not_in: frozenset[tuple[int, int]] = frozenset()
    together: tuple[tuple[int, int], ...] = ()
    apart: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Proposal:
    """One story that might belong elsewhere.

    Attributes
    ----------
    story, theme : int
    confidence : float, 0 to 1
        Chance that people will agree.
    because : tuple of int
        The nearest stories that people put there; when there are none, the nearest that stand there.
    lead : float
        How much more the story leans to that theme than to where it is; what an Answer is given for.
    """

    story: int
    theme: int
    confidence: float
    because: tuple[int, ...]
    lead: float = 0.0


def propose_moves(
    vectors: ArrayLike,
    standing: Standing,
    theme_vectors: ArrayLike | None = None,
    answers: Sequence[Answer] = (),
) -> list[Proposal]:
    """Moves that the board and the decisions so far speak for, surest first.

    Parameters
    ----------
    vectors : (n, d) array
    standing : Standing
    theme_vectors : (themes, d) array, optional
        Embedded names or descriptions of the themes.
    answers : sequence of Answer, optional
        What people of this workshop said to proposals before; where they refused, less is proposed, where they
        accepted, more.

    Returns
    -------
    list of Proposal
        At most one per story. Whatever part of it is accepted, no constraint of the standing is broken.
    """
    rows = as_rows(vectors)
    leaning = leanings(rows, standing, theme_vectors)
    if not leaning.size or not (answers or understands(leaning, standing)):
        return []
    level = level_of(answers)
    wanted = []
    for story in np.flatnonzero(~standing.decided & (standing.labels >= 0)).tolist():
        theme, lead = _best_other(leaning[story], story, standing)
        chance = float(expit(level + SLOPE * lead))
        if theme >= 0 and chance > WORTH_READING:
            wanted.append((told(chance), story, theme, lead))
    return _proposals(rows, wanted, standing)


def told(chance: float) -> float:
    """The chance as it is told to people: of proposals with 0.4 four in ten are accepted."""
    return float(expit(TOLD_LEVEL + TOLD_SLOPE * logit(chance)))


def level_of(answers: Sequence[Answer]) -> float:
    """Log-odds in this room that a proposal without any lead is accepted: a random intercept of logistic regression.

    It starts at the level of other rooms and moves as far as the answers outweigh how much rooms differ (maximum a
    posteriori, by Newton's method); with no answers it stays.
    """
    expected = LEVEL + SLOPE * np.array([answer.lead for answer in answers])
    accepted = np.array([answer.accepted for answer in answers], dtype=np.float64)
    shift = 0.0
    for _ in range(NEWTON_STEPS):
        chance = expit(expected + shift)
        slope = (accepted - chance).sum() - shift / ROOMS_DIFFER**2
        curve = (chance * (1 - chance)).sum() + 1 / ROOMS_DIFFER**2
        shift += float(np.clip(slope / curve, -1.0, 1.0))
    return LEVEL + shift


def place_new(vectors: ArrayLike, standing: Standing, theme_vectors: ArrayLike | None = None) -> list[Proposal]:
    """Themes for the stories not placed yet; nothing else moves.

    A story fits a theme when it is no further from it than nine tenths of the stories placed are from theirs; what
    fits nowhere stays where it is.
    """
    rows = as_rows(vectors)
    leaning = leanings(rows, standing, theme_vectors)
    if not leaning.size:
        return []
    placed = np.flatnonzero(standing.labels >= 0)
    near_enough = np.quantile(leaning[placed, standing.labels[placed]], 0.1) if len(placed) else 0.0
    wanted = []
    for story in np.flatnonzero(~standing.decided & (standing.labels < 0)).tolist():
        theme, lean = _best_other(leaning[story], story, standing)
        if theme >= 0 and lean >= near_enough:
            rest = np.delete(leaning[story], theme).max(initial=0.0)
            wanted.append((float(expit(lean - rest)), story, theme, lean - rest))
    return _proposals(rows, wanted, standing)


def understands(leaning: NDArray[np.float64], standing: Standing) -> bool:
    """Whether the machine may go on proposing in a room of which only refusals are known.

    It may while the stories that people placed are mostly where it would have put them too, compared with how often
    it was refused. In rooms whose themes do not show in the words it soon falls silent.
    """
    decided = np.flatnonzero(standing.decided & (standing.labels >= 0))
    agreed = int((np.argmax(leaning[decided], axis=1) == standing.labels[decided]).sum())
    return len(standing.not_in) <= PATIENCE + REFUSALS_A_STORY_UNDERSTOOD * agreed


def leanings(
    rows: NDArray[np.float64], standing: Standing, theme_vectors: ArrayLike | None = None
) -> NDArray[np.float64]:
    """How much each story leans to each theme, (n, themes): its stories' middle, its share of neighbours, its name.

    A theme nobody is in, and that has no name given, draws nobody: minus infinity.
    """
    named = None if theme_vectors is None else as_rows(theme_vectors)
    themes = max(int(standing.labels.max(initial=-1)) + 1, 0 if named is None else len(named))
    if not len(rows) or not themes:
        return np.zeros((len(rows), 0))
    order = canonical_order(rows)
    spread, labels = centred(rows[order]), standing.labels[order]
    leaning = MIDDLE * as_if_equally_large(similarity_to_groups(spread, labels, themes), spread, labels)
    leaning += SHARE * shares_of_neighbours(spread, labels, themes)
    empty = np.bincount(labels[labels >= 0], minlength=themes) == 0
    if named is not None and len(named) > 1:
        leaning[:, : len(named)] += NAME * spread @ centred(named).T
        empty[: len(named)] = False
    leaning[:, empty] = -np.inf
    return leaning[np.argsort(order)]


def as_if_equally_large(
    likeness: NDArray[np.float64], spread: NDArray[np.float64], labels: NDArray[np.intp]
) -> NDArray[np.float64]:
    """Cosines with theme middles, made comparable between small and large themes, (n, themes).

    The mean of many stories points more surely in a theme's direction than one story does, so cosines with it are
    higher. With a mean cosine r within themes, m stories reach the share sqrt(m r / (1 + (m - 1) r)) of what a theme
    of infinitely many would; the cosines are divided by it (attenuation, Spearman 1904).
    """
    themes = likeness.shape[1]
    belongs = (labels[:, None] == np.arange(themes)).astype(np.float64)
    sizes = belongs.sum(axis=0)
    totals = ((belongs.T @ spread) ** 2).sum(axis=1)
    pairs = (sizes * (sizes - 1)).sum()
    alike = float(np.clip((totals.sum() - sizes.sum()) / pairs, 0.05, 0.9)) if pairs else 0.2
    others = np.maximum(sizes - belongs, 1.0)
    return np.asarray(likeness * np.sqrt((1 + (others - 1) * alike) / (others * alike)))


def shares_of_neighbours(spread: NDArray[np.float64], labels: NDArray[np.intp], themes: int) -> NDArray[np.float64]:
    """Share of each story's placed neighbours in each theme, (n, themes), the nearer counting more."""
    if len(spread) < 3:
        return np.zeros((len(spread), themes))
    heard = neighbours(spread @ spread.T, 1.0) @ (labels[:, None] == np.arange(themes)).astype(np.float64)
    return np.asarray(heard / np.maximum(heard.sum(axis=1, keepdims=True), 1e-9))


def _best_other(leaning: NDArray[np.float64], story: int, standing: Standing) -> tuple[int, float]:
    """The theme that a story leans to most among those it may enter, and its lead over where it stands; -1 if none."""
    now = int(standing.labels[story])
    allowed = [
        theme
        for theme in range(len(leaning))
        if theme != now and np.isfinite(leaning[theme]) and _allowed(story, theme, standing)
    ]
    if not allowed:
        return -1, 0.0
    best = max(allowed, key=lambda theme: leaning[theme])
    return best, float(leaning[best] - (leaning[now] if now >= 0 else 0.0))


def _proposals(
    rows: NDArray[np.float64], wanted: list[tuple[float, int, int, float]], standing: Standing
) -> list[Proposal]:
    """Surest first, without those that would break a pair together with a surer one, each with its reasons."""
    rank = np.argsort(canonical_order(rows))
    wanted.sort(key=lambda one: (-one[0], rank[one[1]]))
    spread = centred(rows)
    kept = _without_conflict(wanted, standing)
    return [
        Proposal(story, theme, sure, _speakers(spread, story, theme, standing), lead)
        for sure, story, theme, lead in kept
    ]


def _allowed(story: int, theme: int, standing: Standing) -> bool:
    if theme in standing.locked or int(standing.labels[story]) in standing.locked:
        return False
    if (story, theme) in standing.not_in:
        return False
    partners = list(_partners(story, standing.together))
    if any(standing.labels[other] != theme for other in partners):
        return False
    return all(standing.labels[other] != theme for other in _partners(story, standing.apart))


def _partners(story: int, pairs: Iterable[tuple[int, int]]) -> Iterable[int]:
    for one, other in pairs:
        if one == story:
            yield other
        elif other == story:
            yield one


def _without_conflict(
    wanted: Sequence[tuple[float, int, int, float]], standing: Standing
) -> list[tuple[float, int, int, float]]:
    """Leave out every move that would break a pair if a surer one were accepted as well."""
    going: dict[int, int] = {}
    kept = []
    for sure, story, theme, lead in wanted:
        tied = any(other in going for other in _partners(story, standing.together))
        crossed = any(going.get(other) == theme for other in _partners(story, standing.apart))
        if not tied and not crossed:
            going[story] = theme
            kept.append((sure, story, theme, lead))
    return kept


def _speakers(
    spread: NDArray[np.float64], story: int, theme: int, standing: Standing, most: int = 3
) -> tuple[int, ...]:
    there = standing.labels == theme
    there[story] = False
    people = np.flatnonzero(there & standing.decided)
    voices = people if len(people) else np.flatnonzero(there)
    nearest = np.argsort(-(spread[voices] @ spread[story]), kind="stable")[:most]
    return tuple(int(voice) for voice in voices[nearest])


def violations(labels: ArrayLike, standing: Standing) -> list[str]:
    """Every promise of the standing that these labels break, one sentence each."""
    new = np.asarray(labels, dtype=np.intp)
    old = standing.labels
    moved = np.flatnonzero(new != old)
    broken = [f"story {story} was decided by a person and moved" for story in moved if standing.decided[story]]
    broken += [f"story {story} left locked theme {old[story]}" for story in moved if int(old[story]) in standing.locked]
    broken += [f"story {s} entered locked theme {new[s]}" for s in moved if int(new[s]) in standing.locked]
    broken += [f"story {s} was refused in theme {t}" for s, t in sorted(standing.not_in) if new[s] == t and old[s] != t]
    broken += [
        f"stories {a} and {b} belong together" for a, b in standing.together if new[a] != new[b] and old[a] == old[b]
    ]
    broken += [
        f"stories {a} and {b} belong apart" for a, b in standing.apart if new[a] == new[b] != -1 and old[a] != old[b]
    ]
    return broken
