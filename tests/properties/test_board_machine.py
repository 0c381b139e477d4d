"""Whatever two facilitators, tellers and the machine do in whatever order, the board stays its log.

STORYHARVEST_BOARD_RUNS says how many boards are played, each for thirty steps at most (default 20).
"""

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar
from uuid import UUID

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from app.board import service as board
from app.db import make_engine, reading, writing
from app.grouping import service as grouping
from app.grouping.workflow import Desk
from app.history.conflicts import BoardConflict
from app.history.events import check
from app.history.refusals import CommandRefused
from app.history.states import read_board
from app.jobs import Jobs
from app.security import Actor
from app.stories import service as stories
from app.workshops import service as workshops
from clustering.testing import HashEmbedder
from models import GroupingRun, Membership, Story, Suggestion, Theme, Workshop
from models.base import State, new_id
from models.commands import Commands
from models.grouping import GroupingRunCreate, RunMode
from models.stories import StoryCreate
from models.workshops import WorkshopCreate

RUNS, STEPS = int(os.environ.get("STORYHARVEST_BOARD_RUNS", "20")), 30
PEOPLE = [Actor("account", new_id(), name, "secret") for name in ("Amina", "Bo")]
HEADLINES = [
    "The well works again",
    "Clean water at the well",
    "Girls go to school",
    "The school has a teacher",
    "Fees at school are paid",
    "Water every day",
]
WHO, ANY = st.sampled_from([0, 1]), st.integers(0, 50)
SOME = st.lists(ANY, min_size=1, max_size=4)


class BoardMachine(RuleBasedStateMachine):
    """A workshop in an SQLite file of its own. What a command names is picked by number out of what there is."""

    template: ClassVar[Path]

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        shutil.copy(self.template, self.folder / "harvest.sqlite3")
        self.url = f"sqlite:///{self.folder / 'harvest.sqlite3'}"
        self.engine: Engine = make_engine(self.url)
        self.jobs, self.desk = Jobs(self.url), Desk(self.engine, HashEmbedder())

    def teardown(self) -> None:
        self.jobs.close()
        self.engine.dispose()
        shutil.rmtree(self.folder)

    @initialize(domains=st.booleans())
    def open_workshop(self, domains: bool) -> None:
        declared = [{"name": "Water"}, {"name": "School"}] if domains else []
        wanted = WorkshopCreate.model_validate({"title": "Harvest", "domains": declared})
        with writing(self.engine) as session:
            self.add_accounts(session)
            self.workshop_id = workshops.create(session, wanted, PEOPLE[0]).id
        for headline in HEADLINES[:4]:
            self.say(headline)

    @staticmethod
    def add_accounts(session: Session) -> None:
        from models import Account

        session.add_all(
            Account(id=person.id, email=person.name, name=person.name, password_hash="", created_by="operator")
            for person in PEOPLE
        )

    # ---- what there is -----------------------------------------------------------------------------------------

    def pick(self, column: Any, numbers: list[int], *where: Any) -> list[UUID]:
        with reading(self.engine) as session:
            found = list(session.exec(select(column).where(*where).order_by(column)))
        return list(dict.fromkeys(found[number % len(found)] for number in numbers)) if found else []

    def story_ids(self, *numbers: int) -> list[UUID]:
        return self.pick(col(Story.id), list(numbers), col(Story.workshop_id) == self.workshop_id)

    def theme_id(self, number: int) -> UUID | None:
        return next(iter(self.pick(col(Theme.id), [number], col(Theme.workshop_id) == self.workshop_id)), None)

    def states(self) -> dict[str, State]:
        with reading(self.engine) as session:
            return read_board(session, session.get_one(Workshop, self.workshop_id))

    # ---- what can happen ---------------------------------------------------------------------------------------

    def command(self, who: int, **fields: Any) -> bool:
        """Whether the board let it happen; a refusal must leave everything as it was."""
        if self.names_nothing(fields):
            return False
        before = self.states()
        try:
            with writing(self.engine) as session:
                workshop = session.get_one(Workshop, self.workshop_id)
                commands = Commands.model_validate({"base_seq": workshop.seq, "commands": [fields]})
                board.apply(session, workshop, commands, PEOPLE[who])
        except (CommandRefused, BoardConflict):
            assert self.states() == before
            return False
        return True

    def names_nothing(self, fields: dict[str, Any]) -> bool:
        """Whether there is no such story or theme yet, so that the command would have no form."""
        no_story = fields.get("story_ids") == [] and fields["type"] != "create_theme"
        return no_story or (fields.get("theme_id", "") is None and fields["type"] != "move")

    @rule(who=WHO, stories=SOME, theme=st.none() | ANY, pinned=st.booleans())
    def move(self, who: int, stories: list[int], theme: int | None, pinned: bool) -> None:
        theme_id = None if theme is None else self.theme_id(theme)
        self.command(who, type="move", story_ids=self.story_ids(*stories), theme_id=theme_id)
        if pinned:
            self.command(who, type="pin", story_ids=self.story_ids(*stories))

    @rule(who=WHO, stories=SOME, theme=ANY, type=st.sampled_from(["add_secondary", "remove_secondary", "confirm"]))
    def second_or_confirm(self, who: int, stories: list[int], theme: int, type: str) -> None:
        self.command(who, type=type, story_ids=self.story_ids(*stories), theme_id=self.theme_id(theme))

    @rule(who=WHO, stories=st.lists(ANY, max_size=3), name=st.sampled_from(["Wells", "Classes", "Fees"]))
    def create_theme(self, who: int, stories: list[int], name: str) -> None:
        self.command(who, type="create_theme", name=name, story_ids=self.story_ids(*stories))

    @rule(who=WHO, one=ANY, other=ANY)
    def merge(self, who: int, one: int, other: int) -> None:
        self.command(who, type="merge", theme_id=self.theme_id(one), into_theme_id=self.theme_id(other))

    @rule(who=WHO, theme=ANY, stories=SOME)
    def split(self, who: int, theme: int, stories: list[int]) -> None:
        theme_id = self.theme_id(theme)
        inside = self.pick(col(Membership.story_id), stories, col(Membership.theme_id) == theme_id)
        self.command(who, type="split", theme_id=theme_id, story_ids=inside, name="Part")

    @rule(
        who=WHO,
        theme=ANY,
        position=st.integers(0, 4),
        name=st.sampled_from(["New name", "Newer name"]),
        type=st.sampled_from(["rename", "agree", "reopen", "lock", "unlock", "dissolve", "bring_back", "reorder"]),
    )
    def change_theme(self, who: int, theme: int, position: int, name: str, type: str) -> None:
        more: dict[str, dict[str, Any]] = {"rename": {"name": name}, "reorder": {"position": position}}
        self.command(who, type=type, theme_id=self.theme_id(theme), **more.get(type, {}))

    @rule(who=WHO, story=ANY, type=st.sampled_from(["set_aside", "bring_back"]))
    def set_aside(self, who: int, story: int, type: str) -> None:
        self.command(who, type=type, story_ids=self.story_ids(story), reason="told twice")

    @rule(headline=st.sampled_from(HEADLINES))
    def tell(self, headline: str) -> None:
        self.say(headline)

    def say(self, headline: str) -> None:
        with writing(self.engine) as session:
            workshop = session.get_one(Workshop, self.workshop_id)
            stories.tell(session, workshop, StoryCreate(headline=headline), PEOPLE[0])

    @rule(story=ANY)
    def withdraw(self, story: int) -> None:
        with writing(self.engine) as session:
            for id in self.story_ids(story):
                stories.withdraw(session, session.get_one(Story, id), PEOPLE[0].ref)

    @rule(mode=st.sampled_from(["fresh", "refine", "place_new"]))
    def group(self, mode: RunMode) -> None:
        """The machine looks, and touches nothing."""
        before = self.states()
        with writing(self.engine) as session:
            workshop = session.get_one(Workshop, self.workshop_id)
            run_id = grouping.ask(session, self.jobs, workshop, GroupingRunCreate(mode=mode), PEOPLE[0]).id
        self.desk.group(run_id)
        assert self.states() == before
        self.no_suggestion_touches_what_people_decided(run_id, before)

    def no_suggestion_touches_what_people_decided(self, run_id: UUID, states: dict[str, State]) -> None:
        with reading(self.engine) as session:
            made = list(session.exec(select(Suggestion).where(Suggestion.run_id == run_id)))
            refused = set(session.exec(select(Suggestion.signature).where(Suggestion.state == "refused")))
        locked = {subject.partition(":")[2] for subject, state in states.items() if state.get("locked")}
        for suggestion in made:
            assert suggestion.signature not in refused
            assert suggestion.payload.get("theme_id") not in locked
            for story_id in suggestion.payload["story_ids"]:
                for membership in states[f"story:{story_id}"]["memberships"]:
                    same = membership["theme_id"] == suggestion.payload.get("theme_id")
                    assert not (same and membership["state"] == "refused")
                    if membership["role"] == "primary" and membership["state"] != "refused":
                        assert membership["state"] == "suggested"
                        assert not membership["pinned"]
                        assert membership["theme_id"] not in locked

    @precondition(lambda self: self.open_suggestions())
    @rule(who=WHO, number=ANY, type=st.sampled_from(["accept_suggestion", "refuse_suggestion"]))
    def decide(self, who: int, number: int, type: str) -> None:
        waiting = self.open_suggestions()
        self.command(who, type=type, suggestion_id=waiting[number % len(waiting)])

    def open_suggestions(self) -> list[UUID]:
        return self.pick(col(Suggestion.id), list(range(50)), col(Suggestion.state) == "open")

    @rule(who=WHO)
    def accept_run(self, who: int) -> None:
        """Everything at once: the machine's word stays a suggestion, and what people decided stays where it is."""
        before = self.states()
        runs = self.pick(col(GroupingRun.id), [-1])
        if runs and self.command(who, type="accept_run", run_id=runs[0]):
            after = self.states()
            for subject, state in before.items():
                if subject.startswith("story:") and decided(state):
                    assert decided(after[subject]) == decided(state)
            new = [
                m
                for subject in after
                for m in after[subject].get("memberships", [])
                if m not in before.get(subject, {}).get("memberships", [])
            ]
            assert {membership["state"] for membership in new} <= {"suggested"}

    @rule(who=WHO)
    def undo_what_was_just_done(self, who: int) -> None:
        """Undo and redo lead back to the very same board."""
        here = self.states()
        if self.command(who, type="undo"):
            back = self.states()
            assert self.command(who, type="redo")
            assert self.states() == here
            assert self.command(who, type="undo")
            assert self.states() == back

    @rule(who=WHO)
    def redo(self, who: int) -> None:
        self.command(who, type="redo")

    # ---- what always holds -------------------------------------------------------------------------------------

    @invariant()
    def the_board_is_its_log(self) -> None:
        if not hasattr(self, "workshop_id"):
            return
        with reading(self.engine) as session:
            workshop = session.get_one(Workshop, self.workshop_id)
            found = check(session, workshop)
            assert found.chain_holds
            assert found.board_hash == found.replayed_hash == workshop.board_hash

    @invariant()
    def every_story_is_in_one_place(self) -> None:
        if not hasattr(self, "workshop_id"):
            return
        states = self.states()
        active = {
            subject.partition(":")[2]
            for subject, state in states.items()
            if subject.startswith("theme:") and state["state"] != "retired"
        }
        for subject, state in states.items():
            if subject.startswith("story:"):
                standing = [m for m in state["memberships"] if m["state"] != "refused"]
                assert sum(membership["role"] == "primary" for membership in standing) <= 1
                assert {membership["theme_id"] for membership in standing} <= active
                assert state["state"] == "in_set" or not state["memberships"]


def decided(story: State) -> list[str]:
    """The theme that people put a story into, if any."""
    return [
        m["theme_id"]
        for m in story["memberships"]
        if m["role"] == "primary" and (m["state"] == "confirmed" or m["pinned"])
    ]


@pytest.fixture
def run_machine(sqlite_template: Path) -> Callable[..., None]:
    def run(examples: int, steps: int) -> None:
        from hypothesis.stateful import run_state_machine_as_test

        machine = type("Machine", (BoardMachine,), {"template": sqlite_template})
        profile = settings(
            max_examples=examples, stateful_step_count=steps, deadline=None, suppress_health_check=list(HealthCheck)
        )
        run_state_machine_as_test(machine, settings=profile)  # type: ignore[no-untyped-call]

    return run


class TestBoard:
    def test_whatever_people_do_the_board_stays_its_log(self, run_machine: Callable[..., None]) -> None:
        run_machine(examples=RUNS, steps=STEPS)
