"""Logging in and out, keys for scripts, and what a browser may not be tricked into."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlmodel import select

from app.db import reading, writing
from app.security import hash_token
from models import Account, ApiKey, LoginSession, Seat
from tests.api.conftest import People, make_key, pointers, problem
from tests.making import API, EMAIL, PASSWORD, Room, log_in, make_seat, make_story

COOKIE = "storyharvest_login"
LOGIN = {"email": EMAIL, "password": PASSWORD}


class TestLogin:
    def test_the_cookie_is_for_our_own_pages_only(self, anybody: TestClient) -> None:
        reply = anybody.post(f"{API}/auth/login", json={"email": EMAIL.upper() + " ", "password": PASSWORD})

        told = reply.headers["set-cookie"].lower()
        assert reply.json()["account"]["email"] == EMAIL
        assert "httponly" in told
        assert "samesite=lax" in told
        assert anybody.get(f"{API}/auth/me").json() == reply.json()

    def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(self, anybody: TestClient) -> None:
        wrong, unknown = (
            anybody.post(f"{API}/auth/login", json={"email": email, "password": "not-this-one"})
            for email in (EMAIL, "nobody@example.org")
        )

        assert problem(wrong, 401, "wrong-login") == problem(unknown, 401, "wrong-login")
        assert "set-cookie" not in wrong.headers

    def test_what_is_no_address_or_no_password_is_pointed_to(self, anybody: TestClient) -> None:
        for fields, pointer in (
            ({"email": "amina"}, "/email"),
            ({"email": "a\x00@example.org"}, "/email"),
            ({"password": ""}, "/password"),
            ({"password": "a" * 201}, "/password"),
            ({"remember": True}, "/remember"),
        ):
            assert pointers(anybody.post(f"{API}/auth/login", json=LOGIN | fields)) == [pointer]

    def test_a_login_that_was_ended_opens_nothing(self, people: People) -> None:
        person = people.stranger("Bo")
        kept = dict(person.cookies)

        assert person.post(f"{API}/auth/logout").status_code == 204
        person.cookies.update(kept)

        problem(person.get(f"{API}/auth/me"), 401, "login-needed")

    def test_a_login_ends_by_itself(self, people: People, engine: Engine) -> None:
        person = people.stranger("Bo")
        with writing(engine) as session:
            query = select(LoginSession).where(LoginSession.token_hash == hash_token(person.cookies[COOKIE]))
            session.exec(query).one().expires_at = datetime.now(UTC) - timedelta(seconds=1)

        problem(person.get(f"{API}/auth/me"), 401, "login-needed")

    def test_no_secret_is_stored_as_it_is(self, room: Room, engine: Engine) -> None:
        key = make_key(room, "stories:read")["Authorization"].removeprefix("Bearer ")
        seat = make_seat(room.client, room.workshop)["Authorization"].removeprefix("Bearer ")

        with reading(engine) as session:
            hashes = {hash for table in (ApiKey, Seat, LoginSession) for hash in session.exec(select(table.token_hash))}
            passwords = session.exec(select(Account.password_hash)).all()

        assert {hash_token(secret) for secret in (key, seat, room.client.cookies[COOKIE])} <= hashes
        assert not {key, seat, room.client.cookies[COOKIE]} & hashes
        assert all(password.startswith("$argon2id$") for password in passwords)


class TestCrossSite:
    FOREIGN = (
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Origin": "http://testserver.elsewhere.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Content-Type": "text/plain"},
        {"Content-Type": "application/x-www-form-urlencoded"},
        {"Content-Type": "multipart/form-data; boundary=x"},
    )

    def test_another_site_changes_nothing_with_our_cookie(self, room: Room) -> None:
        for headers in self.FOREIGN:
            reply = room.client.post(f"{room.url}/stories", json=make_story(), headers=headers)
            problem(reply, 403, "cross-site")
        assert room.board()["not_placed"] == []

    def test_our_own_pages_do(self, room: Room) -> None:
        for headers in (
            {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"},
            {"Sec-Fetch-Site": "none"},
            {"Content-Type": "application/json; charset=utf-8"},
        ):
            assert room.client.post(f"{room.url}/stories", json=make_story(), headers=headers).status_code == 201

    def test_a_bearer_token_needs_no_such_proof(self, room: Room, anybody: TestClient) -> None:
        seat = make_seat(room.client, room.workshop)
        foreign = seat | {"Origin": "https://elsewhere.example", "Sec-Fetch-Site": "cross-site"}

        assert anybody.post(f"{room.url}/stories", json=make_story(), headers=foreign).status_code == 201

    def test_another_site_cannot_log_a_browser_in(self, anybody: TestClient) -> None:
        for headers in self.FOREIGN:
            reply = anybody.post(f"{API}/auth/login", json=LOGIN, headers=headers)

            assert reply.status_code in (403, 422), headers
            assert COOKIE not in anybody.cookies

    def test_reading_is_not_a_change(self, room: Room) -> None:
        assert room.client.get(f"{room.url}/board", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200


class TestKeys:
    READS = (
        ("stories:read", "stories"),
        ("themes:read", "board"),
        ("audit:read", "change-events"),
        ("audit:read", "board/check"),
        ("exports:read", "export.csv?profile=evaluation"),
        ("exports:read", "export.json?profile=evaluation"),
        ("exports:read", "theme-summaries"),
    )

    def test_a_key_opens_what_its_scopes_say_and_nothing_else(self, room: Room, anybody: TestClient) -> None:
        scopes = {scope for scope, _ in self.READS}
        for scope, place in self.READS:
            right, wrong = make_key(room, scope), make_key(room, *(scopes - {scope}), "intake:write")

            assert anybody.get(f"{room.url}/{place}", headers=right).status_code == 200, place
            problem(anybody.get(f"{room.url}/{place}", headers=wrong), 403, "not-allowed")

    def test_a_key_takes_stories_in(self, room: Room, anybody: TestClient) -> None:
        story = make_story()

        told = anybody.post(f"{room.url}/stories", json=story, headers=make_key(room, "intake:write"))

        assert told.status_code == 201
        reader = make_key(room, "stories:read")
        problem(anybody.post(f"{room.url}/stories", json=story, headers=reader), 403, "not-allowed")

    def test_a_revoked_key_stops_at_once_and_stays_in_the_list(self, room: Room, anybody: TestClient) -> None:
        key = make_key(room, "stories:read")
        id = room.client.get(f"{room.url}/api-keys").json()["items"][0]["id"]

        assert room.client.delete(f"{API}/api-keys/{id}").status_code == 204
        problem(anybody.get(f"{room.url}/stories", headers=key), 401, "login-needed")
        listed = room.client.get(f"{room.url}/api-keys").json()["items"]
        assert [(shown["id"], bool(shown["revoked_at"])) for shown in listed] == [(id, True)]
        assert room.client.delete(f"{API}/api-keys/{id}").status_code == 204

    def test_a_key_ends_when_it_said_it_would(self, room: Room, anybody: TestClient) -> None:
        over = make_key(room, "stories:read", expires_at="2026-01-01T00:00:00+03:00")
        lasting = make_key(room, "stories:read", expires_at="9999-12-31T00:00:00Z")

        problem(anybody.get(f"{room.url}/stories", headers=over), 401, "login-needed")
        assert anybody.get(f"{room.url}/stories", headers=lasting).status_code == 200

    def test_a_moment_without_a_zone_or_outside_the_calendar_is_refused(self, room: Room) -> None:
        for moment in ("2027-01-01T00:00:00", "9999-12-31T23:59:59-14:00", "soon"):
            wanted = {"name": "script", "scopes": ["stories:read"], "expires_at": moment}
            assert pointers(room.client.post(f"{room.url}/api-keys", json=wanted)) == ["/expires_at"]

    def test_only_a_facilitator_hands_out_keys(self, room: Room, people: People) -> None:
        wanted = {"name": "script", "scopes": ["stories:read"]}

        problem(people.member(room, "Eve", "evaluator").post(f"{room.url}/api-keys", json=wanted), 403, "not-allowed")
        problem(room.client.delete(f"{API}/api-keys/{uuid4()}"), 404, "not-found")
        assert pointers(room.client.post(f"{room.url}/api-keys", json=wanted | {"scopes": ["all"]})) == ["/scopes/0"]


class TestRoles:
    def test_an_evaluator_sees_what_consent_covers_and_changes_nothing(self, room: Room, people: People) -> None:
        room.tell("For the room alone", consent={"scope": "workshop"})
        covered = room.tell("For evaluation")
        evaluator = people.member(room, "Eve", "evaluator")

        listed = evaluator.get(f"{room.url}/stories").json()["items"]
        board = evaluator.get(f"{room.url}/board")

        assert [story["id"] for story in listed] == covered
        assert "For the room alone" not in board.text
        assert [story["id"] for story in board.json()["not_placed"]] == covered
        commands = {"base_seq": 0, "commands": [{"type": "create_theme", "name": "Mine"}]}
        problem(evaluator.post(f"{room.url}/board/commands", json=commands), 403, "not-allowed")
        problem(evaluator.patch(room.url, json={"stage": "closed"}), 403, "not-allowed")
        problem(evaluator.post(f"{room.url}/grouping-runs", json={}), 403, "not-allowed")
        problem(evaluator.post(f"{room.url}/stories", json=make_story()), 403, "not-allowed")

    def test_a_key_reads_no_story_on_the_board_that_consent_keeps_in_the_room(
        self, room: Room, anybody: TestClient
    ) -> None:
        inside, expired = (
            room.tell("For the room alone", consent={"scope": "workshop"}),
            room.tell("Until last year", consent={"scope": "public", "expires_on": "2020-01-01"}),
        )
        covered = room.tell("For evaluation", "For everybody", consent={"scope": "public"})
        room.theme("Water", *inside, *expired, *covered)

        board = anybody.get(f"{room.url}/board", headers=make_key(room, "themes:read")).json()

        assert board["themes"][0]["story_ids"] == covered
        assert [story["id"] for story in board["themes"][0]["stories"]] == covered
        assert room.board()["themes"][0]["story_ids"] == [*inside, *covered]

    def test_one_account_may_log_in_twice(self, anybody: TestClient, client: TestClient) -> None:
        log_in(anybody)

        assert anybody.cookies[COOKIE] != client.cookies[COOKIE]
        assert client.get(f"{API}/auth/me").json() == anybody.get(f"{API}/auth/me").json()
