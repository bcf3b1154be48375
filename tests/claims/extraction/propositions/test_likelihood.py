"""Words of estimative probability and hedges."""

import pytest

from claims.extraction.propositions.likelihood import hedged, likelihood, unhedged
from tests.claims.extraction.reading import claims, own


@pytest.mark.parametrize(
    ("clause", "term"),
    [
        ("the dam is unlikely to hold", "unlikely"),
        ("the dam is not likely to hold", "unlikely"),
        ("the dam is very unlikely to hold", "very unlikely"),
        ("a second blast is highly improbable", "very unlikely"),
        ("there is almost no chance of rain", "almost no chance"),
        ("it is a fifty-fifty bet", "roughly even chance"),
        ("the fire was probably set", "likely"),
        ("the fire was likely set by a guard", "likely"),
        ("the fire was most likely set by a guard", "very likely"),
        ("they will very likely lose", "very likely"),
        ("the fire was almost certainly set", "almost certain"),
        ("the fire was almost certainly not set", "almost no chance"),
        ("the dam may fail", None),
        ("the dam could fail", None),
        ("women are more likely to vote than men", None),
        ("nobody knows how likely a war is", None),
        ("the dam failed", None),
    ],
)
def test_terms_of_icd_203(clause: str, term: str | None) -> None:
    assert likelihood(clause) == term


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        ("the dam may fail", True),
        ("the dam might fail", True),
        ("the dam could fail", True),
        ("this risks harming trade", True),
        ("the plan has the potential to fail", True),
        ("the alleged role of two guards", True),
        ("perhaps the guard slept", True),
        ("the dam failed in May 2021", False),
        ("May said it", False),
        ("the dam failed", False),
        ("the risk was known", False),
    ],
)
def test_hedges(clause: str, expected: bool) -> None:
    assert hedged(clause) is expected


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        ("the strike is unlikely to last", "the strike will last"),
        ("the strikes are very likely to last", "the strikes will last"),
        ("the strike has the potential to last", "the strike will last"),
        ("the fire was most likely set by a guard", "the fire was set by a guard"),
        ("the guard may have slept", "the guard may have slept"),
    ],
)
def test_the_plain_statement(clause: str, expected: str) -> None:
    assert unhedged(clause) == expected


def test_unlikely_is_the_positive_claim_with_its_likelihood() -> None:
    text = "The new tariff is unlikely to change the price of bread."
    (found,) = own(text)
    assert found.likelihood == "unlikely"
    assert found.stance == "asserts"
    assert not found.hedged
    assert claims(text) == ["The new tariff will change the price of bread."]


def test_may_is_hedged_without_likelihood() -> None:
    (found,) = own("The new tariff may change the price of bread.")
    assert found.likelihood is None
    assert found.hedged
