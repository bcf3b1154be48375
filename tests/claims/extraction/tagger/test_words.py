"""Texts as words and pieces: every word at its place, and how it looks."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.extraction.tagger.inputs import PIECES
from claims.extraction.tagger.network import OVERLAP, windows
from claims.extraction.tagger.words import MARKS, Encoded, encode, load_tokenizer, mark

TOKENIZER = load_tokenizer()


def words(text: str) -> list[str]:
    return [text[s:e] for s, e in encode(TOKENIZER, text).places]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The mayor said: “No.”", ["The", "mayor", "said", ":", "“", "No", ".", "”"]),
        ("İzmir’s Café", ["İzmir", "’", "s", "Café"]),
        ("  two\u00a0spaces \n", ["two", "spaces"]),
        ("", []),
        (" \n ", []),
    ],
)
def test_words_stand_where_the_text_has_them(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@given(st.text(max_size=300))
def test_any_text_has_ordered_words_within_it(text: str) -> None:
    encoded = encode(TOKENIZER, text)
    at = 0
    for (start, end), first, count in zip(
        encoded.places, encoded.firsts, encoded.counts, strict=True
    ):
        assert at <= start < end <= len(text)
        assert count >= 1
        assert first + count <= len(encoded.ids)
        at = end
    assert sum(encoded.counts) == len(encoded.ids)


@pytest.mark.parametrize(
    ("text", "word", "case", "gap"),
    [
        ("said so", "so", 0, 1),
        ("said So", "So", 1, 1),
        ("the UN", "UN", 2, 1),
        ("a", "a", 0, 0),
        ("A", "A", 1, 0),
        ("at 9pm", "9pm", 3, 1),
        ("end.\nThen", "Then", 1, 2),
        ("end.\n\nThen", "Then", 1, 3),
        ("end.\n \nTHEN", "THEN", 2, 3),
        ("so,then", "then", 0, 0),
    ],
)
def test_marks_tell_case_and_gap(text: str, word: str, case: int, gap: int) -> None:
    start = text.index(word)
    before = len(text[:start].rstrip())
    found = mark(text, start, start + len(word), before)
    assert found == 4 * case + gap
    assert found < MARKS


def made(counts: list[int]) -> Encoded:
    firsts = [sum(counts[:n]) for n in range(len(counts))]
    return Encoded([1] * sum(counts), firsts, counts, [(n, n + 1) for n in range(len(counts))], [])


@given(st.lists(st.integers(1, 40), max_size=400))
def test_windows_answer_for_every_word_once(counts: list[int]) -> None:
    cut = list(windows(made(counts)))
    answered = [w for _, _, left, right in cut for w in range(left, right)]
    assert answered == list(range(len(counts)))
    for first, last, left, right in cut:
        assert first <= left < right <= last
        assert sum(counts[first:last]) <= PIECES


def test_neighbouring_windows_share_words() -> None:
    cut = list(windows(made([1] * 1000)))
    for (_, last, _, _), (first, _, _, _) in pairwise(cut):
        assert last - first == OVERLAP


def test_a_word_longer_than_a_window_has_one_of_its_own() -> None:
    cut = list(windows(made([3, 900, 2])))
    assert [right - left for _, _, left, right in cut] == [1, 1, 1]
