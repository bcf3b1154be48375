"""`manage.py extract`: JSON lines in, one answer a line out, and no bad line stops the others."""

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

ROOT = Path(__file__).parents[2]
SAID = "The mayor said on Tuesday that three people had been killed in the fire."


def extract(*lines: object, folder: Path) -> tuple[int, list[dict[str, Any]]]:
    """The exit status and the answers; a line is written as it is where it is bytes, else as JSON."""
    source, target = folder / "in.jsonl", folder / "out.jsonl"
    source.write_bytes(
        b"".join(
            line if isinstance(line, bytes) else json.dumps(line).encode() + b"\n" for line in lines
        )
    )
    status = 0
    try:
        call_command("extract", str(source), output=str(target))
    except SystemExit as left:
        status = int(str(left.code))
    return status, [json.loads(line) for line in target.read_text("utf-8").split("\n") if line]


def test_an_answer_has_what_was_found(tmp_path: Path) -> None:
    status, (answer,) = extract({"id": "a", "text": SAID}, folder=tmp_path)
    assert status == 0
    assert set(answer) == {
        *("id", "language", "attributions", "own_voice", "claims", "quantities", "key_figures"),
    }
    (said,) = answer["attributions"]
    assert said["claimant"] == {"text": "The mayor", "start": 0, "end": 9}
    for part in ("claimant", "cue", "content"):
        assert SAID[said[part]["start"] : said[part]["end"]] == said[part]["text"]
    assert answer["claims"][said["claim"]]["text"].startswith("Three people")
    assert answer["key_figures"]["killed"] == {"low": 3, "high": 3}


@pytest.mark.parametrize(
    ("line", "error"),
    [
        (b"{bad\n", "Line 2 is not JSON: Expecting property name"),
        (b'{"id": "b", "text": "x"\n', "Line 2 is not JSON: "),
        (b'{"text": "x"} {"text": "y"}\n', "Line 2 is not JSON: Extra data"),
        (b"not json at all\n", "Line 2 is not JSON: Expecting value"),
        (b"[1, 2]\n", "A line holds one JSON object."),
        (b'"text"\n', "A line holds one JSON object."),
        (b"null\n", "A line holds one JSON object."),
        (b"[" * 100_000 + b"\n", "RecursionError: "),
        ({}, 'The line has no text: it needs a "text" that is not empty.'),
        ({"id": 2, "text": None}, "The line has no text"),
        ({"id": 2, "text": ""}, "The line has no text"),
        ({"id": 2, "text": " \n\t\u00a0"}, "The line has no text"),
        ({"id": 2, "text": 7}, "The line has no text"),
        ({"id": 2, "text": [SAID]}, "The line has no text"),
        ({"id": 2, "text": {"text": SAID}}, "The line has no text"),
        ({"id": 2, "text": True}, "The line has no text"),
        ({"id": 2, "Text": SAID}, "The line has no text"),
        ({"id": 2, "text": SAID, "title": 7}, '"title" is a text or null.'),
        ({"id": 2, "text": SAID, "title": ["Fire"]}, '"title" is a text or null.'),
        ({"id": 2, "text": SAID, "published": "26/03/2024"}, "YYYY-MM-DD, not '26/03/2024'."),
        ({"id": 2, "text": SAID, "published": "2024-02-30"}, "YYYY-MM-DD, not '2024-02-30'."),
        ({"id": 2, "text": SAID, "published": "March"}, "YYYY-MM-DD, not 'March'."),
        ({"id": 2, "text": SAID, "published": 2024}, "YYYY-MM-DD, not 2024."),
        ({"id": 2, "text": SAID, "published": True}, "YYYY-MM-DD, not True."),
        ({"id": 2, "text": SAID, "published": {}}, "YYYY-MM-DD, not {}."),
    ],
)
def test_a_bad_line_is_answered_in_its_place(tmp_path: Path, line: object, error: str) -> None:
    status, answers = extract(
        {"id": "before", "text": "A."}, line, {"id": "after", "text": "B."}, folder=tmp_path
    )
    assert status == 1
    assert [answer["id"] for answer in answers] == ["before", 2, "after"]
    assert set(answers[1]) == {"id", "error"}
    assert error in answers[1]["error"]
    assert "error" not in answers[0] | answers[2]


@pytest.mark.parametrize(
    ("given", "kept"),
    [("a", "a"), ("", ""), ("Ä/ü \u2028", "Ä/ü \u2028"), (7, "7"), (0, "0"), (1.5, "1.5")],
)
def test_ids_are_kept_as_words(tmp_path: Path, given: object, kept: str) -> None:
    status, (answer,) = extract({"id": given, "text": "A."}, folder=tmp_path)
    assert (status, answer["id"]) == (0, kept)


def test_ids_of_what_failed_are_those_given_else_the_number_of_the_line(tmp_path: Path) -> None:
    _, answers = extract({"id": "x"}, b"\n", {"text": 1}, b"{\n", {"id": "x"}, folder=tmp_path)
    assert [answer["id"] for answer in answers] == ["x", 3, 4, "x"]


def test_order_is_kept_and_the_same_id_may_come_twice(tmp_path: Path) -> None:
    names = ["c", "a", "b", "a", "10", "9"]
    _, answers = extract(*({"id": name, "text": SAID} for name in names), folder=tmp_path)
    assert [answer["id"] for answer in answers] == names
    assert all(answer["claims"] == answers[0]["claims"] for answer in answers)


@pytest.mark.parametrize(
    ("content", "ids"),
    [
        (b"", []),
        (b"\n \n\t\n\r\n", []),
        (b'\n\n{"id": "a", "text": "A."}\n\n', ["a"]),
        (b'{"id": "a", "text": "A."}', ["a"]),  # no line end at the end
        (b'{"id": "a", "text": "A."}\r\n{"id": "b", "text": "B."}\r\n', ["a", "b"]),
        (b'\xef\xbb\xbf{"id": "a", "text": "A."}\n', ["a"]),  # as Windows saves UTF-8
        ('{"id": "a", "text": "A\u2028B\x85."}\n'.encode(), ["a"]),  # no line ends of JSON lines
    ],
)
def test_what_is_between_lines_is_no_line(tmp_path: Path, content: bytes, ids: list[str]) -> None:
    status, answers = extract(content, folder=tmp_path)
    assert (status, [answer["id"] for answer in answers]) == (0, ids)


def test_a_title_tells_what_the_text_is_about(tmp_path: Path) -> None:
    """Offsets refer to the text alone, whatever the title."""
    _, answers = extract(
        {"text": SAID},
        {"text": SAID, "title": None},
        {"text": SAID, "title": ""},
        {"text": SAID, "title": "Fire at the mill"},
        folder=tmp_path,
    )
    contents = [answer["attributions"][0]["content"] for answer in answers]
    assert contents == [contents[0]] * 4
    assert [answer["id"] for answer in answers] == [""] * 4


@pytest.mark.parametrize("published", [None, "", "2024-03-26", "20240326"])
def test_a_day_or_none(tmp_path: Path, published: str | None) -> None:
    status, (answer,) = extract({"text": SAID, "published": published}, folder=tmp_path)
    assert (status, answer["key_figures"]["killed"]["low"]) == (0, 3)


def test_broken_utf_8_stays_in_its_place(tmp_path: Path) -> None:
    """Offsets after it count one character for each that could not be read."""
    text = "\u201cIt is a lie,\u201d the mayor said.".encode()
    line = b'{"id": "a", "text": "\xff ' + text + b'"}\n'
    status, (answer,) = extract(line, folder=tmp_path)
    read = f"\ufffd {text.decode()}"
    assert status == 0
    for said in answer["attributions"]:
        assert read[said["content"]["start"] : said["content"]["end"]] == said["content"]["text"]
    assert answer["attributions"]


def test_half_a_surrogate_pair_is_handed_back_as_json_writes_it(tmp_path: Path) -> None:
    status, answers = extract(
        b'{"id": "\\ud83d", "text": "The mayor said that \\ud83d it had burned."}\n',
        {"id": "after", "text": "B."},
        folder=tmp_path,
    )
    assert (status, [answer["id"] for answer in answers]) == (1, ["\ud83d", "after"])
    assert "surrogates not allowed" in answers[0]["error"]


def test_what_was_in_the_output_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "out.jsonl").write_text("old\n" * 100)
    assert len(extract({"id": "a", "text": "A."}, folder=tmp_path)[1]) == 1


# --- Files that can't be used --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "target", "words"),
    [
        ("none.jsonl", "out.jsonl", "none.jsonl: No such file or directory."),
        (".", "out.jsonl", "Is a directory."),
        ("in.jsonl", ".", "Is a directory."),
        ("in.jsonl", "none/out.jsonl", "out.jsonl: No such file or directory."),
        ("in.jsonl", "in.jsonl/out", "Not a directory."),
        ("in.jsonl", "in.jsonl", "is what is read"),
    ],
)
def test_a_file_that_can_not_be_used(tmp_path: Path, source: str, target: str, words: str) -> None:
    content = json.dumps({"id": "a", "text": "A."})
    (tmp_path / "in.jsonl").write_text(content)
    with pytest.raises(CommandError) as raised:
        call_command("extract", str(tmp_path / source), output=str(tmp_path / target))
    assert words in str(raised.value)
    assert raised.value.returncode == 2
    assert [path.name for path in tmp_path.iterdir()] == ["in.jsonl"]
    assert (tmp_path / "in.jsonl").read_text() == content


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_is_told(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text('{"id": "a"}\n')
    with pytest.raises(CommandError, match="/dev/full can't be written: No space left") as raised:
        call_command("extract", str(tmp_path / "in.jsonl"), output="/dev/full")
    assert raised.value.returncode == 2


def test_an_input_that_is_not_there_leaves_the_output_alone(tmp_path: Path) -> None:
    kept = tmp_path / "out.jsonl"
    kept.write_text("kept")
    with pytest.raises(CommandError):
        call_command("extract", str(tmp_path / "none"), output=str(kept))
    assert kept.read_text() == "kept"


# --- Standard input and output -------------------------------------------------------------------


@pytest.mark.parametrize("words", [[], ["-"], ["-", "--output", "-"]])
def test_without_files_it_is_a_filter(
    words: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO('{"id": "é", "text": "A."}\n'))
    call_command("extract", *words)
    out, err = capsys.readouterr()
    assert json.loads(out)["id"] == "é"
    assert out.count("\n") == 1
    assert err == ""


def test_progress_is_told_apart_from_answers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, answers = extract(*[{"id": "x"}] * 250, folder=tmp_path)
    out, err = capsys.readouterr()
    assert (status, len(answers), out) == (1, 250, "")
    assert err.split("\n")[:2] == ["100 lines done", "200 lines done"]


def test_as_a_program_in_a_pipe() -> None:
    """Whatever the locale says, JSON lines are UTF-8; broken bytes stop nothing."""
    given = '{"id": "é", "text": "A."}\n{"id": "b"}\n'.encode() + b'{"id": "c", "text": "\xff."}\n'
    done = subprocess.run(
        [sys.executable, "manage.py", "extract"],
        input=given,
        capture_output=True,
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "PYTHONIOENCODING": "ascii:strict", "SECRET_KEY": "x" * 50},
        check=False,
    )
    answers = [json.loads(line) for line in done.stdout.decode().splitlines()]
    assert [answer["id"] for answer in answers] == ["é", "b", "c"]
    assert [("error" in answer) for answer in answers] == [False, True, False]
    assert (done.returncode, done.stderr) == (1, b"")


def test_as_a_program_with_a_file_that_is_not_there() -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "extract", "/nonexistent/in.jsonl"],
        capture_output=True,
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "SECRET_KEY": "x" * 50},
        check=False,
    )
    assert done.returncode == 2
    assert done.stdout == b""
    assert (
        done.stderr.decode() == "CommandError: /nonexistent/in.jsonl: No such file or directory.\n"
    )
