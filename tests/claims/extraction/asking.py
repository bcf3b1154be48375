"""One extraction for each text, however many tests ask about it."""

from functools import lru_cache

from claims.extraction import Attribution, Extraction, Span, extract

from .reading import PUBLISHED, bare


@lru_cache(maxsize=4096)
def read(text: str) -> Extraction:
    """The extraction of ``text``."""
    return extract(text, published=PUBLISHED)


def said(text: str) -> list[tuple[str, str, str]]:
    """(speaker, stance, content) of each attribution to somebody else than the author, in text order."""
    return [(a.speaker.name, a.stance, bare(a.content.text)) for a in heard(text) if a.speaker]


def heard(text: str) -> list[Attribution]:
    """The attributions of a claim to somebody else than the author."""
    return [a for a in read(text).attributions if a.speaker is not None and not a.attitude]


def one(text: str) -> Attribution:
    """The one attribution to somebody else than the author."""
    found = heard(text)
    assert len(found) == 1, said(text)
    return found[0]


def parts(span: Span, text: str) -> list[str]:
    """The words of a span without those that interrupt it."""
    return [text[start:end] for start, end in span.spans or ((span.start, span.end),)]


def told(text: str) -> list[str]:
    """The words of all claims."""
    found = read(text)
    return [c.text for c in found.only(a for a in found.attributions if not a.attitude).claims]


def mine(text: str) -> list[tuple[str, str]]:
    """(stance, content) of each attribution to the author."""
    return [(a.stance, a.content.text) for a in read(text).attributions if a.speaker is None]
