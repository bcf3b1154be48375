"""Direct speech: where it stands in the text and who speaks it."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from claims.extraction.findings import Finding
from claims.extraction.text.lexicon import lexicon
from claims.extraction.text.nlp import begin, plain, text_of
from claims.extraction.text.tree import FINITE, agents, child, subject, verb_group

from .spans import where_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

_QUOTED = re.compile(r"\"(?=\S)[^\"\n]{2,4000}?\"")
_OPEN_ENDED = re.compile(r"\"(?=\S)[^\"\n]{20,4000}$")
_ASIDE = re.compile(r"\s[–—-]+\s(?P<cue>[^\"–—]{3,80}?)\s[–—-]+\s")


@dataclass(slots=True, eq=False)
class Quote:
    """One quotation in a passage, marks included, as character offsets into the passage."""

    doc: Doc
    start: int
    end: int
    aside: tuple[int, int] | None = None


def quote_findings(docs: list[Doc], found: list[list[Finding]]) -> None:
    """Adds the attributions made by quotation to ``found``, which has a list for each passage.

    What the rules for verbs made of the same words is taken out of it.

    A quotation belongs to the speaker named beside it, else to the one of the quotation before it, in the
    same passage or the one just before.
    """
    last: Finding | None = None
    last_passage = -2
    for passage, (doc, beside) in enumerate(zip(docs, found, strict=True)):
        here = quotes(doc)
        previous = last if last_passage >= passage - 1 else None
        for before, quote in zip([None, *here], here, strict=False):
            if not _speech(quote):
                continue
            finding = _attributed(quote, beside)
            if finding is None and previous is not None and _continues(quote, doc):
                finding = _continued(quote, previous)
            if finding is None:
                continue
            if before is not None:
                _opened(before, quote, finding)
            _replace(beside, finding)
            beside.append(finding)
            previous = last = finding
            last_passage = passage


def _opened(first: Quote, quote: Quote, finding: Finding) -> None:
    """Puts the subject before its verb in '"The bridge," said A, "was closed"', which the tag cuts in two."""
    doc, offset = quote.doc, quote.doc.user_data["offset"]
    if len(finding.content) > 1 or not text_of(doc)[quote.start + 1].islower():
        return
    between = text_of(doc)[first.end : quote.start].strip()
    one = text_of(doc)[first.end - 2] == "," and between.endswith(",")
    if not one or re.search(r"[.!?]\s", between):
        return
    words = doc.char_span(first.start, first.end, alignment_mode="expand")
    if words is None or not any(t.tag_ in FINITE for t in words):
        finding.content = [
            (offset + first.start + 1, offset + first.end - 2),
            (offset + quote.start + 1, offset + quote.end),
        ]
        finding.quote = [(offset + q.start, offset + q.end) for q in (first, quote)]


def quotes(doc: Doc) -> list[Quote]:
    """The quotations of a passage; one that lacks its closing mark runs to the passage's end."""
    text = plain(text_of(doc))
    found = []
    at = 0
    for match in _QUOTED.finditer(text):
        found.append(_quote(doc, text, match.start(), match.end()))
        at = match.end()
    rest = _OPEN_ENDED.search(text, at)
    if rest:
        found.append(_quote(doc, text, rest.start(), rest.end()))
    return found


def _quote(doc: Doc, text: str, start: int, end: int) -> Quote:
    aside = _ASIDE.search(text, start, end)
    if aside:
        span = doc.char_span(aside.start("cue"), aside.end("cue"), alignment_mode="expand")
        verbs = lexicon().verbs
        if span is None or not any("quote" in verbs.get(t.lemma_.lower(), {}) for t in span):
            return Quote(doc, start, end)
        return Quote(doc, start, end, (aside.start("cue"), aside.end("cue")))
    return Quote(doc, start, end)


def _speech(quote: Quote) -> bool:
    """Whether somebody is heard speaking, and not a word only held with tongs."""
    span = quote.doc.char_span(quote.start, quote.end, alignment_mode="expand")
    if span is None:
        return False
    words = [t for t in span if t.is_alpha]
    finite = any(t.tag_ in FINITE for t in span)
    opens = span.start == 0 or quote.doc[span.start - 1].text in (
        ",",
        ":",
        ".",
        "?",
        "!",
        "—",
        "–",
        "-",
        '"',
    )
    capital = bool(words) and words[0].is_title
    return len(words) >= 4 and finite and (opens or capital)


def _attributed(quote: Quote, found: list[Finding]) -> Finding | None:
    if quote.aside is not None:
        return _by_aside(quote)
    beside = _beside(quote)
    if beside is not None:
        who, verb = beside
        return _spoken(quote, who, verb)
    doc = quote.doc
    offset = doc.user_data["offset"]
    for finding in found:  # "In his opinion, "…""
        if (
            finding.claimant is not None
            and finding.start <= quote.start + offset + 1
            and finding.end >= quote.end + offset - 2
            and finding.end - finding.start < (quote.end - quote.start) * 1.3
        ):
            made = _spoken(quote, finding.claimant, None)
            made.cue, made.claimant_range, made.via = (
                finding.cue,
                finding.claimant_range,
                finding.via,
            )
            return made
    return None


def _by_aside(quote: Quote) -> Finding | None:
    span = _span(quote.doc, *quote.aside) if quote.aside is not None else None
    if quote.aside is None or span is None:
        return None
    left, right = quote.aside
    verb = next(t for t in span if "quote" in lexicon().verbs.get(t.lemma_.lower(), {}))
    names = [
        t for t in span if t.i != verb.i and (t.pos_ in ("PROPN", "NOUN", "PRON") or t.is_title)
    ]
    if not names:
        return None
    made = _spoken(quote, names[-1], verb)
    offset = quote.doc.user_data["offset"]
    text = text_of(quote.doc)
    stop = len(text[:left].rstrip(" –—-"))
    go_on = right + len(text[right:]) - len(text[right:].lstrip(" –—-"))
    made.content = [(offset + quote.start, offset + stop), (offset + go_on, offset + quote.end)]
    made.claimant_range = (begin(names[0]), begin(names[-1]) + len(names[-1]))
    return made


def _beside(quote: Quote) -> tuple[Token, Token] | None:
    """The speaker and the verb next to a quotation: '"…," says A', 'A said: "…"'."""
    doc = quote.doc
    spans = quotes(doc)
    for after in (True, False):
        window = _window(quote, after=after)
        verbs = [
            t
            for t in window
            if "quote" in lexicon().verbs.get(t.lemma_.lower(), {}) and t.pos_ in ("VERB", "AUX")
        ]
        if after and _ended(quote):
            verbs = [verb for verb in verbs if not _says_else(verb, spans)]
        for verb in verbs if after else reversed(verbs):
            who = (
                agents(verb)[0] if agents(verb) else subject(verb) or _next_name(verb, after=after)
            )
            if who is None or _inside(who, spans) or who.lower_ in ("which", "that", "it", "this"):
                who = _next_name(verb, after=after)
            if who is not None and not _inside(who, spans):
                return who, verb
    return None


def _says_else(verb: Token, spans: list[Quote]) -> bool:
    """Whether a verb has words of its own to report, and so is no tag of the quotation before."""
    own = child(verb, "dobj", "ccomp", "xcomp", "attr", "oprd", "acomp")
    return own is not None and not _inside(own, spans)


def _ended(quote: Quote) -> bool:
    """Whether the quotation ends its sentence: '"… apologised." The ministry …'."""
    text = text_of(quote.doc)
    return (
        text[quote.end - 2 : quote.end - 1] in ".!" and not text[quote.end :].lstrip()[:1].islower()
    )


def _window(quote: Quote, *, after: bool) -> list[Token]:
    """The words of the same sentence outside quotations, after the quotation or before it."""
    doc = quote.doc
    text = text_of(doc)
    if after:
        closing = text[quote.end - 2] if quote.end >= 2 else ""
        stop = re.compile(r"[.!?](?=\s|$)|\"").search(text, quote.end)
        if closing in ".!" and not text[quote.end :].lstrip()[:1].islower():
            # a full stop inside the quotation, and a new sentence after it, unless it is "… A said."
            head = text[quote.end : (stop.start() if stop else len(text))]
            if len(head.split()) > 8:
                return []
        return [t for t in doc if quote.end <= t.idx < (stop.end() if stop else len(text))]
    lead = text[: quote.start].rstrip()
    if not lead or (lead[-1] not in ",:" and not lead.endswith("that")):
        return []
    begin_at = max(lead.rfind(". "), lead.rfind('"'), lead.rfind("? "), lead.rfind("! ")) + 1
    return [t for t in doc if begin_at <= t.idx < quote.start]


def _next_name(verb: Token, *, after: bool) -> Token | None:
    """The noun beside a verb whose subject the parser missed: "says A", "A says"."""
    sent = verb.doc
    order = [
        *range(verb.i + 1, min(verb.i + 5, len(sent))),
        *range(verb.i - 1, max(verb.i - 5, -1), -1),
    ]
    for i in order if after else reversed(order):
        token: Token = sent[i]
        if token.pos_ in ("PROPN", "NOUN") or token.tag_ == "PRP":
            return token.head if token.dep_ == "compound" else token
    return None


def _inside(token: Token, spans: list[Quote]) -> bool:
    starts = [q.start for q in spans]
    at = bisect_right(starts, token.idx) - 1
    return at >= 0 and spans[at].start <= token.idx < spans[at].end


def _span(doc: Doc, start: int, end: int) -> Span | None:
    found: Span | None = doc.char_span(start, end, alignment_mode="expand")
    return found


def _spoken(quote: Quote, who: Token, verb: Token | None) -> Finding:
    offset = quote.doc.user_data["offset"]
    span = _span(quote.doc, quote.start + 1, quote.end) or quote.doc[:]
    return Finding(
        content=[(offset + quote.start, offset + quote.end)],
        form="quote",
        stance="asserts",
        root=span[0].sent.root if span[0].sent.root in span else span.root,
        claimant=who,
        claimant_range=where_of(who),
        cue=verb_group(verb) if verb is not None else None,
        direct=True,
        confidence=0.9 if verb is not None else 0.7,
    )


def _continues(quote: Quote, doc: Doc) -> bool:
    """Whether a quotation without a speaker goes on from the one before: it opens its passage or a sentence."""
    lead = text_of(doc)[: quote.start].rstrip()
    return (
        not lead
        or lead[-1] in '.?!"'
        or (lead[-1] in ",:" and child(doc[0].sent.root, "nsubj") is not None)
    )


def _continued(quote: Quote, previous: Finding) -> Finding | None:
    who = previous.claimant
    if who is None:
        return None
    made = _spoken(quote, who, None)
    made.claimant_range = previous.claimant_range
    made.confidence = 0.7
    return made


def _replace(found: list[Finding], quote: Finding) -> None:
    """Drops what the rules for verbs made of the same words."""
    for finding in list(found):
        inside = max(0, min(finding.end, quote.end) - max(finding.start, quote.start))
        own = finding.end - finding.start
        if inside >= 0.7 * own and (
            finding.cue == quote.cue or finding.claimant == quote.claimant or quote.covers(finding)
        ):
            found.remove(finding)
