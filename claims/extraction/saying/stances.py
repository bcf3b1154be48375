"""The stance of a speaker towards what is said, from the words of the cue and of the content alone.

Nothing here depends on how the two were found: a rule, a tagger or a person may have marked them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from claims.extraction.text.lexicon import lexicon
from claims.extraction.text.nlp import plain
from claims.extraction.text.tree import below, negated, withholds

if TYPE_CHECKING:
    from spacy.tokens import Token

_APOSTROPHE = re.compile(r"\b(ca|wo|sha)?(\w+?)?n't\b")
_NOT = re.compile(
    r"\b(?:not|never|neither|nor|nobody|no one|no longer|without (?:\w+ly )?\w+ing)\b"
)
_REFUSES = re.compile(
    r"\b(?:declin|refus)\w+|\b(?:unable|unwilling|yet|reluctant) to\b|\bstop\w* short of\b|\bfail\w* to\b"
    r"|\bavoid\w*\b|\bno (?:immediate )?(?:comment|response|reply|answer|word)\b|\bunavailable for comment\b"
)
_UNSETTLED = re.compile(
    r"\b(?:un(?:clear|known|certain|decided|confirmed)|not (?:\w+ )?(?:clear|known|certain|sure)"
    r"|(?:ask|wonder|inquir|enquir)\w* (?:\w+ )?(?:whether|if)|(?:investigat|prob|examin|look)\w* (?:into )?(?:whether|if))\b"
)
_TAKEN_BACK = re.compile(r"\b(?:backtrack|retract|recant)\w*\b")
_NO_PROOF = re.compile(
    r"\b(?:no|little|scant|any|insufficient) (?:\w+ ){0,2}(?:evidence|proof|indications?|signs?|basis|reason)\b"
)
_WITHOUT_PROOF = re.compile(
    r"\bwithout (?:\w+ )?(?:evidence|proof|basis|citing|offering|providing)\b"
)
_OPENS_CLAUSE = re.compile(r"^[\"' ]*(?:that|whether|if)\b")
_OPENS_SPEECH = re.compile(r"^[\"' ]*(?:to )?(?P<verb>[a-z]+)")
_PASSED_ON = re.compile(
    r"\b(?:is|are|was|were|been|be)(?: \w+ly)? (?:said|believed|reported|thought|understood|alleged|rumou?red|claimed)(?: to)?$"
)


def stance(cue: str, content: str = "", *, claimant: str = "", negated: bool = False) -> str:
    """How a claimant stands to a proposition: asserts, denies, doubts, reports or no_position.

    ``cue`` are the words that tell of the saying ("has not confirmed", "dismissed … as fake"), ``content``
    those that tell what is said; ``claimant`` matters only where it is hearsay itself ("reports").
    ``negated`` says that the sentence negates the cue with a word that ``cue`` lacks. A negation inside
    the content is not looked at: see :func:`proposition` and :func:`turned`.

    >>> stance("has denied", "any role in it"), stance("has not confirmed", "the toll")
    ('denies', 'no_position')
    """
    words = _normal(cue)
    said = _normal(content)
    denied = negated or bool(_NOT.search(words))
    if (refused := _refused(words, said, denied=denied)) is not None:
        return refused
    if _UNSETTLED.search(words) or (_TAKEN_BACK.search(words) and not denied):
        return "no_position"
    if denied:
        return _negative(words, said)
    return _positive(words, said, claimant)


def stance_of(cue: Sequence[Token], content: Sequence[Token], claimant: str = "") -> str:
    """:func:`stance` for parsed words; a "not" or "declined to" that belongs to the cue's verb counts too."""
    verb = _verb(cue)
    words = _text(cue)
    negative = False
    if verb is not None:
        negative = negated(verb) and not _NOT.search(_normal(words))
    withheld = _withholding(verb or cue[0]) if cue else None
    if withheld is not None and withheld not in cue:
        words = f"{withheld.text} to {words}"
    return stance(words, _text(content), claimant=claimant, negated=negative)


def narrator(cue: str, content: str = "") -> str | None:
    """What the text itself lets know of a proposition that it passes on: "falsely claimed" denies it.

    >>> narrator("falsely claimed"), narrator("unsubstantiated claim of"), narrator("claimed")
    ('denies', 'doubts', None)
    """
    words = _normal(cue)
    opening = " ".join(_normal(content).split()[:4])
    kinds = lexicon().stances
    noun = bool(_any(kinds["said"]).search(words) or _any(kinds["said"]).search(opening))
    if _any(kinds["falsely"]).search(words):
        return "denies"
    if noun and _any(kinds["untrue"]).search(f"{words} {opening}"):
        return "denies"
    if _WITHOUT_PROOF.search(words) or (
        noun and _any(kinds["unproven"]).search(f"{words} {opening}")
    ):
        return "doubts"
    return None


def turned(taken: str, by: str | None) -> str:
    """The stance to a proposition, where ``taken`` is the one to its denial or to a doubt of it.

    >>> turned("asserts", "denies"), turned("denies", "denies"), turned("no_position", "denies")
    ('denies', 'asserts', 'no_position')
    """
    if by is None or taken == "no_position":
        return taken
    if taken in ("denies", "doubts"):
        return "asserts"
    return by


@dataclass(frozen=True, slots=True)
class Proposition:
    """What a content says, less the words that only introduce it; ``turn`` is the stance they bring along.

    "reports that P were false" holds P with ``turn`` denies, "to say whether P" holds P with None.
    """

    tokens: list[Token]
    turn: str | None = None


def proposition(content: Sequence[Token]) -> Proposition:
    """The proposition inside a content span, and whether the span's own words deny or doubt it."""
    tokens = list(content)
    turn: str | None = None
    while tokens:
        cut, brought = _introduction(tokens)
        if not cut or len(tokens) <= cut:
            break
        tokens = tokens[cut:]
        turn = brought if turn is None else turned(turn, brought) if brought else turn
    kept, refuted = _without_verdict(tokens, introduced=len(tokens) < len(content))
    return Proposition(kept, turned(turn or "asserts", "denies") if refuted else turn)


# ------------------------------------------------------------------ the cue


def _normal(words: str) -> str:
    """Lower case, plain quotes, "can't" and "cannot" in two words."""
    words = re.sub(r"\s+", " ", plain(words)).lower().strip()
    words = _APOSTROPHE.sub(
        lambda m: {"ca": "can", "wo": "will", "sha": "shall"}.get(m[1] or "", m[2] or "") + " not",
        words,
    )
    return words.replace("cannot", "can not")


def _refused(cue: str, said: str, *, denied: bool) -> str | None:
    """The stance of who withholds a word; None where the cue refuses nothing."""
    refusal = _REFUSES.search(cue)
    if refusal is None:
        return None
    if denied:
        return "asserts"  # "did not decline", "was not reluctant to say"
    rest = cue[refusal.end() :].strip()
    verb = rest or said
    kinds = lexicon().stances
    speaks = refusal.group().startswith(("no ", "unavailable")) or _any(kinds["speaking"]).match(
        re.sub(r"^(?:to |immediately |publicly )+", "", verb)
    )
    denial = _any(kinds["denying"]).search(verb.split(" that ")[0][:40])
    return "no_position" if speaks or denial or not verb else "asserts"


def _negative(cue: str, said: str) -> str:
    kinds = lexicon().stances
    if _any(kinds["unconvinced"]).search(cue):
        return "doubts"
    if _any(kinds["doubting"]).search(cue) and not _any(kinds["inquiring"]).search(cue):
        return "asserts"
    if _any(kinds["denying"]).search(cue) or _any(kinds["rejecting"]).search(cue):
        return "no_position"
    if _any(kinds["believing"]).search(cue):
        return "denies"
    if _NO_PROOF.search(cue) or _NO_PROOF.match(said):
        return "doubts"
    if re.search(r"\bnot (?:just|only|merely|simply)\b", cue):
        return "asserts"
    if _any(kinds["speaking"]).search(cue) or not re.sub(r"\W", "", _NOT.sub("", cue)):
        return "no_position"
    verbs = lexicon().verbs
    return "no_position" if any(w in verbs for w in cue.split()) else "denies"


def _positive(cue: str, said: str, claimant: str) -> str:
    kinds = lexicon().stances
    about_words = bool(_OPENS_CLAUSE.match(said) or _any(kinds["said"]).search(_noun_part(said)))
    named = bool(_any(kinds["said"]).search(cue)) or cue.endswith((" whether", " if", " that"))
    if re.search(r"\bno doubt\b|\bundoubtedly\b|\bwithout (?:a )?doubt\b", cue):
        return "asserts"
    if _any(kinds["denying"]).search(cue) or re.search(r"\bcontrary to\b", cue):
        return "denies"
    if _any(kinds["rejecting"]).search(cue) and (about_words or named or _as_untrue(cue, said)):
        return "denies"
    if re.search(r"\b(?:caution|warn|spoke|speak)\w* against\b", cue) and _any(
        kinds["untrue"]
    ).search(" ".join(said.split()[:8])):
        return "denies"
    if _any(kinds["untrue"]).search(cue) and re.search(r"\b(?:call|brand|label|term|deem)\w*", cue):
        return "denies"
    if _any(kinds["untrue"]).search(cue) and not named:
        return "denies"  # "is false", "called … a lie"
    if _any(kinds["doubting"]).search(cue) or _NO_PROOF.search(cue):
        return "doubts"
    if _any(kinds["inquiring"]).search(cue) and (about_words or named or not said):
        return "doubts"
    if not claimant and (view := narrator(cue, said)) is not None:
        return view
    bare = re.sub(r"^(?:the|some|several|many|as per|according to|local|media|press)\s+", "", cue)
    if _any(kinds["hearsay"]).search(cue) or _PASSED_ON.search(bare):
        return "reports"
    heard = _normal(claimant).removeprefix("some ").removeprefix("media ").removeprefix("the ")
    return "reports" if heard in kinds["passed"] else "asserts"


def _noun_part(said: str) -> str:
    """The first noun phrase of a content, roughly: up to "that", a preposition or seven words."""
    return " ".join(re.split(r"\b(?:that|of|about|by|who|which)\b", said)[0].split()[:7])


def _as_untrue(cue: str, said: str) -> bool:
    untrue = lexicon().stances["untrue"]
    return bool(re.search(rf"\bas (?:\w+ ){{0,3}}\"?{_any(untrue).pattern}", f"{cue} {said}"))


@cache
def _any(words: frozenset[str]) -> re.Pattern[str]:
    """One of ``words`` at a word's start; each ends where it says so, with "$", else anywhere later in the word."""
    forms = sorted(
        (re.escape(w.rstrip("$")) + (r"\b" if w.endswith("$") else r"\w*") for w in words), key=len
    )
    return re.compile(r"\b(?:" + "|".join(reversed(forms)).replace("_", " ") + ")")


def _verb(cue: Sequence[Token]) -> Token | None:
    inside = set(cue)
    verbs = [t for t in cue if t.pos_ in ("VERB", "AUX") or t.tag_.startswith("VB")]
    return next(
        (v for v in verbs if v.head not in inside and v.dep_ not in ("aux", "auxpass")),
        verbs[-1] if verbs else None,
    )


def _withholding(word: Token) -> Token | None:
    """What keeps a saying from being said: the "unable" of "unable to verify the film and claim that P"."""
    if word.dep_ == "conj" and (word.pos_ == "NOUN" or word.tag_ in ("VB", "VBP")):
        while word.dep_ == "conj":
            word = word.head
        word = word.head if word.dep_ == "dobj" else word
    return word.head if word.dep_ == "xcomp" and withholds(word.head) else None


def _text(tokens: Sequence[Token]) -> str:
    return " ".join(t.text for t in tokens).replace(" n't", "n't")


# ------------------------------------------------------------------ the content


def _introduction(tokens: list[Token]) -> tuple[int, str | None]:
    """How many tokens at the start only introduce a proposition, and the stance that they bring."""
    words = [_normal(t.text) if t.text != "n't" else "not" for t in tokens[:14]]
    line = " ".join(words)
    for pattern, brought in _INTRODUCTIONS:
        match = pattern.match(line)
        if match is not None:
            return len(match.group().split()), brought
    return _noun_of_saying(tokens, words)


def _noun_of_saying(tokens: list[Token], words: list[str]) -> tuple[int, str | None]:
    """ "any suggestion that P", "the widespread reports of P", "reports suggesting P"."""
    said = _any(lexicon().stances["said"])
    at = next((i for i, w in enumerate(words[:5]) if said.fullmatch(w)), None)
    if at is None or any(
        tokens[i].pos_ in ("VERB", "AUX", "PROPN", "ADP", "PRON") for i in range(at)
    ):
        return 0, None
    verdict = any(t.lower_ in lexicon().nouns["fake"] for t in tokens[-2:])
    if tokens[at].dep_ in ("nsubj", "nsubjpass") and tokens[at].head in tokens and not verdict:
        return 0, None  # "the report of the council was long" is a statement itself
    after = words[at + 1] if at + 1 < len(words) else ""
    if after in ("that", "of", "about"):
        cut = at + 2
    elif after in ("suggesting", "claiming", "alleging", "saying", "indicating", "stating"):
        cut = at + 2 + (words[at + 2 : at + 3] == ["that"])
    else:
        return 0, None
    return cut, narrator(" ".join(words[: at + 1]))


_INTRODUCTIONS: tuple[tuple[re.Pattern[str], str | None], ...] = (
    (
        re.compile(
            r"(?:it|that) (?:is|was|'s|would be)(?: simply| just| absolutely| completely)? (?:not (?:true|correct|accurate|the case)"
            r"|untrue|false|incorrect|wrong|inaccurate|nonsense|a lie|a myth)(?: to say| to claim| to suggest)? that "
        ),
        "denies",
    ),
    (
        re.compile(
            r"there (?:is|was|'s|are|were|has been|had been)(?: absolutely| currently| still)? (?:no|little|not any|not) "
            r"(?:\w+ )?(?:evidence|proof|indications?|signs?|basis|reason)(?: (?:yet|so far))? "
            r"(?:that |of |for |to (?:believe|suggest|think|suspect|indicate)(?: that)? )"
        ),
        "doubts",
    ),
    (
        re.compile(
            r"(?:(?!that\b|no\b)[\w'-]+ ){1,6}(?:found|seen|saw|sees|see|have|has|had|find|finds) (?:absolutely )?(?:no|little) "
            r"(?:\w+ )?(?:evidence|proof|indications?|signs?) (?:yet |so far )?that "
        ),
        "doubts",
    ),
    (re.compile(r"(?:no|any|little) (?:\w+ )?(?:evidence|proof|indications?|signs?) (?:that|of) "), "doubts"),
    (re.compile(r"there (?:is|was|'s) no truth (?:to|in)(?: the (?:\w+ )?\w+ that)? "), "denies"),
    (
        re.compile(
            r"(?:to )?(?:say|confirm|comment on|comment|reveal|disclose|specify|answer|explain|discuss|speculate(?: on| about)?|know)"
            r"(?: on| about)? (?:whether|if|that) "
        ),
        None,
    ),
    (re.compile(r"(?:on |about |as to |of )?(?:whether|if)(?: or not)? "), None),
    (
        re.compile(
            r"(?:it|there) (?:is|was|'s|remains|seems|appears)(?: \w+ly| most| now| still)?(?: not| un\w+)? ?(?:(?:very|quite|most|more|less|\w+ly) )*"
            r"(?:(?:likely|unlikely|possible|probable|improbable|certain)(?: that|(?= (?:the|a|an|he|she|they|it|his|her|their|this|some|there)\b))|(?:almost no chance"
            r"|(?:a|an|no|little|every) (?:\w+ )?(?:chance|likelihood|possibility|probability)) that) "
        ),
        None,
    ),
    (
        re.compile(
            r"it (?:(?:also|later|since|then|\w+ly) )?(?:emerged|emerges|transpired|transpires|turned out|turns out"
            r"|(?:is|was|'s|(?:has|had)(?: since)? been) (?:(?:also|later|since|then|now|soon|\w+ly) )?"
            r"(?:discovered|established|found|learned|learnt|revealed))(?: \w+)? that "
        ),
        None,
    ),
    (re.compile(r"that (?=\w+ )"), None),
)  # fmt: skip


def _without_verdict(tokens: list[Token], *, introduced: bool) -> tuple[list[Token], bool]:
    """``tokens`` less "as fake" or "were false" at the end, and whether that was there."""
    untrue = lexicon().nouns["fake"]
    end = len(tokens)
    while end and tokens[end - 1].is_punct:
        end -= 1
    if end < 4 or tokens[end - 1].lower_ not in untrue:
        return tokens, False
    joint = next(
        (
            i
            for i in range(end - 2, max(end - 6, 0), -1)
            if tokens[i].lower_ == "as" or tokens[i].lemma_ == "be"
        ),
        None,
    )
    if joint is None or joint < 2:
        return tokens, False
    if tokens[joint].lower_ == "as":
        return tokens[:joint], False  # the verb ("dismissed … as fake") has the stance already
    negative = any(t.dep_ == "neg" for t in tokens[joint:end])
    return (tokens[:joint], True) if introduced and not negative else (tokens, False)


def heads(tokens: Sequence[Token]) -> list[Token]:
    """The tokens of a span that hang on none of the span's own, in text order."""
    inside = set(tokens)
    return [t for t in tokens if t.head == t or t.head not in inside]


def root_of(tokens: Sequence[Token]) -> Token | None:
    """The word that heads a span: a finite verb before a noun, the one with most words under it first."""
    inside = set(tokens)
    found = heads(tokens)
    verbs = [t for t in found if t.pos_ in ("VERB", "AUX")]
    return max(verbs or found, key=lambda t: sum(b in inside for b in below(t)), default=None)
