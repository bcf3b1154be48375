"""What is a headline, what its capitals are worth, and where the name of the outlet begins."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .nlp import text_of

if TYPE_CHECKING:
    from spacy.tokens import Doc


_LONGEST = 25  # words
# "Two shot in Vesk - Valley News Now | Weather, Sports"
_OUTLET = re.compile(
    r"\s+(?:[-–—|]|::)\s+(?=[^|]*(?:\b(?:News|TV|Channel|Weather|Radio|Times|Tribune|Herald|Post)\b|\.com\b|\b[WK][A-Z]{2,3}\b)).*|\s+(?:\||::)\s.*"
)


def is_headline(doc: Doc) -> bool:
    """Does a short first passage stand without a full stop?"""
    first = doc.user_data["passage"] == 0
    return first and len(doc) <= _LONGEST and text_of(doc)[-1:] not in '.!?"'


def headline_of(doc: Doc) -> str:
    """A headline without the outlet's name behind it, whose own town is not where it happened."""
    return _OUTLET.sub("", text_of(doc))


def is_titled(doc: Doc) -> bool:
    """Is nearly every word written with a capital, as in a headline? Then a capital proves no name."""
    end = len(headline_of(doc)) if is_headline(doc) else len(text_of(doc))
    words = [t for t in doc if t.is_alpha and len(t) > 3 and t.idx < end]
    return bool(words) and sum(t.text[0].isupper() for t in words) > 0.7 * len(words)
