"""The spine: join, tell, group, agree, take away."""

import csv
import io

from fastapi.testclient import TestClient

from tests.making import API, SCHOOL, WATER, Room, make_seat, make_story


class TestSpine:
    def test_stories_become_agreed_themes_and_leave_as_rows(self, room: Room) -> None:
        room.tell(*WATER, *SCHOOL)
        run = room.group()
        room.command({"type": "accept_run", "run_id": run["id"]})
        for theme in room.board()["themes"]:
            room.command({"type": "agree", "theme_id": theme["id"]})

        rows = list(
            csv.DictReader(
                io.StringIO(room.client.get(f"{room.url}/export.csv?profile=evaluation").text.lstrip("\ufeff"))
            )
        )

        assert {row["headline"] for row in rows} == {*WATER, *SCHOOL}
        assert {theme["state"] for theme in room.board()["themes"]} == {"agreed"}
        assert room.check()["equal"]

    def test_a_seat_tells_and_sees_its_own_stories_only(self, room: Room, client: TestClient) -> None:
        one, other = make_seat(client, room.workshop), make_seat(client, room.workshop)
        client.cookies.clear()
        told = client.post(f"{room.url}/stories", json=make_story(), headers=one)

        mine = client.get(f"{room.url}/stories", headers=one).json()["items"]
        theirs = client.get(f"{room.url}/stories", headers=other).json()["items"]

        assert [story["id"] for story in mine] == [told.json()["id"]]
        assert theirs == []
        assert client.get(f"{API}/workshops/{room.workshop['id']}/board", headers=one).status_code == 403
