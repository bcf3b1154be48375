from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sources.readers import Failure, Record, read

Reading = Callable[..., list[Record | Failure]]


@pytest.fixture
def reading(tmp_path: Path) -> Reading:
    """Writes a file and reads it."""

    def write_and_read(
        file: str, content: str | bytes, /, **options: Any
    ) -> list[Record | Failure]:
        path = tmp_path / file
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return list(read(path, options.pop("name", file), **options))

    return write_and_read


@pytest.fixture
def record(reading: Reading) -> Callable[..., Record]:
    """Writes a file that holds one document and reads that."""

    def only_record(file: str, content: str | bytes, /, **options: Any) -> Record:
        (found,) = reading(file, content, **options)
        assert isinstance(found, Record), found
        return found

    return only_record


@pytest.fixture
def failure(reading: Reading) -> Callable[..., Failure]:
    """Writes a file that can't be read and gives the reason."""

    def only_failure(file: str, content: str | bytes, /, **options: Any) -> Failure:
        (found,) = reading(file, content, **options)
        assert isinstance(found, Failure), found
        return found

    return only_failure
