#!/usr/bin/env python3
"""Django's command line, which brings PostgreSQL and Valkey along where a command needs them."""

import os
import signal
import sys
from contextlib import nullcontext

from django.core.management import execute_from_command_line

from factcheck import engines

# All others read or write the database. `run` starts the engines itself, step by step.
WITHOUT_ENGINES = {
    *("check", "collectstatic", "diffsettings", "extract", "findstatic", "help", "makemigrations"),
    *("rate_sources", "run", "spectacular", "stance", "version"),
}


def needs_engines(arguments: list[str]) -> bool:
    """Whether the command named first in `arguments` works with the database or the queue."""
    helps = {"-h", "--help", "--version"}
    return bool(arguments) and arguments[0] not in WITHOUT_ENGINES and not helps & set(arguments)


def main() -> None:
    """Run one command. SIGTERM ends it like Ctrl-C does, so that the engines are put away."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        with engines.running() if needs_engines(sys.argv[1:]) else nullcontext():
            execute_from_command_line(sys.argv)
    except engines.EngineError as error:
        sys.exit(f"{error}")
    except KeyboardInterrupt:
        sys.exit(128 + signal.SIGINT)


if __name__ == "__main__":
    main()
