"""What is true of every format: records, limits, failures in words."""

import hashlib
import io
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.readers import (
    READABLE,
    Failure,
    Limits,
    Metadata,
    Part,
    Record,
    metadata,
    parse,
    read,
    split,
)
from sources.readers.formats import FORMATS
from tests.sources.readers.conftest import Reading
from tests.sources.readers.files import ARTICLE, page, pdf, word, zipped

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40
One = Callable[..., Record]
None_ = Callable[..., Failure]


def test_a_text_is_kept_as_it_is_with_its_first_line_as_title(record: One) -> None:
    content = f"\n  Fog \n\n{ARTICLE}\n\nLeave a Comment\n"
    found = record("fog.txt", content)
    assert found == Record(
        name="fog.txt",
        text=content,
        title="Fog",
        url=None,
        publisher=None,
        author=None,
        published=None,
        language=None,
        boilerplate=((content.index("Leave"), len(content) - 1),),
        pages=(),
        media_type="text/plain",
        metadata={},
        original_sha256=hashlib.sha256(content.encode()).hexdigest(),
    )


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_line_ends_become_one(record: One, end: str) -> None:
    found = record("fog.txt", f"Fog{end}{end}{ARTICLE}{end}")
    assert found.text == f"Fog\n\n{ARTICLE}\n"


def test_the_hash_is_of_the_bytes_before_decoding(record: One) -> None:
    data = ("Nebel\r\nDas Hafenamt erklärte, größere Schäden gebe es nicht.").encode("utf-16")
    assert record("fog.txt", data).original_sha256 == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("a.TXT", ARTICLE, "text/plain"),
        ("a.text", ARTICLE, "text/plain"),
        ("a.md", ARTICLE, "text/markdown"),
        ("a.markdown", ARTICLE, "text/markdown"),
        ("a.html", page(ARTICLE), "text/html"),
        ("a.htm", page(ARTICLE), "text/html"),
        ("a.pdf", pdf([ARTICLE[:60]]), "application/pdf"),
        (
            "a.docx",
            word(ARTICLE),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        ("a.jsonl", f'{{"text": "{ARTICLE}"}}', "application/x-ndjson"),
        ("a.csv", f'text\n"{ARTICLE}"\n', "text/csv"),
        ("a.tsv", f"text\ttitle\n{ARTICLE}\tFog\n", "text/csv"),
        ("a.zip", zipped({"b.txt": ARTICLE}), "text/plain"),
    ],
)
def test_every_format_gives_its_text(
    record: One, name: str, content: str | bytes, media_type: str
) -> None:
    found = record(name, content)
    assert found.text.startswith(ARTICLE[:60])
    assert found.media_type == media_type
    assert len(found.original_sha256) == 64


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("a.txt", b"", "The file is empty."),
        ("a.pdf", b"", "The file is empty."),
        ("a.jsonl", b"\n \n", "There are no documents in it."),
        ("a.csv", b"text\n", "There are no documents in it."),
        ("a.txt", b" \n\t\n", "There is no text in it."),
        ("a.md", b"---\ntitle: Fog\n---\n", "There is no text in it."),
        ("a.txt", PNG, "it holds a PNG picture: such files can't be read"),
        ("a.csv", PNG, "it holds a PNG picture"),
        ("a.pdf", PNG, "it holds a PNG picture"),
        ("a.docx", PNG, "it holds a PNG picture"),
        ("a.txt", pdf(["x"]), "it holds a PDF document: rename it to end in .pdf"),
        ("a.txt", word("x"), "it holds a zip archive: rename it to end in .zip (or .docx)"),
        ("a.txt", page(ARTICLE), "it holds an HTML page: rename it to end in .html"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 9, "an old Office document"),
        ("a.zip", b"Rar!\x1a\x07\x00", "it holds a RAR archive"),
        ("a.txt", b"abc\x00def", "binary data"),
        ("a.mp4", b"\x00\x00\x00\x18ftypmp42", "It holds a film"),
    ],
)
def test_bad_files_fail_in_words(failure: None_, name: str, content: bytes, error: str) -> None:
    found = failure(name, content)
    assert found.name == name
    assert error in found.error


@pytest.mark.parametrize("name", ["a.xlsx", "a", "a.txt.bak"])
def test_unknown_endings_are_told_the_known_ones(failure: None_, name: str) -> None:
    error = failure(name, ARTICLE).error
    assert all(ending in error for ending in READABLE)


def test_the_name_given_decides_the_format(reading: Reading) -> None:
    (found,) = reading("3f9a", "# Fog\n\nText.", name="notes/fog.md")
    assert isinstance(found, Record)
    assert (found.name, found.title) == ("notes/fog.md", "Fog")


def test_the_path_decides_where_the_name_does_not(reading: Reading) -> None:
    (found,) = reading("fog.txt", ARTICLE, name="the report of Tuesday")
    assert isinstance(found, Record)
    assert found.name == "the report of Tuesday"


def test_limits_are_stated(failure: None_) -> None:
    assert "larger than 10 bytes" in failure("a.txt", ARTICLE, limits=Limits(file_bytes=10)).error
    assert "more than the 20" in failure("a.txt", ARTICLE, limits=Limits(text_chars=20)).error


def test_a_file_at_its_limit_is_read(record: One) -> None:
    found = record(
        "a.txt", ARTICLE, limits=Limits(file_bytes=len(ARTICLE), text_chars=len(ARTICLE))
    )
    assert found.text == ARTICLE


def test_what_is_no_ordinary_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "folder.txt").mkdir()
    errors = {
        name: [found.error for found in read(tmp_path / name, name) if isinstance(found, Failure)]
        for name in ("pipe.txt", "folder.txt", "missing.txt", "n\x00ul.txt")
    }
    assert errors == {
        "pipe.txt": ["It is not an ordinary file."],
        "folder.txt": ["It is a folder, not a file."],
        "missing.txt": ["The file can't be read: No such file or directory."],
        "n\x00ul.txt": ["Its name holds a NUL character, so there is no such file."],
    }


def test_a_manifest_has_the_last_word(record: One) -> None:
    manifest = {
        "fog.md": Metadata(
            id="doc-1", title="Fog", published=date(2024, 3, 26), rest={"desk": "coast"}
        )
    }
    found = record("fog.md", "---\ntitle: Mist\nauthor: Ada\n---\nText.", manifest=manifest)
    assert (found.name, found.title, found.author) == ("doc-1", "Fog", "Ada")
    assert (found.published, found.metadata) == (date(2024, 3, 26), {"desk": "coast"})


def test_a_manifest_reaches_into_archives(reading: Reading) -> None:
    manifest = {"all.zip/a.txt": Metadata(title="A"), "b.txt": Metadata(title="B")}
    found = reading("all.zip", zipped({"a.txt": "Text.", "in/b.txt": "Text."}), manifest=manifest)
    assert [item.title for item in found if isinstance(item, Record)] == ["A", "B"]


def test_a_stream_is_read_as_jsonl_line_by_line() -> None:
    class Endless(io.BytesIO):
        """Standard input that has one line so far and breaks off then."""

        def readline(self, size: int | None = -1, /) -> bytes:
            line = super().readline(-1 if size is None else size)
            if not line:
                raise OSError(5, "Input/output error")
            return line

    found = read(Endless(b'{"text": "One.", "id": "first"}\n{"text": 5}\n'), "-.jsonl")
    first, second, third = next(found), next(found), next(found)
    assert isinstance(first, Record)
    assert (first.name, first.text) == ("first", "One.")
    assert second == Failure("-.jsonl:2", "“text” must be text, and is int.")
    assert third == Failure("-.jsonl", "The file can't be read: Input/output error.")


def test_a_stream_of_something_else_is_one_failure() -> None:
    (picture,) = read(io.BytesIO(PNG), "-.jsonl")
    (empty,) = read(io.BytesIO(b""), "-.jsonl")
    assert picture == Failure("-.jsonl", "It holds a PNG picture, not JSONL.")
    assert empty == Failure("-.jsonl", "There are no documents in it.")


def test_a_stream_that_was_handed_in_stays_open() -> None:
    for name, data in [
        ("a.txt", b"Text."),
        ("a.csv", b"text\nx\n"),
        ("a.zip", zipped({"b.txt": "x"})),
    ]:
        stream = io.BytesIO(data)
        assert [item.text for item in read(stream, name) if isinstance(item, Record)]
        assert not stream.closed


def test_a_part_is_what_waits_to_be_read() -> None:
    known = Metadata(title="Fog", published=date(2024, 3, 26), rest={"desk": "coast"})
    (part,) = split(io.BytesIO(b"Text."), "in/fog.txt", manifest={"fog.txt": known})
    assert part == Part("in/fog.txt", "txt", b"Text.", known)
    found = parse(part)
    assert isinstance(found, Record)
    assert (found.title, found.metadata) == ("Fog", {"desk": "coast"})
    # It waits in a database, where what is known is plain text by key.
    plain = metadata.plain(known)
    assert plain == {"title": "Fog", "published": "2024-03-26", "desk": "coast"}
    assert metadata.parse(plain, skip=frozenset()) == known


def test_a_part_that_can_not_be_read_fails_by_itself() -> None:
    assert parse(Part("a.txt", "txt", b" ")) == Failure("a.txt", "There is no text in it.")
    with pytest.raises(KeyError):
        parse(Part("a.txt", "no such format", b"x"))


def test_every_format_has_a_short_name_and_endings() -> None:
    assert all(len(name) <= 10 and form.endings for name, form in FORMATS.items())
    assert len(READABLE) == len(set(READABLE))


@given(
    st.sampled_from(READABLE),
    st.binary(max_size=300),
    st.sampled_from([b"", b"PK\x03\x04", b"%PDF-1.7\n", b"<html>", b"---\n", b"text\n"]),
)
def test_nothing_makes_it_raise(
    tmp_path_factory: pytest.TempPathFactory, ending: str, tail: bytes, head: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / f"any{ending}"
    path.write_bytes(head + tail)
    found = list(read(path, path.name))
    assert found
    assert all(
        item.text.strip() if isinstance(item, Record) else item.error.strip() for item in found
    )
