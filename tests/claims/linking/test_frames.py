"""Claims with frames: guilt, nationality, relations."""

from dataclasses import replace

import pytest

from claims.extraction.types import Frame
from claims.linking.claims import compare, same_claim
from claims.linking.frames import canonical, compare_frames, is_role, label, same_frame
from claims.linking.types import Statement
from tests.claims.linking.builders import QUAKE, RAID, framed, plain

BLUE = framed("The Blue Front carried out the airstrike.", "responsible", "blue front")
NORWAY = framed("Norway was involved in the airstrike.", "involved", "norway")
HARM = framed("It will harm relations.", "relations", "airstrike", "norway|sweden")


@pytest.mark.parametrize(
    ("frame", "expected"),
    [
        (Frame("involved", "citizens of Sweden", ""), Frame("nationality", "attackers", "sweden")),
        (Frame("involved", "Swedish nationals", ""), Frame("nationality", "attackers", "sweden")),
        (Frame("involved", "atlantis nationals", ""), Frame("involved", "atlantis nationals", "")),
        (
            Frame("nationality", "suspects", "tajik"),
            Frame("nationality", "attackers", "tajikistan"),
        ),
        (Frame("responsible", "Kyiv", ""), Frame("responsible", "ukraine", "")),
        (Frame("responsible", "Daesh-K", ""), Frame("responsible", "isis-k", "")),
        (Frame("relations", "", "sweden|norway"), Frame("relations", "", "norway|sweden")),
    ],
)
def test_canonical(frame: Frame, expected: Frame) -> None:
    assert canonical(frame) == expected
    assert canonical(canonical(frame)) == expected


@pytest.mark.parametrize(
    "subject", ["attackers", "the four suspects", "gunmen", "radical islamists"]
)
def test_roles(subject: str) -> None:
    assert is_role(subject)


@pytest.mark.parametrize("subject", ["norway", "blue front", "", "the four"])
def test_what_is_no_role(subject: str) -> None:
    assert not is_role(subject)


def test_two_culprits_of_one_event_are_rivals() -> None:
    found = compare_frames(BLUE, NORWAY)
    assert found is not None
    assert found.relation == "rivals"
    assert found.explanation == "the Blue Front responsible, or Norway involved: both could be so"


@pytest.mark.parametrize(
    "other",
    [
        replace(NORWAY, event=QUAKE),
        replace(NORWAY, event=None),
        framed("Gunmen were behind it.", "responsible", "gunmen"),
        framed("Swedes were involved.", "involved", "swedish citizens"),
        framed("It will harm relations.", "relations", "airstrike", "norway|sweden"),
        plain("Norway was involved.", event=RAID),
    ],
)
def test_no_rivals(other: Statement) -> None:
    assert compare_frames(BLUE, other) is None
    assert compare_frames(other, BLUE) is None


def test_who_is_responsible_is_involved() -> None:
    responsible = framed("Norway did it.", "responsible", "oslo")
    found = compare_frames(responsible, NORWAY)
    assert found is not None
    assert (found.relation, found.reversed) == ("supports", False)
    assert compare_frames(NORWAY, responsible) == replace(
        found, reversed=True, explanation="Norway involved, Norway responsible"
    )


def test_a_wing_is_no_rival_of_its_group() -> None:
    wing = framed("Its wing did it.", "responsible", "northern wing of blue front")
    found = compare_frames(BLUE, wing)
    assert found is not None
    assert found.relation == "supports"


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("The attackers were Swedes.", "The attackers were Danes.", "rivals"),
        ("All attackers were Swedes.", "One of the attackers was Danish.", "contradicts"),
        ("The attackers were Swedes.", "The attackers were solely from Denmark.", "contradicts"),
    ],
)
def test_nationalities(a: str, b: str, expected: str) -> None:
    found = compare_frames(
        framed(a, "nationality", "attackers", "sweden"),
        framed(b, "nationality", "suspects", "denmark"),
    )
    assert found is not None
    assert found.relation == expected
    assert "Sweden" in found.explanation
    assert "Denmark" in found.explanation


def test_nationality_of_others_is_another_matter() -> None:
    victims = framed("The victims were Danes.", "nationality", "victims", "denmark")
    attackers = framed("The attackers were Swedes.", "nationality", "attackers", "sweden")
    assert compare_frames(victims, attackers) is None


def test_involved_citizens_are_the_nationality_of_the_attackers() -> None:
    involved = framed("Swedish nationals took part.", "involved", "swedish nationals")
    attackers = framed("The suspects were Swedes.", "nationality", "suspects", "sweden")
    assert same_frame(involved, attackers)
    found = compare_frames(involved, attackers)
    assert found is not None
    assert found.relation == "same_as"


@pytest.mark.parametrize(
    ("text", "about", "expected"),
    [
        ("It will strain ties.", "sweden|norway", "same_as"),
        ("It will strain ties with an ally.", "norway", "same_as"),
        ("It will improve ties.", "norway|sweden", "contradicts"),
        ("It will strain ties.", "norway|denmark", None),
        ("It will come up in talks.", "norway|sweden", None),
        ("It will strain ties.", "", None),
    ],
)
def test_relations(text: str, about: str, expected: str | None) -> None:
    found = compare_frames(HARM, framed(text, "relations", "airstrike", about))
    assert (found.relation if found else None) == expected


def test_relations_with_an_unnamed_party_are_less_sure() -> None:
    named = compare_frames(HARM, framed("It will harm ties.", "relations", "x", "norway|sweden"))
    unnamed = compare_frames(HARM, framed("It will harm ties.", "relations", "x", "norway"))
    assert named is not None
    assert unnamed is not None
    assert named.confidence > unnamed.confidence


def test_same_frame_asks_for_the_event_and_the_direction() -> None:
    assert same_frame(HARM, replace(HARM, text="It will strain relations."))
    assert not same_frame(HARM, replace(HARM, text="It will deepen relations."))
    assert not same_frame(HARM, replace(HARM, event=QUAKE))
    assert not same_frame(BLUE, plain("x", event=RAID))
    assert not same_frame(BLUE, NORWAY)


@pytest.mark.parametrize(
    ("key", "written"),
    [
        ("isis-k", "ISIS-K"),
        ("taliban", "Taliban"),
        ("norway|sweden", "Norway and Sweden"),
        ("bosnia and herzegovina", "Bosnia and Herzegovina"),
        ("blue front", "the Blue Front"),
        ("red front", "red front"),
    ],
)
def test_labels(key: str, written: str) -> None:
    assert label(key, "Nothing here.", "Men of the Blue Front did it.") == written


def test_a_death_is_one_matter_however_it_is_told() -> None:
    one = framed("Amadou Keita was killed in an airstrike.", "dead", "amadou keita", event=None)
    other = framed("The rebel leader A. Keita died on Friday.", "dead", "a. keita", event=RAID)
    found = compare(one, other, 0.6)
    assert found is not None
    assert (found.relation, found.explanation) == ("same_as", "both say that Amadou Keita is dead")
    assert same_claim(one, other, 0.95) is None, "one says more than the other"
    stranger = framed("Ousmane Keita was killed.", "dead", "ousmane keita", event=None)
    assert compare(one, stranger, 0.9) is None
