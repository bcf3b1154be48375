"""The stance that the words of a cue take, however the cue was found."""

import pytest

from claims.extraction.saying.stances import narrator, proposition, stance, stance_of, turned
from claims.extraction.text.nlp import parse

STANCES: list[tuple[str, str, str]] = [
    # plain
    ("said", "the dam was safe", "asserts"),
    ("confirmed", "the theft of the crown", "asserts"),
    ("accused", "the mayor of theft", "asserts"),
    ("according to", "the dam was safe", "asserts"),
    ("has no doubt that", "the dam will hold", "asserts"),
    ("does not doubt", "that the dam will hold", "asserts"),
    ("rejected", "the offer of a truce", "asserts"),
    ("refused", "to close the mill", "asserts"),
    # speaking against what is put forward
    ("denied", "that the dam was cracked", "denies"),
    ("has firmly denied", "any part in the theft", "denies"),
    ("a claim vehemently denied by", "", "denies"),
    ("refuted", "the claims", "denies"),
    ("ruled out", "sabotage", "denies"),
    ("debunked", "the story", "denies"),
    ("disagreed", "that the dam was cracked", "denies"),
    ("rejected", "allegations that he was bribed", "denies"),
    ("rejected", "the idea that the dam was cracked", "denies"),
    ("dismissed", "reports suggesting a leak as “fake”", "denies"),
    ("dismissed as fake", "the letter", "denies"),
    ("disputed", "the miller’s account", "denies"),
    ("pushed back against", "the notion that mills are unsafe", "denies"),
    ("cautioned against", "the spread of fake news about the dam", "denies"),
    ("called", "the letter", "asserts"),
    ("called it a lie", "that he had fled", "denies"),
    ("don't believe", "the dam will hold", "denies"),
    ("doesn’t think", "the dam will hold", "denies"),
    ("does not support", "the dam", "denies"),
    ("contrary to", "reports", "denies"),
    # holding open
    ("doubts", "that the dam will hold", "doubts"),
    ("questioned", "whether the dam would hold", "doubts"),
    ("questioned whether", "the dam would hold", "doubts"),
    ("cast doubt on", "the miller’s account", "doubts"),
    ("is sceptical", "that the dam will hold", "doubts"),
    ("are deeply skeptical of", "the plan", "doubts"),
    ("is not convinced", "that the dam will hold", "doubts"),
    ("found no evidence that", "the dam was cracked", "doubts"),
    ("no proof of", "a theft", "doubts"),
    # passing on
    ("reportedly", "the dam was cracked", "reports"),
    ("allegedly", "the dam was cracked", "reports"),
    ("is believed to", "have fled", "reports"),
    ("are said to", "have fled", "reports"),
    # taking no side
    ("has not confirmed", "the toll", "no_position"),
    ("has not been confirmed by", "the toll", "no_position"),
    ("declined to comment", "", "no_position"),
    ("declined", "to say whether the dam was cracked", "no_position"),
    ("declined", "to comment on the leak", "no_position"),
    ("refused to discuss", "the leak", "no_position"),
    ("did not immediately respond to", "a request for comment", "no_position"),
    ("has yet to comment on", "the leak", "no_position"),
    ("would not say", "whether the dam was cracked", "no_position"),
    ("could not be reached for comment", "", "no_position"),
    ("couldn't confirm", "the toll", "no_position"),
    ("neither confirmed nor denied", "the leak", "no_position"),
    ("did not rule out", "sabotage", "no_position"),
    ("has not ruled out", "sabotage", "no_position"),
    ("refused to rule out", "sabotage", "no_position"),
    ("did not deny", "the leak", "no_position"),
    ("was asked whether", "the dam was cracked", "no_position"),
    ("it is not clear", "whether the dam was cracked", "no_position"),
    ("is investigating whether", "the dam was cracked", "no_position"),
    ("without confirming", "the toll", "no_position"),
]  # fmt: skip


@pytest.mark.parametrize(("cue", "content", "expected"), STANCES)
def test_stances_by_words(cue: str, content: str, expected: str) -> None:
    assert stance(cue, content) == expected


@pytest.mark.parametrize(("cue", "content", "expected"), STANCES)
def test_case_and_kind_of_quotes_do_not_matter(cue: str, content: str, expected: str) -> None:
    assert stance(cue.upper().replace("'", "’"), content.replace("’", "'")) == expected


def test_hearsay_that_is_named_as_the_speaker_only_passes_on() -> None:
    assert stance("say", "the dam was cracked", claimant="Reports") == "reports"
    assert stance("say", "the dam was cracked", claimant="The report of the council") == "asserts"


def test_a_negation_outside_the_cue_can_be_told() -> None:
    assert stance("confirmed", "the toll", negated=True) == "no_position"
    assert stance("believe", "it will hold", negated=True) == "denies"


@pytest.mark.parametrize(
    ("cue", "content", "view"),
    [
        ("falsely claimed", "that the dam was cracked", "denies"),
        ("wrongly suggested", "that the dam was cracked", "denies"),
        ("unsubstantiated claim of", "fraud", "doubts"),
        ("unfounded allegation that", "he fled", "denies"),
        ("claimed without evidence", "that he fled", "doubts"),
        ("said", "that he fled", None),
        ("repeated", "the debunked claim that he fled", "denies"),
    ],
)
def test_what_the_narrator_lets_know(cue: str, content: str, view: str | None) -> None:
    assert narrator(cue, content) == view


def test_who_makes_a_false_claim_asserts_it_and_nobody_named_leaves_the_narrator() -> None:
    assert stance("falsely claimed", "that he fled", claimant="the mayor") == "asserts"
    assert stance("falsely claimed", "that he fled") == "denies"


@pytest.mark.parametrize(
    ("text", "cue", "content", "expected"),
    [
        ("The palace has not confirmed the theft.", "confirmed", "the theft", "no_position"),
        ("The palace never denied the theft.", "denied", "the theft", "no_position"),
        ("The bishop does not believe that the dam will hold.", "believe", "that the dam will hold", "denies"),
        ("The palace declined to confirm the theft.", "confirm", "the theft", "no_position"),
        ("The palace denied the theft.", "denied", "the theft", "denies"),
    ],
)  # fmt: skip
def test_syntax_tells_of_a_negation_that_the_cue_lacks(
    text: str, cue: str, content: str, expected: str
) -> None:
    doc = parse(text)[0]
    said, told = (
        [t for t in doc if 0 <= t.idx - text.index(part) < len(part)] for part in (cue, content)
    )
    assert stance_of(said, told) == expected


@pytest.mark.parametrize(
    ("content", "inner", "turn"),
    [
        ("the dam was cracked", "the dam was cracked", None),
        ("that the dam was cracked", "the dam was cracked", None),
        ("whether the mayor knew", "the mayor knew", None),
        ("to say whether the driver had fled", "the driver had fled", None),
        ("reports that the driver was drunk", "the driver was drunk", None),
        ("any suggestion of fraud", "fraud", None),
        ("reports suggesting the guilt of its sailors as fake", "the guilt of its sailors", None),
        ("it is not true that the dam was cracked", "the dam was cracked", "denies"),
        ("there is no evidence that the vote was rigged", "the vote was rigged", "doubts"),
        ("there was no truth to the rumours that he had fled", "he had fled", "denies"),
        ("the unfounded claim that ships sank", "ships sank", "denies"),
        ("claims that the plane was shot down were false", "the plane was shot down", "denies"),
        ("the report of the council was long", "the report of the council was long", None),
    ],
)  # fmt: skip
def test_the_proposition_inside_a_content(content: str, inner: str, turn: str | None) -> None:
    found = proposition(list(parse(content)[0]))
    assert " ".join(t.text for t in found.tokens) == inner
    assert found.turn == turn


def test_two_turns_make_a_whole() -> None:
    assert turned("denies", "denies") == "asserts"
    assert turned("reports", "denies") == "denies"
    assert turned("asserts", "doubts") == "doubts"
    assert turned("no_position", "denies") == "no_position"
    assert turned("reports", None) == "reports"


@pytest.mark.parametrize("cue", ["", "…", '"', "not", "n't", "deny " * 2000, "🙂"])
def test_odd_cues_have_a_stance_too(cue: str) -> None:
    assert stance(cue) in {"asserts", "denies", "doubts", "reports", "no_position"}
