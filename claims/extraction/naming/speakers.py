"""Who the speakers are: pronouns, surnames and short forms resolved within one document."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING

from claims.extraction.findings import Finding
from claims.extraction.text.lexicon import lexicon
from claims.extraction.text.nlp import begin, finish
from claims.extraction.text.pronouns import FEMALE, FIRST, FIRST_MANY, PERSONS, PLURALS
from claims.extraction.text.spelling import name_key
from claims.extraction.text.tree import child, noun_phrase
from claims.extraction.types import Speaker

from .cast import Cast, cast
from .gazetteer import country_form, country_of, group_of, groups_in
from .names import (
    antecedent,
    bare_phrase,
    country_in,
    form_key,
    has_role,
    introduced_outlet,
    is_outlet,
    person_name,
    proper_name,
    renaming,
    same_person,
    title_of,
)
from .references import Mention, References, leads, says_as_thing

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_MINISTRY = re.compile(
    r"(?i)(?<!['’])\b(?P<of>[\w]+(?: affairs)?) ministry\b|\bministry of (?:the )?(?P<after>[\w]+(?: affairs)?)"
)
_WHOSE = frozenset({"his", "her", "its", "their", "our", "my", "your"})
_NOT_NOW = frozenset(
    {"former", "then", "ex", "late", "vice", "deputy", "acting", "other", "another", "new", "next"}
)


def resolve(findings: Sequence[Finding], who: Who) -> dict[Finding, list[Speaker]]:
    """The speaker of each finding, then those its word came through; findings must be in text order."""
    speakers = {}
    for finding in findings:
        if finding.claimant is None:
            people = [Speaker(finding.unnamed, "unnamed")] if finding.unnamed else []
        elif finding.unnamed:
            people = [Speaker(finding.unnamed, "unnamed")]
        else:
            people = [who.speaker(finding.claimant)]
            if not finding.echo:
                who.heard(people[0], finding.claimant)
        via = [who.speaker(token) for token in finding.via]
        # "He said that he believed it" came through nobody else.
        via = [v for v in via if not people or v.name != people[0].name]
        for passing_on in via:  # "the newspaper" is meant by it later, "it" is not
            who.recent[passing_on.kind] = passing_on
        speakers[finding] = people + via
    return speakers


def resolve_span(docs: Sequence[Doc], start: int, end: int) -> Speaker:
    """Whose word the claimant at these places of the text is; for many spans of one text, keep one :class:`Who`."""
    return Who(docs).resolve_span(start, end)


class Who:
    """Who is meant, within one document: resolves one mention after the other and remembers who spoke last.

    Mentions should be asked for in text order; :meth:`heard` tells of each that has spoken.
    """

    def __init__(self, docs: Sequence[Doc], made: Cast | None = None) -> None:
        self.docs = docs
        self.cast = cast(docs) if made is None else made
        self.references = References(docs, self.full_name)
        self._starts = [int(doc.user_data["offset"]) for doc in docs]
        self.person: Speaker | None = None
        self.plural: Speaker | None = None
        self.body: Speaker | None = None
        self.recent: dict[str, Speaker] = {}
        self._spoken = -1  # where the last speaker is named
        self.ministries: dict[str, str] = {}
        for doc in docs:
            for token in doc:
                if token.lower_ == "ministry" and country_in(token):
                    self.speaker(token)

    def full_name(self, name: str) -> str:
        """The fullest form of a person's name that the document has."""
        full = self.cast.people.get(name_key(name.rsplit(maxsplit=1)[-1]))
        known = full is not None and (
            " " not in name or name_key(name) in name_key(full) or same_person(name, full)
        )
        return full if known and full else name

    def resolve_span(self, start: int, end: int) -> Speaker:
        """The speaker that the text from ``start`` to ``end`` names, as places in the whole text.

        Any words will do: a name with titles and appositions, a pronoun, "who", "the ministry". A span that no
        word of the parsed text meets gives an unnamed speaker without a name.
        """
        head = head_in(self.docs, self._starts, start, end)
        if head is None:
            return Speaker("", "unnamed")
        return self.speaker(head)

    def heard(self, speaker: Speaker, head: Token | None = None) -> None:
        """Notes that ``speaker`` has just spoken; ``head`` is the word for them."""
        if speaker.kind == "person":
            self.person = speaker
        elif speaker.kind == "unnamed" or speaker.name.endswith(
            ("authorities", "officials", "police")
        ):
            self.plural = speaker
        self._spoken = begin(head) if head is not None else self._spoken
        nameless = speaker.kind == "unnamed" and head is not None and says_as_thing(head)
        if nameless or speaker.kind not in ("person", "unnamed"):
            self.body = speaker
        self.recent[speaker.kind] = speaker

    def speaker(self, head: Token) -> Speaker:
        """Whose word the noun phrase around ``head`` is."""
        head = renaming(antecedent(head))
        word = head.lower_
        if head.tag_ in ("PRP", "PRP$") or word in PERSONS | PLURALS:
            return self._pronoun(head)
        if (outlet := introduced_outlet(head)) is not None:
            return Speaker(outlet, _kind_of_outlet(outlet), (), country_in(head))
        phrase = " ".join("".join(t.text_with_ws for t in noun_phrase(head)).split())
        bare = bare_phrase(phrase)
        for rule in (
            self._country,
            self._group,
            self._post,
            self._role,
            self._ministry,
            self._short,
            self._whose,
            self._person,
        ):
            found = rule(head, bare)
            if found is not None:
                return found
        return self._other(head, bare)

    def _pronoun(self, head: Token) -> Speaker:
        word = head.lower_
        found = self.references.of(head)
        if word in PERSONS:
            if found is not None and (
                found.sure
                or self.person is None
                or self._unlike(word, self.person)
                or self._turned_to(found.mention, head)
            ):
                return self._speaker_of(found.mention)
            # Who stands earlier in the same sentence comes before who spoke last.
            near = self._named_before(head)
            if near is not None and not self._unlike(word, near):
                return near
            if self.person is not None and not self._unlike(word, self.person):
                return self.person
            if found is not None:
                return self._speaker_of(found.mention)
        if found is not None and head.tag_ == "PRP$" and self._of_sentence(head, found.mention):
            return self._speaker_of(found.mention)
        if word in PLURALS:
            last = self.plural or self.body
            if last is not None:
                return last
        if word in ("it", "its") and self.body is not None:
            # Of bodies the one that the sentence is about comes before one that is only spoken of in it.
            named = found.mention if found is not None else None
            if named is not None and named.body and named.weight > 1 and leads(named.head):
                return self._speaker_of(named)
            return self.body
        if found is not None and (found.mention.many or found.mention.body):
            return self._speaker_of(found.mention)
        # Who writes "I" outside a quotation is the author.
        return Speaker("the author" if word in FIRST | FIRST_MANY else word, "unnamed")

    def _turned_to(self, mention: Mention, pronoun: Token) -> bool:
        """Whether the text has turned to somebody else since anybody spoke: "Its owner was angry. He said P"."""
        turned = mention.person and leads(mention.head) and not mention.quoted
        return turned and self._spoken < begin(mention.head.sent[0]) < begin(pronoun.sent[0])

    def _of_sentence(self, head: Token, mention: Mention) -> bool:
        """Whether the sentence itself is about a body or several people: "The rebels were not there, their leader said"."""
        here = mention.head.doc is head.doc and mention.head.sent == head.sent
        return here and (mention.many or mention.body) and mention.weight > 1

    def _unlike(self, pronoun: str, speaker: Speaker) -> bool:
        """Whether the speaker's gender is known and not the pronoun's."""
        gender = self.references.gender(speaker.name)
        return gender is not None and (gender == "f") != (pronoun in FEMALE)

    def _speaker_of(self, mention: Mention) -> Speaker:
        return self.speaker(mention.head)

    def _named_before(self, head: Token) -> Speaker | None:
        doc = head.doc
        sentence = head.sent
        earlier = [
            t
            for t in doc[sentence.start : head.i]
            if t.pos_ == "PROPN" and t.dep_ in ("nsubj", "nsubjpass")
        ]
        if not earlier and head.dep_ == "poss":
            earlier = [
                t
                for t in doc[sentence.start : head.i]
                if t.pos_ == "PROPN" and t.dep_ != "compound"
            ]
        if not earlier and self.person is None:
            earlier = [
                t for t in doc[: head.i] if t.pos_ == "PROPN" and t.dep_ in ("nsubj", "nsubjpass")
            ]
        for token in reversed(earlier):
            known = self._person(token, token.text)
            if known is not None and name_key(token.text) in self.cast.people:
                return known
        return None

    def _country(self, head: Token, bare: str) -> Speaker | None:
        name = country_of(bare) or (
            country_of(head.text) if head.pos_ == "PROPN" and len(bare.split()) < 3 else None
        )
        if name is None or country_form(bare) == "demonym":
            return None
        return Speaker(name, "government", (bare,) if bare != name else (), name)

    def _group(self, head: Token, bare: str) -> Speaker | None:
        paren = re.search(r"\(([^()]+)\)", bare)
        plain_name = re.sub(r"\s*\([^()]*\)", "", bare).strip()
        name = (
            self.cast.aliases.get(form_key(plain_name))
            or (group_of(paren[1]) if paren else None)
            or group_of(plain_name)
        )
        if name is None and (
            head.lemma_.lower()
            in lexicon().speakers["groups"] | {"cell", "wing", "affiliate", "fighter", "militant"}
            or paren
        ):
            named = groups_in(bare)
            name = named[0] if named else None
        if name is None:
            return None
        forms = self.cast.forms.get(name, set()) | {plain_name}
        if paren:
            forms.add(paren[1])
        kind = "group" if group_of(name) else "organisation"
        return Speaker(name, kind, tuple(sorted(forms - {name})))

    def _post(self, head: Token, bare: str) -> Speaker | None:
        """ "Armenia's president", "the president of Armenia", "the Armenian president"."""
        lemma = head.lemma_.lower()
        if lemma not in lexicon().speakers["posts"] or (
            head.pos_ == "PROPN" and head.text != head.text.title()
        ):
            return None
        if any(t.dep_ == "appos" and t.pos_ == "PROPN" for t in head.children):
            return None
        where = country_in(head)
        holder = self.cast.posts.get((lemma, where or ""))
        if holder:
            return Speaker(holder, "person", (), where)
        held = [(of, name) for (post, of), name in self.cast.posts.items() if post == lemma]
        if len(held) == 1 and bare.lower() == lemma and child(head, "det") is not None:
            return Speaker(held[0][1], "person", (), held[0][0])
        post = " ".join(
            t.text for t in head.lefts if t.dep_ in ("compound", "amod") and not country_of(t.text)
        )
        title = f"{post} {head.text}".strip()
        if where and lemma not in ("spokesman", "spokeswoman", "spokesperson"):
            return Speaker(f"{title.title()} of {where}", "person", (), where)
        if (
            head.tag_ != "NNS"
            and lemma in ("president", "premier", "minister")
            and len(bare.split()) < 3
            and child(head, "poss") is None  # "its president" is not whoever spoke last
            and self.person is not None
        ):
            return self.person
        return None

    def _role(self, head: Token, bare: str) -> Speaker | None:
        """ "the mayor", "the Vermont senator", "the lawyer": whom the document calls so, if it is one person."""
        lemma = head.lemma_.lower()
        det = child(head, "det")
        if lemma not in self.cast.roles or head.tag_ != "NN" or det is None or det.lower_ != "the":
            return None
        if (
            any(t.lower_ in _NOT_NOW or country_of(t.text) for t in head.lefts)
            or child(head, "prep", "relcl") is not None
        ):
            return None
        holders = list(dict.fromkeys(name for _, name in self.cast.roles[lemma]))
        if len(holders) > 1:
            holders = [h for h in holders if self.person is not None and h == self.person.name]
        return self.known(holders[0]) if holders else None

    def known(self, name: str) -> Speaker:
        """The speaker of a full name that the document introduces."""
        surname = name_key(name.rsplit(maxsplit=1)[-1])
        forms = {f for f in self.cast.forms.get(surname, set()) if f != name}
        return Speaker(name, "person", tuple(sorted(forms)), self.cast.home.get(surname))

    def _ministry(self, head: Token, bare: str) -> Speaker | None:
        match = _MINISTRY.search(bare)
        if head.lemma_.lower() != "ministry" or match is None:
            return None
        name = (match["of"] or match["after"]).lower()
        if name in _WHOSE:  # "his ministry" is known by whose it is, not by its field
            return None
        where = country_in(head) or _owner(head)
        if where is None and country_of(name.title()):
            return None
        if where is None:
            where = next((n for t in noun_phrase(head) if (n := country_of(t.text))), None)
        field_name = lexicon().ministries.get(name, name.title())
        if where is None:
            where = self.ministries.get(field_name) or self._country_before(head)
        if where is not None:
            self.ministries[field_name] = where
        full = f"Ministry of {field_name}" + (f" of {where}" if where else "")
        return Speaker(full, "government", (bare,) if bare != full else (), where)

    def _country_before(self, head: Token) -> str | None:
        """What "the country in question" is: the country that was last spoken of as a subject."""
        return next((name for at, name in reversed(self.cast.topics) if at < begin(head)), None)

    def _short(self, head: Token, bare: str) -> Speaker | None:
        """ "the ministry", "the newspaper": the last of its kind that spoke; "the foundation": the one so named."""
        lemma = head.lemma_.lower()
        if len(bare.split()) > 1 or (child(head, "det") is None and lemma != "police"):
            return None
        named = [
            name
            for at, name in self.cast.bodies.get(lemma, ())
            if at < begin(head) or lemma == "police"
        ]
        if named and (lemma != "police" or len({n.split()[0] for n in named}) == 1):
            return Speaker(named[-1] if lemma != "police" else named[0], _kind_of_body(lemma))
        if lemma == "ministry" and self.body is not None and "Ministry" in self.body.name:
            return self.body
        if lemma in lexicon().outlets["kinds"]:
            return self.recent.get("agency" if lemma == "agency" else "outlet")
        if lemma in lexicon().speakers["groups"] and "group" in self.recent:
            return self.recent["group"]
        if lemma in lexicon().speakers["groups"]:
            every = [
                pair
                for pairs in self.cast.bodies.values()
                for pair in pairs
                if pair[0] < begin(head)
            ]
            if every:
                return Speaker(max(every)[1], "organisation")
        if lemma in ("government", "authority", "country", "office") and self.recent.get(
            "government"
        ):
            return self.recent["government"] if lemma != "office" else None
        return None

    def _whose(self, head: Token, bare: str) -> Speaker | None:
        """ "his office", "Rahmon's opponents", "officials in Kyiv"."""
        lemma = head.lemma_.lower()
        owner = child(head, "poss")
        if (
            owner is not None
            and not country_of(owner.text)
            and (
                owner.tag_ == "PRP$"
                or owner.ent_type_ == "PERSON"
                or name_key(owner.text) in self.cast.people
            )
        ):
            of = self.speaker(owner)
            if of.name != owner.text.lower():
                rest = " ".join(t.text for t in head.lefts if t.dep_ in ("compound", "amod"))
                kind = "government" if lemma in lexicon().speakers["government"] else "unnamed"
                return Speaker(
                    f"{rest} {head.text}".strip() + f" of {of.name}", kind, (), of.affiliation
                )
        where = country_in(head)
        if lemma in lexicon().speakers["government"] and where:
            if any(c.dep_ == "prep" for c in head.children):
                return Speaker(f"{head.text} of {where}", "government", (bare,), where)
            return Speaker(bare, "government", (), where)
        return None

    def _person(self, head: Token, bare: str) -> Speaker | None:
        name = person_name(head)
        if not name or is_outlet(name) or head.lemma_.lower() in lexicon().speakers["government"]:
            return None
        full = self.cast.people.get(name_key(name.split()[-1]))
        known = full is not None and (
            len(name.split()) == 1 or name_key(name) in name_key(full) or same_person(name, full)
        )
        before = head.doc[head.i - len(name.split())] if head.i >= len(name.split()) else head
        # "Comdr. Ruiz"
        titled = before.text.endswith(".") and before.lower_ in lexicon().speakers["titles"]
        if not known and not titled and head.ent_type_ != "PERSON":
            return None
        surname = name_key(name.split()[-1])
        final = full if known and full else name
        forms = {f for f in self.cast.forms.get(surname, set()) | {name} if f != final}
        where = self.cast.home.get(surname) or (country_in(head) if title_of(head) else None)
        return Speaker(final, "person", tuple(sorted(forms)), where)

    def _other(self, head: Token, bare: str) -> Speaker:
        by = next(
            (c for c in head.children if c.lower_ in ("by", "from") and c.dep_ == "prep"), None
        )
        maker = child(by, "pobj") if by is not None else None
        if maker is not None and maker.pos_ == "PROPN":  # "surveys by the pollster A"
            return Speaker(proper_name(maker), "organisation")
        name = _name_of(head, bare) or head.text
        if is_outlet(name):
            return Speaker(name, _kind_of_outlet(name))
        if head.lemma_.lower() in ("medium", "media"):
            return Speaker(name, "outlet", (), country_in(head))
        if head.pos_ == "PROPN" or head.ent_type_ in ("ORG", "PERSON"):
            person = head.ent_type_ == "PERSON" or has_role(head)
            full = proper_name(head) if person else name
            if not person and head.lemma_.lower() in lexicon().speakers["government"]:
                return Speaker(name, "government", (), country_in(head))
            return Speaker(full, "person" if person else "organisation", (), country_in(head))
        if head.lemma_.lower() in ("police", "department") and any(
            t.pos_ == "PROPN" for t in head.lefts
        ):
            return Speaker(name, "government", (), country_in(head))
        if any(t.pos_ == "PROPN" and t.ent_type_ == "ORG" for t in head.lefts):
            return Speaker(name, "organisation")
        return Speaker(name, "unnamed", (), country_in(head))


def _kind_of_outlet(name: str) -> str:
    return "agency" if set(name.split()) & lexicon().outlets["agencies"] else "outlet"


def _kind_of_body(word: str) -> str:
    return "government" if word in lexicon().speakers["government"] else "organisation"


def head_in(docs: Sequence[Doc], starts: Sequence[int], start: int, end: int) -> Token | None:
    """The word that heads the span: a name or noun that hangs on none of the span's other words."""
    number = max(0, bisect_right(starts, start) - 1)
    if not docs or start >= end:
        return None
    doc = docs[number]
    tokens = [t for t in doc if begin(t) < end and finish(t) > start and not t.is_space]
    inside = set(tokens)
    heads = [t for t in tokens if t.head == t or t.head not in inside]
    nominal = [
        t
        for t in heads
        if t.pos_ in ("NOUN", "PROPN", "PRON", "NUM") or t.tag_ in ("PRP$", "WP", "WDT", "DT")
    ]
    if not nominal:
        nominal = [t for t in tokens if t.pos_ in ("PROPN", "NOUN", "PRON")]
    found = next(iter(nominal or heads), None)
    if found is not None and found.dep_ in ("compound", "nmod") and found.head in inside:
        return found.head
    return found


def _owner(head: Token) -> str | None:
    """The place before a body's name, of which no list knows what it is: "Ruritania's foreign ministry"."""
    owner = child(head, "poss")
    named = owner is not None and owner.pos_ == "PROPN" and owner.ent_type_ in ("GPE", "LOC")
    return owner.text if named and owner is not None else None


def _name_of(head: Token, bare: str) -> str:
    """The words of a speaker without a name, less a clause behind them: "officials who spoke to A" are officials."""
    clause = next(
        (c for c in head.children if c.dep_ == "relcl" or (c.dep_ == "acl" and c.i > head.i)), None
    )
    if clause is None or head.pos_ not in ("NOUN", "PROPN") or len(bare.split()) < 5:
        return bare
    tokens = [t for t in noun_phrase(head) if t.i < clause.left_edge.i]
    return bare_phrase(re.sub(r"\s+", " ", "".join(t.text_with_ws for t in tokens)).strip())
