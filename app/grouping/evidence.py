"""Why each story is where it is: worked out by the worker, kept as ids, numbers and places in the text."""

from collections.abc import Sequence
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from sqlmodel import Session, col, select

from app.grouping.propose import propose
from app.grouping.run_input import Material
from app.grouping.sorted_by_people import sorted_by_people
from clustering.embedders import Embedder
from clustering.explain import explain_story
from clustering.hands import Hand
from models import StoryEvidence, StoryVersion
from models.grouping import RunMode


def labels_to_explain(
    material: Material, mode: RunMode, embedder: Embedder, hands: Sequence[Hand] | None = None
) -> NDArray[np.intp]:
    """The groups to explain: the themes on the board, or what the machine suggests while most is not placed."""
    standing = material.standing.labels
    if len(standing) and (standing >= 0).mean() > 0.5:
        return standing
    found = propose(material, mode, embedder) if hands is None else sorted_by_people(material, hands)
    return found.labels


def explain(
    material: Material, labels: NDArray[np.intp], rows: Sequence[int], embedder: Embedder, run_id: UUID
) -> list[StoryEvidence]:
    """The evidence for some of the stories."""
    return [explain_one(material, labels, row, embedder, run_id) for row in rows]


def explain_one(
    material: Material, labels: NDArray[np.intp], row: int, embedder: Embedder, run_id: UUID
) -> StoryEvidence:
    texts = [text.text for text in material.texts]
    language = [material.texts[row].language]
    told = explain_story(row, texts, material.vectors, labels, embedder, languages=language)
    starts = [(texts[row].find(phrase), len(phrase)) for phrase in told.phrases]
    return StoryEvidence(
        run_id=run_id,
        story_id=material.texts[row].story_id,
        story_version_id=material.texts[row].version_id,
        margin=round(told.margin, 4),
        stability=round(told.stability, 4),
        nearest=near(material, told.nearest),
        against=near(material, told.against),
        phrases=[[start, start + length] for start, length in starts if start >= 0],
    )


def near(material: Material, found: Sequence[tuple[int, float]]) -> list[list[str | float]]:
    return [[str(material.texts[row].story_id), round(cosine, 4)] for row, cosine in found]


def store_evidence(session: Session, evidence: list[StoryEvidence]) -> None:
    """Keep the newest evidence for each story whose words have not changed meanwhile."""
    versions = [one.story_version_id for one in evidence]
    alive = set(session.exec(select(StoryVersion.id).where(col(StoryVersion.id).in_(versions))))
    for one in evidence:
        if one.story_version_id in alive:
            session.merge(one)
