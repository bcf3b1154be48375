"""From a text to its attributions, claims, quantities and events: one pass over the parts of this package."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import TYPE_CHECKING

from .building import Builder
from .events.happenings import read_events
from .findings import Finding
from .harm.figures import key_figures
from .naming.gazetteer import countries_in
from .naming.speakers import Who, resolve
from .saying.answers import answers, silences
from .saying.author import author_findings
from .saying.calling import calling_findings
from .saying.contents import parted
from .saying.joining import joined, pass_on
from .saying.phrases import phrase_findings
from .saying.quotes import quote_findings
from .saying.spans import verb_findings
from .tagger.decoding import Tags, tag
from .text.nlp import parse
from .types import Extraction

if TYPE_CHECKING:
    from spacy.tokens import Doc


def extract(
    text: str,
    *,
    title: str | None = None,
    published: date | None = None,
    language: str = "en",
    boilerplate: Sequence[tuple[int, int]] = (),
) -> Extraction:
    """Everything that ``text`` claims, and who claims it.

    Offsets are code points into ``text``. ``published`` completes dates such as "on Friday"; nothing is taken
    from ``boilerplate``, given as sorted places in the text. A ``title`` that is not part of the text only
    helps to tell what the text is about. Other languages than English give an empty extraction.
    """
    if not language.lower().startswith("en") or not (text.strip() or (title or "").strip()):
        return Extraction(language)
    docs = parse(text, boilerplate)
    heading = (
        parse(title)
        if title and title.strip() and title.strip() not in text[: len(title) + 80]
        else []
    )
    # The network needs no Python while it computes, so the rules that need no tags run beside it.
    with ThreadPoolExecutor(1) as beside:
        tagging = beside.submit(tag, text, docs)
        events = read_events([*heading, *docs], published)
        figures = key_figures(docs, heading, published.year if published else None)
        who = Who(docs)
        ruled = _ruled(docs)
        tags = tagging.result()
    found = _findings(docs, ruled, tags)
    speakers = resolve(found, who)
    builder = Builder(text, tags, events, speakers, _prominent(text), who.references)
    for finding in found:
        builder.add(finding)
    builder.key_figures = figures
    builder.count(docs)
    builder.sum_up(docs)
    return builder.extraction(language)


def _ruled(docs: list[Doc]) -> list[Finding]:
    """What the rules alone find said, in text order."""
    by_passage: list[list[Finding]] = []
    recent: list[list[Finding]] = []
    for doc in docs:
        here: list[Finding] = []
        for sentence in doc.sents:
            here_said = [*verb_findings(sentence), *calling_findings(sentence)]
            here_said += phrase_findings(sentence, here_said)
            before = [f for one in recent for f in one]
            answering = [*answers(sentence, here_said, before), *silences(sentence, before)]
            answered = {f.cue for f in answering}  # their verbs' own findings say no more
            new = [f for f in here_said if f.echo is not None or f.cue not in answered] + answering
            recent = [*recent, new][-2:]
            here += new
        by_passage.append(here)
    quote_findings(docs, by_passage)
    return [f for here in by_passage for f in here if f.content and not _repeats(f, here)]


def _findings(docs: list[Doc], ruled: Sequence[Finding], tags: Tags) -> list[Finding]:
    """All attributions in text order, the author's own last where they share a place."""
    found = [part for finding in joined(ruled, tags, docs) for part in parted(finding)]
    by_offset: dict[int, list[Finding]] = {}
    for finding in found:
        word = finding.claimant if finding.echo is not None else finding.root or finding.claimant
        if word is not None:
            by_offset.setdefault(word.doc.user_data["offset"], []).append(finding)
    for doc in docs:
        others = [f for f in by_offset.get(doc.user_data["offset"], []) if f.form != "attitude"]
        for sentence in doc.sents:
            found += author_findings(sentence, others)
    pass_on(found)
    return sorted(found, key=_place)


def _place(finding: Finding) -> tuple[int, bool]:
    own = finding.form == "author"
    return (finding.start if own else (finding.cue or finding.content[0])[0], own)


def _repeats(finding: Finding, found: Sequence[Finding]) -> bool:
    """Whether another finding says the same with a name: hearsay inside it, or a deed that it only foresees."""
    hearsay = bool(finding.unnamed)
    foreseen = (
        finding.form == "accusation"
        and finding.root is not None
        and any(c.tag_ == "MD" for c in finding.root.children)
    )
    if not (hearsay or foreseen):
        return False
    return any(
        other is not finding and not other.unnamed and other.claimant is not None
        and (other.covers(finding) or (finding.covers(other) and hearsay))
        for other in found
    )  # fmt: skip


def _prominent(text: str) -> tuple[str, ...]:
    return tuple(name for name, _ in Counter(name for name, _ in countries_in(text)).most_common(3))
