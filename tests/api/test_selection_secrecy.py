"""After a secret turn closes, neither the tables nor SQLite's files tell who voted what."""

from pathlib import Path
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy import Engine
from sqlmodel import col

from app.db import fold_in
from models import Ballot
from tests.api.choosing import make_panel, make_vote
from tests.api.conftest import pointers
from tests.making import WATER, Room


class TestSecretBallot:
    def test_only_sums_are_left_when_the_turn_closes(self, room: Room, engine: Engine) -> None:
        ids = room.tell(*WATER)
        sitting = make_panel(room, seats=6)
        asked = make_vote(sitting, method="secret_ballot")
        sent = [str(uuid4()) for _ in sitting.people]
        for n, (id, who) in enumerate(zip(sent, sitting.people, strict=True)):
            assert asked.votes(who, id=id, story_id=ids[n % 2]).status_code == 201
        asked.does("close-turn")
        tally = asked.does("reveal")["tally"]
        fold_in(engine)

        with engine.connect() as connection:
            ballots = sa.select(sa.func.count()).select_from(Ballot).where(col(Ballot.round_id) == UUID(asked.id))
            left = connection.execute(ballots)
            assert left.scalar_one() == 0
        assert [line["votes"] for line in tally["lines"]] == [3, 3, 0, 0]
        if file := engine.url.database if engine.dialect.name == "sqlite" else None:
            kept = b"".join(path.read_bytes() for path in Path(file).parent.glob(f"{Path(file).name}*"))
            for id in sent:
                assert UUID(id).hex.encode() not in kept
                assert id.encode() not in kept

    def test_words_would_give_away_who_wrote_them(self, room: Room) -> None:
        ids = room.tell(*WATER)
        sitting = make_panel(room, seats=1)
        asked = make_vote(sitting, method="secret_ballot")

        assert asked.read()["too_few_for_secrecy"]
        assert pointers(asked.votes(sitting.people[0], story_id=ids[0], reason="It is mine.")) == ["/reason"]
