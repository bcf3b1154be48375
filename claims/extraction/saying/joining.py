"""The tagger's attributions and the rules' findings made into one list.

The tagger tells best which words belong to an attribution; the rules tell what kind of saying it is (an
accusation, a claim of responsibility, hearsay), who passed it on, and which word heads it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from claims.extraction.findings import Finding, Range
from claims.extraction.tagger.decoding import Tagged, Tags
from claims.extraction.text.datelines import DATELINE
from claims.extraction.text.nlp import begin, finish, text_of, tokens_in
from claims.extraction.text.tree import FINITE, ranges

from .contents import complement
from .stances import proposition, stance_of, turned

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

# How much the tagger must believe in a cue that only a rule found: a log-odds. Chosen on the tenth of
# PolNeAR's train articles that the tagger was not trained on, see training/tagger/README.md.
BELIEVED = 0.0
# What these say is more than a saying: the rules know it by its words, and the tagger was not taught it.
_OWN_KINDS = frozenset({"accusation", "criticism", "responsibility", "fake", "at", "to", "silence"})
SURE = 0.9  # of a rule that needs no second opinion on where a content ends
_QUOTES = "\"“”„«»'‘’"


def joined(found: Sequence[Finding], tags: Tags, docs: Sequence[Doc]) -> list[Finding]:
    """The attributions of a text: the tagger's, worded by the rules where they know them, and the rules' own."""
    tokens = _Tokens(docs)
    kept: list[Finding] = []
    matched: set[int] = set()
    echoed = {id(f.echo) for f in found if f.echo is not None}
    cut = [tokens.pieces(whole) for whole in tags.attributions]
    for pieces in cut:
        for tagged in pieces:
            same = [
                f
                for f in found
                if id(f) not in matched
                and f.echo is None
                and _same(f, tagged)
                and (len(pieces) == 1 or _shared(f.content, tagged.content))
            ]
            for finding in same:
                matched.add(id(finding))
                _refine(finding, tagged, tokens, own_words=id(finding) in echoed)
            kept += same
            rest = tokens.rest(tagged, found) if same else tagged.content
            if rest:
                kept += _alone(replace(tagged, content=rest), found, tokens)
    told = {begin(outer.root) for outer in kept if outer.root is not None and outer.claimant}
    for finding in found:
        if id(finding) in matched:
            continue
        # The tagger marks one of two that lie in each other: "A reported that B said P".
        inside = finding.cue is not None and any(at in told for at in range(*finding.cue))
        if inside or _stands(finding, tags, kept):
            for pieces in cut:
                for tagged in pieces:
                    _fit(finding, tagged)
            kept.append(finding)
    for finding in kept:
        if finding.claimant is not None and _in_dateline(finding.claimant):
            finding.claimant, finding.claimant_range = None, None
            finding.unnamed = finding.unnamed or "unnamed source"
    return kept


def _in_dateline(word: Token) -> bool:
    """Whether the word names the place that a report comes from: "OSTBY (AP) - …"."""
    place = DATELINE.match(text_of(word.doc))
    return place is not None and word.idx < place.end()


def pass_on(kept: Sequence[Finding]) -> None:
    """ "A reported that B said P": P is B's, through A, and that B said it is no claim of its own."""
    saying: dict[int, Finding] = {}
    for inner in kept:
        if inner.claimant is not None and inner.cue is not None and inner.form != "attitude":
            saying |= dict.fromkeys(range(*inner.cue), inner)
    for outer in kept:
        told = saying.get(begin(outer.root)) if outer.root is not None else None
        if (
            told is not None
            and outer.claimant is not None
            and told is not outer
            and outer.form in ("clause", "quote")
            and outer.stance in ("asserts", "reports")
            and outer.covers(told)
            and 3 * _length(told.content) >= _length(outer.content)
        ):
            outer.form = "attitude"
            told.via.insert(0, outer.claimant)  # the nearest to the text comes first


def _alone(tagged: Tagged, found: Sequence[Finding], tokens: _Tokens) -> list[Finding]:
    """What only the tagger found, if it says anything."""
    made = _finding(tagged, tokens)
    if made is None or any(
        f.echo is not None and f.cue is not None and _shared([f.cue], [tagged.cue]) for f in found
    ):
        return []
    if _passes_on(tagged, found) or (made.unnamed and _holds(tagged, found)):
        made.form = "attitude"
    return [made]


def _same(finding: Finding, tagged: Tagged) -> bool:
    """Whether a rule and the tagger speak of one attribution."""
    if finding.cue is not None and _shared([finding.cue], [tagged.cue]):
        return True
    # "is accused of having …": cues cut differently, one claimant and one content; or a sentence of a longer
    # quotation, for which a rule needs no cue.
    near = finding.claimant_range is None or tagged.claimant is None
    speaker = near or _shared([finding.claimant_range or (0, 0)], [tagged.claimant or (0, 0)]) > 0
    return speaker and _alike(finding.content, _of(finding, tagged))


def _refine(finding: Finding, tagged: Tagged, tokens: _Tokens, *, own_words: bool) -> None:
    """Gives a rule's finding the tagger's spans, as far as they are about the same words.

    With ``own_words`` it keeps those of the rule: what another's denial takes up ends before "which B denied".
    """
    sure = finding.confidence >= SURE
    finding.confidence = tagged.confidence
    if finding.cue is None or _shared([finding.cue], [tagged.cue]):
        finding.cue = tagged.cue
    if finding.claimant_range is not None and tagged.claimant is not None:
        named = tokens.at(tagged.claimant)
        if not _name_in_full(finding, tagged) and finding.direct and named:
            # Whose quotation it is a rule guesses from the words around.
            finding.claimant, finding.claimant_range = _head(named), tagged.claimant
    content = _behind(tagged.cue, _of(finding, tagged), tokens)
    # A rule cuts out what interrupts, and knows where the clause behind "according to" begins.
    split = len(finding.content) > 1 and (finding.direct or len(content) == 1)
    torn = _torn(finding)
    wide = sure and not torn and _length(content) > 2 * _length(finding.content)
    if own_words or split or wide or finding.form in _OWN_KINDS or _to_the_end(tagged, tokens):
        return
    least = 0.4 * min(_length(finding.content), _length(content))
    if content and _shared(finding.content, content) >= least and not _opening(content, finding):
        finding.quote = content
        if torn:
            finding.content = content


def _of(finding: Finding, tagged: Tagged) -> list[Range]:
    """The parts of the tagger's content that a rule's finding has words of."""
    return [part for part in tagged.content if _shared(finding.content, [part])]


def _behind(cue: Range, parts: Sequence[Range], tokens: _Tokens) -> list[Range]:
    """The parts of a content without the cue that one may open with: "It was claimed that P"."""
    kept: list[Range] = []
    for start, end in parts:
        rest = tokens.at((cue[1], end)) if cue[0] == start else []
        kept += [(begin(rest[0]), end)] if rest else [(start, end)]
    return kept


def _fit(finding: Finding, tagged: Tagged) -> None:
    """Gives a finding that only a rule has the bounds that the tagger sees there, in another attribution."""
    if finding.form in _OWN_KINDS:
        return
    _name_in_full(finding, tagged)
    content = _of(finding, tagged)
    holds_cue = finding.cue is not None and _shared([finding.cue], content) > 0
    if _alike(finding.content, content) and not holds_cue:
        finding.quote = content


def _name_in_full(finding: Finding, tagged: Tagged) -> bool:
    """Gives the claimant the tagger's bounds; False where it has none there."""
    own, other = finding.claimant_range, tagged.claimant
    if own is None or other is None or not _shared([own], [other]):
        return False
    finding.claimant_range = other
    return True


def _torn(finding: Finding) -> bool:
    """Whether the content ends inside a quotation: the parser lost its way at the quotation mark."""
    if finding.root is None:
        return False
    doc = finding.root.doc
    offset = doc.user_data["offset"]
    words = "".join(text_of(doc)[start - offset : end - offset] for start, end in finding.content)
    return words.count('"') % 2 == 1 or words.count("“") != words.count("”")


def _to_the_end(tagged: Tagged, tokens: _Tokens) -> bool:
    """Whether the sentence opens with "According to A", so that all the rest is A's: in 73 of 76 on PolNeAR's train articles."""
    first = next(iter(tokens.at(tagged.cue)), None)
    return first is not None and first.is_sent_start is True and first.lower_ == "according"


def _opening(content: Sequence[Range], finding: Finding) -> bool:
    """Whether these parts are but the clause that the finding's own open with: "that when it rains" of "the dam will leak"."""
    root = finding.root
    clauses = [c for c in root.lefts if c.dep_ == "advcl"] if root is not None else []
    return any(
        0 <= begin(clause.left_edge) - content[0][0] <= len("that ")
        and content[-1][1] <= finish(clause.right_edge)
        for clause in clauses
    )


def _alike(some: Sequence[Range], others: Sequence[Range]) -> bool:
    return _shared(some, others) >= 0.7 * max(_length(some), _length(others))


def _holds(tagged: Tagged, found: Sequence[Finding]) -> bool:
    """Whether the content is about what somebody else says, by a rule: "A's claim that P is disputed"."""
    return any(f.claimant is not None and _shared(f.content, tagged.content) for f in found)


def _passes_on(tagged: Tagged, found: Sequence[Finding]) -> bool:
    """Whether the claimant only passes on what a rule has from another: "according to A, B said P"."""
    return tagged.claimant is not None and any(
        _shared([(begin(who), finish(who))], [tagged.claimant]) for f in found for who in f.via
    )


def _stands(finding: Finding, tags: Tags, kept: Sequence[Finding]) -> bool:
    """Whether a rule's finding is kept though the tagger has no attribution there."""
    if finding.echo is not None:
        return any(finding.echo is f for f in kept)
    if finding.form in (*_OWN_KINDS, "naming") or finding.via or finding.unnamed:
        return True
    if finding.direct or finding.cue is None:
        return finding.direct
    words = _cue_words(finding)
    # A phrase such as "in A's view" names its source by itself, and the tagger knows verbs better. Who is "to
    # say" something has not said it yet.
    opens_phrase = words.startswith(("in ", "as per ", "according "))
    return opens_phrase or (not words.startswith("to ") and tags.cue_score(finding.cue) > BELIEVED)


def _cue_words(finding: Finding) -> str:
    """The cue in lower case and what stands behind it."""
    if finding.claimant is None or finding.cue is None:
        return ""
    doc = finding.claimant.doc
    return text_of(doc)[finding.cue[0] - doc.user_data["offset"] :].lower()


class _Tokens:
    """The parsed words of a text by their place in it."""

    def __init__(self, docs: Sequence[Doc]) -> None:
        self._docs = docs
        self._starts = [int(doc.user_data["offset"]) for doc in docs]

    def pieces(self, tagged: Tagged) -> list[Tagged]:
        """The attribution once for each passage that its content has a part in.

        Words set between the parts inside a passage ("…," said A, "…") interrupt; another passage goes on.
        """
        if not self._read(tagged.cue):
            return []
        claimant = tagged.claimant if tagged.claimant and self._read(tagged.claimant) else None
        parts: dict[int, list[Range]] = {}
        for start, end in self._own(tagged):
            first = max(bisect_right(self._starts, start) - 1, 0)
            for n in range(first, len(self._docs)):
                left, right = self._starts[n], self._starts[n] + len(text_of(self._docs[n]))
                if left >= end:
                    break
                if max(start, left) < min(end, right):
                    parts.setdefault(n, []).append((max(start, left), min(end, right)))
        return [
            replace(tagged, claimant=claimant, content=tuple(content)) for content in parts.values()
        ]

    def _own(self, tagged: Tagged) -> Sequence[Range]:
        """The content without what earlier sentences state in the author's words, where the cue's own has some.

        "Nine died. The mayor called it a tragedy": only a quotation goes on in the sentence that says whose it is.
        PolNeAR's annotators pair once in 76 train articles what the tagger does 27 times.
        """
        cue = self.at(tagged.cue)
        if not cue:
            return tagged.content
        start = begin(cue[0].sent[0])
        own = [part for part in tagged.content if part[1] > start or self._quoted(part)]
        return own if any(part[1] > start for part in own) else tagged.content

    def rest(self, tagged: Tagged, found: Sequence[Finding]) -> tuple[Range, ...]:
        """The quoted parts of the content that no rule has a finding for: further sentences of a quotation."""
        return tuple(
            part
            for part in tagged.content
            if self._quoted(part)
            and not any(2 * _shared(f.content, [part]) >= _length([part]) for f in found)
        )

    def _quoted(self, place: Range) -> bool:
        n = max(bisect_right(self._starts, place[0]) - 1, 0)
        offset = self._starts[n]
        around = text_of(self._docs[n])[max(place[0] - offset - 2, 0) : place[1] - offset + 2]
        return any(mark in around for mark in _QUOTES)

    def _read(self, place: Range) -> bool:
        """Whether a place lies in one passage: what is set apart as boilerplate is in none."""
        n = bisect_right(self._starts, place[0]) - 1
        return n >= 0 and place[1] <= self._starts[n] + len(text_of(self._docs[n]))

    def at(self, place: Range) -> list[Token]:
        """The words that lie in a place, those of the first passage where it runs over several."""
        n = bisect_right(self._starts, place[0]) - 1
        for doc in self._docs[max(n, 0) : n + 2]:
            if words := tokens_in(doc, *place):
                return words
        return []


_AUXILIARY = ("aux", "auxpass", "cop")


def _finding(tagged: Tagged, tokens: _Tokens) -> Finding | None:
    """An attribution that only the tagger found."""
    parts = [tokens.at(part) for part in tagged.content]
    content = max(parts, key=len, default=[])
    if not any(t.is_alpha for t in content):
        return None
    said = proposition(content)
    root = _head(said.tokens)
    claimant = tokens.at(tagged.claimant) if tagged.claimant else []
    direct = _direct(tagged, content[0].doc)
    inside = set(said.tokens)
    # Behind "that" stands a clause, whatever the parser takes for its verb.
    opened = content[0].lower_ == "that" and content[0].tag_ == "IN"
    finite = _finite(root, inside) or (opened and any(t.tag_ in FINITE for t in content))
    open_ = content[0].lower_ in ("whether", "if") or "?" in (
        content[-1].text,
        content[-2:][0].text,
    )
    stance = stance_of(tokens.at(tagged.cue), content, " ".join(t.text for t in claimant))
    return Finding(
        content=list(tagged.content) if direct else ranges(said.tokens),
        # Words without a verb of their own say nothing that could be true or false: "supports A", "wants peace".
        # Nor does a question that somebody asks: "wondered whether P".
        form="attitude" if not finite or open_ else "quote" if direct else "clause",
        # Of a quotation the builder turns it.
        stance=stance if direct else turned(stance, said.turn),
        root=root,
        claimant=_head(claimant) if claimant else None,
        claimant_range=tagged.claimant,
        cue=tagged.cue,
        unnamed="" if claimant else "unnamed source",
        direct=direct and finite,
        confidence=tagged.confidence,
        quote=list(tagged.content),
    )


def _finite(root: Token, inside: set[Token]) -> bool:
    """Whether a content's head, or what is joined to it, is a finite verb: not "the man who leads the race".

    "The suggestion that P" is P.
    """
    inner = complement(root)
    if inner is not None and inner.pos_ in ("VERB", "AUX"):
        return True
    heads = [root, *(t for t in root.conjuncts if t in inside)]
    heads += [c for c in root.children if c.dep_ in ("ccomp", "parataxis") and c in inside]
    return any(
        t.tag_ in FINITE or any(c.tag_ in FINITE and c.dep_ in _AUXILIARY for c in t.children)
        for t in heads
    )


def _head(tokens: Sequence[Token]) -> Token:
    """The word of a run that all its others hang on, the nearest to the root of the sentence."""
    inside = set(tokens)
    heads = [t for t in tokens if (t.head == t or t.head not in inside) and not t.is_punct]
    return max(heads or list(tokens), key=lambda t: sum(1 for _ in t.subtree))


def _direct(tagged: Tagged, doc: Doc) -> bool:
    """Whether the content stands in quotation marks as a whole."""
    offset = doc.user_data["offset"]
    first = text_of(doc)[max(tagged.content[0][0] - offset, 0) :][:1]
    before = text_of(doc)[max(tagged.content[0][0] - offset - 1, 0) :][:1]
    last = text_of(doc)[: max(tagged.content[-1][1] - offset, 0)].rstrip(" .,?!")[-1:]
    return (first in _QUOTES and first != "") or (before in _QUOTES and before != "" and last != "")


def _shared(a: Sequence[Range], b: Sequence[Range]) -> int:
    """How many characters two lists of places have in common."""
    return sum(max(0, min(e, y) - max(s, x)) for s, e in a for x, y in b)


def _length(places: Sequence[Range]) -> int:
    return sum(e - s for s, e in places)
