"""How fast and how big: `make bench` prints a table and judges nothing.

`python -m tests.bench grouping board` measures only what is named. STORYHARVEST_STORIES names a folder with
`community_leadership.csv`; without it the sample workshop's stories are used, repeated with a difference.
"""

import csv
import json
import os
import platform
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx2

from tests.bench import in_browser
from tests.making import API, make_seat, make_workshop
from tests.serving import ROOT, Service, run_to_its_end, serving, until

SECONDS = int(os.environ.get("STORYHARVEST_BENCH_SECONDS", "60"))
A_SECOND, SEATS, COMMANDS = 50, 32, 100
STORIES, THEMES, MOVES = 5000, 200, 100
ROOM, ROOM_THEMES = 120, 6
POINTS, CLOUDS, STEPS = 20_000, 60, 200

Figures = Iterator[tuple[str, str]]


def texts() -> list[dict[str, Any]]:
    """Headlines and notes as people write them."""
    if folder := os.environ.get("STORYHARVEST_STORIES"):
        with (Path(folder) / "community_leadership.csv").open(encoding="utf-8", newline="") as file:
            return [
                {"headline": row["headline"], "notes": [row["note_1"], row["note_2"]]} for row in csv.DictReader(file)
            ]
    told = json.loads((ROOT / "app" / "demo_stories.json").read_text(encoding="utf-8"))["stories"]
    return [{"headline": story["headline"], "notes": story["notes"]} for story in told]


def stories(number: int) -> list[dict[str, Any]]:
    """So many stories; from the second round on each says which it is, so that no two are the same."""
    known = texts()
    made = []
    for n in range(number):
        story, again = known[n % len(known)], n // len(known)
        headline = f"{story['headline'][:140]} ({again + 1})" if again else story["headline"]
        made.append({**story, "headline": headline, "consent": {"scope": "evaluation"}})
    return made


def ms(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms" if seconds < 0.02 else f"{seconds * 1000:.0f} ms"


def spread(taken: Iterable[float]) -> str:
    """Half, nearly all and all but the worst of the times."""
    cuts = statistics.quantiles(taken, n=100, method="inclusive")
    return f"p50 {ms(cuts[49])}, p95 {ms(cuts[94])}, p99 {ms(cuts[98])}"


def timed(act: Callable[[], Any]) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def good(reply: httpx2.Response) -> Any:
    assert reply.is_success, reply.text
    return reply.json()


def opened(client: httpx2.Client, number: int) -> tuple[str, list[str]]:
    """A new workshop with so many stories: its path and the ids of the stories."""
    path = f"{API}/workshops/{make_workshop(client)['id']}"
    told: list[str] = []
    made = stories(number)
    for start in range(0, number, 500):
        batch = {"stories": made[start : start + 500]}
        reply = client.post(f"{path}/stories/batch", json=batch, timeout=120)
        told += [result["id"] for result in good(reply)["results"]]
    return path, told


def resident(pid: int) -> str:
    """The memory a process holds, in MB."""
    kilobytes = subprocess.run(["ps", "-o", "rss=", "-p", str(pid)], capture_output=True, text=True, check=True).stdout
    return f"{int(kilobytes) / 1024:.0f} MB"


def worked(pid: int) -> float:
    """Seconds of processor time that a process has used; unlike a clock, it does not mind who else is at work."""
    used = subprocess.run(["ps", "-o", "cputimes=", "-p", str(pid)], capture_output=True, text=True, check=True).stdout
    return float(used)


# ---- What is measured -----------------------------------------------------------------------------------------------


def ready(service: Service) -> Figures:
    """How long a start takes until stories are taken, with and without a database to begin with."""
    with tempfile.TemporaryDirectory() as folder:
        other = Service(Path(folder))
        yield "Web process ready after start, empty folder", f"{timed(other.start):.1f} s"
        other.stop()
        yield "Web process ready after start, database there", f"{timed(other.start):.1f} s"
        yield "Worker ready after start, model loaded", f"{timed(other.wait_for_worker):.1f} s later"
        yield "Memory of the web process, idle", resident(other.pid)
        yield "Memory of the worker, model loaded, idle", resident(other.worker_pid)
        other.stop()


def grouping(service: Service) -> Figures:
    """From the click to suggestions on the board."""
    client = service.facilitator()
    warm, _ = opened(client, 20)
    run_to_its_end(client, warm.rpartition("/")[2])
    taken, parts = [], []
    for _ in range(5):
        path, _ = opened(client, 120)

        def click(path: str = path) -> None:
            run = run_to_its_end(client, path.rpartition("/")[2])
            parts.append(run["quality"]["seconds"])
            assert good(client.get(f"{path}/board"))["run"]["suggestions"]

        taken.append(timed(click))
    yield (
        "Click to suggestions, 120 new stories, warm worker",
        f"median {statistics.median(taken):.2f} s of {len(taken)}",
    )
    yield "… of which grouping (the rest: embedding, queue, polling)", f"median {statistics.median(parts):.2f} s"
    again = timed(lambda: run_to_its_end(client, path.rpartition("/")[2]))
    yield "… asked again, embeddings known", f"{again:.2f} s"


def telling(service: Service) -> Figures:
    """Stories that arrive evenly, each on time whether or not the one before was answered."""
    workshop = make_workshop(service.facilitator())
    told = stories(A_SECOND * SECONDS)
    mine = threading.local()
    seats = [make_seat(service.anybody(), workshop) for _ in range(SEATS)]

    def tell(number: int) -> float:
        if not hasattr(mine, "client"):
            mine.client = service.anybody()
        due = started + number / A_SECOND
        time.sleep(max(0.0, due - time.perf_counter()))
        reply = mine.client.post(
            f"{API}/workshops/{workshop['id']}/stories", json=told[number], headers=seats[number % SEATS]
        )
        assert reply.status_code == 201, reply.text
        return time.perf_counter() - due

    before = worked(service.pid)
    with ThreadPoolExecutor(SEATS) as people:
        started = time.perf_counter() + 0.5
        taken = list(people.map(tell, range(len(told))))
    kept = len(told) / (time.perf_counter() - started)
    yield f"A story's POST, {A_SECOND} a second for {SECONDS} s ({kept:.0f} a second kept)", spread(taken)
    yield "… processor time of the web process for each", f"{(worked(service.pid) - before) / len(told) * 1000:.1f} ms"


def following(service: Service) -> Figures:
    """From sending a command to another board's stream telling of it."""
    client, watcher = service.facilitator(), service.facilitator()
    path, told = opened(client, 120)
    seq = good(client.get(f"{path}/board"))["seq"]
    seen: dict[int, float] = {}

    def watch() -> None:
        with watcher.stream("GET", f"{path}/events?after={seq}", timeout=60) as stream:
            for line in stream.iter_lines():
                if line.startswith("id:"):
                    seen[int(line.removeprefix("id:"))] = time.perf_counter()
                if len(seen) == COMMANDS:
                    return

    threading.Thread(target=watch, daemon=True).start()
    sent, answered = {}, []
    for number in range(COMMANDS):
        began = time.perf_counter()
        command = {"type": "create_theme", "name": f"Theme {number}", "story_ids": [told[number]]}
        seq = good(client.post(f"{path}/board/commands", json={"base_seq": seq, "commands": [command]}))["seq"]
        sent[seq] = began
        answered.append(time.perf_counter() - began)
    until(lambda: len(seen) == COMMANDS, "the other board has seen everything")
    yield "A board command's answer, 120 stories", spread(answered)
    yield "… seen by another board", spread(seen[seq] - sent[seq] for seq in sent)


def searching(service: Service) -> Figures:
    """From asking for a meaning to the stories nearest to it, looked for as often as the board does."""
    client = service.facilitator()
    path, _ = opened(client, 120)
    run_to_its_end(client, path.rpartition("/")[2])

    def search(number: int) -> None:
        found = good(client.post(f"{path}/searches", json={"text": f"Clean water for everybody, {number}"}))
        while found["state"] == "waiting":
            time.sleep(0.08)
            found = good(client.get(f"{API}/searches/{found['id']}"))
        assert found["items"]

    yield "Search by meaning, 120 stories", spread(timed(lambda n=n: search(n)) for n in range(30))


def filled(client: httpx2.Client, stories: int, themes: int) -> tuple[str, list[str], float]:
    """A board whose stories are all in themes: its path, the ids of its stories, and the seconds to tell them."""
    began = time.perf_counter()
    path, told = opened(client, stories)
    took = time.perf_counter() - began
    each = stories // themes
    made = [
        {"type": "create_theme", "name": f"Theme {n}", "story_ids": told[n * each : (n + 1) * each]}
        for n in range(themes)
    ]
    for start in range(0, themes, 100):
        seq = good(client.get(f"{path}/board"))["seq"]
        body = {"base_seq": seq, "commands": made[start : start + 100]}
        good(client.post(f"{path}/board/commands", json=body, timeout=120))
    return path, told, took


def board(service: Service) -> Figures:
    """What the service does with a large board."""
    client = service.facilitator()
    path, told, took = filled(client, STORIES, THEMES)
    yield f"{STORIES:,} stories told in batches of 500", f"{took:.1f} s"
    read = [client.get(f"{path}/board") for _ in range(10)]
    where = f"{STORIES:,} stories, {THEMES} themes"
    yield f"GET board, {where}", spread(reply.elapsed.total_seconds() for reply in read)
    yield (
        "… not changed since (304)",
        ms(timed(lambda: client.get(f"{path}/board", headers={"If-None-Match": read[0].headers["etag"]}))),
    )
    yield "… its size", f"{len(read[0].content) / 1e6:.1f} MB, {read[0].num_bytes_downloaded / 1e3:.0f} kB on the wire"
    shown = read[0].json()
    seq, theme_ids = shown["seq"], [theme["id"] for theme in shown["themes"]]

    def command(**command: Any) -> float:
        body = {"base_seq": seq + 1000, "commands": [command]}
        return timed(lambda: good(client.post(f"{path}/board/commands", json=body)))

    moved = [command(type="move", story_ids=[told[n * 7]], theme_id=theme_ids[n * 3]) for n in range(40)]
    renamed = [command(type="rename", theme_id=theme_ids[n], name=f"Renamed {n}") for n in range(40)]
    yield f"A move's answer, {where}", spread(moved)
    yield f"A rename's answer, {where}", spread(renamed)
    for name, address in {
        "Theme summaries": "theme-summaries",
        "CSV": "export.csv?profile=evaluation",
        "JSON": "export.json?profile=evaluation",
        "Replay of the log against the board": "board/check",
    }.items():
        yield f"{name}, {where}", ms(timed(lambda address=address: client.get(f"{path}/{address}", timeout=120)))


def at_rest(pid: int) -> bool:
    """Whether a process does next to nothing for a while."""
    before = worked(pid)
    time.sleep(5)
    return worked(pid) - before < 1


def screen(service: Service) -> Figures:
    """A room's board and a large one in a browser, and how soon another browser shows what was moved."""
    client = service.facilitator()
    boards = {size: filled(client, *size)[0] for size in ((ROOM, ROOM_THEMES), (STORIES, THEMES))}
    until(lambda: at_rest(service.worker_pid), "the worker has embedded the stories", pause=0)
    yield "Load when the browser begins", f"{os.getloadavg()[0]:.1f}"
    for (stories, themes), path in boards.items():
        taken = in_browser.moves(service, path.rpartition("/")[2], themes, MOVES)
        where = f"{stories:,} stories, {themes} themes"
        yield f"Opening the board in Chromium, {where}", f"median {statistics.median(taken['open']):.2f} s of 5"
        yield "A dragged story's own frame", spread(taken["frame"])
        yield "… seen by another browser", spread(taken["seen"])
        yield "… processor time of the page for it, its answer and its event", spread(taken["spent"])


def the_map(service: Service) -> Figures:
    """A map with as many points as it is made for: work of the main thread, and how far frames are apart."""
    client = service.facilitator()
    workshop = make_workshop(client)
    yield "Load when the browser begins", f"{os.getloadavg()[0]:.1f}"
    for kind, taken in in_browser.gestures(service, workshop["id"], POINTS, CLOUDS, STEPS).items():
        yield f"Map of {POINTS:,} stories, {CLOUDS} themes, {kind}: work a frame", spread(taken["work"])
        yield "… from frame to frame", spread(taken["apart"])


def memory(service: Service) -> Figures:
    """What the processes hold after all this."""
    yield "Memory of the web process, at the end", resident(service.pid)
    yield "Memory of the worker, at the end", resident(service.worker_pid)


MEASURES: dict[str, Callable[[Service], Figures]] = {
    "ready": ready,
    "grouping": grouping,
    "telling": telling,
    "following": following,
    "searching": searching,
    "board": board,
    "memory": memory,
    "screen": screen,
    "map": the_map,
}


def main(wanted: list[str]) -> None:
    """Measure and print, line by line."""
    if unknown := [name for name in wanted if name not in MEASURES]:
        sys.exit(f"no part is called {', '.join(unknown)}; there are {', '.join(MEASURES)}")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # the service then ends, too
    load = os.getloadavg()[0]
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, load before {load:.1f}\n")
    print("| What | Figure |\n| --- | --- |")
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as service:
        service.wait_for_worker()  # so that loading the model is not in anybody's way
        for name in wanted or MEASURES:
            for what, figure in MEASURES[name](service):
                print(f"| {what} | {figure} |", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
