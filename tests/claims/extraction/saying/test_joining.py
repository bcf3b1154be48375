"""The tagger's attributions and the rules' findings as one list: nothing said twice, nothing given to another."""

import pytest

from claims.extraction import extract
from claims.extraction.saying.joining import joined
from claims.extraction.saying.phrases import phrase_findings
from claims.extraction.saying.spans import verb_findings
from claims.extraction.tagger.decoding import Tagged, Tags
from claims.extraction.tagger.network import network
from claims.extraction.text.nlp import parse
from tests.claims.extraction.asking import heard, one, told

DRIVERS = "I know that many drivers are angry because the bridge was shut without notice,"
PILLARS = "The problem is that the pillars can no longer carry lorries."


def said(text: str) -> list[tuple[str, str, str]]:
    """(claimant, cue, content) as they stand in the text, of each attribution to somebody."""
    return [
        (a.claimant.text, a.cue.text if a.cue else "", a.content.text)
        for a in extract(text).attributions
        if a.claimant is not None
    ]


@pytest.mark.parametrize(("opening", "closing"), [('"', '"'), ("“", "”"), ("''", "''")])
def test_a_quotation_goes_on_behind_its_speaker(opening: str, closing: str) -> None:
    first, second = opening + DRIVERS + closing, opening + PILLARS + closing
    text = f"The bridge is closed. {first} Mr. Odell said. {second} The council meets on Friday."
    assert said(text) == [("Mr. Odell", "said", first), ("Mr. Odell", "said", second)]


def test_a_speaker_is_named_in_full_for_the_whole_quotation() -> None:
    who = "Ann Poe, the chief engineer of the harbour"
    text = f'"The bridge was never safe," said {who}. "It has two cracks. Nobody listened to us."'
    assert said(text) == [
        (who, "said", '"The bridge was never safe,"'),
        (who, "said", '"It has two cracks. Nobody listened to us."'),
    ]


def test_a_clause_is_more_than_what_it_opens_with() -> None:
    text = "Engineers predicted that when the river rose, the dam would leak at once."
    docs = parse(text)
    cut = text.index(",")
    torn = Tagged((0, 9), (10, 19), ((text.index("that"), cut),), confidence=0.8)
    found = verb_findings(next(docs[0].sents))
    (whole,) = joined(found, Tags(network().read(text, docs), (torn,)), docs)
    assert text[whole.content[0][0] : whole.content[-1][1]].endswith("the dam would leak at once")
    assert whole.quote is None
    assert whole.confidence == 0.8


def test_all_the_rest_of_a_sentence_is_theirs_by_whom_it_opens() -> None:
    rest = (
        "in the last two years, boats have been seized in nine ports, which cost the town a fortune"
    )
    text = f"According to Governor Lind, {rest}."
    docs = parse(text)
    first, last = text.index("boats"), text.index(", which")
    short = Tagged((13, 26), (0, 12), ((first, last),), confidence=0.8)
    found = list(phrase_findings(next(docs[0].sents), []))
    (whole,) = joined(found, Tags(network().read(text, docs), (short,)), docs)
    assert whole.quote is None
    assert text[whole.content[0][0] : whole.content[-1][1]] == rest


def test_whose_quotation_it_is_the_tagger_knows_better() -> None:
    text = (
        "The Harbour Times reported on Monday that Lind was collecting signatures for a new venture. "
        'It added, "The council has spent two million on the bridge so far."'
    )
    added = extract(text).attributions[-1]
    assert (added.claimant and added.claimant.text) == "It"
    assert (added.speaker and added.speaker.name) == "Harbour Times"


def test_a_sentence_before_is_the_authors() -> None:
    text = "Nine people were killed in Alton. The mayor, Jane Poe, called it a tragedy."
    assert [words for who, _, words in said(text)] == ["it a tragedy"]
    mine = [a.content.text for a in extract(text).attributions if a.own_voice]
    assert "Nine people were killed in Alton" in mine


@pytest.mark.parametrize(
    "text",
    [
        "The Coastal Herald reported that the harbour office said three ferries had collided.",
        "The harbour office said that three ferries had collided, the Coastal Herald reported.",
        "According to the Coastal Herald, the harbour office said three ferries had collided.",
    ],
)
def test_who_passes_a_saying_on_is_on_its_way_and_claims_nothing(text: str) -> None:
    said = one(text)
    assert said.speaker is not None
    assert (said.speaker.name, [v.name for v in said.via]) == ("harbour office", ["Coastal Herald"])
    assert told(text) == ["Three ferries had collided."]


def test_nobody_passes_on_what_they_say_themselves() -> None:
    said = one("Rosa Lind said she believed the harbour office had lied.")
    assert said.speaker is not None
    assert (said.speaker.name, said.via) == ("Rosa Lind", ())


def test_who_denies_that_somebody_said_it_passes_nothing_on() -> None:
    text = "The ministry denied that police had said the bridge was closed."
    assert [
        (a.stance, a.via) for a in heard(text) if a.speaker and a.speaker.name == "ministry"
    ] == [("denies", ())]


@pytest.mark.parametrize(
    "asked", ["where the gunmen came from", "who had ordered it", "which port was meant"]
)
def test_a_question_within_a_sentence_is_no_claim(asked: str) -> None:
    assert told(f"The ministry has not confirmed {asked}.") == []


@pytest.mark.parametrize(
    "stated", ["what happened at the port was a crime", "when the guards came, the man fled"]
)
def test_what_only_looks_like_a_question_is_a_claim(stated: str) -> None:
    assert told(f"The ministry said {stated}.") == [f"{stated[:1].upper()}{stated[1:]}."]


def test_what_the_tagger_has_no_words_of_keeps_those_of_the_rule() -> None:
    text = (
        "By running a campaign that rests in large part on his claims of being a good sailor, and, to a lesser degree, "
        "a generous donor, Mr. Odell has put the harbour on trial."
    )
    assert all(a.content.text for a in extract(text).attributions)
    assert len(extract(text).attributions) >= 1


def test_words_that_only_a_hearer_understands_are_no_claim() -> None:
    assert told('"This is not a drill," Sheriff Dana Holt told reporters.') == []


def test_no_evidence_of_something_is_doubt() -> None:
    text = "There is no evidence that the mayor took bribes, prosecutors said."
    assert [a.stance for a in heard(text)] == ["doubts"]
    assert told(text) == ["The mayor took bribes."]


def test_a_negation_within_is_no_denial() -> None:
    text = (
        'The scientist Jose Millan said that "we need to celebrate the fact that it fell in an area where, thank God, '
        "it didn't cause any danger to the population\"."
    )
    assert [a.stance for a in heard(text)] == ["asserts"]


@pytest.mark.parametrize(
    "text",
    [
        "It is awkward for the ministers to say that the dam is safe.",
        "The onus is on the company to prove that the bridge was safe.",
        "He said that the mayor needs to do more work to show that she is a true reformer.",
    ],
)
def test_who_is_to_say_something_has_not_said_it(text: str) -> None:
    assert not [cue for _, cue, _ in said(text) if cue.startswith("to ")]


def test_who_goes_on_to_say_something_has_said_it() -> None:
    [(claimant, cue, _)] = said("The mayor went on to say that the dam was safe.")
    assert (claimant, cue) == ("The mayor", "went on to say")
