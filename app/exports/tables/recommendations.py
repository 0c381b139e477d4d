"""What was decided to do, and what came of it."""

from app.exports.tables.table import Column, Table
from models.followup import RecommendationRead

RECOMMENDATIONS = Table[RecommendationRead](
    name="recommendations",
    meaning="One row a recommendation; one that speaks of a story is told where consent covers that story.",
    lines=lambda harvest: harvest.follow_up.recommendations,
    columns=(
        Column("recommendation_id", "The recommendation", lambda r: str(r.id)),
        Column("selection_id", "The decision it follows from", lambda r: str(r.selection_id or "")),
        Column("theme_id", "The theme it follows from", lambda r: str(r.theme_id or "")),
        Column("verification_id", "The check it follows from", lambda r: str(r.verification_id or "")),
        Column("text", "What will be done", lambda r: r.text),
        Column("owner", "By whom", lambda r: r.owner),
        Column("due", "Until when", lambda r: r.due),
        Column("status", "How far it is", lambda r: r.status),
        Column("outcome", "What came of it", lambda r: r.outcome),
    ),
)
