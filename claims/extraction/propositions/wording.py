"""The words of a claim, token by token: who "I", "they" and "her" are, the verb that goes with them, no negation.

Everything here answers with replacements by the token's place in its passage; "" takes a token out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from claims.extraction.findings import Finding
from claims.extraction.naming.gazetteer import country_of
from claims.extraction.naming.references import References
from claims.extraction.text.inflection import present
from claims.extraction.text.lexicon import lexicon
from claims.extraction.text.pronouns import FIRST, FIRST_MANY, PERSONS, THINGS, THIRD
from claims.extraction.text.tree import SUBJECTS, child
from claims.extraction.types import Speaker

from .moods import bound, foreseen, foretold, freed, rumoured, shown, supposed
from .negation import affirmed, opposed, some

if TYPE_CHECKING:
    from spacy.tokens import Token

_HE = {"i": "he", "me": "him", "my": "his", "mine": "his", "myself": "himself"}
_SHE = {"i": "she", "me": "her", "my": "her", "mine": "hers", "myself": "herself"}
_THEY = {
    "we": "they",
    "us": "them",
    "our": "their",
    "ours": "theirs",
    "ourselves": "themselves",
}
_SHORT = {
    "'m": "is",
    "am": "is",
    "'re": "is",
    "are": "is",
    "'ve": "has",
    "have": "has",
    "do": "does",
    "were": "was",
}
_FULL = {"'re": "are", "'ve": "have", "'ll": "will", "'d": "would"}
_HOLDING = frozenset(
    {"think", "believe", "guess", "suppose", "feel", "know", "say", "mean", "suspect", "reckon"}
)
LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Stated:
    """The words of a content that make its claim, and the word that heads them."""

    tokens: list[Token]
    root: Token | None


def stated(finding: Finding, tokens: Sequence[Token]) -> Stated:
    """The part of a content that states something: of a long quotation its first full statement.

    "I think that P" is P, said by the same speaker.
    """
    root = finding.root
    words = _to_the_point(tokens) if finding.direct else list(tokens)
    if finding.form == "quote":
        for sentence in _sentences(words):
            if len([t for t in sentence if t.is_alpha]) >= 4 and _asserts(sentence):
                words = sentence
                break
        inside = set(words)
        heads = [t for t in words if t.head == t or t.head not in inside]
        verbs = [t for t in heads if t.pos_ in ("VERB", "AUX")]
        root = next(iter(verbs or heads), root)
    if finding.form in ("quote", "clause") and root is not None:
        inner = _held(root)
        if inner is not None and inner in words:
            kept = set(inner.subtree)
            mark = child(inner, "mark")
            return Stated([t for t in words if t in kept and t != mark], inner)
    return Stated(words, root)


_OPENINGS = re.compile(
    r"[\W]*(?:(?:and |but )?(?:i mean|you know|look|well|listen|i(?:'ll| will) tell you(?: what)?|let me tell you|you see|i guess|oh|folks))\s*,\s*"
)


def _to_the_point(tokens: Sequence[Token]) -> list[Token]:
    """A quotation without "I mean," and the like at its head."""
    words = list(tokens)
    line = "".join(t.text_with_ws for t in words).lower()
    while (opening := _OPENINGS.match(line)) is not None:
        line = line[opening.end() :]
        at, cut = 0, opening.end()
        while words and at < cut:
            at += len(words[0].text_with_ws)
            words = words[1:]
    return words or list(tokens)


def reworded(
    finding: Finding, tokens: Sequence[Token], speaker: Speaker | None, references: References
) -> dict[int, str]:
    """Every replacement that makes the words of a content a claim of its own."""
    if not tokens:
        return {}
    spoken = finding.direct or finding.form == "quote"
    new = {**pointed(tokens), **foretold(tokens, finding.root), **bound(tokens, finding.root)}
    new.update(foreseen(tokens, finding.root))
    new.update(supposed(tokens))
    if finding.form == "clause":
        new.update(shown(tokens, finding.root))
    if finding.unnamed == "reports":
        new.update(rumoured(finding.root))
    name = speaker.name if speaker is not None else ""
    new.update(
        named(tokens, references, but=name)
        if spoken
        else named(tokens, references, by=speaker if finding.form == "clause" else None)
    )
    new.update(freed(finding, tokens))
    if spoken or any(t.lower_ in ("i", "we") and t.dep_ in SUBJECTS for t in tokens):
        new.update(voiced(tokens, speaker, references))
    if (
        finding.form in ("author", "clause", "quote")
        and finding.root is not None
        and opposed(finding.root)
    ):
        new.update(affirmed(finding.root, new))
    elif finding.form == "clause" and finding.stance == "denies":
        new.update(some(tokens))
    return new


def _sentences(tokens: Sequence[Token]) -> list[list[Token]]:
    found: list[list[Token]] = []
    for token in tokens:
        ended = bool(found) and found[-1][-1].text in (".", "!", "?") and token.text[:1].isupper()
        if not found or token.is_sent_start or ended:
            found.append([])
        found[-1].append(token)
    return found


def _asserts(sentence: Sequence[Token]) -> bool:
    """Whether the sentence states something of somebody named: no question, no command, no "That is it"."""
    if any(t.text == "?" for t in sentence):
        return False
    inside = set(sentence)
    for t in sentence:
        if (t.head == t or t.head not in inside) and t.pos_ in ("VERB", "AUX"):
            who = child(t, *SUBJECTS)
            if who is not None and who in inside:
                return (
                    who.lower_ not in ("this", "that", "these", "those", "you", "what", "it")
                    or who.dep_ == "expl"
                )
    return False


def _held(root: Token) -> Token | None:
    """The P of "I think that P", where I only say what I hold."""
    who, inner = child(root, "nsubj"), child(root, "ccomp")
    if root.lemma_.lower() not in _HOLDING or who is None or inner is None or inner.i < root.i:
        return None
    free = not any(c.dep_ in ("neg", "aux") for c in root.children) and root.tag_ in ("VBP", "VB")
    asks = any(t.tag_ in ("WP", "WRB", "WDT") for t in inner.lefts) or (
        (mark := child(inner, "mark")) is not None and mark.lower_ in ("if", "whether")
    )
    return (
        inner
        if who.lower_ in ("i", "we") and free and not asks and child(inner, *SUBJECTS) is not None
        else None
    )


def voiced(
    tokens: Sequence[Token], speaker: Speaker | None, references: References
) -> dict[int, str]:
    """Direct speech in the third person: "I am tired" said by Ann Lee becomes "Ann Lee is tired"."""
    if speaker is None or not speaker.name:
        return {}
    new: dict[int, str] = {}
    told: set[bool] = set()  # whether "I" was met, and "we"
    for token in tokens:
        word = token.lower_
        if token.pos_ not in ("PRON", "DET") and token.tag_ not in ("PRP", "PRP$"):
            continue
        if word in FIRST or word in FIRST_MANY:
            many = word in FIRST_MANY
            new[token.i] = _myself(word, speaker, references, again=many in told)
            told.add(many)
            acts = token.dep_ in ("nsubj", "nsubjpass")
            if acts and new[token.i].endswith(" and others"):
                verb = (token.head, *token.head.children)
                new |= {t.i: _FULL[t.lower_] for t in verb if t.lower_ in _FULL}
            elif acts and not _many(speaker) and new[token.i] != "they":
                new.update(_agreeing(token))
    return new


_SPOKEN_FOR = re.compile(
    r"(?i:(?:an? |the )?spokes(?:man|woman|person) (?:for|of)) (?P<body>(?:the )?[A-Z].*)"
)


def _myself(word: str, speaker: Speaker, references: References, *, again: bool) -> str:
    """What stands for a first person of the speaker."""
    many = word in FIRST_MANY
    owning = word in ("my", "our", "mine", "ours")
    if many and speaker.kind == "person":
        if speaker.affiliation is None and again:
            return _THEY[word]
        if speaker.affiliation is None:
            return "the" if owning else "them" if word == "us" else f"{speaker.name} and others"
        name = speaker.affiliation
    else:
        # "We" of a spokesperson are those for whom they speak.
        body = _SPOKEN_FOR.match(speaker.name) if many else None
        name = body["body"] if body else _called(speaker)
    if again and not many and speaker.kind == "person":
        gender = references.gender(speaker.name)
        if gender is not None:
            return (_HE if gender == "m" else _SHE)[word]
        name = name.split()[-1]
    elif owning and many and speaker.kind == "unnamed" and body is None:
        return "the"  # "our officers" of a statement that nobody signed
    elif again and _many(speaker):
        return _THEY.get(word, name)
    elif again and many:
        return {"we": "it", "us": "it", "our": "its", "ours": "its", "ourselves": "itself"}.get(
            word, name
        )
    return possessive(name) if owning else name


def called(speaker: Speaker, claimant: Token | None) -> str:
    """The speaker's name with the article that the text gives it: "the army", "the United States"."""
    name = _called(speaker)
    the = claimant is not None and any(
        c.dep_ == "det" and c.lower_ == "the" for c in claimant.children
    )
    bodily = speaker.kind in ("government", "organisation", "agency", "outlet", "group")
    land = country_of(name) == name and not name.startswith("United ")
    if (
        bodily
        and not land
        and (the or name.startswith(("Ministry of ", "United ")))
        and not name.lower().startswith("the ")
    ):
        return f"the {name}"
    return name


def _called(speaker: Speaker) -> str:
    """The speaker's name as the subject of a sentence."""
    name = speaker.name
    phrase = speaker.kind != "person" and re.match(r"[a-z]+ (?:of|for|from) [A-Z]", name)
    if (
        (speaker.kind != "unnamed" and not phrase)
        or name.lower() in THIRD
        or re.match(
            r"(?i)(?:the|an?|his|her|some|all|both|many|most|several|one|other|\d+)\b",
            name,
        )
    ):
        return name
    if " " not in name and name[:1].isupper():
        return (
            f"the {name.lower()}"
            if name.endswith("s") or name.lower() in ("police", "media")
            else name
        )
    # "Two men of A": the two men
    return f"the {name[:1].lower() + name[1:] if _NUMBER.match(name) else name}"


_NUMBER = re.compile(r"(?:Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten)\b")


def _many(speaker: Speaker) -> bool:
    last = speaker.name.split(" of ")[0].split()[-1] if speaker.name.split() else ""
    plural = last.endswith("s") and not last.endswith(("ss", "us", "is"))
    return speaker.kind == "unnamed" and (plural or last.lower() in ("police", "people", "media"))


def _agreeing(subject: Token) -> dict[int, str]:
    """The verb forms that go with a subject turned from "I" or "we" to the third person."""
    verb = subject.head
    finite = [c for c in verb.children if c.dep_ in ("aux", "auxpass") and c.i > subject.i - 3] or [
        verb
    ]
    new: dict[int, str] = {}
    first = finite[0]
    if first.lower_ in _SHORT:
        new[first.i] = _SHORT[first.lower_]
    elif first == verb and verb.tag_ in ("VBP", "VB") and verb.lemma_ != "be":
        new[verb.i] = present(verb.lemma_)
    for c in verb.children:
        if (
            c.dep_ == "conj"
            and c.tag_ == "VBP"
            and child(c, *SUBJECTS) is None
            and c.lemma_ != "be"
        ):
            new[c.i] = present(c.lemma_)
    if first.lower_ in ("'ll", "'d"):
        new[first.i] = _FULL[first.lower_]
    return new


def named(
    tokens: Sequence[Token], references: References, *, but: str = "", by: Speaker | None = None
) -> dict[int, str]:
    """Pronouns of the third person by what they stand for, the first time each is meant; safe cases only.

    The best guess is safe enough, too, where it is who reports the words; a newspaper is no "she".
    """
    new: dict[int, str] = {}
    inside = {t.i for t in tokens}
    doc = tokens[0].doc if tokens else None
    told: set[str] = set()
    for token in tokens:
        if token.lower_ not in THIRD or token.tag_ not in ("PRP", "PRP$"):
            continue
        found = references.of(token)
        if found is None or found.mention.name == but:
            continue
        mention = found.mention
        if mention.body and _is_happening(token):
            continue
        own = by if by is not None and mention.name == by.name else None
        body = own is not None and own.kind not in ("person", "unnamed")
        if (body and token.lower_ in PERSONS) or not (found.sure or own):
            continue
        if but and token.lower_ in THINGS and not mention.quoted:
            continue  # in their own words speakers point at what the text may not name
        here = mention.head.doc is doc and mention.head.i in inside
        if (
            here
            or mention.name in told
            or len(mention.name) > LONGEST_NAME
            or _says(tokens, mention.name)
        ):
            told.add(mention.name)
            continue
        told.add(mention.name)
        after = token.doc[token.i + 1].text[:1] if token.i + 1 < len(token.doc) else ""
        if (
            after in ("'", "’")
            or token.lower_.endswith(("self", "selves"))
            or token.lower_ in ("hers", "theirs")
        ):
            continue
        # "No guards were there. They came later": those who were not.
        name = re.sub(r"(?i)^no (?!one\b)", "the ", mention.name)
        new[token.i] = possessive(name) if token.tag_ == "PRP$" else name
        if token.lower_ == "they" and not mention.many:
            new.update(_agreeing(token))
    return new


def _is_happening(it: Token) -> bool:
    """Whether "it" is said to be a happening, as no ministry is: "it was the worst accident for years"."""
    what = child(it.head, "attr") if it.head.lemma_ == "be" else None
    return what is not None and what.lemma_.lower() in lexicon().events


def _says(tokens: Sequence[Token], name: str) -> bool:
    """Whether the last word of a proper name stands among the tokens."""
    last = name.rsplit(maxsplit=1)[-1]
    return last[:1].isupper() and any(t.text == last for t in tokens)


def pointed(tokens: Sequence[Token]) -> dict[int, str]:
    """ "this decision" without what it points at is "the decision"; "this week" stays."""
    return {
        t.i: "the" for t in tokens
        if t.tag_ == "DT" and t.dep_ == "det" and t.lower_ in ("this", "that", "these", "those")
        and t.head.pos_ == "NOUN" and t.ent_type_ not in ("DATE", "TIME") and t.head.ent_type_ not in ("DATE", "TIME")
        and t.head.lemma_.lower() not in lexicon().words["time"]
    }  # fmt: skip


def possessive(name: str) -> str:
    return name + ("'" if name.endswith("s") else "'s")
