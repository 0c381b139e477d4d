"""Which stories the next hand holds: near each other, not judged together yet, none twice for one seat."""

from collections.abc import Sequence
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from sqlmodel import Session, col, select

from app.sorting.queries import serial_numbers
from clustering.deal import deal
from models import Embedding, SortingHand, SortingRound, Story, StoryVersion


def cards(session: Session, sorting: SortingRound, hands: Sequence[SortingHand], seat_id: UUID) -> list[str]:
    """The ids of the stories that a seat is dealt next; fewer, or none, when it had the others."""
    ids = [str(id) for id in serial_numbers(session, sorting.workshop_id, "workshop")]
    row_of = {id: row for row, id in enumerate(ids)}
    counted = [[row_of[id] for id in counting(hand) if id in row_of] for hand in hands]
    had = {row_of[id] for hand in hands if hand.seat_id == seat_id for id in hand.dealt if id in row_of}
    dealt = deal(vectors(session, sorting.workshop_id, row_of), sorting.size, counted, had=had, seed=len(hands))
    return [ids[row] for row in dealt]


def counting(hand: SortingHand) -> list[str]:
    """What a hand counts for when the next is dealt: all of it, or what was sorted once it is done."""
    if not hand.done:
        return hand.dealt
    return [*(id for pile in hand.piles for id in pile["story_ids"]), *hand.nowhere]


def vectors(session: Session, workshop_id: UUID, row_of: dict[str, int]) -> NDArray[np.float32]:
    """The newest model's vectors, a row for each story; zeros for one that has none yet, so it is near nothing."""
    query = (
        select(Story.id, Embedding.model_hash, Embedding.vector)
        .join(StoryVersion, (col(StoryVersion.story_id) == Story.id) & (col(StoryVersion.n) == Story.version))
        .join(Embedding, col(Embedding.story_version_id) == StoryVersion.id)
        .where(Story.workshop_id == workshop_id)
        .order_by(col(Embedding.created_at))
    )
    found = session.exec(query).all()
    newest = found[-1][1] if found else ""
    known = {str(id): np.frombuffer(vector, dtype="<f4") for id, model, vector in found if model == newest}
    rows = np.zeros((len(row_of), len(next(iter(known.values()), b"0"))), dtype=np.float32)
    for id, vector in known.items():
        if id in row_of:
            rows[row_of[id]] = vector
    return rows
