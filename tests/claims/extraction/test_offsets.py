"""Every span stands where it says, whatever the text; the same text gives the same, and nothing raises."""

from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.extraction import Extraction, Span, extract
from claims.extraction.propositions.statements import LONGEST, sentence
from claims.extraction.saying.quotes import quotes
from claims.extraction.text.nlp import PASSAGE_LENGTH, parse, passages
from tests.claims.extraction import test_shapes
from tests.claims.extraction.asking import read
from tests.claims.extraction.naming import test_who
from tests.claims.extraction.propositions import test_wording
from tests.claims.extraction.saying import test_cues, test_own_voice

SENTENCES = sorted(
    {text for text, *_ in test_cues.CLAUSES.values()}
    | {text for _, _, text, *_ in test_cues.OTHERS}
    | {row[1] for row in (*test_cues.BLAME, *test_cues.WITHOUT_VERB)}
    | set(test_cues.ADVERBS.values())
    | {text for text, _ in (*test_shapes.SHAPES, *test_shapes.STANCES)}
    | {text for text, *_ in test_own_voice.STATED}
    | {text for text, _ in test_wording.WORDED}
    | {f"{before} {subject}{test_who.SAID}" for before, subject, _ in test_who.LATER}
)

ARTICLE = """Dam above Vedra cracks after week of rain

VEDRA, 3 May – The dam above the town of Vedra cracked on Sunday, and 300 people were evacuated. “We heard a bang
in the night,” said baker Otto Lind. “Nobody told us anything for hours.”

According to the Harbour Gazette, the interior ministry of Norway denied that the sirens had failed. Governor Elena
Petrova, who visited the town on Monday, said that the wall was “thin as paper” and could break within days.

Opponents accuse Petrova of hiding a report from 2019. She rejected the allegation that she had known of the cracks.

“The wall was checked in March – notes engineer Rosa Lind – and it was sound”. Experts on dams doubt that the rain
caused the damage. Two workers were reportedly injured; their names have not been confirmed by either the police or
the hospital. Will the wall hold? Nobody knows.
"""


def spans(found: Extraction) -> Iterator[Span]:
    """Every span of an extraction."""
    for a in found.attributions:
        yield from (part for part in (a.claimant, a.cue, a.content) if part is not None)
    for q in found.quantities:
        yield Span(q.text, q.start, q.end)


def check(text: str, found: Extraction) -> None:
    """Everything that has to hold of every extraction."""
    for span in spans(found):
        assert 0 <= span.start < span.end <= len(text)
        assert text[span.start : span.end] == span.text
        assert span.text == span.text.strip()
        if span.spans:
            assert len(span.spans) > 1
            assert (span.start, span.end) == (span.spans[0][0], span.spans[-1][1])
            ends = [edge for part in span.spans for edge in part]
            assert ends == sorted(ends)
            assert all(start < end for start, end in span.spans)
    assert {a.claim for a in found.attributions} == set(range(len(found.claims)))
    assert {q.claim for q in found.quantities} <= set(range(len(found.claims)))
    for a in found.attributions:
        assert (a.speaker is None) == (a.claimant is None and a.cue is None)
        assert a.stance in ("asserts", "denies", "doubts", "reports", "no_position")
        assert a.speaker is None or a.speaker.name.strip()
    for claim in found.claims:
        assert 0 < len(claim.text) <= LONGEST
        assert 0 <= claim.start < claim.end <= len(text)
        assert claim.event is None or 0 <= claim.event < len(found.events)


@pytest.mark.parametrize("text", SENTENCES)
def test_every_sentence_of_these_tests(text: str) -> None:
    check(text, read(text))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda t: t,
        lambda t: t.replace("\n", "\r\n"),
        lambda t: t.replace("\n", "\u2028"),
        lambda t: t.replace("\n\n", "\n"),
        lambda t: t.replace("\n", " "),
        lambda t: t.replace(" ", "\u00a0"),
        lambda t: t.replace(" ", "  "),
        lambda t: t.replace(" ", "\t"),
        lambda t: t.replace("“", '"').replace("”", '"'),
        lambda t: t.replace("“", "«").replace("”", "»"),
        lambda t: t.replace("“", "").replace("”", ""),
        lambda t: t.replace("”", ""),
        lambda t: t.replace(".", ""),
        lambda t: t.replace("a", "🙂"),
        lambda t: t.replace(" ", " 👩‍👩‍👧 "),
        lambda t: t.replace("e", "e\u0301"),
        lambda t: t.upper(),
        lambda t: t.lower(),
        lambda t: t[::-1],
        lambda t: "\ufeff" + t,
        lambda t: "\n\n  " + t + "\n\n\n",
        lambda t: "".join(f"{line}\n\n" for line in t.splitlines()),
    ],
)
def test_an_article_however_it_is_spoilt(spoil: Callable[[str], str]) -> None:
    text = spoil(ARTICLE)
    check(text, extract(text))


def test_emoji_and_other_wide_characters_count_as_one() -> None:
    text = "🙂🙂 The warden said that the tunnel 🚇 was flooded."
    (found,) = (a for a in read(text).attributions if a.speaker is not None)
    assert found.content.text == "that the tunnel 🚇 was flooded"
    assert found.content.start == text.index("that the tunnel")


@pytest.mark.parametrize(
    "before", ["\n" * 50, "🙂 ", "مرحبا بكم.\n\n", "שלום.\n\n", "# Title\n\n", "...\n\n"]
)
def test_what_stands_before_only_moves_the_offsets(before: str) -> None:
    text = "The warden said that the tunnel was flooded."
    (plain,) = read(text).attributions
    moved = next(a for a in read(before + text).attributions if a.speaker is not None)
    assert moved.content.text == plain.content.text
    assert moved.content.start == plain.content.start + len(before)


@pytest.mark.parametrize(
    "text",
    [
        "!?.,;:–—-…()[]{}<>/\\|@#$%^&*_+=~`",
        "?!" * 2_000,
        "“" * 20_000,
        '"' * 20_000,
        "“”" * 10_000,
        "«»„“”‘’´" * 500,
        '"said" ' * 800,
        "a" * 1_000_000,
        "\u202eThe mayor said that the road was closed.\u202c",
        "قال رئيس البلدية إن الطريق مغلق. The mayor said that the road was closed.",
        "ראש העיר אמר שהכביש סגור",
        "市长说道路已经关闭。",
        "The mayor said that the road was closed 🚧🚧🚧!!!",
        "👨‍👩‍👧‍👦 said 🙂 that 🙂 was 🙂.",
        "\u0000" * 100,
        "\u200b" * 100 + "The mayor said that \u200bthe road was closed.",
        "mayor said " * 100,
        "according to " * 200,
        "The mayor said that " * 40 + "it rained.",
        "(((((((((( The mayor said ))))))))))",
        "- The mayor said\n- that the road\n- was closed",
        "| The mayor | said | that |\n|---|---|---|\n| 3 | 4 | people |",
        "<p>The mayor said that the road was closed.</p>",
        "THE MAYOR SAID THAT THE ROAD WAS CLOSED.",
        "the mayor said that the road was closed",
        "Themayorsaidthattheroadwasclosed.",
        "T h e m a y o r s a i d t h a t i t r a i n e d.",
        ", said the mayor.",
        "“” said the mayor.",
        "said, said, said",
        "According to.",
        "Denied by.",
        "His claim of.",
        "Accused of.",
        "Reportedly.",
        "As per",
    ],
    ids=lambda text: ascii(text[:24]),
)  # fmt: skip
def test_odd_input(text: str) -> None:
    found = extract(text)
    check(text, found)
    assert extract(text) == found


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=5),
    st.sampled_from([" ", "\n", "\n\n"]),
)
def test_any_sentences_together(texts: list[str], gap: str) -> None:
    text = gap.join(texts)
    found = extract(text)
    check(text, found)
    assert extract(text) == found


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_piece_of_an_article(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(ARTICLE)))
    end = data.draw(st.integers(start, len(ARTICLE)))
    check(ARTICLE[start:end], extract(ARTICLE[start:end]))


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_boilerplate_is_never_quoted(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(ARTICLE) - 1))
    end = data.draw(st.integers(start + 1, len(ARTICLE)))
    found = extract(ARTICLE, boilerplate=[(start, end)])
    check(ARTICLE, found)
    for span in spans(found):
        for left, right in span.spans or ((span.start, span.end),):
            assert right <= start or end <= left


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="abc said \"“”'’.,:;–—-?!()\n\t🙂", max_size=300))
def test_quotation_marks_anywhere(text: str) -> None:
    check(text, extract(text))
    for doc in parse(text):
        found = quotes(doc)
        assert all(0 <= q.start < q.end <= len(doc.text) for q in found)
        assert all(a.end <= b.start for a, b in pairwise(found))


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=400))
def test_a_sentence_is_short_and_stays_as_it_is(words: str) -> None:
    made = sentence(words)
    assert len(made) <= LONGEST
    assert made == "" or made.endswith(".")
    assert made == made.strip()


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet='ab. \n"', max_size=3 * PASSAGE_LENGTH // 100))
def test_passages_are_apart_and_in_order(text: str) -> None:
    last = 0
    for start, end in passages(text):
        assert last <= start < end <= len(text)
        assert end - start <= PASSAGE_LENGTH
        assert text[start:end] == text[start:end].strip()
        last = end
