"""Speakers of spans that anything may have marked: by place in the text alone."""

import pytest

from claims.extraction.naming.speakers import Who, resolve_span
from claims.extraction.text.nlp import parse

MAYOR = "Rosa Lind, the mayor of Ostby, met farmers on Monday. "


def name_of(text: str, words: str) -> str:
    start = text.rindex(words)
    return resolve_span(parse(text), start, start + len(words)).name


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        ("Rosa Lind, the mayor of Ostby, said the dam was safe.", "Rosa Lind, the mayor of Ostby,", "Rosa Lind"),
        ("The mayor of Ostby, Rosa Lind, said the dam was safe.", "The mayor of Ostby, Rosa Lind,", "Rosa Lind"),
        (MAYOR + "The mayor said the dam was safe.", "The mayor", "Rosa Lind"),
        (MAYOR + "She said the dam was safe.", "She", "Rosa Lind"),
        (MAYOR + "“It is safe,” she said.", "she", "Rosa Lind"),
        (MAYOR + "Lind said the dam was safe.", "Lind", "Rosa Lind"),
        (MAYOR + "Her office said the dam was safe.", "Her office", "office of Rosa Lind"),
        (MAYOR + "The dam was safe, said Lind, who lives nearby and fears nothing.", "who", "Rosa Lind"),
        ("Carlos Vega met Rosa Lind. She said the dam was safe.", "She", "Rosa Lind"),
        ("Rosa Lind met Carlos Vega. He said the dam was safe.", "He", "Carlos Vega"),
        ("The Harbour Foundation met on Monday. The foundation said the dam was safe.", "The foundation", "Harbour Foundation"),
        ("Bergen police closed the road. Police said the dam was safe.", "Police", "Bergen police"),
        ("Sen. Rosa Lind spoke in Ostby. The senator said the dam was safe.", "The senator", "Rosa Lind"),
        ("Experts met on Monday. They said the dam was safe.", "They", "Experts"),
        ("Tajikistan's Foreign Ministry met envoys. The Foreign Ministry said all was well.", "The Foreign Ministry", "Ministry of Foreign Affairs of Tajikistan"),
        ("Officials who spoke to reporters said the dam was safe.", "Officials who spoke to reporters", "Officials"),
    ],
)  # fmt: skip
def test_who_a_span_is(text: str, words: str, name: str) -> None:
    assert name_of(text, words) == name


def test_two_mayors_are_not_guessed_between() -> None:
    text = MAYOR + "Carlos Vega, the mayor of Nord, came too. The mayor said the dam was safe."
    assert name_of(text, "The mayor") == "mayor"


def test_a_former_mayor_is_somebody_else() -> None:
    text = MAYOR + "The former mayor said the dam was safe."
    assert name_of(text, "The former mayor") == "former mayor"


def test_who_spoke_last_is_remembered() -> None:
    text = "Rosa Lind and Ilse Kramer met. Kramer said the dam was safe. The road was closed. Snow fell. Rain came. Ice followed. She said the mill was safe."
    who = Who(parse(text))
    start = text.index("Kramer said")
    speaker = who.resolve_span(start, start + len("Kramer"))
    who.heard(speaker)
    at = text.rindex("She")
    assert who.resolve_span(at, at + 3).name == "Ilse Kramer"


@pytest.mark.parametrize(("start", "end"), [(0, 0), (5, 3), (10_000, 10_010), (-5, -1)])
def test_a_span_without_words_names_nobody(start: int, end: int) -> None:
    speaker = resolve_span(parse(MAYOR), start, end)
    assert (speaker.name, speaker.kind) == ("", "unnamed")


def test_every_word_can_be_asked_about() -> None:
    text = MAYOR + "“We won’t go,” she said (twice), and 90% — or so — agreed.\n\nIt’s true!"
    docs = parse(text)
    who = Who(docs)
    for start in range(len(text)):
        for end in (start + 1, start + 7, start + 40):
            assert who.resolve_span(start, end).kind
