"""Many at the same moment: one story stays one story, one place stays one place, and a reader sees one moment."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID, uuid4

import httpx2
from sqlalchemy import Engine
from sqlmodel import col, select

from app.db import reading
from models import Story, Workshop
from tests.api.conftest import PATIENCE
from tests.making import Room, make_seat, make_story


def at_once(*requests: dict[str, Any]) -> list[httpx2.Response]:
    """The answers to requests that are sent together, each over a connection of its own."""
    with ThreadPoolExecutor(len(requests)) as pool:
        return list(pool.map(lambda asked: httpx2.request(**asked, timeout=PATIENCE), requests))


class TestAtOnce:
    def test_the_same_story_sent_fifty_times_is_told_once(self, room: Room, served: str) -> None:
        seat, story = make_seat(room.client, room.workshop), make_story(id=str(uuid4()))
        sent = {"method": "POST", "url": f"{served}{room.url}/stories", "json": story, "headers": seat}

        replies = at_once(*[sent] * 50)

        assert sorted(reply.status_code for reply in replies) == [200] * 49 + [201]
        assert len({reply.json()["receipt_code"] for reply in replies}) == 1
        assert room.client.get(room.url).json()["stories_told"] == 1
        assert room.check()["equal"]

    def test_different_stories_under_one_id_leave_one_and_refuse_the_others(self, room: Room, served: str) -> None:
        seat, id = make_seat(room.client, room.workshop), str(uuid4())

        replies = at_once(
            *[
                {
                    "method": "POST",
                    "url": f"{served}{room.url}/stories",
                    "headers": seat,
                    "json": make_story(f"Story {number}", id=id),
                }
                for number in range(50)
            ]
        )

        (told,) = [reply.json()["headline"] for reply in replies if reply.status_code == 201]
        assert sorted(reply.status_code for reply in replies) == [201] + [409] * 49
        assert [story["headline"] for story in room.board()["not_placed"]] == [told]

    def test_serial_numbers_have_no_gap_and_no_double(self, room: Room, served: str) -> None:
        seats = [make_seat(room.client, room.workshop) for _ in range(4)]

        at_once(
            *[
                {
                    "method": "POST",
                    "url": f"{served}{room.url}/stories",
                    "json": make_story(),
                    "headers": seats[number % 4],
                }
                for number in range(24)
            ]
        )

        assert [story["serial_no"] for story in room.board()["not_placed"]] == list(range(1, 25))
        assert room.check()["equal"]

    def test_of_many_who_move_one_story_the_first_wins_and_all_others_are_told(self, room: Room, served: str) -> None:
        (one,) = room.tell("One")
        themes = [room.theme(f"Theme {number}") for number in range(8)]
        seen, cookies = room.board()["seq"], dict(room.client.cookies)

        replies = at_once(
            *[
                {
                    "method": "POST",
                    "url": f"{served}{room.url}/board/commands",
                    "cookies": cookies,
                    "json": {"base_seq": seen, "commands": [{"type": "move", "story_id": one, "theme_id": theme}]},
                }
                for theme in themes
            ]
        )

        assert sorted(reply.status_code for reply in replies) == [200] + [409] * 7
        (winner,) = [theme for theme, reply in zip(themes, replies, strict=True) if reply.status_code == 200]
        conflicts = [reply.json()["conflicts"] for reply in replies if reply.status_code == 409]
        assert {conflict["subject"] for (conflict,) in conflicts} == {f"story:{one}"}
        assert room.where(one) == winner
        assert room.check()["equal"]

    def test_a_reader_sees_one_moment(self, room: Room, engine: Engine) -> None:
        room.tell("Before")
        workshop_id = UUID(room.workshop["id"])
        head = select(Workshop.seq).where(Workshop.id == workshop_id)
        told = select(col(Story.serial_no)).where(Story.workshop_id == workshop_id)

        with reading(engine) as session:
            seq = session.exec(head).one()
            room.tell("Meanwhile")
            seen = session.exec(told).all()

        assert (seq, list(seen)) == (2, [1])
