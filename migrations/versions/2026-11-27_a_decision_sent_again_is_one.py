"""A decision that is sent again, because its answer was lost, is one decision; and one may be drawn by lot."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0017"
down_revision: str | None = "0016"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("selection", sa.Column("by_lot", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("selection", sa.Column("request_hash", sa.String(length=64), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("selection", "request_hash")
    op.drop_column("selection", "by_lot")
