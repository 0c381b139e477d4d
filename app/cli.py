"""The command line: serve, work, prepare, migrate, vacuum, demo, create-account, set-password, openapi."""

import argparse
import getpass
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib.metadata import version

from pydantic import ValidationError

from app.settings import Settings, mistakes_in, names_given, unknown_settings

FROM_STDIN = "read the password from standard input; else it is asked for"


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command."""
    parser = argparse.ArgumentParser(prog="storyharvest", description="Harvest Most Significant Change stories.")
    parser.add_argument("--version", action="version", version=f"storyharvest {version('storyharvest')}")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("serve", help="the service and one worker beside it")
    commands.add_parser("work", help="one worker; start as many as you like")
    commands.add_parser("prepare", help="make the embedding model ready, so that the first start does not have to")
    commands.add_parser("migrate", help="bring the database to this version's schema")
    commands.add_parser("vacuum", help="write the database anew, so that nothing erased is left in its files")
    commands.add_parser("demo", help="fill a sample workshop with about sixty stories")
    account = commands.add_parser("create-account", help="an account that can log in")
    account.add_argument("email")
    account.add_argument("--name", default="")
    account.add_argument(
        "--password-stdin", action="store_true", help="read it from standard input; else it is asked for"
    )
    password = commands.add_parser("set-password", help="another password for an account; all its logins end")
    password.add_argument("email")
    password.add_argument(
        "--password-stdin", action="store_true", help="read it from standard input; else it is asked for"
    )
    openapi = commands.add_parser("openapi", help="print the API's description")
    openapi.add_argument("--out", help="write it to a file instead")
    given = parser.parse_args(arguments)
    settings = settings_here()
    if given.command != "openapi":
        os.umask(0o077)  # what we write is people's stories: nobody else on this machine reads it
    {
        "serve": serve,
        "work": work,
        "prepare": prepare,
        "migrate": migrate,
        "vacuum": vacuum,
        "demo": demo,
        "create-account": create_account,
        "set-password": set_password,
        "openapi": describe,
    }[given.command](settings, given)


def settings_here() -> Settings:
    """The settings of this place; a mistake in them ends the command with a line for each, instead of a trace."""
    for line in unknown_settings(names_given()):
        print(f"storyharvest: {line}", file=sys.stderr)
    try:
        return Settings()
    except ValidationError as wrong:
        sys.exit("\n".join(f"storyharvest: {line}" for line in mistakes_in(wrong)))


def address(settings: Settings) -> str:
    """Where people find us."""
    host = "127.0.0.1" if settings.host in ("0.0.0.0", "::") else settings.host
    return settings.public_url or f"http://{host}:{settings.port}"


def first_account_fits(settings: Settings) -> bool:
    """Whether the account of the settings opens this database, or has been given another password since."""
    from app.accounts.service import WrongLogin, recognise
    from app.db import make_engine, reading
    from models.accounts import Login

    if not settings.first_account_email:
        return False
    password = settings.first_account_password.get_secret_value()
    try:
        with reading(make_engine(settings.database_url)) as session:
            recognise(session, Login(email=settings.first_account_email, password=password))
    except WrongLogin:
        return False
    return True


def hello(settings: Settings) -> str:
    """What to do next, once the service answers."""
    lines = ["", f"StoryHarvest is open at {address(settings)}"]
    if first_account_fits(settings):
        lines.append(f"  log in               {address(settings)}/board")
        lines.append(f"  as                   {settings.first_account_email}")
        lines.append(f"  with                 {settings.first_account_password.get_secret_value()}")
    else:
        lines.append("  an account to log in: storyharvest create-account you@example.org")
    lines.append("  a sample workshop    make demo   (or: storyharvest demo)")
    return "\n".join([*lines, "  stop                 Ctrl+C", ""])


def serve(settings: Settings, given: argparse.Namespace) -> None:
    """Migrate, start a worker beside us and answer requests until stopped."""
    import uvicorn

    from app.log import configure
    from app.main import create_app

    class Service(uvicorn.Server):
        """Says hello once it answers, and ends the live streams before it waits for the last answers."""

        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                print(hello(settings), flush=True)

        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            app.state.service.stream.close()
            await super().shutdown(sockets)

    configure(settings.log_level)
    migrate(settings, given)
    make_first_account(settings)
    many_connections()
    app = create_app(settings)
    beside = WorkerBeside()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())  # the server raises it again once it has stopped
    try:
        Service(
            uvicorn.Config(
                app,
                host=settings.host,
                port=settings.port,
                log_config=None,
                timeout_graceful_shutdown=5,
                timeout_keep_alive=30,
                server_header=False,
            )
        ).run()
    except KeyboardInterrupt:  # Ctrl+C is the way to stop; the server has said goodbye to everybody already
        pass
    finally:
        beside.stop()


def make_first_account(settings: Settings) -> None:
    """The account of the settings, where there is none; a password that none should have is told in one line."""
    from app.accounts.service import first_account
    from app.db import make_engine, writing

    with said_in_words(), writing(make_engine(settings.database_url)) as session:
        first_account(session, settings.first_account_email, settings.first_account_password.get_secret_value())


def many_connections() -> None:
    """As many open files as this machine allows us: a hall of phones keeps more connections than the usual 1,024."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = 65_536 if hard == resource.RLIM_INFINITY else min(hard, 65_536)
        if soft != resource.RLIM_INFINITY and soft < wanted:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


class WorkerBeside:
    """A worker process that lives as long as we do and is started again when it dies."""

    def __init__(self) -> None:
        self._stopping = threading.Event()
        self._process = self._start()
        threading.Thread(target=self._watch, daemon=True).start()

    @staticmethod
    def _start() -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", "app.cli", "work"]
        return subprocess.Popen(command, stdin=subprocess.PIPE, env={**os.environ, "STORYHARVEST_PARENT": "1"})

    def _watch(self) -> None:
        while not self._stopping.wait(0.5):
            if self._process.poll() is not None:
                self._stopping.wait(1)
                self._process = self._start()

    def stop(self) -> None:
        self._stopping.set()
        self._process.terminate()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()


def work(settings: Settings, given: argparse.Namespace) -> None:
    """Do jobs until stopped. Only the worker loads the embedding model."""
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    os.environ.setdefault("TQDM_DISABLE", "1")
    from app.log import configure
    from app.worker import Worker, stop_with_parent

    configure(settings.log_level)
    if hasattr(os, "nice"):
        os.nice(5)  # stories and votes come first
    if os.environ.get("STORYHARVEST_PARENT"):
        stop_with_parent()
    worker = Worker(settings)
    signal.signal(signal.SIGTERM, lambda *_: worker.stop())
    signal.signal(signal.SIGINT, lambda *_: worker.stop())
    worker.start()
    worker.run()


def prepare(settings: Settings, given: argparse.Namespace) -> None:
    """Make what the worker would make at its first start: the model unpacked, and its quick form."""
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("TQDM_DISABLE", "1")
    from app.worker import embedder_of

    embedder = embedder_of(settings)
    embedder.embed(["A first sentence loads the model."])
    print(f"The model {embedder.model_name} is ready, on the {embedder.path} path.")


def migrate(settings: Settings, given: argparse.Namespace) -> None:
    """Bring the database up to date."""
    from app.db import make_engine
    from app.migrate import upgrade

    engine = make_engine(settings.database_url)
    upgrade(engine, settings.database_url)
    engine.dispose()


def vacuum(settings: Settings, given: argparse.Namespace) -> None:
    """Leave nothing erased in the database's files."""
    from app.db import make_engine, rewrite

    rewrite(make_engine(settings.database_url))
    print("The database was written anew; nothing that was erased is left in it.")


def given_password(given: argparse.Namespace) -> str:
    """The password from standard input, or asked for: one on the command line could be read by everybody here."""
    if given.password_stdin:
        return sys.stdin.readline().rstrip("\n")
    return getpass.getpass("Password (at least 8 characters): ")


def create_account(settings: Settings, given: argparse.Namespace) -> None:
    """Make an account."""
    from app.accounts.service import create_account as create
    from app.db import make_engine, writing

    migrate(settings, given)
    password = given_password(given)
    with said_in_words(), writing(make_engine(settings.database_url)) as session:
        account = create(session, given.email, password, given.name)
    print(f"{account.email} can log in now.")


def set_password(settings: Settings, given: argparse.Namespace) -> None:
    """Give an account another password, for whoever forgot theirs."""
    from app.accounts.service import check_password, find_account
    from app.accounts.service import set_password as set_hash
    from app.db import make_engine, writing
    from app.security import hash_password

    migrate(settings, given)
    password = given_password(given)
    with said_in_words(), writing(make_engine(settings.database_url)) as session:
        check_password(password)
        set_hash(session, find_account(session, given.email), hash_password(password))
    print(f"{given.email} has a new password; every login with the old one has ended.")


@contextmanager
def said_in_words() -> Iterator[None]:
    """A command that is refused ends with one line that says why."""
    from app.problems import Problem

    try:
        yield
    except (Problem, ValueError) as refused:
        sys.exit(f"storyharvest: {refused}" if str(refused) else f"storyharvest: {refused.__doc__}")


def demo(settings: Settings, given: argparse.Namespace) -> None:
    """Fill a sample workshop."""
    from app.db import make_engine
    from app.demo import NobodyToOwnIt, fill

    migrate(settings, given)
    try:
        workshop = fill(make_engine(settings.database_url), settings)
    except NobodyToOwnIt as nobody:
        sys.exit(f"storyharvest: {nobody.__doc__}")
    print(f"The sample workshop “{workshop.title}” holds {workshop.stories_told} stories.")
    print(f"  as its facilitator   {address(settings)}/board")
    print(f"  as a participant     {address(settings)}/j/{workshop.join_code}")


def describe(settings: Settings, given: argparse.Namespace) -> None:
    """The OpenAPI document."""
    from app.main import create_app

    document = json.dumps(create_app(settings).openapi(), indent=1, ensure_ascii=False) + "\n"
    if given.out:
        with open(given.out, "w", encoding="utf-8") as file:
            file.write(document)
    else:
        sys.stdout.write(document)


if __name__ == "__main__":
    main()
