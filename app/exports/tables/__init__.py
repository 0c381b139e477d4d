"""Every table that evaluators take away, by name; a renderer writes any of them into a file."""

from typing import Any, Literal

from app.exports.tables.audit import AUDIT
from app.exports.tables.memberships import MEMBERSHIPS
from app.exports.tables.runs import RUNS
from app.exports.tables.stories import STORIES
from app.exports.tables.table import Table
from app.exports.tables.themes import THEMES

TableName = Literal["stories", "themes", "memberships", "audit", "runs"]
TABLES: dict[TableName, Table[Any]] = {
    "stories": STORIES,
    "themes": THEMES,
    "memberships": MEMBERSHIPS,
    "audit": AUDIT,
    "runs": RUNS,
}
