"""What a table of the take-away is: a name, a meaning, and columns that each know their meaning (a data dictionary)."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, TypeVar

from app.harvest.read import Harvest
from app.stories.consent import Profile

Line = TypeVar("Line")
Value = str | int | float | date | Sequence[object] | Mapping[str, object] | None
Row = dict[str, Value]


@dataclass(frozen=True)
class Column(Generic[Line]):
    """A column: `of` reads its value from a line, `meaning` stands in the data dictionary."""

    name: str
    meaning: str
    of: Callable[[Line], Value]


@dataclass(frozen=True)
class Table(Generic[Line]):
    """One table in every format: `lines` yields what a row is made of, the columns say what is told of it."""

    name: str
    meaning: str
    columns: tuple[Column[Line], ...]
    lines: Callable[[Harvest], Iterable[Line]]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    def rows(self, harvest: Harvest) -> Iterator[Row]:
        """The rows as plain values, with times as exact as the profile may know them."""
        for line in self.lines(harvest):
            yield {column.name: coarse(column.of(line), harvest.profile) for column in self.columns}


def coarse(value: Value, profile: Profile) -> Value:
    """Partners and the public learn the day only: who sent at 14:03 would be no longer anonymous to who was there."""
    return value.date() if isinstance(value, datetime) and profile != "evaluation" else value
