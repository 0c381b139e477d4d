"""The worker process: takes jobs from the database, does them, and takes over from workers that never came back."""

import logging
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID

from dbos import DBOS
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlmodel import col, select

from app.db import make_engine, reading, writing
from app.grouping.workflow import Desk
from app.jobs import (
    APPLICATION,
    EXPLAINING_QUEUE,
    EXPLAINING_WORKFLOW,
    GROUPING_QUEUE,
    GROUPING_WORKFLOW,
    SEARCHING_QUEUE,
    SEARCHING_WORKFLOW,
    VERSION,
    quiet,
)
from app.settings import Settings
from clustering.embedders import Embedder, SentenceEmbedder
from models import WorkerSeen
from models.base import now

log = logging.getLogger("storyharvest")
HEARTBEAT_SECONDS, GIVEN_UP_SECONDS, ARRIVALS_SECONDS = 3.0, 15.0, 1.0

_desk: Desk


@DBOS.step()
def embed_stories(run_id: str) -> int:
    return _desk.embed(UUID(run_id))


@DBOS.step()
def suggest_groups(run_id: str) -> int:
    return _desk.suggest(UUID(run_id))


@DBOS.step()
def find_nearest(search_id: str) -> int:
    return _desk.search(UUID(search_id))


@DBOS.step()
def locate_stories(run_id: str) -> int:
    return _desk.locate(UUID(run_id))


@DBOS.step()
def explain_stories(run_id: str) -> int:
    return _desk.explain(UUID(run_id), patient=True)


@DBOS.workflow(name=SEARCHING_WORKFLOW)
def search_stories(search_id: str) -> int:
    """One search by meaning. Whoever asked waits for it, so it has a queue of its own."""
    return find_nearest(search_id)


@DBOS.workflow(name=GROUPING_WORKFLOW)
def group_stories(run_id: str) -> int:
    """One grouping run. What breaks off is told on the run, so that nobody waits for it."""
    try:
        embed_stories(run_id)
        suggested = suggest_groups(run_id)
    except Exception as error:
        _desk.fail(UUID(run_id), type(error).__name__)
        raise
    DBOS.enqueue_workflow(EXPLAINING_QUEUE, explain_run, run_id)
    return suggested


@DBOS.workflow(name=EXPLAINING_WORKFLOW)
def explain_run(run_id: str) -> int:
    """What can wait until the suggestions are on the board: the map, and why each story is where it is."""
    locate_stories(run_id)
    return explain_stories(run_id)


def worker_name(settings: Settings) -> str:
    """Stable over restarts, so that a restarted worker finishes what it had begun."""
    return f"{socket.gethostname()}-{settings.worker_name}"


def embedder_of(settings: Settings) -> SentenceEmbedder:
    """The embedder that the settings name, not loaded yet."""
    return SentenceEmbedder(settings.model, quick=settings.embedding_path == "quick")


class Worker:
    """One worker of this process."""

    def __init__(
        self,
        settings: Settings,
        embedder: Embedder | None = None,
        heartbeat_seconds: float = HEARTBEAT_SECONDS,
        given_up_seconds: float = GIVEN_UP_SECONDS,
    ) -> None:
        global _desk
        self.name = worker_name(settings)
        self.engine: Engine = make_engine(settings.database_url)
        self._embedder = embedder or embedder_of(settings)
        _desk = Desk(self.engine, self._embedder)
        self._stopping = threading.Event()
        self._settings = settings
        self._heartbeat, self._given_up = heartbeat_seconds, timedelta(seconds=given_up_seconds)

    def start(self) -> None:
        """Load the model, then take jobs."""
        quiet()
        _desk.embedder.embed(["A first sentence loads the model."])
        DBOS(
            config={
                "name": APPLICATION,
                "system_database_url": self._settings.database_url,
                "executor_id": self.name,
                "application_version": VERSION,
                "log_level": "WARNING",
                "run_migrations": False,
                "notification_listener_polling_interval_sec": 0.5,
            }
        )
        self._beat()
        DBOS.launch()
        for queue in (GROUPING_QUEUE, SEARCHING_QUEUE, EXPLAINING_QUEUE):
            DBOS.register_queue(queue, worker_concurrency=1, polling_interval_sec=0.1, on_conflict="always_update")
        reads = {"model": _desk.embedder.model_name, "path": getattr(self._embedder, "path", "its own")}
        log.info("worker.ready", extra={"fields": {"worker": self.name, **reads}})

    def run(self) -> None:
        """Beat until told to stop; embed what arrives meanwhile, so that grouping need not."""
        listening = threading.Thread(target=self._listen, daemon=True)
        listening.start()
        while not self._stopping.wait(self._heartbeat):
            with put_off("heartbeat"):
                self._beat()
                self._take_over()
        listening.join()
        DBOS.destroy()
        self.engine.dispose()

    def stop(self) -> None:
        self._stopping.set()

    def _listen(self) -> None:
        """Embed stories as they arrive, a few at a time."""
        pause = ARRIVALS_SECONDS
        while not self._stopping.wait(pause):
            busy = False
            with put_off("arrivals"):
                busy = not _desk.somebody_waits() and _desk.embed_arrivals() > 0
            pause = 0.0 if busy else ARRIVALS_SECONDS

    def _beat(self) -> None:
        with writing(self.engine) as session:
            session.merge(WorkerSeen(name=self.name, seen_at=now()))

    def _take_over(self) -> None:
        """Go on with the jobs of workers whose heartbeat has lapsed."""
        with reading(self.engine) as session:
            lapsed = WorkerSeen.seen_at < now() - self._given_up
            gone = list(session.exec(select(WorkerSeen.name).where(lapsed)))
        if not gone:
            return
        for job in DBOS.list_workflows(status="PENDING", executor_id=gone):
            log.warning("job.taken_over", extra={"fields": {"job": job.workflow_id, "from": job.executor_id}})
            DBOS.resume_workflow(job.workflow_id)
        with writing(self.engine) as session:
            for seen in session.exec(select(WorkerSeen).where(col(WorkerSeen.name).in_(gone), lapsed)):
                session.delete(seen)


@contextmanager
def put_off(what: str) -> Iterator[None]:
    """A database that is locked or away for a while is no reason to die: what was to be done is done next time."""
    try:
        yield
    except DBAPIError as error:
        log.warning("worker.put_off", extra={"fields": {"what": what, "reason": type(error.orig).__name__}})


def stop_with_parent() -> None:
    """End this process when the one that started it is gone: its end of our standard input then closes."""

    def wait() -> None:
        while os.read(0, 1024):
            continue
        os._exit(0)

    threading.Thread(target=wait, daemon=True).start()
