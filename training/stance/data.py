"""What the stance model learns from: NLI pairs and FNC-1's headlines against articles, as tokens.

Topics of FNC-1's split `train` are kept apart whole, and so are NLI pairs that share a sentence.
FNC-1's split `dev` is never read.
"""

import json
import random
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

from claims.linking.stance.passages import cut, stems, view
from training.split import kept_apart

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
LABELS = ("supports", "contradicts", "discusses", "unrelated")
NEUTRAL = 4  # of NLI: discusses or unrelated, which of them is not known
FNC = {"agree": 0, "disagree": 1, "discuss": 2, "unrelated": 3}
NLI = {"entailment": 0, "contradiction": 1, "neutral": NEUTRAL}
HELD_TOPICS = 7  # one in so many topics is kept apart,
HELD_NLI = 25  # and one in so many families of NLI pairs
CLS, SEP, MASK = 101, 102, 103


@dataclass(frozen=True, slots=True)
class Pair:
    """A text `a`, a claim `b`, and what `a` says about it."""

    a: str
    b: str
    label: int
    source: str
    topic: str = ""


def rows(path: Path) -> list[dict[str, Any]]:
    """The objects of a file of JSON lines."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def families(pairs: Iterable[tuple[Hashable, Hashable]]) -> Callable[[Hashable], Any]:
    """Which family a thing is in: whatever is paired, directly or through others, is one family."""
    parent: dict[Any, Any] = {}

    def find(thing: Any) -> Any:
        parent.setdefault(thing, thing)
        while parent[thing] != thing:
            parent[thing] = thing = parent[parent[thing]]
        return thing

    for one, other in pairs:
        a, b = find(one), find(other)
        parent[max(a, b)] = min(a, b)
    return find


def nli() -> tuple[list[Pair], list[Pair]]:
    """The NLI pairs to learn from and those kept apart."""
    every = rows(SHARED / "nli" / "train.jsonl")
    family = families((r["premise"], r["hypothesis"]) for r in every)
    split: tuple[list[Pair], list[Pair]] = ([], [])
    for r in every:
        pair = Pair(r["premise"], r["hypothesis"], NLI[r["label"]], r["source"])
        split[kept_apart(family(r["premise"]), HELD_NLI)].append(pair)
    return split


def fnc() -> tuple[list[Pair], list[Pair]]:
    """FNC-1's pairs to learn from and those of the topics kept apart.

    Headlines and articles that are about one another are one topic. An unrelated pair across the border
    belongs to neither side.
    """
    bodies = {r["body_id"]: r["text"] for r in rows(SHARED / "stance" / "fnc1_bodies.jsonl")}
    pairs = [r for r in rows(SHARED / "stance" / "fnc1_pairs.jsonl") if r["split"] == "train"]
    topic = families(
        (("body", r["body_id"]), ("headline", r["headline"]))
        for r in pairs
        if r["stance"] != "unrelated"
    )
    split: tuple[list[Pair], list[Pair]] = ([], [])
    for r in pairs:
        here, there = topic(("body", r["body_id"]))[1], topic(("headline", r["headline"]))[1]
        apart = kept_apart(here, HELD_TOPICS)
        if apart == kept_apart(there, HELD_TOPICS):
            pair = Pair(bodies[r["body_id"]], r["headline"], FNC[r["stance"]], "fnc", here)
            split[apart].append(pair)
    return split


def hard_unrelated(pairs: list[Pair], count: int, chance: random.Random) -> list[Pair]:
    """Headlines against articles of other topics that share many of their words."""
    headlines = {p.b: p.topic for p in pairs if p.label != FNC["unrelated"]}
    articles = {p.a: p.topic for p in pairs}
    words = {a: stems(a) for a in articles}
    found = []
    for headline in chance.sample(sorted(headlines), min(count, len(headlines))):
        wanted = stems(headline)
        others = [a for a in articles if articles[a] != headlines[headline]]
        near = sorted(others, key=lambda a: -len(wanted & words[a]))[:20]
        a = chance.choice(near)
        found.append(Pair(a, headline, FNC["unrelated"], "hard", articles[a]))
    return found


def headlines(pairs: list[Pair]) -> list[Pair]:
    """Headlines against headlines, where articles tell how they stand to one another.

    One that an article affirms contradicts one that the same article refutes; two that two articles
    affirm, and that share words while none tells them apart, support each other.
    """
    stances: dict[str, dict[str, int]] = defaultdict(dict)
    for p in pairs:
        if p.label in (0, 1):
            stances[p.a][p.b] = p.label
    together: dict[tuple[str, str], set[bool]] = defaultdict(set)
    times: dict[tuple[str, str], int] = defaultdict(int)
    for judged in stances.values():
        for one, other in combinations(sorted(judged), 2):
            if judged[one] == 0 or judged[other] == 0:
                together[one, other].add(judged[one] == judged[other])
                times[one, other] += 1
    found = []
    for (one, other), same in sorted(together.items()):
        if same == {False} or (
            same == {True} and times[one, other] > 1 and len(stems(one) & stems(other)) > 2
        ):
            label = 0 if same == {True} else 1
            found += [Pair(one, other, label, "headlines"), Pair(other, one, label, "headlines")]
    return found


NEGATIONS = (
    "No, {}",
    "It is not true that {}",
    "Claim that {} is false",
    "{}? It never happened",
    "{} is a hoax",
    "Report that {} is wrong",
    "{} is fake news",
)


def negated(pair: Pair, chance: random.Random) -> Pair:
    """The same article against the opposite of the headline: who affirms the one refutes the other."""
    swapped = {0: 1, 1: 0}.get(pair.label, pair.label)
    claim = chance.choice(NEGATIONS).format(pair.b.rstrip(" .!?"))
    return Pair(pair.a, claim, swapped, "negated", pair.topic)


def sample(pairs: list[Pair], label: int, cap: int, chance: random.Random) -> list[Pair]:
    """All pairs of a label, but at most `cap` of one topic."""
    topics: dict[str, list[Pair]] = defaultdict(list)
    for p in pairs:
        if p.label == label:
            topics[p.topic].append(p)
    return [p for t in sorted(topics) for p in chance.sample(topics[t], min(cap, len(topics[t])))]


def epoch(pairs: list[Pair], chance: random.Random) -> list[Pair]:
    """One round over the topics to learn from: the four answers in like numbers."""
    supports, contradicts, discusses, unrelated = (
        sample(pairs, label, cap, chance) for label, cap in enumerate((120, 120, 120, 60))
    )
    rest = chance.sample(unrelated, min(2600, len(unrelated)))
    opposite = [
        negated(p, chance)
        for p in (
            *chance.sample(supports, 500),
            *contradicts,
            *chance.sample(discusses, 300),
            *chance.sample(rest, 200),
        )
    ]
    short = headlines(pairs)
    chance.shuffle(short)
    few = [p for label in (0, 1) for p in [q for q in short if q.label == label][:500]]
    return [
        *supports,
        *contradicts * 3,
        *discusses,
        *rest,
        *hard_unrelated(pairs, 600, chance),
        *opposite,
        *few,
    ]


def settled(pair: Pair) -> Pair:
    """What is neutral is discussed where text and claim share a word of meaning, and else unrelated."""
    if pair.label != NEUTRAL:
        return pair
    about = stems(pair.a) & stems(pair.b)
    return Pair(pair.a, pair.b, FNC["discuss" if about else "unrelated"], pair.source, pair.topic)


def hidden(ids: list[int], share: float, chance: random.Random) -> list[int]:
    """The same tokens, some of them masked, so that names of known topics decide less."""
    return [MASK if i not in (CLS, SEP) and chance.random() < share else i for i in ids]


class Tokens:
    """Pairs as the model reads them: `[CLS] claim [SEP] passages [SEP]`."""

    def __init__(self, tokenizer: Any) -> None:
        self._tokenizer = tokenizer
        self._cut: dict[tuple[str, str], Any] = {}

    def read(self, pair: Pair, budget: int) -> tuple[list[int], int]:
        """The token ids of a pair with `budget` tokens of its text, and where the text begins."""
        key = (pair.a, pair.b)
        if key not in self._cut:
            claim = self._tokenizer.encode(pair.b, add_special_tokens=False).ids[:64]
            self._cut[key] = claim, cut(self._tokenizer, pair.a, pair.b)
        claim, passages = self._cut[key]
        text = [i for p in view(passages, budget) for i in p.ids]
        return [CLS, *claim, SEP, *text, SEP], len(claim) + 2
