"""What one denies and another says in more words: "no survey took place", and "it passed a survey in May".

Whoever denies seldom uses the words of who asserts. But a denial is of all that it names, so that who says
the same of the same things, and more, says what is denied.
"""

import re
from functools import lru_cache

from claims.linking import wording
from claims.linking.lexicon import words_of
from claims.linking.types import Proposal, Statement

METHOD = "wording"

EXISTS = re.compile(
    r"^There (?:is|are|was|were|has been|have been|had been|will be|would be) (?:an? |any |some )?",
    re.IGNORECASE,
)
_TOOK_PLACE = re.compile(
    r"^(?:An?|Any|Some) [\w -]{3,40} (?:(?:has|have|had) )?(?:taken place|took place|been held|been given|was held|was given"
    r"|occurred|happened)\b"
)  # fmt: skip
_UNSURE = re.compile(
    r"\b(?:if|whether|unless|but|although|though|until|may|might|could|would|should|denies|denied)\b|\?"
)
# How something is, not what it did: a gate that was out of order sounded no alarm.
STATE = re.compile(
    r"\b(?:is|are|was|were|has been|had been) (?:not |still |already )?(?:out of|in|at|on|under|without|too|so)\b"
)
NEGATION = re.compile(rf"(?i)\b(?:{'|'.join(sorted(wording.NEGATIONS))})\b|n['’]t\b")
_LIGHT = words_of("light_words")
_FEWEST = 2  # words in common: with one, only that there was such a thing at all can be denied


@lru_cache(maxsize=1)
def _same_deeds() -> dict[str, str]:
    """Words of news by the one that stands for them: "troops" soldiers."""
    return dict(pair.split("/") for pair in words_of("same_deeds"))


@lru_cache(maxsize=8192)
def content(text: str) -> tuple[str, ...]:
    """The content of a sentence in order, one word for several that mean the same, without what says little."""
    same = _same_deeds()
    plain = re.sub(r"['’]s\b", "", text)
    plain = re.sub(r"\bopen(?:ed|ing)? fire\b", "shot", plain)
    plain = " ".join(same.get(word.casefold(), word) for word in plain.replace(".", " .").split())
    stems = (wording.stem(same.get(s, s)) for s in wording.read(plain).stems)
    return tuple(s for s in dict.fromkeys(stems) if s not in _LIGHT)


def tells(a: Statement, b: Statement) -> Proposal | None:
    """That one, which somebody asserts, says all that the other does, which is only denied.

    The two have to be of one matter. Symmetric.
    """
    only = [s.sides == {"against"} for s in (a, b)]
    if only[0] == only[1] or "for" not in (b if only[0] else a).sides:
        return None
    denied, said = (a, b) if only[0] else (b, a)
    left, right = wording.read(denied.text), wording.read(said.text)
    if left.turned or _UNSURE.search(said.text) or not left.numbers <= right.numbers:
        return None
    # What stands behind a negation is not said to be so.
    what, more = content(denied.text), content(NEGATION.split(said.text)[0])
    exists = EXISTS.match(denied.text) or _TOOK_PLACE.match(denied.text)
    if not left.times <= right.times or (right.times - left.times and not exists):
        return None
    if not what or [w for w in more if w in what] != list(what):
        return None
    if len(what) < _FEWEST and not (exists and not STATE.search(said.text)):
        return None
    explanation = "one says what the other says, which is denied, and more"
    return Proposal("supports", 0.6, METHOD, explanation, reversed=said is b)
