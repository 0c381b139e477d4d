"""What the log must know of a kind of subject: how its state is read from rows, and how a state becomes rows again."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Generic, TypeVar
from uuid import UUID

from sqlmodel import Session

from models import Workshop
from models.base import State

S = TypeVar("S", bound=State)


@dataclass(frozen=True)
class Writing:
    """The event whose states are written: in which workshop, as which link of its log, by whom."""

    workshop: Workshop
    seq: int
    actor: str


class Kind(ABC, Generic[S]):
    """One kind of subject.

    Attributes
    ----------
    name
        What stands before the colon of a subject such as `story:0192…`.
    on_board
        Whether its states are part of the board, so of its hash and of what replaying adds up to.
    undoable
        Whether a step back may write an earlier state of it.
    """

    name: ClassVar[str]
    on_board: ClassVar[bool] = False
    undoable: ClassVar[bool] = False

    @abstractmethod
    def ids(self, session: Session, workshop: Workshop) -> Sequence[UUID]:
        """Every one of the kind in a workshop."""

    @abstractmethod
    def read(self, session: Session, ids: Iterable[UUID]) -> dict[UUID, S]:
        """The states as the tables tell them now; what does not exist is left out."""

    @abstractmethod
    def write(self, session: Session, states: Mapping[UUID, S], event: Writing) -> None:
        """Make the tables say what the states say."""

    def remove(self, session: Session, ids: Sequence[UUID]) -> None:
        """Take away what an event says does not exist (any more)."""
        raise UnknownState(f"a {self.name} never ceases to be")


class UnknownState(Exception):
    """The log speaks of something that this version does not know how to read or write."""


def as_text(id: UUID | None) -> str | None:
    """An id as JSON keeps it."""
    return str(id) if id else None


def as_id(text: str | None) -> UUID | None:
    """An id as a row has it."""
    return UUID(text) if text else None


def batches(ids: Sequence[UUID], size: int = 500) -> list[Sequence[UUID]]:
    """Ids in lots that every database takes in one statement."""
    return [ids[start : start + size] for start in range(0, len(ids), size)]
