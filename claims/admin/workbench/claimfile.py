"""What the dossier of a claim holds, in a number of queries that does not depend on how much it is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery
from django.urls import reverse

from claims.admin.accounts import Letters
from claims.admin.workbench import changes, past
from claims.admin.workbench.columns import columns, in_order, in_words, letters_of
from claims.admin.workbench.past import Done
from claims.admin.workbench.ticks import ticks
from claims.admin.workbench.voices import NOBODY, counts_of
from claims.models import (
    Action,
    Assessment,
    Attribution,
    Claim,
    ClaimLink,
    Comment,
    Conflict,
    Credibility,
    Event,
    Likelihood,
    Relation,
    Stance,
    Status,
)
from claims.services import actions, desk, judging, telling
from claims.services.series import series
from claims.services.statements import figure
from sources.admin.base import visible_rows
from sources.models import Document
from sources.models.document import UNREAD

# In the order of the columns; who takes no position stands apart.
STANCES = (Stance.ASSERTS, Stance.REPORTS, Stance.DOUBTS, Stance.DENIES)
RELATIONS = (
    *(Relation.CONTRADICTS, Relation.SUPPORTS, Relation.UPDATES, Relation.RIVALS),
    Relation.SAME_AS,
)
EXPORTS = (
    ("jsonl", "Everything, as JSON lines"),
    ("csv", "Who says it, as a table"),
    ("claimreview", "The verdict, as ClaimReview"),
)
TOLD = 100  # lines of the timeline
LINKS = 60
COMMENTS = 100
NEAR = 20  # conflicts, merged claims, refused voices, earlier assessments


def find(pk: int, user: User) -> Claim | None:
    """The claim, where `user` may see it; a neighbour that may not be seen reads as None."""
    rows = visible_rows(Claim, user).select_related("assigned_to", "reviewed_by")
    neighbours = (("event", Event), ("document", Document), ("merged_into", Claim))
    return (
        rows.prefetch_related(
            *(Prefetch(name, queryset=visible_rows(model, user)) for name, model in neighbours)
        )
        .filter(pk=pk)
        .first()
    )


def said(claim: Claim, user: User) -> QuerySet[Attribution]:
    """Who says it, as far as `user` may see, refused ones left out."""
    return Attribution.objects.visible_to(user).standing().filter(claim=claim)


def joining(claim: Claim) -> Q:
    """Of `links`, those by which other claims were merged into it."""
    ends = Q(from_claim__merged_into=claim) | Q(to_claim__merged_into=claim)
    return Q(ends, relation=Relation.SAME_AS)


def counting_for(claim: Claim, user: User) -> QuerySet[Claim]:
    """The claims that were merged into it, each with `why`: the reason in words."""
    one = Q(from_claim=OuterRef("pk"), to_claim=claim) | Q(
        to_claim=OuterRef("pk"), from_claim=claim
    )
    joined = ClaimLink.objects.filter(one, relation=Relation.SAME_AS)
    rows = visible_rows(Claim, user).filter(merged_into=claim)
    found: QuerySet[Claim] = rows.annotate(why=Subquery(joined.values("explanation")[:1]))
    return found.order_by("pk")


def links(claim: Claim, user: User) -> QuerySet[ClaimLink]:
    """How other claims bear on it; what was merged into another counts there, but for the merge."""
    rows = ClaimLink.objects.visible_to(user).filter(Q(from_claim=claim) | Q(to_claim=claim))
    if claim.merged_into_id is None:
        apart = Q(from_claim__merged_into__isnull=True, to_claim__merged_into__isnull=True)
        rows = rows.filter(apart | Q(relation=Relation.SAME_AS))
    near = rows.select_related("from_claim", "to_claim", "reviewed_by")
    return near.defer("from_claim__embedding", "to_claim__embedding").order_by("-confidence", "pk")


def rights(user: User) -> dict[str, bool]:
    """What the user may do here."""
    return {
        "may_change": user.has_perm("claims.change_claim"),
        "may_review": user.has_perm("claims.change_attribution"),
        "may_link": user.has_perm("claims.change_claimlink"),
        "may_assess": user.has_perm("claims.add_assessment"),
        "may_adopt": user.has_perm("claims.change_assessment"),
        "may_comment": user.has_perm("claims.add_comment"),
        "may_undo": user.has_perm("claims.change_action"),
    }


def of(claim: Claim, user: User, through: Iterable[int] = ()) -> dict[str, Any]:
    """All that the page shows, its columns unfolded `through` these voices."""
    says = said(claim, user)
    told = in_order(says)
    letters = letters_of(told)
    found = columns(says, ["stance"], user, letters, through)
    refused = Attribution.objects.visible_to(user).filter(claim=claim, status=Status.DISMISSED)
    bearing = list(links(claim, user).exclude(joining(claim))[:LINKS])
    joined = list(links(claim, user).filter(joining(claim))[: NEAR + 1])
    by_end = {found["other"].pk: found for _, rows in grouped(joined, claim) for found in rows}
    merged = list(counting_for(claim, user)[: NEAR + 1])
    remarks = list(comments(claim, user)[:COMMENTS])
    return {
        "claim": claim,
        "token": actions.token(claim),
        "counts": counts_of([claim.pk], user).get(claim.pk, NOBODY),
        "figure": figure(claim),
        "columns": [(stance, found.get((stance.value,))) for stance in STANCES],
        "undecided": found.get((Stance.NO_POSITION.value,)),
        "refused": in_words(
            refused.order_by("-reviewed_at").values_list("pk", flat=True)[:NEAR], user, letters
        ),
        "timeline": timeline(says, told, letters),
        "bearing": grouped(bearing, claim),
        "conflicts": Conflict.objects.visible_to(user)
        .filter(accounts__claim=claim)
        .order_by("state", "-weight")
        .distinct()[:NEAR],
        "merged": [(other, by_end.get(other.pk)) for other in merged[:NEAR]],
        "more_merged": len(merged) > NEAR,
        "moved": moved(claim, user),
        "comments": taken_back(remarks, claim, user),
        "series": series([claim.pk], user),
        "reasons": desk.REASONS,
        "formats": EXPORTS,
        "ratings": Assessment.Rating.choices,
        "credibilities": Credibility.choices,
        "likelihoods": Likelihood.choices,
        **judgements(claim, user),
        **history(claim, user, [*joined, *bearing]),
        **rights(user),
    }


def comments(claim: Claim, user: User) -> QuerySet[Comment]:
    """What was said of it among colleagues, the last first."""
    return Comment.objects.visible_to(user).filter(claim=claim).select_related("by")


def taken_back(
    remarks: Iterable[Comment], claim: Claim, user: User
) -> list[tuple[Comment, int | None]]:
    """Each with the action to be undone by whoever wrote it; None for what others wrote."""
    if not user.has_perm("claims.change_action"):
        return [(remark, None) for remark in remarks]
    said = Action.objects.standing().filter(claim=claim, verb="comment", by=user)
    own = {change["pk"]: action.pk for action in said for change in action.changes}
    return [(remark, own.get(remark.pk)) for remark in remarks]


def moved(claim: Claim, user: User) -> QuerySet[Attribution]:
    """What was extracted as this claim and counts for another one now."""
    rows = Attribution.objects.visible_to(user).filter(claim_as_extracted=claim)
    return rows.exclude(claim=claim).select_related("claim").defer("claim__embedding")[:NEAR]


def grouped(rows: Iterable[ClaimLink], claim: Claim) -> list[tuple[Relation, list[dict[str, Any]]]]:
    """Links by relation, with the far end of each and the token of what the analyst sees."""
    found: dict[str, list[dict[str, Any]]] = {relation: [] for relation in RELATIONS}
    for row in rows:
        inward = row.to_claim_id == claim.pk
        found[row.relation].append(
            {
                "link": row,
                "other": row.from_claim if inward else row.to_claim,
                "inward": inward and row.relation in (Relation.SUPPORTS, Relation.UPDATES),
                "token": actions.token(row),
            }
        )
    return [(relation, found[relation]) for relation in RELATIONS if found[relation]]


def judgements(claim: Claim, user: User) -> dict[str, Any]:
    """The verdict, what each analyst holds now, and what they held before; not what they took back."""
    evidence = (
        Attribution.objects.visible_to(user)
        .select_related("claimant", "document")
        .defer("document__text")
    )
    rows = (
        Assessment.objects.visible_to(user)
        .filter(claim=claim)
        .select_related("analyst", "adopted_by")
        .prefetch_related(Prefetch("evidence", queryset=evidence, to_attr="rests_on"))
    )
    current = list(rows.current()[:NEAR])
    verdict = next((row for row in current if row.adopted_at), None)
    mine = next((row for row in current if row.analyst_id == user.pk), None)
    replaced = rows.filter(superseded_at__isnull=False)
    earlier = replaced.exclude(pk__in=judging.taken_back(claim))
    return {
        "verdict": verdict,
        "assessments": [(row, actions.token(row)) for row in current if row.adopted_at is None],
        "earlier": list(earlier[:NEAR]),
        "mine": mine,
        "ticks": ticks(claim, user, [row.pk for row in getattr(mine, "rests_on", ())]),
    }


@dataclass
class Day:
    """What was said on one day; `day` is None for texts without a date. Lines are (attribution, the
    letter of its origin, whether that origin is told of for the first time)."""

    day: date | None
    lines: list[tuple[Attribution, str, bool]] = field(default_factory=list)


def timeline(
    says: QuerySet[Attribution], told: Sequence[tuple[int, int]], letters: Letters
) -> dict[str, Any]:
    """Who said it when, by the day of the text, the first one first. `told` is their order: thousands are
    not sorted again with all that is shown of a hundred."""
    near = says.select_related("claimant", "document__publisher")
    rows = near.defer(*(f"document__{name}" for name in UNREAD), "quote").in_bulk(
        [pk for pk, _ in told[:TOLD]]
    )
    days: list[Day] = []
    known: set[int] = set()
    for row in (rows[pk] for pk, _ in told[:TOLD] if pk in rows):
        if not days or days[-1].day != row.document.published:
            days.append(Day(row.document.published))
        new = row.origin_id not in known
        known.add(row.origin_id)
        days[-1].lines.append((row, letters.of(row.origin_id), new))
    return {"days": days, "more": len(told) > TOLD}


def done(claim: Claim, user: User, before: int | None = None) -> Done:
    """What analysts did to it."""
    undo = reverse("admin:dossier_undo", args=[claim.pk])
    more = reverse("admin:dossier_done", args=[claim.pk])
    return past.done(claim, user, undo=undo, more=more, before=before)


def history(claim: Claim, user: User, bearing: list[ClaimLink]) -> dict[str, Any]:
    """What analysts did, to be undone, and every change of the claim and of what belongs to it."""
    reviewed = Attribution.objects.visible_to(user).filter(claim=claim)
    reviewed = reviewed.exclude(status=Status.PROPOSED).order_by("-reviewed_at")[: changes.SHOWN]
    assessed = Assessment.objects.visible_to(user).filter(claim=claim)[: changes.SHOWN]
    return {
        "done": done(claim, user),
        "changes": changes.told(
            {
                telling.this_claim: [claim],
                telling.said: list(reviewed.select_related("claimant")),
                telling.linked: bearing,
                telling.judged: list(assessed),
            },
            user,
        ),
    }
