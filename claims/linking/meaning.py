"""What two say, or one says and another denies, each in words of its own: "the siren went off", "there was no siren".

The stance model reads single sentences badly where they oppose each other, and well where one says what the
other does. What is denied is stated positively here, so that only the latter has to be told.
"""

import re

from claims.linking import wording
from claims.linking.denials import EXISTS, NEGATION, STATE, content
from claims.linking.stance import entailment
from claims.linking.types import Proposal, Statement
from claims.linking.wording import Reading

METHOD = "stance"

# Chosen on pairs of reports of 45 stories (FNC-1, train), read as told in ADR 21: how surely the one says the other, and how
# near the two are, have to make up for each other.
SAYS = 0.75
NEAR = 0.45
_TOGETHER = 1.4
# Of pairs that say each other so surely, and are so near, nine in ten were one claim; of those where only one
# says the other, seven in eight.
SAME = 0.65
MORE = 0.86
_ALIKE = 0.7

_NOT_SO = re.compile(
    r"\b(?:if|whether|unless|but|although|though|until|may|might|could|would|should|denie[sd]|denying|hoax(?:es)?|rumou?rs?"
    r"|rumou?red|last (?:time|seen|appear\w+|public)|alleged(?:ly)?|supposed(?:ly)?|accusations?|looks? like|claim(?:s|ed)?|story|debunk\w*)\b|\?",
    re.IGNORECASE,
)  # fmt: skip


def says(a: Statement, b: Statement, similarity: float) -> Proposal | None:
    """That one, which somebody asserts, says what somebody denies of the other, in other words.

    The two have to be of one matter; `similarity` is the cosine of their embeddings. Symmetric.
    """
    for denied, said in ((a, b), (b, a)):
        if "against" not in denied.sides or said.sides != {"for"}:
            continue
        sure = _sure(denied.text, said.text, similarity)
        if sure is not None:
            explanation = (
                f"one says what the other says, which is denied, in other words ({sure:.2f})"
            )
            return Proposal("supports", round(sure * 0.7, 2), METHOD, explanation, said is b)
    return None


def agrees(a: Statement, b: Statement, similarity: float) -> Proposal | None:
    """That two documents say the same in other words, or one of them the same and more.

    The two have to be of one matter; `similarity` is the cosine of their embeddings. Symmetric.
    """
    documents = {document for document, _ in a.voices | b.voices}
    if similarity < _ALIKE or len(documents) < 2 or "for" not in a.sides & b.sides:
        return None
    left, right = wording.read(a.text), wording.read(b.text)
    if not _may_agree(left, right):
        return None
    forth, back = entailment(a.text, b.text), entailment(b.text, a.text)
    less, more = sorted((forth, back))
    if less >= SAME and left.numbers == right.numbers:
        reason = f"each says what the other says, in other words ({less:.2f})"
        return Proposal("same_as", round(less * similarity, 2), METHOD, reason)
    said, saying = (right, left) if forth > back else (left, right)
    if EXISTS.match(said.text):
        return None  # it goes without saying
    if more < MORE or not said.numbers <= saying.numbers:
        return None
    reason = f"one says what the other says, in other words ({more:.2f})"
    return Proposal("supports", round(more * similarity, 2), METHOD, reason, back > forth)


def _may_agree(left: Reading, right: Reading) -> bool:
    """Does nothing that can be told without the model keep them apart?"""
    if left.turned != right.turned or wording.opposed_words(left, right):
        return False
    if (_NOT_SO.search(left.text) is None) != (_NOT_SO.search(right.text) is None):
        return False
    pairs = (
        (left.times, right.times),
        (left.countries, right.countries),
        (left.names, right.names),
    )
    return all(not one or not other or one & other for one, other in pairs)


def _sure(denied: str, said: str, similarity: float) -> float | None:
    left, right = wording.read(denied), wording.read(said)
    if not _comparable(left, right):
        return None
    # That there was such a thing at all is said by whoever speaks of it, however far from the sentence.
    exists = EXISTS.match(denied) and set(content(denied)) <= set(content(said))
    if similarity < NEAR and not exists:
        return None
    sure = entailment(said, denied)
    enough = SAYS if exists else max(SAYS, _TOGETHER - similarity)
    return sure if sure >= enough else None


def _comparable(denied: Reading, said: Reading) -> bool:
    if EXISTS.match(denied.text) and STATE.search(said.text):
        return False
    if any(unsure.search(one.text) for unsure in (NEGATION, _NOT_SO) for one in (denied, said)):
        return False
    if not denied.numbers <= said.numbers or not denied.times <= said.times:
        return False
    # Of whom they speak is not yet what they say.
    named = {
        wording.stem(word) for one in (denied, said) for name in one.names for word in name.split()
    }
    return bool(set(content(denied.text)) & set(content(said.text)) - named)
