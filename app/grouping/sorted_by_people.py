"""What the room sorted becomes suggestions, as any other run's: nothing moves until somebody accepts."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

import numpy as np
from sqlmodel import Session, col, select

from app.grouping.hands import as_sorted
from app.grouping.propose import Findings, Proposed, into, movable, new_theme, to_discuss
from app.grouping.run_input import Material
from clustering.continuity import match_themes
from clustering.hands import Hand, coverage
from clustering.label import key_terms, suggest_name
from clustering.sorts import SortGrouping
from models import GroupingRun, SortingHand
from models.search_text import folded

OFFERED_NAMES = 3


def hands_for(session: Session, run: GroupingRun, material: Material) -> list[Hand]:
    """What was sorted in the round that a run is about; nothing for a run about none."""
    query = select(SortingHand).where(SortingHand.round_id == run.sorting_round_id).order_by(col(SortingHand.id))
    row_of = {str(id): row for id, row in material.row_of.items()}
    return as_sorted(session.exec(query), row_of) if run.sorting_round_id else []


def sorted_by_people(material: Material, hands: Sequence[Hand]) -> Findings:
    """Groups that people agree with most; beside the themes people know, what is the same keeps its name."""
    if not material.texts:
        return Findings("none", [], {"stories": 0})
    found = SortGrouping().fit(material.vectors, hands=hands, standing=material.standing)
    labels, strengths = found.labels_, found.strengths_
    texts, languages = [text.text for text in material.texts], [text.language for text in material.texts]
    keywords = key_terms(texts, labels, languages)
    same = match_themes(material.standing.labels, labels)
    suggestions: list[Proposed] = []
    for number in range(int(labels.max(initial=-1)) + 1):
        members = [int(row) for row in np.flatnonzero(labels == number)]
        free = [row for row in members if movable(material, row)]
        if number in same:
            suggestions += into(material, free, same[number], strengths)
        elif len(free) > 1 and len(free) >= len(members) / 2:
            said = names_of_piles(hands, members)
            name = suggest_name(texts, tuple(free), keywords[number], languages)
            typical = sorted(free, key=lambda row: (-strengths[row], row))[:3]
            suggestions.append(new_theme(material, strengths, free, name, keywords[number], typical, said))
    told = coverage(hands, len(texts))
    quality = {
        "stories": len(texts),
        "themes": int(labels.max(initial=-1)) + 1,
        "people": told.people,
        "stories_sorted": round(told.stories, 4),
        "pairs_judged": round(told.pairs, 4),
        "weight_of_embeddings": found.weight_of_prior_,
    }
    least_agreed = material.ids(int(row) for row in np.argsort(found.margins_, kind="stable") if labels[row] >= 0)
    return Findings("sort_grouping", suggestions, quality, least_agreed[: len(to_discuss(material, labels))], labels)


def names_of_piles(hands: Iterable[Hand], members: Sequence[int]) -> list[str]:
    """Names that at least two hands gave to piles much like these stories, best first; none rather than one's own."""
    wanted = set(members)
    weight: defaultdict[str, float] = defaultdict(float)
    spelt: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for hand in hands:
        seen = {story for pile in hand.piles for story in pile.stories} & wanted
        fits = {pile: len(wanted.intersection(pile.stories)) for pile in hand.piles if pile.name.strip()}
        for pile, inside in fits.items():
            if 2 * inside > len(pile.stories):  # most of the pile is in the theme
                weight[folded(pile.name)] += hand.people * inside / max(1, len(seen))
                spelt[folded(pile.name)][pile.name.strip()] += 1
    shared = [name for name in weight if sum(spelt[name].values()) > 1]
    shared.sort(key=lambda name: (-weight[name], name))
    return [
        min(spelt[name], key=lambda spelling: (-spelt[name][spelling], spelling)) for name in shared[:OFFERED_NAMES]
    ]
