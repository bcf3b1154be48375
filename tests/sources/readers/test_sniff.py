"""What a file holds, by its first bytes, and what that means for its name."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.readers import Failure, Record, sniff
from tests.sources.readers.files import ARTICLE, page, pdf, word, zipped

MAGIC = [
    (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (b"\xff\xd8\xff\xe0\x00\x10JFIF", "a JPEG picture"),
    (b"GIF87a", "a GIF picture"),
    (b"GIF89a", "a GIF picture"),
    (b"II*\x00\x08", "a TIFF picture"),
    (b"MM\x00*", "a TIFF picture"),
    (b"RIFF\x24\x08\x00\x00WAVE", "a picture, sound or film (RIFF)"),
    (b"\x1f\x8b\x08", "a gzip archive"),
    (b"BZh91AY", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"(\xb5/\xfd", "a Zstandard archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07\x01\x00", "a RAR archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document (.doc, .xls, .ppt) or a protected one"),
    (b"{\\rtf1\\ansi", "an RTF document"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"\x7fELF\x02", "a program"),
    (b"MZ\x90\x00", "a program"),
    (b"ID3\x04", "a sound recording"),
    (b"OggS\x00", "a sound recording or film"),
    (b"\x1aE\xdf\xa3", "a film"),
    (b"\x00\x00\x00\x20ftypisom", "a film or a picture (MP4, HEIC)"),
    (b"\x00\x00\x00\x18ftypheic", "a film or a picture (MP4, HEIC)"),
    (b"%PDF-1.7", sniff.PDF),
    (b"PK\x03\x04", sniff.ZIP),
    (b"PK\x05\x06", sniff.ZIP),
    (b"<!DOCTYPE html>", sniff.HTML),
    (b"<!doctype HTML PUBLIC", sniff.HTML),
    (b"<html lang='en'>", sniff.HTML),
    (b"\xef\xbb\xbf\n  <HTML>", sniff.HTML),
]  # fmt: skip


@pytest.mark.parametrize(("head", "kind"), MAGIC)
def test_known_beginnings(head: bytes, kind: str) -> None:
    assert sniff.content(head) == kind
    assert sniff.content(head + b"\x00" * 50) == kind


@pytest.mark.parametrize("head", [head for head, _ in MAGIC])
def test_a_beginning_further_in_is_no_beginning(head: bytes) -> None:
    assert sniff.content(b"The harbour " + head) is None


@pytest.mark.parametrize(
    "head",
    [
        b"", b"PK", b"%PD", b"GIF", b"<", b"<htm", b"<p>Text</p>", b"<?xml version='1.0'?>", b"ID 3", b"Rar! said the cat",
        b"{\"text\": 1}", b"text,title\n", b"# Heading\n", ARTICLE.encode(), "Паром".encode(), "Fog".encode("utf-16"),
    ],
)  # fmt: skip
def test_plain_text_is_nothing_known(head: bytes) -> None:
    assert sniff.content(head) is None


@pytest.mark.parametrize(
    ("data", "kind"),
    [(pdf(["Fog."]), sniff.PDF), (word("Fog."), sniff.ZIP), (zipped({}), sniff.ZIP), (page(ARTICLE).encode(), sniff.HTML)],
)  # fmt: skip
def test_whole_files(data: bytes, kind: str) -> None:
    assert sniff.content(data[: sniff.HEAD_BYTES]) == kind


@given(st.binary(max_size=sniff.HEAD_BYTES))
def test_any_bytes_are_looked_at(head: bytes) -> None:
    kind = sniff.content(head)
    assert kind is None or kind.startswith(("a ", "an "))


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz .,\n", max_size=100))
def test_words_are_never_taken_for_a_picture(text: str) -> None:
    assert sniff.content(text.encode()) is None


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.docx", "a.pdf", "a.html", "a.csv", "a.zip"])
@pytest.mark.parametrize(("head", "kind"), MAGIC[:3] + MAGIC[7:8] + MAGIC[12:13])
def test_a_wrong_name_is_told_what_it_holds(
    failure: Callable[..., Failure], name: str, head: bytes, kind: str
) -> None:
    error = failure(name, head + b"\x00" * 40).error
    ending = name[1:]
    assert error == f"The name ends in “{ending}”, but it holds {kind}: such files can't be read."


@pytest.mark.parametrize(
    ("name", "data", "ending"),
    [
        ("a.txt", pdf(["Fog."]), ".pdf"),
        ("a.md", pdf(["Fog."]), ".pdf"),
        ("a.docx", pdf(["Fog."]), ".pdf"),
        ("a.pdf", page(ARTICLE).encode(), ".html"),
        ("a.csv", page(ARTICLE).encode(), ".html"),
        ("a.pdf", zipped({"b.txt": "x"}), ".zip (or .docx)"),
        ("a.html", zipped({"b.txt": "x"}), ".zip (or .docx)"),
    ],
)
def test_a_name_that_would_do_is_told(
    failure: Callable[..., Failure], name: str, data: bytes, ending: str
) -> None:
    assert failure(name, data).error.endswith(f": rename it to end in {ending}.")


@pytest.mark.parametrize("name", ["a.TXT", "b.Md", "c.text", "d.markdown"])
def test_endings_are_blind_to_case(record: Callable[..., Record], name: str) -> None:
    assert record(name, ARTICLE).text == ARTICLE


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html", "a.pdf", "a.docx", "a.csv", "a.zip"])
def test_an_empty_file_is_told(failure: Callable[..., Failure], name: str) -> None:
    found = failure(name, b"")
    assert found == Failure(name, "The file is empty.")
