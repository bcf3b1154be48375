"""What tells that two statements are of one matter, where no event does."""

from datetime import date

import pytest

from claims.linking.matters import context, one_case
from claims.linking.types import Statement
from tests.claims.linking.builders import plain

NAMES = frozenset({"gull rock", "lady anne"})


def placed(
    *,
    cases: frozenset[int] = frozenset({1}),
    matters: frozenset[int] = frozenset(),
    context: frozenset[str] = NAMES,
    published: date | None = None,
) -> Statement:
    return Statement(
        1, "The light was out.", published=published, cases=cases, matters=matters, context=context
    )


def test_names_that_few_texts_have() -> None:
    text = (
        "The Lady Anne ran aground off Gull Rock on Monday, Mr Harte told Reuters in Paris. "
        "She said the UN had asked Russia. It was the third wreck there. The Ministry said nothing."
    )
    assert {"lady anne", "gull rock"} <= context(text)
    assert not {"paris", "un", "russia", "monday", "it", "she"} & context(text)


def test_only_the_beginning_of_a_long_text_is_read() -> None:
    assert context("It rained there. " * 5000 + "The Lady Anne ran aground.") == frozenset()


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (placed(), placed(), True),
        (placed(), placed(cases=frozenset({2})), False),
        (placed(), placed(context=frozenset({"gull rock", "cape dorn"})), False),
        (placed(matters=frozenset({1})), placed(matters=frozenset({1}), context=frozenset()), True),
        (placed(published=date(2024, 3, 1)), placed(published=date(2024, 3, 9)), True),
        (placed(published=date(2024, 3, 1)), placed(published=date(2025, 3, 1)), False),
    ],
)
def test_one_case_puts_two_under_one_matter(
    one: Statement, other: Statement, *, expected: bool
) -> None:
    assert one_case(one, other) is expected
    assert one_case(other, one) is expected


def test_no_case_is_no_matter() -> None:
    assert not one_case(plain("The light was out."), plain("The light was on."))
