"""Who had these words first: texts and passages that are nearly the same, and agencies that are credited.

Sentences are compared by their word triples. MinHash (Broder 1997) finds which are worth comparing: a
signature in bands, of which two sentences alike in six triples of ten share at least one with a
probability of 0.9. The triples themselves decide.
"""

import hashlib
import re
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise, takewhile

from claims.extraction.naming.gazetteer import well_known

_WORD = re.compile(r"\w+")
_ENDS = re.compile(r"[.!?]+[\"”’)\]]*\s+|\n+")
# A quotation may run over sentences; one in straight marks, which look alike at both ends, over no line.
_QUOTED = re.compile(r"“[^“”]{1,2000}”|\"[^\"\n]{1,2000}\"")

Span = tuple[int, int]

SHINGLE = 3  # words
BANDS, ROWS = 10, 3
# What is stored rests on these; another seed or scheme of datasketch's takes all texts anew.
_SEED, _SCHEME = 1, "affine32"
SHORTEST_SENTENCE = 8  # words
LONGEST_SENTENCE = 150
MOST_SENTENCES = 2_000
SAME = 0.6  # of the word triples of two sentences
WHOLE = 0.8  # of those of two texts
# A sentence shorter than this may be a formula that anybody would use.
SHORTEST_PASSAGE = 20  # words


def fingerprint(text: str) -> str:
    """The same for texts that differ in case, spacing and punctuation alone (SHA-256, hex)."""
    return hashlib.sha256(" ".join(_WORD.findall(text.casefold())).encode()).hexdigest()


@dataclass(frozen=True)
class Stretch:
    """A sentence, or all of a text: offsets into the text, its number of words and its word triples."""

    start: int
    end: int
    words: int
    triples: frozenset[str]

    def alike(self, other: "Stretch") -> float:
        """The share of the triples of both that both have (Jaccard), 0 to 1."""
        either = len(self.triples | other.triples)
        return len(self.triples & other.triples) / either if either else 0.0


@dataclass(frozen=True)
class Reading:
    """A text as it is compared: sentences long enough to tell, in order, no boilerplate, no quotations.

    What two texts quote from a third was copied from neither.
    """

    sentences: tuple[Stretch, ...]

    @cached_property
    def whole(self) -> Stretch | None:
        """All of it as one stretch; None where it is too short to tell."""
        words = sum(sentence.words for sentence in self.sentences)
        if words < SHORTEST_PASSAGE:
            return None
        triples = frozenset().union(*(sentence.triples for sentence in self.sentences))
        return Stretch(self.sentences[0].start, self.sentences[-1].end, words, triples)


@dataclass(frozen=True, slots=True)
class Shared:
    """The same words in two texts: where they stand in each, and how alike they are, 0 to 1."""

    start: int
    end: int
    other_start: int
    other_end: int
    words: int  # of the shorter of the two
    alike: float
    whole: bool = False


def read(text: str, boilerplate: Iterable[tuple[int, int]] = ()) -> Reading:
    """The sentences of a text. `boilerplate` are spans that belong to the page. Linear in its length."""
    aside, quoted = deque(sorted(boilerplate)), deque(m.span() for m in _QUOTED.finditer(text))
    found: list[Stretch] = []
    breaks = [0, *(m.end() for m in _ENDS.finditer(text)), len(text)]
    for start, end in pairwise(breaks):
        if _overlapping(aside, start, end):
            continue
        stretch = _stretch(text, start, end, _overlapping(quoted, start, end))
        if stretch is not None:
            found.append(stretch)
            if len(found) == MOST_SENTENCES:
                break
    return Reading(tuple(found))


def _overlapping(spans: deque[Span], start: int, end: int) -> list[Span]:
    """Those that reach into a stretch; what ends before it is dropped, as stretches come in order."""
    while spans and spans[0][1] <= start:
        spans.popleft()
    return list(takewhile(lambda span: span[0] < end, spans))


def _stretch(text: str, start: int, end: int, quoted: Iterable[Span]) -> Stretch | None:
    words = []
    for match in _WORD.finditer(text, start, end):
        words.append(match)
        if len(words) == LONGEST_SENTENCE:
            break
    if len(words) < SHORTEST_SENTENCE:
        return None
    first, last = words[0].start(), words[-1].end()
    inside = sum(begin <= word.start() < finish for begin, finish in quoted for word in words)
    if 2 * inside > len(words):
        return None
    plain = [word.group().casefold() for word in words]
    triples = frozenset(" ".join(plain[i : i + SHINGLE]) for i in range(len(plain) - SHINGLE + 1))
    return Stretch(first, last, len(words), triples)


def bands(reading: Reading) -> list[tuple[Stretch, list[int]]]:
    """What each sentence, and the text as a whole, is found by: ten signed 64-bit numbers each.

    The same for the same words, in every process and on every machine.
    """
    from datasketch import MinHash

    levels = [(stretch, "sentence") for stretch in reading.sentences]
    if reading.whole is not None:
        levels.append((reading.whole, "text"))
    hashed = ([triple.encode() for triple in stretch.triples] for stretch, _ in levels)
    signatures = MinHash.bulk(hashed, num_perm=BANDS * ROWS, seed=_SEED, scheme=_SCHEME)
    return [
        (stretch, _bands(level, [int(value) for value in signature.hashvalues]))
        for (stretch, level), signature in zip(levels, signatures, strict=True)
    ]


def _bands(level: str, values: Sequence[int]) -> list[int]:
    found = []
    for band in range(BANDS):
        told = f"{level} {band} {list(values[band * ROWS : (band + 1) * ROWS])}"
        digest = hashlib.sha256(told.encode()).digest()
        found.append(int.from_bytes(digest[:8], signed=True))
    return found


def shared(one: Reading, other: Reading) -> list[Shared]:
    """Passages of at least 20 words that two texts share, in order; all of both where they are copies.

    Neighbouring sentences that the other text has as neighbours too are one passage. With the texts
    exchanged, the passages are the same.
    """
    if one.whole and other.whole and (alike := one.whole.alike(other.whole)) >= WHOLE:
        a, b = one.whole, other.whole
        words = min(a.words, b.words)
        return [Shared(a.start, a.end, b.start, b.end, words, alike, whole=True)]
    runs: list[list[tuple[int, int, float]]] = []
    for i, j, alike in _pairs(one.sentences, other.sentences):
        if runs and (runs[-1][-1][0] + 1, runs[-1][-1][1] + 1) == (i, j):
            runs[-1].append((i, j, alike))
        else:
            runs.append([(i, j, alike)])
    found = (_passage(one.sentences, other.sentences, run) for run in runs)
    return [passage for passage in found if passage.words >= SHORTEST_PASSAGE]


def _pairs(one: Sequence[Stretch], other: Sequence[Stretch]) -> list[tuple[int, int, float]]:
    """The most alike sentence of the other text for each sentence that has one, and each only once."""
    holding: dict[str, list[int]] = {}
    for j, sentence in enumerate(other):
        for triple in sentence.triples:
            holding.setdefault(triple, []).append(j)
    ranked = []
    for i, sentence in enumerate(one):
        near = {j for triple in sentence.triples for j in holding.get(triple, ())[:20]}
        ranked += [(-alike, i, j) for j in near if (alike := sentence.alike(other[j])) >= SAME]
    taken: tuple[set[int], set[int]] = set(), set()
    found = []
    for negative, i, j in sorted(ranked):
        if i not in taken[0] and j not in taken[1]:
            taken[0].add(i)
            taken[1].add(j)
            found.append((i, j, -negative))
    return sorted(found)


def _passage(
    one: Sequence[Stretch], other: Sequence[Stretch], run: list[tuple[int, int, float]]
) -> Shared:
    words = sum(min(one[i].words, other[j].words) for i, j, _ in run)
    alike = sum(alike * min(one[i].words, other[j].words) for i, j, alike in run) / words
    (first, first_other, _), (last, last_other, _) = run[0], run[-1]
    return Shared(
        one[first].start,
        one[last].end,
        other[first_other].start,
        other[last_other].end,
        words,
        alike,
    )


# --- Credits -------------------------------------------------------------------------------------

# The names that agencies are credited under; what else they are called is in well_known.toml.
AGENCIES = (
    *("Reuters", "AP", "AFP", "TASS", "RIA Novosti", "Interfax", "Xinhua", "UPI", "PTI", "ANI"),
    *("dpa", "EFE", "ANSA", "Kyodo", "Yonhap", "Anadolu Agency", "Ukrinform", "IRNA", "SPA", "WAM"),
    *(
        "PA Media",
        "CNS",
        "Bernama",
        "Antara",
        "KCNA",
        "Belta",
        "Interfax-Ukraine",
        "Tasnim",
        "Fars",
    ),
)
_FORMS = {
    "Associated Press": "AP",
    "The Associated Press": "AP",
    "Agence France-Presse": "AFP",
    "Agence France Presse": "AFP",
    "ITAR-TASS": "TASS",
    "RIA": "RIA Novosti",
    "Xinhua News Agency": "Xinhua",
    "United Press International": "UPI",
    "Press Trust of India": "PTI",
    "Asian News International": "ANI",
    "Deutsche Presse-Agentur": "dpa",
    "DPA": "dpa",
    "Anadolu": "Anadolu Agency",
    "Kyodo News": "Kyodo",
    "Yonhap News Agency": "Yonhap",
    "REUTERS": "Reuters",
    "Thomson Reuters": "Reuters",
} | {name: name for name in AGENCIES}
_NAME = "|".join(sorted(map(re.escape, _FORMS), key=len, reverse=True))
# "MOSCOW, March 23 (Reuters) –", "(AP) —", "AFP –", each where a text begins.
_DATELINE = re.compile(
    rf"^[ \t]*(?:(?:[A-Z][\w.,'’/ -]{{0,60}}?)?\((?P<a>{_NAME})\)|(?P<b>{_NAME}))[ \t]*(?:[-–—]+|:)[ \t]",
    re.MULTILINE,
)
# "Source: AFP", "By Reuters", "© 2026 The Associated Press", "(Reuters)", each on a line of its own.
_LINE = re.compile(
    rf"^[ \t]*(?:(?:Sources?|Agency|Credit|Via|From)[ \t]*:[ \t]*|By[ \t]+|(?:©|Copyright)[ \t]*(?:\d{{4}}[ \t]*)?|[-–—(\[][ \t]*)"
    rf"(?P<a>{_NAME})[ \t]*[)\].]?[ \t]*$",
    re.MULTILINE,
)
_OPENING = 1_500  # code points in which a dateline may stand


@dataclass(frozen=True, slots=True)
class Credited:
    """An agency whose text this is, and the words that say so."""

    agency: str
    start: int
    end: int
    confidence: float
    reason: str


def credited(text: str) -> Credited | None:
    """The one agency that a text is credited to; None where there is none, or more than one.

    With two agencies nothing says whose a sentence is. "With reporting by AFP" is no credit of the
    text, and a photograph's is none either.
    """
    found: list[Credited] = []
    for match in _DATELINE.finditer(text[:_OPENING]):
        name = match["a"] or match["b"]
        start = match.start("a") if match["a"] else match.start("b")
        found.append(
            Credited(_agency(name), start, start + len(name), 0.95, f"The text begins with {name}.")
        )
    for match in _LINE.finditer(text):
        start, end = match.span()
        start += len(match.group()) - len(match.group().lstrip())
        words = text[start:end].rstrip()
        found.append(
            Credited(_agency(match["a"]), start, start + len(words), 0.9, f"A line says: {words}")
        )
    if len({credit.agency for credit in found}) != 1:
        return None
    return max(found, key=lambda credit: (credit.confidence, -credit.start))


def _agency(form: str) -> str:
    return well_known(form) or _FORMS[form]
