"""The main event, and others."""

from datetime import date

import pytest

from claims.extraction import Event, Extraction, extract
from tests.claims.extraction.reading import PUBLISHED


def read(text: str) -> Extraction:
    return extract(text, published=PUBLISHED)


def main(text: str) -> Event | None:
    return next((e for e in read(text).events if e.main), None)


@pytest.mark.parametrize(
    ("text", "kind", "name", "place"),
    [
        (
            "Attack in Lagos\nThe attack at Freedom Hall in Lagos shocked the city.",
            "attack",
            "attack at Freedom Hall",
            "Lagos",
        ),
        (
            "Quake hits Peru\nA powerful earthquake struck Peru on Tuesday.",
            "earthquake",
            "earthquake in Peru",
            "Peru",
        ),
        (
            "Plane crash near Nairobi\nThe crash killed nine people.",
            "crash",
            "crash in Nairobi",
            "Nairobi",
        ),
        (
            "Shooting at Lakeview Mall\nThe shooting began at noon.",
            "shooting",
            "shooting at Lakeview Mall",
            "Lakeview Mall",
        ),
        (
            "Airstrike on dam\nThe airstrike on the Merowe dam cut the power.",
            "airstrike",
            "airstrike at the Merowe dam",
            "Merowe dam",
        ),
        (
            "Vote\nThe election in Malta was held on Sunday.",
            "election",
            "election in Malta",
            "Malta",
        ),
    ],
)
def test_the_main_event(text: str, kind: str, name: str, place: str) -> None:
    event = main(text)
    assert event is not None
    assert (event.kind, event.name, event.place) == (kind, name, place)


def test_a_text_about_no_happening_has_no_main_event() -> None:
    assert main("Bread\nThe bakery sells bread.\nIt opens at six.") is None


def test_the_day_of_the_main_event() -> None:
    event = main("Attack in Lagos\nThe attack in Lagos on March 22 was the first in years.")
    assert event is not None
    assert event.date_from == event.date_to == date(2024, 3, 22)


def test_an_event_elsewhere_is_another() -> None:
    text = (
        "Attack in Lagos\nThe attack in Lagos killed 20 people.\n"
        "Years ago, gunmen killed 50 people in India.\n"
    )
    found = read(text)
    killed = [found.claims[q.claim] for q in found.quantities if q.measure == "killed"]
    assert killed[0].event != killed[1].event
    other = found.events[killed[1].event or 0]
    assert not other.main
    assert other.place == "India"


def test_an_earlier_attack_of_a_named_month_is_another() -> None:
    text = (
        "Attack in Lagos\nThe attack in Lagos killed 20 people on May 3.\n"
        "The group was behind the attack carried out in January, where 50 people died.\n"
    )
    found = read(text)
    killed = [found.claims[q.claim].event for q in found.quantities if q.measure == "killed"]
    assert len(set(killed)) == 2
    other = found.events[killed[1] or 0]
    assert (other.date_from, other.date_to) == (date(2024, 1, 1), date(2024, 1, 31))


def test_a_war_is_not_the_attack() -> None:
    text = (
        "Attack in Lagos\nThe attack in Lagos killed 20 people.\n"
        "The civil war (1967–1970) killed up to 100,000 people.\n"
    )
    found = read(text)
    events = [found.claims[q.claim].event for q in found.quantities if q.measure == "killed"]
    assert len(set(events)) == 2
    war = found.events[events[1] or 0]
    assert war.kind == "war"
    assert war.date_from == date(1967, 1, 1)


def test_the_attack_is_the_main_event_in_a_claim() -> None:
    text = (
        "Attack at Freedom Hall\nThe attack at Freedom Hall in Lagos killed 20 people.\n"
        "The attack has changed the mood in the city.\n"
    )
    found = read(text)
    assert found.claims[-1].event is not None or any(
        c.text == "The attack at Freedom Hall has changed the mood in the city."
        for c in found.claims
    )
    assert any(c.text.startswith("The attack at Freedom Hall has") for c in found.claims)


def test_other_nouns_for_the_same_happening_stay_with_it() -> None:
    text = (
        "Attack in Lagos\nThe attack in Lagos killed 20 people.\n"
        "Police said that 11 people were injured in the mass shooting.\n"
    )
    found = read(text)
    assert {found.claims[q.claim].event for q in found.quantities} == {0}


@pytest.mark.parametrize(
    "text",
    [
        "The blast in Vesk killed nine on Tuesday. The board confirmed on Thursday that twelve people died.",
        "The blast in Vesk killed nine on Tuesday. Police said two suspects were arrested on Thursday.",
    ],
)
def test_the_day_of_telling_makes_no_other_event(text: str) -> None:
    assert len(read(text).events) == 1


@pytest.mark.parametrize(
    "other",
    [
        "In an unrelated case, a bus overturned; two people were injured there.",
        "On the day before the blast, border guards had injured two people.",
    ],
)
def test_who_came_to_harm_elsewhere_is_not_counted_here(other: str) -> None:
    found = read(f"Blast in Vesk\nThe blast in Vesk killed nine people on Tuesday. {other}")
    counted = [
        c.text for c in found.claims if c.frame is not None and c.frame.predicate == "injured"
    ]
    assert counted == []
    held = [found.claims[q.claim] for q in found.quantities if q.measure == "injured"]
    assert [c.event for c in held] == [None]


def test_attackers_who_died_are_called_so() -> None:
    text = "The attack in Vesk killed 21 people. The army said that it had killed five of the attackers."
    assert any(c.text.startswith("Five attackers were killed") for c in read(text).claims)


def test_a_party_that_is_blamed_is_not_where_it_was() -> None:
    text = "Gunmen attacked a bus on Tuesday. Ana Ruiz blamed the state of Lorvania for the attack."
    event = main(text)
    assert event is not None
    assert event.place is None
