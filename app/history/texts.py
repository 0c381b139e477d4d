"""What people wrote beside a decision: kept next to the log, so that it can be erased without breaking the chain.

The log itself has a salted hash of each text. Text and salt stand in one row, so what is left after erasing is nothing
that somebody could guess against.
"""

import hashlib
import secrets
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from sqlmodel import Session, col, delete, select, update

from models import ChangeEvent, ChangeSubject, EventText, Story
from models.base import State
from models.board import ERASED

States = dict[str, State | None]


def salted_hash(salt: str, text: str) -> str:
    return hashlib.sha256(f"{salt}:{text}".encode()).hexdigest()


def keep_text(session: Session, workshop_id: UUID, seq: int, text: str) -> str:
    """Put an event's text beside the log; the hash that the event keeps of it."""
    if not text:
        return ""
    salt = secrets.token_hex(16)
    kept = EventText(workshop_id=workshop_id, seq=seq, hash=salted_hash(salt, text), salt=salt, text=text)
    session.add(kept)
    session.flush()
    return kept.hash


def sealed(states: States, reason: str, hash: str) -> States:
    """States in which the reason of this event is only its hash."""
    return {
        subject: {**state, "set_aside_reason": hash} if state and reason and said(state) == reason else state
        for subject, state in states.items()
    }


def said(state: State | None) -> str:
    """Why a story was set aside, as a state has it: the hash of a text."""
    return str((state or {}).get("set_aside_reason", ""))


def texts_of(session: Session, workshop_id: UUID, hashes: Iterable[str] | None = None) -> dict[str, str]:
    """The texts beside a log, by hash; only those wanted where `hashes` are given."""
    query = select(EventText.hash, EventText.text).where(EventText.workshop_id == workshop_id)
    if hashes is not None:
        query = query.where(col(EventText.hash).in_(list(hashes)))
    return dict(session.exec(query).all())


def hashes_in(events: Sequence[ChangeEvent]) -> set[str]:
    """The hashes of all texts that some events speak of."""
    states = [state for event in events for states in (event.before, event.after) for state in states.values()]
    return {said(state) for state in states} | {event.reason_hash for event in events}


def text_for(hash: str, texts: Mapping[str, str]) -> str:
    """What a hash stands for; what was erased says so."""
    return texts.get(hash, ERASED) if hash else ""


def readable(states: Mapping[str, State | None], texts: Mapping[str, str]) -> States:
    """States as people read them: texts in place of their hashes."""
    return {
        subject: {**state, "set_aside_reason": text_for(said(state), texts)} if state and said(state) else state
        for subject, state in states.items()
    }


def erase_texts(session: Session, story: Story) -> None:
    """Erase what people wrote in every event about a story, also where the event touched others besides."""
    about = select(ChangeSubject.seq).where(
        ChangeSubject.workshop_id == story.workshop_id, ChangeSubject.subject == f"story:{story.id}"
    )
    theirs = select(EventText.hash).where(EventText.workshop_id == story.workshop_id, col(EventText.seq).in_(about))
    others = update(Story).where(
        col(Story.workshop_id) == story.workshop_id, col(Story.set_aside_text).in_(theirs), col(Story.id) != story.id
    )
    session.exec(others.values(set_aside_reason=ERASED))
    session.exec(
        delete(EventText).where(col(EventText.workshop_id) == story.workshop_id, col(EventText.seq).in_(about))
    )
