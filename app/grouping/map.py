"""Which stories lie next to which, and where on the map."""

from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from sqlmodel import Session, col, select

from app.grouping.run_input import Material
from app.history.kinds.kind import batches
from clustering.layout import layout
from models import Story, StoryPlace

NEIGHBOURS, ROWS_AT_ONCE = 12, 1000


def places_before(session: Session, material: Material) -> NDArray[np.float64]:
    """Where each story was on the last map, (n, 2); NaN for those that were on none."""
    found = np.full((len(material.texts), 2), np.nan)
    for batch in batches([text.story_id for text in material.texts]):
        for place in session.exec(select(StoryPlace).where(col(StoryPlace.story_id).in_(batch))):
            found[material.row_of[place.story_id]] = (place.x, place.y)
    return found


def locate(material: Material, before: NDArray[np.float64], run_id: UUID) -> list[StoryPlace]:
    """Map and neighbours of every story."""
    if not material.texts:
        return []
    spots = layout(material.vectors, previous=before)
    return [
        StoryPlace(story_id=text.story_id, run_id=run_id, x=round(float(x), 5), y=round(float(y), 5), similar=similar)
        for text, (x, y), similar in zip(material.texts, spots, neighbours(material), strict=True)
    ]


def neighbours(material: Material) -> list[list[list[str | float]]]:
    """The nearest other stories of each, with their cosines."""
    vectors, ids = material.vectors, [str(text.story_id) for text in material.texts]
    found = []
    for start in range(0, len(vectors), ROWS_AT_ONCE):
        alike = vectors[start : start + ROWS_AT_ONCE] @ vectors.T
        for row, cosines in enumerate(alike, start):
            cosines[row] = -np.inf
            nearest = np.argsort(-cosines, kind="stable")[: min(NEIGHBOURS, len(ids) - 1)]
            found.append([[ids[other], round(float(cosines[other]), 4)] for other in nearest])
    return found


def store_places(session: Session, places: list[StoryPlace]) -> None:
    """Keep the newest place of each story that is still in the set."""
    ids = [place.story_id for place in places]
    there = set(session.exec(select(Story.id).where(col(Story.id).in_(ids), Story.state == "in_set")))
    for place in places:
        if place.story_id in there:
            session.merge(place)
