"""JSONL and CSV: many documents in a file, read piece by piece."""

import hashlib
import io
import json
import tracemalloc
from datetime import date
from pathlib import Path

import pytest

from sources.readers import Failure, Limits, Part, Record, parse, read, split
from tests.sources.readers.conftest import Reading


def outcome(found: list[Record | Failure]) -> dict[str, str]:
    return {item.name: item.text if isinstance(item, Record) else item.error for item in found}


def test_every_key_of_a_line_is_read(reading: Reading) -> None:
    line = json.dumps(
        {"id": "fog-1", "title": "Fog", "text": "A\r\nB", "url": "https://h.example/1", "publisher": "The Gazette",
         "author": None, "published": "2024-03-26", "language": "en-GB", "desk": "coast"}
    )  # fmt: skip
    (found,) = reading("all.jsonl", line + "\n")
    assert found == Record(
        name="fog-1",
        text="A\nB",
        title="Fog",
        url="https://h.example/1",
        publisher="The Gazette",
        author=None,
        published=date(2024, 3, 26),
        language="en",
        boilerplate=(),
        pages=(),
        media_type="application/x-ndjson",
        metadata={"desk": "coast"},
        original_sha256=hashlib.sha256(line.encode()).hexdigest(),
    )


def test_a_bad_line_fails_alone(reading: Reading) -> None:
    lines = [
        b'\xef\xbb\xbf{"text": "first"}',
        b"{bad",
        b"",
        b"[1]",
        b'{"title": "x", "body": "y"}',
        b'{"text": 5}',
        b'{"text": "  "}',
        b'{"text": "half \\ud800"}',
        b'{"text": "nul \\u0000"}',
        b'{"text": "x", "title": "nul \\u0000"}',
        b'{"text": "caf\xe9"}',
        b"[" * 100_000,
        b'{"text": ' + b"9" * 5_000 + b"}",
        b'{"text": "x", "published": "24.3.2024"}',
        b'{"text": "x", "language": "English"}',
        b'{"text": "x", "url": {"a": 1}}',
        b'{"text": "last"}',
    ]
    found = outcome(reading("all.jsonl", b"\n".join(lines)))
    assert found.pop("all.jsonl:1") == "first"
    assert found.pop("all.jsonl:17") == "last"
    expected = {2: "not JSON", 4: "one JSON object", 5: "its keys are: title, body", 6: "“text” must be text", 7: "no text",
                8: "surrogate", 9: "NUL", 10: "“title” holds NUL", 11: "not UTF-8 at byte 14", 12: "nested too deeply",
                13: "too long a number", 14: "YYYY-MM-DD", 15: "such as en", 16: "“url” must be text"}  # fmt: skip
    assert found.keys() == {f"all.jsonl:{number}" for number in expected}
    for number, words in expected.items():
        assert words in found[f"all.jsonl:{number}"]


def test_jsonl_in_utf_16_is_one_failure(reading: Reading) -> None:
    (found,) = reading("all.jsonl", '{"text": "x"}\n'.encode("utf-16") * 3)
    assert "Save it as UTF-8" in outcome([found])["all.jsonl"]


def test_a_line_of_200_mb_is_passed_over_without_being_held(tmp_path: Path) -> None:
    path = tmp_path / "all.jsonl"
    with path.open("wb") as file:
        file.write(b'{"text": "first"}\n{"text": "')
        for _ in range(200):
            file.write(b"x" * 1_000_000)
        file.write(b'"}\n{"text": "last"}\n')
    tracemalloc.start()
    try:
        found = outcome(list(read(path, path.name)))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert found["all.jsonl:1"] == "first"
    assert "longer than 20,000,000 bytes" in found["all.jsonl:2"]
    assert found["all.jsonl:3"] == "last"
    assert peak < 100_000_000


def test_a_last_line_at_the_limit_is_read(reading: Reading) -> None:
    line = '{"text": "abc"}'
    (found,) = reading("all.jsonl", line + "\n", limits=Limits(jsonl_line_bytes=len(line)))
    assert isinstance(found, Record)


def test_lines_are_read_one_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "all.jsonl"
    path.write_text('{"text": "first"}\n' * 50_000)
    tracemalloc.start()
    try:
        count = sum(1 for _ in read(path, path.name))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert count == 50_000
    assert peak < 5_000_000


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_the_one_of_the_header(reading: Reading, delimiter: str) -> None:
    rows = [["Title", " TEXT ", "published", "desk"], ["Fog", "Some words", "2024-03-26", "coast"]]
    (found,) = reading("all.csv", "\n".join(delimiter.join(row) for row in rows))
    assert isinstance(found, Record)
    assert (found.name, found.text, found.title) == ("all.csv:2", "Some words", "Fog")
    assert (found.published, found.metadata) == (date(2024, 3, 26), {"desk": "coast"})


def test_a_quoted_text_may_have_lines_and_delimiters(reading: Reading) -> None:
    raw = 'b,"Two, with\r\na line and ""marks"""\r\n'
    one, two = reading("all.csv", f"id,text\r\na,One\r\n{raw}")
    assert isinstance(two, Record)
    assert (one.name, two.name) == ("a", "b")
    assert two.text == 'Two, with\na line and "marks"'
    assert two.original_sha256 == hashlib.sha256(f"id,text\r\n{raw}".encode()).hexdigest()


def test_a_bad_row_fails_alone(reading: Reading) -> None:
    table = 'text,title,published\n"A\nB",T,\nx,y,nope\n\n,T,\nc,d,2024-01-01,e\n"a"b,c,d\nshort\nlast,T,\n'
    found = outcome(reading("all.csv", table))
    assert found["all.csv:2"] == "A\nB"
    assert "YYYY-MM-DD" in found["all.csv:4"]
    assert "no text" in found["all.csv:6"]
    assert "4 cells and the header 3" in found["all.csv:7"]
    assert "not CSV" in found["all.csv:8"]
    assert (found["all.csv:9"], found["all.csv:10"]) == ("short", "last")
    assert len(found) == 7


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("title,body\nx,y\n", "no column “text”; its columns are: title, body"),
        ("title;body\nx;y\n", "its columns are: title, body"),
        ("\nx\n", "its columns are: none"),
        ("text,text\nx,y\n", "Two columns are named “text”"),
        ('"text,title\nx', "The first line is not CSV"),
    ],
)
def test_a_table_without_a_header_that_fits_fails_as_a_whole(
    reading: Reading, table: str, words: str
) -> None:
    (found,) = reading("all.csv", table)
    assert words in outcome([found])["all.csv"]


def test_a_quotation_mark_left_open_is_told(reading: Reading) -> None:
    (found,) = reading("all.csv", 'text\n"open\nand on\n')
    assert "unexpected end of data" in outcome([found])["all.csv:2"]


def test_a_row_that_never_ends_stops_the_table(reading: Reading) -> None:
    limits = Limits(csv_row_chars=100)
    found = outcome(reading("all.csv", 'text\nfirst\n"' + "open\n" * 50, limits=limits))
    assert found["all.csv:2"] == "first"
    assert "quotation mark left open" in found["all.csv"]


def test_tables_may_be_in_older_encodings(reading: Reading) -> None:
    text = "Das Hafenamt erklärte am Dienstag, größere Schäden gebe es nicht, und niemand sei verletzt worden."
    found = reading("all.csv", ("text\n" + f'"{text}"\n' * 20).encode("cp1252"))
    assert {item.text for item in found if isinstance(item, Record)} == {text}


def test_an_open_quotation_mark_before_many_lines_takes_no_time(reading: Reading) -> None:
    (found,) = reading("all.csv", 'text\n"' + "\n" * 2_000_000)
    assert "unexpected end of data" in outcome([found])["all.csv:2"]


def test_each_part_of_a_table_is_a_table_of_its_own() -> None:
    table = b'\xef\xbb\xbftext;title\r\n"One\r\nand on";A\r\n\r\nTwo;B'
    parts = list(split(io.BytesIO(table), "all.csv"))
    assert parts == [
        Part("all.csv:2", "csv", b'text;title\r\n"One\r\nand on";A\r\n'),
        Part("all.csv:5", "csv", b"text;title\r\nTwo;B"),
    ]


def test_a_table_of_its_own_without_rows_is_told() -> None:
    assert parse(Part("all.csv:2", "csv", b"text\n")) == Failure(
        "all.csv:2", "The table has no rows."
    )


def test_each_part_of_jsonl_is_its_line() -> None:
    parts = list(split(io.BytesIO(b'\n {"text": "One"} \n{bad'), "all.jsonl"))
    assert parts == [
        Part("all.jsonl:2", "jsonl", b'{"text": "One"}'),
        Part("all.jsonl:3", "jsonl", b"{bad"),
    ]


def test_a_large_field_is_read(reading: Reading) -> None:
    (found,) = reading("all.csv", f"text\n{'word ' * 100_000}\n")
    assert isinstance(found, Record)
    assert len(found.text) == 500_000
