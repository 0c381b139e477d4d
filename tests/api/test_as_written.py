"""What people wrote and agreed to stands as they gave it: names, consent, dates, languages, and what a search finds."""

from datetime import timedelta
from typing import Any

import pytest

from models.base import now
from tests.api.conftest import Room


def tell(room: Room, **told: Any) -> dict[str, Any]:
    reply = room.client.post(f"{room.url}/stories", json={"headline": "We have water", **told})
    assert reply.status_code == 201, reply.text
    story: dict[str, Any] = reply.json()
    return story


def named_in_the_export(room: Room) -> list[str]:
    rows = room.client.get(f"{room.url}/export.json?profile=evaluation").json()["stories"]
    return [row["storyteller_label"] for row in rows]


class TestNames:
    @pytest.mark.parametrize("use", ["first_name", "named", "pseudonym"])
    @pytest.mark.parametrize("name", ["王小明", "Dr. Amina Yusuf", "Sunflower", "van der Berg", "محمد علي"])
    def test_a_name_is_shown_as_it_was_given(self, room: Room, name: str, use: str) -> None:
        tell(room, teller_name=name, consent={"scope": "evaluation", "name_use": use})
        assert named_in_the_export(room) == [name]

    def test_a_name_given_for_no_use_is_not_kept(self, room: Room) -> None:
        tell(room, teller_name="Amina", consent={"scope": "evaluation", "name_use": "anonymous"})
        assert named_in_the_export(room) == ["anonymous"]


AGREED = {"scope": "partners", "name_use": "first_name", "expires_on": "2099-12-31"}
CHANGED = [{"scope": "evaluation"}, {"name_use": "pseudonym"}, {"expires_on": "2098-01-01"}, {"expires_on": None}, {}]
REFUSED_TAGS = ["zh-CHS", "en-", "EN", "english", "e", "de-1996-1996", "en-u-ca-buddhist", "xx_YY", "en\n", "qq-a"]


class TestConsent:
    @pytest.mark.parametrize("part", CHANGED)
    def test_what_is_not_sent_stays_as_agreed(self, room: Room, part: dict[str, Any]) -> None:
        story = tell(room, teller_name="Amina", consent=AGREED)
        sent = {"consent": part, "reason": "She said so."}
        changed = room.client.patch(f"/api/v1/stories/{story['id']}", json=sent)
        assert changed.status_code == 200, changed.text
        consent = {key: changed.json()["consent"][key] for key in AGREED}
        assert consent == {**AGREED, **part}


class TestDays:
    @pytest.mark.parametrize("day", ["0024-05-01", "1899-12-31", "9999-12-31", "2200-01-01"])
    def test_a_year_out_of_living_memory_is_refused(self, room: Room, day: str) -> None:
        for field in ("happened_from", "happened_to"):
            refused = room.client.post(f"{room.url}/stories", json={"headline": "Water", field: day})
            assert refused.status_code == 422
            assert refused.json()["errors"][0]["pointer"] == f"/{field}"
        assert room.client.patch(room.url, json={"held_on": day}).status_code == 422

    def test_what_happened_has_happened_and_today_is_today_everywhere(self, room: Room) -> None:
        tomorrow_somewhere = (now() + timedelta(hours=13)).date().isoformat()
        tell(room, happened_from=tomorrow_somewhere)
        later = (now() + timedelta(days=3)).date().isoformat()
        refused = room.client.post(f"{room.url}/stories", json={"headline": "Water", "happened_to": later})
        assert refused.json()["errors"] == [{"pointer": "/happened_to", "detail": "is after today"}]


class TestTags:
    @pytest.mark.parametrize("tag", REFUSED_TAGS)
    def test_what_browsers_refuse_as_a_language_is_refused(self, room: Room, tag: str) -> None:
        assert room.client.patch(room.url, json={"languages": [tag]}).status_code == 422
        assert room.client.post(f"{room.url}/stories", json={"headline": "Water", "language": tag}).status_code == 422

    @pytest.mark.parametrize("tag", ["en", "sw", "zh-Hans", "zh-Hant-TW", "pt-BR", "es-419", "ca-valencia", "quz"])
    def test_languages_are_taken(self, room: Room, tag: str) -> None:
        assert room.client.patch(room.url, json={"languages": [tag]}).status_code == 200

    @pytest.mark.parametrize("zone", ["Mars/Phobos", "", "../etc/passwd", "CEST", "utc+3"])
    def test_a_time_zone_that_is_none_is_refused(self, room: Room, zone: str) -> None:
        assert room.client.patch(room.url, json={"timezone": zone}).status_code == 422

    def test_a_time_zone_is_taken(self, room: Room) -> None:
        assert room.client.patch(room.url, json={"timezone": "America/Lima"}).status_code == 200


class TestSearch:
    @pytest.mark.parametrize(
        ("headline", "note", "sought"),
        [
            ("L'École est ouverte", "", "ecole"),
            ("L'ecole est ouverte", "", "ÉCOLE"),
            ("Water\u00a0point repaired", "", "water point"),
            ("My sister came", 'She said: "thank you"', '"thank you"'),
            ("My sister came", "back\\slash", "back\\slash"),
            ("हर दिन पानी", "", "दिन"),
            ("50 % more", "", "50 %"),
        ],
    )
    def test_words_are_found_as_they_were_meant(self, room: Room, headline: str, note: str, sought: str) -> None:
        tell(room, headline=headline, notes=[note])
        tell(room, headline="दान", notes=["Something else"])
        found = room.client.get(f"{room.url}/stories", params={"q": sought}).json()["items"]
        assert [story["headline"] for story in found] == [headline]

    @pytest.mark.parametrize("sign", ["[", '"', "%", "_", "\\", ",", "]"])
    def test_a_sign_that_no_story_holds_finds_none(self, room: Room, sign: str) -> None:
        tell(room, headline="Water", notes=["One", "Two"])
        assert room.client.get(f"{room.url}/stories", params={"q": sign}).json()["items"] == []

    def test_a_corrected_story_is_found_by_its_new_words_alone(self, room: Room) -> None:
        story = tell(room, headline="Watr came")
        edit = {"headline": "Water came", "reason": "A slip."}
        room.client.patch(f"/api/v1/stories/{story['id']}", json=edit)
        assert len(room.client.get(f"{room.url}/stories", params={"q": "water"}).json()["items"]) == 1
        assert room.client.get(f"{room.url}/stories", params={"q": "watr"}).json()["items"] == []


def test_a_join_code_is_read_in_full_width_letters(room: Room) -> None:
    code = room.workshop["join_code"]
    wide = "".join(chr(ord(letter) + 0xFEE0) for letter in code)
    assert room.client.post("/api/v1/join", json={"join_code": wide}).status_code == 201
