"""Consent ends with the last day that was agreed to, as days are counted where the workshop is, not at Greenwich."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

revision: str = "0018"
down_revision: str | None = "0017"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("consent", sa.Column("ends_at", UTCDateTime(), nullable=True))
    op.create_index("ix_consent_ends_at", "consent", ["ends_at"])
    connection = op.get_bind()
    consent = sa.table("consent", sa.column("id", sa.Uuid()), sa.column("ends_at", UTCDateTime()))
    until = sa.text(
        "SELECT consent.id AS id, consent.expires_on AS expires_on, workshop.timezone AS timezone FROM consent"
        " JOIN story ON story.id = consent.story_id JOIN workshop ON workshop.id = story.workshop_id"
        " WHERE consent.expires_on IS NOT NULL"
    ).columns(id=sa.Uuid(), expires_on=sa.Date(), timezone=sa.String())
    for row in connection.execute(until).all():
        ends = datetime.combine(row.expires_on + timedelta(days=1), time(), zone(row.timezone)).astimezone(UTC)
        connection.execute(consent.update().where(consent.c.id == row.id).values(ends_at=ends))


def downgrade() -> None:
    op.drop_index("ix_consent_ends_at", "consent")
    op.drop_column("consent", "ends_at")


def zone(name: str) -> ZoneInfo:
    """The time zone of that name; UTC for what older versions took without looking."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
