"""Claims in words: a proposition, stated positively, that reads as a sentence of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from claims.extraction.findings import Finding
from claims.extraction.quantities.measures import Count
from claims.extraction.text.datelines import DATELINE
from claims.extraction.text.inflection import present
from claims.extraction.text.lexicon import lexicon
from claims.extraction.text.tree import FINITE, SUBJECTS, below, child, noun_phrase, subject
from claims.extraction.types import Speaker

from .likelihood import unhedged
from .negation import opposed
from .wording import called

if TYPE_CHECKING:
    from spacy.tokens import Token

LONGEST = 200
_SUBJECTS = {"them": "they", "him": "he", "her": "she", "us": "we", "me": "I"}
_SHORT = {"'ll": "will", "'d": "would"}
_MEASURED = {
    "killed": "killed in", "injured": "injured in", "arrested": "arrested over", "suspects": "suspected of",
    "missing": "missing after", "displaced": "displaced by", "rescued": "rescued after", "shot": "shot in",
    "ill": "made ill by", "attended": "part in", "aboard": "on board at the time of",
}  # fmt: skip
# What is told of persons where no happening is named that they were at.
_UNMEASURED = {"attended": "in the crowd", "aboard": "on board"}
_BARE = re.compile(
    r"(?i)^(?:(?:however|meanwhile|moreover|furthermore|in fact|also|but|and|or|so|then|now|still|presently|thus|well|yes|no|look|see"
    r"|yeah|oh|hey|unfortunately|fortunately|sadly|of course|after all|in addition|as a result|for example|for instance|indeed"
    r"|nevertheless|nonetheless|additionally|finally|frankly|honestly|to be sure|in other words|that said|you know|i mean"
    r"|listen|ladies and gentlemen|first of all|good|great|again|at the same time|on the other hand|instead|besides|plus),\s+"
    r"|(?:however|meanwhile|moreover|also|but|and|or|so|thus|presently)\s+(?!far\b|many\b|much\b|few\b|little\b))"
)
# "(left)", "(R-Ohio)", "(pictured)": notes on a name
_NOTE = re.compile(
    r"\s\((?:(?:far |above )?(?:left|right|center|centre|top|bottom|pictured|above|below)|[DRI]-[^()]{2,12}|[A-Z]{2,5})\)"
)
# What a newspaper sets before a report
_LABEL = re.compile(
    r"^(?:(?:WEB|NEWS) DESK|BREAKING(?: NEWS)?|UPDATED?|EXCLUSIVE|WATCH|VIDEO|LIVE|ANALYSIS)\s?[:|–—-]\s+"
)
_LOOSE_END = re.compile(r"(?:,?\s(?:and|or|but|that|which|who|of|to|with|the|an?))+$")
_ASIDES = (
    r"\s\([^()]*\)",
    r"\s(?:--|[–—-])\s[^–—]*?\s(?:--|[–—-])(?=\s)|—[^—]*—",
    # A subject's aside goes with both its commas: "A, who was ill, left" is "A left".
    (
        r",\s(?:who|which|whose|where|an?|the|including|according to)\s[^,;]*,"
        r"(?=\s(?!and|or|but|nor|who|which|where|when|while|with|as|if|to|from|in|at|on|because|after|before|\w+ing\b)[a-z]+\s)"
    ),
    r",\s(?:who|which|whose|where|an?|the|including|according to)\s[^,;]*(?=,\s)",
)


# Who is meant is everybody; any other word counts only some: "two students".
_EVERYBODY = frozenset(
    [
        "person", "people", "life", "victim", "individual", "other", "dead", "casualty", "fatality", "soul", "body",
        "dozen", "score", "hundred", "thousand", "million", "arrest", "death", "injury", "wounded", "case",
        "infection",
    ]
)  # fmt: skip


def count_statement(count: Count, event: str, *, whole: bool, more: bool) -> str:
    """ "At least 139 people were killed in the attack at A", "Two more students were killed in it".

    ``whole``: it is the document's own figure for everybody, whoever they are called; ``more``: they come on top
    of others.
    """
    words = count.doc.text[count.start : count.end]
    one = count.number.low == count.number.high == 1
    number = "One" if one else words
    one = one or re.search(r"(?i)\b(?:one|1)$", number) is not None  # "at least one"
    people = "person" if one else "people"
    if count.noun.lemma_.lower() == "suspect":
        people = "suspects" if not one and count.measure != "suspects" else people
    elif not whole:
        people = _counted_people(count) or people
    if more:
        bare = re.sub(r"(?i)\banother ", "", number)
        number = f"{bare} more"
    elif re.search(r"(?i)(?:dozens|hundreds|thousands|millions|scores)$", number):
        number += " of"
    took = count.measure == "attended" and event
    verb = "took" if took else "was" if one else "were"
    tail = happened(count.measure, _MEASURED[count.measure], event)
    return sentence(f"{number} {people} {verb}{tail}")


def _counted_people(count: Count) -> str:
    """What the counted are called: "police officers"; nothing where it is everybody, or told behind the noun, unless
    they are so many of others."""
    noun = count.noun
    of = child(noun, "prep")
    whole = child(of, "pobj") if of is not None and of.lower_ == "of" else None
    if noun.pos_ == "NUM" and whole is not None and whole.tag_ == "NNS" and child(whole, "det"):
        noun = whole  # "five of the attackers"
    if noun.pos_ != "NOUN" or noun.lemma_.lower() in _EVERYBODY or child(noun, "prep") is not None:
        return ""
    before = noun.doc[noun.left_edge.i : noun.i]
    words = [t for t in before if t.dep_ == "compound" and t.idx > count.start]
    return " ".join(t.text for t in [*words, noun])


_BARE_DEATH = re.compile(
    r"(?:killing|murder|homicide|assassination|death|drowning)s?\b ?(?P<where>.*)"
)


def happened(measure: str, measured: str, event: str) -> str:
    """ "killed in the attack at A"; no "killed in the killing"."""
    bare = _BARE_DEATH.fullmatch(event)
    if event and bare is None:
        return f" {measured} the {event}"
    where = bare["where"] if bare is not None else ""
    return f" {_UNMEASURED.get(measure, measure)} {where}".rstrip()


def statement(
    finding: Finding,
    tokens: Sequence[Token],
    words: str,
    names: dict[int, str],
    speaker: Speaker | None,
) -> str:
    """The claim of a finding in words. ``words`` are the content's own; ``names`` replaces tokens by offset.

    A negation is taken out, since it goes into the stance, and so are words of likelihood.
    """
    if tokens and tokens[0].lower_ == "that" and tokens[0].dep_ == "mark":
        names = {**names, tokens[0].i: ""}  # it is left where a quotation mark follows it
    if finding.form == "naming" and finding.root is not None:
        names = {**names, **_named(finding.root)}
    resolved = _resolved(tokens, words, names)
    if finding.form == "naming":
        return sentence(resolved)
    if finding.form in ("as", "at", "to"):
        return sentence(_equation(finding.form, resolved))
    if finding.form == "noun" and _behind_that(
        tokens
    ):  # a clause, whatever the parser takes for its verb
        return sentence(resolved)
    if finding.form in ("noun", "fake"):
        return sentence(_existence(finding, resolved, speaker))
    if finding.form == "infinitive":
        return sentence(_deed(finding, speaker, resolved))
    if finding.form in ("accusation", "criticism"):
        return sentence(_charge(finding, resolved, names))
    if finding.form == "responsibility":
        what = re.sub(r"(?i)^(?:(?:all|full|sole) )?(?:responsibility|credit) for ", "", resolved)
        return sentence(
            f"{_subject(finding, speaker)} responsible for {what[:1].lower() + what[1:]}"
        )
    root = finding.root
    head = root.text if root is not None and root in tokens and not _relative(root) else ""
    return sentence(unhedged(_with_subject(finding, tokens, resolved)), head)


def _named(name: Token) -> dict[int, str]:
    """What makes a sentence of "(called) the paper a forgery": "the paper is a forgery"."""
    thing = child(name.head, "dobj")
    many = thing is not None and (thing.tag_ in ("NNS", "NNPS") or child(thing, "cc") is not None)
    return {name.left_edge.i: f"{'are' if many else 'is'} {name.left_edge.text}"}


def sentence(words: str, head: str = "") -> str:
    """``words`` as a sentence: capital, full stop, at most 200 characters, cut where a part ends.

    ``head`` is the verb that no cut may take away.
    """
    words = re.sub(r"\s+", " ", words).strip(" \"'“”‘’,;:–—-.")
    words = _NOTE.sub("", DATELINE.sub("", _LABEL.sub("", words)))
    while (bare := _BARE.sub("", words)) != words and len(bare) > 10:
        words = bare
    words = re.sub(r"(?:…|\.\.\.+)\s*", " ", words)
    words = _shortened(words, head).strip(' "“”,;:–—-.').rstrip(" !?")
    words = _LOOSE_END.sub("", re.sub(r",\s*,", ",", words)) if len(words) > 60 else words
    if words.count("“") > words.count("”") or words.count('"') % 2:
        words = re.sub('[“”"]', "", words)
    if words.count("(") > words.count(")"):
        words = words[: words.rindex("(")].rstrip(" ,;:–—-")
    words = re.sub(r",? either$", "", words)  # of a denial, which the stance tells
    words = re.sub(r"\s+([,;:])", r"\1", re.sub(r"\s+", " ", words))
    return words[:1].upper() + words[1:] + "." if words else ""


# A clause whose main clause is cut off: "…, but since none is in sight".
_HALF = re.compile(
    r",\s(?:and|but|or)\s(?:since|because|although|though|if|when|while|as|after|before|unless|once)\b[^,;]*$"
)


def _shortened(words: str, head: str = "") -> str:
    """At most 200 characters: asides go first, then what follows the last joint behind the verb ``head``."""
    for aside in _ASIDES:
        if len(words) < LONGEST:
            return words
        words = re.sub(aside, " ", words)
    verb = re.search(rf"\b{re.escape(head)}\b", words) if head else None
    least = max(40, verb.end() + 8 if verb is not None else 0)
    while len(words) >= LONGEST:
        parts = re.split(r"(?:,|;|\s[–—-]|—)\s?(?=[^,;–—]*$)", words, maxsplit=1)
        if len(parts) < 2 or len(parts[0]) < least:
            break
        words = parts[0]
    words = _HALF.sub("", words)
    if len(words) >= LONGEST:
        cut = words[: LONGEST - 1]
        for joints in (
            r"\s(?:that|which|who|where|when|while|because|although|though|but|after|before|until|so that)\s",
            r"\s(?:and|or|in|for|with|by|as|from|on|at|to|of)\s",
        ):
            late = [j for j in re.finditer(joints, cut) if j.start() > max(80, least)]
            if late:
                return cut[: late[-1].start()]
        words = cut.rsplit(" ", 1)[0]
    return words


def _relative(root: Token) -> bool:
    """Whether a verb that a parser takes for the main one only tells more of a noun: "many of whom are sailors"."""
    who = child(root, *SUBJECTS)
    return who is not None and any(t.tag_ in ("WDT", "WP", "WP$") for t in who.subtree)


def _subject(finding: Finding, speaker: Speaker | None) -> str:
    """The speaker as the subject of "to be": "A was", "the rebels were"."""
    name = speaker.name if speaker is not None else "somebody"
    many = finding.claimant is not None and finding.claimant.tag_ in ("NNS", "NNPS")
    name = called(speaker, finding.claimant) if speaker is not None else name
    return f"{name} {'were' if many else 'was'}"


def _deed(finding: Finding, speaker: Speaker | None, words: str) -> str:
    """What a speaker says of their own doing: "to have fled" becomes "A has fled", "lying" "A was lying"."""
    who, be = _subject(finding, speaker).rsplit(" ", maxsplit=1)
    many = be == "were"
    verb = finding.root.head.lemma_.lower() if finding.root is not None else ""
    words, perfect = re.subn(r"^(?:to have|having) ", "have " if many else "has ", words)
    words, state = re.subn(r"^(?:to be|being) ", "are " if many else "is ", words)
    if perfect or state:
        return f"{who} {words}"
    deed = re.match(r"to (\w+)", words)
    if deed is None:
        return f"{who} {be} {words}"
    now = deed[1] if many else present(deed[1])
    return f"{who} {now if verb in ('claim', 'profess', 'deny') else f'will {deed[1]}'}{words[deed.end() :]}"


def _with_subject(finding: Finding, tokens: Sequence[Token], words: str) -> str:
    """``words`` with the subject that the content leaves out: "(A) was killed in …"."""
    root = finding.root
    if root is None or root not in tokens or finding.form not in ("quote", "clause", "author"):
        return words
    finite = root.tag_ in FINITE or any(
        c.dep_ in ("aux", "auxpass") and c in tokens for c in root.children
    )
    who = child(root, *SUBJECTS) or (root.head if root.dep_ == "relcl" else subject(root))
    if (
        not finite
        or who is None
        or who in tokens
        or (
            finding.direct and who == finding.claimant
        )  # "…," A told B, "have warned": the parser's subject is the speaker
        or who.pos_ not in ("NOUN", "PROPN")
        or tokens[0].i > root.i
        or tokens[0] in who.subtree  # "no evidence of P" is P by now
    ):
        return words
    own = "".join(t.text_with_ws for t in noun_phrase(who)).strip(" \"'")
    return f"{own} {words.lstrip(' “”')}" if own and len(own) < 80 else words


def _resolved(tokens: Sequence[Token], words: str, names: dict[int, str]) -> str:
    """The words with pronouns and "the attack" replaced by what they stand for."""
    if not tokens:
        return words
    parts: list[str] = []
    for before, token in pairwise([tokens[0], *tokens]):
        if token.i > before.i + 1 and parts and not parts[-1].endswith(" "):
            parts.append(" ")  # what stood between is no part of the content
        if before.i in names and names[before.i] and token.lower_.replace("’", "'") in _SHORT:
            parts.append(f" {_SHORT[token.lower_.replace('’', chr(39))]}{token.whitespace_}")
        elif token.i in names:
            new = names[token.i]
            glued = new[:1].isalpha() and token.text[:1] in "'’"
            if new:
                parts.append(f"{' ' if glued else ''}{new}{token.whitespace_}")
            elif parts and parts[-1] and not parts[-1].endswith(" "):
                parts.append(
                    token.whitespace_
                )  # "can't hold": the space stood behind what is taken out
        else:
            parts.append(token.text_with_ws)
    return "".join(parts)


def _behind_that(tokens: Sequence[Token]) -> bool:
    first = tokens[0]
    before = first.doc[first.i - 1] if first.i else first
    return before.lower_ == "that" and before.tag_ == "IN"


def _existence(finding: Finding, words: str, speaker: Speaker | None) -> str:
    """A noun phrase as a statement: "lapses in security" becomes "There were lapses in security"."""
    root = finding.root
    by = None if finding.unnamed or not _may_own(words.strip(), finding, speaker) else speaker
    if (deed := _deed_of_noun(words.strip(), by)) is not None:
        return deed
    if finding.form == "fake":
        match = re.search(r"\babout (?P<what>.*)", words)
        words = match["what"] if match else words
    words = re.sub(r"(?i)^(?:the )?alleged ", "the ", words)
    bare = re.sub(r"(?i)^(?:any|all)\s+", "", words)
    if root is not None and root.tag_ == "VBG" and child(root, "nsubj") is None:
        return bare
    plural = root is not None and root.tag_ in ("NNS", "NNPS")
    if root is not None and root.lemma_.lower() in lexicon().words["known"]:
        return f"{words} {'are' if plural else 'is'} known"
    bare = bare if plural or not bare.lower().startswith("the ") else bare[4:]
    number = root is not None and root.pos_ == "NUM"  # "two dead"
    plural = plural or (number and not re.match(r"(?i)(?:one|1)\b", bare))
    # "at least one mystery"
    counted = number or (root is not None and child(root, "nummod") is not None)
    article = (
        ""
        if plural or counted or re.match(r"(?i)(?:a|an|his|her|its|their|no|some|\d|[A-Z])\b", bare)
        else _article(bare)
    )
    return f"There {'were' if plural else 'was'} {article}{bare}"


_ADJECTIVES = r"(?:(?:any|all|the|an?|alleged|direct|possible|supposed|suspected|claimed|its|his|her|their) )*"


def _may_own(words: str, finding: Finding, speaker: Speaker | None) -> bool:
    """Whether "their involvement" is that of the speaker, as far as the pronoun tells."""
    opening, who = re.match(rf"(?i)^{_ADJECTIVES}", words), finding.claimant
    owners = opening[0].lower().split() if opening is not None else []
    many = who is not None and (who.tag_ in ("NNS", "NNPS") or child(who, "cc") is not None)
    if speaker is None:
        return False
    if "their" in owners:
        return many or speaker.kind == "group"
    if "his" in owners or "her" in owners:
        return not many and speaker.kind in ("person", "unnamed")
    return speaker.kind != "person" or "its" not in owners


_TAKING_PART = re.compile(
    rf"(?i)^{_ADJECTIVES}(?:(?P<who>[A-Z][\w.]*(?: [A-Z][\w.]*)*)['’]s? {_ADJECTIVES})?"
    r"(?:involvement|participation|complicity|role|hand)(?: (?:of|by) (?P<by>.+?))?(?: in (?P<what>.+))?$"
)
_ENDINGS = {
    "death": "died", "deaths": "died", "killing": "was killed", "murder": "was murdered", "arrest": "was arrested",
    "resignation": "resigned", "assassination": "was assassinated",
}  # fmt: skip
_ENDING = re.compile(
    rf"(?i)^{_ADJECTIVES}(?P<noun>{'|'.join(_ENDINGS)}) of (?P<who>[^,]+?)(?P<rest> (?:in|on|at|near|by) .+)?$"
)


def _deed_of_noun(words: str, speaker: Speaker | None) -> str | None:
    """A deed named by a noun as a sentence: "any involvement in P" is "A was involved in P"."""
    match = _TAKING_PART.match(words)
    if match is not None:
        who = (
            match["by"]
            or match["who"]
            or (called(speaker, None) if speaker is not None and speaker.name else None)
        )
        if who is None:
            return None
        return f"{who} {'were' if _plural(who) else 'was'} involved" + (
            f" in {match['what']}" if match["what"] else ""
        )
    wrong = re.match(
        rf"(?i)^{_ADJECTIVES}(?P<what>wrong-?doing|misconduct|impropriety|corruption|fraud|negligence)(?P<rest> (?:in|over|at|by) .+)?$",
        words,
    )
    if wrong is not None and speaker is not None and speaker.name:
        who = called(speaker, None)
        return f"{who} {'were' if _plural(who) else 'was'} guilty of {wrong['what'].lower()}{wrong['rest'] or ''}"
    ending = _ENDING.match(words)
    if ending is None:
        return None
    verb = _ENDINGS[ending["noun"].lower()]
    if _plural(ending["who"]):
        verb = verb.replace("was ", "were ")
    return f"{ending['who']} {verb}{ending['rest'] or ''}"


def _plural(words: str) -> bool:
    last = re.split(r" (?:of|in|from) ", words)[0].split()[-1]
    return (last.islower() and last.endswith("s") and not last.endswith("ss")) or last in (
        "people",
        "men",
        "women",
        "children",
    )


_NOT_LIKELY = re.compile(r"(?i)\bnot (?:very )?likely\b|\b(?:probably|certainly) not\b")


def _equation(form: str, words: str) -> str:
    """ "them as extremists" becomes "they are extremists"; "the toll at 40" becomes "the toll was 40"."""
    left, _, right = words.partition(f" {form} ")
    left = _SUBJECTS.get(left.lower(), left)
    head = re.split(r" of ", left)[0] if form != "as" else left  # "the number of deaths"
    many = left.lower() in ("they", "we") or (
        head.split()[-1].endswith("s") and not left[:1].isupper()
    )
    if form in ("at", "to"):
        return f"{left} {'were' if many else 'was'} {right}"
    return f"{left} {'are' if many else 'is'} {right}"


def _article(words: str) -> str:
    return "an " if words[:1].lower() in "aeiou" else "a "


def _charge(finding: Finding, words: str, names: dict[int, str]) -> str:
    """What an accusation says: "A of helping the attackers" becomes "A is to blame for helping …"."""
    if finding.party is None:
        return words
    party = "".join(
        t.text_with_ws
        for t in below(
            finding.party,
            without=[
                c for c in finding.party.children if c.dep_ in ("prep", "appos", "relcl", "acl")
            ],
        )
    ).strip(" ,;")
    named = names.get(finding.party.i) if finding.party.tag_ == "PRP" else None
    party = named or _SUBJECTS.get(party.lower(), party)
    verb = finding.root.lemma_.lower() if finding.root is not None else "accuse"
    if verb in ("attribute", "ascribe"):
        what = words.split(" to ", maxsplit=1)[0]
        return f"{party} {'were' if _several(finding.party) else 'was'} behind {what}"
    if verb in ("accuse", "charge"):
        deed = _deed_charged(finding.root, finding.party, words)
        if deed is not None:
            return f"{party} {deed}"
    be = "are" if _several(finding.party) else "is"
    match = re.search(r"\b(?:of|for|with) (?P<deed>.*)", words)
    return f"{party} {be} responsible for {match['deed']}" if match else f"{party} {be} to blame"


def _several(party: Token) -> bool:
    """Whether a noun takes a plural verb; a surname such as Sanders does not."""
    named = party.tag_ == "NNPS" and party.ent_type_ != "PERSON"
    joined = child(party, "cc") is not None
    return named or joined or party.tag_ == "NNS" or party.lower_ in ("police", "they", "them")


def _deed_charged(charge: Token | None, party: Token, words: str) -> str | None:
    """ "(accused A) of plotting a coup": "was plotting a coup", in the words in which A denies it."""
    near = [*(charge.children if charge is not None else ()), *party.children]
    preps = (c for c in near if c.dep_ == "prep" and c.lower_ in ("of", "with"))
    prep = next(preps, None)
    verb = child(prep, "pcomp", "pobj") if prep is not None else None
    if verb is None or verb.tag_ != "VBG":
        return None
    doing = rf"(?:\w+ly |not )?(?:{re.escape(verb.text)}|having|being)\b.*"
    match = re.search(rf"\b(?:of|with) (?P<deed>{doing})", words)
    if match is None:
        return None
    many = _several(party)
    deed = re.sub(r"^having ", "have " if many else "has ", match["deed"])
    deed = re.sub(r"^being ", "are " if many else "is ", deed)
    return deed if deed != match["deed"] else f"{'were' if many else 'was'} {deed}"


def denied_or_doubted(root: Token | None) -> bool:
    """Whether a clause is negated, so that who states it denies the positive claim."""
    return opposed(root) and root is not None and not _NOT_LIKELY.search(root.sent.text)
