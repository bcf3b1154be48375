"""Who says a claim, as a list to tick: what is ticked already first, then the rest in the order of telling, a
screenful at a time."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib.auth.models import User
from django.db.models import Q
from django.urls import reverse

from claims.admin.workbench.columns import ORDER, later
from claims.models import Attribution, Claim

SHOWN = 30


@dataclass(frozen=True)
class Ticks:
    """`ticked` and those after them that have the `words` asked for; `more` has those that come then,
    empty where there are none."""

    ticked: list[Attribution]
    rows: list[Attribution]
    words: str
    more: str


def ticks(
    claim: Claim,
    user: User,
    ticked: Iterable[int] = (),
    *,
    words: str = "",
    after: int | None = None,
) -> Ticks:
    """Those who say it as far as `user` may see, with `words` in their name or in the quote; where `after` is
    given, those told of after it alone. Two queries, three where `after` is given.

    What is ticked stays in the list whatever is asked for, refused and moved ones too.
    """
    seen = Attribution.objects.visible_to(user).select_related("claimant", "document")
    seen = seen.defer("document__text")
    first = list(seen.filter(pk__in=list(ticked)).order_by(*ORDER))
    rows = seen.standing().filter(claim=claim).exclude(pk__in=[row.pk for row in first])
    if words:
        rows = rows.filter(Q(quote__icontains=words) | Q(claimant__name__icontains=words))
    last = seen.filter(pk=after).first() if after else None
    if last is not None:
        rows = rows.filter(later(last))
    found = list(rows.order_by(*ORDER)[: SHOWN + 1])
    more = ""
    if len(found) > SHOWN:
        asked = {"words": words, "after": found[SHOWN - 1].pk, "said": [row.pk for row in first]}
        there = reverse("admin:dossier_ticks", args=[claim.pk])
        more = f"{there}?{urlencode(asked, doseq=True)}"
    return Ticks([] if last else first, found[:SHOWN], words, more)
