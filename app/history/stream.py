"""The live stream: the log is the truth; who writes here rings, and a glance at its head hears of the other processes.

Each event is read and encoded once a process and handed to every watcher. A watcher that falls 256 messages behind
is let go; its browser comes back and resumes from the last seq it saw.
"""

import asyncio
import json
import logging
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from anyio import to_thread
from fastapi import Depends, Request
from fastapi.sse import ServerSentEvent
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, col, select

from app.db import reading
from app.history.actors import names_of, roles_of
from app.history.events import events_after
from app.history.texts import hashes_in, readable, text_for, texts_of
from app.security import Actor
from app.state import state_of
from models import ChangeEvent, GroupingRun, Workshop
from models.base import now
from models.board import ChangeEventRead

log = logging.getLogger("storyharvest")
GLANCE_SECONDS, QUEUE, REPLAY_AT_MOST = 0.1, 256, 5000
SWEEP_SECONDS = 15  # whoever lost the right to listen elsewhere (another process, an expired key) hears so much longer
PING_SECONDS = 15  # a dead line shows only by silence: a browser that hears nothing for twice as long connects anew
REST_SECONDS = 0.02  # between two looks, however often it rings: a room that sends at once is heard in bundles

# The grouping run whose progress watchers hear; which one that is, the board knows.
# The workshops where words that watchers see ran out of consent between two moments; what consent is, others know.
WhereConsentEnded = Callable[[Session, datetime, datetime], set[UUID]]
NewestRun = Callable[[Session, UUID], GroupingRun | None]
Progress = tuple[UUID, str, str, int, int]
# Whether somebody may still listen, asked anew of the database.
Right = Callable[[Session], bool]
# The seq of an event (None for what is fleeting), as the room hears it, and as others do (None: not at all).
News = tuple[int | None, ServerSentEvent, ServerSentEvent | None]


class Watcher:
    """One open stream: what it has not sent yet, the last seq it was given, whether it hears names, by what right."""

    def __init__(self, seq: int, names: bool, right: Right) -> None:
        self.seq, self.names, self.right = seq, names, right
        self.queue: asyncio.Queue[ServerSentEvent | None] = asyncio.Queue(QUEUE)

    def give(self, message: ServerSentEvent, seq: int | None = None) -> bool:
        """Whether there was room for the message (or no need of it).

        Events are given in their order without a gap: one that comes too early is given again at the next glance.
        """
        if seq is not None:
            if seq != self.seq + 1:
                return True
            self.seq = seq
        try:
            self.queue.put_nowait(message)
        except asyncio.QueueFull:
            return False
        return True


class Stream:
    """All watchers of this process, and the task that feeds them."""

    def __init__(self, engine: Engine, newest_run: NewestRun, consent_ended: WhereConsentEnded) -> None:
        self._engine, self._newest_run, self._consent_ended = engine, newest_run, consent_ended
        self._watchers: dict[UUID, set[Watcher]] = defaultdict(set)
        self._runs: dict[UUID, Progress] = {}
        self._bell = asyncio.Event()
        self._sweep_now, self._swept_at, self._swept = True, 0.0, now()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._closing = False

    def ring(self) -> None:
        """Say that something was written; from any thread."""
        if self._loop and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._bell.set)

    def sweep(self) -> None:
        """Say that somebody's right has ended (a key, a login, a place in the team): their streams end now."""
        self._sweep_now = True
        self.ring()

    async def run(self) -> None:
        """Feed the watchers until cancelled."""
        self._loop = asyncio.get_running_loop()
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._bell.wait(), GLANCE_SECONDS)
            self._bell.clear()
            watched = {id: min(w.seq for w in watchers) for id, watchers in self._watchers.items() if watchers}
            if not watched:
                continue
            try:
                if self._sweep_now or self._loop.time() - self._swept_at >= SWEEP_SECONDS:
                    self._sweep_now, self._swept_at = False, self._loop.time()
                    await self._look_after_watchers()
                news = await to_thread.run_sync(self._look, watched)
            except SQLAlchemyError as error:
                log.warning("stream.unreadable", extra={"fields": {"reason": type(error).__name__}})
                continue
            for workshop_id, messages in news.items():
                self._hand_out(workshop_id, messages)
            await asyncio.sleep(REST_SECONDS)

    def tell(self, workshop_id: UUID, message: ServerSentEvent) -> None:
        """Hand something fleeting to whoever in the room watches here and now; it is in no log."""
        self._hand_out(workshop_id, [(None, message, None)])

    def close(self) -> None:
        """End every stream, so that the server can stop."""
        self._closing = True
        for watchers in self._watchers.values():
            for watcher in watchers:
                self._let_go(watcher)

    async def _look_after_watchers(self) -> None:
        """Let go of watchers who may not listen any more; tell those whose board holds words that consent left."""
        watchers = [watcher for watchers in self._watchers.values() for watcher in watchers]
        lost, stale = await to_thread.run_sync(self._who_may_not, watchers)
        for here in self._watchers.values():
            for watcher in here & lost:
                here.discard(watcher)
                self._let_go(watcher)
        for id in stale & self._watchers.keys():
            news = ServerSentEvent(event="reset", data={"reason": "consent_ended"})
            self._hand_out(id, [(None, news, news)])

    def _who_may_not(self, watchers: list[Watcher]) -> tuple[set[Watcher], set[UUID]]:
        since, self._swept = self._swept, now()
        with reading(self._engine) as session:
            lost = {watcher for watcher in watchers if not watcher.right(session)}
            return lost, self._consent_ended(session, since, self._swept)

    def _hand_out(self, workshop_id: UUID, news: list[News]) -> None:
        for watcher in list(self._watchers[workshop_id]):
            heard = ((seq, named if watcher.names else nameless) for seq, named, nameless in news)
            if not all(watcher.give(message, seq) for seq, message in heard if message):
                self._watchers[workshop_id].discard(watcher)
                self._let_go(watcher)

    @staticmethod
    def _let_go(watcher: Watcher) -> None:
        while not watcher.queue.empty():
            watcher.queue.get_nowait()
        watcher.queue.put_nowait(None)

    def _look(self, watched: dict[UUID, int]) -> dict[UUID, list[News]]:
        """What happened in the watched workshops after the seq that the slowest of their watchers was given."""
        news: dict[UUID, list[News]] = {}
        with reading(self._engine) as session:
            heads = session.exec(select(Workshop.id, Workshop.seq).where(col(Workshop.id).in_(watched))).all()
            for id, seq in heads:
                if seq > watched[id]:
                    events = events_after(session, id, watched[id])
                    told = zip(read_events(session, events), read_events(session, events, names=False), strict=True)
                    news[id] = [(said["seq"], as_message(said), as_message(nameless)) for said, nameless in told]
            for run in self._moving_runs(session, watched):
                news.setdefault(run.workshop_id, []).append((None, run_message(run), run_message(run)))
        return news

    def _moving_runs(self, session: Any, watched: Iterable[UUID]) -> list[GroupingRun]:
        """Each watched workshop's newest run, where its progress differs from what was last told."""
        told = []
        for run in filter(None, (self._newest_run(session, id) for id in watched)):
            now = (run.state, run.step, run.done, run.total)
            if self._runs.get(run.workshop_id) != (run.id, *now):
                self._runs[run.workshop_id] = (run.id, *now)
                told.append(run)
        return told

    async def watch(
        self, workshop_id: UUID, after: int | None, names: bool, right: Right
    ) -> AsyncIterator[ServerSentEvent]:
        """The events of a workshop after a seq (None: from now on), for as long as somebody listens and has the right.

        In silence a `ping` says that the line lives: browsers show no page what a mere comment says.
        """
        if self._closing:
            return
        head, missed = await to_thread.run_sync(self._catch_up, workshop_id, after, names)
        watcher = Watcher(head, names, right)
        self._watchers[workshop_id].add(watcher)
        try:
            yield ServerSentEvent(comment="open", retry=2000)
            for message in missed:
                yield message
            while (given := await self._next(watcher)) is not None:
                yield given
        finally:
            self._watchers[workshop_id].discard(watcher)

    @staticmethod
    async def _next(watcher: Watcher) -> ServerSentEvent | None:
        try:
            return await asyncio.wait_for(watcher.queue.get(), PING_SECONDS)
        except TimeoutError:
            return ServerSentEvent(event="ping", data={"seq": watcher.seq})

    def _catch_up(self, workshop_id: UUID, after: int | None, names: bool) -> tuple[int, list[ServerSentEvent]]:
        with reading(self._engine) as session:
            head = session.exec(select(Workshop.seq).where(Workshop.id == workshop_id)).one()
            if after is None or after >= head:
                return head, []
            if head - after > REPLAY_AT_MOST:
                return head, [ServerSentEvent(event="reset", id=str(head), data={"reason": "too_far_behind"})]
            events = read_events(session, events_after(session, workshop_id, after), names)
            return head, [as_message(event) for event in events]


def read_events(session: Any, events: list[ChangeEvent], names: bool = True) -> list[dict[str, Any]]:
    """Events as the API shows them: those who acted by name, or only by role."""
    if not events:
        return []
    workshop_id, actors = events[0].workshop_id, {event.actor for event in events}
    texts = texts_of(session, workshop_id, hashes_in(events))
    called = names_of(session, actors) if names else roles_of(session, workshop_id, actors)
    return [
        ChangeEventRead(
            seq=event.seq,
            at=event.created_at,
            actor=event.actor,
            actor_name=called[event.actor],
            acting_for=event.acting_for,
            action=event.action,
            subjects=list(event.after),
            before=readable(event.before, texts),
            after=readable(event.after, texts),
            reason=text_for(event.reason_hash, texts),
            stage=event.stage,
            undo_of=event.undo_of,
            prev_hash=event.prev_hash,
            hash=event.hash,
        ).model_dump(mode="json")
        for event in events
    ]


def as_message(event: dict[str, Any]) -> ServerSentEvent:
    raw = json.dumps(event, ensure_ascii=False, separators=(",", ":"))
    return ServerSentEvent(event="change", id=str(event["seq"]), raw_data=raw)


def hold_message(story_id: UUID, actor: Actor) -> ServerSentEvent:
    """Who has a story in hand; it lapses after `seconds`."""
    told = {"story_id": str(story_id), "actor": actor.ref, "by": actor.name, "seconds": 10}
    return ServerSentEvent(event="hold", data=told)


def run_message(run: GroupingRun) -> ServerSentEvent:
    told = {"run_id": str(run.id), "state": run.state, "step": run.step, "done": run.done, "total": run.total}
    return ServerSentEvent(event="run", data=told)


def get_stream(request: Request) -> Stream:
    return state_of(request).stream


def ends_rights(request: Request) -> Iterator[None]:
    """For requests that end somebody's right: once they are written, streams that rested on it end."""
    yield
    get_stream(request).sweep()


EndsRights = Depends(ends_rights, scope="function")
StreamDep = Annotated[Stream, Depends(get_stream)]
