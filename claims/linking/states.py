"""States that a thing cannot be in at once, however they are worded: "the radar was on", "it was out of service".

Two accounts seldom use the same words, so that what a sentence is about, the state it tells and the negation
are read out of it, and all else that it says is left aside. Only plain statements about one definite thing are
read, and none that leaves open whether it was so, or that tells of a change.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from claims.extraction.text import pronouns
from claims.extraction.text.spelling import normalise
from claims.linking import wording
from claims.linking.lexicon import lists_of, words_of
from claims.linking.oppositions import SHOWN_TO_BE
from claims.linking.types import Proposal, Statement

METHOD = "states"


@dataclass(frozen=True, slots=True)
class Thing:
    """What a sentence is about: as it is `written`, the words that say what it is (`heads`: one noun, or any
    word of a name), and those that say which one (`marks`)."""

    written: str
    heads: frozenset[str]
    marks: frozenset[str]
    plural: bool


@dataclass(frozen=True, slots=True)
class State:
    """What a sentence says of a thing: one of the two poles of a group of states, any negation counted in.

    `time` is "past", "present" or "future", and `when` the words that tell more of it; `names` and `numbers`
    are those that stand beside.
    """

    thing: Thing
    group: int
    pole: bool
    written: str
    time: str
    when: frozenset[str]
    names: frozenset[str]
    numbers: frozenset[tuple[str, str]]


def _forms(verb: str) -> Iterator[str]:
    first, _, rest = verb.partition(" ")
    root, ies = first.removesuffix("e"), re.search(r"[^aeiou]y$", first)
    third, past = (first[:-1] + "ies", first[:-1] + "ied") if ies else (first + "s", root + "ed")
    for form in (first, third, past, root + "ing"):
        yield f"{form} {rest}".strip()


def _known(*, verbs: bool) -> dict[str, tuple[int, bool]]:
    """Every phrase for a state, or every form of a verb that tells one, with its group and its pole."""
    found: dict[str, tuple[int, bool]] = {}
    for number, group in enumerate(_GROUPS):
        for pole, words in zip((True, False), group.split("/"), strict=True):
            for word in words.split():
                phrase = word.removeprefix("to_").replace("_", " ")
                if word.startswith("to_") == verbs:
                    forms = _forms(phrase) if verbs else (phrase,)
                    found |= dict.fromkeys(forms, (number, pole))
    return found


_PASSING = len(lists_of("passing_states"))  # groups of states that pass; those that last come after
_GROUPS = [*lists_of("passing_states"), *lists_of("lasting_states")]
_ACCIDENT = next(i for i, group in enumerate(_GROUPS) if group.startswith("accident"))
_VERBS, _OTHERS = _known(verbs=True), _known(verbs=False)
_STATES = _VERBS | _OTHERS
_MAKES = {
    form: _STATES[state]
    for verb, state in (pair.split("/") for pair in words_of("makes_so"))
    for form in _forms(verb)
}

_TIMES = dict(
    zip(
        ("past", "present", "future"),
        (frozenset(verbs.split()) for verbs in lists_of("verbs_of_time")),
        strict=True,
    )
)
_FINITE = words_of("verbs_of_time")
_STAND = words_of("verbs_of_being")
_HOLD = frozenset(
    lists_of("verbs_of_being")[0].split()
)  # before a small word: "stayed on", "was out"
_PAST_OF_ITS_OWN = words_of("past_of_its_own")


def _any_of(phrases: Iterable[str]) -> str:
    ordered = sorted(phrases, key=lambda p: (-len(p), p))
    return "|".join(re.escape(p.replace("_", " ")).replace(r"\ ", r"\s+") for p in ordered)


_NEGATES = r"not|never|(?:failed|refused|declined) to"
_NEGATION = re.compile(rf"\b(?:{_NEGATES})\b|(?:^|\s)no\s", re.IGNORECASE)
_DEGREE = re.compile(rf"\b(?:{_any_of(words_of('degrees'))})\b")
_ALONE = words_of("states_alone")
_WORD = r"[^\W\d_][\w.-]*"
_CHAIN = rf"(?P<chain>(?:(?:{_any_of(_STAND | _FINITE)}|{_NEGATES}|{_any_of(words_of('beside_states'))})\s+)*)"
_BEHIND = rf"(?=\s*(?:$|[.,;:!)”—–]|\s(?:{_any_of(words_of('behind_states'))})\b|\s\w+ly\b))"
_BEHIND_ALONE = rf"(?=\s*(?:$|[.,;:!]|\s(?:{_any_of(words_of('behind_alone'))})\b|\s\w+ly\b))"
_STATE = re.compile(
    rf"(?<![\w-]){_CHAIN}(?:(?P<article>an?|no)\s+)?(?:(?P<alone>{_any_of(_ALONE)}){_BEHIND_ALONE}"
    rf"|(?P<state>{_any_of(_STATES.keys() - _ALONE)})(?P<noun>\s+{_WORD})??{_BEHIND})"
)
_DEFINITE = "the|this|that|these|those|his|her|its|their|our|my|no"
# Somebody signs the treaty, whoever that is.
_MADE = re.compile(
    rf"^(?P<who>.+?)\s{_CHAIN}(?P<state>{_any_of(_MAKES)})\s(?P<what>(?:{_DEFINITE})\s.+)$"
)

# Whether it was so is left open, or said by somebody else; or it was so for a time, or in part.
_OPEN = re.compile(
    r"\b(?:if|whether|unless|except|(?-i:may)|might|could|should|must|can|cannot|perhaps|maybe|probably|possibly|likely|apparently"
    r"|alleged(?:ly)?|supposed(?:ly)?|reportedly|presumably|seem\w*|appear\w*|rumou?r\w*|claims?|claimed|denie[sd]|doubt\w*"
    r"|hope[sd]?|wrong|evidence|nobody|none|neither|hardly|barely|only|partly|partially|half|almost|nearly|briefly|sometimes"
    r"|often|mostly|largely|partial|until|no longer|any ?more|later|initially|at first|again|reopened|repaired|restored"
    r"|mended|yet|than|before|after|then|(?<!at )once|too)\b|\?",
    re.IGNORECASE,
)  # fmt: skip
# "What was decisive was that the gate was open": so it was.
_THAT = re.compile(
    r"^(?:What (?:is|was) [\w ]{3,30}|The (?:fact|problem|reason|trouble|truth|cause)|It) (?:is|was|remains)"
    r"(?: (?:clear|certain|true|established|a fact))? that\s+"
)
_ASIDE = re.compile(
    r",\s+(?:which|who|whose|where|the|an?|now|then|as|of|according)\s[^,]{2,120},\s+|\s*\([^)]*\)|[\"“”]"
)
_CLAUSE = re.compile(
    r"[;:—–,]\s+(?:(?:and|but|so|while|whereas|although|though|because|as|since|when)\s+)?"
    r"|\s(?:and|but|while|whereas|because)\s+(?=(?:the|it|he|she|they|this|that|its|his|her|their)\b)"
)
_NOT = re.compile(r"(?P<verb>\w+)n['’]t\b")
_PREPOSITION = "in|on|at|of|from|near|for|with|by|under|behind|above|outside|inside|between|about|along|off|over|to"
_SUBJECT = re.compile(
    rf"^(?P<det>(?i:{_DEFINITE})\s+|(?:[A-Z][\w.-]*\s+|(?i:the)\s+(?:{_WORD}\s+)?){{0,3}}{_WORD}['’]s?\s+)?"
    rf"(?P<nouns>{_WORD}(?:\s+{_WORD}){{0,4}}?)"
    rf"(?P<more>(?:\s+(?:{_PREPOSITION})\s+{_WORD}(?:['’]s?)?(?:\s+{_WORD}(?:['’]s?)?){{0,3}}?){{0,2}})\s*$"
)
_RELATIVE = re.compile(
    r"\s(?:(?:which|who|whose|whom|where)|that\s(?=(?:is|are|was|were|has|have|had|will|would)\b))\s?.*$"
)
_ENDS_OPEN = re.compile(r"\b(?:which|that|who|whose|whom|where|and|or|to|than)$")
_NO_NOUN = (
    pronouns.FIRST
    | pronouns.FIRST_MANY
    | pronouns.SECOND
    | pronouns.THIRD
    | words_of("anybody")
    | words_of("vague_amounts")
    | _FINITE
    | words_of("no_nouns")
)
_PLAIN = (words_of("stop_words") | {"no"}) - {"his", "her", "their"}
_LOWERED = words_of("lowered")
_HOUR = r"\d{1,2}(?:[.:]\d\d)?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_WHILE = re.compile(rf"\b(?:(?:at|from|by|around|about) (?:{_HOUR})\b|(?:when|while) [^,.;]+)")
_WHEN = words_of("parts_of_days")

_WHICH = frozenset(map(wording.stem, words_of("which_part")))
_MANY = frozenset(map(wording.stem, words_of("many_things")))
_SAME = [
    frozenset(map(wording.stem, words.split()))
    for words in (*lists_of("one_thing"), *lists_of("words_for_one_happening"))
]
_HAPPENINGS = frozenset(wording.stem(k) for group in lists_of("kinds") for k in group.split())


def opposed(a: Statement, b: Statement) -> Proposal | None:
    """That two claims, both of which somebody asserts, say one thing to be in opposite states; None where they
    don't, or where that can't be told. The two have to be of one matter. Symmetric."""
    if "for" not in a.sides or "for" not in b.sides:
        return None
    for one, other in _pairs(a.text, b.text):
        if one.pole != other.pole:
            reason = f"{_named(one, other)}: “{one.written}” against “{other.written}”"
            return Proposal("contradicts", 0.65, METHOD, reason)
    return None


def alike(a: Statement, b: Statement) -> Proposal | None:
    """That one claim, which somebody asserts, says of one thing what the other does, in other words. The two
    have to be of one matter. Symmetric."""
    if "for" not in a.sides | b.sides:
        return None
    for one, other in _pairs(a.text, b.text):
        # What both assert in the same words is for those to tell.
        if one.pole == other.pole and (one.written != other.written or a.sides != b.sides):
            words = " and ".join(f"“{w}”" for w in sorted({one.written, other.written}))
            # Who asserts it speaks for what is denied; of two who do, who says more for who says less.
            ranks = [("for" in s.sides, len(s.text), s.text) for s in (a, b)]
            reason = f"{_named(one, other)}: both say so, {words}"
            return Proposal("supports", 0.5, METHOD, reason, reversed=ranks[0] < ranks[1])
    return None


def asked(texts: Sequence[str]) -> str | None:
    """The question that sentences answer in opposite ways ("Was the ground radar working?"); None where no two
    of them do."""
    for i, text in enumerate(texts):
        for other in texts[i + 1 :]:
            for pair in _pairs(text, other):
                if pair[0].pole != pair[1].pole:
                    return _question(*pair)
    return None


def _question(one: State, other: State) -> str:
    # "It" is the name of nothing, and the longer name tells more.
    state = max(one, other, key=lambda s: ("it" not in s.thing.heads, len(s.thing.written)))
    thing, plural = state.thing.written, state.thing.plural
    word = _GROUPS[state.group].split()[0]
    phrase = word.removeprefix("to_").replace("_", " ")
    if state.time == "future":
        return f"Will {thing} {phrase if word.startswith('to_') else f'be {phrase}'}?"
    if word.startswith("to_"):
        does = "Did" if state.time == "past" else "Do" if plural else "Does"
        return f"{does} {thing} {phrase}?"
    past, present = ("Were", "Are") if plural else ("Was", "Is")
    return f"{past if state.time == 'past' else present} {thing} {phrase}?"


def _pairs(a: str, b: str) -> Iterator[tuple[State, State]]:
    """The states of one thing, of one group and, as far as is told, of one time."""
    for one in read(a):
        for other in read(b):
            if _comparable(one, other):
                yield one, other


def _named(one: State, other: State) -> str:
    things = (one.thing, other.thing)
    return min(things, key=lambda t: ("it" in t.heads, len(t.written), t.written)).written


def _comparable(a: State, b: State) -> bool:
    if a.group != b.group or not _one_thing(a.thing, b.thing):
        return False
    if a.group < _PASSING and a.time != b.time:
        return False
    if (a.when and b.when and a.when != b.when) or (
        a.numbers and b.numbers and a.numbers != b.numbers
    ):
        return False
    return not (a.names and b.names) or any(
        _within_name(one, other) or _within_name(other, one) for one in a.names for other in b.names
    )


def _within_name(one: str, other: str) -> bool:
    return {*one.split()} <= {*other.split()}


def _one_thing(a: Thing, b: Thing) -> bool:
    if a.plural != b.plural or a.marks & _WHICH != b.marks & _WHICH:
        return False
    if not any(_one_word(one, other) for one in a.heads for other in b.heads):
        return False
    if (a.heads | b.heads) & _MANY:
        return a.marks == b.marks
    return a.marks <= b.marks or b.marks <= a.marks


def _one_word(one: str, other: str) -> bool:
    if "it" in (one, other):
        return one == other or bool({one, other} & _HAPPENINGS)
    return one == other or any({one, other} <= words for words in _SAME)


@lru_cache(maxsize=8192)
def read(text: str) -> tuple[State, ...]:
    """The states that a sentence plainly tells; none where it leaves one open, or tells both poles of a group."""
    plain = _NOT.sub(_written_out, SHOWN_TO_BE.sub("is", text))
    if _OPEN.search(plain):
        return ()
    plain = _ASIDE.sub(" ", _THAT.sub("", plain)).strip()
    when = wording.read(text).times | (_WHEN & {*normalise(text).split()})
    when |= {match.group() for match in _WHILE.finditer(text)}
    found = [state for clause in _CLAUSE.split(plain) for state in _told(clause.strip(), when)]
    poles = {state.group: state.pole for state in found}
    return tuple(found) if all(poles[state.group] == state.pole for state in found) else ()


def _written_out(match: re.Match[str]) -> str:
    return f"{'will' if match['verb'] == 'wo' else match['verb']} not"


_Found = tuple[str, Thing | None, str | None, str, str]


def _told(clause: str, when: frozenset[str]) -> Iterator[State]:
    """The states that a clause tells, of its subject or of what somebody makes so."""
    names, numbers = _names(clause), wording.read(clause).numbers
    for word, thing, time, before, chain in (*_of_subject(clause), *_of_object(clause)):
        negated = _negated(f"{before} {chain} ")
        if thing is None or time is None or negated is None:
            continue
        group, pole = _MAKES.get(word) or _STATES[word]
        yield State(
            thing=thing,
            group=group,
            pole=pole != negated,
            written=f"{chain} {word}"
            if negated and _negated(f"{chain} ")
            else f"{'not ' * negated}{word}",
            time=time,
            when=when,
            names=names,
            numbers=numbers,
        )


def _names(clause: str) -> frozenset[str]:
    """The names in a clause, and the word before its verb where that may be one: "Lurania will sign"."""
    reading, words = wording.read(clause), clause.split(maxsplit=2)
    first = normalise(words[0]) if len(words) > 1 and words[1] in _FINITE else ""
    named = first and words[0][0].isupper() and first not in _NO_NOUN | _LOWERED
    return reading.names | reading.countries | ({first} if named else set())


def _of_subject(clause: str) -> Iterator[_Found]:
    """Each state with the thing that is in it, its time, and the words before it and its verbs."""
    for match in _STATE.finditer(clause):
        word = " ".join((match["state"] or match["alone"]).split())
        group, _ = _STATES[word]
        subject, article, noun = clause[: match.start()].strip(), match["article"], match["noun"]
        thing = _thing(subject, accident=group == _ACCIDENT)
        # A real surprise is no state that a letter is in.
        if noun and not (article and thing and _is_one(noun, thing)):
            continue
        yield (
            word,
            thing,
            _time(match["chain"], word),
            subject,
            f"{match['chain']}{article or ''}".strip(),
        )


def _is_one(noun: str, thing: Thing) -> bool:
    return any(_one_word(wording.stem(normalise(noun)), head) for head in thing.heads)


def _of_object(clause: str) -> Iterator[_Found]:
    """The same of what somebody makes so: "the mayor did not sign the deed"."""
    match = _MADE.match(clause)
    if match and not _ENDS_OPEN.search(match["who"]):
        thing = _thing(match["what"].rstrip(".!"))
        yield (
            match["state"],
            thing,
            _time(match["chain"], match["state"], does=True),
            "",
            match["chain"].strip(),
        )


def _negated(text: str) -> bool | None:
    """Is it negated? None where that can't be told: who is not quite sober may be neither."""
    count = len(_NEGATION.findall(text))
    return None if count and _DEGREE.search(text) else count % 2 == 1


def _time(chain: str, state: str, *, does: bool = False) -> str | None:
    """When it is so, by the verbs before a state, or by the state that is one; None where there is no such
    sentence. `does`: somebody makes it so."""
    verbs = [word for word in chain.split() if word in _FINITE | _STAND]
    stands = {*verbs} & (_HOLD if state in _ALONE else _STAND)
    if not (does or stands or state in _VERBS):
        return None
    if not verbs:
        first = state.split(maxsplit=1)[0]
        if first.endswith("ed") or first in _PAST_OF_ITS_OWN:
            return "past"
        return "present" if first.endswith("s") else None
    return next((time for time, words in _TIMES.items() if verbs[0] in words), None)


def _thing(text: str, *, accident: bool = False) -> Thing | None:
    """The one definite thing that words name; None for anybody, and for several. Of an `accident`, "it" is
    whatever happened."""
    if _ENDS_OPEN.search(text):
        return None
    if accident and text.casefold() in ("it", "this"):
        return Thing(text.casefold(), frozenset(("it",)), frozenset(), plural=False)
    match = _SUBJECT.match(_RELATIVE.sub("", text))
    if match is None:
        return None
    det, nouns, more = match["det"] or "", match["nouns"].split(), match["more"].split()
    around = [word for word in more if word not in ("the", "a", "an")]
    if _NO_NOUN & {normalise(word) for word in (*nouns, *around)}:
        return None
    many = re.search(r"[^s]s$", nouns[-1]) is not None
    named = not det and all(word[0].isupper() for word in nouns) and not (many and len(nouns) == 1)
    plural = many and not named
    if not det and not named and (len(nouns) > 2 or plural):
        return None
    stems = _stems(nouns)
    heads = frozenset(stems if named else stems[-1:])
    marks = frozenset((*stems, *_stems(det.split()), *_stems(more))) - heads
    return Thing(_within(det, match["nouns"], named=named), heads, marks, plural) if heads else None


def _stems(words: Iterable[str]) -> list[str]:
    plain = (normalise(re.sub(r"['’]s?$", "", word)) for word in words)
    return [wording.stem(word) for word in plain if word and word not in _PLAIN]


def _within(det: str, nouns: str, *, named: bool) -> str:
    """A thing as it reads within a sentence."""
    if not det:
        small = not named or nouns.casefold() in _LOWERED
        return nouns[0].casefold() + nouns[1:] if small else nouns
    first = det.split(maxsplit=1)[0]
    if first.casefold() == "no":
        return f"the {nouns}"
    lowered = first.casefold() if first.casefold() in _LOWERED else first
    return f"{lowered}{det[len(first) :]}{nouns}"
