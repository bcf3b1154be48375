"""Claims that stand alone: who is meant, no first person, no left-overs of the page."""

import pytest

from .asking import told

CLAIMS: list[tuple[str, str]] = [
    # the first person of a quotation
    ("“I will resign,” said Ann Lee.", "Ann Lee will resign."),
    ("“I am tired,” Ann Lee said.", "Ann Lee is tired."),
    ("“I’ve signed the treaty,” Ann Lee said.", "Ann Lee has signed the treaty."),
    ("“I own three mills in the valley,” Ann Lee said.", "Ann Lee owns three mills in the valley."),
    ("“My brother sold the mill,” Ann Lee said.", "Ann Lee's brother sold the mill."),
    ("“I think the dam will break soon,” Ann Lee said.", "The dam will break soon."),
    ("“We have closed the border,” Kenya’s interior ministry said.", "Ministry of Internal Affairs of Kenya has closed the border."),
    # pronouns of the third person
    ("Ann Lee left Oslo on Monday. She sold the mill in June.", "Ann Lee sold the mill in June."),
    ("The council bought a mill in May. It sold the mill to monks in June.", "The council sold the mill to monks in June."),
    # left-overs of the page
    ("LIMA (AP) — The bridge fell on Monday.", "The bridge fell on Monday."),
    ("Unfortunately, the bridge fell on Monday.", "The bridge fell on Monday."),
    ("So far, only two bridges have been mended.", "So far, only two bridges have been mended."),
    # negation goes into the stance, and only where all is denied
    ("“The dam can’t hold,” Ann Lee said.", "The dam can hold."),
    ("Ann Lee said the fire not only burned the mill but also the barn.", "The fire not only burned the mill but also the barn."),
    # nouns of deeds
    ("Ann Lee denied any involvement in the theft.", "Ann Lee was involved in the theft."),
    ("Police confirmed the death of the miller.", "The miller died."),
    # what is foreseen
    ("Ann Lee expects the court to close the mill.", "The court will close the mill."),
]  # fmt: skip


@pytest.mark.parametrize(("text", "claim"), CLAIMS)
def test_claims_stand_alone(text: str, claim: str) -> None:
    assert claim in told(text)


@pytest.mark.parametrize(
    "text",
    [
        "Sign up for the newsletter of the valley today.",
        "Your notification has been saved in the valley.",
        "You have to see the bridge in the valley.",
        "We met the miller in the valley on Monday.",
        "Should the bridge in the valley be closed?",
        "Tom Alder (left) opens the bridge in the valley.",
        "They were rarely seen in the valley.",
        "He's expected to return to the valley.",
        "The miller did not return a request for comment on Monday.",
    ],
)
def test_what_is_no_claim_of_the_author(text: str) -> None:
    assert told(text) == []


def test_two_women_are_not_guessed_between() -> None:
    text = "Ann Lee met Rosa Lind in Oslo on Monday. She sold the mill in June."
    assert not any("sold the mill" in claim for claim in told(text))
