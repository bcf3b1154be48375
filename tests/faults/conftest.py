"""The command that imports, in a process of its own, on the test's database."""

import subprocess
import sys
from collections.abc import Callable, Iterator

import psutil
import pytest

from tests.processes import ROOT

Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def start_command(reachable: None) -> Iterator[Start]:
    """Starts `manage.py import_documents … --wait`, with no worker but the one that it brings along.

    Neither outlives the test.
    """
    commands: list[subprocess.Popen[str]] = []

    def start(*arguments: object) -> subprocess.Popen[str]:
        words = ["manage.py", "import_documents", *map(str, arguments), "--wait"]
        commands.append(
            subprocess.Popen(
                [sys.executable, *words],
                cwd=ROOT,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
        )
        return commands[-1]

    yield start
    for command in commands:
        if command.poll() is None:
            process = psutil.Process(command.pid)
            for child in (process, *process.children(recursive=True)):
                child.kill()
        command.communicate()
