"""From the mentions of harm to figures that a document could mean, and what speaks for each of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from .casualties import Harm, Told

ZONES = 5  # headline, opening, what follows it, the rest, and what is told of other times and cases
ASIDE = ZONES - 1
OPENS = 2  # the zones before this one open the text
_BELOW = 3  # the zones from here on are the lower part of the text
_LEAD, _NEAR = 2, 8  # sentences of the body that open it, and that still tell the news
WORTH = (4, 3, 2, 1, 0.3)
_LIVING = ("injured", "shot", "hospital")
_OPEN = ("shot", "hospital", "victim")  # who may have died
_TIMES = re.compile(
    r"\b(double|triple|quadruple|quintuple)\b[ -](?:\w+[ -])?(homicide|murder|killing|slaying|shooting|fatal)",
    re.IGNORECASE,
)
_FOLD = {"double": 2, "triple": 3, "quadruple": 4, "quintuple": 5}
# "A fifth person was hit" says that there were five.
_NTH = re.compile(
    r"\b(?:a|the) (third|fourth|fifth|sixth|seventh|eighth)\b(?:(?: \w+){0,2} "
    r"(?:victim|person|individual|patient|child|man|woman|boy|girl|teen\w*|officer)\b"
    r"|(?: (?:was|is))?(?: \w+ly)? (?:wounded|injured|hurt|shot|hit|critical|in (?:critical|serious)))",
    re.IGNORECASE,
)
_PLACE = {"third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8}
_PART = re.compile(
    r"\S+(?: of (?:them|whom|those|these|the (?:victims|injured|wounded))\b| fatally\b)",
    re.IGNORECASE,
)
_BARE = re.compile(r"\w+ (?:has|have|was|were|is|are|later|died|succumbed)\b", re.IGNORECASE)
_INCLUDING = re.compile(r"\bincluding (?:at least )?$", re.IGNORECASE)
LARGE = 8  # figures above are as good as this one
_CUES = tuple(re.compile(p, re.IGNORECASE) for p in (
    r"\b(?:murder|homicide|manslaughter|slaying|slain)",
    r"\battempted (?:murder|homicide|manslaughter)|assault|reckless endangerment",
    r"\b(?:death|died|dies|dead|killed|killing)\b",
    r"\bfatal",
    r"\b(?:funeral|vigil|autopsy|coroner|medical examiner|mourn|next of kin|obituary|memorial)",
    r"\b(?:non-?life|not life|non life|minor injur|expected to (?:survive|recover|live|be ok|make))",
    r"\bcritical",
    r"\b(?:hospital|surgery|medical center)",
    r"\b(?:wounded|injured|injur|hurt)",
    r"\b(?:self-inflicted|himself|herself|accidental)",
    r"\b(?:suicide|turn(?:ed|ing|s) (?:the|a|his|her) (?:\w+ )?(?:gun|rifle|pistol|weapon) on|took (?:his|her) own life)",
    r"\b(?:died|dies) (?:later|from|at|of|in|after|on)",
    r"\bofficer-involved|police (?:shot|killed)|officers? (?:shot|opened fire|fired)",
    r"\b(?:no|not any) (?:other |one |serious )?(?:injur|one (?:was|else))",
    r"\b(?:shot|shooting|gunshot|shoots)\b",
    r"\bsentenced|trial|pleaded|pled|guilty|jury|indicted|court",
    r"\bshootings\b|separate",
))  # fmt: skip


_DEADLY, _ALIVE, _HURT, _SUICIDE, _DEATH, _SHOT = (0, 3), (5, 6), (7, 8, 9), 10, 2, 14


@dataclass(slots=True)
class Person:
    """One person as the document speaks of them, gathered from mentions that fit together."""

    name: str
    age: str
    gender: str
    stage: str
    fates: set[str]
    sentence: int
    weight: int = 1
    aside: bool = False
    attacker: bool = False


@dataclass(frozen=True, slots=True)
class Together:
    """What one sentence tells side by side: its killed, its hurt, and the numbers that may count both."""

    zone: int
    killed: int
    hurt: int
    totals: frozenset[float]


@dataclass(slots=True)
class Account:
    """All that a document tells of harm, in a form that candidates can be held against."""

    told: Sequence[Told]
    heads: int
    figures: dict[str, list[tuple[float, int]]] = field(default_factory=dict)
    sums: dict[str, list[tuple[float, int]]] = field(default_factory=dict)
    singles: dict[str, list[int]] = field(default_factory=dict)
    people: list[Person] = field(default_factory=list)
    together: list[Together] = field(default_factory=list)
    cues: list[float] = field(default_factory=list)

    def said(self, *kinds: int) -> bool:
        """Whether words of one of these kinds, by their place in the list of cues, are in the document."""
        return any(self.cues[n] for n in range(len(self.cues)) if n % len(_CUES) in kinds)

    def zone(self, sentence: Told) -> int:
        """Where a sentence stands: 0 headline, 1 opening, 2 what follows it, 3 the rest, 4 other times and cases."""
        if sentence.number < self.heads:
            return 0
        if sentence.aside:
            return ASIDE
        at = sentence.number - self.heads
        return 1 if at < _LEAD else 2 if at < _NEAR else 3


def account(told: Sequence[Told], heads: int) -> Account:
    """Gathers what is told; the first ``heads`` sentences are the headline."""
    made = Account(told, heads)
    fates = ("killed", *_LIVING, "victim")
    made.figures = {f: [] for f in fates}
    made.sums = {f: [] for f in ("killed", "injured", "hurt", "all")}
    made.singles = {f: [0] * ZONES for f in fates}
    hit = _Hit()
    for sentence in told:
        zone = made.zone(sentence)
        whole = _sums(sentence, hit, made, zone)
        for measure, total in whole.items():
            made.sums[measure].append((total, zone))
        for match in _TIMES.finditer(sentence.text):
            fate = "shot" if match[2].lower() == "shooting" else "killed"
            made.figures[fate].append((_FOLD[match[1].lower()], zone))
        for match in _NTH.finditer(sentence.text):
            place = _PLACE[match[1].lower()]
            made.figures["victim"].append((place, zone))
            if place == hit.size + 1:
                made.sums["hurt"].append((place, zone))
        if whole["hurt"] > hit.size and not sentence.aside:
            hit.size = whole["hurt"]  # "two men and a woman were shot"
        totals = frozenset(h.size for h in sentence.harms if h.form == "number" and h.fate in _OPEN)
        made.together.append(Together(zone, whole["killed"], whole["hurt"], totals))
    made.people = gathered(h for s in told for h in s.harms)
    made.cues = _cues(told, heads)
    return made


@dataclass(slots=True)
class _Hit:
    """How many were last said to be hit; ``alive`` tells whether all of them live."""

    size: float = 0.0
    alive: bool = True


def _sums(sentence: Told, hit: _Hit, made: Account, zone: int) -> Counter[str]:
    """What a sentence tells of harm, added up; its mentions go into ``made``."""
    whole: Counter[str] = Counter()
    parts = _parts(sentence.harms)
    for harm in sentence.harms:
        if harm.fate == "killed" and hit.size > harm.size and _of_them(harm, bare=not hit.alive):
            rest = int(hit.size - harm.size)
            whole["hurt"] = whole["injured"] = whole["all"] = rest
        elif harm.fate != "killed" and not sentence.aside:
            if harm.other and hit.size > 1 and harm.form != "plural":  # "two others were also hurt"
                made.sums["hurt"].append((hit.size + harm.size, zone))
            if harm.form == "number":
                hit.size, hit.alive = harm.size, harm.fate not in _OPEN
        if harm.form == "number":
            made.figures[harm.fate].append((harm.size, zone))
        else:
            made.singles[harm.fate][zone] += 1
        if harm.form == "plural" or any(harm is part for part in parts):
            continue
        if harm.fate != "victim":
            whole["killed" if harm.fate == "killed" else "hurt"] += int(harm.size)
            whole["all"] += int(harm.size)
        if harm.fate == "injured":
            whole["injured"] += int(harm.size)
    return whole


def _parts(harms: Sequence[Harm]) -> Sequence[Harm]:
    """The hurt who are counted again by how they fare: "four men and a girl were hurt -- one badly, four lightly"."""
    sizes = [h.size for h in harms if h.fate != "killed"]
    hurt = [h for h in harms if h.fate != "killed"]
    for n in range(1, len(hurt) - 1):
        if sum(sizes[:n]) == sum(sizes[n:]) > 1:
            return hurt[n:]
    return ()


def _of_them(harm: Harm, *, bare: bool) -> bool:
    """Whether those killed are some of the persons counted before: "one of them fatally", "two of whom died".

    With ``bare`` a number alone is enough: "four were shot; one has died".
    """
    text = harm.doc.text
    if bare and harm.form == "number" and _BARE.match(text, harm.start):
        return True
    return bool(
        _PART.match(text, harm.start)
        or _INCLUDING.search(text, max(harm.start - 30, 0), harm.start)
    )


def _cues(told: Sequence[Told], heads: int) -> list[float]:
    head = " ".join(t.text for t in told if t.number < heads)
    near = " ".join(t.text for t in told if heads <= t.number < heads + _NEAR)
    rest = " ".join(t.text for t in told if heads + _NEAR <= t.number)
    return [min(len(cue.findall(part)), 4) for part in (head, near, rest[:6000]) for cue in _CUES]


def gathered(harms: Iterable[Harm]) -> list[Person]:
    """The single persons that the mentions speak of, each counted once.

    Two mentions are one person where the name or the age is the same, or where nothing speaks against it and the
    later one refers back ("the victim", "he") or tells the same news again in another sentence.
    """
    people: list[Person] = []
    for harm in harms:
        if (
            harm.size != 1
            or harm.form == "plural"
            or (harm.form == "number" and harm.fate == "victim")
        ):
            continue
        known = _known(people, harm)
        if known is None:
            if harm.form == "pronoun" and people:
                continue
            people.append(
                Person(
                    harm.name,
                    harm.age,
                    harm.gender,
                    harm.stage,
                    {harm.fate},
                    harm.sentence,
                    1,
                    harm.aside,
                    harm.attacker,
                )
            )
            continue
        known.fates.add(harm.fate)
        known.name = max(known.name, harm.name, key=len)
        known.age = known.age or harm.age
        known.gender = known.gender or harm.gender
        known.stage = known.stage or harm.stage
        known.sentence = harm.sentence
        known.weight += 1
        known.attacker |= harm.attacker
        known.aside &= harm.aside
    return people


def _known(people: Sequence[Person], harm: Harm) -> Person | None:
    for person in reversed(people):
        if _same_name(person.name, harm.name):
            return person
    if harm.age:
        for person in reversed(people):
            if person.age == harm.age and _fits(person, harm):
                return person
    if harm.other:
        return None
    back = harm.form in ("definite", "pronoun")
    for person in reversed(people):
        if _fits(person, harm) and (back or person.sentence != harm.sentence):
            return person
    return None


def _same_name(one: str, other: str) -> bool:
    """Whether two names can be one person's: the surname, and the given names where both are told."""
    if not one or not other:
        return False
    left, right = one.split(), other.split()
    return left[-1] == right[-1] and (len(left) < 2 or len(right) < 2 or left[0] == right[0])


def _fits(person: Person, harm: Harm) -> bool:
    return (
        not (person.name and harm.name and not _same_name(person.name, harm.name))
        and not (person.age and harm.age and person.age != harm.age)
        and not (person.gender and harm.gender and person.gender != harm.gender)
        and not (person.stage and harm.stage and person.stage != harm.stage)
    )


# ------------------------------------------------------------------ candidates


def candidates(made: Account) -> list[tuple[int, int]]:
    """Pairs of killed and injured that the text gives a ground for; none of either is always one."""
    killed = _ranked(
        [(made.figures["killed"], 3), (made.sums["killed"], 2)], _persons(made, killed=True), 6
    )
    total = [v for f in ("shot", "victim", "hospital") for v, zone in made.figures[f]]
    total += [v for v, _ in made.sums["all"]] + [v for v, _ in made.sums["hurt"]]
    hurt = [
        (made.figures["injured"], 3),
        (made.sums["injured"], 2),
        (made.sums["hurt"], 2),
        (made.figures["shot"], 2),
        (made.figures["hospital"], 2),
        (made.figures["victim"], 1),
    ]
    left = [(v - k, 2) for v in dict.fromkeys(total) for k in killed if v > k > 0]
    others = [
        (float(h.size), 2)
        for t in made.told
        for h in t.harms
        if h.other and h.form == "number" and h.fate != "killed"
    ]
    alone = _tally([p for p in made.people if "killed" not in p.fates and p.fates != {"victim"}])[0]
    more = [(v + n, z) for v, z in others for n in {1, alone} if n]
    injured = _ranked([*hurt, (left, 1), (more, 1)], _persons(made, killed=False), 9)
    return [(k, i) for k in killed for i in injured]


def _ranked(
    given: Sequence[tuple[Sequence[tuple[float, int]], int]], counts: Sequence[int], most: int
) -> list[int]:
    weights: Counter[int] = Counter()
    for figures, worth in given:
        for value, zone in figures:
            weights[int(value)] += worth * WORTH[zone]  # type: ignore[assignment]
    for count in counts:
        weights[count] += 2
    weights.pop(0, None)
    return [0, *(v for v, _ in weights.most_common(most))]


def _persons(made: Account, *, killed: bool) -> list[int]:
    """Counts of the persons gathered: all, those with a name, those not told of in passing."""
    mine = [p for p in made.people if ("killed" in p.fates) == killed and p.fates != {"victim"}]
    named = sum(bool(p.name) for p in mine)
    near = sum(not p.aside for p in mine)
    every = len(mine)
    if not killed:
        told = made.said(*_ALIVE) or (made.said(_SHOT) and made.said(*_HURT))
        return [every, named, near, min(every, 1), int(told)]
    # A word may tell of a death without telling whose: "the fatal shooting", "a homicide".
    told = made.said(*_DEADLY) or (made.said(_DEATH) and made.said(_SHOT))
    last = made.said(_SUICIDE)
    more = (
        [int(v) + 1 for v, z in made.figures["killed"] if z < 3]
        if last or any(p.attacker for p in mine)
        else []
    )
    if last:  # "shot his wife and two children before turning the gun on himself"
        more += [2, every + 1, *(int(v) for v, z in made.sums["all"] if z < 3)]
    return [every, named, near, min(every, 1), int(told), *more]


# -------------------------------------------------------------------- features


class Features:
    """What speaks for a pair of figures in an account, as numbers."""

    def __init__(self, made: Account) -> None:
        self.made = made
        self.general = [
            *made.cues,
            float(made.heads > 0),
            min(len(made.told), 30),
            *(min(n, 4) for f in ("killed", *_LIVING, "victim") for n in made.singles[f]),
            float(any("injured" in t.spared for t in made.told[:12])),
            float(any(p.attacker and "killed" in p.fates for p in made.people)),
            float(sum(h.self_inflicted and h.fate == "killed" for t in made.told for h in t.harms)),
            float(sum(h.self_inflicted and h.fate != "killed" for t in made.told for h in t.harms)),
        ]
        self.killed: dict[int, list[float]] = {}
        self.injured: dict[int, list[float]] = {}
        self.both: dict[int, list[float]] = {}
        dead = [p for p in made.people if "killed" in p.fates]
        hurt = [p for p in made.people if "killed" not in p.fates and p.fates != {"victim"}]
        near = [p for p in made.people if not p.aside and not p.attacker]
        self.ages = len({p.age for p in near if p.age})
        self.named = len({p.name for p in near if p.name})
        self.weights = {m: _weights(made, m) for m in ("killed", "injured")}
        sure = sum(bool(p.fates & {"injured", "hospital"}) for p in hurt)
        self.persons = {
            "killed": (*_tally(dead), sum(p.weight > 1 for p in dead)),
            "injured": (*_tally(hurt), sure, sum(p.weight > 1 for p in hurt)),
        }

    def row(self, killed: int, injured: int) -> list[float]:
        """The features of one pair."""
        if killed not in self.killed:
            self.killed[killed] = self._of("killed", killed, (("killed",), ("killed",)))
        if injured not in self.injured:
            self.injured[injured] = self._of(
                "injured", injured, (("injured", "shot", "hospital", "victim"), ("injured", "hurt"))
            )
        every = killed + injured
        if every not in self.both:
            persons = self.persons["killed"][0] + self.persons["injured"][0]
            self.both[every] = [
                *self._support(every, ("shot", "victim", "hospital"), ("all",)),
                float(min(every, LARGE)),
                _difference(every, persons),
                _difference(every, self.ages),
                _difference(every, self.named),
            ]
        return [
            *self.general,
            *self.killed[killed],
            *self.injured[injured],
            *self.both[every],
            float(killed > injured),
            *self._together(killed, injured),
        ]

    def signs(self) -> list[int]:
        """Of each feature of a row, whether more of it can only speak for a pair (1) or against it (-1); 0 for either."""
        support = [1] * (ZONES - 1) + [0]  # what is told of other times speaks for nothing
        rank, killed, injured = [1, -1], len(self.persons["killed"]), len(self.persons["injured"])
        return [
            *[0] * len(self.general),
            *(2 * support + rank + [0] * (7 + killed)),
            *(6 * support + rank + [0] * (7 + injured)),
            *(4 * support + [0] * 4),
            0,
            *(2 * [1, 1, -1]),
        ]

    def _together(self, killed: int, injured: int) -> list[float]:
        """In how many sentences the pair stands side by side, or the killed beside the total; near the top, and below."""
        found = [0.0] * 6
        for one in self.made.together:
            if one.zone == ASIDE:
                continue
            at = 0 if one.zone < _BELOW else 3
            found[at] += (one.killed, one.hurt) == (killed, injured)
            found[at + 1] += one.killed == killed > 0 and killed + injured in one.totals
            found[at + 2] += one.killed > killed or one.hurt > killed + injured
        return [min(n, 3) for n in found]

    def _of(
        self, measure: str, value: int, kinds: tuple[tuple[str, ...], tuple[str, ...]]
    ) -> list[float]:
        found = self._support(value, *kinds)
        figures = [v for v, zone in self.made.figures[measure] if zone < ASIDE]
        lead = [v for v, zone in self.made.figures[measure] if zone < 3]
        sums = [v for v, zone in self.made.sums[measure] if zone < ASIDE]
        weights = self.weights[measure]
        mine = weights.get(value, 0.0)
        return [
            *found,
            round(mine / (sum(weights.values()) or 1.0), 2),
            float(sum(w > mine for w in weights.values())),
            float(min(value, LARGE)),
            _difference(value, max(figures, default=0)),
            _difference(value, max(lead, default=0)),
            _difference(value, lead[0] if lead else 0),
            _difference(value, max(sums, default=0)),
            _difference(value, sums[0] if sums else 0),
            float(min(len(set(figures)), 4)),
            *(_difference(value, n) for n in self.persons[measure]),
        ]

    def _support(self, value: int, figures: Sequence[str], sums: Sequence[str]) -> list[float]:
        """How often each kind of mention gives this value, by zone."""
        found = []
        for table, kinds in ((self.made.figures, figures), (self.made.sums, sums)):
            for kind in kinds:
                zones = [0.0] * ZONES
                for v, zone in table[kind]:
                    if v == value:
                        zones[zone] += 1
                found += [min(n, 3) for n in zones]
        return found


def _weights(made: Account, measure: str) -> dict[int, float]:
    kinds = ("killed",) if measure == "killed" else _LIVING
    found: dict[int, float] = {}
    for kind in kinds:
        for value, zone in made.figures[kind]:
            found[int(value)] = found.get(int(value), 0.0) + 2 * WORTH[zone]
    for value, zone in made.sums["killed" if measure == "killed" else "hurt"]:
        found[int(value)] = found.get(int(value), 0.0) + WORTH[zone]
    return found


def _tally(people: Sequence[Person]) -> tuple[int, int, int]:
    return len(people), sum(bool(p.name) for p in people), sum(not p.aside for p in people)


def _difference(value: float, other: float) -> float:
    return max(-3.0, min(3.0, value - other))
