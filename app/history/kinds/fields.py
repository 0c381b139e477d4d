"""Kinds whose state is some columns of their row as they stand, ids as text."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar, Generic, TypeVar, cast
from uuid import UUID

from sqlmodel import Session, col, select

from app.history.kinds.kind import Kind, S, Writing, as_id
from models import Workshop
from models.base import Row

R = TypeVar("R", bound=Row)


class FieldsKind(Kind[S], Generic[S, R]):
    """`fields` are what the log keeps of a row of `table`, whose `workshop_id` says where it belongs."""

    table: ClassVar[type[Row]]
    fields: ClassVar[tuple[str, ...]]

    def state_of(self, row: R) -> S:
        """The state of one row."""
        values = {field: getattr(row, field) for field in self.fields}
        return cast(S, {field: str(value) if isinstance(value, UUID) else value for field, value in values.items()})

    def ids(self, session: Session, workshop: Workshop) -> Sequence[UUID]:
        here = cast(Any, self.table).workshop_id == workshop.id
        return session.exec(select(self.table.id).where(here).order_by(col(self.table.id))).all()

    def read(self, session: Session, ids: Iterable[UUID]) -> dict[UUID, S]:
        rows = [row for id in ids if (row := session.get(self.table, id))]
        return {row.id: self.state_of(cast(R, row)) for row in rows}

    def write(self, session: Session, states: Mapping[UUID, S], event: Writing) -> None:
        for id, state in states.items():
            if row := session.get(self.table, id):
                for field in self.fields:
                    value = state[field]
                    setattr(row, field, as_id(cast("str | None", value)) if field.endswith("_id") else value)
        session.flush()
