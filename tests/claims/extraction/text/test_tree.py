"""Small questions to parsed sentences."""

from functools import cache

import pytest
from spacy.tokens import Doc, Token

from claims.extraction.text.nlp import parse, passages, plain
from claims.extraction.text.tree import (
    agents,
    below,
    child,
    clause_head,
    conjuncts,
    negated,
    noun_phrase,
    passive,
    ranges,
    subject,
    trimmed,
    verb_group,
)


@cache
def doc(text: str) -> Doc:
    (found,) = parse(text)
    return found


def word(text: str, form: str) -> Token:
    return next(t for t in doc(text) if t.text == form)


def words(tokens: list[Token]) -> str:
    return "".join(t.text_with_ws for t in tokens).strip()


@pytest.mark.parametrize(
    ("text", "verb", "expected"),
    [
        ("The mayor opened the bridge.", "opened", "mayor"),
        ("The mayor came and opened the bridge.", "opened", "mayor"),
        ("The mayor, who opened the bridge, left.", "opened", "mayor"),
        ("The mayor wants to open the bridge.", "open", "mayor"),
        ("The mayor tried to open the bridge.", "open", "mayor"),
        ("The baker sang, and the mayor opened the bridge.", "opened", "mayor"),
        ("She said that the mayor opened the bridge.", "opened", "mayor"),
        ("The bridge was opened.", "opened", None),
    ],
)
def test_subject(text: str, verb: str, expected: str | None) -> None:
    found = subject(word(text, verb))
    assert (found.text if found is not None else None) == expected


@pytest.mark.parametrize(
    ("text", "verb", "expected"),
    [
        ("The bridge was opened by the mayor.", "opened", True),
        ("The bridge was opened.", "opened", True),
        ("The bridge has been opened.", "opened", True),
        ("They cheered the bridge opened by the mayor.", "opened", True),
        ("The mayor opened the bridge.", "opened", False),
        ("The mayor has opened the bridge.", "opened", False),
    ],
)
def test_passive(text: str, verb: str, expected: bool) -> None:
    assert passive(word(text, verb)) is expected


@pytest.mark.parametrize(
    ("text", "verb", "expected"),
    [
        ("The mayor did not open the bridge.", "open", True),
        ("The mayor didn't open the bridge.", "open", True),
        ("The mayor never opened the bridge.", "opened", True),
        ("Nobody opened the bridge.", "opened", True),
        ("None of them opened the bridge.", "opened", True),
        ("No mayor opened the bridge.", "opened", True),
        ("Neither mayor opened the bridge.", "opened", True),
        ("The bridge was not opened.", "opened", True),
        ("The mayor opened the bridge.", "opened", False),
        ("The mayor opened no bridge.", "opened", False),
        ("The mayor who did not sleep opened the bridge.", "opened", False),
    ],
)
def test_negated(text: str, verb: str, expected: bool) -> None:
    assert negated(word(text, verb)) is expected


@pytest.mark.parametrize(
    ("text", "verb", "expected"),
    [
        ("The bridge was opened by the mayor.", "opened", ["mayor"]),
        ("The bridge was opened by either the mayor or the baker.", "opened", ["mayor", "baker"]),
        ("The bridge was opened.", "opened", []),
        ("The bridge was opened in May.", "opened", []),
        ("The mayor opened the bridge.", "opened", []),
    ],
)
def test_agents(text: str, verb: str, expected: list[str]) -> None:
    assert [t.text for t in agents(word(text, verb))] == expected


@pytest.mark.parametrize(
    ("text", "form", "expected"),
    [
        ("Bakers, millers and farmers met.", "Bakers", ["millers", "farmers"]),
        ("Bakers, millers and farmers met.", "millers", ["farmers"]),
        ("Bakers, millers and farmers met.", "farmers", []),
        ("Bakers met.", "Bakers", []),
    ],
)
def test_conjuncts(text: str, form: str, expected: list[str]) -> None:
    assert [t.text for t in conjuncts(word(text, form))] == expected


@pytest.mark.parametrize(
    ("text", "head", "expected"),
    [
        ("The old mayor of Bergen left.", "mayor", "The old mayor of Bergen"),
        ("The mayor, a baker, left.", "mayor", "The mayor"),
        ("The mayor – a baker – left.", "mayor", "The mayor"),
        ("They met the mayor.", "mayor", "the mayor"),
        ("Mayors left.", "Mayors", "Mayors"),
    ],
)
def test_noun_phrase(text: str, head: str, expected: str) -> None:
    assert words(noun_phrase(word(text, head))) == expected


@pytest.mark.parametrize(
    ("text", "verb", "expected"),
    [
        ("The mayor has not opened the bridge.", "opened", "has not opened"),
        ("The mayor opened the bridge.", "opened", "opened"),
        ("The bridge has been opened.", "opened", "has been opened"),
        ("The mayor pointed out the crack.", "pointed", "pointed out"),
        ("The mayor will open the bridge.", "open", "will open"),
    ],
)
def test_verb_group(text: str, verb: str, expected: str) -> None:
    start, end = verb_group(word(text, verb))
    assert text[start:end] == expected


@pytest.mark.parametrize(
    ("form", "expected"),
    [("mayor", "opened"), ("new", "opened"), ("bridge", "opened"), ("opened", "opened"), ("baker", "said")],
)  # fmt: skip
def test_clause_head(form: str, expected: str) -> None:
    text = "The baker said that the mayor opened the new bridge."
    assert clause_head(word(text, form)).text == expected


def test_what_stands_below_a_word() -> None:
    text = "The baker said that the mayor opened the new bridge."
    opened = word(text, "opened")
    bridge = word(text, "bridge")
    assert words(below(opened)) == "that the mayor opened the new bridge"
    assert words(below(opened, without=[bridge])) == "that the mayor opened"
    assert below(opened, without=[opened]) == []
    assert words(trimmed(below(opened))) == "the mayor opened the new bridge"
    assert trimmed([]) == []


def test_a_child_by_its_label() -> None:
    text = "The mayor opened the bridge."
    verb = word(text, "opened")
    found = {label: child(verb, label) for label in ("nsubj", "dobj", "iobj")}
    assert [t.text if t is not None else None for t in found.values()] == ["mayor", "bridge", None]
    first = child(verb, "dobj", "nsubj")
    assert first is not None
    assert first.text == "mayor"


@pytest.mark.parametrize(
    ("left_out", "expected"),
    [
        ((), ["The mayor, she said, opened the bridge."]),
        (("she", "said"), ["The mayor,", ", opened the bridge."]),
        (("mayor",), ["The", ", she said, opened the bridge."]),
    ],
)
def test_ranges_are_places_in_the_whole_text(
    left_out: tuple[str, ...], expected: list[str]
) -> None:
    text = "A title\nThe mayor, she said, opened the bridge."
    tokens = [t for t in parse(text)[1] if t.text not in left_out]
    assert [text[s:e] for s, e in ranges(tokens)] == expected
    assert ranges([]) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“So”, she said", '"So", she said'),
        ("it’s ‘so’", "it's 'so'"),
        ("«so» „so“", '"so" "so"'),
        ("a\u00a0b\u2009c\td", "a b c d"),
        ("plain", "plain"),
    ],
)
def test_plain(text: str, expected: str) -> None:
    assert plain(text) == expected


@pytest.mark.parametrize("cut", [(0, 5), (6, 12), (0, 12), (13, 20), (0, 99), (5, 5)])
def test_nothing_of_the_boilerplate_is_parsed(cut: tuple[int, int]) -> None:
    text = "Alpha bravo. Charlie delta."
    for start, end in passages(text, [cut]):
        assert cut[0] == cut[1] or end <= cut[0] or cut[1] <= start
        assert text[start:end].strip() == text[start:end]
