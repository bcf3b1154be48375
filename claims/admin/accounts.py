"""Who says what about a claim: attributions with their quotes in context, gathered by stance or side."""

from collections.abc import Iterable
from dataclasses import dataclass
from string import ascii_uppercase
from typing import Any

from django.db.models import F, Prefetch, QuerySet
from django.db.models.functions import Greatest, Least, Substr

from claims.models import Attribution, AttributionVia, Stance
from sources.models import User

AROUND = 150  # code points shown on either side of a quote
SENTENCE_ENDS = (". ", "! ", "? ", "\n", ".” ", '." ')


def with_context(
    user: User, *, around: int = AROUND, refused: bool = False
) -> QuerySet[Attribution]:
    """Standing attributions (`refused`: and dismissed ones) that `user` may see, with names, chain of `via`, and up to `around` code
    points of text on either side of the quote, cut out by the database: texts may be long."""
    chain = AttributionVia.objects.select_related("source")
    rows = Attribution.objects.visible_to(user)
    return (
        (rows if refused else rows.standing())
        .select_related("claimant", "document__publisher", "origin", "claim")
        .defer("document__text", "claim__embedding")
        .prefetch_related(Prefetch("via_chain", queryset=chain, to_attr="chain"))
        .annotate(
            before=Substr(
                "document__text", Greatest(F("start") - around + 1, 1), Least(F("start"), around)
            ),
            after=Substr("document__text", F("end") + 1, around),
        )
    )


@dataclass
class Account:
    """An attribution as it is shown: the words around its quote cut at the sentence."""

    row: Attribution
    lead: str
    trail: str
    origin: str

    @classmethod
    def of(cls, row: Any, letters: "Letters") -> "Account":
        """From a row of `with_context`, with the letter that its origin has on this page."""
        lead, trail = _last_sentence(row.before), _first_sentence(row.after)
        return cls(row=row, lead=lead, trail=trail, origin=letters.of(row.origin_id))


class Letters:
    """A, B, C … for the origins of a page, in the order they are met: one letter, one origin.

    Not their names: an origin may lie in a document that the user does not see.
    """

    def __init__(self) -> None:
        self.known: dict[int, str] = {}

    def of(self, origin: int) -> str:
        """The origin's letter; after Z comes A2."""
        if origin not in self.known:
            turn, place = divmod(len(self.known), len(ascii_uppercase))
            self.known[origin] = ascii_uppercase[place] + (str(turn + 1) if turn else "")
        return self.known[origin]


def _last_sentence(text: str) -> str:
    cut = max(text.rfind(end) + len(end) if end in text else 0 for end in SENTENCE_ENDS)
    if cut:
        return text[cut:]
    return f"…{text}" if len(text) == AROUND else text


def _first_sentence(text: str) -> str:
    ends = [text.find(end) + len(end.rstrip()) for end in SENTENCE_ENDS if end in text]
    if ends:
        return text[: min(ends)]
    return f"{text}…" if len(text) == AROUND else text


def in_words(documents: int, origins: int, denials: int, doubts: int) -> str:
    """ "5 documents, 2 independent origins, 1 denial"."""
    parts = [_count(documents, "document"), _count(origins, "independent origin")]
    if denials:
        parts.append(_count(denials, "denial"))
    if doubts:
        parts.append(_count(doubts, "doubt"))
    return ", ".join(parts)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def by_stance(rows: Iterable[Attribution]) -> list[tuple[Stance, list[Account]]]:
    """Accounts under each of the five stances, in the vocabulary's order of telling."""
    order = (Stance.ASSERTS, Stance.REPORTS, Stance.DOUBTS, Stance.DENIES, Stance.NO_POSITION)
    groups: dict[str, list[Account]] = {stance: [] for stance in order}
    letters = Letters()
    for row in rows:
        groups[row.stance].append(Account.of(row, letters))
    return [(stance, groups[stance]) for stance in order]
