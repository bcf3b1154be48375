"""Who says what without a verb of saying: "according to", "as confirmed by", "his claim of", "reportedly"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from claims.extraction.findings import Finding
from claims.extraction.text.lexicon import lexicon
from claims.extraction.text.nlp import begin, finish, text_of, where
from claims.extraction.text.tree import (
    agents,
    below,
    child,
    clause_head,
    conjuncts,
    ranges,
    subject,
    trimmed,
    verb_group,
)

from .contents import complement, taken_back
from .spans import turn, where_of

if TYPE_CHECKING:
    from spacy.tokens import Span, Token


def phrase_findings(sentence: Span, found: list[Finding]) -> list[Finding]:
    """The attributions of one sentence that ``found`` (those made by verbs) does not hold yet.

    Where a phrase only names through whom a word came, it is added to ``via`` of the finding in ``found``.
    """
    new: list[Finding] = []
    new += _according(sentence, found)
    new += _as_confirmed(sentence, found)
    new += _nominal(sentence, found)
    new += _reportedly(sentence, [*found, *new])
    new += _echoes(sentence, [*found, *new])
    return new


# ------------------------------------------------------------------ according to A


def _according(sentence: Span, found: list[Finding]) -> list[Finding]:
    new = []
    for token in sentence:
        who, cue = _source_phrase(token)
        if who is None or cue is None:
            continue
        phrase = set(below(token)) if token.i <= who.i else set(below(who))
        anchor = clause_head(token.head)
        nested = _nested(token, anchor, found)
        if nested:
            for finding in nested:
                finding.via.append(who)
                _leave_out(finding, phrase)
            continue
        content = _governed(token, anchor, phrase, sentence)
        if not content:
            continue
        stance = "reports" if _plain_reports(who) else "asserts"
        new.append(
            Finding(
                content=ranges(content),
                form="clause",
                stance=stance,
                root=anchor,
                claimant=who,
                claimant_range=where_of(who),
                cue=cue,
                confidence=0.9,
            )
        )
    return new


def _source_phrase(token: Token) -> tuple[Token | None, tuple[int, int] | None]:
    """The source and the cue where a phrase such as "according to A", "as per A", "in A's view" begins."""
    doc, word = token.doc, token.lower_
    if word == "according" and token.i + 1 < len(doc) and doc[token.i + 1].lower_ == "to":
        after = doc[token.i + 1]
        who = child(after, "pobj") or child(token, "pobj")
        return who, (begin(token), finish(after))
    if word == "per" and (who := child(token, "pobj")) is not None:
        first = doc[token.i - 1] if token.i and doc[token.i - 1].lower_ == "as" else token
        bare = who.tag_ == "NN" and child(who, "det", "poss") is None
        counted = who.pos_ not in ("NOUN", "PROPN") or bare
        return (None, None) if counted and first == token else (who, (begin(first), finish(token)))
    if word == "in" and (noun := child(token, "pobj")) is not None:
        of = next((c for c in noun.children if c.lower_ == "of"), None)
        whose = child(noun, "poss") or (child(of, "pobj") if of is not None else None)
        opinion = {noun.lemma_.lower(), noun.lower_} & lexicon().opinion_phrases
        if opinion and whose is not None:
            return whose, (begin(token), finish(of if of is not None and of.i < whose.i else token))
    return None, None


def _nested(token: Token, anchor: Token, found: list[Finding]) -> list[Finding]:
    """The findings whose word this phrase passes on: "according to Y, X said P", "X said P, according to Y"."""
    at = begin(token)
    inside = [f for f in found if f.content[0][0] <= at < f.end and f.claimant is not None]
    if inside and not _initial(token):
        narrow = min(inside, key=lambda f: f.end - f.start)
        comma = token.i > 0 and token.doc[token.i - 1].text == ","
        closes = narrow.end <= finish(token.right_edge) + 2
        return [narrow] if comma and closes else []
    return [
        f for f in found
        if f.claimant is not None and f.cue is not None and f.cue[0] <= begin(anchor) < f.cue[1]
    ]  # fmt: skip


def _initial(token: Token) -> bool:
    """Whether nothing but a joint or an adverb stands before ``token`` in its sentence."""
    before = token.doc[token.sent.start : token.i]
    return all(t.dep_ in ("cc", "punct", "advmod") or t.lower_ == "as" for t in before)


def _leave_out(finding: Finding, phrase: set[Token]) -> None:
    """Takes a trailing "according to A" out of a content."""
    first = min(begin(t) for t in phrase)
    if finding.start < first < finding.end:
        doc = next(iter(phrase)).doc
        offset = doc.user_data["offset"]
        text = text_of(doc)[: first - offset].rstrip(" ,;–—-")
        kept = [(s, min(e, offset + len(text))) for s, e in finding.content if s < first]
        finding.content = [(s, e) for s, e in kept if s < e] or finding.content


def _governed(token: Token, anchor: Token, phrase: set[Token], sentence: Span) -> list[Token]:
    """The clause that a source phrase speaks of."""
    if _initial(token):
        content = [t for t in sentence if t.i > max(x.i for x in phrase)]
    else:
        others = [
            c for c in anchor.children
            if c.dep_ == "conj" and c.i > token.i and child(c, "nsubj", "nsubjpass") is not None
        ]  # fmt: skip
        content = [t for t in below(anchor, without=others) if t not in phrase]
        if anchor.dep_ == "conj" and token.i < anchor.i:
            content = [t for t in content if t.i > token.i]
    verbs = any(t.pos_ in ("VERB", "AUX") for t in content)
    return _trim_reported(trimmed(content)) if verbs else []


def _trim_reported(content: list[Token]) -> list[Token]:
    while content and content[0].lower_ in (
        "however",
        "meanwhile",
        "also",
        "but",
        "and",
        "moreover",
        ",",
    ):
        content = content[1:]
    return content


def _plain_reports(who: Token) -> bool:
    nouns = ("report", "rumor", "rumour", "estimate")
    named = any(c.dep_ in ("compound", "poss", "amod") for c in who.children) or any(
        c.dep_ == "prep" for c in who.children
    )
    return who.lemma_.lower() in nouns and not named


# ------------------------------------------------------------------ as confirmed by A


# Who does so tells what others say: "the log shows that P, as the Herald revealed".
_PASSING_ON = frozenset({"report", "reveal", "disclose", "write"})


def _as_confirmed(sentence: Span, found: list[Finding]) -> Iterator[Finding]:
    for verb in sentence:
        ways = lexicon().verbs.get(verb.lemma_.lower(), {})
        if "clause" not in ways:
            continue
        mark = next(
            (c for c in verb.children if c.lower_ == "as" and c.dep_ in ("mark", "advmod")), None
        )
        if mark is None or mark.i > verb.i or child(verb, "ccomp", "dobj") is not None:
            continue
        if any(t.lower_ == "not" for t in verb.doc[max(0, mark.i - 4) : mark.i]):
            continue  # "was 40, and not 30, as A had said"
        passives = agents(verb)
        who = passives[0] if passives else child(verb, "nsubj")
        if who is None or who.pos_ == "PRON" or child(verb, "nsubjpass") is not None:
            continue
        aside = set(below(verb))
        others = [f for f in found if f.claimant is not None and f.start < begin(mark) < f.end]
        if others and verb.lemma_ in _PASSING_ON:
            narrow = min(others, key=lambda f: f.end - f.start)
            narrow.via.append(who)
            _leave_out(narrow, aside)
            continue
        content = trimmed([t for t in sentence if t not in aside])
        if len(content) < 4 or not any(t.pos_ in ("VERB", "AUX") for t in content):
            continue
        yield Finding(
            content=ranges(content), form="clause", stance=turn(ways["clause"], verb) or "asserts",
            root=sentence.root if sentence.root not in aside else content[0], claimant=who,
            claimant_range=where_of(who), cue=verb_group(verb), confidence=0.8,
        )  # fmt: skip


# ------------------------------------------------------------------ his claim of P, reports that P


def _nominal(sentence: Span, found: list[Finding]) -> Iterator[Finding]:
    nouns = lexicon().nouns
    for noun in sentence:
        if noun.pos_ not in ("NOUN", "PROPN"):
            continue
        lemma = noun.lemma_.lower()
        kind = next((k for k in ("denies", "asserts", "reports") if lemma in nouns[k]), None)
        if kind is None or taken_back(noun):
            continue
        inner = complement(noun)
        if inner is None:
            continue
        who = child(noun, "poss")
        if who is not None and who.ent_type_ in (
            "DATE",
            "TIME",
        ):  # "Monday's announcement by A that P"
            by = next((c for c in noun.children if c.dep_ == "prep" and c.lower_ == "by"), None)
            who = child(by, "pobj") if by is not None else None
        hearsay = who is None and lemma in nouns["reports"] and _free(noun)
        if who is None and not hearsay:
            continue
        content = trimmed([t for t in below(inner) if not _by_doing(t)])
        if not content:
            continue  # "claims of being rich", of which only the doing is told
        finding = Finding(
            content=ranges(content),
            form="clause" if inner.pos_ in ("VERB", "AUX") else "noun",
            stance="reports" if hearsay else ("denies" if kind == "denies" else "asserts"),
            root=inner,
            claimant=noun if hearsay else who,
            claimant_range=where_of(who)
            if who is not None
            else where(noun.doc[noun.i : noun.i + 1]),
            cue=where(noun.doc[noun.i : noun.i + 1]),
            unnamed=_plural(lemma) if hearsay else "",
            confidence=0.6,
        )
        if noun.dep_ != "ROOT" and not any(
            f.covers(finding) or finding.covers(f) for f in found if f.claimant is not None
        ):
            yield finding


def _by_doing(token: Token) -> bool:
    """Whether the token belongs to "by …ing", which tells what somebody did about a report, not what it says."""
    return any(
        t.lower_ == "by" and (verb := child(t, "pcomp")) is not None and verb.tag_ == "VBG"
        for t in (token, *token.ancestors)
    )


def _free(noun: Token) -> bool:
    """Whether a noun of hearsay stands on its own: "reports that P", not "the claim" that somebody denies."""
    if noun.tag_ == "NNS" or noun.lemma_.lower() == "speculation":
        return True
    return any(c.lower_ in ("the", "a") and c.dep_ == "det" for c in noun.children)


def _plural(lemma: str) -> str:
    return "speculation" if lemma == "speculation" else f"{lemma}s"


# ------------------------------------------------------------------ reportedly


def _reportedly(sentence: Span, found: list[Finding]) -> Iterator[Finding]:
    for adverb in sentence:
        if adverb.lower_ not in lexicon().adverbs or adverb.head.pos_ not in ("VERB", "AUX"):
            continue
        verb = adverb.head
        if any(f.start <= begin(adverb) < f.end for f in found):
            continue
        tokens = trimmed([t for t in below(verb) if t != adverb])
        if len(tokens) < 3:
            continue
        yield Finding(
            content=ranges(tokens), form="clause", stance="reports", root=verb,
            cue=where(adverb.doc[adverb.i : adverb.i + 1]), unnamed="reports", confidence=0.6,
        )  # fmt: skip


# ------------------------------------------------------------------ a claim denied by B


def _echoes(sentence: Span, found: list[Finding]) -> Iterator[Finding]:
    """Stands on what was just said: "…, a claim denied by B", "…, which B denied", "B has denied the claim"."""
    for verb in sentence:
        ways = lexicon().verbs.get(verb.lemma_.lower(), {})
        stance = next((ways[w] for w in ("object", "said") if w in ways), None)
        thing = _anaphor(verb) if stance is not None else None
        if thing is None or stance is None:
            continue
        turned = turn(stance, verb)
        before = [f for f in found if f.start < begin(verb) and f.claimant is not None]
        speakers = agents(verb) or [s for s in (subject(verb),) if s is not None and s is not thing]
        if not before or turned is None:
            continue
        source = before[-1]
        if (which := _which(verb)) is not None:
            _leave_out(source, {t for t in below(verb) if t.i >= which.i})
        for who in speakers:
            if who.pos_ == "PRON" and who.tag_ != "PRP":
                continue
            yield Finding(
                content=list(source.content), form=source.form, stance=turned, root=source.root,
                claimant=who, claimant_range=where_of(who), cue=verb_group(verb), echo=source,
                confidence=0.75,
            )  # fmt: skip


def _which(verb: Token) -> Token | None:
    """The "which" behind a comma that takes up the whole clause before."""
    which = child(verb, "dobj", "nsubjpass")
    if which is None or which.lower_ != "which" or verb.left_edge.i == 0:
        return None
    return which if verb.doc[verb.left_edge.i - 1].text in (",", "—", "–") else None


def _anaphor(verb: Token) -> Token | None:
    """The noun or pronoun by which ``verb`` takes up what was said before."""
    noun = verb.head
    nouns = lexicon().nouns
    said = nouns["asserts"] | nouns["reports"]
    if verb.dep_ in ("acl", "relcl"):
        if noun.lemma_.lower() in said and complement(noun) in (None, verb):
            return noun
        return _which(verb)
    if verb.dep_ == "advcl" and (which := _which(verb)) is not None:
        return which
    thing = child(verb, "dobj", "nsubjpass")
    if thing is None or thing.lemma_.lower() not in said or complement(thing) is not None:
        return None
    definite = any(c.lower_ in ("the", "this", "that", "these", "those") for c in thing.children)
    return thing if definite and not conjuncts(thing) else None
