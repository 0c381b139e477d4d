"""Comparing stored vectors: the worker's part of a search by meaning."""

from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from sqlmodel import Session, col, select

from models import Embedding, Story, StoryVersion

NEAREST = 24


def nearest(
    session: Session, workshop_id: UUID, model_hash: str, wanted: NDArray[np.float32]
) -> list[tuple[str, float]]:
    """The stories of the set whose stored vectors lie nearest to one, with their cosines."""
    query = (
        select(Story.id, Embedding.vector)
        .join(StoryVersion, (col(StoryVersion.story_id) == Story.id) & (col(StoryVersion.n) == Story.version))
        .join(Embedding, col(Embedding.story_version_id) == StoryVersion.id)
        .where(Story.workshop_id == workshop_id, Story.state == "in_set", Embedding.model_hash == model_hash)
        .order_by(col(Story.serial_no))
    )
    rows = session.exec(query).all()
    if not rows:
        return []
    cosines = np.stack([np.frombuffer(vector, dtype="<f4") for _, vector in rows]) @ wanted
    best = np.argsort(-cosines, kind="stable")[:NEAREST]
    return [(str(rows[at][0]), round(float(cosines[at]), 4)) for at in best]
