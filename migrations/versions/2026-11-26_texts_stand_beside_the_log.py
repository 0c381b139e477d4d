"""Texts stand beside the log: reasons can be erased with a story, and the chain of hashes still holds.

Every event is linked anew, because what it said included the reason in clear.
"""

import hashlib
import json
import secrets
from collections.abc import Callable, Iterator, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

revision: str = "0008"
down_revision: str | None = "0007"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

ERASED = "erased with the story"
WITHOUT_REASON = ("workshop_id", "seq", "created_at", "actor", "acting_for", "action", "before", "after")
AFTER_REASON = ("stage", "undo_of", "prev_hash")

event = sa.table(
    "change_event",
    sa.column("id", sa.Uuid()),
    sa.column("workshop_id", sa.Uuid()),
    sa.column("seq", sa.Integer()),
    sa.column("created_at", UTCDateTime()),
    sa.column("actor", sa.String()),
    sa.column("acting_for", sa.String()),
    sa.column("action", sa.String()),
    sa.column("before", sa.JSON()),
    sa.column("after", sa.JSON()),
    sa.column("reason", sa.String()),
    sa.column("reason_hash", sa.String()),
    sa.column("stage", sa.String()),
    sa.column("undo_of", sa.Integer()),
    sa.column("prev_hash", sa.String()),
    sa.column("hash", sa.String()),
)
workshop = sa.table(
    "workshop",
    sa.column("id", sa.Uuid()),
    sa.column("log_hash", sa.String()),
    sa.column("board_hash", sa.String()),
)
story = sa.table(
    "story",
    sa.column("id", sa.Uuid()),
    sa.column("workshop_id", sa.Uuid()),
    sa.column("state", sa.String()),
    sa.column("set_aside_reason", sa.String()),
    sa.column("set_aside_text", sa.String()),
)
event_text = sa.table(
    "event_text",
    sa.column("workshop_id", sa.Uuid()),
    sa.column("hash", sa.String()),
    sa.column("seq", sa.BigInteger()),
    sa.column("salt", sa.String()),
    sa.column("text", sa.String()),
)

# One text of one event, in its other form: the hash for the text, or the text for the hash.
Turn = Callable[[sa.RowMapping, str], str]


def upgrade() -> None:
    op.create_table(
        "event_text",
        sa.Column("workshop_id", sa.Uuid(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("text", sa.String(length=1000), nullable=False),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("workshop_id", "hash"),
    )
    op.add_column("change_event", sa.Column("reason_hash", sa.String(length=64), nullable=False, server_default=""))
    op.add_column("story", sa.Column("set_aside_text", sa.String(length=64), nullable=False, server_default=""))
    for workshop_id in workshops():
        link_anew(workshop_id, Sealing(workshop_id), "reason", "reason_hash")
    with op.batch_alter_table("change_event") as batch:
        batch.alter_column("reason_hash", server_default=None)
        batch.drop_column("reason")
    with op.batch_alter_table("story") as batch:
        batch.alter_column("set_aside_text", server_default=None)


def downgrade() -> None:
    op.add_column("change_event", sa.Column("reason", sa.String(length=1000), nullable=False, server_default=""))
    for workshop_id in workshops():
        link_anew(workshop_id, opening(workshop_id), "reason_hash", "reason")
    with op.batch_alter_table("change_event") as batch:
        batch.alter_column("reason", server_default=None)
        batch.drop_column("reason_hash")
    with op.batch_alter_table("story") as batch:
        batch.drop_column("set_aside_text")
    op.drop_table("event_text")


def workshops() -> list[Any]:
    return list(op.get_bind().execute(sa.select(workshop.c.id)).scalars())


class Sealing:
    """Put each text beside the log, once, and answer its hash. Of withdrawn stories nothing is kept."""

    def __init__(self, workshop_id: Any) -> None:
        gone = sa.select(story.c.id).where(story.c.workshop_id == workshop_id, story.c.state == "withdrawn")
        self.withdrawn = {f"story:{id}" for id in op.get_bind().execute(gone).scalars()}
        self.hashes: dict[tuple[str, str], str] = {}

    def __call__(self, row: sa.RowMapping, text: str) -> str:
        known = [self.hashes[subject, text] for subject in row["after"] if (subject, text) in self.hashes]
        if known and text != row["reason"]:
            return known[-1]
        if (str(row["seq"]), text) not in self.hashes:
            self.hashes[str(row["seq"]), text] = self.keep(row, text)
        hash = self.hashes[str(row["seq"]), text]
        self.hashes.update({(subject, text): hash for subject in row["after"]})
        return hash

    def keep(self, row: sa.RowMapping, text: str) -> str:
        salt = secrets.token_hex(16)
        hash = hashlib.sha256(f"{salt}:{text}".encode()).hexdigest()
        kept = {"workshop_id": row["workshop_id"], "hash": hash, "seq": row["seq"], "salt": salt, "text": text}
        if not self.withdrawn & row["after"].keys():
            op.get_bind().execute(event_text.insert().values(kept))
        return hash


def opening(workshop_id: Any) -> Turn:
    """The text of each hash, as far as it was not erased."""
    kept = sa.select(event_text.c.hash, event_text.c.text).where(event_text.c.workshop_id == workshop_id)
    texts: dict[str, str] = {row.hash: row.text for row in op.get_bind().execute(kept)}
    return lambda row, hash: texts.get(hash, ERASED)


def link_anew(workshop_id: Any, turn: Turn, old: str, new: str) -> None:
    """Write every event of a workshop with its texts in their other form, and the head of its log to match."""
    bind = op.get_bind()
    previous = ""
    board: dict[str, Any] = {}
    for row in events(workshop_id, old):
        before, after = (
            board_then(board, row),
            {subject: turned(row, state, turn) for subject, state in row["after"].items()},
        )
        reason = turn(row, row[old]) if row[old] else ""
        said = {**row, "before": before, "after": after, "prev_hash": previous}
        link = event_hash(said, reason)
        values = {"before": before, "after": after, new: reason, "prev_hash": previous, "hash": link}
        bind.execute(event.update().where(event.c.id == row["id"]).values(values))
        previous, board = link, {**board, **after}
    written = {"log_hash": previous, "board_hash": board_hash(board)}
    if previous:
        bind.execute(workshop.update().where(workshop.c.id == workshop_id).values(written))
    if new == "reason_hash":
        set_aside(workshop_id, board)


def events(workshop_id: Any, old: str) -> Iterator[sa.RowMapping]:
    """The events of a workshop in order; the column that is to come is not read."""
    columns = [column for column in event.c if column.name not in {"reason", "reason_hash"} - {old}]
    query = sa.select(*columns).where(event.c.workshop_id == workshop_id).order_by(event.c.seq)
    yield from op.get_bind().execute(query).mappings().all()


def board_then(board: dict[str, Any], row: sa.RowMapping) -> dict[str, Any]:
    """The states before an event; of those set aside, as an earlier event left the text."""
    return {
        subject: {**state, "set_aside_reason": (board.get(subject) or {}).get("set_aside_reason", "")}
        if state and state.get("set_aside_reason")
        else state
        for subject, state in row["before"].items()
    }


def turned(row: sa.RowMapping, state: Any, turn: Turn) -> Any:
    if not state or not state.get("set_aside_reason"):
        return state
    return {**state, "set_aside_reason": turn(row, state["set_aside_reason"])}


def set_aside(workshop_id: Any, board: dict[str, Any]) -> None:
    """Stories that are set aside know the hash of the reason; one that went with another story says so."""
    kept = sa.select(event_text.c.hash).where(event_text.c.workshop_id == workshop_id)
    hashes = set(op.get_bind().execute(kept).scalars())
    for subject, state in board.items():
        if state and (hash := state.get("set_aside_reason")):
            values = {"set_aside_text": hash} | ({} if hash in hashes else {"set_aside_reason": ERASED})
            row = story.update().where(story.c.id == UUID(subject.partition(":")[2]))
            op.get_bind().execute(row.values(values))


def canonical(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def board_hash(board: dict[str, Any]) -> str:
    """As the service summed it up at this revision: workshop, themes and stories."""
    on_board = ("workshop", "theme", "story")
    leaves = [
        int.from_bytes(hashlib.sha256(canonical([subject, state])).digest(), "big")
        for subject, state in board.items()
        if state is not None and subject.partition(":")[0] in on_board
    ]
    return f"{sum(leaves) % 2**256:064x}"


def event_hash(said: dict[str, Any], reason: str) -> str:
    """As the service linked its events at this revision."""
    parts = [*(said[name] for name in WITHOUT_REASON), reason, *(said[name] for name in AFTER_REASON)]
    parts[0], parts[2] = str(parts[0]), parts[2].isoformat()
    return hashlib.sha256(canonical(parts)).hexdigest()
