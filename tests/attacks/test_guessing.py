"""Guessing at once buys nothing: a try is taken before it is answered."""

import threading
from concurrent.futures import ThreadPoolExecutor

import httpx2
import pytest

from app.guessing import household
from app.throttle import Throttle, TooManyTries
from tests.making import API, Room

TRIES = 20


def test_of_a_thousand_guesses_at_once_twenty_are_answered() -> None:
    throttle, start = Throttle(), threading.Barrier(50)
    let_through = []

    def guess(n: int) -> None:
        if n < 50:
            start.wait()
        try:
            throttle.take("login", "203.0.113.7")
        except TooManyTries:
            return
        let_through.append(n)
        throttle.give_back("login", "203.0.113.7", wrong=True)

    with ThreadPoolExecutor(50) as pool:
        list(pool.map(guess, range(1000)))

    assert len(let_through) == TRIES


def test_wrong_passwords_in_parallel_are_no_more_than_one_after_the_other(room: Room, served: str) -> None:
    wrong = {"email": "nobody@example.org", "password": "not the one"}

    with ThreadPoolExecutor(30) as pool, httpx2.Client(timeout=60) as http:
        replies = list(pool.map(lambda _: http.post(f"{served}{API}/auth/login", json=wrong).status_code, range(120)))

    assert replies.count(401) <= TRIES
    assert set(replies) == {401, 429}


def test_a_right_try_costs_nothing_and_what_was_right_is_never_refused() -> None:
    throttle = Throttle()
    for _ in range(500):
        assert throttle.take("join", "203.0.113.7")
        throttle.give_back("join", "203.0.113.7", wrong=False)
    throttle.remember("join", "203.0.113.7", "ABCDEF")
    for _ in range(TRIES):
        throttle.take("join", "203.0.113.7", "WRONG1")
        throttle.give_back("join", "203.0.113.7", wrong=True)

    assert throttle.take("join", "203.0.113.7", "ABCDEF") is False
    with pytest.raises(TooManyTries):
        throttle.take("join", "203.0.113.7", "WRONG1")


@pytest.mark.parametrize(
    ("host", "whose"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::ffff", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("testclient", "testclient"),
    ],
)
def test_an_ipv6_customer_is_one_however_many_addresses_they_have(host: str, whose: str) -> None:
    assert household(host) == whose
