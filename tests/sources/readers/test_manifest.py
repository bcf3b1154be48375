from datetime import date
from pathlib import Path

import pytest

from sources.readers import Metadata, UnreadableError, manifest


def write(tmp_path: Path, name: str, content: str) -> Path:
    path = tmp_path / name
    path.write_text(content, "utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("m.csv", "file,title,published,desk\nfog.txt,Fog,2024-03-26,coast\n\nin/b.txt,,,\n"),
        ("m.csv", "file;title;published;desk\nfog.txt;Fog;2024-03-26;coast\nin\\b.txt;;;\n"),
        (
            "m.TSV",
            "file\ttitle\tpublished\tdesk\nfog.txt\tFog\t2024-03-26\tcoast\n./in/b.txt\t\t\t\n",
        ),
        (
            "m.jsonl",
            '{"file": "fog.txt", "title": "Fog", "published": "2024-03-26", "desk": "coast"}\n{"file": "in/b.txt", "title": null}\n',
        ),
    ],
)
def test_files_are_described_by_name(tmp_path: Path, name: str, content: str) -> None:
    assert manifest.load(write(tmp_path, name, content)) == {
        "fog.txt": Metadata(title="Fog", published=date(2024, 3, 26), rest={"desk": "coast"}),
        "in/b.txt": Metadata(),
    }


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("m.csv", "name,title\na.txt,A\n", "no column “file”; its columns are: name, title"),
        (
            "m.csv",
            "file,published\na.txt,2024-01-01\nb.txt,March\n",
            "line 3: “published” is “March”",
        ),
        ("m.csv", "file,title\n,A\n", "line 2: it names no “file”"),
        ("m.csv", "file,title\na.txt,A\na.txt,B\n", "line 3: “a.txt” is listed twice"),
        ("m.csv", "file,text\na.txt,A\n", "line 2: it holds a “text”"),
        ("m.csv", "file,title\na.txt,A,B\n", "line 2: The row has 3 cells"),
        ("m.jsonl", '{"file": "a.txt"}\n{bad\n', "line 2: The line is not JSON"),
        ("m.jsonl", '{"title": "A"}\n', "line 1: it names no “file”"),
        ("m.xlsx", "file\n", "a manifest is a .csv or a .jsonl file"),
    ],
)
def test_a_bad_manifest_is_refused_as_a_whole(
    tmp_path: Path, name: str, content: str, words: str
) -> None:
    with pytest.raises(UnreadableError) as caught:
        manifest.load(write(tmp_path, name, content))
    assert f"The manifest {name} can't be used: " in str(caught.value)
    assert words in str(caught.value)


def test_a_missing_manifest_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="can't be opened: No such file"):
        manifest.load(tmp_path / "m.csv")


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("a.txt", "A"),
        ("in/a.txt", "A in"),
        ("other/a.txt", "A"),
        ("all.zip/b.txt", "B zip"),
        ("b.txt", None),
    ],
)
def test_the_whole_name_goes_before_its_last_part(name: str, title: str | None) -> None:
    listed = {
        "a.txt": Metadata(title="A"),
        "in/a.txt": Metadata(title="A in"),
        "all.zip/b.txt": Metadata(title="B zip"),
    }
    assert manifest.lookup(listed, name).title == title
