"""Short ways to ask an extraction what the tests want to know."""

from datetime import date

from claims.extraction import Attribution, Claim, Extraction, extract

PUBLISHED = date(2024, 5, 10)


def bare(content: str) -> str:
    """The words of a content without the "that" it may open with, as annotators of PolNeAR mark it."""
    return content.removeprefix("that ")


def others(text: str) -> list[Attribution]:
    """The attributions of a claim to somebody else than the author."""
    found = extract(text, published=PUBLISHED).attributions
    return [a for a in found if a.speaker is not None and not a.attitude]


def own(text: str) -> list[Attribution]:
    """The attributions to the author."""
    return [a for a in extract(text, published=PUBLISHED).attributions if a.speaker is None]


def who_says(text: str) -> list[tuple[str, str, str]]:
    """(speaker, stance, content) of each attribution to somebody else."""
    return [(a.speaker.name, a.stance, bare(a.content.text)) for a in others(text) if a.speaker]


def only(text: str) -> Attribution:
    """The one attribution to somebody else that is not a count of persons."""
    found = [a for a in others(text) if not _counts(text, a)]
    assert len(found) == 1, who_says(text)
    return found[0]


def speaker_of(text: str, content: str) -> str | None:
    """Who is quoted with the words ``content``."""
    for a in others(text):
        if content in a.content.text:
            return a.speaker.name if a.speaker else None
    raise AssertionError(f"nobody says {content!r}: {who_says(text)}")


def claim_of(extraction: Extraction, attribution: Attribution) -> Claim:
    """The claim that an attribution belongs to."""
    return extraction.claims[attribution.claim]


def claims(text: str) -> list[str]:
    """The words of all claims."""
    found = extract(text, published=PUBLISHED)
    return [c.text for c in found.only(a for a in found.attributions if not a.attitude).claims]


def _counts(text: str, attribution: Attribution) -> bool:
    claim = claim_of(extract(text, published=PUBLISHED), attribution)
    return claim.frame is not None and claim.frame.predicate in ("killed", "injured", "arrested")
