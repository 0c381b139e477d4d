"""What follows a story up goes on record like every decision: who did it and when, never the words."""

import hashlib
from typing import Any, TypeVar
from uuid import UUID

from sqlmodel import Session

from app.history.events import canonical, record
from app.history.kinds.fields import FieldsKind
from app.history.states import key
from app.problems import Problem
from models import Feedback, Recommendation, ResultClaim, Workshop
from models.base import Request, Row, State
from models.board import ActionName

Sent = TypeVar("Sent", ResultClaim, Feedback, Recommendation)


class IdTaken(Problem):
    """Something else has this id already. Nothing was stored; send yours with a new id."""

    status, title, slug = 409, "Id taken", "id-taken"


def keep(
    session: Session,
    workshop: Workshop,
    actor: str,
    action: ActionName,
    kind: FieldsKind[Any, Any],
    row: Row,
    before: State | None = None,
) -> None:
    """Write one event about a row of a locked workshop; `before` is its state before, None where it is new."""
    session.add(row)
    session.flush()
    subject = key(kind.name, row.id)
    was: dict[str, State | None] = {} if before is None else {subject: before}
    record(session, workshop, actor=actor, action=action, before=was, after={subject: kind.state_of(row)}, apply=False)


def hash_of(wanted: Request) -> str:
    """What a repeated request is known by."""
    return hashlib.sha256(canonical(wanted.model_dump(mode="json", exclude={"id"}))).hexdigest()


def stored_before(session: Session, table: type[Sent], id: UUID | None, workshop_id: UUID, sent: str) -> Sent | None:
    """The row that an earlier request with the same `id` and body stored. Raises IdTaken for another body."""
    if id is None or (known := session.get(table, id)) is None:
        return None
    if known.workshop_id != workshop_id or known.request_hash != sent:
        raise IdTaken
    return known
