"""Writers take turns, in one event loop and across several."""

import asyncio
import threading

import pytest

from app.db import WriteTurns
from tests.event_loop import in_its_own_loop


async def write(turns: WriteTurns, inside: list[int], most: list[int]) -> None:
    async with turns.turn():
        inside[0] += 1
        most[0] = max(most[0], inside[0])
        await asyncio.sleep(0)
        inside[0] -= 1


@pytest.mark.parametrize("writers", [1, 3])
def test_no_more_write_at_once_than_there_are_turns(writers: int) -> None:
    inside, most, turns = [0], [0], WriteTurns(writers)

    async def all_write() -> None:
        await asyncio.gather(*(write(turns, inside, most) for _ in range(50)))

    in_its_own_loop(all_write)
    assert most == [writers]


def test_a_waiter_in_another_loop_is_woken() -> None:
    turns, inside, most = WriteTurns(1), [0], [0]

    def run() -> None:
        async def in_this_loop() -> None:
            for _ in range(60):
                await asyncio.wait_for(write(turns, inside, most), 30)

        in_its_own_loop(in_this_loop)

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads)
    assert most == [1]


def test_who_gives_up_waiting_keeps_nobody_waiting() -> None:
    turns = WriteTurns(1)

    async def go() -> None:
        async with turns.turn():
            waiting = [asyncio.create_task(write(turns, [0], [0])) for _ in range(3)]
            await asyncio.sleep(0)
            waiting[0].cancel()
        waiting[1].cancel()  # its turn may have come in this very moment
        await asyncio.wait_for(waiting[2], 10)
        async with asyncio.timeout(10), turns.turn():
            pass

    in_its_own_loop(go)
