"""`manage.py run` as a newcomer meets it: it starts, bears what dies under it, and leaves nothing."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from factcheck import engines
from factcheck.management.commands.run import MARK
from tests.processes import PATIENCE_SECONDS, ROOT

MANAGE = [sys.executable, "manage.py"]


@pytest.fixture
def folder(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Path]:
    """A data folder and a port of their own; nothing may be left running in them."""
    folder = tmp_path_factory.mktemp("r")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    monkeypatch.setenv("FACTCHECK_DATA", str(folder))
    monkeypatch.setenv("FACTCHECK_PORT", str(port))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("REDIS_URL", raising=False)
    yield folder
    left = processes(folder)
    for process in left:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    assert left == []


@pytest.fixture
def start(folder: Path) -> Iterator[Callable[[], subprocess.Popen[str]]]:
    """Start `manage.py run` as from a terminal, its words going to a file in the folder."""
    started: list[subprocess.Popen[str]] = []

    def start() -> subprocess.Popen[str]:
        with (folder / "said.txt").open("w") as said:
            process = subprocess.Popen(
                [*MANAGE, "run"],
                cwd=ROOT,
                stdout=said,
                stderr=said,
                text=True,
                start_new_session=True,
            )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()


def processes(folder: Path, words: str = "") -> list[psutil.Process]:
    """What a run on this folder started, engines included, and still lives."""
    found = []
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            line = " ".join(process.cmdline())
            ours = process.environ().get(MARK) == str(folder) or str(folder) in line
            if ours and words in line and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
    return found


def only(folder: Path, words: str) -> psutil.Process:
    """The program itself, not what it forked."""
    found = processes(folder, words)
    pids = {process.pid for process in found}
    [process] = [process for process in found if process.ppid() not in pids]
    return process


def answers() -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{os.environ['FACTCHECK_PORT']}/healthz"):
            return True
    except OSError:
        return False


def wait_for(folder: Path, words: str) -> str:
    """What was said, once it has these words."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    said = ""
    while time.monotonic() < deadline:
        said = (folder / "said.txt").read_text()
        if words in said:
            return said
        time.sleep(0.2)
    pytest.fail(f"“{words}” was not said:\n{said[-3000:]}")


def command(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*MANAGE, *words], cwd=ROOT, check=False, capture_output=True, text=True)


@pytest.mark.slow
def test_it_serves_bears_a_killed_worker_and_ends_at_one_ctrl_c(
    folder: Path, start: Callable[[], subprocess.Popen[str]]
) -> None:
    run = start()
    said = wait_for(folder, "Ctrl-C here ends everything.")
    assert answers()
    login = (folder / "first-login.txt").read_text()
    password = login.split()[-1]
    assert f"Sign in as admin with the password {password}" in said
    assert (folder / "first-login.txt").stat().st_mode & 0o777 == 0o600

    second = command("run")
    assert second.returncode == 1
    assert "It already runs" in second.stderr
    assert "FACTCHECK_DATA" in second.stderr

    wait_for(folder, "worker entered RUNNING state")
    worker = only(folder, "celery --quiet -A factcheck worker")
    worker.kill()
    wait_for(folder, "exited: worker (terminated by SIGKILL; not expected)")
    assert answers()
    wait_for(folder, "spawned: 'worker'")
    beside = command(
        "shell", "--no-imports", "-c", "from sources.models import Case; print(Case.objects.get())"
    )
    assert "Crocus City Hall attack" in beside.stdout, beside.stderr
    assert answers()

    os.killpg(run.pid, signal.SIGINT)
    assert run.wait(PATIENCE_SECONDS) == 0
    assert processes(folder) == []
    said = (folder / "said.txt").read_text()
    assert "Traceback" not in said
    assert "Everything has ended" in said.splitlines()[-1]


@pytest.mark.slow
def test_after_kill_9_of_everything_at_hand_the_next_start_works(
    folder: Path, start: Callable[[], subprocess.Popen[str]]
) -> None:
    run = start()
    wait_for(folder, "Ctrl-C here ends everything.")
    beat = only(folder, "-A factcheck beat")
    run.kill()
    only(folder, "supervisor.supervisord").kill()
    only(folder, str(folder / "postgres")).kill()
    assert beat.is_running()
    login = (folder / "first-login.txt").read_text()

    run = start()
    said = wait_for(folder, "Ctrl-C here ends everything.")
    assert not beat.is_running()
    assert "the first password is in" in said
    assert (folder / "first-login.txt").read_text() == login
    assert "Handing the seed documents" not in said

    run.terminate()
    assert run.wait(PATIENCE_SECONDS) == 0
    assert processes(folder) == []


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent died")
def test_a_killed_run_takes_its_programs_along(
    folder: Path, start: Callable[[], subprocess.Popen[str]]
) -> None:
    run = start()
    wait_for(folder, "Ctrl-C here ends everything.")
    run.kill()
    deadline = time.monotonic() + PATIENCE_SECONDS
    while processes(folder, "factcheck") and time.monotonic() < deadline:
        time.sleep(0.2)
    assert [process.name() for process in processes(folder, "gunicorn")] == []
    # The engines stay, shared as they are, until the next command on this folder has ended.
    assert command("migrate", "--check").returncode == 0
    assert processes(folder) == []


def test_a_port_that_is_taken_is_said_before_anything_starts(folder: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", int(os.environ["FACTCHECK_PORT"])))
        taken.listen()
        refused = command("run")
    assert refused.returncode == 1
    assert f"Port {os.environ['FACTCHECK_PORT']} can't be used" in refused.stderr
    assert "FACTCHECK_PORT=8001" in refused.stderr
    assert not (folder / "postgres").exists()


@pytest.mark.parametrize("value", ["http", "70000", "-1"])
def test_a_port_that_is_none_is_said(
    folder: Path, monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("FACTCHECK_PORT", value)
    refused = command("run")
    assert refused.returncode == 1
    assert f"FACTCHECK_PORT is {value}, which is no port number." in refused.stderr


@pytest.mark.parametrize("words", [["check"], ["help"], ["migrate", "--help"], ["version"]])
def test_what_needs_no_engine_starts_none(folder: Path, words: list[str]) -> None:
    done = command(*words)
    assert done.returncode == 0, done.stderr
    assert {path.name for path in folder.iterdir()} <= {"secret-key"}


def test_a_command_brings_the_engines_and_puts_them_away(folder: Path) -> None:
    done = command("migrate", "--check")
    assert done.returncode == 1, done.stderr  # nothing is applied yet
    assert (folder / "postgres" / "PG_VERSION").exists()
    assert processes(folder) == []


def test_sigterm_puts_the_engines_away_too(folder: Path) -> None:
    waiting = "import sys, time; print('ready', flush=True); time.sleep(60)"
    with subprocess.Popen(
        [*MANAGE, "shell", "--no-imports", "-c", waiting],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        process.terminate()
        assert process.wait(PATIENCE_SECONDS) == 128 + signal.SIGTERM
    assert processes(folder) == []


def test_an_engine_that_can_not_start_is_explained_without_a_traceback(folder: Path) -> None:
    (folder / "postgres").mkdir()
    (folder / "postgres" / "PG_VERSION").write_text("9\n")
    done = command("migrate")
    assert done.returncode == 1
    assert "PostgreSQL does not start" in done.stderr
    assert "Traceback" not in done.stderr
    assert engines.Postgres().process() is None
