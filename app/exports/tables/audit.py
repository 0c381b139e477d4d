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
    """An event of the log, the pseudonym of who acted, the texts beside the log, and who has which role."""

    event: ChangeEvent
    actor: str
    texts: Mapping[str, str]
    team: Mapping[str, str]

    def readable(self, states: Mapping[str, Any]) -> Any:
        """States as they leave the house: with the texts that may be read, and roles in place of people."""
        return anonymous(readable(states, self.texts), self.team)


def audit_lines(harvest: Harvest) -> Iterator[AuditLine]:
    numbers: dict[str, str] = {}
    for event in harvest.events:
        yield AuditLine(event, pseudonym(event.actor, numbers, harvest.team), harvest.texts, harvest.team)


def pseudonym(actor: str, numbers: dict[str, str], team: Mapping[str, str]) -> str:
    """The same person has the same number throughout, such as `facilitator 2`."""
    if actor not in numbers:
        role = role_of(actor, team)
        taken = sum(label.startswith(f"{role} ") for label in numbers.values())
        numbers[actor] = role if role == "machine" else f"{role} {taken + 1}"
    return numbers[actor]


def anonymous(value: Any, team: Mapping[str, str]) -> Any:
    """The same value, with roles in place of the people who decided, and of those whose place in the team it was."""
    if isinstance(value, dict):
        told = {name: anonymous(inner, team) for name, inner in value.items() if name != "account_id"}
        decided = {"decided_by": role_of(value["decided_by"], team)} if isinstance(value.get("decided_by"), str) else {}
        return told | decided
    return [anonymous(item, team) for item in value] if isinstance(value, list) else value


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
        Column("before", "The subjects as they were, as JSON", lambda a: a.readable(a.event.before)),
        Column("after", "The subjects as they became, as JSON", lambda a: a.readable(a.event.after)),
        Column("reason", "Why, in the words of who decided", lambda a: text_for(a.event.reason_hash, a.texts)),
        Column("undo_of", "The decision that this one took back", lambda a: a.event.undo_of),
        Column("stage", "The workshop's stage at that moment", lambda a: a.event.stage),
        Column("hash", "SHA-256 that chains this event to all before it", lambda a: a.event.hash),
    ),
)
