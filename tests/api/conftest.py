"""One service for all tests here, once on each database, with a workshop of its own for every test; and more people."""

import itertools
import os
import threading
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import httpx2
import pytest
import uvicorn
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlmodel import select

from app.accounts.service import create_account
from app.db import make_engine, writing
from app.grouping.workflow import Desk
from app.main import create_app
from app.settings import Settings
from app.throttle import Throttle
from clustering.testing import HashEmbedder
from models import Account, WorkshopMember
from models.accounts import MemberRole
from tests.conftest import migrated, named, run_sql
from tests.making import EMAIL, PASSWORD, Room, log_in, make_workshop
from tests.serving import free_port, until

PATIENCE = 30.0

numbers = itertools.count(1)


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A database with our schema, once of each kind."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('api')}/harvest.sqlite3"
    else:
        server: str = request.getfixturevalue("postgres")
        name = f"api_{os.getpid()}_{next(numbers)}"  # each folder of tests that uses these fixtures has its own
        run_sql(server, f"CREATE DATABASE {name}")
        url = named(server, name)
    migrated(url)
    return url


@pytest.fixture(scope="session")
def engine(database_url: str) -> Iterator[Engine]:
    engine = make_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def service(database_url: str, engine: Engine) -> Iterator[tuple[TestClient, dict[str, str]]]:
    """The service, and the cookies of a facilitator who has logged in."""
    with writing(engine) as session:
        create_account(session, EMAIL, PASSWORD, "Amina")
    settings = Settings(_env_file=None, database_url=database_url)
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        log_in(client)
        yield client, dict(client.cookies)


@pytest.fixture(scope="session")
def served(database_url: str) -> Iterator[str]:
    """The service as browsers reach it, since a stream has no end; its address."""
    port = free_port()
    app = create_app(Settings(_env_file=None, database_url=database_url))
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_config=None, timeout_graceful_shutdown=2))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until(lambda: server.started, "the server listens", PATIENCE)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(PATIENCE)


@pytest.fixture
def client(service: tuple[TestClient, dict[str, str]]) -> TestClient:
    """The service, asked by a facilitator who is logged in."""
    client, cookies = service
    client.cookies.clear()
    client.cookies.update(cookies)
    client.app.state.service.throttle = Throttle()  # type: ignore[attr-defined]  # nobody pays for another test's wrong codes
    return client


@pytest.fixture
def desk(engine: Engine) -> Desk:
    return Desk(engine, HashEmbedder())


@pytest.fixture
def room(client: TestClient, desk: Desk) -> Room:
    """A workshop with its facilitator."""
    return make_room(client, desk)


def make_room(client: TestClient, desk: Desk, **fields: Any) -> Room:
    return Room(client, desk, make_workshop(client, **fields))


@pytest.fixture
def anybody(client: TestClient) -> TestClient:
    """The same service, asked by somebody who has not logged in."""
    return TestClient(client.app, raise_server_exceptions=False)


@pytest.fixture
def people(client: TestClient, engine: Engine) -> "People":
    return People(client, engine)


class People:
    """Makes accounts, each with a client that is logged in."""

    def __init__(self, client: TestClient, engine: Engine) -> None:
        self._app, self._engine = client.app, engine

    def account(self, name: str) -> str:
        """Somebody who could log in; their address."""
        email = f"{name.lower()}-{next(numbers)}@example.org"
        with writing(self._engine) as session:
            create_account(session, email, PASSWORD, name)
        return email

    def stranger(self, name: str) -> TestClient:
        """Somebody with an account and no place in any workshop."""
        client = TestClient(self._app, raise_server_exceptions=False)
        log_in(client, self.account(name))
        return client

    def member(self, room: Room, name: str, role: MemberRole = "facilitator") -> TestClient:
        """Somebody with a place in a workshop."""
        email = self.account(name)
        with writing(self._engine) as session:
            account = session.exec(select(Account).where(Account.email == email)).one()
            session.add(
                WorkshopMember(
                    workshop_id=UUID(room.workshop["id"]), account_id=account.id, role=role, created_by="operator"
                )
            )
        client = TestClient(self._app, raise_server_exceptions=False)
        log_in(client, email)
        return client

    def second_facilitator(self, room: Room, name: str = "Bo") -> Room:
        """The same workshop as another facilitator works in it."""
        return Room(self.member(room, name), room.desk, room.workshop)


def make_key(room: Room, *scopes: str, **fields: Any) -> dict[str, str]:
    """The headers of a script."""
    reply = room.client.post(f"{room.url}/api-keys", json={"name": "script", "scopes": scopes, **fields})
    assert reply.status_code == 201, reply.text
    return {"Authorization": f"Bearer {reply.json()['token']}"}


def problem(reply: httpx2.Response, status: int, slug: str) -> dict[str, Any]:
    """The problem document that the answer must be."""
    assert reply.status_code == status, reply.text
    assert reply.headers["content-type"] == "application/problem+json"
    said: dict[str, Any] = reply.json()
    assert said["type"] == f"/problems/{slug}"
    assert said["status"] == status
    assert said["title"]
    assert said["detail"]
    return said


def pointers(reply: httpx2.Response) -> list[str]:
    """The places in the body that the answer finds fault with."""
    return [error["pointer"] for error in problem(reply, 422, "payload-invalid")["errors"]]
