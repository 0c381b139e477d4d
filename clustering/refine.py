"""Learning from what people did on the board, and never undoing it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from clustering.geometry import as_rows, centred, similarity_to_groups, unit

SURE_ENOUGH = 0.5
"""Chance below which a move is not worth a person's reading."""


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
    """

    story: int
    theme: int
    confidence: float
    because: tuple[int, ...]


def propose_moves(vectors: ArrayLike, standing: Standing, theme_vectors: ArrayLike | None = None) -> list[Proposal]:
    """Moves that the decisions so far speak for, surest first.

    Parameters
    ----------
    vectors : (n, d) array
    standing : Standing
    theme_vectors : (themes, d) array, optional
        Embedded names or descriptions of the themes.

    Returns
    -------
    list of Proposal
        At most one per story. Whatever part of it is accepted, no constraint of the standing is broken.
    """
    movable = ~standing.decided & (standing.labels >= 0)
    return _propose(vectors, standing, theme_vectors, movable)


def place_new(vectors: ArrayLike, standing: Standing, theme_vectors: ArrayLike | None = None) -> list[Proposal]:
    """Themes for the stories not placed yet; nothing else moves. What fits nowhere stays where it is."""
    return _propose(vectors, standing, theme_vectors, ~standing.decided & (standing.labels < 0))


def _propose(
    vectors: ArrayLike, standing: Standing, theme_vectors: ArrayLike | None, movable: NDArray[np.bool_]
) -> list[Proposal]:
    rows = as_rows(vectors)
    chances = chances_of(rows, standing, theme_vectors)
    if not chances.size:
        return []
    wanted = []
    for story in np.flatnonzero(movable).tolist():
        allowed = np.array([_allowed(story, theme, standing) for theme in range(chances.shape[1])])
        theme = int(np.argmax(np.where(allowed, chances[story], -1.0)))
        if allowed[theme] and theme != standing.labels[story] and chances[story, theme] > SURE_ENOUGH:
            wanted.append((float(chances[story, theme]), story, theme))
    rank = {story: place for place, story in enumerate(_value_order(rows))}
    wanted.sort(key=lambda one: (-one[0], rank[one[1]]))
    spread = centred(rows)
    kept = _without_conflict(wanted, standing)
    return [Proposal(story, theme, sure, _speakers(spread, story, theme, standing)) for sure, story, theme in kept]


def _value_order(rows: NDArray[np.float64]) -> Sequence[int]:
    return [int(story) for story in np.lexsort(rows.T[::-1])]


def chances_of(
    rows: NDArray[np.float64], standing: Standing, theme_vectors: ArrayLike | None = None
) -> NDArray[np.float64]:
    """Chance of every story to belong in every theme, (n, themes)."""
    named = None if theme_vectors is None else as_rows(theme_vectors)
    themes = max(int(standing.labels.max(initial=-1)) + 1, 0 if named is None else len(named))
    if not len(rows) or not themes:
        return np.zeros((len(rows), 0))
    spread = centred(rows)
    scores = similarity_to_groups(spread, standing.labels, themes)
    decided = np.where(standing.decided, standing.labels, -1)
    scores = scores + 0.5 * similarity_to_groups(spread, decided, themes)
    if named is not None and len(named) > 1:
        scores[:, : len(named)] += 0.5 * spread @ unit(centred(named)).T
    raised = np.exp(8.0 * (scores - scores.max(axis=1, keepdims=True)))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))


def _allowed(story: int, theme: int, standing: Standing) -> bool:
    now = int(standing.labels[story])
    if theme != now and (theme in standing.locked or now in standing.locked):
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


def _without_conflict(wanted: Sequence[tuple[float, int, int]], standing: Standing) -> list[tuple[float, int, int]]:
    """Leave out every move that would break a pair if a surer one were accepted as well."""
    going: dict[int, int] = {}
    kept = []
    for sure, story, theme in wanted:
        tied = any(other in going for other in _partners(story, standing.together))
        crossed = any(going.get(other) == theme for other in _partners(story, standing.apart))
        if not tied and not crossed:
            going[story] = theme
            kept.append((sure, story, theme))
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
