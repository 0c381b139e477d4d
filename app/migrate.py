"""Bring a database to the schema of this version."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, text

import migrations
from app.jobs import prepare


def alembic_config() -> Config:
    """Alembic's settings: where the migrations are, and nothing else."""
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    config.set_main_option("file_template", "%%(year)d-%%(month).2d-%%(day).2d_%%(slug)s")
    return config


def upgrade(engine: Engine, database_url: str) -> None:
    """All migrations that this database has not seen, then the job engine's own tables."""
    config = alembic_config()
    with engine.execution_options(writes=True).connect() as connection:
        if connection.dialect.name == "postgresql":  # two processes that start at once take turns
            connection.execute(text("SELECT pg_advisory_xact_lock(7270420026)"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        connection.commit()
    prepare(database_url)
