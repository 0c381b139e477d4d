"""Workshops and the seats in them; and errors, which are problem documents wherever they come from."""

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient

from app.site import CONTENT_POLICY, HEADERS, PAGES, REFERENCE_POLICY
from app.workshops.join_page import WORDS, JoinPage
from tests.api.conftest import People, make_room, pointers, problem
from tests.making import API, Room, make_seat, make_story, make_workshop


class TestWorkshops:
    def test_a_workshop_collects_from_the_start_and_declares_its_domains(self, client: TestClient, room: Room) -> None:
        domains = [{"name": "Water", "description": "Wells"}, {"name": "Worse", "kind": "negative"}]
        made = make_workshop(client, title="  Harvest ", domains=domains)

        assert (made["title"], made["stage"], len(made["join_code"])) == ("Harvest", "collecting", 6)
        assert [(domain["name"], domain["kind"]) for domain in made["domains"]] == [
            ("Water", "defined"),
            ("Worse", "negative"),
        ]
        assert made["join_url"].endswith(f"/j/{made['join_code']}")
        declared = Room(client, room.desk, made)
        assert [(theme["name"], theme["origin"]) for theme in declared.board()["themes"]] == [
            ("Water", "declared"),
            ("Worse", "declared"),
        ]
        assert declared.check()["equal"]

    def test_what_is_wrong_with_a_workshop_is_pointed_to(self, client: TestClient, room: Room) -> None:
        for fields, pointer in (
            ({"title": " "}, "/title"),
            ({"title": "a" * 161}, "/title"),
            ({"languages": []}, "/languages"),
            ({"languages": ["English"]}, "/languages/0"),
            ({"domains": [{"name": ""}]}, "/domains/0/name"),
            ({"reveal": "never"}, "/reveal"),
            ({"stage": "closed"}, "/stage"),
            ({"join_code": "AAAAAA"}, "/join_code"),
        ):
            assert pointers(client.post(f"{API}/workshops", json={"title": "Harvest"} | fields)) == [pointer]
        assert pointers(client.patch(room.url, json={"stage": "over"})) == ["/stage"]

    def test_only_what_is_sent_changes(self, room: Room) -> None:
        before = room.client.get(room.url).json()

        changed = room.client.patch(
            room.url, json={"place": "Baltimore", "title": None, "held_on": "2026-11-21"}
        ).json()

        assert {name for name in changed if changed[name] != before[name]} == {"place", "held_on"}

    def test_it_counts_who_is_silent_and_what_may_leave_the_workshop(self, room: Room) -> None:
        for _ in range(2):
            make_seat(room.client, room.workshop)
        teller = make_seat(room.client, room.workshop)
        told = [{"scope": "workshop"}, {"scope": "public"}, {"scope": "evaluation", "expires_on": "2030-01-01"}]
        for consent in told:
            sent = make_story(consent=consent)
            assert room.client.post(f"{room.url}/stories", json=sent, headers=teller).status_code == 201

        counted = room.client.get(room.url).json()

        counts = ("seats", "silent_seats", "stories_in_set", "stories_for_evaluation")
        assert [counted[name] for name in counts] == [3, 2, 3, 2]

    def test_everybody_lists_their_own_newest_first(self, people: People, room: Room) -> None:
        bo = people.stranger("Bo")
        made = [make_workshop(bo, title=f"Number {number}")["id"] for number in range(3)]

        first = bo.get(f"{API}/workshops?limit=2").json()
        rest = bo.get(f"{API}/workshops", params={"limit": 2, "cursor": first["next_cursor"]}).json()

        assert [workshop["id"] for workshop in first["items"] + rest["items"]] == made[::-1]
        assert rest["next_cursor"] is None

    def test_a_qr_code_is_a_picture(self, room: Room) -> None:
        reply = room.client.get(f"{room.url}/qr.svg")

        assert reply.headers["content-type"].startswith("image/svg+xml")
        assert reply.text.startswith("<svg")


class TestJoining:
    def test_a_code_is_forgiven_small_letters_and_blanks(self, room: Room, anybody: TestClient) -> None:
        code = room.workshop["join_code"].lower()

        joined = anybody.post(f"{API}/join", json={"join_code": f" {code[:3]} - {code[3:]}", "display_name": "Rosa"})

        assert joined.status_code == 201
        assert joined.json()["workshop"]["id"] == room.workshop["id"]
        seat = {"Authorization": f"Bearer {joined.json()['token']}"}
        assert anybody.get(f"{API}/seat", headers=seat).json()["display_name"] == "Rosa"
        assert room.client.get(room.url).json()["seats"] == 1

    def test_unknown_and_closed_codes_get_the_same_answer(self, room: Room, anybody: TestClient) -> None:
        room.client.patch(room.url, json={"stage": "closed"})

        closed, unknown = (
            anybody.post(f"{API}/join", json={"join_code": code}) for code in (room.workshop["join_code"], "AAAAAA")
        )

        assert problem(closed, 404, "unknown-code") == problem(unknown, 404, "unknown-code")

    def test_a_seat_changes_what_it_says_of_itself(self, room: Room, anybody: TestClient) -> None:
        seat = make_seat(anybody, room.workshop, display_name="Rosa", language="es")

        changed = anybody.patch(f"{API}/seat", json={"display_name": "Rosa L.", "language": None}, headers=seat).json()

        assert (changed["display_name"], changed["language"]) == ("Rosa L.", "es")
        assert pointers(anybody.patch(f"{API}/seat", json={"workshop_id": str(uuid4())}, headers=seat)) == [
            "/workshop_id"
        ]
        problem(room.client.get(f"{API}/seat"), 404, "not-found")

    def test_a_seat_outlives_the_collecting_but_takes_no_new_story_when_all_is_closed(
        self, room: Room, anybody: TestClient
    ) -> None:
        seat = make_seat(anybody, room.workshop)
        room.client.patch(room.url, json={"stage": "reviewing"})
        reviewing = anybody.post(f"{room.url}/stories", json={"headline": "Late"}, headers=seat)
        room.client.patch(room.url, json={"stage": "closed"})

        assert reviewing.status_code == 201
        problem(anybody.post(f"{room.url}/stories", json={"headline": "Later"}, headers=seat), 409, "collecting-closed")
        assert len(anybody.get(f"{room.url}/stories", headers=seat).json()["items"]) == 1


class TestErrors:
    def test_what_is_not_there_is_a_problem_document_too(self, client: TestClient) -> None:
        for method, place, status in (
            ("GET", "/api/v1/nothing", 404),
            ("DELETE", "/api/v1/workshops", 405),
            ("GET", "/api/v1/workshops/7", 422),
            ("GET", "/nothing", 404),
        ):
            reply = client.request(method, place)

            assert reply.status_code == status, place
            assert reply.headers["content-type"] == "application/problem+json", place
            assert {"type", "title", "status", "detail"} <= set(reply.json())

    def test_every_answer_keeps_browsers_careful(self, client: TestClient, room: Room) -> None:
        for place in (*(address.replace("{code}", "ABCDEF") for address in PAGES), room.url, "/healthz", "/nothing"):
            reply = client.get(place)

            policy = REFERENCE_POLICY if place == "/docs" else CONTENT_POLICY
            wanted = HEADERS | {"Content-Security-Policy": policy}
            assert {name: reply.headers.get(name) for name in HEADERS} == wanted, place

    def test_what_the_api_says_is_kept_by_nobody(self, room: Room) -> None:
        for place in ("board", "stories", "export.csv?profile=public", "nothing"):
            assert room.client.get(f"{room.url}/{place}").headers["cache-control"] == "no-store"

    def test_the_service_says_whether_it_lives_and_is_ready(self, anybody: TestClient) -> None:
        assert anybody.get("/healthz").json() == {"status": "alive"}
        assert anybody.get("/readyz").json() == {"status": "ready"}

    def test_two_workshops_do_not_share_a_board(self, client: TestClient, room: Room) -> None:
        other = make_room(client, room.desk)
        room.theme("Water", *room.tell("The well works"))

        assert (other.board()["themes"], other.board()["not_placed"], other.board()["seq"]) == ([], [], 1)


class TestTheJoinPage:
    @pytest.fixture(autouse=True)
    def page(self, room: Room, tmp_path: Path) -> Iterator[None]:
        files = {WORDS.format(tag): {"file": f"assets/{tag}.js"} for tag in ("en", "es", "ar")}
        (tmp_path / "join-files.json").write_text(json.dumps(files))
        (tmp_path / "join.html").write_text('<head><title></title></head><input name="code">')
        state = room.client.app.state.service  # type: ignore[attr-defined]
        built, state.join_page = state.join_page, JoinPage(tmp_path)
        yield
        state.join_page = built

    def test_it_brings_the_question_of_its_code(self, room: Room) -> None:
        room.client.patch(room.url, json={"focus_question": 'What "changed" for you & <b>yours</b>?'})

        page = room.client.get(f"/J/{room.workshop['join_code'].lower()}").text

        (meta,) = re.findall(r'<meta name="workshop" data-code="(\w+)" content="([^"]*)" />', page)
        assert meta[0] == room.workshop["join_code"]
        joined = room.client.post("/api/v1/join", json={"join_code": meta[0]}).json()
        assert json.loads(unescape(meta[1])) == joined["workshop"]

    @pytest.mark.parametrize(
        ("phone", "workshop", "brought"),
        [
            ("es-MX,en;q=0.5", ["en", "es"], "es"),
            ("fr, ar;q=0.8", ["en", "ar"], "ar"),
            ("ar", ["es"], "ar"),
            ("xx", ["es"], "es"),
            ("", ["xx"], "en"),
        ],
    )
    def test_it_brings_the_words_of_its_phone(self, room: Room, phone: str, workshop: list[str], brought: str) -> None:
        room.client.patch(room.url, json={"languages": workshop})

        page = room.client.get(f"/j/{room.workshop['join_code']}", headers={"Accept-Language": phone}).text

        assert re.findall(r'<link rel="modulepreload" href="([^"]*)" />', page) == [f"/assets/{brought}.js"]

    def test_wrong_and_closed_codes_bring_nothing_and_soon_nobody_learns_more(self, room: Room) -> None:
        code = room.workshop["join_code"]
        room.client.patch(room.url, json={"stage": "closed"})
        assert room.client.get(f"/j/{code}").text == room.client.get("/j/ZZZZZZ").text.replace("ZZZZZZ", code)
        other = room.client.post("/api/v1/workshops", json={"title": "Next door"}).json()["join_code"]

        for n in range(2, 24):
            assert room.client.get(f"/j/ZZZZZ{n}").status_code == 200

        assert "workshop" not in room.client.get(f"/j/{other}").text
