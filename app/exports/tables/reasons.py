"""Why panels chose: a row a reason, in a full sentence."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.exports.tables.table import Column, Table
from app.harvest.read import Harvest
from models.selection import SelectionRead, SelectionReasonRead


@dataclass(frozen=True)
class ReasonLine:
    selection: SelectionRead
    reason: SelectionReasonRead


def reason_lines(harvest: Harvest) -> Iterator[ReasonLine]:
    for selection in harvest.selections:
        for reason in selection.reasons:
            if reason.sentence:
                yield ReasonLine(selection, reason)


REASONS = Table[ReasonLine](
    name="reasons",
    meaning="One row a reason that a panel gave; a reason about a story is told where consent covers that story.",
    lines=reason_lines,
    columns=(
        Column("reason_id", "The reason", lambda r: str(r.reason.id)),
        Column("selection_id", "The decision it was given for", lambda r: str(r.selection.id)),
        Column("panel", "The panel's name", lambda r: r.selection.panel_name),
        Column("story_id", "The story it is about; empty for none", lambda r: str(r.reason.story_id or "")),
        Column("sentence", "The reason, as it was written down", lambda r: r.reason.sentence),
        Column("criterion", "What they went by", lambda r: r.reason.criterion),
        Column("weight", "How much that counts", lambda r: r.reason.weight),
        Column("stated_by", "Who said so; told to those who evaluate alone", lambda r: r.reason.stated_by),
    ),
)
