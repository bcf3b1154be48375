"""Claims read as sentences of their own."""

import pytest

from claims.extraction import extract
from claims.extraction.propositions.statements import LONGEST, sentence
from tests.claims.extraction.reading import PUBLISHED, claims


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        (
            "Villagers reported cracks in the dam and a smell of gas.",
            "There were cracks in the dam and a smell of gas.",
        ),
        ("The report spoke of a sharp rise in malaria.", "There was a sharp rise in malaria."),
        (
            "The embassy cautioned against fake news about the arrest of two teachers.",
            "There was an arrest of two teachers.",
        ),
        (
            "The general described the rebels as thieves who prey on farmers.",
            "The rebels are thieves who prey on farmers.",
        ),
        ("Residents blame the mine for the poisoned river.", "The mine is responsible for the poisoned river."),
        ("Residents blame the miners for the poisoned river.", "The miners are responsible for the poisoned river."),
        ("Officials put the cost at 40 million dollars.", "The cost was 40 million dollars."),
        ("The premier promised to build two hospitals.", "The premier will build two hospitals."),
        (
            "Governor Elena Petrova said that she had left the party.",
            "Elena Petrova had left the party.",
        ),
        ("However, prices have doubled in the capital.", "Prices have doubled in the capital."),
        ("The motive of the attackers has not been confirmed by the police.", "The motive of the attackers is known."),
    ],
)  # fmt: skip
def test_wording(text: str, claim: str) -> None:
    assert claim in claims(text)


def test_a_pronoun_that_opens_a_sentence_is_resolved() -> None:
    text = "Elena Petrova won the vote in May. She has led the party since the war."
    assert "Elena Petrova has led the party since the war." in claims(text)


def test_the_author_claims_nothing_of_somebody_whom_the_text_does_not_name() -> None:
    text = "Farmers met on Monday. She has led the party since the war."
    assert claims(text) == ["Farmers met on Monday."]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("the dam broke", "The dam broke."),
        ("  and the dam   broke,", "The dam broke."),
        ("“the dam broke”", "The dam broke."),
        ("the “dam broke", "The dam broke."),
        ("", ""),
    ],
)
def test_sentence(words: str, expected: str) -> None:
    assert sentence(words) == expected


@pytest.mark.parametrize(
    "words",
    [
        "the dam broke, " * 40,
        "the dam which broke and " * 30,
        "word " * 100,
        "x" * 500,
        "The dam (built in 1950 by engineers from abroad) broke, " + "and water came, " * 20,
    ],
)
def test_no_claim_is_longer_than_allowed(words: str) -> None:
    made = sentence(words)
    assert 0 < len(made) <= LONGEST
    assert made.endswith(".")
    assert not made.endswith((" and.", " which.", ",."))


def test_every_attribution_has_its_claim() -> None:
    text = (
        "Sudan accused Chad of arming rebels. Chad denied it. “We want peace,” said Colonel Idriss. "
        "The border has been closed since March."
    )
    found = extract(text, published=PUBLISHED)
    assert {a.claim for a in found.attributions} == set(range(len(found.claims)))
    for claim in found.claims:
        assert claim.text[0].isupper()
        assert 0 <= claim.start < claim.end <= len(text)


def test_figures_and_names_are_worth_more_than_opinion() -> None:
    dry = extract("On 3 May 2023 the Danish navy sank 12 boats near Ghana.").claims[0]
    soft = extract("The weather on the island is perhaps wonderful.").claims[0]
    assert 0 <= soft.check_worthiness < dry.check_worthiness <= 1


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("Clerks said the council did not approve the bridge.", "The council approved the bridge."),
        ("Medics said the camp doesn't have clean water.", "The camp has clean water."),
        ("Guards said the gate did not fully close.", "The gate fully closed."),
        ("Nurses said the ward was not open on Monday.", "The ward was open on Monday."),
        ("The crew handed out no ropes, a cook said.", "The crew handed out ropes."),
        ("The bank signed no lease, its clerk said.", "The bank signed a lease."),
        ("The mayor saw no reason to wait, a clerk said.", "The mayor saw no reason to wait."),
        # "did" goes with both verbs, and only the first is known to lose it
        ("Clerks said the bank did not answer or pay.", "The bank did answer or pay."),
    ],
)
def test_a_negated_verb_turns_positive(text: str, claim: str) -> None:
    assert claim in claims(text)
