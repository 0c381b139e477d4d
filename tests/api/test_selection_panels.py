"""Panels: who feeds whom without a loop, who sits on them, and a code of their own."""

from uuid import uuid4

from fastapi.testclient import TestClient

from tests.api.choosing import make_panel
from tests.api.conftest import People, make_room, pointers, problem
from tests.making import API, Room, make_seat


class TestPanels:
    def test_a_panel_is_made_once_however_often_it_is_sent(self, room: Room) -> None:
        body = {"id": str(uuid4()), "name": "Residents", "purpose": "Whose eyes is this?", "mode": "parallel"}

        first = room.client.post(f"{room.url}/panels", json=body)
        again = room.client.post(f"{room.url}/panels", json=body)
        other = room.client.post(f"{room.url}/panels", json={**body, "name": "Elders"})

        assert (first.status_code, again.status_code) == (201, 200)
        assert first.json() == again.json()
        assert first.json()["members"] == []
        assert len(first.json()["panel_code"]) == 6
        problem(other, 409, "panel-id-taken")
        assert [panel["name"] for panel in room.client.get(f"{room.url}/panels").json()["items"]] == ["Residents"]

    def test_a_loop_never_arises(self, room: Room) -> None:
        one = make_panel(room, "One")
        two = make_panel(room, "Two", feeds_panel_ids=[one.panel["id"]])
        three = make_panel(room, "Three", feeds_panel_ids=[two.panel["id"], one.panel["id"]])

        for ends in (three, two, one):
            reply = room.client.patch(one.url, json={"feeds_panel_ids": [ends.panel["id"]]})
            problem(reply, 409, "panel-loop")
        own = str(uuid4())
        itself = room.client.post(f"{room.url}/panels", json={"id": own, "name": "Me", "feeds_panel_ids": [own]})
        problem(itself, 409, "panel-loop")
        assert room.client.patch(one.url, json={"name": "First"}).json()["feeds_panel_ids"] == []
        assert len(room.client.get(f"{room.url}/panels").json()["items"]) == 3

    def test_a_panel_feeds_panels_of_its_own_workshop_only(self, room: Room, people: People) -> None:
        theirs = make_panel(make_room(people.stranger("Bo"), room.desk))

        body = {"name": "Residents", "feeds_panel_ids": [theirs.panel["id"]]}

        assert pointers(room.client.post(f"{room.url}/panels", json=body)) == ["/feeds_panel_ids/0"]

    def test_panels_are_on_record_and_no_step_back_undoes_them(self, room: Room) -> None:
        sitting = make_panel(room, "Residents")
        room.client.patch(sitting.url, json={"purpose": "What lasts?"})

        events = room.client.get(f"{room.url}/change-events").json()["items"]

        assert [event["action"] for event in events[-2:]] == ["create_panel", "change_panel"]
        assert events[-1]["after"][f"panel:{sitting.panel['id']}"]["purpose"] == "What lasts?"
        assert sitting.panel["panel_code"] not in str(events)
        room.command({"type": "undo"}, status=409)
        assert room.check()["equal"]


class TestMembers:
    def test_seats_and_accounts_sit_once_and_may_leave(self, room: Room, anybody: TestClient) -> None:
        sitting = make_panel(room)
        seat = anybody.get(f"{API}/seat", headers=make_seat(anybody, room.workshop, display_name="Ama")).json()
        account = room.client.get(f"{API}/auth/me").json()["account"]["id"]
        body = {"seat_ids": [seat["seat_id"]], "account_ids": [account]}

        room.client.post(f"{sitting.url}/members", json=body)
        seated = room.client.post(f"{sitting.url}/members", json={**body, "open_seats": 2}).json()

        assert len(seated["members"]) == 4
        assert seated["members"][0]["name"] == "Ama"
        assert len({seat["token"] for seat in seated["seats"]}) == 2
        assert room.client.delete(f"{sitting.url}/members/{seat['seat_id']}").status_code == 204
        assert room.client.delete(f"{sitting.url}/members/{account}").status_code == 204
        problem(room.client.delete(f"{sitting.url}/members/{account}"), 404, "not-found")
        listed = room.client.get(f"{room.url}/panels").json()["items"][0]
        assert len(listed["members"]) == 2
        assert "seats" not in listed

    def test_only_people_of_the_workshop_are_seated(self, room: Room, people: People, anybody: TestClient) -> None:
        sitting, elsewhere = make_panel(room), make_room(people.stranger("Bo"), room.desk)
        theirs = anybody.get(f"{API}/seat", headers=make_seat(anybody, elsewhere.workshop)).json()["seat_id"]
        account = elsewhere.client.get(f"{API}/auth/me").json()["account"]["id"]

        assert pointers(room.client.post(f"{sitting.url}/members", json={"seat_ids": [theirs]})) == ["/seat_ids/0"]
        reply = room.client.post(f"{sitting.url}/members", json={"account_ids": [account]})
        assert pointers(reply) == ["/account_ids/0"]


class TestPanelCode:
    def test_a_phone_that_joins_with_a_panels_code_sits_on_it(self, room: Room, anybody: TestClient) -> None:
        sitting = make_panel(room, "Residents", purpose="Whose eyes is this?")
        body = {"join_code": sitting.panel["panel_code"].lower(), "id": str(uuid4()), "token": f"msc_seat_{'b' * 32}"}

        joined = anybody.post(f"{API}/join", json=body)
        again = anybody.post(f"{API}/join", json=body)

        assert joined.status_code == again.status_code == 201
        expected = {"id": sitting.panel["id"], "name": "Residents", "purpose": "Whose eyes is this?"}
        assert joined.json()["panel"] == expected
        assert joined.json()["workshop"]["id"] == room.workshop["id"]
        members = room.client.get(f"{room.url}/panels").json()["items"][0]["members"]
        assert [member["seat_id"] for member in members] == [body["id"]]

    def test_a_workshops_code_seats_nobody_on_a_panel(self, room: Room, anybody: TestClient) -> None:
        make_panel(room)

        joined = anybody.post(f"{API}/join", json={"join_code": room.workshop["join_code"]}).json()

        assert joined["panel"] is None
        assert room.client.get(f"{room.url}/panels").json()["items"][0]["members"] == []

    def test_whoever_invites_nobody_is_shown_no_code(self, room: Room, people: People) -> None:
        make_panel(room)
        evaluator = people.member(room, "Eva", "evaluator")

        assert evaluator.get(f"{room.url}/panels").json()["items"][0]["panel_code"] == ""
