"""`manage.py stance`: pairs in, one answer a line out, and no bad line stops the others."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

ROOT = Path(__file__).parents[2]
SAID = (
    "Pictures of a burning mill went round on Tuesday. The story that the mill burned down is a hoax: "
    "the pictures are fake, the police said. The mill was open as usual."
)
CLAIM = "The mill burned down"


def stance(*lines: object, folder: Path) -> tuple[int, list[dict[str, Any]]]:
    """The exit status and the answers; a line is written as it is where it is bytes, else as JSON."""
    source, target = folder / "in.jsonl", folder / "out.jsonl"
    source.write_bytes(
        b"".join(
            line if isinstance(line, bytes) else json.dumps(line).encode() + b"\n" for line in lines
        )
    )
    status = 0
    try:
        call_command("stance", str(source), output=str(target))
    except SystemExit as left:
        status = int(str(left.code))
    return status, [json.loads(line) for line in target.read_text("utf-8").split("\n") if line]


def test_an_answer_is_what_the_contract_says(tmp_path: Path) -> None:
    status, (answer,) = stance({"id": "x", "a": SAID, "b": CLAIM}, folder=tmp_path)
    assert status == 0
    assert list(answer) == ["id", "stance", "confidence", "scores", "explanation"]
    assert answer["id"] == "x"
    assert set(answer["scores"]) == {"supports", "contradicts", "discusses", "unrelated"}
    assert sum(answer["scores"].values()) == pytest.approx(1, abs=2e-4), "each has four digits"
    assert answer["confidence"] == max(answer["scores"].values())
    assert answer["confidence"] == answer["scores"][answer["stance"]]
    assert "characters " in answer["explanation"]


@pytest.mark.parametrize(
    ("line", "error"),
    [
        (b"{bad\n", "Line 2 is not JSON: "),
        (b"[1, 2]\n", "A line holds one JSON object."),
        ({}, 'The line needs "a", a text that is not empty.'),
        ({"id": 2, "a": SAID}, 'The line needs "b", a claim that is not empty.'),
        ({"id": 2, "b": CLAIM}, 'The line needs "a"'),
        ({"id": 2, "a": " \n", "b": CLAIM}, 'The line needs "a"'),
        ({"id": 2, "a": SAID, "b": ""}, 'The line needs "b"'),
        ({"id": 2, "a": [SAID], "b": CLAIM}, 'The line needs "a"'),
        ({"id": 2, "a": SAID, "b": 7}, 'The line needs "b"'),
        ({"id": 2, "a": None, "b": None}, 'The line needs "a"'),
    ],
)
def test_a_bad_line_is_answered_in_its_place(tmp_path: Path, line: object, error: str) -> None:
    good = {"a": SAID, "b": CLAIM}
    status, answers = stance(
        {"id": "before", **good}, line, {"id": "after", **good}, folder=tmp_path
    )
    assert status == 1
    assert [answer["id"] for answer in answers] == ["before", 2, "after"]
    assert set(answers[1]) == {"id", "error"}
    assert error in answers[1]["error"]
    assert "error" not in answers[0] | answers[2]


def test_the_same_pair_has_the_same_answer(tmp_path: Path) -> None:
    pair = {"id": "x", "a": SAID * 30, "b": CLAIM}
    _, answers = stance(pair, {"id": "y", "a": CLAIM, "b": SAID}, pair, folder=tmp_path)
    assert answers[0] == answers[2]


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No such file") as raised:
        call_command("stance", str(tmp_path / "none.jsonl"))
    assert raised.value.returncode == 2


def test_as_a_program_in_a_pipe() -> None:
    pair = json.dumps({"id": "é", "a": SAID, "b": CLAIM}, ensure_ascii=False)
    done = subprocess.run(
        [sys.executable, "manage.py", "stance"],
        input=f"{pair}\n{{\n".encode(),
        capture_output=True,
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "SECRET_KEY": "x" * 50},
        check=False,
    )
    answers = [json.loads(line) for line in done.stdout.decode().splitlines()]
    assert [answer["id"] for answer in answers] == ["é", 2]
    assert [("error" in answer) for answer in answers] == [False, True]
    assert (done.returncode, done.stderr) == (1, b"")
