"""``manage.py run``: everything on this machine, from nothing to a page that opens. One Ctrl-C ends it."""

import fcntl
import io
import os
import secrets
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread
from typing import Any, TextIO

import psutil
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from factcheck import engines
from sources.models import ImportJob
from sources.services import demonstration
from sources.tasks import hand_on_waiting

START_SECONDS = 120
# In the environment of all that a run starts: so the next one finds what a killed one left behind.
MARK = "FACTCHECK_RUN"


class Command(BaseCommand):
    help = "Run the site with its database, queue, worker and schedule; Ctrl-C ends all of it."
    requires_system_checks = []

    def handle(self, *_args: Any, **_options: Any) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.default_int_handler)
        with suppress(KeyboardInterrupt), only_one():
            end_leftovers()
            port = free_port()
            self.say("Starting PostgreSQL and Valkey")
            with engines.running():
                self.say("Bringing the database up to date")
                call_command("migrate", verbosity=0)
                call_command("roles", stdout=io.StringIO())
                self.say("Collecting style sheets and scripts")
                call_command("collectstatic", verbosity=0, interactive=False)
                login = first_login()
                self.import_seeds()
                try:
                    self.serve(port, login)
                finally:
                    end_leftovers()
            self.say("Everything has ended; the data stay in " + str(engines.data_dir()))

    def say(self, step: str) -> None:
        self.stdout.write(self.style.MIGRATE_HEADING(f"==> {step}"))
        self.stdout.flush()

    def import_seeds(self) -> None:
        """Queue the seed documents for the worker, where nothing was ever imported."""
        texts = demonstration.folder()
        if ImportJob.objects.exists() or texts is None:
            return
        self.say(f"Handing the seed documents to the worker, for the case “{demonstration.CASE}”")
        demonstration.bring_in(texts, door=ImportJob.Door.COMMAND, by=None, stored=hand_on_waiting)

    def serve(self, port: int, login: str) -> None:
        """Run web, worker and beat until told to end. Raises `CommandError` if they end unasked."""
        self.say("Starting the web server, the worker and the schedule")
        log = engines.data_dir() / "site.log"
        log.write_bytes(b"")
        runner = start_runner(port, log)
        Thread(target=self.announce, args=(runner, port, login), daemon=True).start()
        asked = False
        with log.open(errors="replace") as said:
            try:
                self.relay(runner, said)
            except KeyboardInterrupt:
                asked = True
                self.say("Ending in order: web, schedule, worker, Valkey, PostgreSQL")
            finally:
                for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                    signal.signal(number, signal.SIG_IGN)
                runner.terminate()
                self.relay(runner, said)
        if not asked:
            raise CommandError("The site has ended on its own; its last words are above.")

    def relay(self, runner: subprocess.Popen[bytes], said: TextIO) -> None:
        """Show what the programs say, until they have ended."""
        while True:
            ended = runner.poll() is not None
            for line in said:
                self.stdout.write(line, ending="")
                if "entered FATAL state" in line:  # it can't be kept running: end the others too
                    runner.terminate()
            self.stdout.flush()
            if ended:
                return
            time.sleep(0.1)

    def announce(self, runner: subprocess.Popen[bytes], port: int, login: str) -> None:
        """Once the site answers, say where; end it if it never does."""
        address = f"http://127.0.0.1:{port}/"
        deadline = time.monotonic() + START_SECONDS
        while runner.poll() is None:
            try:
                urllib.request.urlopen(f"{address}healthz", timeout=5).close()  # noqa: S310 - http
            except OSError:  # urllib's errors are
                time.sleep(0.2)
            else:
                rule = "=" * 64
                lines = [f"Open {address}", login, "Ctrl-C here ends everything."]
                self.stdout.write("\n".join(["", rule, *lines, rule, ""]))
                self.stdout.flush()
                return
            if time.monotonic() > deadline:
                self.say(f"The site does not answer at {address}")
                runner.terminate()


@contextmanager
def only_one() -> Iterator[None]:
    """Refuse a second run on the same data folder."""
    path = engines.data_dir() / "run.lock"
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path.open("a") as file:
        try:
            # A record lock: unlike a flock, no child inherits it from a run that was killed.
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise CommandError(
                f"It already runs on {path.parent}. For a second one, set FACTCHECK_DATA to another"
                " folder and FACTCHECK_PORT to another port."
            ) from None
        yield


def end_leftovers() -> None:
    """End what an earlier run on this data folder left behind when it was killed."""
    left = []
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            if process.environ().get(MARK) == str(engines.data_dir()):
                process.terminate()
                left.append(process)
    for process in psutil.wait_procs(left, timeout=10)[1]:
        with suppress(psutil.Error):
            process.kill()


def free_port() -> int:
    """The port to serve on. Raises `CommandError` where something else has it."""
    value = os.environ.get("FACTCHECK_PORT") or "8000"
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(value)))
        except (ValueError, OverflowError):
            raise CommandError(f"FACTCHECK_PORT is {value}, which is no port number.") from None
        except OSError as error:
            raise CommandError(
                f"Port {value} can't be used ({error.strerror}). Choose another one, for instance"
                " FACTCHECK_PORT=8001."
            ) from None
    return int(value)


def first_login() -> str:
    """Make the first user where there is none; how to sign in, for people."""
    users = get_user_model().objects
    file: Path = engines.data_dir() / "first-login.txt"
    if not users.exists():
        password = secrets.token_urlsafe(12)
        file.unlink(missing_ok=True)
        file.touch(mode=0o600)
        file.write_text(f"user: admin\npassword: {password}\n")
        users.create_superuser("admin", password=password)
        return f"Sign in as admin with the password {password}"
    if file.exists():
        return f"Sign in as admin; the first password is in {file}"
    return "Sign in with your account"


def start_runner(port: int, log: Path) -> subprocess.Popen[bytes]:
    """Start supervisord, in a session of its own: Ctrl-C reaches it through us, in order.

    It writes to a file and not to us: with a pipe it could not end in order once we were killed.
    """
    data = str(engines.data_dir())
    environment = os.environ | {
        MARK: data,
        "FACTCHECK_DATA": data,
        "FACTCHECK_PORT": str(port),
        "FACTCHECK_UID": str(os.geteuid()),
        "FACTCHECK_PYTHON": shlex.quote(sys.executable),
        "FACTCHECK_BEAT": shlex.quote(str(engines.data_dir() / "beat-schedule")),
        "FACTCHECK_NODE": engines.installation(),
        "FACTCHECK_WORKERS": str(min(2, os.cpu_count() or 1)),
        # For developers, all of them; Celery's about root is meant for queues that others can reach.
        "PYTHONWARNINGS": "ignore",
    }
    # Where the kernel can do it, our death by kill -9 ends it in order too.
    prefix = ["setpriv", "--pdeathsig", "TERM", "--"] if shutil.which("setpriv") else []
    configuration = str(settings.BASE_DIR / "factcheck" / "supervisord.conf")
    program = [sys.executable, "-m", "supervisor.supervisord", "--configuration", configuration]
    with log.open("ab") as output:
        return subprocess.Popen(  # noqa: S603 - our own programs and paths
            [*prefix, *program],
            cwd=settings.BASE_DIR,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
