"""A whole room behind one address joins and tells at once, while whoever guesses join codes gets nowhere."""

import itertools
import random
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from uuid import uuid4

import httpx2
import pytest

from app.security import ALPHABET
from app.throttle import Throttle, TooManyTries
from tests.making import API, Room, make_story

PHONES, AT_ONCE, A_MINUTE = 300, 24, 60
OPEN_ROOMS, TRIES, AN_HOUR = 100, 1_000_000, 3600.0


def guess(luck: random.Random) -> str:
    return "".join(luck.choices(ALPHABET, k=6))


class TestOneAddress:
    def test_three_hundred_phones_join_and_tell_within_a_minute_while_somebody_guesses(
        self, room: Room, served: str
    ) -> None:
        code, tell = room.workshop["join_code"], f"{served}{room.url}/stories"
        done, luck, guessed = Event(), random.Random(1), []

        def phone(number: int) -> list[int]:
            with httpx2.Client(timeout=A_MINUTE, verify=False) as http:
                joined = http.post(f"{served}{API}/join", json={"join_code": code})
                seat = {"Authorization": f"Bearer {joined.json().get('token')}"}
                told = http.post(tell, json=make_story(f"Story {number}", id=str(uuid4())), headers=seat)
                return [joined.status_code, told.status_code]

        def guesser() -> None:
            with httpx2.Client(timeout=A_MINUTE, verify=False) as http:
                while not done.is_set():
                    guessed.append(http.post(f"{served}{API}/join", json={"join_code": guess(luck)}).status_code)

        assert phone(0) == [201, 201]
        started = time.monotonic()
        with ThreadPoolExecutor(AT_ONCE + 1) as pool:
            guessing = pool.submit(guesser)
            statuses = list(itertools.chain(*pool.map(phone, range(1, PHONES))))
            done.set()
            guessing.result()

        assert statuses == [201] * 2 * (PHONES - 1)
        assert time.monotonic() - started < A_MINUTE
        assert room.client.get(room.url).json()["stories_told"] == PHONES
        assert (guessed.count(404), set(guessed)) == (20, {404, 429})
        assert room.check()["equal"]

    def test_wrong_and_closed_sound_the_same_and_take_as_long(self, room: Room, served: str) -> None:
        room.client.patch(room.url, json={"stage": "closed"})
        replies: dict[str, list[httpx2.Response]] = {room.workshop["join_code"]: [], "ZZZZZZ": []}
        with httpx2.Client(timeout=30) as http:
            for _ in range(9):  # below the limit of wrong tries
                for code, heard in replies.items():
                    heard.append(http.post(f"{served}{API}/join", json={"join_code": code}))

        closed, wrong = replies.values()
        assert {reply.content for reply in closed} == {reply.content for reply in wrong}
        took = [statistics.median(reply.elapsed.total_seconds() for reply in heard) for heard in (closed, wrong)]
        assert abs(took[0] - took[1]) < 0.005


def test_an_hour_of_a_million_guesses_finds_no_room(monkeypatch: pytest.MonkeyPatch) -> None:
    """One address, 100 open rooms, 278 tries a second: what the limit lets through is what counts."""
    luck, throttle = random.Random(7), Throttle()
    rooms = {guess(luck) for _ in range(OPEN_ROOMS)}
    clock = time.time()
    let_through, found = 0, 0
    monkeypatch.setattr(time, "time", lambda: clock)
    for _ in range(TRIES):
        clock += AN_HOUR / TRIES
        code = guess(luck)
        try:
            throttle.take("join", "203.0.113.7", code)
        except TooManyTries:
            continue
        let_through += 1
        found += code in rooms
        throttle.give_back("join", "203.0.113.7", wrong=code not in rooms)

    assert let_through < 1000
    assert found == 0
    assert let_through * OPEN_ROOMS / len(ALPHABET) ** 6 < 0.001
