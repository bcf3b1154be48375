"""Tables, JSONL and manifests in the shapes that spreadsheets and scripts give them."""

import csv
import io
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.readers import Failure, Limits, Metadata, Record, UnreadableError, manifest, metadata
from sources.readers import csv as tables
from sources.readers import jsonl as lines
from sources.readers.records import required_text, safe_name
from tests.sources.readers.conftest import Reading

WORDS = st.text(
    alphabet=st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1, max_size=30
).filter(lambda t: bool(t.strip()))  # fmt: skip


def values_of(data: bytes, *, column: str = "text") -> list[dict[str, object]]:
    found = []
    for row in tables.rows(io.BytesIO(data), Limits(), column=column):
        assert not isinstance(row.values, UnreadableError), row.values
        found.append(row.values)
    return found


@given(st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=6), st.sampled_from(",;\t"))
def test_what_a_spreadsheet_writes_is_read_back(
    rows: list[tuple[str, str]], delimiter: str
) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(["text", "desk"])
    writer.writerows(rows)
    found = values_of(out.getvalue().encode())
    assert found == [{"text": text, "desk": desk} for text, desk in rows]


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("text\nFog.\n", [{"text": "Fog."}]),
        ("text\nFog.", [{"text": "Fog."}]),
        ("text\r\nFog.\r\nRain.\r\n", [{"text": "Fog."}, {"text": "Rain."}]),
        ("TEXT\nFog.\n", [{"text": "Fog."}]),
        (" Text , Desk \nFog.,sea\n", [{"text": "Fog.", "desk": "sea"}]),
        ("text,\nFog.,x\n", [{"text": "Fog."}]),
        ("text,desk\nFog.\n", [{"text": "Fog."}]),
        ("text\tdesk\nFog, rain;\tsea\n", [{"text": "Fog, rain;", "desk": "sea"}]),
        ("text;desk\nFog, rain;sea\n", [{"text": "Fog, rain", "desk": "sea"}]),
        ('text,desk\n"Fog, ""thick""",sea\n', [{"text": 'Fog, "thick"', "desk": "sea"}]),
        ('text,desk\n"Fog\nand rain",sea\n', [{"text": "Fog\nand rain", "desk": "sea"}]),
        ("text,desk\nFog.,sea,\n", [{"text": "Fog.", "desk": "sea"}]),
        ("text,desk\n\n , \nFog.,sea\n", [{"text": "Fog.", "desk": "sea"}]),
        ("text\n", []),
    ],
)
def test_shapes_of_tables(table: str, expected: list[dict[str, object]]) -> None:
    assert values_of(table.encode()) == expected
    assert values_of(b"\xef\xbb\xbf" + table.encode()) == expected
    assert values_of(table.encode("utf-16")) == expected


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("text\na\nb\nc\n", [2, 3, 4]),
        ("text\n\n\na\n", [4]),
        ('text\n"a\nb\nc"\nd\n', [2, 5]),
        ("text\r\na\r\n\r\nb\r\n", [2, 4]),
    ],
)
def test_rows_know_their_line(table: str, expected: list[int]) -> None:
    found = list(tables.rows(io.BytesIO(table.encode()), Limits(), column="text"))
    assert [row.line for row in found] == expected
    for row in found:  # each is a table of its own with the same values
        assert values_of(row.table) == [row.values]


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (b"title\nFog\n", "no column “text”; its columns are: title"),
        (b"text,desk,DESK\nFog,a,b\n", "Two columns are named “desk”"),
        (b"\xff\xfe", "its columns are: none"),
    ],
)
def test_headers_that_do_not_fit(table: bytes, words: str) -> None:
    with pytest.raises(UnreadableError, match=words):
        values_of(table)


def test_another_column_may_be_the_one_that_is_needed() -> None:
    assert values_of(b"file;title\na.txt;Fog\n", column="file") == [
        {"file": "a.txt", "title": "Fog"}
    ]
    with pytest.raises(UnreadableError, match="no column “file”"):
        values_of(b"text\nFog\n", column="file")


def test_a_tsv_is_a_table(reading: Reading) -> None:
    (found,) = reading("all.tsv", "text\tpublisher\tpublished\nFog.\tThe Gazette\t2024-03-26\n")
    assert isinstance(found, Record)
    assert (found.text, found.publisher, found.published) == ("Fog.", "The Gazette", date(2024, 3, 26))  # fmt: skip
    assert found.media_type == "text/csv"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(WORDS, JSON, max_size=5), st.booleans())
def test_what_a_script_writes_is_read_back(values: dict[str, object], ascii_only: bool) -> None:
    line = json.dumps(values, ensure_ascii=ascii_only).encode()
    assert lines.values(line) == values
    stream = io.BytesIO(b"\n" + line + b"\r\n\n" + line)
    assert list(lines.lines(stream, Limits())) == [(2, line), (4, line)]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (b"", "not JSON"),
        (b"{", "not JSON: .* at character 2"),
        (b"{'text': 'Fog.'}", "not JSON"),
        (b'{"text": "Fog."},', "Extra data at character 17"),
        (b'"Fog."', "one JSON object"),
        (b"null", "one JSON object"),
        (b"12", "one JSON object"),
        (b'[{"text": "Fog."}]', "one JSON object"),
        (b'{"text": "\xff"}', "not UTF-8 at byte 11"),
        (b'{"a":' * 100_000, "nested too deeply"),
    ],
)
def test_a_line_that_can_not_be_read(line: bytes, words: str) -> None:
    with pytest.raises(UnreadableError, match=words):
        lines.values(line)


@pytest.mark.parametrize("length", [10, 50, 2_000])
def test_a_line_that_is_too_long_is_passed_over(length: int) -> None:
    limits = Limits(jsonl_line_bytes=20)
    stream = io.BytesIO(b'{"text": "a"}\n' + b"x" * (length + 20) + b'\n{"text": "b"}\n')
    first, second, third = lines.lines(stream, limits)
    assert (first, third) == ((1, b'{"text": "a"}'), (3, b'{"text": "b"}'))
    assert isinstance(second[1], UnreadableError)
    assert "longer than 20 bytes" in str(second[1])


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "It has no “text”; its keys are: none."),
        ({"body": "Fog.", "id": 1}, "It has no “text”; its keys are: body, id."),
        ({"text": None, "id": 1}, "It has no “text”; its keys are: text, id."),
        ({"text": 5}, "“text” must be text, and is int."),
        ({"text": ["Fog."]}, "“text” must be text, and is list."),
        ({str(n): n for n in range(30)}, "its keys are: 0, 1, 2, 3, 4, 5, 6, 7, 8, 9."),
    ],
)
def test_a_document_needs_a_text(values: dict[str, object], words: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        required_text(values)
    assert str(caught.value).endswith(words)


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("a.txt", "a.txt"),
        ("in/a.txt", "in/a.txt"),
        ("./in/./a.txt", "in/a.txt"),
        ("../../a.txt", "a.txt"),
        ("in/../../a.txt", "in/a.txt"),
        ("/a.txt", "a.txt"),
        ("C:\\in\\a.txt", "C:/in/a.txt"),
        ("a\tb\n.txt", "ab.txt"),
        ("a\x00.txt", "a.txt"),
        ("a\ud800.txt", "a\ufffd.txt"),
        ("..", "unnamed"),
        ("", "unnamed"),
        ("///", "unnamed"),
        ("Ж.txt", "Ж.txt"),
    ],
)
def test_names_are_made_safe(name: str, safe: str) -> None:
    assert safe_name(name) == safe
    assert safe_name(safe) == safe


@given(st.text(max_size=400))
def test_any_name_is_made_safe(name: str) -> None:
    safe = safe_name(name)
    assert 0 < len(safe) <= 255
    assert ".." not in safe.split("/")
    assert not safe.startswith("/") or len(name) > 255
    assert "\x00" not in safe


@given(
    st.dictionaries(st.sampled_from(["title", "url", "publisher", "author", "id"]), WORDS),
    st.none() | st.dates(),
    st.dictionaries(WORDS.filter(lambda k: k not in metadata.FIELDS), WORDS, max_size=3),
)
def test_a_description_is_given_back(
    fields: dict[str, str], day: date | None, rest: dict[str, str]
) -> None:
    known = Metadata(**{k: v.strip() for k, v in fields.items()}, published=day, rest=rest)
    assert metadata.parse(metadata.plain(known), skip=frozenset()) == known


@pytest.mark.parametrize(
    "listed",
    [
        "file,title,language,publisher\nfog.txt,Fog,en-GB,The Gazette\n",
        "title;language;publisher;file\nFog;EN;The Gazette;./fog.txt\n",
        "FILE\tTITLE\tLANGUAGE\tPUBLISHER\n fog.txt \tFog\ten\tThe Gazette\n",
    ],
)
def test_a_manifest_describes_a_file(
    tmp_path: Path, record: Callable[..., Record], listed: str
) -> None:
    path = tmp_path / "list.csv"
    path.write_text(listed, "utf-8")
    found = record("fog.txt", "Mist\nText.", manifest=manifest.load(path))
    assert (found.title, found.language, found.publisher) == ("Fog", "en", "The Gazette")
    assert found.text == "Mist\nText."


@pytest.mark.parametrize("content", ["", "\n\n", "file\n"])
def test_a_manifest_of_nothing(tmp_path: Path, content: str) -> None:
    path = tmp_path / "list.jsonl"
    path.write_text("" if content == "file\n" else content, "utf-8")
    assert manifest.load(path) == {}
    table = tmp_path / "list.csv"
    table.write_text("file,title\n", "utf-8")
    assert manifest.load(table) == {}


def test_a_manifest_holds_what_is_said_only_for_files_it_names(reading: Reading) -> None:
    listed = {"fog.txt": Metadata(title="Fog")}
    (found,) = reading("rain.txt", "Rain.\nText.", manifest=listed)
    assert isinstance(found, Record)
    assert found.title == "Rain."
    (refused,) = reading("fog.txt", b"\x00", manifest=listed)
    assert isinstance(refused, Failure)
