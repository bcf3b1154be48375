"""The main event against other happenings of the same text, and the key figures that follow from it."""

from datetime import date
from functools import cache

import pytest

from claims.extraction import Event, Extraction, extract
from tests.claims.extraction.reading import PUBLISHED


@cache
def read(text: str) -> Extraction:
    return extract(text, published=PUBLISHED)


def main(text: str) -> Event:
    (event,) = (e for e in read(text).events if e.main)
    return event


def events_of_killed(text: str) -> list[Event | None]:
    """The event that each count of killed persons belongs to, in order."""
    found = read(text)
    claims = [found.claims[q.claim] for q in found.quantities if q.measure == "killed"]
    return [found.events[c.event] if c.event is not None else None for c in claims]


@pytest.mark.parametrize(
    ("text", "kind", "place"),
    [
        ("Quake shakes Chile\nA strong earthquake shook Chile on Monday.\n", "earthquake", "Chile"),
        ("Floods in Ghana\nThe floods in Ghana began on Monday. The flood in Ghana was sudden.\n", "flood", "Ghana"),
        ("Train crash in Poland\nThe train crash in Poland happened at dawn.\n", "crash", "Poland"),
        ("Bombing in Lagos\nThe bombing in Lagos shook the market.\n", "explosion", "Lagos"),
        ("Coup in Gabon\nThe coup in Gabon was quick.\n", "coup", "Gabon"),
        ("Riot in Lima\nThe riot in Lima went on all night.\n", "unrest", "Lima"),
        ("Fire in Oslo\nThe fire in Oslo burned for two days.\n", "fire", "Oslo"),
        ("Outbreak in Chad\nThe outbreak of measles in Chad began in April.\n", "outbreak", "Chad"),
        ("Typhoon in Japan\nThe typhoon in Japan tore off roofs.\n", "storm", "Japan"),
        ("Murder in Malta\nThe murder in Malta stunned the island.\n", "killing", "Malta"),
    ],
)  # fmt: skip
def test_what_a_text_is_about(text: str, kind: str, place: str) -> None:
    event = main(text)
    assert (event.kind, event.place) == (kind, place)
    assert place in event.name


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Ferry lost\nA ferry sank off Ghana on Monday.\n", "sinking"),
        ("Night at sea\nThe Halcyon capsized off Chile.\n", "sinking"),
        ("Road closed\nA bridge collapsed in Poland on Monday, killing four.\n", "collapse"),
        ("Water comes\nThe dam burst in Peru on Friday.\n", "collapse"),
        ("Flight lost\nA plane crashed in Kenya on Friday.\n", "crash"),
    ],
)  # fmt: skip
def test_what_a_text_tells_by_its_verb_alone(text: str, kind: str) -> None:
    found = read(text)
    assert [event.kind for event in found.events] == [kind]
    told = next(claim for claim in found.claims if claim.event == 0)
    assert told.text.split()[0] in ("A", "The")


@pytest.mark.parametrize(
    "text",
    [
        "Markets\nThe dollar sank in Peru on Monday.\n",
        "Talks end\nThe talks collapsed in Geneva.\n",
        "Joy\nThe minister burst into tears in Oslo.\n",
        "All well\nThe bridge in Poland might collapse. The ferry did not sink.\n",
    ],
)
def test_what_sinks_in_a_figure_of_speech_is_no_event(text: str) -> None:
    assert not read(text).events


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            "Guest shot in Harlow\nA guest was shot on Friday. The shooting at the Copper Kettle Inn woke the street.\n",
            "shooting at Copper Kettle Inn",
        ),
        (
            "Two wounded in Harlow\nThe shooting at the Alder Grove Apartments in Harlow wounded two men.\n",
            "shooting at Alder Grove Apartments",
        ),
    ],
)
def test_every_kind_of_venue_is_one_beside_a_happening(text: str, name: str) -> None:
    event = main(text)
    assert (event.name, event.place) == (name, "Harlow")


@pytest.mark.parametrize(
    "text",
    [
        "The baker of Bergen\nThe baker sells bread. He opens at six.\n",
        "How to dry herbs\nHang them in the shade for a week.\n",
        "A new library\nThe library has 40,000 books and a garden.\n",
    ],
)
def test_a_text_about_no_happening(text: str) -> None:
    assert read(text).events == ()
    assert read(text).key_figures == {}


OPENING = "Attack in Lagos\nThe attack in Lagos on 3 May killed 20 people and injured 45.\n"


@pytest.mark.parametrize(
    "sentence",
    [
        "In India, gunmen killed 50 people in a similar attack.",
        "A bombing in Pakistan killed 50 people in January.",
        "An attack in Turkey killed 50 people in 2016.",
        "In January, an attack killed 50 people.",
        "In 2015, 50 people were killed in an attack in Paris.",
        "An earthquake in Chile killed 50 people.",
        "The civil war (1967–1970) killed 50 people in the village.",
        "Years ago, rebels in Somalia killed 50 people.",
    ],
)
def test_an_other_happening_is_kept_apart(sentence: str) -> None:
    first, second = events_of_killed(OPENING + sentence + "\n")
    assert first is not None
    assert first.main
    assert second is None or not second.main
    assert read(OPENING + sentence + "\n").key_figures == {
        "killed": (20, 20),
        "injured": (45, 45),
    }


@pytest.mark.parametrize(
    "sentence",
    [
        "Officials said that the attack killed 22 people.",
        "The shooting killed 22 people, officials said.",
        "The massacre killed 22 people.",
        "On 3 May, 22 people were killed.",
        "At least 22 people were killed in Lagos.",
        "The blast killed 22 people.",
    ],
)
def test_the_same_happening_in_other_words(sentence: str) -> None:
    first, second = events_of_killed(OPENING + sentence + "\n")
    assert first is not None
    assert first is second
    assert first.main


@pytest.mark.parametrize(
    ("sentence", "place", "first", "last"),
    [
        ("A bombing in Pakistan killed 50 people in January 2023.", "Pakistan", None, None),
        (
            "An attack in Turkey in 2016 killed 50 people.",
            "Turkey",
            date(2016, 1, 1),
            date(2016, 12, 31),
        ),
        (
            "An earthquake in Chile in February 2010 killed 500 people.",
            "Chile",
            date(2010, 2, 1),
            date(2010, 2, 28),
        ),
    ],
)
def test_an_other_happening_has_its_place_and_time(
    sentence: str, place: str, first: date | None, last: date | None
) -> None:
    other = events_of_killed(OPENING + sentence + "\n")[1]
    assert other is not None
    assert other.place == place
    assert place in other.name
    if first is not None:
        assert (other.date_from, other.date_to) == (first, last)


@pytest.mark.parametrize(
    "sentence",
    [
        "The group has claimed many attacks in the region.",
        "Attacks on churches have become frequent in the north.",
        "Bombings were common in those years.",
    ],
)
def test_many_attacks_are_not_the_attack(sentence: str) -> None:
    found = read(OPENING + sentence + "\n")
    said = [c for c in found.claims if c.start >= len(OPENING)]
    assert said
    assert all(c.event is None or not found.events[c.event].main for c in said)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Attack in Lagos\nThe attack in Lagos on May 3 was the first.\n", date(2024, 5, 3)),
        ("Attack in Lagos\nThe attack in Lagos on Tuesday was the first.\n", date(2024, 5, 7)),
        ("Attack in Lagos\nThe attack in Lagos on December 3 was the first.\n", date(2023, 12, 3)),
        ("Attack in Lagos\nThe attack in Lagos on 3 March 2021 was the first.\n", date(2021, 3, 3)),
        ("Attack in Lagos\nThe attack in Lagos was the first.\n", None),
    ],
)
def test_the_day_of_the_main_event(text: str, day: date | None) -> None:
    event = main(text)
    assert (event.date_from, event.date_to) == (day, day)


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("Crash near Quito\nThe crash near Quito killed 9 people and injured 14.\n", {"killed": (9, 9), "injured": (14, 14)}),
        ("Crash near Quito\nThe crash near Quito killed at least 9 people.\n", {"killed": (9, None)}),
        ("Crash near Quito\nThe crash near Quito injured dozens of people.\n", {"injured": (24, None)}),
        ("Crash near Quito\nThe crash near Quito killed between 9 and 12 people.\n", {"killed": (9, 12)}),
        ("Crash near Quito\nThe crash near Quito killed up to 12 people.\n", {"killed": (None, 12)}),
        ("Crash near Quito\nThe crash near Quito closed the road. Nobody was hurt.\n", {}),
        ("Crash near Quito\nThe crash near Quito killed 40 cows.\n", {}),
        ("Crash near Quito\nPolice arrested 3 people after the crash near Quito.\n", {}),
        # The figure given most often, not the last one.
        (
            ("Crash near Quito\nThe crash near Quito killed 9 people.\nThe crash killed 9 people, the mayor said.\n"
            "A witness said that the crash killed 12 people.\n"),
            {"killed": (9, 9)},
        ),
        (
            "Three dead in crash near Quito\nThe crash near Quito happened at dawn.\n",
            {"killed": (3, 3)},
        ),
    ],
)  # fmt: skip
def test_key_figures(text: str, figures: dict[str, tuple[float | None, float | None]]) -> None:
    assert read(text).key_figures == figures


@pytest.mark.parametrize(
    ("title", "figures"),
    [
        ("Four killed in mine collapse", {"killed": (4, 4)}),
        ("Mine collapse injures 16 people", {"injured": (16, 16)}),
        ("Mine collapse closes road", {}),
    ],
)
def test_a_title_of_its_own_counts(title: str, figures: dict[str, tuple[float, float]]) -> None:
    found = extract("The road to the mine was closed for hours.", title=title)
    assert found.key_figures == figures


@pytest.mark.parametrize("text", [OPENING, OPENING + "A bombing in Pakistan killed 50 people.\n"])
def test_events_and_claims_agree(text: str) -> None:
    found = read(text)
    assert sum(e.main for e in found.events) == 1
    for claim in found.claims:
        assert claim.event is None or 0 <= claim.event < len(found.events)
    for event in found.events:
        assert (event.date_from is None) == (event.date_to is None)
        assert event.date_from is None or event.date_to is None or event.date_from <= event.date_to
    assert len({e.name for e in found.events}) == len(found.events)


@pytest.mark.parametrize(
    ("sentence", "predicate", "subject", "object_", "stance"),
    [
        ("Sudan accused Kenya of involvement in the attack.", "involved", "kenya", "", "asserts"),
        ("Kenya denied any involvement in the attack.", "involved", "kenya", "", "denies"),
        (
            "Kenya's foreign ministry denied any role in the attack.",
            "involved",
            "kenya",
            "",
            "denies",
        ),
        (
            "The suspects in the attack were Ghanaians.",
            "nationality",
            "attackers",
            "ghana",
            "asserts",
        ),
        (
            "Police said that the gunmen were citizens of Ghana.",
            "nationality",
            "attackers",
            "ghana",
            "asserts",
        ),
        ("The attackers were not from Ghana.", "nationality", "attackers", "ghana", "denies"),
        ("Hamas claimed responsibility for the attack.", "responsible", "hamas", "", "asserts"),
        (
            "The attack may strain relations between Ghana and Togo.",
            "relations",
            "",
            "ghana|togo",
            "asserts",
        ),
        (
            "The attack is unlikely to change the ties between Togo and Ghana.",
            "relations",
            "",
            "ghana|togo",
            "asserts",
        ),
        ("The attack killed at least 22 people.", "killed", "people", "", "asserts"),
        ("The attack injured 60 people.", "injured", "people", "", "asserts"),
        ("Police arrested 11 people over the attack.", "arrested", "people", "", "asserts"),
    ],
)
def test_frames(sentence: str, predicate: str, subject: str, object_: str, stance: str) -> None:
    found = read("Attack at Freedom Hall in Lagos\n" + sentence)
    framed = [
        (c.frame.subject, c.frame.object, a.stance)
        for a in found.attributions
        if (c := found.claims[a.claim]).frame is not None and c.frame.predicate == predicate
    ]
    assert framed == [(subject, object_, stance)]


@pytest.mark.parametrize(
    "sentence",
    [
        "The bakery reopened on Monday.",
        "Sudan accused Kenya of dumping sugar on its markets.",
        "Ghanaians lined up for bread near the hall.",
        "Hamas published a video.",
        "The relations between Ghana and Togo are warm.",
        "The suspects were tired and hungry.",
    ],
)
def test_no_frame(sentence: str) -> None:
    assert all(c.frame is None for c in read("Attack at Freedom Hall in Lagos\n" + sentence).claims)


def test_where_somebody_is_at_home_nothing_need_have_happened() -> None:
    text = (
        "The group said that a hostage had died in an airstrike.\n\nIt named her for the first time, and gave her"
        " address in Dallas, Texas."
    )
    (event,) = [e for e in extract(text).events if e.main]
    assert (event.name, event.place) == ("airstrike", None)


@pytest.mark.parametrize("ill", ["heart", "panic"])
def test_an_attack_of_an_illness_is_no_happening(ill: str) -> None:
    assert not extract(f"The priest was rushed to hospital after a {ill} attack in Dallas.").events
