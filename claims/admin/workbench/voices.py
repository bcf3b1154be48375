"""Who says it, as the workbench shows it: quotes in their sentence with two sentences around, and how
many documents and independent origins stand behind a claim. Shared by all pages."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q

from claims.admin.accounts import Letters, in_words, with_context
from claims.models import Attribution, Conflict, ConflictAccount, Stance
from claims.services.actions import token
from sources.models import User

AROUND = 700  # code points read on either side of a quote: two sentences of a long-winded text
SENTENCES = 2
# The gap after a sentence: after its full stop and what closes behind it, or at a line's end.
GAP = re.compile(r"(?<=[.!?])[\"”’»)\]]*\s+|\s*\n+\s*")


@dataclass
class Voice:
    """An attribution with its words: `lead`, the quote and `trail` are its sentence, `before` and
    `after` the two sentences around."""

    row: Attribution
    before: str
    lead: str
    trail: str
    after: str
    origin: str
    token: str

    @classmethod
    def of(cls, row: Any, letters: Letters) -> "Voice":
        """From a row of `voices_of`."""
        before, lead = leading(row.before, cut=len(row.before) == AROUND)
        trail, after = trailing(row.quote, row.after, cut=len(row.after) == AROUND)
        around = [re.sub(r"\s*\n\s*", "\n", words) for words in (before, after)]
        return cls(row, around[0], lead, trail, around[1], letters.of(row.origin_id), token(row))


def leading(text: str, *, cut: bool) -> tuple[str, str]:
    """What stands before a quote: (the two sentences before its own, its own as far as the quote)."""
    gaps = [gap.end() for gap in GAP.finditer(text)]
    own = gaps[-1] if gaps else 0
    if not own:
        return "", f"…{text}" if cut else text
    earlier = gaps[-1 - SENTENCES] if len(gaps) > SENTENCES else 0
    return ("…" if cut and not earlier else "") + text[earlier:own], text[own:]


def trailing(quote: str, text: str, *, cut: bool) -> tuple[str, str]:
    """What stands after a quote: (its own sentence to its end, the two sentences after)."""
    last = quote[-1:]
    gaps = [max(gap.start() - len(last), 0) for gap in GAP.finditer(last + text)]
    own = gaps[0] if gaps else len(text)
    later = gaps[SENTENCES] if len(gaps) > SENTENCES else len(text)
    closing = re.match(r"[\"”’»)\]]*", text[own:])
    own += len(closing[0]) if closing else 0
    mark = "…" if cut and later == len(text) else ""
    return text[:own] + (mark if own == len(text) else ""), text[own:later] + (
        mark if own < len(text) else ""
    )


def voices_of(user: User, *, refused: bool = False) -> Any:
    """Standing attributions (`refused`: and dismissed ones) that `user` may see, ready for `Voice.of`."""
    return with_context(user, around=AROUND, refused=refused)


@dataclass(frozen=True)
class Counts:
    """How many say a claim, as far as the user sees them."""

    attributions: int = 0
    documents: int = 0
    origins: int = 0
    denials: int = 0
    doubts: int = 0

    def __str__(self) -> str:
        return in_words(self.documents, self.origins, self.denials, self.doubts)


NOBODY = Counts()


def counts_of(claim_ids: Iterable[int], user: User) -> dict[int, Counts]:
    """Counts of these claims, in one query; claims that nobody makes are left out."""
    said = Attribution.objects.visible_to(user).standing().filter(claim__in=list(claim_ids))
    rows = (
        said.order_by()
        .values("claim")
        .annotate(
            n=Count("pk"),
            d=Count("document", distinct=True),
            o=Count("origin", distinct=True),
            denials=Count("pk", filter=Q(stance=Stance.DENIES)),
            doubts=Count("pk", filter=Q(stance=Stance.DOUBTS)),
        )
    )
    return {
        row["claim"]: Counts(row["n"], row["d"], row["o"], row["denials"], row["doubts"])
        for row in rows
    }


def contested_of(claim_ids: Iterable[int], user: User) -> set[int]:
    """Those of these claims that an open conflict, which the user may see, is about; one query."""
    seen = Conflict.objects.visible_to(user).filter(
        pk=OuterRef("conflict"), state=Conflict.State.OPEN
    )
    rows = ConflictAccount.objects.filter(claim__in=list(claim_ids))
    return set(rows.filter(Exists(seen)).values_list("claim_id", flat=True))
