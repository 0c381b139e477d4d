"""The log: every decision once, in order, chained by hashes; the board is what it adds up to."""

import hashlib
import json
from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from fastapi.encoders import jsonable_encoder
from sqlmodel import Session, col, select

from app.history.actions import action_of
from app.history.kinds.kind import Writing
from app.history.states import is_on_board, read_board, write_states
from app.history.texts import keep_text, sealed
from models import ChangeEvent, ChangeSubject, Workshop
from models.base import State, now
from models.board import ActingFor, ActionName, BoardCheck

MODULUS = 2**256


def canonical(value: Any) -> bytes:
    """JSON with one spelling: sorted keys, no blanks."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def leaf(subject: str, state: State | None) -> int:
    """One subject's share of the board hash."""
    if state is None or not is_on_board(subject):
        return 0
    return int.from_bytes(hashlib.sha256(canonical([subject, state])).digest(), "big")


def board_hash(states: dict[str, State]) -> str:
    """The hash of a whole board: the sum of its subjects' hashes, so that one change costs one subject."""
    return f"{sum(leaf(subject, state) for subject, state in states.items()) % MODULUS:064x}"


def changed_hash(before_hash: str, before: dict[str, State | None], after: dict[str, State | None]) -> str:
    """The board hash after some subjects changed."""
    total = int(before_hash or "0", 16)
    total -= sum(leaf(subject, state) for subject, state in before.items())
    total += sum(leaf(subject, state) for subject, state in after.items())
    return f"{total % MODULUS:064x}"


def event_hash(event: ChangeEvent) -> str:
    """The link of one event: everything it says, and the link before it."""
    said = [
        event.workshop_id,
        event.seq,
        event.created_at,
        event.actor,
        event.acting_for,
        event.action,
        event.before,
        event.after,
        event.reason_hash,
        event.stage,
        event.undo_of,
        event.prev_hash,
    ]
    return hashlib.sha256(canonical(jsonable_encoder(said))).hexdigest()


def lock(session: Session, workshop: Workshop) -> Workshop:
    """Hold the workshop's log until this transaction ends, and see it as it now stands."""
    query = select(Workshop).where(Workshop.id == workshop.id).with_for_update(key_share=True)
    return session.exec(query.execution_options(populate_existing=True)).one()


def record(
    session: Session,
    workshop: Workshop,
    *,
    actor: str,
    action: ActionName,
    before: dict[str, State | None],
    after: dict[str, State | None],
    reason: str = "",
    acting_for: ActingFor = "self",
    undo_of: int | None = None,
    op_id: UUID | None = None,
    apply: bool = True,
) -> ChangeEvent:
    """Append one event and make the tables say what it says (unless the caller already has: `apply=False`).

    The workshop must be locked by this transaction. Raises UnknownAction.
    """
    action_of(action)
    kept = keep_text(session, workshop.id, workshop.seq + 1, reason)
    after = sealed(after, reason, kept)
    if apply:
        write_states(session, after, Writing(workshop, workshop.seq + 1, actor))
    event = ChangeEvent(
        workshop_id=workshop.id,
        seq=workshop.seq + 1,
        created_at=now(),
        created_by=actor,
        actor=actor,
        acting_for=acting_for,
        action=action,
        before=before,
        after=after,
        reason_hash=kept,
        stage=workshop.stage,
        undo_of=undo_of,
        op_id=op_id,
        prev_hash=workshop.log_hash,
        hash="",
    )
    event.hash = event_hash(event)
    workshop.seq = event.seq
    workshop.log_hash = event.hash
    workshop.board_hash = changed_hash(workshop.board_hash, before, after)
    session.add_all([event, workshop])
    session.flush()
    session.add_all(ChangeSubject(workshop_id=workshop.id, subject=subject, seq=event.seq) for subject in after)
    session.flush()
    return event


def events_after(
    session: Session,
    workshop_id: UUID,
    seq: int,
    limit: int | None = None,
    *,
    up_to: int | None = None,
    subject: str | None = None,
    actor: str | None = None,
) -> list[ChangeEvent]:
    """The events that follow `seq`, oldest first; only those about `subject` or by `actor` where asked."""
    query = select(ChangeEvent).where(ChangeEvent.workshop_id == workshop_id, ChangeEvent.seq > seq)
    if up_to is not None:
        query = query.where(ChangeEvent.seq <= up_to)
    if subject:
        about = select(ChangeSubject.seq).where(
            ChangeSubject.workshop_id == workshop_id, ChangeSubject.subject == subject
        )
        query = query.where(col(ChangeEvent.seq).in_(about))
    if actor:
        query = query.where(ChangeEvent.actor == actor)
    query = query.order_by(col(ChangeEvent.seq))
    return list(session.exec(query.limit(limit) if limit else query))


def touched_by(session: Session, workshop_id: UUID, seq: int, actions: Collection[ActionName]) -> list[str]:
    """The subjects of the events after `seq` that did one of `actions`."""
    query = (
        select(ChangeSubject.subject)
        .join(
            ChangeEvent,
            (col(ChangeEvent.workshop_id) == ChangeSubject.workshop_id) & (col(ChangeEvent.seq) == ChangeSubject.seq),
        )
        .where(ChangeSubject.workshop_id == workshop_id, ChangeSubject.seq > seq, col(ChangeEvent.action).in_(actions))
    )
    return list(session.exec(query))


def touching(session: Session, workshop_id: UUID, subjects: Iterable[str], after: int = 0) -> list[ChangeEvent]:
    """The events after `after` that touched any of the subjects, newest first."""
    seqs = select(ChangeSubject.seq).where(
        ChangeSubject.workshop_id == workshop_id,
        ChangeSubject.seq > after,
        col(ChangeSubject.subject).in_(list(subjects)),
    )
    query = (
        select(ChangeEvent)
        .where(ChangeEvent.workshop_id == workshop_id, col(ChangeEvent.seq).in_(seqs))
        .order_by(col(ChangeEvent.seq).desc())
    )
    return list(session.exec(query))


def replay(events: Iterable[ChangeEvent], start: dict[str, State] | None = None) -> dict[str, State]:
    """The board that a log adds up to, from nothing or from an earlier board."""
    states: dict[str, State] = dict(start or {})
    for event in events:
        for subject, state in event.after.items():
            if not is_on_board(subject):
                continue
            if state is None:
                states.pop(subject, None)
            else:
                states[subject] = state
    return states


def chain_holds(events: list[ChangeEvent]) -> bool:
    """Whether no event is missing, added or altered."""
    previous, expected = "", 1
    for event in events:
        if event.seq != expected or event.prev_hash != previous or event.hash != event_hash(event):
            return False
        previous, expected = event.hash, expected + 1
    return True


def check(session: Session, workshop: Workshop) -> BoardCheck:
    """Replay the whole log and compare it with the tables."""
    events = events_after(session, workshop.id, 0)
    tables, replayed = board_hash(read_board(session, workshop)), board_hash(replay(events))
    holds = chain_holds(events) and (not events or events[-1].hash == workshop.log_hash)
    equal = tables == replayed == workshop.board_hash
    return BoardCheck(seq=workshop.seq, board_hash=tables, replayed_hash=replayed, chain_holds=holds, equal=equal)
