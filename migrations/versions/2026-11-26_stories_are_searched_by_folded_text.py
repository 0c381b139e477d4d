"""Stories are searched by folded text, the same on both databases; a first name is stored as it is shown."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from models.search_text import search_text

revision: str = "0007"
down_revision: str | None = "0006"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

story = sa.table(
    "story",
    sa.column("id", sa.Uuid()),
    sa.column("headline", sa.String()),
    sa.column("notes", sa.JSON()),
    sa.column("search_text", sa.Text()),
    sa.column("teller_name", sa.String()),
    sa.column("storyteller_seat_id", sa.Uuid()),
)
consent = sa.table("consent", sa.column("story_id", sa.Uuid()), sa.column("name_use", sa.String()))
seat = sa.table("seat", sa.column("id", sa.Uuid()), sa.column("display_name", sa.String()))


def upgrade() -> None:
    op.add_column("story", sa.Column("search_text", sa.Text(), nullable=False, server_default=""))
    connection = op.get_bind()
    for row in connection.execute(sa.select(story.c.id, story.c.headline, story.c.notes)).all():
        text = search_text(row.headline, row.notes)
        connection.execute(sa.update(story).where(story.c.id == row.id).values(search_text=text))
    keep_first_names_only(connection)


def keep_first_names_only(connection: sa.Connection) -> None:
    """Who agreed to a first name was shown by the first word of the name; from now on a name is shown as it stands."""
    named = (
        sa.select(story.c.id, story.c.teller_name, seat.c.display_name)
        .join(consent, consent.c.story_id == story.c.id)
        .outerjoin(seat, seat.c.id == story.c.storyteller_seat_id)
        .where(consent.c.name_use == "first_name")
    )
    for row in connection.execute(named).all():
        first = (row.teller_name or row.display_name or "").split()[:1]
        connection.execute(sa.update(story).where(story.c.id == row.id).values(teller_name="".join(first)))


def downgrade() -> None:
    op.drop_column("story", "search_text")
