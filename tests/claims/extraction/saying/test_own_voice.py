"""What the author states, and what is no claim."""

import pytest

from tests.claims.extraction.asking import mine, read, said, told

STATED: list[tuple[str, str, list[str]]] = [
    ("The town has too few doctors.", "asserts", ["The town has too few doctors."]),
    ("The chapel is probably the oldest in the county.", "asserts", ["The chapel is the oldest in the county."]),
    ("If the dam breaks, the valley will be flooded.", "asserts", ["If the dam breaks, the valley will be flooded."]),
    ("While the mayor slept, the dam broke in two places.", "asserts", ["While the mayor slept, the dam broke in two places."]),
    ("The dam broke because nobody had checked the bolts.", "asserts", ["The dam broke because nobody had checked the bolts."]),
    ("The dam, which was built in 1950, broke on Sunday.", "asserts", ["The dam, which was built in 1950, broke on Sunday."]),
    ("There were nine cracks in the dam.", "asserts", ["There were nine cracks in the dam."]),
    ("It was a cold night in the valley.", "asserts", ["It was a cold night in the valley."]),
    ("The road was closed for a week; the bridge stayed open all the time.", "asserts", ["The road was closed for a week.", "The bridge stayed open all the time."]),
    ("The mill was sold in May and the baker left for Malta in June.", "asserts", ["The mill was sold in May.", "The baker left for Malta in June."]),
    ("However, the chapel was locked for years.", "asserts", ["The chapel was locked for years."]),
    ("Meanwhile, the chapel was locked for years.", "asserts", ["The chapel was locked for years."]),
    ("The dam has never been checked by an engineer.", "denies", ["The dam has been checked by an engineer."]),
    ("The dam cannot hold more water this year.", "denies", ["The dam can hold more water this year."]),
    ("The dam won't hold more water this year.", "denies", ["The dam will hold more water this year."]),
    ("The dam was not checked by an engineer.", "denies", ["The dam was checked by an engineer."]),
    ("The dam isn't safe for the villages below.", "denies", ["The dam is safe for the villages below."]),
    ("The abbot never saw the letters.", "denies", ["The abbot saw the letters."]),
    (
        "A long strike—and the ferries that lay in the harbour of Vedra for nine weeks with all their crews and cargo of salted fish, of rye and of oil—will cost the island of Tarn some 40 million crowns in taxes.",
        "asserts",
        ["A long strike will cost the island of Tarn some 40 million crowns in taxes."],
    ),
]  # fmt: skip

NO_CLAIM = [
    # questions
    "Who stole the painting from the chapel?",
    "Was the painting stolen from the chapel?",
    "“Who stole the painting from the chapel?”",
    # advice and demands
    "Visitors should bring an umbrella in spring.",
    "The council must repair the chapel at once.",
    "Please bring your own cup to the concert.",
    "Subscribe to our newsletter for daily updates.",
    "Let us remember the miners of Vedra.",
    # no sentence
    "If it sails in May, it a coup for the whole town of Vedra.",
    "Here is the chapel as the painter saw it.",
    # author and reader
    "I saw the flood from my window.",
    "We walked along the river for hours.",
    "You can reach the castle by bus.",
    # conclusions
    "The thief must have had a key to the chapel.",
    # no sentence
    "By Rosa Lind",
    "A dam in the hills",
    "Photo: Rosa Lind / Harbour Gazette",
    "Too late.",
    "Monday, 3 May",
]


@pytest.mark.parametrize(("text", "stance", "claims"), STATED)
def test_statements(text: str, stance: str, claims: list[str]) -> None:
    assert said(text) == []
    assert [s for s, _ in mine(text)] == [stance] * len(claims)
    assert told(text) == claims


@pytest.mark.parametrize("text", NO_CLAIM)
def test_what_is_no_claim(text: str) -> None:
    assert read(text).claims == ()
    assert read(text).attributions == ()


@pytest.mark.parametrize("text", NO_CLAIM)
def test_what_is_no_claim_stays_none_beside_one_that_is(text: str) -> None:
    whole = f"The bridge was closed on Sunday.\n\n{text}\n\nThe ferry sank in the bay."
    assert told(whole) == ["The bridge was closed on Sunday.", "The ferry sank in the bay."]


@pytest.mark.parametrize(
    ("text", "contents"),
    [
        ("The road was closed, but according to Rosa Lind the bridge stayed open.", ["The road was closed"]),
        ("The abbot's assertion that the bell is medieval is disputed.", ["The abbot's assertion that the bell is medieval is disputed"]),
        ("Rosa Lind said that the road was closed.", []),
        ("The duke declined to comment on the theft.", []),
        ("The duke refused to comment on the theft.", []),
        ("The duke did not reply to questions.", []),
        ("The duke has yet to comment on the theft.", []),
        ("“The road was closed for a week,” said Rosa Lind.", []),
    ],
)  # fmt: skip
def test_what_is_left_for_the_author(text: str, contents: list[str]) -> None:
    assert [content for _, content in mine(text)] == contents


@pytest.mark.parametrize("text", [text for text, _, _ in STATED])
def test_the_authors_own_has_neither_cue_nor_claimant(text: str) -> None:
    for a in read(text).attributions:
        assert (a.speaker, a.claimant, a.cue, a.via, a.direct) == (None, None, None, (), False)
        assert a.confidence < 0.8
