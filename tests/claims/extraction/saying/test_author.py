"""The author's own voice."""

import pytest

from claims.extraction import extract
from tests.claims.extraction.reading import own


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("The harbour was closed at noon.", "The harbour was closed at noon"),
        ("In 2019, the island lost its only ferry.", "In 2019, the island lost its only ferry"),
        ("The port was closed, and the ferry stayed at sea.", "The port was closed"),
    ],
)
def test_statements_are_the_authors_claims(text: str, content: str) -> None:
    found = own(text)
    assert found[0].content.text == content
    assert found[0].speaker is None
    assert found[0].claimant is None
    assert found[0].cue is None
    assert found[0].stance == "asserts"


def test_joined_clauses_with_subjects_of_their_own_are_claims_of_their_own() -> None:
    found = own("The port was closed for a week, and the ferry stayed at sea for days.")
    assert [a.content.text for a in found] == [
        "The port was closed for a week",
        "the ferry stayed at sea for days",
    ]


def test_a_negated_statement_denies_the_positive_claim() -> None:
    text = "The council did not approve the new harbour."
    (found,) = own(text)
    assert found.stance == "denies"
    assert extract(text).claims[found.claim].text == "The council approved the new harbour."


@pytest.mark.parametrize(
    "text",
    [
        "Who will pay for the new harbour in the end?",
        "The council should build a new harbour at once.",
        "Ministers must resign over the new harbour.",
        "We visited the new harbour on a rainy day.",
        "Read our guide to the harbour.",
        "Photo: the new harbour",
        "Good grief.",
    ],
)
def test_what_is_no_claim(text: str) -> None:
    assert extract(text).claims == ()


def test_a_title_is_a_sentence_of_its_own() -> None:
    text = "Harbour closes after the storm\nThe harbour closed its gates at noon on Monday."
    found = own(text)
    assert [a.content.text for a in found] == [
        "Harbour closes after the storm",
        "The harbour closed its gates at noon on Monday",
    ]


def test_a_main_clause_around_somebodys_word_is_the_authors() -> None:
    text = "While the Houthis claimed responsibility for the bombing, the port kept its gates open."
    found = extract(text)
    mine = [a.content.text for a in found.attributions if a.speaker is None]
    assert mine
    assert all("claimed" not in words for words in mine)


def test_boilerplate_is_not_read() -> None:
    text = (
        "The harbour was closed at noon.\nRead more: Ten ships sank in the bay.\nBoats stayed out."
    )
    start = text.index("Read more")
    found = extract(text, boilerplate=[(start, start + 40)])
    assert all("ships" not in c.text for c in found.claims)
    assert any("harbour" in c.text for c in found.claims)
    assert found.quantities == ()
