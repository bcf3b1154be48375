"""The day on which the main happening was, told from the days of what followed it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from claims.extraction.text.datelines import DATELINE
from claims.extraction.text.dates import Period, days
from claims.extraction.text.lexicon import lexicon
from claims.extraction.text.nlp import text_of
from claims.extraction.text.tree import child

from .deeds import kind_of_deed, tells
from .mentions import kind_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

# How surely a day is that of the happening, by the word that it stands with.
_DEED, _HARM, _CALL, _OPEN = 4, 3, 2, 1
_MOST = 20  # days that a passage names are looked at; a list of more is no report
_FARTHEST = 8  # words up the sentence to the one that a day belongs to


def day_of(docs: Sequence[Doc], published: date | None) -> Period | None:
    """The day that these passages give the happening: that of the deed before that of the call for the
    police, and never that of an arrest or a trial."""
    best, day = 0, None
    for doc in docs:
        text = text_of(doc)
        line = DATELINE.match(text)
        filed = line.end() if line is not None else 0  # its day is that of the report
        for offset, named in days(text, published)[:_MOST]:
            if offset < filed:
                continue
            token = next((t for t in doc if t.idx + len(t) > offset), None)
            sure = _sureness(token) if token is not None else 0
            if sure > best:
                best, day = sure, named
    return (day, day) if day else None


def _sureness(token: Token) -> int:
    """How surely a day is that of the happening, by the nearest word above it that tells."""
    listed = lexicon().scene
    word = token
    for _ in range(_FARTHEST):
        lemma = word.lemma_.lower()
        if (
            lemma in listed["telling"]
            and token.i < word.i
            and any(map(tells, token.doc[token.sent.start : token.i]))
        ):
            break  # "Two were shot on Monday, they said": whatever the parser makes of it
        if lemma in listed["aftermath"] or (lemma in lexicon().verbs and child(word, "ccomp")):
            return 0  # "repeated on Monday that P": the day of the saying
        if kind_of_deed(word) not in (None, "killing") or _is_happening(word):
            return _DEED
        if lemma in listed["harms"]:
            return _HARM
        if lemma in listed["calls"]:
            return _CALL
        if word.pos_ == "VERB" or word.head == word:
            break
        word = word.head
    told = {t.lemma_.lower() for t in token.sent}
    after = listed["aftermath"] - listed["telling"]
    return _OPEN if not told & after and any(map(tells, token.sent)) else 0


def _is_happening(word: Token) -> bool:
    return kind_of(word) is not None or word.lemma_.lower() in lexicon().scene["happens"]
