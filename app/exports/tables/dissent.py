"""Who saw it otherwise: a row a dissent."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.exports.tables.table import Column, Table
from app.harvest.read import Harvest
from models.selection import DissentRead, SelectionRead


@dataclass(frozen=True)
class DissentLine:
    selection: SelectionRead
    dissent: DissentRead


def dissent_lines(harvest: Harvest) -> Iterator[DissentLine]:
    for selection in harvest.selections:
        for dissent in selection.dissent:
            if dissent.sentence:
                yield DissentLine(selection, dissent)


DISSENT = Table[DissentLine](
    name="dissent",
    meaning="One row a dissent from what a panel decided.",
    lines=dissent_lines,
    columns=(
        Column("dissent_id", "The dissent", lambda d: str(d.dissent.id)),
        Column("selection_id", "The decision it is about", lambda d: str(d.selection.id)),
        Column("panel", "The panel's name", lambda d: d.selection.panel_name),
        Column("sentence", "What they said", lambda d: d.dissent.sentence),
        Column("preferred_story_id", "What they would have chosen", lambda d: str(d.dissent.preferred_story_id or "")),
        Column("count", "How many saw it so", lambda d: d.dissent.count),
    ),
)
