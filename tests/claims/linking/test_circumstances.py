"""When, where and by whose hand: what one happening has only once."""

from dataclasses import replace
from datetime import date

import pytest

from claims.linking.circumstances import asked, compare, read
from claims.linking.claims import compare as compare_claims
from tests.claims.linking.builders import FERRY, QUAKE, plain

MONDAY = date(2026, 3, 2)


def relation(a: str, b: str, told: date | None = None) -> tuple[str, str] | None:
    one, other = (replace(plain(text), published=told) for text in (a, b))
    found, back = compare(one, other), compare(other, one)
    assert (found is None) == (back is None), "the order of the two does not matter"
    if found is None or back is None:
        return None
    assert (found.relation, found.confidence) == (back.relation, back.confidence)
    return found.relation, found.explanation


@pytest.mark.parametrize(
    ("a", "b", "explanation"),
    [
        ("The blast was on Monday.", "The blast was on Tuesday.", "time: Monday against Tuesday"),
        ("The blast was on Monday", "The explosion happened on Wednesday", "time: Monday against Wednesday"),
        ("The attack took place on 3 May.", "The attack was on May 5, 2024.", "time: 3 May against May 5, 2024"),
        ("The quake struck in Lagos on 3 May.", "The quake struck in Lagos on 5 May.", "time: 3 May against 5 May"),
        ("The blast was in Lagos.", "The explosion happened in Abuja.", "place: Lagos against Abuja"),
        ("The blast at the depot was in Kenya.", "The blast was in Uganda.", "place: Kenya against Uganda"),
        # one lies in the other, or may, or they are two spellings
        ("The blast was in Lagos.", "The blast was in Nigeria.", None),
        ("The blast was in Lagos.", "The blast was in Ikeja.", None),
        ("The blast was in Kyiv.", "The blast was in Kiev.", None),
        ("The blast was near Moscow.", "The blast was in Moscow.", None),
        ("The blast was in Lagos on Monday.", "The blast was on Monday at Tincan Port.", None),
        # the same
        ("The blast was on Monday.", "The explosion happened on Monday morning.", None),
        ("The attack took place on 3 May.", "The attack was on May 3.", None),
        # a night is two days
        ("The blast was on Monday night.", "The blast was on Tuesday.", None),
        ("The blast was on 3 May.", "The blast was early on 4 May.", None),
        ("The blast was on Monday night.", "The blast was on Thursday.", "time: Monday against Thursday"),
        # what lasts has a beginning, and no one day or place
        ("The protest was on Monday.", "The protest was on Tuesday.", None),
        ("The storm was in Kenya.", "The storm was in Uganda.", None),
        ("The protest began on Monday.", "The protest started on Thursday.", "time: Monday against Thursday"),
        ("The attack began on Monday.", "The attack was on Tuesday.", None),
        # another happening
        ("The first blast was on Monday.", "The second blast was on Tuesday.", None),
        ("The blast was on Monday.", "The later blast was on Tuesday.", None),
        ("The attack was on Friday.", "The stabbing was on Sunday.", None),
        ("The attack on Crocus City Hall was on Friday.", "The attack in Kerman was on Sunday.", None),
        # said with reserve, denied, or of something else
        ("The blast was not on Monday.", "The blast was on Tuesday.", None),
        ("The blast was planned on Monday.", "The blast was on Tuesday.", None),
        ("The blast was on Monday or Tuesday.", "The blast was on Wednesday.", None),
        ("The blast was on Monday, when the market was open.", "The blast was on Tuesday.", None),
        ("Blasts were heard on Monday.", "The blast was on Tuesday.", None),
        ("The blast was on Monday.", "", None),
    ],
)  # fmt: skip
def test_days_and_places(a: str, b: str, explanation: str | None) -> None:
    assert relation(a, b) == (("contradicts", explanation) if explanation else None)


@pytest.mark.parametrize(
    ("a", "b", "apart"),
    [
        ("The blast was on Monday.", "The blast was on 2 March.", False),
        ("The blast was on Monday.", "The blast was on 4 March.", True),
        ("The blast was on Sunday.", "The blast was on 1 March.", False),
        # of whichever week: told long afterwards
        ("The blast was on Monday.", "The blast was on 4 January.", False),
    ],
)
def test_a_weekday_is_the_last_one_when_it_was_told(a: str, b: str, apart: bool) -> None:
    assert (relation(a, b, MONDAY) is not None) is apart
    assert relation(a, b) is None, "nobody knows which week"


@pytest.mark.parametrize(
    ("a", "b", "explanation"),
    [
        ("The attack was led by Ade Okoro.", "The attack was led by Femi Bello.", "by Ade Okoro, or by Femi Bello"),
        ("Ade Okoro led the attack.", "The assault was led by Femi Bello.", "by Ade Okoro, or by Femi Bello"),
        ("The raid was ordered by Norway.", "Sweden ordered the raid.", "by Norway, or by Sweden"),
        ("The attack was led by Ade Okoro.", "General Okoro led the attack.", None),
        ("The attack was led by Ade Okoro.", "The attack was led by the Okoro Brigade.", None),
        ("The attack was led by Ade Okoro.", "The attack was planned by Femi Bello.", None),
        # for a body somebody acts, and is no rival of it
        ("The attack was led by Ade Okoro.", "The attack was led by ISIS-K.", None),
        ("The attack was staged by Tajiks.", "Ade Okoro staged the attack.", None),
        ("The attack was led by gunmen.", "The attack was led by Femi Bello.", None),
        ("The first attack was led by Ade Okoro.", "The attack was led by Femi Bello.", None),
        ("Ade Okoro never led the attack.", "Femi Bello led the attack.", None),
    ],
)  # fmt: skip
def test_who_had_a_hand_in_it_is_a_rival_of_whoever_else_is_named(
    a: str, b: str, explanation: str | None
) -> None:
    assert relation(a, b) == (("rivals", explanation) if explanation else None)


def test_only_what_is_plainly_said_is_read() -> None:
    found = read("The ferry attack took place near Port Alder on 3 May 2021.")
    assert found is not None
    assert found.when is not None
    assert (found.when.day, found.when.month, found.when.year) == (3, 5, 2021)
    assert (found.kind, found.places) == ("attack", ("Port Alder",))
    assert read("Everyone knows that the attack was on Monday.") is None
    assert read("The attack was terrible.") is None
    assert read("The attack was in May.") is None


def test_claims_are_compared_so_within_one_event_alone() -> None:
    one, other = (
        plain("The sinking was on Monday.", event=FERRY),
        plain("The sinking was on Friday."),
    )
    same, elsewhere = replace(other, event=FERRY, id=2), replace(other, event=QUAKE, id=2)
    found = compare_claims(one, same, 0.6)
    assert found is not None
    assert (found.relation, found.method) == ("contradicts", "circumstances")
    assert compare_claims(one, elsewhere, 0.9) is None
    assert compare_claims(one, replace(other, id=2), 0.6) is None


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["The blast was on Monday.", "The blast was on Tuesday."], "When was"),
        (["The blast was in Lagos.", "The blast was in Abuja."], "Where was"),
        (["Ade Okoro led the attack.", "The attack was led by Femi Bello."], "Who led"),
        (["The blast was on Monday.", "The blast was in Abuja."], None),
        (["The blast was on Monday."], None),
        (["The blast was on Monday.", "Nobody heard it."], None),
        ([], None),
    ],
)
def test_what_they_differ_on(texts: list[str], expected: str | None) -> None:
    assert asked(texts) == expected
