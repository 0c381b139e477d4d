"""What tellers heard."""

from app.exports.tables.table import Column, Table
from models.followup import FeedbackRead


def about(said: FeedbackRead) -> str:
    return "story" if said.story_id else "theme" if said.theme_id else "workshop"


FEEDBACK = Table[FeedbackRead](
    name="feedback",
    meaning="One row a message to the tellers of a story, of a theme, or of the whole workshop.",
    lines=lambda harvest: harvest.follow_up.feedback,
    columns=(
        Column("feedback_id", "The message", lambda f: str(f.id)),
        Column("about", "A story, a theme, or the workshop", about),
        Column("story_id", "The story", lambda f: str(f.story_id or "")),
        Column("theme_id", "The theme", lambda f: str(f.theme_id or "")),
        Column("message", "What they heard", lambda f: f.message),
        Column("with_reasons", "Whether the panels' reasons were told with it", lambda f: f.with_reasons),
        Column("at", "When (UTC); only the day for partners and public", lambda f: f.created_at),
    ),
)
