"""How a long text is cut, and which parts of it are read beside a claim."""

import pytest

from claims.extraction.tagger.words import load_tokenizer
from claims.linking.stance.passages import LONGEST, cut, relevance, stems, view

TOKENIZER = load_tokenizer()
TEXT = (
    "The council met on Monday. It spoke about parking for two hours.\n\n"
    'Later a resident asked about the dam. "Has it burst?" she wanted to know. '
    "The engineer denied that the dam had burst. Tea was served."
)
CLAIM = "The dam burst"


def texts(text: str, claim: str = CLAIM) -> list[str]:
    return [text[p.start : p.end] for p in cut(TOKENIZER, text, claim)]


def test_a_text_is_cut_into_its_sentences_and_at_line_ends() -> None:
    text = "Mayor speaks\nShe met 3.5 million people, U.S. envoys too. Did she? “Yes,” she said."
    assert texts(text) == [
        "Mayor speaks",
        "She met 3.5 million people, U.S. envoys too.",
        "Did she?",
        "“Yes,” she said.",
    ]


@pytest.mark.parametrize("text", ["", "   ", "\n\n", "\u200b"])
def test_without_words_there_are_no_passages(text: str) -> None:
    assert texts(text) == []


def test_what_speaks_of_the_claim_and_refutes_comes_before_all_else() -> None:
    best = max(cut(TOKENIZER, TEXT, CLAIM), key=lambda p: p.score)
    assert TEXT[best.start : best.end] == "The engineer denied that the dam had burst."


def test_a_view_keeps_to_its_budget_and_to_the_order_of_the_text() -> None:
    passages = cut(TOKENIZER, TEXT * 20, CLAIM)
    for budget in (0, 10, 40, 224):
        chosen = view(passages, budget)
        assert sum(len(p.ids) for p in chosen) <= budget
        assert [p.start for p in chosen] == sorted(p.start for p in chosen)
    assert view(passages, 10**6) == passages


def test_the_opening_is_read_also_where_it_has_none_of_the_claims_words() -> None:
    text = "Rain fell. Snow fell. " + "The wind blew hard again over the hills. " * 40
    assert [p.start for p in view(cut(TOKENIZER, text, CLAIM), 8)] == [0, 11]


def test_a_sentence_without_end_is_cut() -> None:
    passages = cut(TOKENIZER, "word " * 1000, CLAIM)
    assert [len(p.ids) for p in passages[:-1]] == [LONGEST] * (len(passages) - 1)
    assert sum(len(p.ids) for p in passages) == 1000


def test_words_are_compared_by_their_beginnings_and_common_ones_not_at_all() -> None:
    assert stems("The beheaded were beheading") == {"behea"}
    assert relevance("He was beheaded.", stems("A beheading")) == 1
    assert relevance("Nobody was beheaded, it is a hoax.", stems("A beheading")) > 2
