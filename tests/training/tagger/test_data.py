"""What the tagger is trained on: the labels that annotations become, and the windows that texts are cut into."""

from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.extraction.tagger.decoding import BEGIN, CONTENT, CUE, INSIDE, SOURCE
from claims.extraction.tagger.inputs import PIECES
from claims.extraction.tagger.syntax import syntax
from claims.extraction.tagger.words import Encoded, encode, load_tokenizer
from claims.extraction.text.nlp import parse
from training.tagger.data import (
    NONE,
    UNKNOWN,
    Text,
    Window,
    batch,
    cuts,
    label,
    unlabelled,
    window,
)

TOKENIZER = load_tokenizer()
SENTENCE = "“It will hold,” said Ann Lee of the dam board, “and nobody leaves.”"
PARTS = {"source": ["Ann Lee of the dam board"], "cue": ["said"],
         "content": ["“It will hold,”", "“and nobody leaves.”"]}  # fmt: skip


def made(text: str, *attributions: dict[str, list[str]]) -> Text:
    """A text whose annotators mark these words."""
    gold: list[dict[str, Any]] = [
        {
            role: [[text.index(part), text.index(part) + len(part)] for part in parts]
            for role, parts in a.items()
        }
        for a in attributions
    ]
    words = encode(TOKENIZER, text)
    return Text("a", text, words, syntax(words, parse(text)), gold)


def at(text: Text, word: str) -> int:
    return [text.text[s:e] for s, e in text.words.places].index(word)


def test_each_part_of_a_content_begins_anew() -> None:
    text = made(SENTENCE, PARTS)
    tags = label(text).tags[:, CONTENT].tolist()
    assert [w for w, tag in enumerate(tags) if tag == BEGIN] == [0, at(text, "and") - 1]
    assert tags[at(text, "hold")] == INSIDE
    assert tags[at(text, "said")] == 0


def test_every_part_belongs_to_the_cue_and_the_cue_to_its_source() -> None:
    text = made(SENTENCE, PARTS)
    labels = label(text)
    said = at(text, "said")
    assert {labels.cue[at(text, word)] for word in ("It", "hold", "nobody")} == {said}
    assert labels.cue[said] == NONE
    assert labels.speaker[said] == labels.source[at(text, "Ann")] == labels.source[at(text, "dam")]
    assert labels.speaker[at(text, "Ann")] == UNKNOWN


def test_a_cue_without_a_source_has_none() -> None:
    text = made(
        "It was said that the dam holds.", {"cue": ["was said"], "content": ["that the dam"]}
    )
    assert label(text).speaker[at(text, "was")] == NONE


def test_of_sources_that_overlap_the_longest_stands() -> None:
    other = {"source": ["Ann Lee"], "cue": ["hold"], "content": ["nobody"]}
    for order in ((PARTS, other), (other, PARTS)):
        text = made(SENTENCE, *order)
        labels = label(text)
        assert labels.tags[at(text, "dam"), SOURCE] == INSIDE
        assert labels.tags[:, SOURCE].tolist().count(BEGIN) == 1
        assert labels.speaker[at(text, "hold")] == labels.speaker[at(text, "said")]


def test_what_a_window_leaves_out_is_unknown_to_it() -> None:
    text = made(SENTENCE, PARTS)
    labels, said = label(text), at(text, "said")
    whole = window(text, labels, (0, len(text.words.places)))
    assert whole.cue[0] == said
    left, right = window(text, labels, (0, said)), window(text, labels, (said + 1, said + 4))
    assert set(left.cue.tolist()) == {NONE}
    assert set(right.speaker.tolist()) == {UNKNOWN}
    apart = window(text, labels, (said, said + 1))
    assert apart.speaker.tolist() == [UNKNOWN]
    assert apart.tags[0, CUE] == BEGIN


def test_a_line_starts_a_chain_of_tags() -> None:
    text = made("The dam holds.\nNobody leaves.")
    assert [w for w, free in enumerate(unlabelled(text).breaks) if free] == [0, at(text, "Nobody")]


@given(st.lists(st.integers(1, PIECES + 40), max_size=60), st.integers(0, 9))
def test_windows_hold_every_word_once(counts: list[int], seed: int) -> None:
    words = Encoded([], [], counts, [], [])
    found = list(cuts(words, Random(seed)))
    assert [w for first, last in found for w in range(first, last)] == list(range(len(counts)))
    for first, last in found:
        assert sum(counts[first:last]) <= PIECES or last - first == 1


@pytest.mark.parametrize("order", [1, -1])
def test_windows_of_a_batch_are_padded_apart(order: int) -> None:
    long, short = (unlabelled(made(text)) for text in (SENTENCE, "The dam holds."))
    windows: list[Window] = [long, short][::order]
    arrays = batch(windows)
    for n, one in enumerate(windows):
        assert arrays["mask"][n].sum() == len(one.pieces)
        assert arrays["real"][n].sum() == len(one.firsts)
        assert arrays["ids"][n, : len(one.pieces)].tolist() == one.pieces
        assert (arrays["cue"][n, len(one.firsts) :] == NONE).all()
