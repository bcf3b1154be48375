"""Amounts that no event holds together: a turnout, a sum of money, how far apart two things were."""

import re
from dataclasses import replace

from claims.linking import wording
from claims.linking.lexicon import words_of
from claims.linking.names import words
from claims.linking.quantities import MORE, Count, by_one_text, relate, size
from claims.linking.types import Proposal, Statement
from claims.linking.wording import Reading

_SO_FAR = re.compile(
    r"\b(?:so far|to date|(?:up )?to now|until now|as yet|already)\b", re.IGNORECASE
)
_ALIKE = 0.6  # cosine
_MOST_OF_IT = 0.6  # of what the shorter sentence measures
_OTHER_SCALE = 10.0  # a tenth of an amount is hardly another account of it
_COUNTED = words_of("counts")
_LIGHT = words_of("light_words")
_WHICH = words_of("which_of_several")


def compare(a: Statement, b: Statement, similarity: float) -> Proposal | None:
    """Two amounts outside any event that is counted: shares, sums of money, and what else has a unit.

    Nothing but the words tells whether both measure the same, so that one sentence has to say most of what
    the other does. The two have to be of one matter; `similarity` is the cosine of their embeddings.
    """
    left, right = Count.of(a), Count.of(b)
    if left is None or right is None or similarity < _ALIKE or not _comparable(a, b):
        return None
    if (left.quantity.measure, left.quantity.unit) != (right.quantity.measure, right.quantity.unit):
        return None
    low, high = sorted((size(left.values), size(right.values)))
    if not low or high / low > _OTHER_SCALE:
        return None
    proposal = relate(left, right)
    if proposal is None or (proposal.relation == "contradicts" and by_one_text(a, b)):
        return None
    if proposal.relation == "same_as":
        proposal = replace(proposal, relation="supports")
    # "percent: 39 percent" says it twice; the claims themselves say what is measured.
    explanation = proposal.explanation.removeprefix(f"{left.quantity.measure}: ")
    return replace(
        proposal, confidence=round(proposal.confidence * similarity, 2), explanation=explanation
    )


def _comparable(a: Statement, b: Statement) -> bool:
    """Do both measure the same, as far as words tell?"""
    if any(map(_is_elsewhere, (a, b))) or (a.event is None) != (b.event is None):
        return False  # the turnout of another vote is another turnout
    if (_SO_FAR.search(a.text) is None) != (_SO_FAR.search(b.text) is None):
        return False  # what it has cost is a part of what it will
    left, right = wording.read(a.text), wording.read(b.text)
    if left.turned != right.turned or (left.times and right.times and left.times != right.times):
        return False
    if left.names and right.names and not (_named_in(left, right) or _named_in(right, left)):
        return False
    if left.countries != right.countries or wording.opposed_words(left, right):
        return False
    one, other = (_measured(s, r) for s, r in ((a, left), (b, right)))
    if (one ^ other) & _WHICH:
        return False
    return bool(one and other) and len(one & other) / min(len(one), len(other)) >= _MOST_OF_IT


def _is_elsewhere(statement: Statement) -> bool:
    """People are counted by the event that befell them; and those who came on top of others are no total."""
    quantity = statement.quantity
    people = quantity is None or quantity.measure in _COUNTED or quantity.unit == "persons"
    return people or MORE.search(statement.text) is not None


def _named_in(one: Reading, other: Reading) -> bool:
    """Does one sentence name somebody of whom the other speaks?"""
    stems = {*other.stems, *(word for name in other.names for word in words(name))}
    return any(word in stems for name in one.names for word in words(name))


def _measured(statement: Statement, reading: Reading) -> set[str]:
    """The stems of what a sentence measures: neither numbers nor the unit nor words that say little."""
    unit = statement.quantity.unit if statement.quantity else ""
    return {
        s
        for s in reading.stems
        if s not in (wording.stem(unit), "percent", "%") and not s[0].isdigit() and s not in _LIGHT
    }
