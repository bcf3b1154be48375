"""Who says what, by the shape of the sentence: verbs of saying, and who accuses or claims."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from claims.extraction.findings import Finding
from claims.extraction.naming.references import animate
from claims.extraction.text.lexicon import lexicon
from claims.extraction.text.nlp import begin, finish, where
from claims.extraction.text.tree import (
    SUBJECTS,
    agents,
    below,
    child,
    negated,
    noun_phrase,
    passive,
    ranges,
    subject,
    trimmed,
    verb_group,
    withholds,
)

from .contents import (
    apart,
    as_fake,
    cited,
    complement,
    finite_clause,
    refuted_part,
    said_nouns,
    with_part,
    without_tag,
    without_tail,
)

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

# Subjects that say nothing themselves: "This shows that …", "which suggests that …".
_NOBODY = frozenset(
    {
        "this",
        "that",
        "which",
        "what",
        "there",
        "these",
        "those",
        "i",
        "you",
        "one",
        "nobody",
        "none",
    }
)
_IMPERSONAL = frozenset(
    {"show", "suggest", "indicate", "prove", "demonstrate", "imply", "feel", "hold", "read"}
)
# Verbs that name the listener first: "assured tenants that P", where parsers tie P to the listener.
_AMOUNTS = ("CARDINAL", "MONEY", "PERCENT", "QUANTITY")
_OUGHT = frozenset({"must", "should", "ought"})  # who must say something has not said it
_FIGURES = frozenset({"toll", "number", "count", "tally", "total", "estimate", "figure"})
_ASIDE = (",", "–", "—", "-")
# Passive verbs by which an author passes a word on: "four are believed to be …", "it is said that …".
_HEARSAY = frozenset(
    {"believe", "report", "say", "think", "allege", "understand", "rumor", "rumour", "claim"}
)


def verb_findings(sentence: Span) -> list[Finding]:
    """The attributions made by verbs in one sentence, in text order."""
    found: list[Finding] = []
    for token in sentence:
        if token.pos_ not in ("VERB", "AUX") and not token.tag_.startswith("VB"):
            continue
        for rule in (_responsibility, _blame, _accusation, _said):
            results = rule(token)
            if results:
                found += results
                break
    return found


# ------------------------------------------------------------------ say, confirm, deny


def _said(verb: Token) -> list[Finding]:
    ways = lexicon().verbs.get(verb.lemma_.lower())
    if not ways or any(c.lower_ in _OUGHT and c.dep_ == "aux" for c in verb.children):
        return []
    for rule in (_clause, _parenthetical, _hearsay, _infinitive, _as, _object, _put, _preposition):
        results = list(rule(verb, ways))
        if results:
            return results
    return []


def _speaking(verb: Token) -> list[Token]:
    """Who speaks: the agents of a passive, else the subject; nobody for "this shows"."""
    if passive(verb):
        return agents(verb)
    who = subject(verb)
    if who is None or who.lower_ in _NOBODY or who.tag_ in ("WP", "WDT", "EX"):
        return []
    if who.lower_ == "it" and verb.lemma_.lower() in _IMPERSONAL:
        return []
    if any(c.lower_ == "no" and c.dep_ == "det" for c in who.children):
        return []
    return [who]


def made(
    verb: Token, content: list[Token], form: str, stance: str, *, turns: bool = True
) -> Iterator[Finding]:
    """One finding of these words for each speaker of a verb; one that is negated turns its stance."""
    cut = {"noun": without_tail, "clause": without_tag}.get(form)
    content = trimmed(cut(content) if cut is not None else content)
    if not content:
        return
    turned = turn(stance, verb) if turns else stance
    if turned is None:
        return
    refuted = refuted_part(content) if form == "clause" else None
    if refuted is not None:
        content, turned = refuted, {"asserts": "denies", "reports": "denies"}.get(turned, turned)
        form = "clause" if any(t.pos_ in ("VERB", "AUX") for t in content) else "noun"
    root = min(content, key=lambda t: len(list(t.ancestors)))
    for who in _speaking(verb):
        if who in content:
            continue
        yield Finding(
            content=ranges(content),
            form=form,
            stance=turned,
            root=root,
            claimant=who,
            claimant_range=where_of(who),
            cue=verb_group(verb),
            confidence=0.9 if form == "clause" else 0.75,
        )


def turn(stance: str, verb: Token) -> str | None:
    """The stance after negation: who does not confirm or deny takes no position; None for what says nothing."""
    refuses = verb.dep_ == "xcomp" and withholds(verb.head)
    unable = any(c.dep_ == "aux" and c.lower_ in ("could", "can") for c in verb.children)
    if not negated(verb) and not refuses:
        return stance
    if stance in ("denies", "doubts") or unable or refuses:
        return "no_position"
    lemma = verb.lemma_.lower()
    if lemma in ("confirm", "acknowledge", "admit", "announce", "reveal", "disclose", "report"):
        return "no_position"
    return (
        "denies"
        if lemma in ("believe", "think", "agree", "expect", "anticipate", "accept")
        else None
    )


def _clause(verb: Token, ways: dict[str, str]) -> Iterator[Finding]:
    if "clause" not in ways:
        return
    clause = finite_clause(verb)
    if clause is None or _of_a_noun(verb, clause):
        return
    mark = child(clause, "mark")
    stance = ways["clause"]
    if mark is not None and mark.lower_ in ("whether", "if"):
        if not negated(verb) and not withholds(verb.head):
            return
        yield from made(
            verb, [t for t in below(clause) if t != mark], "clause", "no_position", turns=False
        )
        return
    elif any(t.tag_ in ("WP", "WRB", "WDT") and t.dep_ != "mark" for t in clause.lefts):
        return
    before = clause.i < verb.i
    tokens = below(clause, without=[verb])
    tokens = _from_sentence_start(verb, tokens) if before else [t for t in tokens if t.i > verb.i]
    source, aside = cited(verb)
    if source is not None and stance == "asserts":
        tokens = [t for t in tokens if t not in aside]
        while tokens and (tokens[0].is_punct or tokens[0].lower_ == "that"):
            tokens = tokens[1:]
        for finding in made(verb, tokens, "clause", stance):
            outlet = finding.claimant
            finding.claimant, finding.claimant_range = source, where_of(source)
            finding.via = [outlet] if outlet is not None else []
            yield finding
        return
    yield from made(verb, tokens, "clause", stance)


def _of_a_noun(verb: Token, clause: Token) -> bool:
    """Whether the clause belongs to a noun between verb and clause: "rejected the allegation that P"."""
    before = verb.doc[max(clause.left_edge.i - 1, 0)]
    return before.i > verb.i and before.pos_ == "NOUN" and before.lemma_.lower() in said_nouns()


def _from_sentence_start(verb: Token, clause: list[Token]) -> list[Token]:
    """For "P, X said": all that stands before the speaker, as openings of P are often tied to "said"."""
    who = subject(verb)
    first_own = min((t.i for t in below(who)), default=verb.i) if who is not None else verb.i
    stop = min(first_own, begin_of_group(verb)) if who is None or who.i > clause[0].i else verb.i
    start = clause[0].i
    sent = verb.sent
    if all(
        t.dep_ not in SUBJECTS and t.pos_ not in ("VERB", "AUX")
        for t in verb.doc[sent.start : start]
    ):
        start = sent.start
    left = list(verb.doc[start:stop])
    after = [t for t in clause if t.i > verb.i and (who is None or t.i > who.i)]
    return left + (after if len(after) > 2 else [])


def begin_of_group(verb: Token) -> int:
    """The index of the first auxiliary of the verb, or of the verb."""
    return min([verb.i, *(c.i for c in verb.children if c.dep_ in ("aux", "auxpass", "neg"))])


def _parenthetical(verb: Token, ways: dict[str, str]) -> Iterator[Finding]:
    """ "The bridge, officials said, had been closed": the parser makes "said" a part of the clause."""
    if (
        "clause" not in ways
        or child(verb, "nsubj") is None
        or verb.dep_ not in ("parataxis", "ccomp")
    ):
        return
    own = below(verb)
    core = trimmed(own)
    before, after = verb.doc[core[0].i - 1], verb.doc[min(core[-1].i + 1, verb.sent.end - 1)]
    set_off = core[0].i > verb.sent.start and before.text in _ASIDE and after.text in (*_ASIDE, ".")
    if set_off and len(core) < 25:
        tokens = [t for t in below(verb.head) if t not in set(own)]
        yield from made(verb, tokens, "clause", ways["clause"])


def _hearsay(verb: Token, ways: dict[str, str]) -> Iterator[Finding]:
    if verb.lemma_.lower() not in _HEARSAY or child(verb, "auxpass") is None or agents(verb):
        return
    infinitive = child(verb, "xcomp")
    clause = finite_clause(verb)
    what = child(verb, "nsubjpass")
    if clause is not None and (what is None or what.lower_ == "it"):
        tokens = below(clause)
    elif infinitive is not None and what is not None and what.tag_ not in ("WP", "WDT"):
        tokens = below(verb)
    else:
        return
    if negated(verb):
        return
    tokens = trimmed(tokens)
    yield Finding(
        content=ranges(tokens), form="clause", stance="reports", root=clause or verb,
        cue=verb_group(verb), unnamed="reports", confidence=0.6,
    )  # fmt: skip


def _infinitive(verb: Token, ways: dict[str, str]) -> Iterator[Finding]:
    clause = child(verb, "xcomp")
    if "infinitive" not in ways or clause is None or clause.i < verb.i:
        return
    if any(t.tag_ in ("WP", "WDT", "WRB") for t in clause.lefts):
        return  # "what he promises to do"
    yield from made(verb, below(clause), "infinitive", ways["infinitive"])


def _object(verb: Token, ways: dict[str, str]) -> Iterator[Finding]:
    thing = child(verb, "nsubjpass") if passive(verb) else child(verb, "dobj")
    if (
        thing is None
        or thing.tag_ in ("WP", "WDT")
        or thing.pos_ == "PRON"
        or thing.ent_type_ in ("TIME", "DATE")
    ):
        return
    said = thing.lemma_.lower() in said_nouns()
    stance = ways.get("object") or (ways.get("said") if said else None)
    if stance is None:
        return
    inner = (complement(thing) or _that_clause(verb, thing)) if said else None
    if said and inner is None:
        return
    tokens = below(inner) if inner is not None else below(thing, without=apart(thing))
    tokens = with_part(verb, thing, tokens)
    tokens = [t for t in tokens if (t.i < verb.i) == (thing.i < verb.i)]
    if stance in ("denies", "doubts"):
        tokens = [t for t in tokens if not as_fake(t)]
    yield from made(
        verb,
        tokens,
        "noun" if inner is None or inner.pos_ not in ("VERB", "AUX") else "clause",
        stance,
    )


def _that_clause(verb: Token, thing: Token) -> Token | None:
    """A "that" clause behind a noun of saying, where the parser ties it to the verb."""
    clause = finite_clause(verb)
    return clause if clause is not None and clause.left_edge.i == thing.i + 1 else None


def _as(verb: Token, ways: dict[str, str]) -> Iterator[Finding]:
    thing, as_ = (
        child(verb, "dobj"),
        next((c for c in verb.children if c.lower_ == "as" and c.dep_ == "prep"), None),
    )
    if "as" not in ways or thing is None or passive(verb):
        return
    if verb.lemma_ == "rule" and child(verb, "prt") is None:
        return  # "ruled out a leak as the cause", but not "ruled the vote as void"
    if as_ is None:
        as_ = next((c for c in thing.children if c.lower_ == "as" and c.dep_ == "prep"), None)
    if as_ is None or as_.i < thing.i:
        return
    first, last = below(thing)[0].i, below(as_)[-1].i
    yield from made(verb, list(verb.doc[first : last + 1]), "as", ways["as"])


def _put(verb: Token, ways: dict[str, str]) -> Iterator[Finding]:
    """ "Officials put the death toll at 40", "gave it as 40", "counted 40 dead"."""
    thing = child(verb, "dobj")
    who = subject(verb)
    if "at" not in ways or thing is None or who is None:
        return
    if verb.lemma_ == "count":
        if child(thing, "nummod") is not None or thing.pos_ == "NUM":
            yield from made(verb, below(thing), "noun", ways["at"])
        return
    by = {"give": "as", "raise": "to", "revise": "to", "lower": "to"}.get(verb.lemma_, "at")
    if by == "to" and thing.lemma_.lower() not in _FIGURES:
        return
    at = next(
        (c for c in (*verb.children, *thing.subtree) if c.lower_ == by and c.dep_ == "prep"),
        None,
    )
    if at is None or not any(t.like_num or t.ent_type_ in _AMOUNTS for t in below(at)):
        return
    tokens = list(verb.doc[below(thing)[0].i : below(at)[-1].i + 1])
    stance = (
        "reports"
        if who.lemma_.lower() in ("estimate", "report") and child(who, "poss") is None
        else ways["at"]
    )
    yield from made(verb, tokens, by, stance)


def _preposition(verb: Token, ways: dict[str, str]) -> Iterator[Finding]:
    lemma = verb.lemma_.lower()
    for prep in (c for c in verb.children if c.dep_ == "prep" and c.i > verb.i):
        inner = child(prep, "pobj", "pcomp")
        if inner is None or passive(verb):
            continue
        fake = any(t.lower_ in lexicon().nouns["fake"] for t in below(inner))
        if prep.lower_ == "against" and lemma in ("caution", "warn", "speak") and fake:
            yield from made(verb, below(inner), "fake", "denies")
            return
        many = child(inner, "nummod") is not None  # "spoke of 25 dead"
        if prep.lower_ in ways and (inner.pos_ in ("NOUN", "PROPN") or many):
            yield from made(verb, below(inner), "noun", ways[prep.lower_])
            return
        if prep.lower_ == "of" and "number" in ways and inner.pos_ == "NUM":
            yield from made(verb, below(inner), "noun", ways["number"])
            return


# ------------------------------------------------------------------ accuse, blame, claim responsibility


def _accusation(verb: Token) -> list[Finding]:
    by = lexicon().accusations.get(verb.lemma_.lower())
    if by is None:
        return []
    party = child(verb, "nsubjpass") if passive(verb) else child(verb, "dobj")
    prep = next(
        (c for c in verb.children if c.dep_ == "prep" and c.lower_ == by and c.i > verb.i), None
    )
    # "criticised A for P", but not "criticised the support for P"
    someone = party is not None and (by != "for" or party.pos_ != "NOUN" or animate(party))
    if prep is None and party is not None and someone:
        prep = next((c for c in party.children if c.dep_ == "prep" and c.lower_ == by), None)
    if party is not None and (
        party.tag_ in ("WDT", "WP") or (party.lower_ == "that" and verb.dep_ == "relcl")
    ):
        party = verb.head  # "a company that it accuses of …"
    elif party is not None and party.lower_ == "other":
        return []  # "blamed each other"
    elif party is None and verb.dep_ == "relcl" and not passive(verb):
        party = verb.head
    if party is None or prep is None or not below(prep, without=[prep.head])[1:]:
        return []
    asides = [t for t in below(prep) if t.text in ("—", "–")]
    stop = asides[0].i if asides else verb.sent.end
    tokens = [t for t in [*below(party, without=apart(party)), *below(prep)] if t.i < stop]
    found = list(made(verb, sorted(set(tokens), key=lambda t: t.i), "accusation", "asserts"))
    to = child(prep, "pobj")
    for finding in found:
        finding.party = to if by == "to" and to is not None else party
        finding.root = verb
        if verb.lemma_.lower() in ("criticize", "criticise", "condemn"):
            finding.form = "criticism"
    return found


def _blame(verb: Token) -> list[Finding]:
    """ "directed suspicion on B", "put the blame on B"."""
    words = lexicon().blame
    thing = child(verb, "dobj")
    if (
        thing is None
        or verb.lemma_.lower() not in words["verbs"]
        or thing.lemma_.lower() not in words["nouns"]
    ):
        return []
    party = None
    for prep in [*thing.children, *verb.children]:
        if prep.dep_ == "prep" and prep.lower_ in words["prepositions"]:
            party = child(prep, "pobj")
    who = subject(verb) or _attempting(verb)
    if party is None or who is None or who.lower_ in _NOBODY:
        return []
    behind = (
        prep
        for word in (party, thing, verb)
        for prep in word.children
        if prep.dep_ == "prep" and prep.lower_ == "for" and prep.i > party.i
    )
    tokens = trimmed(list(verb.doc[thing.i : below(next(behind, party))[-1].i + 1]))
    return [
        Finding(
            content=ranges(tokens), form="accusation", stance="asserts", root=verb, claimant=who,
            claimant_range=where_of(who), cue=verb_group(verb), party=party, confidence=0.7,
        )
    ]  # fmt: skip


def _attempting(verb: Token) -> Token | None:
    """Whose attempt it is: "the attempts of A to …", "A's attempt to …"."""
    if verb.dep_ not in ("acl", "relcl"):
        return None
    of = next((c for c in verb.head.children if c.lower_ in ("of", "by") and c.i < verb.i), None)
    return child(verb.head, "poss") or (child(of, "pobj") if of is not None else None)


def _responsibility(verb: Token) -> list[Finding]:
    """ "claimed responsibility for the attack", "the attack was claimed by A", "A claimed the attack"."""
    words = lexicon().claiming
    lemma = verb.lemma_.lower()
    denies = lexicon().verbs.get(lemma, {}).get("object") == "denies"
    if not (denies or lemma in words["verbs"]):
        return []
    thing = child(verb, "nsubjpass") if passive(verb) else child(verb, "dobj")
    if thing is None or (negated(verb) and not denies):
        return []
    noun = thing.lemma_.lower()
    if noun in words["nouns"]:
        if (
            not any(c.lower_ == "for" for c in [*thing.children, *verb.children])
            and lemma != "claim"
        ):
            return []
    elif lemma != "claim" or noun not in lexicon().events:
        return []
    if passive(verb):
        tokens = below(thing, without=apart(thing))
    else:
        stray = [c for c in verb.children if c.i > thing.i and c.dep_ == "prep"]
        tokens = sorted({t for part in (thing, *stray) for t in below(part)}, key=lambda t: t.i)
    found = list(made(verb, tokens, "responsibility", "denies" if denies else "asserts"))
    for finding in found:
        finding.root = thing
    return found


def where_of(who: Token) -> tuple[int, int] | None:
    """The place of a speaker's noun phrase in the whole text."""
    tokens = noun_phrase(who)
    return (begin(tokens[0]), finish(tokens[-1])) if tokens else where(who.doc[who.i : who.i + 1])
