"""Every action of a change event keeps one contract: what ACTIONS says of it holds, and there are words for it."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args
from uuid import UUID

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from app.board.runs import newest_run, stale
from app.board.view import since_last_run
from app.db import writing
from app.history import conflicts
from app.history.actions import ACTIONS, Action, UnknownAction
from app.history.events import record
from app.history.states import key
from app.history.undo import stacks, steps_of
from app.receipts import service as receipts
from models import Story, Workshop
from models.base import State, new_id
from models.board import ActionName
from tests.making import SCHOOL, WATER, Room

HOUSE = Path(__file__).parents[2]
OPENAPI = json.loads((HOUSE / "docs" / "openapi.json").read_text(encoding="utf-8"))
WORDS = {path.stem: path.read_text(encoding="utf-8") for path in HOUSE.glob("frontend/src/words/actions/??.ts")}
US = f"account:{new_id()}"


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with writing(engine) as session:
        yield session
        session.rollback()


@pytest.fixture
def story(room: Room, session: Session) -> Story:
    """A story on a board for which the machine has made suggestions."""
    first, *_ = room.tell(*WATER, *SCHOOL)
    room.group()
    return session.get_one(Story, UUID(first))


def what_follows(session: Session, workshop: Workshop, story: Story, name: ActionName) -> Action:
    """The row that the service acts as if it stood in ACTIONS, found by doing it to a story."""
    subject, looked = key("story", story.id), workshop.seq
    before: State = {"state": "in_set", "memberships": []}
    after: State = {"state": "set_aside", "memberships": [], "set_aside_reason": ""}
    event = record(
        session, workshop, actor=US, action=name, before={subject: before}, after={subject: after}, reason="so it is"
    )
    run = newest_run(session, workshop.id)
    assert run
    return Action(
        name,
        undoable=event.seq in stacks(steps_of(session, workshop, US))[0],
        conflicts=in_conflict(session, workshop, looked, subject),
        told_to_teller=any(step.reason == "so it is" for step in receipts.read(session, story).steps),
        joins_board=story.id in since_last_run(session, workshop),
        ages_suggestions=stale(session, run),
    )


def in_conflict(session: Session, workshop: Workshop, looked: int, subject: str) -> bool:
    try:
        conflicts.check(session, workshop, looked, [subject])
    except conflicts.BoardConflict:
        return True
    return False


class TestEveryAction:
    def test_what_follows_from_it_is_what_its_row_says(self, story: Story, session: Session) -> None:
        workshop = session.get_one(Workshop, story.workshop_id)
        followed = {}
        for name in get_args(ActionName):
            with session.begin_nested() as doing:
                followed[name] = what_follows(session, workshop, story, name)
                doing.rollback()

        assert followed == ACTIONS

    @pytest.mark.parametrize("language", WORDS)
    def test_it_has_words_in_every_language(self, language: str) -> None:
        assert set(re.findall(r"^ {2}(\w+): ['\"]\S", WORDS[language], re.MULTILINE)) == set(ACTIONS)

    def test_the_api_names_it(self) -> None:
        answers = OPENAPI["components"]["schemas"]

        assert set(answers["ChangeEventRead"]["properties"]["action"]["enum"]) == set(ACTIONS)

    def test_one_that_no_row_describes_is_not_recorded(self, story: Story, session: Session) -> None:
        workshop = session.get_one(Workshop, story.workshop_id)

        with pytest.raises(UnknownAction):
            record(session, workshop, actor=US, action="dance", before={}, after={})  # type: ignore[arg-type]
