"""The tagger's attributions and the rules' findings as one list: nothing said twice, nothing given to another."""

import pytest

from claims.extraction import extract

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
