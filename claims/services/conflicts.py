"""Conflicts follow the links and the sides: gathered anew around whatever changed."""

from collections.abc import Iterable, Sequence
from typing import cast

from django.db.models import Exists, OuterRef, Q, QuerySet

from claims.linking.conflicts import Account, ConflictDraft, Link, gather
from claims.linking.questions import question
from claims.linking.types import Relation as RelationName
from claims.linking.types import Side as SideName
from claims.linking.types import Statement
from claims.models import (
    Attribution,
    Claim,
    ClaimLink,
    Conflict,
    ConflictAccount,
    Relation,
    Side,
)
from claims.models.attribution import AttributionQuerySet
from claims.services import triage
from claims.services.merging import Audience
from claims.services.statements import statements

GATHERED = (Relation.CONTRADICTS, Relation.UPDATES, Relation.RIVALS, Relation.SAME_AS)
# Who says what supports a claim is at odds with whoever denies the claim.
_DENIED = Attribution.objects.filter(claim=OuterRef("to_claim")).standing().taking(Side.AGAINST)
_GATHERED = Q(relation__in=GATHERED) | (Q(relation=Relation.SUPPORTS) & Exists(_DENIED))
# A question with more claims than this is no question anybody can answer; the rest stays linked.
MOST = 500


def regather(claim_ids: Iterable[int]) -> None:
    """Brings the conflicts around these claims up to date with their links and sides.

    A conflict that gained an account is the same conflict. One that lost its accounts goes, unless
    an analyst resolved it: that one stays as it was. A resolved one opens again when a new account
    arrives, or an origin that gave none before, and says why. Called within a transaction that took its
    turn (`merging.take_turn`).
    """
    around = _around(set(claim_ids))
    standing = Claim.objects.standing().filter(pk__in=around)
    rows = standing.select_related("event", "document").prefetch_related("document__cases")
    unread = ("text", "boilerplate", "pages", "metadata")
    claims = {c.pk: c for c in rows.defer("embedding", *(f"document__{name}" for name in unread))}
    links = ClaimLink.objects.standing().filter(
        _GATHERED, from_claim__in=claims, to_claim__in=claims
    )
    drafts = gather(
        [
            Link(link.from_claim_id, link.to_claim_id, cast("RelationName", link.relation))
            for link in links
        ],
        statements(claims.values()).values(),
    )
    known = list(
        Conflict.objects.filter(accounts__claim__in=around)
        .distinct()
        .order_by("pk")
        .prefetch_related("accounts")
    )
    for draft in drafts:
        conflict = _same_question(draft, known)
        if conflict is not None:
            known.remove(conflict)
        _store(draft, conflict, claims)
    for conflict in known:
        if conflict.state == Conflict.State.OPEN:
            conflict.delete()
    triage.weigh(around)


def _around(claim_ids: set[int]) -> set[int]:
    """The claims, and all that links or conflicts connect them with, directly or through others."""
    found, layer = set(claim_ids), set(claim_ids)
    while layer and len(found) < MOST:
        pairs = (
            ClaimLink.objects.standing()
            .filter(Q(from_claim__in=layer) | Q(to_claim__in=layer), _GATHERED)
            .values_list("from_claim_id", "to_claim_id")
        )
        beside = ConflictAccount.objects.filter(
            conflict__accounts__claim__in=layer, conflict__state=Conflict.State.OPEN
        ).values_list("claim_id", flat=True)
        layer = {pk for pair in pairs for pk in pair}.union(beside) - found
        found |= layer
    return found


def _same_question(draft: ConflictDraft, known: Sequence[Conflict]) -> Conflict | None:
    """The conflict that asks what the draft asks: the one that shares most of its claims."""
    claims = {account.claim for account in draft.accounts}

    def shared(conflict: Conflict) -> int:
        return len(claims & {account.claim_id for account in conflict.accounts.all()})

    akin = [c for c in known if c.kind == draft.kind and shared(c)]
    return max(akin, key=lambda c: (shared(c), -c.pk), default=None)


def _store(draft: ConflictDraft, conflict: Conflict | None, claims: dict[int, Claim]) -> None:
    anchor, asked = _question(draft, claims)
    if conflict is None:
        conflict = Conflict.objects.create(kind=draft.kind, anchor=anchor, question=asked)
    had = {Account(a.claim_id, cast("SideName", a.side)): a for a in conflict.accounts.all()}
    new = [account for account in draft.accounts if account not in had]
    ConflictAccount.objects.bulk_create(
        ConflictAccount(conflict=conflict, claim_id=account.claim, side=account.side)
        for account in new
    )
    if conflict.state == Conflict.State.RESOLVED:
        because = (
            _arrival("account", claims[new[0].claim]) if new else _new_origin(conflict, claims)
        )
        if not because:
            return
        open_again(conflict, because)
    for account, row in had.items():
        if account not in draft.accounts:
            row.delete()
    if (conflict.anchor_id, conflict.question) != (anchor.pk, asked):
        conflict.anchor, conflict.question = anchor, asked
        conflict.save(update_fields=["anchor", "question"])


def _question(draft: ConflictDraft, claims: dict[int, Claim]) -> tuple[Claim, str]:
    """The question, in the words of those claims only that everyone who sees the anchor sees too."""
    rows = [claims[s.id] for s in draft.statements]
    audiences = {row.pk: Audience(row.document) for row in rows}
    anchor = max(
        rows,
        key=lambda row: (sum(audiences[row.pk].includes(a) for a in audiences.values()), -row.pk),
    )
    seen = [s for s in draft.statements if audiences[s.id].includes(audiences[anchor.pk])]
    return anchor, question(_restricted(draft, seen))[:500]


def _restricted(draft: ConflictDraft, seen: list[Statement]) -> ConflictDraft:
    ids = {statement.id for statement in seen}
    accounts = tuple(account for account in draft.accounts if account.claim in ids)
    return ConflictDraft(draft.kind, accounts, tuple(seen))


def _arrival(what: str, claim: Claim) -> str:
    """That a new account came, or a new origin of one; in its words only where everybody may read them,
    for the conflict may come to be seen by others than today."""
    if Audience(claim.document).everybody:
        return f"A new {what} arrived: {claim.text}"[:500]
    return f"A new {what} arrived."


def _new_origin(conflict: Conflict, claims: dict[int, Claim]) -> str:
    """That somebody independent says what was weighed already; empty where nobody does."""
    weighed = conflict.weighed_origins
    for said in _said(conflict):
        fresh = said.exclude(origin__in=weighed).order_by("pk").first()
        if fresh is not None and fresh.claim_id in claims:
            return _arrival("origin", claims[fresh.claim_id])
    return ""


def _said(conflict: Conflict) -> list[AttributionQuerySet]:
    """Those who give the accounts of a conflict, side by side."""
    accounts = list(conflict.accounts.all())
    return [
        Attribution.objects.standing()
        .filter(claim__in=[a.claim_id for a in accounts if a.side == side])
        .taking(side)
        for side in Side
    ]


def origins_behind(conflict: Conflict) -> list[int]:
    """Ids of the origins of those who give its accounts, sorted."""
    rows = (said.order_by().values_list("origin", flat=True).distinct() for said in _said(conflict))
    return sorted({pk for found in rows for pk in found})


def follow_origins(moved: Iterable[tuple[int, int, int]]) -> None:
    """Told (claim, origin, its origin now): a word that was weighed already is no new one because it
    turned out to come from somebody else."""
    rows = list(moved)
    about = {claim for claim, _, _ in rows}
    resolved = Conflict.objects.filter(
        state=Conflict.State.RESOLVED, pk__in=_having(about)
    ).prefetch_related("accounts")
    for conflict in resolved:
        mine = {account.claim_id for account in conflict.accounts.all()}
        had = set(conflict.weighed_origins)
        now = had | {new for claim, old, new in rows if claim in mine and old in had}
        if now != had:
            conflict.weighed_origins = sorted(now)
            conflict.save(update_fields=["weighed_origins"])


def _having(claim_ids: Iterable[int]) -> QuerySet[ConflictAccount, int]:
    """Ids of the conflicts with an account of one of these claims."""
    accounts = ConflictAccount.objects.filter(claim__in=claim_ids)
    return accounts.order_by().values_list("conflict", flat=True)


def open_again(conflict: Conflict, because: str) -> None:
    """Opens a resolved conflict; its history keeps the finding."""
    conflict.state = Conflict.State.OPEN
    conflict.finding = ""
    conflict.preferred = None
    conflict.resolved_by = conflict.resolved_at = None
    conflict.reopened_because = because
    conflict.weighed_origins = []
    conflict.save(
        update_fields=[
            *("state", "finding", "preferred", "resolved_by", "resolved_at", "reopened_because"),
            "weighed_origins",
        ]
    )
