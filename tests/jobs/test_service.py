"""The service as a process: it starts with what it was given, and stops without leaving anybody hanging."""

import signal
import stat
import subprocess
import sys
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.db import make_engine, writing
from app.worker import put_off
from tests.making import API, make_workshop
from tests.serving import PATIENCE, Service, serving

BOARDS = 8


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_in_good_order_while_boards_are_open(tmp_path: Path, how: signal.Signals) -> None:
    with serving(tmp_path) as service, closing(service.facilitator()) as client, ExitStack() as open_streams:
        workshop = make_workshop(client)
        events = f"{API}/workshops/{workshop['id']}/events?after=0"
        streams = [open_streams.enter_context(client.stream("GET", events)) for _ in range(BOARDS)]
        heard = [stream.iter_lines() for stream in streams]
        assert all("open" in next(lines) for lines in heard)

        assert stopped(service, how) == 0

        for lines in heard:
            list(lines)  # each came to its end instead of breaking off
        log = service.log.read_text(errors="replace")
        assert "Traceback" not in log
        assert "graceful shutdown exceeded" not in log


def stopped(service: Service, how: signal.Signals) -> int:
    """Send the signal; how the process ended."""
    process = service._process
    assert process is not None
    process.send_signal(how)
    return process.wait(PATIENCE)


def test_its_database_is_nobody_elses_to_read(tmp_path: Path) -> None:
    with serving(tmp_path) as service:
        files = [file for file in service.log.parent.glob("harvest.sqlite3*") if file.is_file()]

        assert files
        assert {stat.S_IMODE(file.stat().st_mode) & 0o077 for file in files} == {0}


def test_a_first_password_that_is_too_short_is_told_in_one_line(tmp_path: Path) -> None:
    given = {
        "STORYHARVEST_DATABASE_URL": f"sqlite:///{tmp_path}/new.sqlite3",
        "STORYHARVEST_FIRST_ACCOUNT_EMAIL": "amina@example.org",
        "STORYHARVEST_FIRST_ACCOUNT_PASSWORD": "short",
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }
    ended = subprocess.run(
        [sys.executable, "-m", "app.cli", "serve"], cwd=tmp_path, env=given, capture_output=True, text=True, check=False
    )

    assert ended.returncode != 0
    assert "at least 8 characters" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_locked_database_puts_the_workers_rounds_off(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path}/locked.sqlite3")
    with writing(engine) as session:
        session.connection().execute(sa.text("CREATE TABLE seen (name TEXT)"))
    done = False

    with writing(engine) as holder:
        holder.connection().execute(sa.text("INSERT INTO seen VALUES ('held')"))
        other = sa.create_engine(f"sqlite:///{tmp_path}/locked.sqlite3", connect_args={"timeout": 0})
        with put_off("heartbeat"), other.begin() as refused:
            refused.exec_driver_sql("INSERT INTO seen VALUES ('refused')")
            done = True
    with put_off("heartbeat"), writing(engine) as session:
        session.connection().execute(sa.text("INSERT INTO seen VALUES ('later')"))

    with engine.connect() as connection:
        assert not done
        assert [name for (name,) in connection.exec_driver_sql("SELECT name FROM seen")] == ["held", "later"]
