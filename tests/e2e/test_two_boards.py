"""Two facilitators at two laptops change one board at the same time, and one of them loses the network for a while.

STORYHARVEST_RANDOM_COMMANDS says how many commands each of them sends (default 40).
"""

import os
import random
from contextlib import closing
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from app.accounts.service import create_account
from app.db import make_engine, writing
from tests.e2e.house import PATIENCE_MS, House
from tests.e2e.morning import Attentive, workshop_with_stories
from tests.making import API, EMAIL, PASSWORD
from tests.serving import Service, until

pytestmark = pytest.mark.browser

EACH = int(os.environ.get("STORYHARVEST_RANDOM_COMMANDS", "40"))
BEN = "ben@example.org"
STORIES = 30

# Runs in the page: picks commands by a seeded chance out of the board it sees, and sends each until it is answered.
# Every other command rests on the board seen some commands ago, as a slow hand's does.
BUSY_HANDS = """
({ address, commands, seed }) => {
  const work = (window.work = { done: 0, refused: 0, conflicts: 0, unanswered: 0, wrong: [] });
  let state = seed;
  const chance = () => ((state = (state * 1103515245 + 12345) % 2147483648) / 2147483648);
  const pick = (list) => list[Math.floor(chance() * list.length)];
  const some = (list) => list.filter(() => chance() < 0.15).slice(0, 4);
  const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
  const hex = (length) => Array.from({ length }, () => Math.floor(chance() * 16).toString(16)).join('');
  const uuid = () => `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}`;

  async function answer(path, options) {
    for (;;) {
      try {
        return await fetch(address + path, options);
      } catch {
        work.unanswered++;
        await pause(200);
      }
    }
  }

  function command(board) {
    const theme_id = pick(board.themes)?.id;
    const into_theme_id = pick(board.themes)?.id;
    const all = [...board.not_placed, ...board.themes.flatMap((theme) => theme.stories)].map(({ id }) => id);
    const story_ids = [pick(all), ...some(all)].filter(Boolean);
    const inside = pick(board.themes)?.story_ids ?? [];
    const name = `${pick(['Wells', 'Schools', 'Fees', 'Voices'])} ${Math.floor(chance() * 1000)}`;
    const kinds = [
      { type: 'create_theme', name, story_ids },
      ...Array(6).fill({ type: 'move', story_ids, theme_id: chance() < 0.1 ? null : (theme_id ?? null) }),
      { type: 'pin', story_ids },
      { type: 'unpin', story_ids },
      { type: 'confirm', story_ids },
      { type: 'undo' },
      { type: 'undo' },
      { type: 'redo' },
      { type: 'set_aside', story_ids: story_ids.slice(0, 1), reason: 'told twice' },
      { type: 'bring_back', story_ids: [pick(work.everything ?? all)] },
    ];
    if (theme_id)
      kinds.push(
        { type: 'add_secondary', story_ids, theme_id },
        { type: 'remove_secondary', story_ids, theme_id },
        { type: 'rename', theme_id, name },
        { type: 'describe', theme_id, description: name },
        { type: 'agree', theme_id },
        { type: 'reopen', theme_id },
        { type: 'lock', theme_id },
        { type: 'unlock', theme_id },
        { type: 'reorder', theme_id, position: Math.floor(chance() * 4) },
        { type: 'merge', theme_id, into_theme_id },
        { type: 'split', theme_id, story_ids: inside.slice(0, 1), name },
        ...(board.themes.length > 4 ? [{ type: 'dissolve', theme_id }] : []),
      );
    return pick(kinds.filter((one) => one.type === 'create_theme' || one.story_ids?.length !== 0));
  }

  async function run() {
    let board = await (await answer('/board')).json();
    work.everything = board.not_placed.map(({ id }) => id);
    for (let n = 0; n < commands; n++) {
      if (n % 2 === 0) board = await (await answer('/board')).json();
      const body = JSON.stringify({ base_seq: board.seq, commands: [command(board)], op_id: uuid() });
      const options = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body };
      const reply = await answer('/board/commands', options);
      const { type } = reply.ok ? {} : await reply.json();
      if (reply.ok) work.done++;
      else if (type?.endsWith('board-conflict')) work.conflicts++;
      else if (type?.endsWith('command-refused') || type?.endsWith('theme-gone')) work.refused++;
      else work.wrong.push(`${reply.status} ${type} ${body}`);
    }
    work.finished = true;
  }

  run().catch((error) => work.wrong.push(String(error)) && (work.finished = true));
}
"""


def work_of(page: Page) -> dict[str, Any]:
    work: dict[str, Any] = page.evaluate("({ ...window.work, everything: undefined })")
    return work


def answered(page: Page) -> int:
    work = work_of(page)
    return int(work["done"] + work["conflicts"] + work["refused"] + len(work["wrong"]))


def shown(page: Page) -> list[dict[str, Any]]:
    """The list view: each theme's name and the numbers of its stories, in order."""
    found: list[dict[str, Any]] = page.evaluate(
        """[...document.querySelectorAll('.list section')].map((section) => ({
             name: section.querySelector('h2').textContent,
             stories: [...section.querySelectorAll('[data-story]')].map((row) => row.dataset.story),
           }))"""
    )
    return found


def served(board: dict[str, Any]) -> list[dict[str, Any]]:
    """The same from the service's board."""
    themes = sorted(board["themes"], key=lambda theme: (theme["position"], theme["id"]))
    return [
        {"name": "Not placed yet", "stories": [story["id"] for story in board["not_placed"]]},
        *({"name": theme["name"], "stories": [story["id"] for story in theme["stories"]]} for theme in themes),
    ]


def add_ben(service: Service, workshop_id: str) -> None:
    """A second facilitator with an account of his own."""
    engine = make_engine(f"sqlite:///{service.log.parent / 'harvest.sqlite3'}")
    with writing(engine) as session:
        create_account(session, BEN, PASSWORD, "Ben")
    engine.dispose()
    with closing(service.facilitator()) as amina:
        reply = amina.post(f"{API}/workshops/{workshop_id}/members", json={"email": BEN, "role": "facilitator"})
        assert reply.status_code == 201, reply.text


def open_board(house: House, workshop_id: str, email: str) -> Attentive:
    somebody = Attentive(house.laptop(), workshop_id)
    somebody.page.goto(f"/board#/w/{workshop_id}")
    somebody.page.get_by_label("E-mail").fill(email)
    somebody.page.get_by_label("Password").fill(PASSWORD)
    somebody.button("Log in").click()
    expect(somebody.lane("Not placed yet")).to_be_visible()
    somebody.page.get_by_role("group", name="View").get_by_role("button", name="List").click()
    expect(somebody.page.get_by_text("Live", exact=True)).to_be_visible()
    return somebody


def test_two_boards_are_one_board_after_whatever_two_facilitators_do(house: House) -> None:
    workshop_id = workshop_with_stories(house.service, STORIES)
    add_ben(house.service, workshop_id)
    boards = [open_board(house, workshop_id, email) for email in (EMAIL, BEN)]
    amina, ben = boards

    for number, board in enumerate(boards):
        seed = random.Random(EACH + number).randrange(2**31)
        given = {"address": f"{API}/workshops/{workshop_id}", "commands": EACH, "seed": seed}
        board.page.evaluate(BUSY_HANDS, given)
    until(lambda: answered(ben.page) >= EACH // 3, "Ben is in the middle of it")
    ben.page.context.set_offline(True)
    expect(ben.page.get_by_text("Offline", exact=True)).to_be_visible()
    until(lambda: work_of(ben.page)["unanswered"] > 0, "a command finds no network")
    ben.page.context.set_offline(False)
    for board in boards:
        until(lambda page=board.page: work_of(page).get("finished"), "all commands are answered")  # type: ignore[misc]

    for board in boards:
        work = work_of(board.page)
        assert work["wrong"] == []
        assert work["done"] > EACH // 3
        assert answered(board.page) == EACH
        expect(board.page.get_by_text("Live", exact=True)).to_be_visible()
    told = amina.read("/board")
    assert ben.read("/board") == told
    for board in boards:
        until(lambda page=board.page: shown(page) == served(told), "a page shows the board", PATIENCE_MS / 1000)  # type: ignore[misc]
    checked = amina.read("/board/check")
    assert (checked["equal"], checked["chain_holds"]) == (True, True)
    house.picture(amina.page, "two boards, Amina’s")
    house.picture(ben.page, "two boards, Ben’s")
