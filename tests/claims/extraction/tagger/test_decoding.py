"""From scores to attributions, with the shipped network, on sentences of many shapes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.extraction.tagger.decoding import Tagged, Tags, confidence
from claims.extraction.tagger.decoding import tag as tag_parsed
from claims.extraction.text.nlp import parse


def tag(text: str) -> Tags:
    return tag_parsed(text, parse(text))


def told(text: str) -> list[tuple[str, str, list[str]]]:
    """(claimant, cue, contents) of each attribution."""
    return [
        (
            text[slice(*a.claimant)] if a.claimant else "",
            text[slice(*a.cue)],
            [text[s:e] for s, e in a.content],
        )
        for a in tag(text).attributions
    ]


@pytest.mark.parametrize(
    ("title", "cue"),
    [
        ("Mill fire may have been arson, police say", "say"),
        ("Bridge was unsafe, engineers say", "say"),
        ("Port Ellis may lose its mill after the fire, experts warn", "warn"),
    ],
)
def test_what_a_headline_ascribes_ends_with_it(title: str, cue: str) -> None:
    body = "At least nine people were hurt in Port Ellis on Monday. The council will meet again."
    found = told(f"{title}\n\n{body}")
    assert [(c, contents) for _, c, contents in found] == [(cue, [title.partition(",")[0]])]


@pytest.mark.parametrize(
    ("text", "claimant", "cue", "content"),
    [
        ("The mayor said that the bridge was closed.", "The mayor", "said", "that the bridge was closed"),
        ("The bridge was closed, the mayor said.", "the mayor", "said", "The bridge was closed"),
        ("According to the Gazette, the bridge was closed.", "the Gazette", "According to", "the bridge was closed"),
        ("“We closed the bridge,” the mayor told reporters.", "the mayor", "told reporters", "“We closed the bridge,”"),
        ("Officials denied that the dam had burst.", "Officials", "denied", "that the dam had burst"),
        ("Experts warn that the dam could burst this spring.", "Experts", "warn", "that the dam could burst this spring"),
    ],
)  # fmt: skip
def test_one_saying(text: str, claimant: str, cue: str, content: str) -> None:
    ((who, words, parts),) = told(text)
    assert who == claimant
    assert words in (cue, cue.split(maxsplit=1)[0])
    assert parts == [content]


def test_a_quotation_that_its_speaker_interrupts_has_two_parts() -> None:
    text = "“The dam will hold,” said Ann Lee, “and nobody has to leave.”"
    ((who, cue, parts),) = told(text)
    assert (who, cue) == ("Ann Lee", "said")
    assert parts == ["“The dam will hold,”", "“and nobody has to leave.”"]


def test_a_quotation_of_three_sentences_is_one() -> None:
    text = "“The dam will hold. Nobody has to leave. We have checked every wall,” Ann Lee said."
    ((who, _, parts),) = told(text)
    assert who == "Ann Lee"
    assert parts == [text[: text.index("Ann") - 1]]


def test_each_speaker_gets_their_own_words() -> None:
    text = "Ann Lee said the dam would hold. But Tom Alder warned that the wall was cracked."
    assert [(who, parts) for who, _, parts in told(text)] == [
        ("Ann Lee", ["the dam would hold"]),
        ("Tom Alder", ["that the wall was cracked"]),
    ]


def test_what_nobody_says_is_no_attribution() -> None:
    assert told("The river rose by two metres on Monday. The bridge was closed for a week.") == []


@given(st.text(alphabet="“”\"'.,:—()aA1 \n\u202e\U0001f600éß", max_size=200))
@settings(max_examples=60, deadline=None)
def test_any_text_gives_places_within_it(text: str) -> None:
    for a in tag(text).attributions:
        places = [a.cue, *a.content, *([a.claimant] if a.claimant else [])]
        assert all(0 <= s < e <= len(text) for s, e in places)
        assert list(a.content) == sorted(a.content)
        assert 0 <= a.confidence <= 1


def test_a_clear_saying_is_surer_than_an_odd_one() -> None:
    (clear,) = tag("The mayor said that the bridge was closed.").attributions
    odd: list[Tagged] = list(tag("Closed the bridge mayor the, of which saying it.").attributions)
    assert all(clear.confidence > a.confidence for a in odd)
    assert clear.confidence > 0.5


def test_confidence_stays_between_zero_and_one_for_any_values() -> None:
    names = ("cue", "content", "source", "named", "pair", "long")
    assert 0 <= confidence(dict.fromkeys(names, -1e6)) <= confidence(dict.fromkeys(names, 0.0)) <= 1


@pytest.mark.parametrize(
    ("worthy", "idle"),
    [
        ("The city cut 1,200 jobs in 2019.", "Thank you all for coming tonight."),
        ("Unemployment rose to 9 percent last year.", "I think you are a wonderful crowd."),
    ],
)
def test_what_states_a_fact_is_worth_more(worthy: str, idle: str) -> None:
    high, low = (tag(t).worth([(0, len(t))]) for t in (worthy, idle))
    assert high > 0.5 > low


def test_worth_of_no_words_is_none() -> None:
    assert tag("The city cut jobs.").worth([(3, 3), (40, 60)]) == 0.0
    assert tag("The city cut jobs.").worth([]) == 0.0


def test_a_cue_scores_higher_than_another_word() -> None:
    text = "The mayor said that the bridge was closed."
    tags = tag(text)
    assert tags.cue_score((10, 14)) > 0 > tags.cue_score((text.index("bridge"), text.index(" was")))
    assert tags.cue_score((500, 510)) < -1000
