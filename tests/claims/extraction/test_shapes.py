"""The shapes of sentences: passive, inverted, interrupted, nested; and the stances they give."""

import pytest

from .asking import heard, mine, one, parts, read, said, told
from .reading import bare

Row = tuple[str, str, str]

SHAPES: list[tuple[str, list[Row]]] = [
    ("The tunnel was flooded, the warden said.", [("warden", "asserts", "The tunnel was flooded")]),
    ("The tunnel was flooded, said the warden.", [("warden", "asserts", "The tunnel was flooded")]),
    ("Flooded as it was, the tunnel stayed open, the warden said on Friday.", [("warden", "asserts", "Flooded as it was, the tunnel stayed open")]),
    ("The duke claimed the crown was stolen.", [("duke", "asserts", "the crown was stolen")]),
    ("Speaking in Oslo, the duke said that the crown was stolen.", [("duke", "asserts", "the crown was stolen")]),
    ("The duke, who lives in Oslo, said that the crown was stolen.", [("duke", "asserts", "the crown was stolen")]),
    ("When asked, the duke said that the crown was stolen.", [("duke", "asserts", "the crown was stolen")]),
    ("Asked about the theft, the duke replied that the crown was safe.", [("duke", "asserts", "the crown was safe")]),
    ("The duke said that the guard, who had been ill, fled.", [("duke", "asserts", "the guard, who had been ill, fled")]),
    ("The duke told The Harbour Gazette that the crown was stolen.", [("duke", "asserts", "the crown was stolen")]),
    ("As the duke explained, the crown was stolen in March.", [("duke", "asserts", "the crown was stolen in March")]),
    ("The crown was stolen in March, as reported by the Harbour Gazette.", [("Harbour Gazette", "asserts", "The crown was stolen in March")]),
    ("Witness statements indicate that the guard slept.", [("Witness statements", "asserts", "the guard slept")]),
    ("It was announced by the palace that the wedding was cancelled.", [("palace", "asserts", "the wedding was cancelled")]),
    ("The theft of the crown was confirmed by the palace.", [("palace", "asserts", "The theft of the crown")]),
    ("The palace said that the crown was stolen, adding that the guard had fled.", [("palace", "asserts", "the crown was stolen"), ("palace", "asserts", "the guard had fled")]),
    ("The landlord assured tenants that the roof was sound.", [("landlord", "asserts", "the roof was sound")]),
    ("Police said that the driver was drunk, a claim denied by the lawyer.", [("Police", "asserts", "the driver was drunk"), ("lawyer", "denies", "the driver was drunk")]),
    ("Police said that the driver was drunk, which the lawyer denied.", [("Police", "asserts", "the driver was drunk"), ("lawyer", "denies", "the driver was drunk")]),
]  # fmt: skip

STANCES: list[tuple[str, list[Row]]] = [
    # who does not know, does not say or may not say
    ("The theft of the crown has not been confirmed by the palace.", [("palace", "no_position", "The theft of the crown")]),
    ("The theft of the crown was neither confirmed nor denied by the palace.", [("palace", "no_position", "The theft of the crown")]),
    ("The palace neither confirmed nor denied the theft of the crown.", [("palace", "no_position", "the theft of the crown")]),
    ("The palace can neither confirm nor deny the theft of the crown.", [("palace", "no_position", "the theft of the crown")]),
    ("The duke could not confirm that the crown was stolen.", [("duke", "no_position", "the crown was stolen")]),
    ("The duke refused to confirm that the crown was stolen.", [("duke", "no_position", "the crown was stolen")]),
    ("The duke declined to say whether the crown was stolen.", [("duke", "no_position", "whether the crown was stolen")]),
    ("The duke has yet to confirm the theft of the crown.", [("duke", "no_position", "the theft of the crown")]),
    ("The duke is yet to confirm the theft of the crown.", [("duke", "no_position", "the theft of the crown")]),
    ("The duke has not announced the sale of the forest.", [("duke", "no_position", "the sale of the forest")]),
    ("The duke did not deny that the crown was stolen.", [("duke", "no_position", "the crown was stolen")]),
    ("The duke does not doubt that the crown was stolen.", [("duke", "no_position", "the crown was stolen")]),
    ("The duke did not say that the crown was stolen.", [("duke", "no_position", "the crown was stolen")]),
    ("The duke never said that the crown was stolen.", [("duke", "no_position", "the crown was stolen")]),
    ("The duke wondered whether the crown was stolen.", []),
    ("The duke asked if the crown was stolen.", []),
    # who speaks against it
    ("The duke no longer believes that the crown was stolen.", [("duke", "denies", "the crown was stolen")]),
    ("The duke does not think that the crown was stolen.", [("duke", "denies", "the crown was stolen")]),
    ("The duke said that the crown was not stolen.", [("duke", "denies", "the crown was not stolen")]),
    ("The duke said that the crown had never been cleaned.", [("duke", "denies", "the crown had never been cleaned")]),
    ("The duke denied that the crown was not safe.", [("duke", "asserts", "the crown was not safe")]),
    ("The duke denied stealing the crown.", [("duke", "denies", "stealing the crown")]),
    ("The duke rejected as baseless the allegation that he had stolen the crown.", [("duke", "denies", "he had stolen the crown")]),
    ("Reports of a theft are baseless, the duke said.", [("duke", "denies", "Reports of a theft are baseless")]),
    ("The claim that the crown is glass is untrue, the duke said.", [("duke", "denies", "the crown is glass")]),
    ("The Red Dawn Brigade denied responsibility for the raid.", [("Red Dawn Brigade", "denies", "responsibility for the raid")]),
    ("The envoy warned against false reports about the arrest of a monk.", [("envoy", "denies", "false reports about the arrest of a monk")]),
    # who doubts
    ("Botanists doubt that the orchid is extinct.", [("Botanists", "doubts", "the orchid is extinct")]),
    ("The jury questioned the claim that the witness was awake.", [("jury", "doubts", "the claim that the witness was awake")]),
    # who only passes it on
    ("It was reported that the ferry sank.", [("reports", "reports", "the ferry sank")]),
    ("According to reports, the ferry sank in the bay.", [("reports", "reports", "the ferry sank in the bay")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "rows"), SHAPES)
def test_shapes(text: str, rows: list[Row]) -> None:
    assert said(text) == rows


@pytest.mark.parametrize(("text", "rows"), STANCES)
def test_stances(text: str, rows: list[Row]) -> None:
    assert said(text) == rows


@pytest.mark.parametrize(
    ("text", "speaker", "via", "content"),
    [
        ("The duke told his driver that the crown was stolen, according to the palace.", "duke", ["palace"], "the crown was stolen"),
        ("According to the palace, the duke said that the crown was stolen.", "duke", ["palace"], "the crown was stolen"),
        ("According to a report by the Harbour Gazette, the duke said that the crown was stolen.", "duke", ["Harbour Gazette"], "the crown was stolen"),
        ("According to Reuters, Norway has stated that the cable was cut.", "Norway", ["Reuters"], "the cable was cut"),
        ("According to the BBC, Governor Elena Petrova denied that the dam was cracked.", "Elena Petrova", ["BBC"], "the dam was cracked"),
        ("As per the Harbour Gazette, the abbot said that the relic was stolen.", "abbot", ["Harbour Gazette"], "the relic was stolen"),
    ],
)  # fmt: skip
def test_a_word_that_came_through_somebody(
    text: str, speaker: str, via: list[str], content: str
) -> None:
    found = one(text)
    assert found.speaker is not None
    assert (found.speaker.name, [v.name for v in found.via]) == (speaker, via)
    assert bare(found.content.text) == content


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The tunnel, the warden said on Friday, was flooded to the roof.", ["The tunnel", "was flooded to the roof"]),
        ("The crown, the duke claimed, was stolen.", ["The crown", "was stolen"]),
        ("The tunnel – so the engineers believe – was flooded to the roof.", ["The tunnel", "was flooded to the roof"]),
        ("Chile was accused by Peru of moving the boundary stones.", ["Chile", "of moving the boundary stones"]),
    ],
)  # fmt: skip
def test_interrupted_contents_have_their_parts(text: str, expected: list[str]) -> None:
    found = one(text)
    words = parts(found.content, text)
    assert words[-1] == expected[-1]
    assert words[0].startswith(expected[0])
    assert (found.content.start, found.content.end) == (
        found.content.spans[0][0],
        found.content.spans[-1][1],
    )


@pytest.mark.parametrize(
    ("text", "cue", "claimant"),
    [
        ("The warden has repeatedly said that the tunnel was flooded.", "has repeatedly said", "The warden"),
        ("The theft was confirmed by the old palace.", "was confirmed", "the old palace"),
        ("According to the warden, the tunnel was flooded.", "According to", "the warden"),
        ("As per the warden, the tunnel was flooded.", "As per", "the warden"),
        ("The tunnel was flooded, the chief warden had said.", "had said", "the chief warden"),
        ("The abbot's assertion that the bell is medieval is disputed.", "assertion", "The abbot's"),
        ("The warden could not confirm that the tunnel was flooded.", "could not confirm", "The warden"),
        ("“The tunnel is under water,” the warden told reporters.", "told", "the warden"),
    ],
)  # fmt: skip
def test_cue_and_claimant_are_the_words_of_the_text(text: str, cue: str, claimant: str) -> None:
    found = one(text)
    assert found.cue is not None
    assert found.claimant is not None
    assert (found.cue.text, found.claimant.text) == (cue, claimant)


@pytest.mark.parametrize(
    "text",
    [
        "Peru accused Chile of moving the stones—a claim firmly denied by officials in Chile.",
        "Police said that the driver was drunk, which the lawyer denied.",
        "The theft has not been confirmed by either the palace or the police.",
    ],
)
def test_two_who_speak_of_the_same_share_a_claim(text: str) -> None:
    found = heard(text)
    assert len(found) == 2
    assert len({a.claim for a in found}) == 1
    assert found[0].speaker != found[1].speaker


def test_the_same_words_from_two_speakers_are_one_claim() -> None:
    text = "The duke said that the crown was stolen. The guard denied that the crown was stolen."
    found = heard(text)
    assert [a.stance for a in found] == ["asserts", "denies"]
    assert found[0].claim == found[1].claim
    assert told(text) == ["The crown was stolen."]


@pytest.mark.parametrize("text", [text for text, rows in SHAPES if rows])
def test_what_somebody_says_is_not_said_by_the_author_too(text: str) -> None:
    contents = {a.content.text for a in read(text).attributions if a.speaker is not None}
    assert not contents & {content for _, content in mine(text)}


@pytest.mark.parametrize(("text", "rows"), [*SHAPES, *STANCES])
def test_a_confidence_is_a_probability(text: str, rows: list[Row]) -> None:
    found = heard(text)
    assert len(found) == len(rows)
    assert all(0 < a.confidence < 1 for a in found)
