"""Any text is read, in time that grows with its length."""

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.extraction import Extraction, extract

_WORDS = [
    "the",
    "mayor",
    "said",
    "that",
    "police",
    "denied",
    "according",
    "to",
    "reports",
    "12",
    "people",
    "killed",
    "injured",
    "attack",
    "in",
    "Chile",
    "“",
    "”",
    '"',
    "(",
    ")",
    ",",
    ".",
    "–",
    "not",
    "by",
    "of",
    "who",
    "which",
    "claimed",
    "responsibility",
    "for",
    "and",
    "but",
    "may",
    "unlikely",
    "he",
    "she",
    "it",
]


def check(text: str, found: Extraction) -> None:
    for a in found.attributions:
        assert text[a.content.start : a.content.end] == a.content.text
        assert a.content.text.strip()
        assert 0 <= a.claim < len(found.claims)
        assert 0 <= a.confidence <= 1
        assert a.stance in {"asserts", "denies", "doubts", "reports", "no_position"}
        for part in (a.claimant, a.cue):
            assert part is None or text[part.start : part.end] == part.text
    for claim in found.claims:
        assert 0 < len(claim.text) <= 200
        assert 0 <= claim.check_worthiness <= 1
        assert claim.event is None or 0 <= claim.event < len(found.events)
    for q in found.quantities:
        assert text[q.start : q.end] == q.text
        assert 0 <= q.claim < len(found.claims)
        assert q.low is not None or q.high is not None


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t ",
        "...",
        "🙂🙂🙂",
        "\x00\x01 said that",
        "“",
        '""""""',
        '"a" said "b" "c',
        "said that said that said",
        "according to",
        "A-B. C",
        "a" * 20_000,
        '"' * 5_000,
        "( " * 3_000,
        "12 " * 3_000,
        "1,2,3-4-5 to 6 to 7 dozen",
        "مرحبا قال",
        "– said X –",
        '"– said – "',
        "He said. She said. They said. It said.",
        "killed\n" * 500,
        "X said that " * 200,
    ],
)
def test_odd_texts(text: str) -> None:
    check(text, extract(text))


def test_other_languages_give_nothing() -> None:
    assert extract("Der Hafen war geschlossen.", language="de") == Extraction("de")


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(_WORDS), max_size=60), st.integers(0, 3))
def test_word_salad(words: list[str], breaks: int) -> None:
    for _ in range(breaks):
        words.insert(random.Random(len(words)).randrange(len(words) + 1), "\n")
    text = " ".join(words)
    check(text, extract(text))


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=200))
def test_any_characters(text: str) -> None:
    check(text, extract(text))


def test_the_same_text_gives_the_same() -> None:
    text = "Sudan accused Chad of arming rebels. “We want peace,” said Colonel Idriss."
    assert extract(text) == extract(text)


@pytest.mark.slow
def test_time_grows_with_length() -> None:
    paragraph = (
        "“We lost the harvest,” said farmer Jan Bakker. The ministry denied that 12 people died. "
        "According to the mayor, the attack in Chile may harm relations between Chile and Peru.\n\n"
    )
    extract(paragraph)

    def seconds(times: int) -> float:
        start = time.perf_counter()
        extract(paragraph * times)
        return time.perf_counter() - start

    # Ten times the text may take ten times as long; squared it would be a hundred times.
    assert seconds(200) < 40 * seconds(20)
