"""A withdrawn story leaves its serial number and its place in the counts, and not one word."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, inspect
from sqlmodel import col, select

from app.db import reading, rewrite
from app.history.events import check
from app.janitor import clean
from models import Embedding, StoryVersion, Workshop
from tests.api.conftest import People, make_key, problem
from tests.making import API, SCHOOL, WATER, Room, make_seat, make_story

OURS_ALONE = (
    "Zorblaxia",
    "Quibberfall",
    "Mandrovic",
    "Plexitorn",
    "Yarrowbeck",
    "Thistlemoor",
    "Ferndrake",
    "Oskarvale",
)


def rows_of_every_table(engine: Engine) -> Iterator[tuple[str, str]]:
    """Each row of the database as text, with the table it is in; also of the tables that are not ours."""
    asked = inspect(engine)
    with engine.connect() as connection:
        for schema in [name for name in asked.get_schema_names() if name not in ("information_schema", "pg_catalog")]:
            for table in asked.get_table_names(schema):
                for row in connection.exec_driver_sql(f'SELECT * FROM "{schema}"."{table}"'):
                    yield table, " ".join(map(readable, row))


def readable(value: Any) -> str:
    return bytes(value).decode("utf-8", "replace") if isinstance(value, bytes | memoryview) else str(value)


def tables_that_say(engine: Engine, *words: str) -> set[str]:
    return {table for table, row in rows_of_every_table(engine) if any(word.lower() in row.lower() for word in words)}


def bytes_on_disk_that_say(engine: Engine, *words: str) -> set[str]:
    """The words that an SQLite file still holds, also where no table points any more; its log was folded in first."""
    if engine.dialect.name != "sqlite":
        return set()
    with engine.connect() as connection:
        connection.commit()
        connection.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # type: ignore[attr-defined]
    file = Path(str(engine.url.database))
    held = b"".join(part.read_bytes() for part in file.parent.glob(f"{file.name}*"))
    return {word for word in words if word.encode() in held}


def words_in_files(engine: Engine, *words: str) -> set[str]:
    """The words that the database's own files hold, as they lie on the disk now."""
    if engine.dialect.name == "sqlite":
        file = Path(str(engine.url.database))
        files = list(file.parent.glob(f"{file.name}*"))
    else:
        with engine.connect() as connection:
            connection.exec_driver_sql("CHECKPOINT")
            folder = Path(str(connection.exec_driver_sql("SHOW data_directory").scalar()))
            oid = connection.exec_driver_sql("SELECT oid FROM pg_database WHERE datname = current_database()").scalar()
        files = [file for file in (folder / "base" / str(oid)).iterdir() if file.is_file()]
    held = b"".join(file.read_bytes() for file in files)
    return {word for word in words if word.encode() in held}


class TestOnDisk:
    """Nobody folds anything in here by hand: this is what an operator finds."""

    def withdrawn(self, room: Room) -> tuple[str, ...]:
        """The words of a story that was told, grouped and withdrawn."""
        words = ("Wrenhollow", "Sablecroft", "Tarnbeck", "Ilexford")
        seat = make_seat(room.client, room.workshop, display_name=words[2], voice_groups=[words[3]])
        story = make_story(words[0], notes=[words[1]], consent={"scope": "public", "name_use": "named"})
        id = room.client.post(f"{room.url}/stories", json=story, headers=seat).json()["id"]
        room.tell(*WATER)
        room.group()
        room.client.post(f"{API}/stories/{id}/withdraw", json={}, headers=seat)
        return words

    def test_a_minute_later_no_sqlite_file_holds_a_word(self, room: Room, engine: Engine) -> None:
        words = self.withdrawn(room)
        if engine.dialect.name != "sqlite":
            pytest.skip("PostgreSQL's files are rewritten by `storyharvest vacuum`, see the next test")

        clean(engine)

        assert words_in_files(engine, *words) == set()

    def test_after_vacuum_no_file_of_the_database_holds_a_word(self, room: Room, engine: Engine) -> None:
        words = self.withdrawn(room)

        rewrite(engine)

        assert words_in_files(engine, *words) == set()

    def test_another_seat_with_the_same_id_learns_nothing(self, room: Room) -> None:
        id = str(uuid4())
        teller, other = (make_seat(room.client, room.workshop) for _ in range(2))
        story = make_story("Wrenhollow", id=id)
        room.client.post(f"{room.url}/stories", json=story, headers=teller)
        room.client.post(f"{API}/stories/{id}/withdraw", json={}, headers=teller)

        problem(room.client.post(f"{room.url}/stories", json=story, headers=other), 409, "story-id-taken")
        assert room.client.post(f"{room.url}/stories", json=story, headers=teller).status_code == 200


class TestWithdrawal:
    def test_no_table_no_file_and_no_log_keeps_a_word_of_a_withdrawn_story(
        self, room: Room, engine: Engine, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level("DEBUG")
        room.tell(*WATER, *SCHOOL)
        headline, note, significance, where, contribution, first_draft, teller, sitting = OURS_ALONE
        seat = make_seat(room.client, room.workshop, display_name=sitting)
        story = make_story(
            f"{headline} {headline} well water",
            notes=[f"{note} water"],
            significance=first_draft,
            teller_name=teller,
            happened_where=where,
            contribution=contribution,
            consent={"scope": "public", "name_use": "named"},
        )
        id = room.client.post(f"{room.url}/stories", json=story, headers=seat).json()["id"]
        room.group()
        room.client.patch(f"{API}/stories/{id}", json={"significance": significance}, headers=seat)
        room.command({"type": "accept_run", "run_id": room.group()["id"]})
        room.group("place_new")
        room.client.get(f"{room.url}/export.csv?profile=public")
        assert {"story", "story_version", "seat"} <= tables_that_say(engine, *OURS_ALONE)

        room.client.post(f"{API}/stories/{id}/withdraw", json={"reason": "It is mine"}, headers=seat)

        assert tables_that_say(engine, *OURS_ALONE) == set()
        assert bytes_on_disk_that_say(engine, *OURS_ALONE) == set()
        assert not any(word in caplog.text for word in OURS_ALONE)
        assert room.check()["equal"]

    def test_what_carers_wrote_and_how_to_find_the_teller_goes_with_it(self, room: Room, engine: Engine) -> None:
        seat = make_seat(room.client, room.workshop)
        story = make_story("Hollowmere", care="risk", care_contact="Pennywhistle lane")
        id = room.client.post(f"{room.url}/stories", json=story, headers=seat).json()["id"]
        room.client.post(f"{API}/stories/{id}/keep-out", json={"reason": "Called Brackenfold"})
        assert tables_that_say(engine, "Pennywhistle", "Brackenfold") == {"story"}

        room.client.post(f"{API}/stories/{id}/withdraw", json={}, headers=seat)

        assert tables_that_say(engine, "Hollowmere", "Pennywhistle", "Brackenfold") == set()

    def test_a_name_stays_while_another_story_of_the_seat_does(self, room: Room, engine: Engine) -> None:
        seat = make_seat(room.client, room.workshop, display_name="Larkspurre")
        told = [room.client.post(f"{room.url}/stories", json=make_story(), headers=seat).json()["id"] for _ in range(2)]

        room.client.post(f"{API}/stories/{told[0]}/withdraw", json={}, headers=seat)
        assert tables_that_say(engine, "Larkspurre") == {"seat"}
        room.client.post(f"{API}/stories/{told[1]}/withdraw", json={}, headers=seat)

        assert tables_that_say(engine, "Larkspurre") == set()

    def test_no_answer_says_a_word_of_it_any_more(self, room: Room) -> None:
        room.tell(*WATER)
        story = make_story(
            "Brindlewick well water", notes=["Quornford"], consent={"scope": "public", "name_use": "named"}
        )
        seat = make_seat(room.client, room.workshop, display_name="Lapidian")
        told = room.client.post(f"{room.url}/stories", json=story, headers=seat).json()
        room.command({"type": "accept_run", "run_id": room.group()["id"]})
        addresses = [
            f"{room.url}/{place}"
            for place in (
                "stories",
                "board",
                "export.csv?profile=evaluation",
                "export.json?profile=evaluation",
                "export.csv?profile=public",
                "theme-summaries",
                "theme-summaries?profile=public",
                "change-events",
            )
        ] + [f"{API}/receipts/{told['receipt_code']}", f"{API}/grouping-runs/{room.board()['run']['id']}"]
        assert any("Brindlewick" in room.client.get(address).text for address in addresses)

        room.client.post(f"{API}/stories/{told['id']}/withdraw", json={}, headers=seat)

        for address in addresses:
            reply = room.client.get(address)
            assert reply.status_code == 200
            assert not any(word in reply.text for word in ("Brindlewick", "Quornford", "Lapidian")), address

    def test_its_vector_goes_with_it(self, room: Room, engine: Engine) -> None:
        ids = room.tell(*WATER)
        room.group()

        room.client.post(f"{API}/stories/{ids[0]}/withdraw", json={})

        told = select(Embedding).join(StoryVersion, col(StoryVersion.id) == Embedding.story_version_id)
        with reading(engine) as session:
            left = session.exec(told.where(col(StoryVersion.story_id).in_(map(UUID, ids)))).all()
        assert len(left) == len(WATER) - 1

    def test_its_serial_number_is_never_given_again(self, room: Room) -> None:
        (first,) = room.tell("The first")
        room.client.post(f"{API}/stories/{first}/withdraw", json={})
        room.tell("The second")

        listed = room.client.get(f"{room.url}/stories").json()["items"]

        assert [(story["serial_no"], story["headline"]) for story in listed] == [(1, ""), (2, "The second")]
        assert room.client.get(f"{room.url}/export.json?profile=evaluation").json()["excluded_counts"] == {
            "withdrawn": 1
        }

    def test_withdrawing_twice_is_withdrawing_once(self, room: Room) -> None:
        seat, story = make_seat(room.client, room.workshop), make_story(id=str(uuid4()))
        room.client.post(f"{room.url}/stories", json=story, headers=seat)
        url = f"{API}/stories/{story['id']}/withdraw"

        first, again = (room.client.post(url, json={}, headers=seat) for _ in range(2))
        resent = room.client.post(f"{room.url}/stories", json=story, headers=seat)

        assert first.json() == again.json()
        assert (resent.status_code, resent.json()["state"]) == (200, "withdrawn")
        assert room.board()["seq"] == 3

    def test_only_the_teller_and_those_who_run_the_workshop_may(
        self, room: Room, people: People, anybody: TestClient
    ) -> None:
        (id,) = room.tell("Mine")
        url = f"{API}/stories/{id}/withdraw"
        evaluator = people.member(room, "Eve", "evaluator")

        problem(evaluator.post(url, json={}), 403, "not-allowed")
        problem(anybody.post(url, json={}, headers=make_key(room, "intake:write", "stories:read")), 403, "not-allowed")
        problem(anybody.post(url, json={}, headers=make_seat(room.client, room.workshop)), 404, "not-found")
        assert room.board()["not_placed"][0]["headline"] == "Mine"


class TestTextsBesideTheLog:
    def test_reasons_go_with_the_story_and_the_chain_still_holds(self, room: Room, engine: Engine) -> None:
        one, two = room.tell(*WATER)[:2]
        room.client.patch(f"{API}/stories/{one}", json={"headline": "Wells", "reason": "Vexmoor"})
        room.command({"type": "set_aside", "story_ids": [one, two], "reason": "Quillhaven"})
        room.command({"type": "undo", "reason": "Duskmere"})
        room.command({"type": "redo"})
        told = room.client.get(f"{room.url}/change-events").text
        assert {word for word in ("Vexmoor", "Quillhaven", "Duskmere") if word in told} == {
            "Vexmoor",
            "Quillhaven",
            "Duskmere",
        }

        room.client.post(f"{API}/stories/{one}/withdraw", json={"reason": "Larchgate"})

        words = ("Vexmoor", "Quillhaven", "Duskmere", "Larchgate")
        assert tables_that_say(engine, *words) == set()
        assert bytes_on_disk_that_say(engine, *words) == set()
        assert "erased with the story" in room.client.get(f"{room.url}/change-events").text
        with reading(engine) as session:
            checked = check(session, session.get_one(Workshop, UUID(room.workshop["id"])))
        assert (checked.chain_holds, checked.equal) == (True, True)
