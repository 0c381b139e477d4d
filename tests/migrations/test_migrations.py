"""A database built by the migrations is the one the models describe, and going down and up again loses no row."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, text
from sqlmodel import SQLModel, select

import models  # noqa: F401  (fills the metadata)
from app.accounts.service import create_account
from app.board.service import apply
from app.db import make_engine, reading, writing
from app.history.events import check
from app.history.texts import texts_of
from app.migrate import alembic_config
from app.security import Actor
from app.stories.service import tell
from app.workshops.service import create
from models import Account, Story, Workshop
from models.commands import Commands, CreateTheme, PutAside, StepBack
from models.stories import StoryCreate
from models.workshops import WorkshopCreate
from tests.conftest import named, run_sql

OURS = set(SQLModel.metadata.tables)


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database with nothing in it, of either kind."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path}/empty.sqlite3"
    else:
        server: str = request.getfixturevalue("postgres")
        run_sql(server, "CREATE DATABASE nothing")
        url = named(server, "nothing")
    engine = make_engine(url)
    yield engine
    engine.dispose()
    if request.param == "postgresql":
        run_sql(server, "DROP DATABASE nothing WITH (FORCE)")


def migrate(engine: Engine, direction: str, revision: str) -> None:
    config = alembic_config()
    with engine.execution_options(writes=True).connect() as connection:
        config.attributes["connection"] = connection
        getattr(command, direction)(config, revision)
        connection.commit()


def differences(engine: Engine) -> list[object]:
    """What the models have and the database has not, or the other way round."""
    with engine.connect() as connection:
        compared = MigrationContext.configure(
            connection,
            opts={"compare_type": True, "include_name": lambda name, kind, parents: kind != "table" or name in OURS},
        )
        return list(compare_metadata(compared, SQLModel.metadata))


def rows(engine: Engine) -> dict[str, int]:
    with engine.connect() as connection:
        return {name: connection.execute(text(f'SELECT count(*) FROM "{name}"')).scalar_one() for name in sorted(OURS)}


class TestMigrations:
    def test_from_nothing_to_what_the_models_say_and_back(self, empty: Engine) -> None:
        migrate(empty, "upgrade", "head")
        assert differences(empty) == []

        migrate(empty, "downgrade", "base")
        assert not OURS & set(inspect(empty).get_table_names())

        migrate(empty, "upgrade", "head")
        assert differences(empty) == []

    def test_there_is_one_way_from_the_first_to_the_last(self) -> None:
        scripts = ScriptDirectory.from_config(alembic_config())

        assert len(scripts.get_heads()) == len(scripts.get_bases()) == 1


class TestRows:
    def test_every_step_down_and_up_again_keeps_the_rows_of_the_tables_that_stay(
        self, sqlite_template: Path, tmp_path: Path
    ) -> None:
        file = tmp_path / "harvest.sqlite3"
        shutil.copy(sqlite_template, file)
        engine = make_engine(f"sqlite:///{file}")
        fill(engine)
        revisions = [script.revision for script in ScriptDirectory.from_config(alembic_config()).walk_revisions()]

        for revision in revisions[1:]:
            before = rows(engine)
            migrate(engine, "downgrade", revision)
            left = set(inspect(engine).get_table_names()) & OURS
            migrate(engine, "upgrade", "head")
            after = rows(engine)
            assert {name: after[name] for name in left} == {name: before[name] for name in left}

        with engine.connect() as connection:
            assert connection.execute(text("PRAGMA foreign_key_check")).all() == []
            assert connection.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"
        assert rows(engine)["story"] == 1
        engine.dispose()


def fill(engine: Engine) -> None:
    """One workshop with one story in one theme."""
    with writing(engine) as session:
        account = create_account(session, "amina@example.org", "harvest-time-2026")
        actor = Actor("account", account.id, "Amina", str(uuid4()))
        workshop = create(session, WorkshopCreate(title="Harvest"), actor)
        story, _ = tell(session, workshop, StoryCreate(headline="The well works"), actor)
        made = CreateTheme(type="create_theme", name="Water", story_ids=[story.id])
        apply(session, workshop, Commands(base_seq=workshop.seq, commands=[made]), actor)


class TestTextsBesideTheLog:
    def test_an_old_log_with_reasons_in_it_is_linked_anew(self, empty: Engine) -> None:
        migrate(empty, "upgrade", "head")
        fill(empty)
        set_aside_and_back(empty)
        migrate(empty, "downgrade", "0007")
        with empty.connect() as connection:
            reasons = set(connection.execute(text("SELECT reason FROM change_event")).scalars())
            assert {"Quillhaven", "Duskmere"} <= reasons

        migrate(empty, "upgrade", "head")

        with reading(empty) as session:
            workshop = session.exec(select(Workshop)).one()
            checked = check(session, workshop)
            kept = set(texts_of(session, workshop.id).values())
            story = session.exec(select(Story)).one()
        assert (checked.chain_holds, checked.equal) == (True, True)
        assert kept == {"Quillhaven", "Duskmere"}
        assert story.set_aside_reason == "Quillhaven"


def set_aside_and_back(engine: Engine) -> None:
    """The story is set aside, brought back and set aside once more, each with a reason."""
    with writing(engine) as session:
        workshop, story = session.exec(select(Workshop)).one(), session.exec(select(Story)).one()
        actor = Actor("account", session.exec(select(Account.id)).one(), "Amina", str(uuid4()))
        aside = PutAside(type="set_aside", story_ids=[story.id], reason="Quillhaven")
        commands = [aside, StepBack(type="undo", reason="Duskmere"), StepBack(type="redo")]
        apply(session, workshop, Commands(base_seq=workshop.seq, commands=commands), actor)
