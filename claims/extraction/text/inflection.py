"""Verbs without "do": "did not approve" turned positive is "approved", "does not have" is "has"."""

from __future__ import annotations

import re

from .lexicon import lexicon

_DOUBLED = re.compile(
    r"[^aeiou]*[aeiou][bdgklmnprt]|(?:ad|com|per|sub|o|e|re)mit|(?:re|pre|in|trans|de|con)fer"
    r"|(?:oc|in|re)cur|(?:com|ex|pro|re)pel|(?:con|pa)trol|regret|rebel"
)


def without_do(do: str, verb: str) -> str:
    """What ``do``, ``does`` or ``did`` and the base form ``verb`` make in one word.

    >>> without_do("did", "admit"), without_do("did", "know"), without_do("does", "carry"), without_do("do", "see")
    ('admitted', 'knew', 'carries', 'see')
    """
    if do == "did":
        return past(verb)
    return present(verb) if do == "does" else verb


def past(verb: str) -> str:
    """The simple past of a base form."""
    if verb in lexicon().past:
        return lexicon().past[verb]
    if verb.endswith("e"):
        return verb + "d"
    if re.search(r"[^aeiou]y$", verb):
        return verb[:-1] + "ied"
    return verb + (verb[-1] if _DOUBLED.fullmatch(verb) else "") + "ed"


def present(verb: str) -> str:
    """The third person singular of a base form."""
    if verb in ("have", "be"):
        return {"have": "has", "be": "is"}[verb]
    if re.search(r"[^aeiou]y$", verb):
        return verb[:-1] + "ies"
    return verb + ("es" if re.search(r"(?:[sxzo]|[cs]h)$", verb) else "s")
