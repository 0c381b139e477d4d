"""Some stories need care before anything else, and the database itself keeps them off the board."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

RULE = "ck_story_care_keeps_out"


def upgrade() -> None:
    op.add_column("story", sa.Column("care", sa.String(length=40), nullable=False, server_default="no"))
    op.add_column("story", sa.Column("care_contact", sa.String(length=200), nullable=False, server_default=""))
    op.add_column("story", sa.Column("care_note", sa.String(length=1000), nullable=False, server_default=""))
    with op.batch_alter_table("story") as story:
        story.create_check_constraint(RULE, "care = 'no' OR state <> 'in_set'")


def downgrade() -> None:
    with op.batch_alter_table("story") as story:
        story.drop_constraint(RULE, type_="check")
        for column in ("care_note", "care_contact", "care"):
            story.drop_column(column)
