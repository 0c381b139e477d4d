"""Runs and embeddings keep nothing that nobody reads: the parameters of a run, the hash of an embedded text."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0011"
down_revision: str | None = "0010"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    with op.batch_alter_table("grouping_run") as run:
        run.drop_column("parameters")
    with op.batch_alter_table("embedding") as embedding:
        embedding.drop_index("ix_embedding_text_hash")
        embedding.drop_column("text_hash")


def downgrade() -> None:
    with op.batch_alter_table("embedding") as embedding:
        embedding.add_column(sa.Column("text_hash", sa.String(64), nullable=False, server_default=""))
        embedding.create_index("ix_embedding_text_hash", ["text_hash"], unique=False)
    with op.batch_alter_table("grouping_run") as run:
        run.add_column(sa.Column("parameters", sa.JSON(), nullable=False, server_default="{}"))
