"""Attributions without a verb of saying."""

import pytest

from tests.claims.extraction.reading import only, others, own, who_says


@pytest.mark.parametrize(
    ("text", "speaker", "content"),
    [
        (
            "According to the fire brigade, the warehouse held illegal fireworks.",
            "fire brigade",
            "the warehouse held illegal fireworks",
        ),
        (
            "The warehouse held illegal fireworks, according to the fire brigade.",
            "fire brigade",
            "The warehouse held illegal fireworks",
        ),
        (
            "Prices fell in March, but according to traders they have doubled since.",
            "traders",
            "they have doubled since",
        ),
        (
            "According to surveys by the pollster Nordstat Institute, trust in judges fell sharply.",
            "Nordstat Institute",
            "trust in judges fell sharply",
        ),
        (
            "The ferry sank within minutes, as confirmed by the harbour master.",
            "harbour master",
            "The ferry sank within minutes",
        ),
    ],
)
def test_according_to(text: str, speaker: str, content: str) -> None:
    found = only(text)
    assert found.speaker is not None
    assert (found.speaker.name, found.content.text, found.stance) == (speaker, content, "asserts")


def test_as_per_reports() -> None:
    found = only("As per reports, a second tunnel has been discovered under the border.")
    assert found.speaker is not None
    assert (found.speaker.name, found.speaker.kind) == ("reports", "unnamed")
    assert found.stance == "reports"
    assert found.content.text == "a second tunnel has been discovered under the border"


def test_reportedly() -> None:
    found = only("The convoy reportedly crossed the river during the night.")
    assert found.stance == "reports"
    assert found.speaker is not None
    assert found.speaker.kind == "unnamed"
    assert found.cue is not None
    assert found.cue.text == "reportedly"
    start = found.content.start
    parts = [found.content.text[s - start : e - start] for s, e in found.content.spans]
    assert [part.strip() for part in parts] == ["The convoy", "crossed the river during the night"]


@pytest.mark.parametrize(
    ("text", "via"),
    [
        (
            "According to The Harbour Times, the interior ministry has stated that two men fled.",
            ["Harbour Times"],
        ),
        (
            "According to the Daily Lantern, experts suggest that the ice is melting faster.",
            ["Daily Lantern"],
        ),
        (
            "The recorder of the lock shows that no signal was given, as the Harbour Times revealed on Saturday.",
            ["Harbour Times"],
        ),
    ],
)
def test_a_paper_that_passes_a_word_on_is_via(text: str, via: list[str]) -> None:
    found = only(text)
    assert [v.name for v in found.via] == via
    assert found.speaker is not None
    assert found.speaker.name not in via


def test_a_trailing_office_is_via_for_its_president() -> None:
    text = (
        "President Oumar Ba told the envoy that borders have no meaning for smugglers, "
        "according to his office."
    )
    found = only(text)
    assert found.speaker is not None
    assert found.speaker.name == "Oumar Ba"
    assert [v.name for v in found.via] == ["office of Oumar Ba"]
    assert found.content.text == "borders have no meaning for smugglers"


def test_a_possessive_noun_is_a_cue() -> None:
    found = others(
        "Premier Lars Voss repeated his unproven claim of Danish interference in the vote."
    )
    assert [(a.speaker.name, a.stance) for a in found if a.speaker][-1] == ("Lars Voss", "asserts")
    assert found[-1].content.text == "Danish interference in the vote"


def test_reports_that_somebody_answers_are_passed_on() -> None:
    text = (
        "The general responded to reports that the rebels had tanks by stating that they had mules."
    )
    assert who_says(text) == [
        ("reports", "reports", "the rebels had tanks"),
        ("general", "asserts", "they had mules"),
    ]


def test_a_claim_denied_by_somebody_shares_the_claim() -> None:
    text = "Eritrea accused Djibouti of hiding smugglers—a claim firmly denied by officials in Djibouti."
    accuses, denies = others(text)
    assert (accuses.stance, denies.stance) == ("asserts", "denies")
    assert accuses.claim == denies.claim
    assert accuses.content == denies.content
    assert denies.speaker is not None
    assert denies.speaker.affiliation == "Djibouti"


def test_which_somebody_denies_is_an_echo_too() -> None:
    text = "Police said that the driver was drunk, which his lawyer denied."
    found = others(text)
    assert [a.stance for a in found] == ["asserts", "denies"]
    assert found[0].claim == found[1].claim


def test_a_claim_in_a_debate_is_nobodys() -> None:
    assert who_says("The debate over the new stadium goes on in the council.") == []


def test_the_rest_of_the_sentence_is_the_authors() -> None:
    text = "Prices fell in March, but according to traders they have doubled since."
    assert [a.content.text for a in own(text)] == ["Prices fell in March"]


def test_a_month_announces_nothing() -> None:
    text = "March's announcement by the harbour master, Ana Lind, that the ferry would stop was a surprise."
    assert [name for name, *_ in who_says(text)] == ["Ana Lind"]
