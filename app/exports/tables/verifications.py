"""Checks of stories and claims: what was asked, what was found."""

from app.exports.tables.table import Column, Table
from models.followup import VerificationRead

VERIFICATIONS = Table[VerificationRead](
    name="verifications",
    meaning="One row a check of a story or of one claim in it.",
    lines=lambda harvest: harvest.follow_up.verifications,
    columns=(
        Column("verification_id", "The check", lambda v: str(v.id)),
        Column("story_id", "The story", lambda v: str(v.story_id)),
        Column("claim_id", "The claim, where one was asked about", lambda v: str(v.claim_id or "")),
        Column("state", "How far it is, and what was found", lambda v: v.state),
        Column("story_changed", "Whether the story was changed since", lambda v: v.story_changed),
        Column("why", "What was asked", lambda v: v.why),
        Column("verifier", "Who was asked, as it was written down; for those who evaluate", lambda v: v.verifier_name),
        Column("description_verdict", "Whether what happened is described rightly", lambda v: v.description_verdict),
        Column("description_note", "What they would change in it", lambda v: v.description_note),
        Column("interpretation_verdict", "Whether they see its meaning alike", lambda v: v.interpretation_verdict),
        Column("interpretation_note", "How they see it", lambda v: v.interpretation_note),
        Column("sources", "How they know", lambda v: v.sources),
        Column("teller", "Whether the teller was asked to agree, and said what", lambda v: v.teller),
        Column("asked_at", "When it was asked (UTC); only the day for partners and public", lambda v: v.created_at),
    ),
)
