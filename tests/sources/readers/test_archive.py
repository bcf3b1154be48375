import io
import stat
import zipfile

import pytest

from sources.readers import Failure, Limits, Record
from tests.sources.readers.conftest import Reading
from tests.sources.readers.files import word, zipped


def outcome(found: list[Record | Failure]) -> dict[str, str]:
    return {item.name: item.text if isinstance(item, Record) else item.error for item in found}


def test_everything_in_it_is_read_under_its_name(reading: Reading) -> None:
    found = reading(
        "all.zip",
        zipped(
            {
                "a.txt": "One.",
                "in/b.md": "Two.",
                "c.jsonl": '{"text": "Three."}\n{"id": "4", "text": "Four."}',
                "d.csv": "text\nFive.\n",
                "e.docx": word("Six."),
                "f.png": b"\x89PNG\r\n\x1a\n",
            }
        ),
    )
    result = outcome(found)
    assert "Files ending in “.png” are not read" in result.pop("all.zip/f.png")
    assert result == {
        "all.zip/a.txt": "One.",
        "all.zip/in/b.md": "Two.",
        "all.zip/c.jsonl:1": "Three.",
        "4": "Four.",
        "all.zip/d.csv:2": "Five.",
        "all.zip/e.docx": "Six.",
    }


def test_what_systems_add_is_passed_over(reading: Reading) -> None:
    entries = {
        "a.txt": "One.",
        "__MACOSX/._a.txt": "x",
        ".DS_Store": "x",
        "in/.hidden.txt": "x",
        "Thumbs.db": "x",
        "in/": "",
    }
    assert outcome(reading("all.zip", zipped(entries))) == {"all.zip/a.txt": "One."}


@pytest.mark.parametrize(
    ("inner", "name"),
    [
        ("../../etc/passwd.txt", "all.zip/etc/passwd.txt"),
        ("/etc/passwd.txt", "all.zip/etc/passwd.txt"),
        ("in\\a.txt", "all.zip/in/a.txt"),
        ("a\n\x1b[31m.txt", "all.zip/a[31m.txt"),
        ("x" * 300 + ".txt", "x" * 251 + ".txt"),
    ],
)
def test_names_are_only_names(reading: Reading, inner: str, name: str) -> None:
    assert outcome(reading("all.zip", zipped({inner: "One."}))) == {name: "One."}


def test_archives_in_archives_are_read_to_a_depth(reading: Reading) -> None:
    deep = zipped({"c.zip": zipped({"d.txt": "Too deep."}), "e.txt": "Two."})
    found = outcome(reading("a.zip", zipped({"b.zip": deep, "f.txt": "One."})))
    assert "too deep inside" in found.pop("a.zip/b.zip/c.zip")
    assert found == {"a.zip/b.zip/e.txt": "Two.", "a.zip/f.txt": "One."}


def test_a_bomb_fails_and_the_rest_is_read(reading: Reading) -> None:
    found = outcome(reading("a.zip", zipped({"bomb.txt": b"\x00" * 20_000_000, "b.txt": "One."})))
    assert "zip bomb" in found["a.zip/bomb.txt"]
    assert found["a.zip/b.txt"] == "One."


def test_small_files_may_pack_well(reading: Reading) -> None:
    text = "ab " * 200_000
    assert outcome(reading("a.zip", zipped({"b.txt": text}))) == {"a.zip/b.txt": text}


def test_all_archives_share_one_measure(reading: Reading) -> None:
    limits = Limits(zip_total_bytes=1_000)
    inner = zipped({"b.txt": "b" * 600}, method=zipfile.ZIP_STORED)
    found = outcome(reading("a.zip", zipped({"in.zip": inner, "c.txt": "c" * 150}), limits=limits))
    assert "more than 1,000 bytes in all" in found["a.zip/in.zip/b.txt"]
    assert found["a.zip/c.txt"] == "c" * 150


def test_many_entries_are_refused_before_they_are_listed(reading: Reading) -> None:
    limits = Limits(zip_entries=5)
    found = outcome(reading("a.zip", zipped({f"{n}.txt": "x" for n in range(6)}), limits=limits))
    assert found == {"a.zip": "The archive lists 6 entries, more than 5; split it into several."}


def test_entries_of_inner_archives_count_too(reading: Reading) -> None:
    inner = zipped({f"{n}.txt": "x" for n in range(3)})
    found = outcome(
        reading("a.zip", zipped({"b.zip": inner, "c.zip": inner}), limits=Limits(zip_entries=6))
    )
    assert [name for name in found if name.startswith("a.zip/b.zip")] == [
        f"a.zip/b.zip/{n}.txt" for n in range(3)
    ]
    assert "more than 6 entries" in found["a.zip/c.zip"]


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_methods_without_a_bound_are_refused(reading: Reading, method: int) -> None:
    found = outcome(reading("a.zip", zipped({"b.txt": "x" * 500}, method=method)))
    assert "packed in a way that is not supported" in found["a.zip/b.txt"]


def test_links_and_locked_entries_are_refused(reading: Reading) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("locked.txt", "secret")
    data = bytearray(buffer.getvalue())
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    found = outcome(reading("a.zip", bytes(data)))
    assert "symbolic link" in found["a.zip/link.txt"]
    assert "password" in found["a.zip/locked.txt"]


def test_a_damaged_entry_fails_alone(reading: Reading) -> None:
    data = zipped(
        {"a.txt": "One. " * 50, "b.csv": "text\n" + "Two.\n" * 50, "c.txt": "Three."},
        method=zipfile.ZIP_STORED,
    )
    data = data.replace(b"One. One.", b"One! One.", 1).replace(b"Two.\nTwo.", b"Two!\nTwo.", 1)
    found = outcome(reading("z.zip", data))
    assert found["z.zip/a.txt"] == "It is damaged inside the archive; pack it again."
    assert found["z.zip/b.csv"] == "It is damaged inside the archive; pack it again."
    assert found["z.zip/c.txt"] == "Three."


@pytest.mark.parametrize(
    "data",
    [b"PK\x03\x04 and nothing else", zipped({"a.txt": "One. " * 99})[:-30]],
    ids=["only its mark", "without its end"],
)
def test_a_broken_archive_is_one_failure(reading: Reading, data: bytes) -> None:
    assert outcome(reading("a.zip", data)) == {
        "a.zip": "The archive is damaged or cut off; get the file again."
    }


def test_an_empty_archive_is_told(reading: Reading) -> None:
    assert outcome(reading("a.zip", zipped({}))) == {"a.zip": "The archive is empty."}
