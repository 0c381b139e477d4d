"""The audit trail: the whole log, with roles and numbers in place of people."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.exports.tables.table import Column, Table
from app.harvest.read import Harvest
from app.history.actors import role_of
from app.history.texts import readable, text_for
from models import ChangeEvent


@dataclass(frozen=True)
class AuditLine:
    """An event of the log, the pseudonym of who acted, and the texts beside the log."""

    event: ChangeEvent
    actor: str
    texts: Mapping[str, str]


def audit_lines(harvest: Harvest) -> Iterator[AuditLine]:
    numbers: dict[str, str] = {}
    for event in harvest.events:
        yield AuditLine(event, pseudonym(event.actor, numbers), harvest.texts)


def pseudonym(actor: str, numbers: dict[str, str]) -> str:
    """The same person has the same number throughout, such as `facilitator 2`."""
    if actor not in numbers:
        role = role_of(actor)
        taken = sum(label.startswith(f"{role} ") for label in numbers.values())
        numbers[actor] = role if role == "machine" else f"{role} {taken + 1}"
    return numbers[actor]


def anonymous(value: Any) -> Any:
    """The same value, with roles in place of the people who decided."""
    if isinstance(value, dict):
        return {k: role_of(v) if k == "decided_by" and isinstance(v, str) else anonymous(v) for k, v in value.items()}
    return [anonymous(item) for item in value] if isinstance(value, list) else value


AUDIT = Table[AuditLine](
    name="audit",
    meaning="One row a decision, in the order of the log. Who acted is told by role and number, never by name.",
    lines=audit_lines,
    columns=(
        Column("seq", "The decision's place in the log", lambda a: a.event.seq),
        Column("at", "When it was made (UTC); only the day for partners and public", lambda a: a.event.created_at),
        Column("actor", "Who made it: a role and a number that stays the same", lambda a: a.actor),
        Column("acting_for", "For whom: for themselves, a table or the group", lambda a: a.event.acting_for),
        Column("action", "What was done", lambda a: a.event.action),
        Column("subjects", "What it was done to, as kind:identifier", lambda a: list(a.event.after)),
        Column("before", "The subjects as they were, as JSON", lambda a: anonymous(readable(a.event.before, a.texts))),
        Column("after", "The subjects as they became, as JSON", lambda a: anonymous(readable(a.event.after, a.texts))),
        Column("reason", "Why, in the words of who decided", lambda a: text_for(a.event.reason_hash, a.texts)),
        Column("undo_of", "The decision that this one took back", lambda a: a.event.undo_of),
        Column("stage", "The workshop's stage at that moment", lambda a: a.event.stage),
        Column("hash", "SHA-256 that chains this event to all before it", lambda a: a.event.hash),
    ),
)
