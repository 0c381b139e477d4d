"""Result claims: figures that a person called a result, each with its status."""

from app.exports.tables.table import Column, Table
from models.followup import ClaimRead

CLAIMS = Table[ClaimRead](
    name="claims",
    meaning="One row a result claim. None is verified unless its status says so.",
    lines=lambda harvest: harvest.follow_up.claims,
    columns=(
        Column("claim_id", "The claim", lambda c: str(c.id)),
        Column("story_id", "The story it stands in", lambda c: str(c.story_id)),
        Column("serial_no", "That story's number", lambda c: c.serial_no),
        Column("status", "What a check found; not_verified until there is one", lambda c: c.status),
        Column("quoted_text", "The story's words, letter for letter", lambda c: c.quoted_text),
        Column("quote_stands", "Whether they stand in the story as it is now", lambda c: c.quote_stands),
        Column("measure", "What was counted", lambda c: c.measure),
        Column("value", "The figure", lambda c: c.value),
        Column("unit", "Its unit", lambda c: c.unit),
        Column("direction", "Whether it went up or down", lambda c: c.direction),
        Column("baseline", "What it is compared with", lambda c: c.baseline),
        Column("period", "Over which time", lambda c: c.period),
        Column("place", "Where it was counted", lambda c: c.place),
        Column("population", "Of whom it was counted", lambda c: c.population),
        Column("source", "How it is known", lambda c: c.source),
        Column("reopened", "Whether the story was changed after it was checked", lambda c: c.reopened),
    ),
)
