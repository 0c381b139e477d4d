"""From groups to suggestions: what would change on the board, and never what people decided."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.grouping.run_input import Material
from app.history.events import canonical
from clustering.continuity import match_themes
from clustering.dense import FEWEST_STORIES, DenseClusterer
from clustering.embedders import Embedder
from clustering.explain import discuss_first
from clustering.given import GivenTheme, Placement, place_in_given, something_new
from clustering.label import key_terms, suggest_name
from clustering.pipeline import ThemeSet, find_themes
from clustering.refine import Proposal, place_new, propose_moves
from clustering.tokens import words_of
from models.base import State
from models.grouping import RunMode, SuggestionKind
from models.payloads import NewThemePayload, Payload, PlacePayload

LIKELY = 0.5


@dataclass(frozen=True)
class Proposed:
    """One suggestion before it is a row."""

    kind: SuggestionKind
    payload: Payload
    explanation: dict[str, Any]

    @property
    def signature(self) -> str:
        """Names the suggestion: the same stories into the same theme is the same suggestion."""
        told: State = self.payload
        named = [
            self.kind,
            sorted(self.payload["story_ids"]),
            told.get("theme_id"),
            told.get("into_theme_id"),
            told.get("name") if self.kind == "rename" else None,
        ]
        return hashlib.sha256(canonical(named)).hexdigest()


@dataclass(frozen=True)
class Findings:
    """Everything a run found."""

    algorithm: str
    suggestions: list[Proposed]
    quality: dict[str, Any]
    discuss_first: list[str] = field(default_factory=list)
    labels: NDArray[np.intp] = field(default_factory=lambda: np.empty(0, dtype=np.intp))


def propose(material: Material, mode: RunMode, embedder: Embedder) -> Findings:
    """What the machine would change, for one kind of question.

    fresh: look at everything anew. refine: which stories belong elsewhere, going by what people decided.
    place_new: themes for the stories not placed yet, and nothing else. dense: only what clearly belongs together.
    """
    if not material.texts:
        return Findings("none", [], {"stories": 0})
    if mode == "dense":
        return dense(material)
    if not material.themes:
        return emergent(material)
    if mode == "refine" and material.placed:
        return refined(material, embedder)
    if mode == "place_new":
        return placed_new(material, embedder)
    if any(theme.origin == "declared" for theme in material.themes):
        return given(material, embedder)
    return again(material)


def emergent(material: Material) -> Findings:
    """An empty board: a new theme for each group of stories."""
    found = find(material)
    suggestions = [
        new_theme(material, found, theme.members, theme.name, theme.keywords, theme.exemplars) for theme in found.themes
    ]
    return Findings("find_themes", suggestions, measured(found), to_discuss(material, found.labels), found.labels)


def dense(material: Material) -> Findings:
    """New themes for dense groups of stories that nobody placed; the rest stays where it is.

    Small rooms get none, and are told how many stories density needs.
    """
    clusterer = DenseClusterer()
    found, standing = find(material, clusterer), material.standing
    suggestions = []
    for theme in found.themes:
        free = [row for row in theme.members if movable(material, row) and standing.labels[row] < 0]
        if len(free) > 1 and len(free) >= len(theme.members) / 2:
            suggestions.append(new_theme(material, found, free, theme.name, theme.keywords, theme.exemplars))
    quality = measured(found) | {"mean_outlier_score": round(float(clusterer.outlier_scores_.mean()), 4)}
    if len(material.texts) < FEWEST_STORIES:
        quality["needs_stories"] = FEWEST_STORIES
    return Findings("hdbscan", suggestions, quality, to_discuss(material, found.labels), found.labels)


def find(material: Material, clusterer: DenseClusterer | None = None) -> ThemeSet:
    languages = [text.language for text in material.texts]
    texts = [text.text for text in material.texts]
    return find_themes(texts, material.vectors, languages=languages, clusterer=clusterer)


def measured(found: ThemeSet) -> dict[str, Any]:
    told = {name: round(float(value), 4) for name, value in found.quality.items()}
    return told | {"stories": len(found.labels), "themes": len(found.themes)}


def again(material: Material) -> Findings:
    """Grouped anew beside the themes people know: what is the same keeps its name, the rest is a diff."""
    found, standing = find(material), material.standing
    same = match_themes(standing.labels, found.labels)
    suggestions = []
    for number, theme in enumerate(found.themes):
        free = [row for row in theme.members if movable(material, row)]
        if number in same:
            suggestions += into(material, free, same[number], found.strengths)
        elif len(free) > 1 and len(free) >= len(theme.members) / 2:
            suggestions.append(new_theme(material, found, free, theme.name, theme.keywords, theme.exemplars))
    return Findings("find_themes", suggestions, measured(found), to_discuss(material, standing.labels), found.labels)


def movable(material: Material, row: int) -> bool:
    """Whether the machine may suggest to move a story at all."""
    standing = material.standing
    return not standing.decided[row] and int(standing.labels[row]) not in standing.locked


def into(material: Material, rows: Sequence[int], column: int, strengths: NDArray[np.float64]) -> list[Proposed]:
    """Stories for a theme that is there: those not placed together, those elsewhere one by one."""
    standing = material.standing
    if column in standing.locked:
        return []
    wanted = [row for row in rows if standing.labels[row] != column and (row, column) not in standing.not_in]
    unplaced = [row for row in wanted if standing.labels[row] < 0]
    moves = [row for row in wanted if standing.labels[row] >= 0 and strengths[row] >= LIKELY]
    moves.sort(key=lambda row: -strengths[row])
    together = [to_theme(material, "place", unplaced, column, strengths)] if unplaced else []
    return together + [to_theme(material, "move", [row], column, strengths) for row in moves]


def to_theme(
    material: Material,
    kind: SuggestionKind,
    rows: Sequence[int],
    column: int,
    strengths: NDArray[np.float64],
    because: Sequence[int] = (),
) -> Proposed:
    theme = material.themes[column]
    payload: PlacePayload = {
        "story_ids": material.ids(rows),
        "strengths": rounded(strengths, rows),
        "theme_id": str(theme.id),
        "name": theme.name,
        "from": material.was_in(rows),
    }
    return Proposed(kind, payload, {"keywords": theme.keywords[:6], "because": material.ids(because)})


def rounded(values: NDArray[np.float64], rows: Sequence[int]) -> list[float]:
    return [round(float(values[row]), 4) for row in rows]


def new_theme(
    material: Material,
    found: ThemeSet | NDArray[np.float64],
    rows: Sequence[int],
    name: str,
    keywords: Iterable[str],
    exemplars: Iterable[int],
    said: Sequence[str] = (),
) -> Proposed:
    """A theme that is not on the board; `found` are the strengths, `said` the names that people gave it, best first."""
    words = shared_words(material, rows, keywords)
    name = said[0] if said else shared_name(material, rows, name, words)
    strengths, stability = (found.strengths, found.stability) if isinstance(found, ThemeSet) else (found, found)
    payload: NewThemePayload = {
        "story_ids": material.ids(rows),
        "strengths": rounded(strengths, rows),
        "stabilities": rounded(stability, rows),
        "name": name,
        "keywords": words,
        "from": material.was_in(rows),
    }
    told = {"keywords": words, "exemplars": material.ids(row for row in exemplars if row in set(rows))}
    return Proposed("new_theme", payload, told)


def shared_words(material: Material, rows: Sequence[int], words: Iterable[str]) -> list[str]:
    """The keywords that at least two stories use: one person's word alone would outlive the story's withdrawal."""
    told = [material.texts[row].text.lower() for row in rows]
    return [word for word in words if sum(word.lower() in text for text in told) > 1]


def shared_name(material: Material, rows: Sequence[int], name: str, keywords: Sequence[str]) -> str:
    """The suggested name if every telling word of it is used by two stories, else the keywords that are, else none."""
    telling = [word for word in words_of(name) if len(word) > 3]
    if telling and len(shared_words(material, rows, telling)) == len(telling):
        return name
    return ", ".join(keywords[:3])


def given(material: Material, embedder: Embedder) -> Findings:
    """Declared themes: each story where name, description and people's examples speak for it."""
    themes = [
        GivenTheme(theme.name, theme.description, material.examples(column))
        for column, theme in enumerate(material.themes)
    ]
    placement = place_in_given(material.vectors, themes, embedder)
    suggestions = []
    for column in range(len(themes)):
        rows = [int(row) for row in np.flatnonzero(placement.labels == column) if movable(material, int(row))]
        suggestions += into(material, rows, column, placement.strengths)
    suggestions += unheard_of(material, placement)
    quality = {
        "stories": len(material.texts),
        "themes": len(themes),
        "mean_strength": round(float(placement.strengths.mean()), 4),
    }
    return Findings("place_in_given", suggestions, quality, to_discuss(material, placement.labels), placement.labels)


def unheard_of(material: Material, placement: Placement) -> list[Proposed]:
    """Groups that fit no declared theme, each as a theme of its own."""
    texts, languages = [text.text for text in material.texts], [text.language for text in material.texts]
    found = []
    for group in something_new(material.vectors, placement):
        rows = [row for row in group if movable(material, row)]
        if len(rows) < 3:
            continue
        labels = np.full(len(texts), 1, dtype=np.intp)
        labels[rows] = 0
        keywords = key_terms(texts, labels, languages)[0]
        name = suggest_name(texts, tuple(rows), keywords, languages)
        found.append(new_theme(material, placement.strengths, rows, name, keywords, rows[:3]))
    return found


def named_vectors(material: Material, embedder: Embedder) -> NDArray[np.float32]:
    """The themes' names and descriptions as vectors, (themes, d)."""
    return embedder.embed([f"{theme.name}. {theme.description}".strip() for theme in material.themes])


def refined(material: Material, embedder: Embedder) -> Findings:
    """Moves that people's decisions speak for, surest first, each with the stories that speak for it."""
    proposals = propose_moves(material.vectors, material.standing, named_vectors(material, embedder))
    suggestions = [one(material, "move", proposal) for proposal in proposals]
    labels = material.standing.labels
    return Findings("propose_moves", suggestions, counted(material, proposals), to_discuss(material, labels), labels)


def placed_new(material: Material, embedder: Embedder) -> Findings:
    """Themes for stories not placed yet, together by theme; what fits nowhere stays where it is."""
    proposals = place_new(material.vectors, material.standing, named_vectors(material, embedder))
    strengths = np.zeros(len(material.texts))
    for proposal in proposals:
        strengths[proposal.story] = proposal.confidence
    suggestions = []
    for column in range(len(material.themes)):
        rows = sorted(proposal.story for proposal in proposals if proposal.theme == column)
        because = list(dict.fromkeys(row for p in proposals if p.theme == column for row in p.because))[:3]
        if rows:
            suggestions.append(to_theme(material, "place", rows, column, strengths, because))
    labels = material.standing.labels
    return Findings("place_new", suggestions, counted(material, proposals), to_discuss(material, labels), labels)


def one(material: Material, kind: SuggestionKind, proposal: Proposal) -> Proposed:
    strengths = np.zeros(len(material.texts))
    strengths[proposal.story] = proposal.confidence
    return to_theme(material, kind, [proposal.story], proposal.theme, strengths, proposal.because)


def counted(material: Material, proposals: Sequence[Proposal]) -> dict[str, Any]:
    return {"stories": len(material.texts), "themes": len(material.themes), "proposals": len(proposals)}


def to_discuss(material: Material, labels: NDArray[np.intp]) -> list[str]:
    """The stories whose place is least certain, to be talked about first."""
    if len(set(labels[labels >= 0].tolist())) < 2:
        return []
    return material.ids(discuss_first(material.vectors, labels))
