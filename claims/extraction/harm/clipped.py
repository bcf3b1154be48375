"""Whom the clipped words of a headline mean, where the parser finds no one: who stands just before, or after."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .persons import counts_persons, is_count, personal

if TYPE_CHECKING:
    from spacy.tokens import Token


def beside(token: Token) -> list[Token]:
    """Who stands just before this word of harm, or just after."""
    found = just_before(token)
    if found or token.pos_ != "VERB":
        return found
    doc = token.doc
    for i in range(token.i + 1, min(token.sent.end, token.i + 5)):
        other = doc[i]
        if other.is_punct or other.dep_ == "cc":
            break
        if _stands_for_some(other) or (other.pos_ in ("NOUN", "PROPN") and personal(other)):
            return [other]
    return []


def just_before(token: Token) -> list[Token]:
    """The person or the number that stands last before this word."""
    doc = token.doc
    for i in range(token.i - 1, max(token.sent.start, token.i - 10) - 1, -1):
        other = doc[i]
        if other.text in (";", ":", "|", "--", "—") or (other.text == "-" and other.whitespace_):
            break
        if _stands_for_some(other):
            return [other]
        if other.pos_ in ("NOUN", "PROPN", "ADJ", "INTJ") and personal(other):
            return [other]
        if other.pos_ == "VERB" and other.lower_ not in ("was", "were", "shot", "found"):
            break
    return []


def _stands_for_some(number: Token) -> bool:
    """Whether a number can stand for persons: no age, and not the nine of "a 9 mm pistol"."""
    return (
        is_count(number)
        and not _of_an_age(number)
        and counts_persons(number.head if number.dep_ in ("nummod", "compound") else number)
    )


def _of_an_age(number: Token) -> bool:
    """Whether the number is somebody's age: "boy, 2, dies", "3-year-old"."""
    doc = number.doc
    before = doc[number.i - 1] if number.i > 0 else number
    after = doc[number.i + 1] if number.i + 1 < len(doc) else number
    return (
        (before.text == "," and after.text in (",", ")", "."))
        or after.text == "-"
        or after.lower_ in ("year", "years", "yr", "month", "-year")
    )
