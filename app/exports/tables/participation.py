"""The mirror: whose voice was there, with small groups hidden."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.exports.tables.table import Column, Table
from app.harvest.read import Harvest
from models.followup import Cell


@dataclass(frozen=True)
class GroupLine:
    breakdown: str
    cell: Cell


def group_lines(harvest: Harvest) -> Iterator[GroupLine]:
    """Outside evaluation a group that is too small is not even named."""
    mirror = harvest.follow_up.participation
    yield GroupLine("total", mirror.total)
    for name, cells in (
        ("voice_group", mirror.voice_groups),
        ("language", mirror.languages),
        ("capture_mode", mirror.capture_modes),
    ):
        for cell in cells:
            if cell.joined is not None or harvest.profile == "evaluation":
                yield GroupLine(name, cell)


PARTICIPATION = Table[GroupLine](
    name="participation",
    meaning="One row a group of people. Groups are rounded down to fives and empty where too few; the total is exact.",
    lines=group_lines,
    columns=(
        Column("breakdown", "The total, or what the groups are made by", lambda g: g.breakdown),
        Column("group", "The group; empty where nothing was said", lambda g: g.cell.group),
        Column("joined", "People who joined, or whose story was written down", lambda g: g.cell.joined),
        Column("told", "Of these, who told a story", lambda g: g.cell.told),
        Column("read", "Whose story a panel was given to read", lambda g: g.cell.read),
        Column("chosen", "Whose story a panel chose", lambda g: g.cell.chosen),
        Column("heard_back", "Who heard back", lambda g: g.cell.heard_back),
    ),
)
