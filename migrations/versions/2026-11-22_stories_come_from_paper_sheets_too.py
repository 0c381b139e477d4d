"""Stories come from paper sheets too: a number, whether it was read back, and a name by consent."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("story", sa.Column("sheet_no", sa.Integer(), nullable=True))
    op.add_column("story", sa.Column("read_back", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("story", sa.Column("teller_name", sa.String(length=200), nullable=False, server_default=""))


def downgrade() -> None:
    for column in ("teller_name", "read_back", "sheet_no"):
        op.drop_column("story", column)
