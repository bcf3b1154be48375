"""Gives each test run a data folder of its own, with engines that start when a test first needs them.

Loaded with ``-p``, because pytest-django reads the settings before any conftest.
"""

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from factcheck import engines

DATA = tempfile.mkdtemp(prefix="factcheck-tests-")
# Not a hook: pytest calls none where the settings can't be loaded.
atexit.register(shutil.rmtree, DATA, ignore_errors=True)
os.environ["FACTCHECK_DATA"] = DATA
(Path(DATA) / "static").mkdir()  # WhiteNoise warns where it is missing
os.environ["FACTCHECK_FAST"] = "1"


@pytest.fixture(scope="session")
def engines_running() -> Iterator[None]:
    """PostgreSQL and Valkey, until the last test has run."""
    with engines.running():
        yield
