"""Findings turned into claims, attributions and quantities."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from .events.happenings import Events, apart
from .events.mentions import kind_of
from .findings import Finding, Range
from .harm.casualties import Figure
from .harm.grounds import bound_of, figure_statement, ground, unstated
from .harm.tallies import Tally
from .naming.references import References, animate, empty, noun_gender
from .propositions.frames import Setting, before_bond, frame, of_nationals
from .propositions.likelihood import hedged, likelihood
from .propositions.standing import no_claim
from .propositions.statements import LONGEST, count_statement, denied_or_doubted, statement
from .propositions.statements import sentence as in_words
from .propositions.wording import called, possessive, reworded, stated
from .quantities.measures import PERSONS, Count, counts
from .quantities.stating import clipped, only_counts, placed, says_all, says_only, stating, told_of
from .saying.stances import proposition, root_of, turned
from .tagger.decoding import Tags
from .text.dates import as_of
from .text.nlp import begin, finish, plain, tokens_in
from .text.tree import child, noun_phrase, subject
from .types import Attribution, Claim, Extraction, Frame, Quantity, Span, Speaker

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


_STATING = ("clause", "quote", "noun", "at", "as", "to")
# By such a name alone no happening is known.
_DEATHS = frozenset({"killing", "murder"})


@dataclass(slots=True)
class Builder:
    """Turns findings into claims and attributions."""

    text: str
    tags: Tags
    events: Events
    speakers: dict[Finding, list[Speaker]]
    prominent: tuple[str, ...]
    references: References
    attributions: list[Attribution] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    quantities: list[Quantity] = field(default_factory=list)
    sources: list[tuple[Finding, int]] = field(default_factory=list)
    claim_of: dict[Finding, int] = field(default_factory=dict)
    key_figures: dict[str, Figure] = field(default_factory=dict)
    by_text: dict[tuple[str, int | None], int] = field(default_factory=dict)
    told: set[int] = field(default_factory=set)

    def add(self, finding: Finding) -> None:
        """One finding, with its claim; an echo takes the claim it echoes."""
        people = self.speakers[finding]
        speaker, via = (people[0], people[1:]) if people else (None, [])
        tokens = self._tokens(finding)
        words = plain(" ".join(self.text[s:e] for s, e in finding.content))
        if not tokens or not words.strip():
            return
        if finding.form in ("quote", "clause", "author") and finding.echo is None:
            if finding.form != "author":
                part = stated(finding, tokens)
                tokens, finding.root = part.tokens, part.root
            opening = next((n for n, t in enumerate(tokens) if not t.is_punct), 0)
            said = proposition(tokens[opening:])
            first = tokens[opening]
            opens = first.lower_ in ("it", "there") or (
                first.lower_ == "that" and first.tag_ == "IN"
            )
            if len(said.tokens) < len(tokens) - opening and (said.turn is not None or opens):
                # "there is no evidence that P": P, doubted; "it is likely that P": P
                tokens, finding.root = said.tokens, root_of(said.tokens)
                if said.turn is not None:
                    finding.stance = turned(finding.stance, said.turn)
        claim: int | None = None
        if finding.echo is not None:
            claim = self.claim_of.get(finding.echo)
        stance = finding.stance
        if claim is None:
            claim = self._claim(finding, tokens, words, speaker)
            if finding.form in ("author", "clause", "quote") and denied_or_doubted(finding.root):
                # The claim is stated positively; who passes on its negation speaks against it.
                stance = {"asserts": "denies", "reports": "denies", "denies": "asserts"}.get(
                    stance, stance
                )
        if claim is None:
            return
        self.claim_of[finding] = claim
        self._attribute(
            finding, speaker, via, stance, words, claim, finding.quote or finding.content
        )

    def _attribute(
        self, finding: Finding, speaker: Speaker | None, via: Sequence[Speaker], stance: str, words: str, claim: int,
        content: Sequence[tuple[int, int]],
    ) -> None:  # fmt: skip
        self.sources.append((finding, len(self.attributions)))
        self.attributions.append(
            Attribution(
                claimant=self._span([finding.claimant_range]) if finding.claimant_range else None,
                cue=self._span([finding.cue]) if finding.cue else None,
                content=self._span(content),
                speaker=speaker,
                via=tuple(via),
                stance=stance,
                likelihood=likelihood(words),
                hedged=hedged(words),
                direct=finding.direct,
                confidence=finding.confidence,
                claim=claim,
                attitude=finding.form == "attitude",
            )
        )

    def _claim(
        self, finding: Finding, tokens: list[Token], words: str, speaker: Speaker | None
    ) -> int | None:
        if finding.form in ("attitude", "silence"):
            finding.form = "attitude"  # who says nothing states nothing, either
            return self._attitude(finding, words, speaker)
        around = finding.root.sent if finding.root is not None else tokens[0].sent
        event = self.events.of(tokens, around)
        about = event
        if (
            event is None
            and finding.form != "responsibility"
            and not any(kind_of(t) for t in tokens)
        ):
            about = self.events.main  # a role or suspects, without a word for the happening itself
        framed = frame(finding, tokens, words, self._setting(about, speaker))
        bond = framed is not None and framed.frame.predicate == "relations"
        if bond and about != self.events.main:
            cause = self.events.of(before_bond(tokens), around)
            about = self.events.main if cause is None else cause
            framed = frame(finding, tokens, words, self._setting(about, speaker))
        if framed is not None and framed.text:
            event, text = about, framed.text + "."
        else:
            names = self._names(finding, tokens, event, speaker)
            text = statement(finding, tokens, words, names, speaker)
            if no_claim(finding, tokens, text, names, self.references):
                finding.form = "attitude"
                return self._attitude(finding, words, speaker) if finding.cue else None
        if len(text) < 12:
            return None
        return self._new_claim(text, finding.content, event, framed.frame if framed else None)

    def _setting(self, about: int | None, speaker: Speaker | None) -> Setting:
        name = self.events.found[about].name if about is not None else ""
        names = self.references
        return Setting(name, speaker, self.prominent, names.full_name, names.meant)

    def _attitude(self, finding: Finding, words: str, speaker: Speaker | None) -> int:
        """The claim that somebody wants, feels or does something: all that an attitude states.

        Its words are those of the text from the first part to the last; a pronoun is the speaker's name.
        """
        parts = [finding.content[0], finding.content[-1]]
        parts += [part for part in (finding.claimant_range, finding.cue) if part]
        neither = child(finding.claimant, "preconj") if finding.claimant is not None else None
        parts += [(begin(neither), finish(neither))] if neither is not None else []
        start, end = min(s for s, _ in parts), max(e for _, e in parts)
        said, by = self.text[start:end], ""
        if who := finding.claimant_range:
            pronoun = finding.claimant is not None and finding.claimant.pos_ == "PRON"
            by = self.text[slice(*who)]
            if pronoun and speaker:
                owner = finding.claimant is not None and finding.claimant.tag_ == "PRP$"
                by = possessive(speaker.name) if owner else speaker.name
            said = self.text[start : who[0]] + by + self.text[who[1] : end]
        elif finding.cue:
            said = self._with_subject(finding, finding.cue, start, said)
        if finding.cue and _END.search(
            self.text, finding.cue[1], max(finding.cue[1], finding.start)
        ):
            cue = self.text[slice(*finding.cue)]
            said = f"{by} {cue}: {words}".strip()  # "…," A said. "P."
            if cue.lower().startswith(_OF_SOURCES):
                said = f"{cue} {by}, {words}"
        if end - start > LONGEST or "\n" in said:
            said = words
        return self._new_claim(in_words(plain(said)), finding.content, None, None)

    def _with_subject(self, finding: Finding, cue: Range, start: int, said: str) -> str:
        """ "is said to be rich" with who it is that the sentence speaks of; ``said`` begins at ``start``."""
        root = finding.root
        verb = (
            next((t for t in root.sent if begin(t) <= cue[1] <= finish(t)), None) if root else None
        )
        if verb is None or verb.pos_ not in ("VERB", "AUX"):
            return said
        who = child(verb, "nsubjpass") or subject(verb)
        if who is not None and who.tag_ in ("WDT", "WP"):
            who = verb.head
        own = noun_phrase(who) if who is not None and who.pos_ in ("NOUN", "PROPN", "PRON") else []
        own = [t for t in own if t not in verb.subtree] or own
        if not own or begin(own[0]) >= start:
            return said
        words = self.text[begin(own[0]) : min(finish(own[-1]), start)].rstrip()
        return f"{words} {_RELATIVE.sub('', said)}"

    def _new_claim(
        self,
        text: str,
        content: Sequence[tuple[int, int]],
        event: int | None,
        framed: Frame | None,
    ) -> int:
        text = text[:LONGEST]
        if (text, event) in self.by_text:
            known = self.by_text[text, event]
            if framed is not None and self.claims[known].frame is None:
                self.claims[known] = replace(self.claims[known], frame=framed)
            return known
        worth = round(self.tags.worth(content), 2)
        self.claims.append(Claim(text, content[0][0], content[-1][1], worth, event, framed))
        self.by_text[text, event] = len(self.claims) - 1
        return len(self.claims) - 1

    def _names(
        self, finding: Finding, tokens: list[Token], event: int | None, speaker: Speaker | None
    ) -> dict[int, str]:
        """What stands for what, by token: a pronoun at the start, and "the attack" the first time it is meant."""
        names = reworded(finding, tokens, speaker, self.references)
        antecedent = self._antecedent(finding, tokens[0], speaker)
        country = speaker.affiliation if speaker is not None else None
        if antecedent and country and [t.lower_ for t in tokens[1:2]] == ["country"]:
            said_again = possessive(country)  # "its" will do
            names = {i: words for i, words in names.items() if words != said_again}
            names |= {tokens[0].i: country, tokens[1].i: ""}
        elif antecedent:
            names[tokens[0].i] = possessive(antecedent) if tokens[0].tag_ == "PRP$" else antecedent
        short = tokens[1] if len(tokens) > 1 else None
        if (
            antecedent
            and short is not None
            and short.text in ("'s", "’s")
            and short.pos_ in ("AUX", "VERB")
        ):
            verb = short.head
            perfect = verb.tag_ == "VBN" and (
                short.dep_ == "aux" or child(verb, "dobj", "xcomp") is not None
            )
            names[short.i] = "is" if short.lemma_ == "be" and not perfect else "has"
        if event is None or event != self.events.main:
            return names
        for token in tokens:
            before = list(token.lefts)
            bare = len(before) == 1 and before[0].lower_ == "the" and child(token, "prep") is None
            if bare and token.tag_ == "NN" and kind_of(token) is not None:
                names[token.i] = self.events.found[event].name
                break
        return names

    def _antecedent(self, finding: Finding, first: Token, speaker: Speaker | None) -> str | None:
        """Whom a pronoun that opens a claim stands for, where that is safe to say."""
        if first.tag_ not in ("PRP", "PRP$"):
            return None
        word = "his" if (first.lower_, first.tag_) == ("her", "PRP$") else first.lower_
        found = self.references.of(first) if word in ("it", "its") else None
        if found is not None and found.sure and _stands_before(first, finding.claimant):
            return None  # "It opened in May, the city said": not the city
        if finding.direct or finding.form == "quote":
            return None  # in their own words a speaker is "I"
        if finding.claimant is not None and finding.form != "author" and speaker is not None:
            said_by = finding.claimant.lower_
            gender = {"she": "f", "he": "m"}.get(said_by) or (
                self.references.gender(speaker.name)
                if speaker.kind == "person"
                else noun_gender(finding.claimant)
            )
            if word in ("he", "his", "she") and gender not in (
                None,
                "f" if first.lower_ in ("she", "her") else "m",
            ):
                return None
            return _own_name(finding.claimant, first, word, speaker)
        return None

    def _tokens(self, finding: Finding) -> list[Token]:
        root = finding.root or finding.claimant
        if root is None:
            return []
        return [t for start, end in finding.content for t in tokens_in(root.doc, start, end)]

    def _span(self, parts: Sequence[tuple[int, int]]) -> Span:
        start, end = parts[0][0], parts[-1][1]
        return Span(self.text[start:end], start, end, tuple(parts) if len(parts) > 1 else ())

    # -------------------------------------------------------------- quantities

    def count(self, docs: Sequence[Doc]) -> None:
        """The quantities, each with the claim it belongs to; persons who came to harm have claims of their own."""
        by_passage: dict[int, list[tuple[Finding, int]]] = {}
        for finding, number in self.sources:
            token = finding.root or finding.claimant
            if token is not None:
                by_passage.setdefault(token.doc.user_data["offset"], []).append((finding, number))
        kind = self.events.found[self.events.main].kind if self.events.main is not None else ""
        every = [
            (doc, [(count, self._event_of(count)) for count in told_of(counts(doc), kind)])
            for doc in docs
        ]
        told = [pair for _, counted in every for pair in counted]
        tally = Tally(told, self.key_figures, self.events.main)
        for doc, counted in every:
            offset = doc.user_data["offset"]
            here = by_passage.get(offset, [])
            harm = {
                c.governor
                for c, event in counted
                if event is not None and c.measure != "attended" and says_all(c)
            }
            self.told |= {n for f, n in here if says_only(f, self._tokens(f), harm)}
            for count, event in counted:
                claim = (
                    self._holding(count, offset, here)
                    if event is None
                    else self._counted(count, event, tally, offset, here)
                )
                if claim is None:
                    continue
                if event is None and count.measure in PERSONS and apart(count.noun.sent.text):
                    # Who came to harm the day before is no toll of the event that the day is told by.
                    self.claims[claim] = replace(self.claims[claim], event=None)
                start, end = offset + count.start, offset + count.end
                self.quantities.append(
                    Quantity(
                        count.measure, count.number.low, count.number.high, count.number.bound, count.unit,
                        self.text[start:end], start, end, claim, as_of(count.noun.sent.text, self.events.published),
                    )
                )  # fmt: skip

    def _holding(self, count: Count, offset: int, here: list[tuple[Finding, int]]) -> int | None:
        """The claim whose words hold the quantity, the narrowest one."""
        around = [
            (f, n)
            for f, n in here
            if f.start <= offset + count.start and offset + count.end <= f.end
        ]
        if not around:
            return None
        _finding, number = min(around, key=lambda pair: pair[0].end - pair[0].start)
        return self.attributions[number].claim

    def _event_of(self, count: Count) -> int | None:
        """The event in which so many persons came to harm, as far as the words tell."""
        if count.measure not in PERSONS:
            return None
        event = self.events.of(stating(count), count.noun.sent, casualties=True)
        if count.measure == "attended":
            return self.events.gathering(event)
        if event is None or placed(count):
            return event
        about = self.events.found[event]
        known = about.name not in _DEATHS or about.place or about.people
        return event if known else None

    def _counted(
        self, count: Count, event: int, tally: Tally, offset: int, here: list[tuple[Finding, int]],
    ) -> int | None:  # fmt: skip
        """A claim of its own for a count of persons, attributed to whoever states it."""
        clause = stating(count)
        content = [(begin(clause[0]), finish(clause[-1]))]
        sentence = count.noun.sent
        about = self.events.found[event]
        name = about.name if count.measure != "attended" or about.kind == "unrest" else ""
        if name in _DEATHS and (where := placed(count)):
            name = f"{name} {where}"
        at = offset + count.start
        around = [
            (f, n) for f, n in here
            if f.start <= at < f.end and (f.form in _STATING or f.root == count.noun) and f.claimant is not None
        ]  # fmt: skip
        self.told |= {n for f, n in around if only_counts(f, self._tokens(f), count)}
        question = sentence.text.rstrip().endswith("?")
        if question and not around:
            return None
        framed = Frame(count.measure, "people", "")
        said = count_statement(count, name, whole=tally.whole(count, event), more=tally.adds(count))
        claim = self._new_claim(said, content, event, framed)
        words = plain(" ".join(t.text for t in clause))
        if around:
            content = clipped(content, around[0][0])
        for finding, number in around:
            by = self.attributions[number]
            if by.stance in ("asserts", "reports", "denies"):
                self._attribute(finding, by.speaker, by.via, by.stance, words, claim, content)
        if not around:
            own = Finding(
                content=content, form="author", stance="asserts", root=count.noun, confidence=0.7
            )
            self._attribute(own, None, (), "asserts", words, claim, content)
        return claim

    def sum_up(self, docs: Sequence[Doc]) -> None:
        """A claim for each key figure that the main event has and no claim states of any event."""
        main = self.events.main
        if main is None:
            return
        stated: list[tuple[str, float | None, float | None]] = []
        elsewhere: list[tuple[str, float | None, float | None]] = []
        for q in self.quantities:
            if (event := self.claims[q.claim].event) is not None:
                (stated if event == main else elsewhere).append((q.measure, q.low, q.high))
        about = self.events.found[main]
        for measure, figure in unstated(self.key_figures, stated, elsewhere, about).items():
            sentence = ground(docs, measure, figure)
            if sentence is None or apart(sentence.text):
                continue
            tokens = list(sentence)
            content = [(begin(tokens[0]), finish(tokens[-1]))]
            text = figure_statement(measure, figure, self.events.found[main].name)
            framed = Frame(measure, "people", "")
            claim = self._new_claim(text, content, main, framed)
            own = Finding(
                content=content, form="author", stance="asserts", root=sentence.root, confidence=0.5
            )
            words = plain(sentence.text)
            self._attribute(own, None, (), "asserts", words, claim, content)
            (start, end), (low, high) = content[0], figure
            self.quantities.append(
                Quantity(
                    measure, low, high, bound_of(figure), "persons", self.text[start:end], start, end, claim,
                    as_of(words, self.events.published),
                )
            )  # fmt: skip

    def extraction(self, language: str) -> Extraction:
        """What was built, less what the counts tell again."""
        kept = [
            replace(a, claim=of_nationals(a, self.claims))
            for n, a in enumerate(self.attributions)
            if n not in self.told
        ]
        whole = Extraction(
            language,
            tuple(kept),
            tuple(self.claims),
            tuple(self.quantities),
            tuple(self.events.found),
            self.key_figures,
        )
        return whole.only(kept)


def _stands_before(word: Token, other: Token | None) -> bool:
    return other is not None and word.doc is other.doc and word.i < other.i


_OF_SOURCES = ("according", "in ", "per ", "as per")
_END = re.compile(r"[.!?]\s")
_RELATIVE = re.compile(r"(?i)^(?:which|that|who)\b ?")
# "It was aware of the report": of whom that is said can act, or know.
_STATES = frozenset({"able", "unable", "ready", "aware", "willing", "confident"})


def _own_name(who: Token, first: Token, word: str, speaker: Speaker) -> str | None:
    """The speaker's name where a pronoun at the start of what they say may stand for themselves."""
    nameless = speaker.kind == "unnamed"
    if word in ("he", "she", "his"):
        article = "the " if nameless and who.tag_ == "NN" and animate(who) else ""
        return article + speaker.name if article or speaker.kind == "person" else None
    if word in ("they", "their"):
        return speaker.name if speaker.kind == "group" or (nameless and who.tag_ == "NNS") else None
    # "It is raining", "it emerged that …": nobody is meant.
    verb = first.head
    progressive = verb.tag_ == "VBG" and child(verb, "aux") is not None
    state = child(verb, "acomp")
    able = state is not None and state.lower_ in _STATES
    meant = word == "its" or (
        word == "it"
        and first.dep_ == "nsubj"
        and (
            able
            or child(verb, "dobj") is not None
            or (not empty(first) and (progressive or child(verb, "xcomp") is not None))
        )
    )
    if nameless and meant and who.tag_ == "NN" and not animate(who):
        return f"the {speaker.name}"
    return called(speaker, who) if meant and speaker.kind not in ("person", "unnamed") else None
