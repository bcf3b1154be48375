"""The same event or not."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.linking.events import same_event, same_place
from claims.linking.types import EventView


def event(
    kind: str = "attack",
    place: str | None = None,
    *names: str,
    on: date | None = None,
    to: date | None = None,
    number: int | None = None,
) -> EventView:
    return EventView(number, f"{kind} somewhere", kind, place, names, on, to or on)


MARCH = date(2024, 3, 22)


@pytest.mark.parametrize(
    ("a", "b", "verdict"),
    [
        # kinds
        (event("attack", "Tell Amra", on=MARCH), event("shooting", "Tell Amra", on=MARCH), "yes"),
        (
            event("terrorist attack", "Tell Amra", on=MARCH),
            event("massacre", "Tell Amra", on=MARCH),
            "yes",
        ),
        (event("attack", "Tell Amra", on=MARCH), event("event", "Tell Amra", on=MARCH), "yes"),
        (event("airstrike", "Tell Amra", on=MARCH), event("bombing", "Tell Amra", on=MARCH), "yes"),
        (
            event("sinking", "Port Alder", on=MARCH),
            event("accident", "Port Alder", on=MARCH),
            "yes",
        ),
        (event("attack", "Tell Amra"), event("earthquake", "Tell Amra"), "no"),
        (event("war", "Ruritania"), event("attack", "Ruritania"), "no"),
        (event("election", "Port Alder"), event("fire", "Port Alder"), "no"),
        # places and names
        (event("attack", "Crocus City Hall"), event("attack", "Krokus City Hall"), "yes"),
        (event("attack", "Crocus City Hall"), event("attack", "Crocus City concert hall"), "yes"),
        (
            event("attack", "Crocus City Hall", "Crocus City Hall", "Moscow"),
            event("shooting", "outskirts of Moscow", "Krokus City Hall"),
            "yes",
        ),
        (event("killing", "Baghdad", "Ali Hassani"), event("killing", None, "Hassani"), "unsure"),
        (event("attack", "Tell Amra"), event("attack", "Tell Amra"), "unsure"),
        (event("attack", "Tell Amra"), event("attack", "Beit Sara"), "no"),
        (event("attack", "Moscow"), event("attack", "Kerman"), "no"),
        (event("attack", "Moscow"), event("attack", "Iran"), "no"),
        (event("killing", "Baghdad", "Ali Hassani"), event("attack", "Iran", "Hassani"), "no"),
        (event("attack", None, "Boko Haram"), event("attack", None, "Boko Haram"), "unsure"),
        (event("attack", "Iran"), event("explosion", None, "Iran"), "unsure"),
        (event("attack", "Moscow"), event("attack", "Moscow"), "unsure"),
        (event("attack", "Moscow"), event("attack", "Russia"), "unsure"),
        (event("attack"), event("attack"), "unsure"),
        (event("attack", "Tell Amra"), event("attack"), "unsure"),
        # dates
        (event("attack", "Moscow", on=MARCH), event("attack", "Moscow", on=MARCH), "yes"),
        (event("attack", "Moscow", on=MARCH), event("attack", "Moscow"), "unsure"),
        (
            event("attack", "Tell Amra", on=MARCH),
            event("attack", "Tell Amra", on=MARCH + timedelta(days=1)),
            "yes",
        ),
        (
            event("attack", "Tell Amra", on=MARCH),
            event("attack", "Tell Amra", on=MARCH + timedelta(days=2)),
            "no",
        ),
        (
            event("attack", "Tell Amra", on=MARCH),
            event("attack", "Tell Amra", on=date(2023, 3, 22)),
            "no",
        ),
        (
            event("attack", "Tell Amra", on=MARCH),
            event("attack", "Tell Amra", on=date(2024, 1, 1), to=date(2024, 12, 31)),
            "unsure",
        ),
        (
            event("attack", "Moscow", on=MARCH),
            event("attack", "Moscow", on=date(2024, 1, 1), to=date(2024, 12, 31)),
            "unsure",
        ),
        # two venues of one city
        (
            event("attack", "Crocus City Hall", "Moscow", on=MARCH),
            event("attack", "Dubrovka Theatre", "Moscow", on=MARCH),
            "no",
        ),
        (
            event("attack", "Crocus City Hall", on=MARCH),
            event("attack", "Moscow", on=MARCH),
            "unsure",
        ),
    ],
)
def test_verdicts(a: EventView, b: EventView, verdict: str) -> None:
    assert same_event(a, b).verdict == verdict, same_event(a, b)
    assert same_event(b, a).verdict == verdict


def test_stored_events_are_known_by_their_id() -> None:
    one = event("attack", "Tell Amra", number=4)
    renamed = event("war", "Elsewhere", number=4)
    assert same_event(one, renamed).verdict == "yes"
    assert same_event(event(number=None), event(number=None)).verdict == "unsure"


@pytest.mark.parametrize(
    ("a", "b", "reason"),
    [
        (event("attack"), event("earthquake"), "an attack is not an earthquake"),
        (
            event("attack", "Moscow"),
            event("attack", "Iran"),
            "different countries: Russia and Iran",
        ),
        (
            event("attack", "Tell Amra"),
            event("attack", "Beit Sara"),
            "different places: Tell Amra and Beit Sara",
        ),
        (
            event("fire", "Tell Amra", on=MARCH),
            event("fire", "Tell Amra", on=date(2020, 1, 1), to=date(2020, 1, 31)),
            "different dates: 22 March 2024 and 1 January 2020 to 31 January 2020",
        ),
        (
            event("fire", "Tell Amra"),
            event("fire", "Tell Amra"),
            "both in Tell Amra, without dates to tell",
        ),
    ],
)
def test_reasons_are_in_words(a: EventView, b: EventView, reason: str) -> None:
    assert same_event(a, b).reason == reason


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("Crocus City", "Krokus City concert hall", True),
        ("outskirts of Tell Amra", "Tell Amra", True),
        ("Soleimani", "Qasem Soleimani", True),
        ("City Hall", "Town Hall", False),
        ("City Hall", "city hall", True),
        ("North Haven", "South Haven", True),  # directions tell too little to keep places apart
        ("Minsk", "Monsk", False),
        ("Hall", "Crocus City Hall", False),
    ],
)
def test_places(a: str, b: str, same: bool) -> None:
    assert same_place(a, b) is same
    assert same_place(b, a) is same


def told(
    *names: str,
    people: tuple[str, ...] = (),
    kind: str = "shooting",
    on: date | None = None,
    published: date | None = None,
) -> EventView:
    """A happening as reported on a day, with whom it names as hurt or suspected."""
    return replace(event(kind, None, *names, on=on), people=people, published=published)


LATER = MARCH + timedelta(days=5)
WEEKS = MARCH + timedelta(days=20)
NEXT_YEAR = date(2025, 2, 3)


@pytest.mark.parametrize(
    ("a", "b", "verdict"),
    [
        # people, in full, whatever stands between their names
        (told(people=("Ana Ruiz",)), told(people=("Ana M. Ruiz",)), "yes"),
        (told(people=("Nick Vance",)), told(people=("Nicholas Vance Jr",)), "yes"),
        (told(people=("Ana Ruiz",)), told("Ana Ruiz"), "yes"),
        (told(people=("Ana Ruiz",)), told(people=("Bea Ruiz",)), "unsure"),
        (told(people=("Dora Smith",)), told(people=("Roland D. Smith",)), "unsure"),
        (told(people=("Ana Ruiz",), published=MARCH), told(people=("Ana Ruiz",), published=NEXT_YEAR), "yes"),
        # on different days, one name may be a coincidence or a series; two are a day told wrongly
        (told(people=("Ana Ruiz",), on=MARCH), told(people=("Ana Ruiz",), on=LATER), "no"),
        (
            told(people=("Ana Ruiz", "Leo Kern"), on=MARCH),
            told(people=("Leo Kern", "Ana Ruiz"), on=LATER),
            "yes",
        ),
        (told("900 Quarry Road", on=MARCH), told("912 Quarry Road", on=LATER), "yes"),
        (told("900 Quarry Road", on=MARCH), told("900 Quarry Road", on=NEXT_YEAR), "no"),
        # one of two reports of one week may be dated by an earlier case that it recalls; of two years, both may be right
        (
            told("Quarry Road", people=("Ana Ruiz", "Leo Kern"), on=date(2023, 1, 5), published=LATER),
            told("Quarry Road", people=("Ana Ruiz", "Leo Kern"), on=MARCH, published=MARCH + timedelta(days=2)),
            "yes",
        ),
        (
            told("Quarry Road", people=("Ana Ruiz", "Leo Kern"), on=date(2023, 1, 5), published=date(2023, 1, 6)),
            told("Quarry Road", people=("Ana Ruiz", "Leo Kern"), on=MARCH, published=LATER),
            "no",
        ),
        (
            told(people=("Ana Ruiz", "Leo Kern"), on=date(2023, 1, 5), published=LATER),
            told(people=("Ana Ruiz", "Leo Kern"), on=MARCH, published=LATER),
            "no",
        ),
        (told(people=("Frieda Kern",)), told(people=("Freida Kern",)), "yes"),
        (told(people=("Ana Ruiz",)), told(people=("Ina Ruiz",)), "unsure"),
        # who flees from a shooting may crash; of a quake and a shooting one is meant
        (
            told(people=("Ana Ruiz", "Leo Kern"), on=MARCH),
            told(people=("Ana Ruiz", "Leo Kern"), on=MARCH, kind="crash"),
            "yes",
        ),
        (
            told("Alderton", people=("Ana Ruiz",), on=MARCH),
            told("Alderton", people=("Ana Ruiz",), on=MARCH, kind="crash"),
            "yes",
        ),
        (told(people=("Ana Ruiz",)), told(people=("Ana Ruiz",), kind="crash"), "no"),
        (
            told(people=("Ana Ruiz", "Leo Kern"), on=MARCH),
            told(people=("Ana Ruiz", "Leo Kern"), on=MARCH, kind="earthquake"),
            "no",
        ),
        # venues and addresses
        (told("Blue Heron Tavern"), told("Blue Heron bar"), "yes"),
        (told("nightclub"), told("Blue Heron nightclub"), "no"),
        (told("Northeast Park Hill"), told("Hill"), "no"),
        (told("Quarry Road", on=MARCH), told("900 Quarry Road", on=MARCH), "yes"),
        (told("Quarry Road"), told("Quarry Road"), "unsure"),
        (told("Quarry Road", published=MARCH), told("Quarry Road", published=MARCH), "yes"),
        (told("Quarry Road", "Elm Street"), told("Elm Street", "Quarry Road"), "yes"),
        (told("900 Quarry Road", on=MARCH), told("2300 Quarry Road", on=MARCH), "no"),
        # an address within weeks, a street within days, and one without its "Road" by its number
        (told("900 Quarry Road", on=MARCH), told("900 Quarry Road", published=WEEKS), "yes"),
        (told("900 Quarry Road", on=LATER), told("900 Quarry Road", published=MARCH), "yes"),
        (told("Quarry Road", on=MARCH), told("900 Quarry Road", published=LATER), "yes"),
        (told("Quarry Road", on=MARCH), told("900 Quarry Road", published=WEEKS), "unsure"),
        (told("900 Quarry", on=MARCH), told("912 Quarry Road", published=LATER), "yes"),
        (told("900 Quarry", on=MARCH), told("2300 Quarry Road", published=LATER), "no"),
        # the address, and the corner where the police stood; of two towns of one state they are two
        (told("Chicago", "900 Quarry Road", on=MARCH), told("Chicago", "1200 Quarry Road", on=MARCH), "yes"),
        (told("Chicago", "900 Quarry Road", on=MARCH), told("Chicago", "1300 Quarry Road", on=MARCH), "unsure"),
        (told("Chicago", "900 Quarry Road", on=MARCH), told("Chicago", "1200 Quarry Road"), "unsure"),
        (told("Ohio", "900 Quarry Road", on=MARCH), told("Ohio", "1200 Quarry Road", on=MARCH), "unsure"),
        # many towns have an Elm Street
        (told("Elm Street", "Alderton", on=MARCH), told("Elm Street", "Vesk", on=MARCH), "unsure"),
        # but hardly another one an Ostley Road, on the same day
        (told("Ostley Road", "Alderton", on=MARCH), told("Ostley Road", "Vesk", on=MARCH), "yes"),
        (told("Ostley Road", "Alderton", on=MARCH), told("Ostley Road", "Vesk", published=MARCH), "unsure"),
        (told("4th Street", "Alderton", on=MARCH), told("4th Street", "Vesk", on=MARCH), "unsure"),
        # a park sees much in a year, a tavern little; and a town may have two of one name
        (told("Ostley Park", published=MARCH), told("Ostley Park", published=NEXT_YEAR), "unsure"),
        (told("Ostley Park", published=MARCH), told("Ostley Park", published=MARCH), "yes"),
        (told("Ostley Tavern", published=MARCH), told("Ostley Tavern", published=NEXT_YEAR), "yes"),
        (told("East Ostley Park", on=MARCH), told("West Ostley Park", on=MARCH), "no"),
        (
            told("Elm Street", "Alder County", on=MARCH),
            told("Elm Street", "Vesk", on=MARCH),
            "yes",
        ),
        # short forms
        (told("Ft. Alder", on=MARCH), told("Fort Alder", on=MARCH), "yes"),
        (told("Alder Co.", on=MARCH), told("Alder County", on=MARCH), "yes"),
        # a town on one day, unless two streets of it are named
        (told("Alderton", on=MARCH), told("Alderton", "Elm Street", on=MARCH), "yes"),
        (told("Alderton", "Quarry Road", on=MARCH), told("Alderton", "Elm Street", on=MARCH), "no"),
        (told("Alderton", published=MARCH), told("Alderton", published=LATER), "unsure"),
        (told("Alderton", published=MARCH), told("Alderton", published=MARCH), "yes"),
        # and so does a county with a large city
        (told("Vesk County", published=MARCH), told("Vesk County", published=MARCH), "yes"),
        (
            told("Vesk", "Vesk County", published=MARCH),
            told("Vesk", "Vesk County", "Chicago", published=MARCH),
            "unsure",
        ),
        # what a large city sees every day
        (told("Chicago", on=MARCH), told("Chicago", on=MARCH), "unsure"),
        (told("Baltimore", published=MARCH), told("Baltimore", on=MARCH), "unsure"),
        (told("Chicago", kind="attack", on=MARCH), told("Chicago", kind="attack", on=MARCH), "yes"),
        (told("Ohio", on=MARCH), told("Ohio", on=MARCH), "unsure"),
        # nobody tells today of what happens tomorrow
        (told("Alderton", published=MARCH), told("Alderton", on=LATER), "no"),
        (told("Alderton", published=LATER), told("Alderton", on=MARCH), "unsure"),
    ],
)  # fmt: skip
def test_what_few_happenings_share(a: EventView, b: EventView, verdict: str) -> None:
    assert same_event(a, b).verdict == verdict, same_event(a, b)
    assert same_event(b, a).verdict == verdict


PLACES = st.sampled_from(
    [
        "Moscow",
        "Iran",
        "Tell Amra",
        "Beit Sara",
        "Crocus City Hall",
        "900 Quarry Road",
        "Elm Street",
        None,
    ]
)
DATES = st.one_of(st.none(), st.dates(date(2024, 1, 1), date(2024, 1, 20)))
EVENTS = st.builds(
    lambda kind, place, names, on, people, published: replace(
        event(kind, place, *names, on=on), people=tuple(people), published=published
    ),
    st.sampled_from(["attack", "shooting", "earthquake", "event"]),
    PLACES,
    st.lists(PLACES.filter(bool), max_size=3),
    DATES,
    st.lists(st.sampled_from(["Ana Ruiz", "Ana M. Ruiz", "Leo Kern"]), max_size=2),
    DATES,
)


@given(EVENTS, EVENTS)
def test_the_question_is_symmetric(a: EventView, b: EventView) -> None:
    assert same_event(a, b).verdict == same_event(b, a).verdict


@given(EVENTS)
def test_an_event_is_never_another_than_itself(one: EventView) -> None:
    assert same_event(one, one).verdict in ("yes", "unsure")


def test_no_table_says_in_which_town_a_street_lies() -> None:
    town = EventView(
        None, "blast in Vesk", "explosion", "Vesk", ("Vesk",), date(2024, 5, 7), date(2024, 5, 7)
    )
    street = replace(town, name="blast", place=None, names=("Tanner Road",))
    assert same_event(town, street).verdict == "unsure"
    assert (
        same_event(
            town, replace(street, date_from=date(2024, 8, 1), date_to=date(2024, 8, 1))
        ).verdict
        == "no"
    )
