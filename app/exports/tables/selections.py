"""What panels chose: a row a chosen story, or one for a decision that chose none."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from app.exports.tables.table import Column, Table
from app.harvest.read import Harvest
from models.selection import SelectionRead, TallyLineRead


@dataclass(frozen=True)
class SelectionLine:
    """A decision and one of the stories that it chose; `story_id` is None where none was, or consent keeps it out."""

    selection: SelectionRead
    story_id: UUID | None
    serial_no: int | None

    @property
    def line(self) -> TallyLineRead | None:
        lines = self.selection.tally.lines if self.selection.tally else []
        return next((line for line in lines if line.story_id == self.story_id), None)


def selection_lines(harvest: Harvest) -> Iterator[SelectionLine]:
    for selection in harvest.selections:
        if not selection.story_ids:
            yield SelectionLine(selection, None, None)
        for story_id in selection.story_ids:
            told = harvest.by_id.get(story_id)
            yield SelectionLine(selection, story_id if told else None, told.story.serial_no if told else None)


SELECTIONS = Table[SelectionLine](
    name="selections",
    meaning="One row a story that a panel chose, and one for each decision that chose none.",
    lines=selection_lines,
    columns=(
        Column("selection_id", "The decision", lambda s: str(s.selection.id)),
        Column("panel", "The panel's name", lambda s: s.selection.panel_name),
        Column("panel_id", "The panel", lambda s: str(s.selection.panel_id)),
        Column("round_id", "The round in which it was voted", lambda s: str(s.selection.round_id)),
        Column("method", "How they voted", lambda s: s.selection.method),
        Column("outcome", "One story, two, none, or deferred", lambda s: s.selection.outcome),
        Column("story_id", "The chosen story, where the profile covers it", lambda s: str(s.story_id or "")),
        Column("serial_no", "Its number in the workshop", lambda s: s.serial_no),
        Column("votes", "Votes for it in the turn that was decided on", lambda s: s.line.votes if s.line else None),
        Column("percent", "Share of those who voted, 0 to 100", lambda s: s.line.percent if s.line else None),
        Column("mean", "Mean of its points, 0 to 5", lambda s: s.line.mean if s.line else None),
        Column("voted", "How many voted", lambda s: s.selection.tally.voted if s.selection.tally else None),
        Column("sits", "How many sat on the panel", lambda s: s.selection.tally.sits if s.selection.tally else None),
        Column("against_tally", "Whether they decided otherwise than they voted", lambda s: s.selection.against_tally),
        Column("by_lot", "Whether it was drawn out of a tie", lambda s: s.selection.by_lot),
        Column("passed_to_panel_id", "The panel it went up to", lambda s: str(s.selection.passed_to_panel_id or "")),
        Column("marks", "What has happened to the chosen stories since", lambda s: list(s.selection.marks)),
        Column("replaces_id", "The decision it takes the place of", lambda s: str(s.selection.replaces_id or "")),
        Column("replaced_by_id", "The decision that took its place", lambda s: str(s.selection.replaced_by_id or "")),
        Column("at", "When (UTC); only the day for partners and public", lambda s: s.selection.created_at),
    ),
)
