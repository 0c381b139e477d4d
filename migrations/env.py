"""How Alembic reaches our tables."""

from typing import Literal

from alembic import context
from sqlalchemy import Connection, text
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import UTCDateTime

import models  # noqa: F401  (fills the metadata)

OURS = set(SQLModel.metadata.tables) | {"alembic_version"}


def as_we_spell_it(kind: str, thing: object, context: object) -> str | Literal[False]:
    """How a generated migration writes our one column type that SQLAlchemy does not know."""
    return "UTCDateTime()" if kind == "type" and isinstance(thing, UTCDateTime) else False


def ours(name: str | None, kind: str, parents: object) -> bool:
    """The job engine's tables live beside ours and are its own business."""
    return kind != "table" or name in OURS


def migrate(connection: Connection) -> None:
    """On SQLite a rebuilt table would take its children with it: foreign keys are off meanwhile, checked after."""
    on_sqlite = connection.dialect.name == "sqlite"
    if on_sqlite:
        foreign_keys(connection, "OFF")
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        render_as_batch=True,
        include_name=ours,
        compare_type=True,
        render_item=as_we_spell_it,
    )
    with context.begin_transaction():
        context.run_migrations()
        if on_sqlite and (broken := connection.execute(text("PRAGMA foreign_key_check")).all()):
            raise RuntimeError(f"the migration would break {len(broken)} references")
    if on_sqlite:
        connection.commit()
        foreign_keys(connection, "ON")


def foreign_keys(connection: Connection, on: str) -> None:
    """SQLite listens to this outside a transaction only, so it goes past SQLAlchemy, which would open one."""
    driver = connection.connection.dbapi_connection
    assert driver is not None
    driver.execute(f"PRAGMA foreign_keys={on}")


migrate(context.config.attributes["connection"])
