"""Where an installation keeps its things, and how its engines put their troubles into words."""

import stat
from pathlib import Path

import pytest

from factcheck import engines

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of its own."""
    monkeypatch.setenv("FACTCHECK_DATA", str(tmp_path))
    return tmp_path


def test_a_package_that_is_missing_says_what_to_do() -> None:
    with pytest.raises(engines.EngineError, match=r"no_such_engine isn't installed.*DATABASE_URL"):
        engines._package("no_such_engine", "DATABASE_URL")


@pytest.mark.parametrize(
    ("words", "meaning"),
    [
        ("could not write: No space left on device", "the disk is full"),
        ("open: Permission denied", "a permission is missing"),
        ("something else", "does not start. Its last words"),
    ],
)
def test_the_log_is_put_into_words(folder: Path, words: str, meaning: str) -> None:
    engine = engines.Valkey()
    engine.log.write_text(f"older\n{words}\n")
    message = engine.explain("does not start")
    assert meaning in message
    assert message.endswith(words)


def test_one_secret_key_for_each_folder(folder: Path) -> None:
    key = engines.secret_key()
    assert len(key) >= 50
    assert engines.secret_key() == key
    assert stat.S_IMODE((folder / "secret-key").stat().st_mode) == 0o600
    assert [path.name for path in folder.iterdir()] == ["secret-key"]


def test_the_data_are_in_the_checkout_unless_told_otherwise(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("FACTCHECK_DATA")
    assert engines.data_dir() == ROOT / "var"
    monkeypatch.setenv("FACTCHECK_DATA", "~/facts")
    assert engines.data_dir() == Path.home() / "facts"
