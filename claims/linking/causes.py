"""What is said to have caused one happening: a leak, or lightning. Both can have had a part in it, and so they rival.

Only sentences that say just that are read: what it was, a verb or noun of causing, and the happening.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from claims.linking import wording
from claims.linking.circumstances import KIND
from claims.linking.events import same_kind
from claims.linking.lexicon import words_of
from claims.linking.types import Proposal, Statement

METHOD = "circumstances"

_WHAT = rf"(?:the|this|that|an?|its)\s+(?:[\w'’-]+\s+){{0,3}}?(?P<kind>{KIND})\b"
_BE = r"(?:is|are|was|were|has been|have been|had been|may have been|might have been)"
_HOW = r"(?:[a-z]+ly\s+|most likely\s+)?"
_CAUSE = r"(?P<cause>.{3,90}?)"
_IS_CAUSED = rf"(?:{_BE}\s+{_HOW}(?:caused by|due to|triggered by|sparked by|set off by|down to|(?:a|the) result of))"
_CAUSED = rf"^{_CAUSE}\s+(?:(?:has|have|had|may have|might have)\s+)?{_HOW}(?:caused|triggered|sparked|led to|brought about|set off)"
_REASON = r"(?:[\w-]+\s+){0,2}?(?:cause|reason)\s+(?:of|for|behind)"
_PATTERNS = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_CAUSED}\s+{_WHAT}",
        rf"^{_CAUSE}\s+{_BE}\s+{_HOW}(?:(?:the\s+)?{_REASON}|to blame for|responsible for|behind)\s+{_WHAT}",
        rf"^{_WHAT}[^,;]{{0,60}}?\s+(?:{_IS_CAUSED}|resulted from|stemmed from)\s+{_CAUSE}[.\s]*$",
        rf"^.{{3,60}}?\s(?:regards?|sees?|names?|regarded|saw|named)\s+{_CAUSE}\s+as\s+the\s+{_REASON}\s+{_WHAT}",
    )
]
# A clause of its own may say something else of what stands before it.
_CLAUSE = re.compile(
    r"\b(?:if|whether|not|nor|no|never|unless|nobody|nothing)\b|n['’]t\b|\?", re.IGNORECASE
)
_ASKED = re.compile(r"\b(?:what|who|which|that|why|how)\b", re.IGNORECASE)
_LIGHT = words_of("light_words") | words_of("stop_words")


@dataclass(frozen=True, slots=True)
class Cause:
    """What a sentence gives as the cause of a happening of some kind, as written and as its content stems."""

    kind: str
    text: str
    stems: frozenset[str]


@lru_cache(maxsize=8192)
def read(text: str) -> Cause | None:
    """The cause that a plain sentence gives; None for any other sentence."""
    if _CLAUSE.search(text):
        return None
    match = next((m for pattern in _PATTERNS if (m := pattern.search(text))), None)
    if match is None or _ASKED.search(match["cause"]):
        return None
    cause = match["cause"].strip(" ,")
    stems = frozenset(s for s in wording.read(cause).stems if s not in _LIGHT)
    return Cause(match["kind"].casefold(), cause, stems) if stems else None


def compare(a: Statement, b: Statement) -> Proposal | None:
    """Two causes of one happening, of which neither is a part of the other. The two have to be of one matter.
    Symmetric, except for the order in the explanation."""
    left, right = read(a.text), read(b.text)
    if left is None or right is None or left.stems & right.stems:
        return None
    if not same_kind(left.kind, right.kind):
        return None
    return Proposal("rivals", 0.6, METHOD, f"cause: {left.text}, or {right.text}")


def asked(texts: Sequence[str]) -> str | None:
    """The beginning of the question that sentences about one happening answer, where each gives a cause of it."""
    return "What caused" if len(texts) > 1 and all(map(read, texts)) else None
