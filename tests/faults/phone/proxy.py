"""A bad network in front of a good service: it lets pages through and mistreats what phones ask of the API."""

import asyncio
import json
import random
import threading
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Self

MODES = (
    "well",
    "latency",
    "jitter",
    "reset_before",
    "reset_after",
    "half_open",
    "truncated",
    "doubled",
    "portal",
    "server_error",
    "clock_skew",
    "down",
)
PORTAL = b"<!doctype html><title>Free wifi</title><h1>Please accept our terms</h1>"


@dataclass
class Asked:
    """One request as it came, with the way back to whoever asked."""

    raw: bytes
    target: str
    back: asyncio.StreamWriter

    @property
    def story(self) -> str:
        """The headline, where this tells a story."""
        if not (self.raw.startswith(b"POST") and self.target.endswith("/stories")):
            return ""
        told: str = json.loads(self.raw.partition(b"\r\n\r\n")[2])["headline"]
        return told


@dataclass
class BadNetwork:
    """Listens on a free port. `mode` may be changed at any time; `share` of the API requests meet it.

    It keeps the truth about each story, by headline: the second it was first sent, and the second the service first
    answered that it has it.
    """

    upstream: int
    mode: str = "well"
    share: float = 0.5
    late: float = 0.4  # seconds, each way
    seed: int = 1
    port: int = 0
    hits: int = 0
    waiting: int = 0
    sent: dict[str, float] = field(default_factory=dict)
    stored: dict[str, float] = field(default_factory=dict)
    _luck: random.Random = field(init=False)
    _loop: asyncio.AbstractEventLoop = field(init=False, default_factory=asyncio.new_event_loop)

    def __post_init__(self) -> None:
        self._luck = random.Random(self.seed)

    def __enter__(self) -> Self:
        threading.Thread(target=self._loop.run_forever, daemon=True).start()
        self._server = asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result()
        return self

    def __exit__(self, *_: object) -> None:
        async def stop() -> None:
            self._server.close()
            for task in asyncio.all_tasks() - {asyncio.current_task()}:
                task.cancel()

        asyncio.run_coroutine_threadsafe(stop(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)

    async def _listen(self) -> asyncio.Server:
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        return server

    async def _serve(self, reader: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        """One request a connection: simple, and a browser does not mind."""
        try:
            asked = await read_request(reader, back)
            self.sent.setdefault(asked.story, time.time())
            bad = asked.target.startswith("/api/") and self._luck.random() < self.share
            self.hits += bad and self.mode != "well"
            await (self._mistreat(asked) if bad else self._pass_on(asked))
        except (OSError, asyncio.IncompleteReadError):
            pass  # somebody hung up; that is what this is for
        finally:
            back.close()

    def _mistreat(self, asked: Asked) -> Awaitable[None]:
        ways: dict[str, Callable[[Asked], Awaitable[None]]] = {
            "latency": lambda asked: self._late(asked, self.late),
            "jitter": lambda asked: self._late(asked, self._luck.random() * 2.5 * self.late),
            "reset_before": self._reset,
            "reset_after": self._lose_answer,
            "half_open": self._never_answer,
            "truncated": self._cut_answer,
            "doubled": self._double,
            "portal": self._portal,
            "server_error": self._server_error,
            "clock_skew": self._skew,
            "down": self._reset,
        }
        return ways.get(self.mode, self._pass_on)(asked)

    async def _pass_on(self, asked: Asked) -> None:
        await answer(asked, await self._fetch(asked))

    async def _late(self, asked: Asked, seconds: float) -> None:
        await asyncio.sleep(seconds)
        whole = await self._fetch(asked)
        await asyncio.sleep(seconds)
        await answer(asked, whole)

    async def _reset(self, asked: Asked) -> None:
        asked.back.transport.abort()

    async def _lose_answer(self, asked: Asked) -> None:
        await self._fetch(asked)
        asked.back.transport.abort()

    async def _never_answer(self, asked: Asked) -> None:
        await self._fetch(asked)
        self.waiting += 1
        await asyncio.sleep(3600)

    async def _cut_answer(self, asked: Asked) -> None:
        whole = await self._fetch(asked)
        await answer(asked, whole[: whole.index(b"\r\n\r\n") + 4 + self._luck.randrange(40)])
        asked.back.transport.abort()

    async def _double(self, asked: Asked) -> None:
        first, second = await asyncio.gather(self._fetch(asked), self._fetch(asked))
        await answer(asked, self._luck.choice([first, second]))

    async def _portal(self, asked: Asked) -> None:
        await answer(asked, response(self._luck.choice(["200 OK", "403 Forbidden"]), "text/html", PORTAL))

    async def _server_error(self, asked: Asked) -> None:
        if self._luck.random() < 0.5:
            await self._fetch(asked)
        status = self._luck.choice(["500 Internal Server Error", "502 Bad Gateway", "503 Service Unavailable"])
        await answer(asked, response(status, "text/plain", b"something broke"))

    async def _skew(self, asked: Asked) -> None:
        """The service's clock seems to be in another year."""
        head, _, body = (await self._fetch(asked)).partition(b"\r\n\r\n")
        lines = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"date:")]
        await answer(asked, b"\r\n".join([*lines, b"Date: Thu, 01 Jan 1998 00:00:00 GMT"]) + b"\r\n\r\n" + body)

    async def _fetch(self, asked: Asked) -> bytes:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.upstream)
        writer.write(asked.raw)
        whole = await reader.read(-1)
        writer.close()
        if whole.startswith((b"HTTP/1.1 200", b"HTTP/1.1 201")):
            self.stored.setdefault(asked.story, time.time())
        return whole


async def read_request(reader: asyncio.StreamReader, back: asyncio.StreamWriter) -> Asked:
    head = await reader.readuntil(b"\r\n\r\n")
    first, *headers = head[:-4].split(b"\r\n")
    named = {name.lower(): value.strip() for name, _, value in (header.partition(b":") for header in headers)}
    body = await reader.readexactly(int(named.get(b"content-length", b"0")))
    kept = [header for header in headers if not header.lower().startswith(b"connection:")]
    raw = b"\r\n".join([first, *kept, b"Connection: close"]) + b"\r\n\r\n" + body
    return Asked(raw, first.split(b" ")[1].decode(), back)


async def answer(asked: Asked, whole: bytes) -> None:
    asked.back.write(whole)
    await asked.back.drain()


def response(status: str, kind: str, body: bytes) -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    return head.encode() + body
