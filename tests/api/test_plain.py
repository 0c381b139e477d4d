"""A browser without scripts tells the same story."""

import html
import re

import pytest

from app.plain.words import WORDS
from tests.making import Room


def fields(page: str) -> dict[str, str]:
    """What a browser would send back untouched."""
    found = re.findall(r'<input( type="radio")?[^>]*? name="(\w+)"[^>]*? value="([^"]*)"( checked)?', page)
    return {name: html.unescape(value) for radio, name, value, checked in found if checked or not radio}


class TestPlainForm:
    def test_the_form_sent_twice_tells_one_story(self, room: Room) -> None:
        address = f"/plain/{room.workshop['join_code'].lower()}"
        form = {
            **{k: v for k, v in fields(room.client.get(address).text).items() if k in ("id", "seat_id", "token")},
            "headline": "The bus stops here now",
            "scope": "evaluation",
        }

        replies = [room.client.post(address, data=form) for _ in range(2)]

        [story] = room.board()["not_placed"]
        assert [reply.status_code for reply in replies] == [201, 201]
        assert story["headline"] == "The bus stops here now"
        assert 'href="/receipt#' in replies[0].text

    def test_a_mistake_shows_the_form_again_with_everything_typed(self, room: Room) -> None:
        address = f"/plain/{room.workshop['join_code']}"
        form = {**fields(room.client.get(address).text), "headline": " ", "note_1": "<b>kept</b> & safe"}

        reply = room.client.post(address, data=form)

        assert reply.status_code == 422
        assert "&lt;b&gt;kept&lt;/b&gt; &amp; safe" in reply.text
        assert room.board()["not_placed"] == []

    def test_a_mistake_is_told_in_the_visitors_language(self, room: Room) -> None:
        address = f"/plain/{room.workshop['join_code']}"
        form = {**fields(room.client.get(address).text), "headline": "", "contact": "x" * 161, "care": "talk"}

        said = room.client.post(address, data=form, headers={"Accept-Language": "fr"}).text

        (alert,) = re.findall(r'<div role="alert">(.*?)</div>', said)
        assert re.findall("<li>(.*?)</li>", alert) == [
            "En une ligne : qu’est-ce qui a changé ? (obligatoire)",
            "Comment peut-on vous trouver, si vous voulez ?",
        ]

    def test_a_name_and_a_wish_for_care_go_where_they_belong(self, room: Room) -> None:
        address = f"/plain/{room.workshop['join_code']}"
        form = {
            **fields(room.client.get(address).text),
            "headline": "Told on a kiosk",
            "name": "Rosa Lopez",
            "name_use": "named",
            "scope": "public",
            "care": "talk",
            "contact": "at the blue door",
        }

        assert room.client.post(address, data=form).status_code == 201

        (held,) = room.client.get(f"{room.url}/stories?state=submitted").json()["items"]
        assert (held["care"], held["care_contact"]) == ("talk", "at the blue door")
        assert room.board()["not_placed"] == []
        room.client.post(f"/api/v1/stories/{held['id']}/release")
        assert "Rosa Lopez" in room.client.get(f"{room.url}/export.csv?profile=evaluation").text

    def test_it_speaks_the_visitors_language(self, room: Room) -> None:
        reply = room.client.get(f"/plain/{room.workshop['join_code']}", headers={"Accept-Language": "ar-EG,fr;q=0.5"})

        assert '<html lang="ar" dir="rtl">' in reply.text


class TestRefusals:
    """Nobody who opens the plain form ever reads JSON, and no word they wrote is lost."""

    def test_a_form_that_is_sent_when_the_workshop_has_closed_keeps_the_words(self, room: Room) -> None:
        address = f"/plain/{room.workshop['join_code']}"
        form = {**fields(room.client.get(address).text), "headline": "The <b>bus</b> stops here", "note_1": "at last"}
        room.client.patch(room.url, json={"stage": "closed"})

        late = room.client.post(address, data=form, headers={"Accept-Language": "fr"})

        assert (late.status_code, late.headers["content-type"]) == (404, "text/html; charset=utf-8")
        assert "Ce code n’est pas ouvert." in late.text
        assert '<p dir="auto">The &lt;b&gt;bus&lt;/b&gt; stops here</p>' in late.text
        room.client.patch(room.url, json={"stage": "collecting"})
        assert room.client.post(address, data=fields(late.text)).status_code == 201
        assert [story["headline"] for story in room.board()["not_placed"]] == ["The <b>bus</b> stops here"]

    @pytest.mark.parametrize("language", WORDS)
    def test_a_wrong_code_is_told_kindly_with_a_way_on(self, room: Room, language: str) -> None:
        spoken = {"Accept-Language": language}

        pages = [room.client.get(f"/plain/{code}", headers=spoken) for code in ("ZZZZZZ", "-")]
        too_long = room.client.get(f"/plain?code={'Z' * 41}", headers=spoken)
        tired = [room.client.get(f"/plain/ZZZZZ{n}", headers=spoken) for n in range(2, 24)][-1]

        assert [page.status_code for page in [*pages, too_long, tired]] == [404, 404, 422, 429]
        for page in [*pages, too_long]:
            assert WORDS[language]["not_open"] in page.text
            assert '<form action="/plain">' in page.text
        assert WORDS[language]["wait"] in tired.text
        assert int(tired.headers["retry-after"]) > 0

    def test_a_form_that_lost_its_seat_is_sent_once_more(self, room: Room) -> None:
        address = f"/plain/{room.workshop['join_code']}"

        without = room.client.post(address, data={"headline": "No hidden fields came"})
        stolen = {**fields(room.client.get(address).text), "headline": "Somebody else's seat"}
        room.client.post(address, data=stolen)
        other = {**fields(room.client.get(address).text), "seat_id": stolen["seat_id"], "headline": "Mine"}
        taken = room.client.post(address, data=other)

        for refused in (without, taken):
            assert refused.status_code == 422
            assert WORDS["en"]["once_more"] in refused.text
            assert room.client.post(address, data=fields(refused.text)).status_code == 201
        told = ["Somebody else's seat", "No hidden fields came", "Mine"]
        assert sorted(story["headline"] for story in room.board()["not_placed"]) == sorted(told)

    def test_a_form_that_was_gone_back_to_tells_a_second_story_only_when_asked(self, room: Room) -> None:
        address = f"/plain/{room.workshop['join_code']}"
        form = {**fields(room.client.get(address).text), "headline": "The first story"}
        room.client.post(address, data=form)

        asked = room.client.post(address, data={**form, "headline": "Quite another story"})

        assert WORDS["en"]["told_already"] in asked.text
        assert len(room.board()["not_placed"]) == 1
        assert room.client.post(address, data=fields(asked.text)).status_code == 201
        assert len(room.board()["not_placed"]) == 2

    def test_no_field_of_a_strangers_form_becomes_part_of_the_page(self, room: Room) -> None:
        reply = room.client.post("/plain/ZZZZZZ", data={'"><script>': "1", "headline": '"><script>'})

        assert reply.status_code == 404
        assert "<script>" not in reply.text


class TestGuessing:
    def test_guessing_codes_is_slowed_while_a_room_joins_freely(self, room: Room) -> None:
        code = room.workshop["join_code"]
        joined = [room.client.post("/api/v1/join", json={"join_code": code}).status_code for _ in range(60)]

        wrong = [room.client.post("/api/v1/join", json={"join_code": f"ZZZZZ{n}"}).status_code for n in range(2, 24)]

        assert set(joined) == {201}
        assert wrong[:20] == [404] * 20
        assert wrong[20:] == [429, 429]

    def test_one_phones_mistakes_lock_no_room_out(self, room: Room) -> None:
        other = room.client.post("/api/v1/workshops", json={"title": "Next door"}).json()["join_code"]
        room.client.post("/api/v1/join", json={"join_code": room.workshop["join_code"]})
        for n in range(2, 23):
            room.client.post("/api/v1/join", json={"join_code": f"ZZZZZ{n}"})

        again = room.client.post("/api/v1/join", json={"join_code": room.workshop["join_code"]})
        elsewhere = room.client.post("/api/v1/join", json={"join_code": other})

        assert (again.status_code, elsewhere.status_code) == (201, 429)

    def test_passwords_are_guessed_slowly_too(self, room: Room) -> None:
        guess = {"email": "amina@example.org", "password": "not this one"}

        replies = [room.client.post("/api/v1/auth/login", json=guess) for _ in range(21)]

        assert replies[-1].status_code == 429
        assert int(replies[-1].headers["retry-after"]) > 0
