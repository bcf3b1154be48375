"""Countries, groups and the spellings of names, in forms that the press uses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.extraction.naming.gazetteer import (
    countries,
    countries_in,
    country_of,
    group_of,
    groups_in,
)
from claims.extraction.text.spelling import name_key

COUNTRIES = [
    ("Peru", "Peruvian", "Peruvians", "Lima"),
    ("Poland", "Polish", "Poles", "Warsaw"),
    ("Chile", "Chilean", "Chileans", "Santiago"),
    ("Kenya", "Kenyan", "Kenyans", "Nairobi"),
    ("Ghana", "Ghanaian", "Ghanaians", "Accra"),
    ("Norway", "Norwegian", "Norwegians", "Oslo"),
    ("Portugal", "Portuguese", "Portuguese", "Lisbon"),
    ("Hungary", "Hungarian", "Hungarians", "Budapest"),
    ("Japan", "Japanese", "Japanese", "Tokyo"),
    ("Turkey", "Turkish", "Turks", "Ankara"),
    ("Spain", "Spanish", "Spaniards", "Madrid"),
    ("Sweden", "Swedish", "Swedes", "Stockholm"),
    ("Greece", "Greek", "Greeks", "Athens"),
    ("Egypt", "Egyptian", "Egyptians", "Cairo"),
    ("Mongolia", "Mongolian", "Mongolians", "Ulaanbaatar"),
]


@pytest.mark.parametrize(("name", "adjective", "people", "capital"), COUNTRIES)
def test_all_forms_of_a_country(name: str, adjective: str, people: str, capital: str) -> None:
    for form in (name, adjective, people, capital):
        assert country_of(form) == name
        assert country_of(f"{form}'s") == country_of(f"{form}’s") == name
        assert country_of(f"  {form} ") == name
        assert country_of(form.lower()) is None


@pytest.mark.parametrize(("name", "adjective", "people", "capital"), COUNTRIES)
def test_mentions_in_a_sentence(name: str, adjective: str, people: str, capital: str) -> None:
    text = f"The {adjective} envoy left {capital}; {people} in {name}, he said, were glad."
    found = countries_in(text)
    assert {country for country, _ in found} == {name}
    starts = [text.index(adjective), text.index(capital)]
    assert [at for _, at in found[:2]] == starts


@pytest.mark.parametrize(
    "form",
    ["Europe", "Narnia", "Bavaria", "the sea", "President", "China shop owner", "Polandish", "X", " ", "'s", "the"],
)  # fmt: skip
def test_what_is_no_country(form: str) -> None:
    assert country_of(form) is None


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Niger and Nigeria signed it.", ["Niger", "Nigeria"]),
        ("Nigerians met Nigeriens.", ["Nigeria", "Niger"]),
        ("Guinea-Bissau has a port.", ["Guinea-Bissau"]),
        ("the Democratic Republic of the Congo", ["Democratic Republic of the Congo"]),
        ("South Sudan, not Sudan", ["South Sudan", "Sudan"]),
        ("a Peruvian in Peru", ["Peru", "Peru"]),
        ("a turkey for dinner", []),
        ("pro-Greek songs", []),
        ("Chadwick and Malinowski", []),
        ("", []),
    ],
)
def test_countries_in_order(text: str, names: list[str]) -> None:
    assert [name for name, _ in countries_in(text)] == names


@given(st.lists(st.sampled_from(sorted(countries())), min_size=1, max_size=4))
def test_every_country_is_found_where_it_stands(names: list[str]) -> None:
    text = "; ".join(names)
    found = countries_in(text)
    assert [name for name, _ in found] == names
    assert all(text[at:].startswith(name) for name, at in found)


@given(st.text(max_size=80))
def test_any_text_is_looked_through(text: str) -> None:
    places = [at for _, at in countries_in(text)]
    assert places == sorted(places)
    assert len(groups_in(text)) == len(set(groups_in(text)))
    assert country_of(text) is None or country_of(text) in countries()


@pytest.mark.parametrize(
    ("form", "group"),
    [
        ("ISKP", "ISIS-K"), ("Islamic State Khorasan", "ISIS-K"), ("Wilayat Khorasan", "ISIS-K"), ("ISIL", "ISIS"),
        ("Daesh", "ISIS"), ("the Islamic State group", "ISIS"), ("Taleban", "Taliban"), ("the Taliban", "Taliban"),
        ("Al Qaeda", "Al-Qaeda"), ("al-Qaida", "Al-Qaeda"), ("Hamas", "Hamas"), ("Hezbullah", "Hezbollah"),
        ("Boko Haram", "Boko Haram"), ("Al Shabaab", "Al-Shabaab"), ("the Houthis", "Houthis"), ("Ansar Allah", "Houthis"),
        ("M23", "M23"), ("Wagner", "Wagner Group"), ("TTP", "Tehrik-i-Taliban Pakistan"),
        ("the choir", None), ("", None), ("Islamic", None), ("State", None), ("Qaeda of bread", None),
    ],
)  # fmt: skip
def test_group_of(form: str, group: str | None) -> None:
    assert group_of(form) == group
    assert group_of(form.upper()) == group or form.startswith("the ")


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("Hamas and Hezbollah held talks.", {"Hamas", "Hezbollah"}),
        ("A branch of the Islamic State Khorasan Province claimed it.", {"ISIS-K"}),
        ("Daesh, also called ISIL, or Islamic State", {"ISIS"}),
        ("The Pakistani Taliban are not the Taliban.", {"Tehrik-i-Taliban Pakistan", "Taliban"}),
        ("The choir sang.", set()),
        ("", set()),
    ],
)
def test_groups_in(text: str, groups: set[str]) -> None:
    assert set(groups_in(text)) == groups


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Khabarovsk", "Habarovsk"), ("Sergei", "Sergey"), ("Dmitriy", "Dmitry"), ("Alexei", "Aleksei"),
        ("Müller", "Muller"), ("Łukasz", "łukasz"), ("São Paulo", "Sao Paulo"),
        ("Ousmane", "Usmane"), ("Mohammed", "Mohamed"),
        ("JAN BAKKER", "Jan Bakker"), ("Jan  Bakker", "Jan Bakker"),
    ],
)  # fmt: skip
def test_spellings_that_meet(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Oslo", "Olso"),
        ("Ada", "Ida"),
        ("Jan Bakker", "Jan Becker"),
        ("Lima", "Lyma Bay"),
        ("Peru", "Persia"),
        ("Abc", "Abd"),
    ],
)
def test_names_that_do_not(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@given(st.text(alphabet=st.characters(codec="latin-1"), max_size=30))
def test_a_key_is_blind_to_the_space_around_it(name: str) -> None:
    key = name_key(name)
    assert key == key.strip()
    assert "  " not in key
    assert name_key(f"  {name}  ") == key
