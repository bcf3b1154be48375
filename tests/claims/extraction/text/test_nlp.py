"""How texts are cut for the parser."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.extraction.text.nlp import (
    PASSAGE_LENGTH,
    begin,
    model,
    parse,
    passages,
    plain,
    text_of,
    tokens_in,
)


def parts(text: str, boilerplate: list[tuple[int, int]] | None = None) -> list[str]:
    return [text[s:e] for s, e in passages(text, boilerplate or [])]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One line.", ["One line."]),
        ("Title\nFirst line.\n\nSecond line.", ["Title", "First line.", "Second line."]),
        ("  \n\n  padded  \n", ["padded"]),
        ("", []),
        ("--- * ---\n123", []),
        ("The group M-K. He left.", ["The group M-K.", "He left."]),
    ],
)
def test_paragraphs(text: str, expected: list[str]) -> None:
    assert parts(text) == expected


def test_lines_wrapped_by_hand_are_one_paragraph() -> None:
    text = (
        "The harbour of the small town was closed at noon on Monday\n"
        "because the storm had torn two ships from their moorings and\n"
        "thrown them against the wall."
    )
    assert parts(text) == [text]


def test_boilerplate_is_left_out() -> None:
    text = "First line. Advert here. Second line."
    assert parts(text, [(12, 24)]) == ["First line.", "Second line."]


def test_boilerplate_may_span_paragraphs_and_everything() -> None:
    text = "One line.\nTwo lines.\nThree lines."
    assert parts(text, [(0, 21)]) == ["Three lines."]
    assert parts(text, [(0, len(text))]) == []


def test_long_paragraphs_are_cut_where_a_sentence_ends() -> None:
    text = "The harbour was closed. " * 600
    cut = parts(text)
    assert len(cut) > 1
    assert all(len(part) <= PASSAGE_LENGTH and part.endswith(".") for part in cut)


def test_a_word_without_end_is_cut_all_the_same() -> None:
    assert all(len(part) <= PASSAGE_LENGTH for part in parts("a" * 10_001))


@given(
    st.text(max_size=300), st.lists(st.tuples(st.integers(0, 300), st.integers(0, 300)), max_size=3)
)
def test_passages_are_in_order_and_inside(text: str, cuts: list[tuple[int, int]]) -> None:
    boilerplate = [(min(c), max(c)) for c in cuts]
    last = 0
    for start, end in passages(text, boilerplate):
        assert last <= start < end <= len(text)
        assert not any(s < end and start < e for s, e in boilerplate if s < e)
        last = end


@given(st.text(max_size=200))
def test_plain_text_keeps_its_length(text: str) -> None:
    assert len(plain(text)) == len(text)


def test_tokens_know_their_place_in_the_whole_text() -> None:
    text = "Title\n\n“The dam broke,” she said."
    docs = parse(text)
    token = next(t for t in docs[1] if t.text == "dam")
    assert text[begin(token) : begin(token) + 3] == "dam"
    assert [d.user_data["passage"] for d in docs] == [0, 1]


def test_a_passage_knows_its_text() -> None:
    for doc in parse("Title\n\n“The dam  broke,” she said.\tNobody\u00a0died…"):
        assert text_of(doc) == doc.text


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (11, 20, ["dam", "broke"]),
        (10, 20, ["dam", "broke"]),  # with the space before
        (12, 20, ["broke"]),  # "am" is no whole word
        (11, 19, ["dam"]),
        (0, 99, ["The", "dam", "broke", "."]),  # over the ends of the passage
        (0, 6, []),
        (15, 15, []),
    ],
)
def test_tokens_in_a_place(start: int, end: int, words: list[str]) -> None:
    (_, doc) = parse("Title\n\nThe dam broke.")
    assert [t.text for t in tokens_in(doc, start, end)] == words


def test_the_model_is_loaded_once() -> None:
    assert model() is model()
