"""Stories are embedded as they arrive, so that grouping need not wait for it."""

from sqlmodel import Session, func, select

from app.grouping.workflow import Desk
from models import Embedding
from tests.making import API, WATER, Room


class TestArrivals:
    def test_what_arrived_has_a_vector_before_anybody_asks(self, room: Room, desk: Desk) -> None:
        room.tell(*WATER)

        embedded = 0
        while found := desk.embed_arrivals():
            embedded += found

        assert embedded >= len(WATER)
        run = room.group()
        assert run["state"] == "proposed"

    def test_a_changed_story_gets_a_new_one_and_a_withdrawn_one_none(self, room: Room, desk: Desk) -> None:
        [kept, gone] = room.tell(*WATER[:2])
        while desk.embed_arrivals():
            pass
        room.client.patch(f"{API}/stories/{kept}", json={"headline": "The pump works too", "reason": "heard wrong"})
        room.client.post(f"{API}/stories/{gone}/withdraw", json={})

        assert desk.embed_arrivals() == 1
        with Session(desk.engine) as session:
            assert session.exec(select(func.count()).select_from(Embedding)).one() >= 2
