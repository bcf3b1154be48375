"""Countries and groups by their many names."""

import pytest

from claims.extraction.naming.gazetteer import (
    countries,
    countries_in,
    country_around,
    country_form,
    country_named,
    country_of,
    group_of,
    groups_in,
    is_major_place,
    well_known,
)


@pytest.mark.parametrize(
    ("form", "country"),
    [
        ("Norway", "Norway"),
        ("Norwegians", "Norway"),
        ("Oslo", "Norway"),
        ("the Kremlin", "Russia"),
        ("Downing Street", "United Kingdom"),
        ("US", "United States"),
        ("U.S.", "United States"),
        ("Kiev", "Ukraine"),
        ("Kyiv", "Ukraine"),
        ("The Hague", "Netherlands"),
        ("Côte d'Ivoire", "Ivory Coast"),
        ("Chad's", "Chad"),
        ("Atlantis", None),
        ("", None),
        ("us", None),
    ],
)
def test_country_of(form: str, country: str | None) -> None:
    assert country_of(form) == country


@pytest.mark.parametrize(
    ("form", "kind"),
    [("Chile", "name"), ("Chileans", "demonym"), ("Santiago", "seat"), ("Mars", None)],
)
def test_country_form(form: str, kind: str | None) -> None:
    assert country_form(form) == kind


def test_all_members_of_the_united_nations_are_there() -> None:
    assert len(countries()) >= 195
    assert all(c.demonyms or c.seats or c.aliases for c in countries().values())


def test_no_form_stands_for_two_countries() -> None:
    seen: dict[str, str] = {}
    for country in countries().values():
        for form in {country.name, *country.demonyms, *country.seats, *country.aliases}:
            assert seen.setdefault(form, country.name) == country.name, form


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("between Oslo and Sweden", ["Norway", "Sweden"]),
        ("North Korea and South Korean ships", ["North Korea", "South Korea"]),
        ("the South Sudanese army in Sudan", ["South Sudan", "Sudan"]),
        ("a Romantic poem about chilean", []),
        ("anti-Russian words", []),
    ],
)
def test_countries_in(text: str, names: list[str]) -> None:
    assert [name for name, _ in countries_in(text)] == names


@pytest.mark.parametrize(
    ("form", "group"),
    [
        ("Daesh-K", "ISIS-K"),
        ("the Vilayat Khorasan", "ISIS-K"),
        ("Islamic State", "ISIS"),
        ("Al-Qaida", "Al-Qaeda"),
        ("Hizbollah", "Hezbollah"),
        ("the fire brigade", None),
        ("IS", "ISIS"),
        ("the IS", "ISIS"),
        ("is", None),
        ("The is", None),
        ("Ira", None),
    ],
)
def test_group_of(form: str, group: str | None) -> None:
    assert group_of(form) == group


def test_the_longer_name_is_the_one_meant() -> None:
    assert groups_in("the Afghan wing of ISIS-K") == ["ISIS-K"]
    assert groups_in("fighters of Islamic State and the Taliban") == ["ISIS", "Taliban"]
    assert groups_in("Islamic State in West Africa Province took the town") == ["ISWAP"]
    assert groups_in("What it is is not known") == []


@pytest.mark.parametrize(
    ("word", "country"),
    [
        ("Tajiks", "Tajikistan"),
        ("Türkiye", "Turkey"),
        ("U.S.", "United States"),
        ("Côte d'Ivoire", "Ivory Coast"),
        ("Moscow", None),
        ("Atlantis", None),
        ("", None),
    ],
)
def test_country_of_a_word(word: str, country: str | None) -> None:
    assert country_named(word) == country


@pytest.mark.parametrize(
    ("place", "country"),
    [
        ("Moscow", "Russia"),
        ("the Kremlin", "Russia"),
        ("Norway", "Norway"),
        ("Kiev", "Ukraine"),
        ("Port Alder", None),
    ],
)
def test_country_of_a_place(place: str, country: str | None) -> None:
    assert country_around(place) == country


def test_major_places_are_no_countries() -> None:
    assert is_major_place("Moscow")
    assert not is_major_place("Russia")
    assert not is_major_place("Port Alder")


def test_no_place_lies_in_two_countries() -> None:
    seen: dict[str, str] = {}
    for country in countries().values():
        for place in (*country.seats, *country.places):
            assert seen.setdefault(place, country.name) == country.name, place


def test_a_known_name_in_any_case() -> None:
    assert well_known("the Islamic State") == "ISIS"
    assert well_known("Islamic State of Khorasan") == "ISIS-K"
    assert well_known("un") == well_known("United Nations") == "UN"
    assert well_known("Kiev") == "Kyiv"
    assert well_known("Allotment Society") is None


def test_bodies_and_places_are_no_armed_groups() -> None:
    assert group_of("NATO") is None
    assert group_of("Kiev") is None
    assert groups_in("the UN and the Red Cross in Odessa") == []
