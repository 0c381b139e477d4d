"""What a grouping run looks at: the stories, their vectors and the board, as plain sequences."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from app.history.events import canonical
from app.history.kinds.kind import batches
from app.history.memberships import is_primary
from clustering.refine import Standing
from models import Embedding, GroupingRun, Membership, Story, StoryVersion, Suggestion, Theme
from models.base import new_id, now


@dataclass(frozen=True)
class Text:
    """One story as the model reads it."""

    story_id: UUID
    version_id: UUID
    language: str
    text: str

    @property
    def hash(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()


def texts_of(session: Session, workshop_id: UUID) -> list[Text]:
    """The stories of the set, in the order of their serial numbers: headline and notes, a line each."""
    query = (
        select(Story, StoryVersion.id)
        .join(StoryVersion, (col(StoryVersion.story_id) == Story.id) & (col(StoryVersion.n) == Story.version))
        .where(Story.workshop_id == workshop_id, Story.state == "in_set")
        .order_by(col(Story.serial_no))
    )
    return [as_text(story, version_id) for story, version_id in session.exec(query)]


def arrivals(session: Session, model_hash: str, since: datetime, most: int) -> list[Text]:
    """Stories told or changed since a moment that have no vector of this model yet, oldest first."""
    query = (
        select(Story, StoryVersion.id)
        .join(StoryVersion, (col(StoryVersion.story_id) == Story.id) & (col(StoryVersion.n) == Story.version))
        .outerjoin(
            Embedding, (col(Embedding.story_version_id) == StoryVersion.id) & (col(Embedding.model_hash) == model_hash)
        )
        .where(Story.updated_at > since, Story.state == "in_set", col(Embedding.id).is_(None))
        .order_by(col(Story.updated_at))
        .limit(most)
    )
    return [as_text(story, version_id) for story, version_id in session.exec(query)]


def on_its_way(session: Session, since: datetime) -> bool:
    """Whether a run that was asked for after a moment waits or works, in any workshop."""
    query = select(GroupingRun.id).where(
        col(GroupingRun.state).in_(("queued", "running")), GroupingRun.created_at > since
    )
    return session.exec(query.limit(1)).first() is not None


def as_text(story: Story, version_id: UUID) -> Text:
    return Text(story.id, version_id, story.language, "\n".join([story.headline, *story.notes]))


def vectors_of(session: Session, texts: list[Text], model_hash: str) -> dict[UUID, bytes]:
    """The vectors there are already, by story version."""
    found: dict[UUID, bytes] = {}
    for batch in batches([text.version_id for text in texts]):
        query = select(Embedding.story_version_id, Embedding.vector).where(
            col(Embedding.story_version_id).in_(batch), Embedding.model_hash == model_hash
        )
        found.update(session.exec(query).all())
    return found


def store_vectors(
    session: Session, texts: list[Text], vectors: NDArray[np.float32], model_name: str, model_hash: str
) -> None:
    """Keep vectors, each with the version it was made from.

    A story edited or withdrawn meanwhile is passed over, and so is one that another worker embedded first.
    """
    alive = set(session.exec(select(StoryVersion.id).where(col(StoryVersion.id).in_([t.version_id for t in texts]))))
    rows = [
        {
            "id": new_id(),
            "created_at": now(),
            "created_by": "machine",
            "story_version_id": text.version_id,
            "model_name": model_name,
            "model_hash": model_hash,
            "vector": np.ascontiguousarray(vector, dtype="<f4").tobytes(),
        }
        for text, vector in zip(texts, vectors, strict=True)
        if text.version_id in alive
    ]
    if rows:
        connection = session.connection()
        insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
        connection.execute(insert(Embedding).on_conflict_do_nothing(), rows)


@dataclass(frozen=True)
class Material:
    """The stories and the board at one moment, rows and columns instead of ids.

    Attributes
    ----------
    texts, vectors
        n stories and their (n, d) embeddings.
    themes
        The themes on the board, in their order.
    memberships
        What the board says of each story, refusals too.
    """

    texts: list[Text]
    vectors: NDArray[np.float32]
    themes: list[Theme]
    memberships: list[Membership]

    @cached_property
    def row_of(self) -> dict[UUID, int]:
        return {text.story_id: row for row, text in enumerate(self.texts)}

    @cached_property
    def column_of(self) -> dict[UUID, int]:
        return {theme.id: column for column, theme in enumerate(self.themes)}

    @cached_property
    def placed(self) -> dict[int, Membership]:
        """The membership that says where a story is, by row."""
        return {
            self.row_of[m.story_id]: m
            for m in self.memberships
            if is_primary(m.role, m.state) and m.theme_id in self.column_of
        }

    @cached_property
    def standing(self) -> Standing:
        """The board in the words of the clustering library."""
        labels = np.full(len(self.texts), -1, dtype=np.intp)
        decided = np.zeros(len(self.texts), dtype=np.bool_)
        for row, membership in self.placed.items():
            labels[row] = self.column_of[membership.theme_id]
            decided[row] = membership.pinned or membership.state == "confirmed"
        refused = frozenset(
            (self.row_of[m.story_id], self.column_of[m.theme_id])
            for m in self.memberships
            if m.state == "refused" and m.theme_id in self.column_of
        )
        return Standing(labels, decided, self.locked, refused)

    @property
    def locked(self) -> frozenset[int]:
        return frozenset(column for column, theme in enumerate(self.themes) if theme.locked)

    def ids(self, rows: Iterable[int]) -> list[str]:
        return [str(self.texts[row].story_id) for row in rows]

    def was_in(self, rows: Iterable[int]) -> dict[str, str]:
        """Where the machine saw each story, for those that were somewhere."""
        return {str(self.texts[row].story_id): str(self.placed[row].theme_id) for row in rows if row in self.placed}

    def examples(self, column: int) -> tuple[int, ...]:
        """The stories that people put into a theme."""
        standing = self.standing
        return tuple(int(row) for row in np.flatnonzero((standing.labels == column) & standing.decided))

    @property
    def input_hash(self) -> str:
        return hashlib.sha256(canonical([[str(t.story_id), t.hash] for t in self.texts])).hexdigest()


def read_material(session: Session, workshop_id: UUID, texts: list[Text], vectors: NDArray[np.float32]) -> Material:
    """Stories and board, read together."""
    themes = session.exec(
        select(Theme)
        .where(Theme.workshop_id == workshop_id, Theme.state != "retired")
        .order_by(col(Theme.position), col(Theme.id))
    ).all()
    rows = {text.story_id for text in texts}
    memberships = [
        membership
        for batch in batches([theme.id for theme in themes])
        for membership in session.exec(select(Membership).where(col(Membership.theme_id).in_(batch)))
        if membership.story_id in rows
    ]
    return Material(texts, vectors, list(themes), memberships)


def refused_signatures(session: Session, workshop_id: UUID) -> set[str]:
    """What people said no to; it does not come back unchanged."""
    query = select(Suggestion.signature).where(Suggestion.workshop_id == workshop_id, Suggestion.state == "refused")
    return set(session.exec(query))
