"""Whether the words of a claim stand alone: a sentence with its subject, about somebody whom it names."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from claims.extraction.findings import Finding
from claims.extraction.naming.references import References, animate, clause_mates, empty
from claims.extraction.text.lexicon import lexicon
from claims.extraction.text.pronouns import (
    FEMALE,
    FIRST,
    FIRST_MANY,
    MALE,
    PLURALS,
    SECOND,
    THINGS,
    THIRD,
)
from claims.extraction.text.tree import FINITE, SUBJECTS, child, giving

if TYPE_CHECKING:
    from spacy.tokens import Token

_BOILERPLATE = re.compile(
    r"(?i)\b(?:sign up|subscribe|click here|read more|read also|follow us|stay with|stay tuned|check back|all rights reserved"
    r"|copyright|newsletter|e-?mail (?:notifications?|alerts?)|your (?:notification|e-?mail|account|browser|inbox|settings)"
    r"|cookies|terms of (?:use|service)|privacy policy|(?:ap|file|courtesy) photo|getty images|contributed to this (?:report|story)"
    r"|(?:story|article|post) (?:has been|was|will be) updated|this is a developing story|advertisement|sponsored"
    r"|requests? for (?:comment|an? interview)|watch the video|see the video|photo by|undated (?:\w+ )?photo|(?:viewed|seen|found|read|available) here\.?$|image caption|breaking news|call crime stoppers|(?:left|right|center|pictured)\))"
)
_DANGLING = re.compile(r"(?:He|She|They|This|That|These|Those|It)[ '’]")
# "There was their involvement": whose? "There were the causes of P": that there were some nobody says.
_OWNED = re.compile(
    r"There (?:was|were) (?:an? )?(?:(?:his|her|its|their|the)\b|[A-Z][\w.'’ -]*['’]s? )"
)
_ONE_THING = re.compile(r"There (?:was|were) (?:an? )?[\w-]+\.")
# "It is hard to say": nobody is meant.
_IT_IS = re.compile(
    r"It(?:['’]s| is| was| (?:will|would|may|might|could) be| has been)(?: \w+ly| not| very| too)*"
    r" \w+ (?:to|that|for|whether|if|how|why|when)\b"
)
_OF_SEVERAL = frozenset({"another", "others", "both", "neither", "either"})
_SOME = frozenset({"some", "many", "most", "several", "all", "none", "half"})
_LIKEWISE = frozenset({"so", "nor", "neither"})
_ONE_WORD = (MALE, FEMALE, THINGS, PLURALS)  # in different cases
_WHEN = ("DATE", "TIME")
_INSIDE = ("relcl", "advcl")  # a finite "acl" is a clause that the parser hung wrongly
_OPENED, _CLOSED = re.compile(r"(?<!\w)['‘](?=[A-Za-z])"), re.compile(r"(?<=[\w.,!?])['’](?!\w)")
_OPEN_END = re.compile(
    r" (?:by|of|to|the|an?|and|or|but|than|because|whether|their|its|if|as|with|from|had|did|does|would|could|will)\.$"
)
# Where and when somebody spoke is nothing that they said.
_WHERE = frozenset({"at", "in", "on", "during", "after", "before"})


def no_claim(
    finding: Finding,
    tokens: Sequence[Token],
    text: str,
    names: Mapping[int, str],
    references: References,
) -> bool:
    """Whether words state nothing that could be checked: boilerplate, captions, what only a reader of the page gets.

    A claim stands alone: one about "him" or "you" does not. "(Nobody has confirmed) where the gunmen came
    from" asks, and states nothing. ``names`` are the words that others stand for, by place.
    """
    if finding.form == "noun":
        named = finding.root is not None and finding.root.pos_ == "PROPN"
        bare = named and text.startswith("There ")  # "(mentioned) Lind": that there is one?
        return (
            bare
            or (finding.root is not None and giving(finding.root) is not None)  # "(spoke) of 40"
            or bool(_OWNED.match(text))
            or _known(tokens, finding.root, text)
            or _adrift(tokens, names, references)
        )
    if finding.form in ("at", "to", "naming"):  # "(puts) it at 40", "(calls) her friend a liar"
        adrift = finding.form == "naming" and _adrift(tokens, names, references)
        return adrift or bool(_DANGLING.match(text))
    if finding.form not in ("clause", "quote", "author"):
        return False
    if (
        _asking(finding.root, tokens)
        or _headless(finding.root, tokens, text)
        or _subordinate(finding.root, tokens, text, names)
        or _cut_short(text)
        or _adrift(tokens, names, references)
    ):
        return True
    if _verbless(tokens) and not _mistaken(tokens):
        return True
    if finding.form != "author":
        return (
            _pointing(finding.root)
            or _dangling(tokens, text)
            or _inverted(finding.root, tokens)
            or _shows(tokens)
        )
    line = "".join(t.text_with_ws for t in tokens)
    if _BOILERPLATE.search(line) or line.lstrip().startswith(("@", "#", "http")):
        return True
    if any(t.lower_ in FIRST | FIRST_MANY | SECOND and t.text != "US" for t in tokens):
        return True
    first = tokens[0]
    if first.lower_ in _LIKEWISE and len(tokens) > 1 and tokens[1].pos_ == "AUX":
        return True  # "(the lamps were lit,) and so were the stoves"
    if first.lower_ in _OF_SEVERAL and _dangling(tokens, text):
        return True
    named = child(first.head, "attr") is not None and first.head.lemma_ == "be"
    if first.lower_ == "it" and (named or empty(first)):
        return False
    return (
        bool(_DANGLING.match(text))
        or text[:1] in "(["
        or _tag(finding.root)
        or _bare(finding.root)
        or _shows(tokens)
    )


def _shows(tokens: Sequence[Token]) -> bool:
    """ "Here is the video", "here's what we know": what comes with the words, and is not in them."""
    first = next((t for t in tokens if t.is_alpha), tokens[0])
    return first.lower_ == "here" and first.head.lemma_ == "be"


def _known(tokens: Sequence[Token], noun: Token | None, text: str) -> bool:
    """Whether words only take up what was said, or who: "(debunked) the story", "(denounced) the group"; that
    there was one nobody asks."""
    if noun is None or not _ONE_THING.fullmatch(text):
        return False
    sayings = frozenset({"story", "news"}).union(*lexicon().nouns.values())
    told = sayings | lexicon().speakers["groups"] | lexicon().speakers["government"]
    known = noun.lemma_.lower() in told or (noun.pos_ == "NOUN" and animate(noun))
    return known and tokens[0].lower_ in ("the", "this", "that", "these", "those")


def _dangling(tokens: Sequence[Token], text: str) -> bool:
    """Whether a claim opens with a pronoun that nobody has resolved: "She has been in power for long"."""
    first = next((t for t in tokens if t.is_alpha), None)
    if first is None or not _opens(text, first):
        return False
    if first.lower_ in SECOND and first.tag_ in ("PRP", "PRP$"):
        return True  # "you have to win": advice
    if first.lower_ in _OF_SEVERAL and first.dep_ in SUBJECTS:
        return True  # "another posted it": of whom the text spoke before
    pronoun = first.lower_ in THIRD and first.tag_ in ("PRP", "PRP$")
    return pronoun and not empty(first) and _IT_IS.match(text) is None


def _opens(text: str, first: Token) -> bool:
    """Whether a claim opens with the first word of its content, as it was."""
    return re.match(rf"{re.escape(first.text)}\b", text, re.IGNORECASE) is not None


def _headless(root: Token | None, tokens: Sequence[Token], text: str) -> bool:
    """Whether a claim opens with its verb: what "resonates for many", or a command."""
    first = next((t for t in tokens if t.is_alpha), None)
    if root is None or first is None or not _opens(text, first):
        return False
    opens = first == root or (first.head == root and first.dep_ in ("aux", "auxpass"))
    if first == root and root.tag_ in ("VBG", "VBN"):
        return child(root, *SUBJECTS) is None
    finite = root.tag_ in (*FINITE, "VB") or first.tag_ in ("VBZ", "VBP", "MD")
    return opens and finite and root.pos_ in ("VERB", "AUX")


def _adrift(tokens: Sequence[Token], names: Mapping[int, str], references: References) -> bool:
    """Whether a pronoun of the third person is left that no word of the claim can be meant by: "A gunman shot him"."""
    pronouns = [t for t in tokens if t.lower_ in THIRD and t.tag_ in ("PRP", "PRP$")]
    told = {t.lower_ for t in pronouns if names.get(t.i)}
    meant = {form for forms in _ONE_WORD if forms & told for form in forms}
    left = [t for t in pronouns if t.i not in names and t.lower_ not in meant]
    if not left:
        return False
    nouns = [
        t for t in tokens
        if (t.pos_ in ("NOUN", "PROPN") and t.dep_ != "compound" and t.ent_type_ not in _WHEN)
        or (t.pos_ == "PRON" and t.tag_ in ("NN", "WP", "DT"))
        or (t.pos_ in ("ADJ", "NUM") and t.dep_ in SUBJECTS)
    ]  # fmt: skip
    return any(
        not empty(t)
        and not any(
            (_part(t) or not (_of(t, noun) or clause_mates(t, noun)))
            and references.may_mean(t, noun)
            for noun in nouns
        )
        for t in left
    )


def _part(pronoun: Token) -> bool:
    """Whether some of those named before are meant: "six people, two of them children"."""
    of = pronoun.head
    return of.lower_ == "of" and (of.head.like_num or of.head.lower_ in _SOME)


def _of(pronoun: Token, noun: Token) -> bool:
    """Whether the noun is what belongs to the pronoun: "(the causes of) their quarrel"."""
    word = pronoun.head
    while word != noun and word.head != word and word.pos_ not in ("VERB", "AUX"):
        word = word.head
    return word == noun


def _subordinate(
    root: Token | None, tokens: Sequence[Token], text: str, names: Mapping[int, str]
) -> bool:
    """Whether the words are a clause that goes with another: "because the road was closed"."""
    first = next((t for t in tokens if t.is_alpha), None)
    if first is not None and [t.lower_ for t in first.doc[max(0, first.i - 2) : first.i]] == [
        "that",
        "if",
    ]:
        return True  # "that if P, Q", where the parser hung Q on the condition
    return (
        first is not None and first.dep_ == "mark" and first.head == root
        and (first.lower_ not in ("that", "whether", "if") or text.startswith("If ")) and first.i not in names
    )  # fmt: skip


def _verbless(tokens: Sequence[Token]) -> bool:
    """Whether no verb makes a sentence of the words: "the pistol that the officer carried"."""
    inside = set(tokens)
    finite = (
        t
        for t in tokens
        if t.tag_ in FINITE or (t.tag_ == "VBN" and child(t, *SUBJECTS) is not None)
    )
    verbs = (t.head if t.dep_ in ("aux", "auxpass") else t for t in finite)
    return all(
        (v.dep_ in _INSIDE and v.head in inside)
        or any(a.dep_ in (*_INSIDE, "acl") and a.head in inside for a in v.ancestors)
        for v in verbs
    )


def _mistaken(tokens: Sequence[Token]) -> bool:
    """Whether a verb is likely among the words that the parser takes for nouns: "Debate risks harming the pact"."""
    return any(t.lemma_.lower() in lexicon().hedges["risk"] for t in tokens)


def _bare(root: Token | None) -> bool:
    """Whether the verb has its bare form beside one who acts: "(A helps) the city build a bridge"."""
    who = child(root, "nsubj") if root is not None and root.tag_ == "VB" else None
    finite = root is not None and any(c.dep_ == "aux" for c in root.children)
    return who is not None and who.tag_ in ("NN", "NNP") and not finite


def _inverted(root: Token | None, tokens: Sequence[Token]) -> bool:
    """Whether the clause asks by its order of words: "(if so,) might I suggest a walk"."""
    who = child(root, "nsubj", "nsubjpass") if root is not None else None
    if root is None or who is None or who.left_edge.i == 0:
        return False
    before = root.doc[who.left_edge.i - 1]
    asks = before.dep_ in ("aux", "auxpass") and before.head == root and before in tokens
    return asks and (before == tokens[0] or root.doc[before.i - 1].is_punct)


def _cut_short(text: str) -> bool:
    """Whether the claim ends within a phrase, or within a quotation: "what struck her was: 'He knows"."""
    if _OPEN_END.search(text):
        return True
    return len(_OPENED.findall(text)) > len(_CLOSED.findall(text))


def _tag(root: Token | None) -> bool:
    """Whether the clause only says who spoke: "Ann Lee said Friday"."""
    if root is None or "quote" not in lexicon().verbs.get(root.lemma_.lower(), {}):
        return False
    about = [c for c in root.children if c.dep_ == "prep" and c.lower_ not in _WHERE]
    return (
        not about and child(root, "dobj", "ccomp", "xcomp", "attr", "acomp", "oprd") is None
    ) or '"' in [t.text for t in root.subtree]


def _pointing(root: Token | None) -> bool:
    """Whether the clause is about what only a hearer sees: "this is not a test", "that was wrong"."""
    who = child(root, "nsubj") if root is not None and root.lemma_ == "be" else None
    return who is not None and who.tag_ == "DT" and who.lower_ in ("this", "that", "these", "those")


def _asking(root: Token | None, tokens: Sequence[Token]) -> bool:
    """Whether the clause is a question within another: opened by "where" or "who", which is part of its own verb."""
    first = next((t for t in tokens if t.is_alpha), None)
    if root is None or first is None or first.tag_ not in ("WRB", "WP", "WP$", "WDT"):
        return False
    # "which country was involved", "what he thought they would do"; "what happened was …" has it as its subject.
    way = [first, *first.ancestors]
    return root in way and not any(
        t.dep_ in ("advcl", "csubj", "csubjpass")
        or (t.dep_ in SUBJECTS and t.pos_ in ("VERB", "AUX"))
        for t in way[: way.index(root)]
    )
