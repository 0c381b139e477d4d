"""Panels choose: who sits on them, what they are asked, their ballots, what they chose and why."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

revision: str = "0010"
down_revision: str | None = "0009"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "panel",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("created_by", sa.String(length=200), nullable=False),
        sa.Column("workshop_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("purpose", sa.String(length=2000), nullable=False),
        sa.Column("mode", sa.String(length=40), nullable=False),
        sa.Column("feeds_panel_ids", sa.JSON(), nullable=False),
        sa.Column("from_outside", sa.Boolean(), nullable=False),
        sa.Column("panel_code", sa.String(length=6), nullable=False),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("panel_code"),
    )
    op.create_index("ix_panel_workshop_id", "panel", ["workshop_id"])
    op.create_table(
        "panel_member",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("created_by", sa.String(length=200), nullable=False),
        sa.Column("panel_id", sa.Uuid(), nullable=False),
        sa.Column("seat_id", sa.Uuid(), nullable=True),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["panel_id"], ["panel.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("panel_id", "seat_id"),
        sa.UniqueConstraint("panel_id", "account_id"),
    )
    op.create_index("ix_panel_member_account_id", "panel_member", ["account_id"])
    op.create_index("ix_panel_member_panel_id", "panel_member", ["panel_id"])
    op.create_index("ix_panel_member_seat_id", "panel_member", ["seat_id"])
    op.create_table(
        "selection_round",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("created_by", sa.String(length=200), nullable=False),
        sa.Column("workshop_id", sa.Uuid(), nullable=False),
        sa.Column("panel_id", sa.Uuid(), nullable=False),
        sa.Column("scope", sa.JSON(), nullable=False),
        sa.Column("story_ids", sa.JSON(), nullable=False),
        sa.Column("left_out", sa.JSON(), nullable=False),
        sa.Column("method", sa.String(length=40), nullable=False),
        sa.Column("weights", sa.JSON(), nullable=False),
        sa.Column("names_hidden", sa.Boolean(), nullable=False),
        sa.Column("max_turns", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("turn_open", sa.Boolean(), nullable=False),
        sa.Column("revealed_turn", sa.Integer(), nullable=False),
        sa.Column("tallies", sa.JSON(), nullable=False),
        sa.Column("based_on_seq", sa.Integer(), nullable=False),
        sa.Column("seed", sa.String(length=64), nullable=False),
        sa.Column("request_hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["panel_id"], ["panel.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_selection_round_panel_id", "selection_round", ["panel_id"])
    op.create_index("ix_selection_round_workshop_id", "selection_round", ["workshop_id"])
    op.create_table(
        "ballot",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=True),
        sa.Column("replaced", sa.Boolean(), nullable=False),
        sa.Column("story_id", sa.Uuid(), nullable=True),
        sa.Column("scores", sa.JSON(), nullable=False),
        sa.Column("none", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("request_hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["selection_round.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["member_id"], ["panel_member.id"], ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["story_id"], ["story.id"], ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("round_id", "turn", "member_id"),
    )
    op.create_index("ix_ballot_member_id", "ballot", ["member_id"])
    op.create_index("ix_ballot_story_id", "ballot", ["story_id"])
    op.create_table(
        "selection",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("created_by", sa.String(length=200), nullable=False),
        sa.Column("workshop_id", sa.Uuid(), nullable=False),
        sa.Column("panel_id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("story_ids", sa.JSON(), nullable=False),
        sa.Column("tally", sa.JSON(), nullable=True),
        sa.Column("against_tally", sa.Boolean(), nullable=False),
        sa.Column("passed_to_panel_id", sa.Uuid(), nullable=True),
        sa.Column("replaces_id", sa.Uuid(), nullable=True),
        sa.Column("versions", sa.JSON(), nullable=False),
        sa.Column("themes", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["panel_id"], ["panel.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["round_id"], ["selection_round.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["passed_to_panel_id"], ["panel.id"], ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_selection_panel_id", "selection", ["panel_id"])
    op.create_index("ix_selection_round_id", "selection", ["round_id"])
    op.create_index("ix_selection_workshop_id", "selection", ["workshop_id"])
    op.create_table(
        "selection_reason",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("created_by", sa.String(length=200), nullable=False),
        sa.Column("workshop_id", sa.Uuid(), nullable=False),
        sa.Column("selection_id", sa.Uuid(), nullable=False),
        sa.Column("story_id", sa.Uuid(), nullable=True),
        sa.Column("sentence", sa.String(length=1000), nullable=False),
        sa.Column("criterion", sa.String(length=200), nullable=False),
        sa.Column("weight", sa.Float(), nullable=True),
        sa.Column("stated_by", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["selection_id"], ["selection.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["story_id"], ["story.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_selection_reason_selection_id", "selection_reason", ["selection_id"])
    op.create_index("ix_selection_reason_story_id", "selection_reason", ["story_id"])
    op.create_index("ix_selection_reason_workshop_id", "selection_reason", ["workshop_id"])
    op.create_table(
        "dissent",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("created_by", sa.String(length=200), nullable=False),
        sa.Column("workshop_id", sa.Uuid(), nullable=False),
        sa.Column("selection_id", sa.Uuid(), nullable=False),
        sa.Column("preferred_story_id", sa.Uuid(), nullable=True),
        sa.Column("sentence", sa.String(length=1000), nullable=False),
        sa.Column("count", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["selection_id"], ["selection.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["preferred_story_id"], ["story.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_dissent_preferred_story_id", "dissent", ["preferred_story_id"])
    op.create_index("ix_dissent_selection_id", "dissent", ["selection_id"])
    op.create_index("ix_dissent_workshop_id", "dissent", ["workshop_id"])


def downgrade() -> None:
    for table in (
        "dissent",
        "selection_reason",
        "selection",
        "ballot",
        "selection_round",
        "panel_member",
        "panel",
    ):
        op.drop_table(table)
