"""What a text says about a claim, and which of its passages decides that."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, get_args

from .network import calibrated, network, settings
from .passages import Passage, cut, view

Answer = Literal["supports", "contradicts", "discusses", "unrelated"]
ANSWERS: tuple[Answer, ...] = get_args(Answer)
CLAIM = 64  # tokens of a claim that are read,
TEXT = 224  # and of a text
ALONE = 6  # passages that are also read each by itself
QUOTED = 160  # characters

WORDS = {
    "supports": "The text says that the claim is true",
    "contradicts": "The text says that the claim is not true",
    "discusses": "The text is about the claim and takes no side",
    "unrelated": "The text is about something else",
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a text says about a claim.

    `scores` has all four answers and the sum 1; `stance` is the one with the highest, `confidence`.
    `passage` is the place in the text that decides most, code points with the end exclusive, or None
    for a text without words.
    """

    stance: Answer
    confidence: float
    scores: dict[Answer, float]
    passage: tuple[int, int] | None
    explanation: str


def judge(text: str, claim: str) -> Verdict:
    """What `text`, a headline, a sentence or an article, says about `claim`.

    Of a long text, the passages that have most to do with the claim are read together, and then each by
    itself to find the one that decides. Takes time linear in the text's length.
    Raises RuntimeError where the model file isn't the one that is pinned.
    """
    # Half a surrogate pair is no character; one for one, so that offsets stay.
    text, claim = (t.encode("utf-8", "replace").decode() for t in (text, claim))
    tokenizer = network().tokenizer
    ids = tokenizer.encode(claim, add_special_tokens=False).ids[:CLAIM]
    read = view(cut(tokenizer, text, claim), TEXT)
    likeliest = sorted(read, key=lambda passage: -passage.score)[:ALONE]
    whole = [i for passage in read for i in passage.ids]
    temperature = settings().article if len(read) > 1 else settings().sentence
    # Not in one batch: the passages would be padded to the length of all of them.
    (together,) = calibrated(network().raw(ids, [whole]), temperature)
    alone = calibrated(network().raw(ids, [p.ids for p in likeliest]), settings().sentence)
    scores = {answer: float(share) for answer, share in zip(ANSWERS, together, strict=True)}
    stance = max(ANSWERS, key=scores.__getitem__)
    reason = f"{WORDS[stance]} ({scores[stance]:.2f})."
    if not read:
        return Verdict(stance, scores[stance], scores, None, f"{reason} It has no words to read.")
    own, passage = _deciding(stance, likeliest, alone.tolist())
    place = (passage.start, passage.end)
    return Verdict(
        stance, scores[stance], scores, place, f"{reason} {_pointer(stance, own, text, place)}"
    )


@lru_cache(maxsize=8192)
def entailment(text: str, claim: str) -> float:
    """How surely a sentence says that a claim is true, from 0 to 1: the score of `supports`, calibrated.

    Each pair is read by itself, so that the answer never depends on what else is asked.
    Raises RuntimeError where the model file isn't the one that is pinned.
    """
    tokenizer = network().tokenizer
    ids, read = (
        tokenizer.encode(one, add_special_tokens=False).ids[:most]
        for one, most in ((claim, CLAIM), (text, TEXT))
    )
    (shares,) = calibrated(network().raw(ids, [read]), settings().sentence)
    return float(shares[ANSWERS.index("supports")])


def _deciding(
    stance: Answer, passages: Sequence[Passage], scores: Sequence[Sequence[float]]
) -> tuple[float, Passage]:
    """The passage that says most clearly what the whole says; of what is unrelated, the nearest."""
    column = ANSWERS.index(stance)
    own = [row[column] for row in scores]
    pick = min if stance == "unrelated" else max
    best = pick(range(len(own)), key=own.__getitem__)
    return own[best], passages[best]


def _pointer(stance: Answer, own: float, text: str, place: tuple[int, int]) -> str:
    words = " ".join(text[slice(*place)].split())
    if len(words) > QUOTED:
        words = words[: QUOTED - 1].rsplit(" ", 1)[0] + "…"
    what = "The nearest passage" if stance == "unrelated" else "The passage that decides"
    start, end = place
    return f"{what}, characters {start} to {end}, is {stance} by itself with {own:.2f}: “{words}”"
