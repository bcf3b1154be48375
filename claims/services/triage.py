"""How much a claim needs an analyst: a number that linking keeps, so that the queue is read by an index.

`need` = 2 where it is contested + log2 of its independent origins + its check-worthiness (0 to 1) +
its age as years since 2020. So a contested claim goes before one that is not, twice the origins weigh
like one, and among equals the newer goes first; a year of age weighs like twice the origins.
"""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    FloatField,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Extract, Greatest, Log

from claims.models import Attribution, Claim, Conflict, ConflictAccount, Side

CONTESTED = 2.0
EPOCH_2020 = 1_577_836_800
YEAR_SECONDS = 31_557_600
# A smaller change is no reason to write the row, and its vector's place in the index, again.
LEAST = 0.01


def weigh(claim_ids: Iterable[int]) -> None:
    """Brings `need` of these claims up to date, and `weight` of the conflicts about them; as many
    statements, however many there are."""
    claim_ids = list(claim_ids)
    weigh_conflicts(claim_ids)
    asked = ConflictAccount.objects.filter(
        claim=OuterRef("pk"), conflict__state=Conflict.State.OPEN
    )
    said = Attribution.objects.standing().filter(claim=OuterRef("pk")).order_by().values("claim")
    origins = Coalesce(
        Subquery(
            said.annotate(n=Count("origin", distinct=True)).values("n"),
            output_field=IntegerField(),
        ),
        0,
    )
    rows = (
        Claim.objects.waiting()
        .filter(pk__in=claim_ids)
        .annotate(
            needed=Case(When(Exists(asked), then=Value(CONTESTED)), default=Value(0.0))
            + Log(2.0, Greatest(origins, 1), output_field=FloatField())
            + F("check_worthiness")
            + (Extract("created_at", "epoch", output_field=FloatField()) - Value(EPOCH_2020))
            / Value(YEAR_SECONDS),
        )
        .filter(Q(needed__gt=F("need") + LEAST) | Q(needed__lt=F("need") - LEAST))
    )
    changed = [Claim(pk=pk, need=need) for pk, need in rows.values_list("pk", "needed")]
    Claim.objects.bulk_update(changed, ["need"])


def weigh_conflicts(claim_ids: Iterable[int]) -> None:
    """Brings `weight` of the conflicts about these claims up to date: how many independent origins
    speak against the account that most speak for, and, as thousandths, how many speak at all."""
    about = ConflictAccount.objects.filter(claim__in=list(claim_ids)).values("conflict")
    accounts = ConflictAccount.objects.filter(conflict__in=about)
    said = Attribution.objects.standing().filter(claim__in=accounts.values("claim"))
    voices: dict[tuple[int, str], int] = {}
    for side in Side:
        origins = said.taking(side).order_by().values("claim")
        counted = origins.annotate(n=Count("origin", distinct=True))
        voices |= {(claim, side): n for claim, n in counted.values_list("claim", "n")}
    behind: dict[int, list[int]] = defaultdict(list)
    for conflict, claim, one in accounts.values_list("conflict", "claim", "side"):
        behind[conflict].append(voices.get((claim, one), 0))
    weights = {pk: sum(n) - max(n) + sum(n) / 1000 for pk, n in behind.items()}
    known = Conflict.objects.filter(pk__in=weights)
    changed = [
        Conflict(pk=pk, weight=weights[pk])
        for pk, weight in known.values_list("pk", "weight")
        if weight != weights[pk]
    ]
    Conflict.objects.bulk_update(changed, ["weight"])
