"""Every kind of subject of the log keeps one contract, on both databases: what is read is what was written."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from app.db import writing
from app.history.kinds.kind import UnknownState, Writing
from app.history.states import KINDS, key, kind_of, read_board, read_states, write_states
from models import Workshop
from models.base import new_id
from tests.api.conftest import make_key
from tests.api.following import make_loop
from tests.making import SCHOOL, WATER, Room


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with writing(engine) as session:
        yield session
        session.rollback()


@pytest.fixture
def workshop(room: Room, session: Session) -> Workshop:
    """A workshop in which there is something of every kind."""
    ids = room.tell(*WATER, *SCHOOL)
    room.group()
    room.theme("Water", *ids[:2])
    make_loop(room, ids[0], WATER[0])
    room.command({"type": "set_aside", "story_id": ids[3], "reason": "told twice"})
    room.client.patch(room.url, json={"stage": "reviewing"})
    assert room.client.post(f"{room.url}/sorting-rounds", json={}).status_code == 201
    room.client.patch(room.url, json={"stage": "collecting"})
    make_key(room, "stories:read")
    return session.get_one(Workshop, UUID(room.workshop["id"]))


OTHER_THAN_IT_WAS: dict[str, dict[str, Any]] = {
    "workshop": {"stage": "reviewing"},
    "settings": {
        "reveal": "open",
        "hold_for_steward": True,
        "timezone": "Africa/Nairobi",
        "languages": ["sw"],
        "asks": [],
    },
    "member": {"role": "evaluator"},
    "key": {"scopes": ["wall:read"]},
    "theme": {"name": "Wells", "keywords": ["agua", "水"], "state": "agreed", "locked": True, "position": 7},
    "story": {"state": "in_set", "memberships": []},
    "suggestion": {"state": "refused", "decided_by": "account:somebody"},
    "run": {"state": "discarded"},
    "sorting_round": {"state": "closed"},
    "panel": {"name": "Elders", "purpose": "What lasts?", "mode": "parallel", "from_outside": True},
    "selection": {"outcome": "none", "story_ids": [], "against_tally": True},
    "claim": {"status": "disputed", "dismissed": True},
    "verification": {"state": "disputed", "claim_id": None, "description_verdict": "disputed"},
    "feedback": {"with_reasons": True},
    "recommendation": {"status": "dropped", "selection_id": None},
    "selection_round": {"state": "revealed", "turn": 2, "turn_open": False, "revealed_turn": 2},
}


@pytest.mark.parametrize("name", KINDS)
class TestEveryKind:
    def test_what_is_read_is_what_was_written(self, name: str, workshop: Workshop, session: Session) -> None:
        kind = KINDS[name]
        first = kind.read(session, kind.ids(session, workshop))
        other = {id: {**state, **OTHER_THAN_IT_WAS[name]} for id, state in first.items()}
        if name in ("story", "run"):
            other = dict.fromkeys(first, OTHER_THAN_IT_WAS[name])
        assert first
        assert other != first

        for states in (other, first):
            write_states(session, {key(name, id): state for id, state in states.items()}, Writing(workshop, 99, "us"))
            session.expire_all()

            assert kind.read(session, list(states)) == states

    def test_what_is_on_the_board_is_read_with_it(self, name: str, workshop: Workshop, session: Session) -> None:
        subjects = {key(name, id) for id in KINDS[name].ids(session, workshop)}

        assert (subjects <= set(read_board(session, workshop))) == KINDS[name].on_board

    def test_what_does_not_exist_is_left_out(self, name: str, session: Session) -> None:
        assert read_states(session, [key(name, new_id())]) == {}


class TestUnknownKinds:
    def test_a_kind_that_no_table_knows_is_never_dropped_without_a_word(
        self, workshop: Workshop, session: Session
    ) -> None:
        subject = key("rumour", new_id())

        with pytest.raises(UnknownState):
            kind_of(subject)
        with pytest.raises(UnknownState):
            read_states(session, [subject])
        with pytest.raises(UnknownState):
            write_states(session, {subject: {"state": "open"}}, Writing(workshop, 99, "us"))

    def test_a_story_that_was_told_is_never_untold(self, workshop: Workshop, session: Session) -> None:
        story = KINDS["story"].ids(session, workshop)[0]

        with pytest.raises(UnknownState):
            write_states(session, {key("story", story): None}, Writing(workshop, 99, "us"))
