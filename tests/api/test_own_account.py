"""Whoever has an account looks after it: the password, the logins, the places in teams, and its end."""

from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlmodel import SQLModel, select

from app.accounts.service import PasswordTooCommon, PasswordTooLong, PasswordTooShort, check_password
from app.db import reading
from models import Account
from tests.api.conftest import People, make_key, pointers, problem
from tests.making import API, PASSWORD, Room, log_in, make_seat, make_story

NEW = "a heron stands in the reeds"


def change(client: TestClient, **fields: Any) -> Any:
    return client.put(f"{API}/auth/password", json={"old_password": PASSWORD, "new_password": NEW} | fields)


class TestPassword:
    def test_a_new_one_counts_at_once_and_ends_every_other_login(self, people: People) -> None:
        email = people.account("Bo")
        here, elsewhere = (TestClient(people._app, raise_server_exceptions=False) for _ in range(2))
        log_in(here, email)
        log_in(elsewhere, email)

        assert change(here).status_code == 204

        assert here.get(f"{API}/auth/me").status_code == 200
        problem(elsewhere.get(f"{API}/auth/me"), 401, "login-needed")
        log_in(elsewhere, email, NEW)
        refused = elsewhere.post(f"{API}/auth/login", json={"email": email, "password": PASSWORD})
        problem(refused, 401, "wrong-login")

    def test_the_old_one_is_asked_for_and_the_new_one_judged(self, people: People) -> None:
        bo = people.stranger("Bo")

        problem(change(bo, old_password="not this one"), 401, "wrong-login")
        problem(change(bo, new_password="short"), 422, "password-too-short")
        problem(change(bo, new_password="Password1"), 422, "password-too-common")
        assert pointers(change(bo, new_password="a" * 201)) == ["/new_password"]
        assert bo.get(f"{API}/auth/me").status_code == 200

    @pytest.mark.parametrize("tried_first", ["password", "12345678", "PASSWORD", "iloveyou", "sunshine", "football1"])
    def test_what_everybody_tries_first_is_refused(self, tried_first: str) -> None:
        with pytest.raises(PasswordTooCommon):
            check_password(tried_first)

    @settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
    @given(st.text(max_size=300))
    def test_any_text_is_taken_or_refused_with_a_reason(self, text: str) -> None:
        try:
            check_password(text)
        except (PasswordTooShort, PasswordTooLong, PasswordTooCommon):
            return
        assert 8 <= len(text) <= 200

    def test_seats_and_keys_have_none(self, room: Room, anybody: TestClient) -> None:
        for headers in (make_seat(room.client, room.workshop), make_key(room, "stories:read")):
            refused = anybody.put(
                f"{API}/auth/password", json={"old_password": PASSWORD, "new_password": NEW}, headers=headers
            )
            problem(refused, 403, "not-allowed")


class TestLogins:
    def test_each_is_listed_and_can_be_ended(self, people: People) -> None:
        email = people.account("Bo")
        here, lent = (TestClient(people._app, raise_server_exceptions=False) for _ in range(2))
        log_in(lent, email)
        log_in(here, email)

        listed = here.get(f"{API}/auth/logins").json()["items"]
        other = next(login for login in listed if not login["this_one"])
        ended = here.delete(f"{API}/auth/logins/{other['id']}")

        assert [login["this_one"] for login in listed] == [True, False]
        assert ended.status_code == 204
        problem(lent.get(f"{API}/auth/me"), 401, "login-needed")
        assert here.get(f"{API}/auth/me").status_code == 200

    def test_nobody_ends_anothers(self, people: People, engine: Engine) -> None:
        eve, bo = people.stranger("Eve"), people.stranger("Bo")
        own = bo.get(f"{API}/auth/logins").json()["items"][0]["id"]

        problem(eve.delete(f"{API}/auth/logins/{own}"), 404, "not-found")

        assert bo.get(f"{API}/auth/me").status_code == 200


class TestTeam:
    def id_of(self, client: TestClient) -> str:
        account: str = client.get(f"{API}/auth/me").json()["account"]["id"]
        return account

    def test_a_member_who_is_taken_out_sees_nothing_more(self, room: Room, people: People) -> None:
        bo = people.member(room, "Bo")

        assert room.client.delete(f"{room.url}/members/{self.id_of(bo)}").status_code == 204

        problem(bo.get(f"{room.url}/board"), 404, "not-found")
        problem(room.client.delete(f"{room.url}/members/{self.id_of(bo)}"), 404, "not-found")

    def test_whoever_comes_goes_or_gets_another_role_is_on_record(self, room: Room, people: People) -> None:
        bo = people.stranger("Bo")
        email = bo.get(f"{API}/auth/me").json()["account"]["email"]
        room.client.post(f"{room.url}/members", json={"email": email})
        for _ in range(2):
            room.client.post(f"{room.url}/members", json={"email": email, "role": "steward"})
        bo.delete(f"{room.url}/members/{self.id_of(bo)}")

        log = room.client.get(f"{room.url}/change-events").json()["items"]
        of_bo = [event for event in log if "member" in event["action"]]
        assert [event["action"] for event in of_bo] == ["add_member", "change_member", "remove_member"]
        roles = [[(state or {}).get("role") for state in event["after"].values()] for event in of_bo]
        assert roles == [["facilitator"], ["steward"], [None]]
        assert {event["actor_name"] for event in of_bo[:2]} == {"Amina"}
        assert room.check()["equal"]

    def test_closing_an_account_is_on_record_where_it_had_a_place(self, room: Room, people: People) -> None:
        bo = people.member(room, "Bo")

        assert bo.post(f"{API}/auth/close-account", json={"password": PASSWORD}).status_code == 204

        last = room.client.get(f"{room.url}/change-events").json()["items"][-1]
        assert last["action"] == "remove_member"
        assert room.check()["equal"]

    def test_keys_walls_and_settings_are_on_record_and_files_name_no_account(self, room: Room, people: People) -> None:
        room.client.post(f"{room.url}/members", json={"email": people.account("Bo"), "role": "evaluator"})
        key = room.client.post(f"{room.url}/api-keys", json={"name": "R", "scopes": ["audit:read"]}).json()
        for _ in range(2):
            room.client.delete(f"{API}/api-keys/{key['id']}")
        room.client.post(f"{room.url}/wall")
        room.client.patch(room.url, json={"reveal": "open", "hold_for_steward": True})
        room.client.patch(room.url, json={"title": "Another title"})

        log = room.client.get(f"{room.url}/change-events").json()["items"]
        done = [event["action"] for event in log]
        assert done == ["create_workshop", "add_member", "create_key", "revoke_key", "open_wall", "change_workshop"]
        for profile in ("evaluation", "partners", "public"):
            trail = room.client.get(f"{room.url}/export.csv?profile={profile}&table=audit").text
            assert "add_member" in trail
            for who in room.client.get(f"{room.url}/members").json()["items"]:
                assert who["account_id"] not in trail, profile

    def test_there_is_always_a_facilitator(self, room: Room, people: People) -> None:
        own = room.client.get(f"{API}/auth/me").json()["account"]

        problem(room.client.delete(f"{room.url}/members/{own['id']}"), 409, "last-facilitator")
        demoted = room.client.post(f"{room.url}/members", json={"email": own["email"], "role": "evaluator"})
        problem(demoted, 409, "last-facilitator")

        bo = people.member(room, "Bo")
        assert bo.delete(f"{room.url}/members/{self.id_of(bo)}").status_code == 204

    def test_where_there_is_a_steward_only_a_steward_decides_who_is(self, room: Room, people: People) -> None:
        steward, bo = people.member(room, "Stella", "steward"), people.account("Bo")
        email = steward.get(f"{API}/auth/me").json()["account"]["email"]
        own = room.client.get(f"{API}/auth/me").json()["account"]["email"]
        as_steward = {"email": bo, "role": "steward"}

        problem(room.client.post(f"{room.url}/members", json=as_steward), 403, "stewards-only")
        problem(room.client.post(f"{room.url}/members", json={"email": own, "role": "steward"}), 403, "stewards-only")
        problem(
            room.client.post(f"{room.url}/members", json={"email": email, "role": "evaluator"}), 403, "stewards-only"
        )
        problem(room.client.delete(f"{room.url}/members/{self.id_of(steward)}"), 403, "stewards-only")
        problem(steward.post(f"{room.url}/members", json={"email": bo, "role": "facilitator"}), 403, "not-allowed")

        assert steward.post(f"{room.url}/members", json=as_steward).status_code == 201
        assert steward.delete(f"{room.url}/members/{self.id_of(steward)}").status_code == 204

    def test_an_evaluator_takes_nobody_out_but_themselves(self, room: Room, people: People) -> None:
        evaluator, bo = people.member(room, "Eve", "evaluator"), people.member(room, "Bo")

        problem(evaluator.delete(f"{room.url}/members/{self.id_of(bo)}"), 403, "not-allowed")

        assert evaluator.delete(f"{room.url}/members/{self.id_of(evaluator)}").status_code == 204


class TestTheEnd:
    def test_a_closed_account_is_gone_and_its_decisions_stay(self, room: Room, people: People, engine: Engine) -> None:
        bo = people.second_facilitator(room)
        theme = bo.theme("Water")
        email = bo.client.get(f"{API}/auth/me").json()["account"]["email"]

        problem(bo.client.post(f"{API}/auth/close-account", json={"password": "not it"}), 401, "wrong-login")
        assert bo.client.post(f"{API}/auth/close-account", json={"password": PASSWORD}).status_code == 204

        problem(bo.client.get(f"{API}/auth/me"), 401, "login-needed")
        assert [found["id"] for found in room.board()["themes"]] == [theme]
        assert room.check()["equal"]
        assert room.client.get(f"{room.url}/change-events").status_code == 200
        with reading(engine) as session:
            assert session.exec(select(Account).where(Account.email == email)).first() is None

    def test_it_does_not_close_while_a_workshop_would_have_no_facilitator(self, people: People) -> None:
        bo = people.stranger("Bo")
        made = bo.post(f"{API}/workshops", json={"title": "What changed"}).json()

        refused = problem(bo.post(f"{API}/auth/close-account", json={"password": PASSWORD}), 409, "last-facilitator")

        assert refused["workshop_ids"] == [made["id"]]

    def test_a_deleted_workshop_leaves_no_row(self, room: Room, people: People, engine: Engine) -> None:
        seat = make_seat(room.client, room.workshop)
        room.client.post(f"{room.url}/stories", json=make_story("The ferry runs at night"), headers=seat)
        room.theme("Water", *room.tell("The well works again"))
        room.group()

        problem(people.member(room, "Eve", "evaluator").delete(room.url), 403, "not-allowed")
        assert room.client.delete(room.url).status_code == 204

        problem(room.client.get(room.url), 404, "not-found")
        with reading(engine) as session:
            tables = [table for table in SQLModel.metadata.sorted_tables if "workshop_id" in table.columns]
            here = UUID(room.workshop["id"])
            rows = [session.connection().execute(t.select().where(t.c.workshop_id == here)).first() for t in tables]
        left = [table.name for table, row in zip(tables, rows, strict=True) if row]
        assert left == []


class TestInviting:
    def test_whoever_reads_only_is_shown_no_join_code(self, room: Room, people: People, anybody: TestClient) -> None:
        code = room.workshop["join_code"]
        evaluator, key = people.member(room, "Eve", "evaluator"), make_key(room, "themes:read", "exports:read")

        for read in (
            evaluator.get(room.url),
            evaluator.get(f"{API}/workshops"),
            anybody.get(room.url, headers=key),
            anybody.get(f"{room.url}/board", headers=key),
            anybody.get(f"{room.url}/export.csv?profile=evaluation", headers=key),
            anybody.get(f"{room.url}/export.json?profile=evaluation", headers=key),
        ):
            assert read.status_code == 200
            assert code not in read.text + str(read.headers)
        problem(anybody.get(f"{room.url}/qr.svg", headers=key), 403, "not-allowed")
        assert people.member(room, "Stella", "steward").get(room.url).json()["join_code"] == code

    def test_a_key_ends_by_itself_unless_it_says_otherwise(self, room: Room) -> None:
        made = {
            name: room.client.post(f"{room.url}/api-keys", json={"name": name, "scopes": ["stories:read"], **fields})
            for name, fields in {"usual": {}, "lasting": {"expires_at": None}}.items()
        }

        assert made["usual"].json()["expires_at"] > made["usual"].json()["created_at"]
        assert made["lasting"].json()["expires_at"] is None
