"""A browser without scripts tells the same story."""

import html
import re

from tests.making import Room


def fields(page: str) -> dict[str, str]:
    """What a browser would send back untouched."""
    return {name: html.unescape(value) for name, value in re.findall(r'name="(\w+)" value="([^"]*)"', page)}


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
            "En une ligne : qu’est-ce qui a changé ? (obligatoire)", "Comment peut-on vous trouver, si vous voulez ?",
        ]  # fmt: skip

    def test_a_name_and_a_wish_for_care_go_where_they_belong(self, room: Room) -> None:
        address = f"/plain/{room.workshop['join_code']}"
        form = {**fields(room.client.get(address).text), "headline": "Told on a kiosk", "name": "Rosa Lopez",
                "name_use": "named", "scope": "public", "care": "talk", "contact": "at the blue door"}  # fmt: skip

        assert room.client.post(address, data=form).status_code == 201

        (held,) = room.client.get(f"{room.url}/stories?state=submitted").json()["items"]
        assert (held["care"], held["care_contact"]) == ("talk", "at the blue door")
        assert room.board()["not_placed"] == []
        room.client.post(f"/api/v1/stories/{held['id']}/release")
        assert "Rosa Lopez" in room.client.get(f"{room.url}/export.csv").text

    def test_it_speaks_the_visitors_language(self, room: Room) -> None:
        reply = room.client.get(f"/plain/{room.workshop['join_code']}", headers={"Accept-Language": "ar-EG,fr;q=0.5"})

        assert '<html lang="ar" dir="rtl">' in reply.text


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
