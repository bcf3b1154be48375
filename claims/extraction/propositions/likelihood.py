"""How likely a speaker holds a claim to be, in ICD 203's seven terms, and whether it is hedged."""

from __future__ import annotations

import re
from functools import cache

from claims.extraction.text.lexicon import lexicon


@cache
def _terms() -> re.Pattern[str]:
    forms = sorted(lexicon().likelihood, key=len, reverse=True)
    return re.compile(
        r"(?<![\w-])(?:" + "|".join(map(re.escape, forms)) + r")(?![\w-])", re.IGNORECASE
    )


@cache
def _hedges() -> re.Pattern[str]:
    words = lexicon().hedges
    return re.compile(
        rf"\b(?:{'|'.join(sorted(words['words']))})\b(?!\s+\d)"
        rf"|\b(?:{'|'.join(sorted(words['risk']))})(?:s|ing)?\s+\w+ing\b"
        rf"|\b(?:the|a)\s+(?:{'|'.join(sorted(words['potential']))})\s+to\b"
        r"|\b(?:possible|conceivable)\s+that\b",
        re.IGNORECASE,
    )


# "Less likely than", "more likely to", "how likely" compare or ask; they say nothing about this claim.
_COMPARED = re.compile(r"\b(?:more|less|as|how|not|equally|just as)\s+$", re.IGNORECASE)


def likelihood(clause: str) -> str | None:
    """The ICD 203 term for the first word of estimative probability in ``clause``, or None.

    Source: ICD 203, Analytic Standards (2015), section D.6.e(2)(a).

    >>> likelihood("The vote will most likely be close"), likelihood("The vote may be close")
    ('very likely', None)
    """
    for match in _terms().finditer(clause):
        if not _COMPARED.search(clause[: match.start()]):
            return lexicon().likelihood[match.group().lower()]
    return None


def hedged(clause: str) -> bool:
    """Whether the clause is held open by "may", "might", "could", "risks …ing" and the like.

    >>> hedged("This could harm trade"), hedged("In May 2022 it rained")
    (True, False)
    """
    return any(m.group() != "May" for m in _hedges().finditer(clause))


def unhedged(clause: str) -> str:
    """``clause`` as the plain statement: "is unlikely to alter" becomes "will alter".

    >>> unhedged("The drought is unlikely to last"), unhedged("Rain has the potential to delay it")
    ('The drought will last', 'Rain will delay it')
    """
    terms = _terms().pattern
    clause = re.sub(
        rf"\b(?:is|are|was|were)\s+(?:\w+ly\s+)?{terms}\s+to\b", "will", clause, flags=re.IGNORECASE
    )
    clause = re.sub(
        rf"\b(?:would|will|was|is|were|are)\s+{terms}\b",
        lambda m: m.group().split()[0],
        clause,
        flags=re.IGNORECASE,
    )
    return re.sub(r"\bha(?:s|ve) the potential to\b", "will", clause)
