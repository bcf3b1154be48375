"""Verbs of saying: who, in which words, with which stance."""

import pytest

from claims.extraction import extract
from tests.claims.extraction.reading import bare, claim_of, only, others, own, who_says


@pytest.mark.parametrize(
    ("text", "speaker", "content"),
    [
        (
            "Mayor Ilse Kramer said that the harbour was closed at noon.",
            "Ilse Kramer",
            "the harbour was closed at noon",
        ),
        (
            "The harbour was closed at noon, Mayor Ilse Kramer said.",
            "Ilse Kramer",
            "The harbour was closed at noon",
        ),
        (
            "The harbour was closed at noon, said Ilse Kramer.",
            "Ilse Kramer",
            "The harbour was closed at noon",
        ),
        (
            "Engineers have warned that the bridge will collapse in winter.",
            "Engineers",
            "the bridge will collapse in winter",
        ),
        (
            "The coast guard confirmed that two boats had sunk.",
            "coast guard",
            "two boats had sunk",
        ),
        (
            "Farmers fear that the locusts might return in autumn.",
            "Farmers",
            "the locusts might return in autumn",
        ),
        (
            "A study suggests that the glacier lost a third of its ice.",
            "study",
            "the glacier lost a third of its ice",
        ),
        (
            "In recent weeks, prices have doubled in the capital, shopkeepers say.",
            "shopkeepers",
            "In recent weeks, prices have doubled in the capital",
        ),
        (
            "The minister announced a ban on fishing in the northern bay.",
            "minister",
            "a ban on fishing in the northern bay",
        ),
        (
            "Villagers reported cracks in the dam and a smell of gas.",
            "Villagers",
            "cracks in the dam and a smell of gas",
        ),
        (
            "The report spoke of a sharp rise in malaria cases.",
            "report",
            "a sharp rise in malaria cases",
        ),
        (
            "The general described the rebels as thieves who prey on farmers.",
            "general",
            "the rebels as thieves who prey on farmers",
        ),
        (
            "Officials put the cost of the repairs at 40 million dollars.",
            "Officials",
            "the cost of the repairs at 40 million dollars",
        ),
    ],
)
def test_a_verb_gives_speaker_and_content(text: str, speaker: str, content: str) -> None:
    found = only(text)
    assert found.speaker is not None
    assert found.speaker.name == speaker
    assert bare(found.content.text) == content
    assert found.stance == "asserts"
    assert not found.direct


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("The airline denied that the engine had been faulty.", "denies"),
        ("The company denies any involvement in the spill.", "denies"),
        ("The army dismissed reports of a mutiny in the north as fake.", "denies"),
        ("The bank rejected the allegation that it had hidden losses.", "denies"),
        ("The ministry has not confirmed the outbreak of cholera.", "no_position"),
        ("The police did not deny that shots were fired.", "no_position"),
        ("The commission has not said whether the result will stand.", "no_position"),
        ("The court declined to say whether the judge had resigned.", "no_position"),
        ("Scientists doubt that the dam caused the earthquake.", "doubts"),
        ("Scientists do not believe that the dam caused the earthquake.", "denies"),
        ("The mayor insisted that the water was safe.", "asserts"),
        ("The mayor insisted that the water was not safe.", "denies"),
    ],
)
def test_stance(text: str, stance: str) -> None:
    assert only(text).stance == stance


def test_a_denial_keeps_only_what_is_denied() -> None:
    text = "The army dismissed reports of a mutiny in the north as fake."
    assert claim_of(extract(text), only(text)).text == "There was a mutiny in the north."


def test_a_warning_against_false_news_denies_the_news() -> None:
    found = only(
        "The embassy cautioned against false information about the arrest of two teachers."
    )
    assert found.stance == "denies"
    assert found.content.text == "false information about the arrest of two teachers"


def test_reports_called_false_are_denied() -> None:
    text = "Reports that the gunman had accomplices are false, Sheriff Tom Alder said."
    found = only(text)
    assert (found.speaker.name if found.speaker else None) == "Tom Alder"
    assert found.stance == "denies"
    assert claim_of(extract(text), found).text == "The gunman had accomplices."


def test_a_parenthetical_speaker_splits_the_content() -> None:
    text = "The suspect, officials said, had been fired a week earlier."
    found = only(text)
    assert (found.speaker.name if found.speaker else None) == "officials"
    assert [text[s:e] for s, e in found.content.spans] == [
        "The suspect",
        "had been fired a week earlier",
    ]
    assert (found.content.start, found.content.end) == (0, len(text) - 1)


@pytest.mark.parametrize(
    ("text", "content"),
    [
        (
            "Sudan accused Chad of arming the rebels.",
            "Chad of arming the rebels",
        ),
        (
            "Residents blame the mine for the poisoned river.",
            "the mine for the poisoned river",
        ),
        (
            "The president attributed the blast to separatists.",
            "the blast to separatists",
        ),
        (
            "The senator tried to cast suspicion on foreign workers.",
            "suspicion on foreign workers",
        ),
    ],
)
def test_accusations(text: str, content: str) -> None:
    assert only(text).content.text == content


@pytest.mark.parametrize(
    "text",
    [
        "The Northern Front claimed responsibility for the bombing of the pipeline.",
        "Responsibility for the bombing of the pipeline has been claimed by the Northern Front.",
        "The bombing of the pipeline was claimed by the Northern Front.",
        "The Northern Front claimed the bombing of the pipeline.",
    ],
)
def test_claims_of_responsibility(text: str) -> None:
    found = only(text)
    assert (found.speaker.name if found.speaker else None) == "Northern Front"
    assert found.stance == "asserts"
    assert "the bombing of the pipeline" in found.content.text.lower()


@pytest.mark.parametrize(
    "text",
    [
        "The storm claimed 24 lives on the coast.",
        "He took responsibility at last and went home.",
        "This shows that winters are getting warmer.",
        "Sales have found a new rhythm in the shops.",
        "The singer told stories for two hours.",
        "The children reported to the office at nine.",
        "Critics must say that the bridge is safe.",
    ],
)
def test_not_every_verb_attributes(text: str) -> None:
    assert who_says(text) == []


def test_two_who_take_no_position_are_two_attributions() -> None:
    found = others(
        "The cause of the fire has not been confirmed by either the mayor or the police."
    )
    assert [(a.speaker.name, a.stance) for a in found if a.speaker] == [
        ("mayor", "no_position"),
        ("police", "no_position"),
    ]
    assert len({a.claim for a in found}) == 1


def test_hearsay_without_a_source_is_reports() -> None:
    found = only("It was reported that ballots were burned in two villages.")
    assert found.speaker is not None
    assert (found.speaker.name, found.speaker.kind, found.stance) == (
        "reports",
        "unnamed",
        "reports",
    )
    assert found.claimant is None


def test_a_participle_speaks_for_the_subject() -> None:
    found = others("Chile's president made a statement on Monday, revealing that talks had failed.")
    assert [(a.speaker.name, bare(a.content.text)) for a in found if a.speaker] == [
        ("President of Chile", "talks had failed")
    ]


def test_with_a_participle_both_are_heard() -> None:
    text = "Mali is accusing France of spying, with Colonel Sidi Keita stating that drones crossed the border."
    assert [(s, c) for s, _, c in who_says(text)] == [
        ("Mali", "France of spying"),
        ("Sidi Keita", "drones crossed the border"),
    ]


def test_the_cue_has_its_auxiliaries() -> None:
    found = only("The ministry has not confirmed the outbreak of cholera.")
    assert found.cue is not None
    assert found.cue.text == "has not confirmed"


def test_claimant_and_cue_stand_where_they_say() -> None:
    text = "On Sunday the regional governor stated that the pass was open."
    found = only(text)
    assert found.claimant is not None
    assert found.cue is not None
    assert text[found.claimant.start : found.claimant.end] == "the regional governor"
    assert text[found.cue.start : found.cue.end] == "stated"


def test_a_reported_clause_is_not_the_authors_too() -> None:
    text = "Mayor Ilse Kramer said that the harbour was closed at noon."
    assert own(text) == []
    assert len(extract(text).claims) == 1
