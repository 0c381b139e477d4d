"""Every table that evaluators take away, by name; a renderer writes any of them into a file."""

from typing import Any, Literal

from app.exports.tables.audit import AUDIT
from app.exports.tables.claims import CLAIMS
from app.exports.tables.dissent import DISSENT
from app.exports.tables.feedback import FEEDBACK
from app.exports.tables.memberships import MEMBERSHIPS
from app.exports.tables.participation import PARTICIPATION
from app.exports.tables.reasons import REASONS
from app.exports.tables.recommendations import RECOMMENDATIONS
from app.exports.tables.runs import RUNS
from app.exports.tables.selections import SELECTIONS
from app.exports.tables.stories import STORIES
from app.exports.tables.table import Table
from app.exports.tables.themes import THEMES
from app.exports.tables.verifications import VERIFICATIONS

TableName = Literal[
    "stories",
    "themes",
    "memberships",
    "selections",
    "reasons",
    "dissent",
    "verifications",
    "claims",
    "participation",
    "feedback",
    "recommendations",
    "audit",
    "runs",
]
TABLES: dict[TableName, Table[Any]] = {
    "stories": STORIES,
    "themes": THEMES,
    "memberships": MEMBERSHIPS,
    "selections": SELECTIONS,
    "reasons": REASONS,
    "dissent": DISSENT,
    "verifications": VERIFICATIONS,
    "claims": CLAIMS,
    "participation": PARTICIPATION,
    "feedback": FEEDBACK,
    "recommendations": RECOMMENDATIONS,
    "audit": AUDIT,
    "runs": RUNS,
}
