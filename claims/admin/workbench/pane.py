"""One claim as the workbench shows it: its words, who says it, what bears on it, what was done to it."""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Case, IntegerField, Q, When
from django.urls import reverse
from django.utils import timezone

from claims.admin.workbench import past, queue
from claims.admin.workbench.claimfile import counting_for
from claims.admin.workbench.columns import ORDER, in_order, later, letters_of
from claims.admin.workbench.past import Done
from claims.admin.workbench.queue import Filters
from claims.admin.workbench.ticks import ticks
from claims.admin.workbench.voices import NOBODY, Voice, counts_of, voices_of
from claims.models import (
    Assessment,
    Claim,
    ClaimLink,
    Conflict,
    Credibility,
    Likelihood,
    Relation,
    Stance,
    Status,
)
from claims.services import actions, desk, speakers
from claims.services.statements import candidates, figure

VOICES = 30  # attributions shown at first; more come on demand
LINKS = 60
MERGED = 20
SUGGESTED = 9  # to merge into: as many as there are keys
# So near in meaning (1 is the same) a claim is offered unasked. Of twenty paraphrases of news claims MiniLM
# put three in four at 0.70 or above; of twenty pairs about one matter that say different things only two,
# which differ in a word ("an accident", "on purpose"; "killed", "wounded").
ALIKE = 0.7
# The bearing of other claims, in the order in which an analyst wants to know it.
RELATIONS = (
    Relation.SAME_AS,
    Relation.CONTRADICTS,
    Relation.UPDATES,
    Relation.RIVALS,
    Relation.SUPPORTS,
)


def find(pk: int | None, user: User) -> Claim | None:
    """The claim with its neighbours, where `user` may see it."""
    if pk is None:
        return None
    rows = Claim.objects.visible_to(user).filter(pk=pk)
    near = rows.select_related("event", "document__publisher", "assigned_to", "reviewed_by")
    return near.defer("embedding", "document__text").first()


def of(claim: Claim, filters: Filters, user: User) -> dict[str, Any]:
    """All that the pane shows, in a number of queries that does not depend on how much it is."""
    rows = queue.claims(filters, user)
    following = queue.after(rows, claim, filters).values_list("pk", flat=True).first()
    previous = queue.before(rows, claim, filters).values_list("pk", flat=True).first()
    return {
        "claim": claim,
        "token": actions.token(claim),
        "counts": counts_of([claim.pk], user).get(claim.pk, NOBODY),
        "figure": figure(claim),
        "filters": filters,
        "next": following,
        "previous": previous,
        "links": links(claim, user),
        "conflicts": Conflict.objects.visible_to(user)
        .filter(accounts__claim=claim, state=Conflict.State.OPEN)
        .distinct()[:10],
        "merged": counting_for(claim, user)[:MERGED],
        "mine": Assessment.objects.current().filter(claim=claim, analyst=user).first(),
        "done": done(claim, filters, user),
        "reasons": desk.REASONS,
        "ticks": ticks(claim, user),
        **voices(claim, user),
        **vocabularies(),
        **rights(user),
    }


def done(claim: Claim, filters: Filters, user: User, before: int | None = None) -> Done:
    """What analysts did to it."""
    more = reverse("admin:triage_done", args=[claim.pk])
    there = {"undo": reverse("admin:triage_undo"), "more": more, "query": filters.query}
    return past.done(claim, user, **there, before=before)


def voices(
    claim: Claim, user: User, *, after: int | None = None, since: datetime | None = None
) -> dict[str, Any]:
    """Those who say it, `VOICES` of them after the one with the id `after`: what waits for review first.

    What was reviewed after `since`, when the first of them were shown, keeps its place: nobody is left out
    or shown twice because others were judged meanwhile.
    """
    since = since or timezone.now()
    waited = Q(status=Status.PROPOSED) | Q(reviewed_at__gt=since)
    settled = Case(When(waited, then=0), default=1, output_field=IntegerField())
    said = voices_of(user).filter(claim=claim)
    rows = said.select_related("reviewed_by").annotate(settled=settled)
    seen = voices_of(user, refused=True).annotate(settled=settled)
    last = seen.filter(pk=after).first() if after else None
    if last is not None:
        rows = rows.filter(Q(settled__gt=last.settled) | Q(settled=last.settled) & later(last))
    found = list(rows.order_by("settled", *ORDER)[: VOICES + 1])
    letters = letters_of(in_order(said))
    return {
        "claim": claim,
        "voices": [Voice.of(row, letters) for row in found[:VOICES]],
        "more_voices": len(found) > VOICES,
        "since": since.isoformat(),
        **vocabularies(),
        **rights(user),
    }


def voice(pk: int, user: User) -> Voice | None:
    """One attribution as it is now; refused ones too, which lists leave out."""
    row = voices_of(user, refused=True).select_related("reviewed_by").filter(pk=pk).first()
    if row is None:
        return None
    return Voice.of(row, letters_of(in_order(voices_of(user).filter(claim=row.claim_id))))


def links(claim: Claim, user: User) -> list[dict[str, Any]]:
    """How other claims bear on it, with the reasons: what waits for review first."""
    rows = (
        ClaimLink.objects.visible_to(user)
        .standing()
        .filter(Q(from_claim=claim) | Q(to_claim=claim))
        .select_related("from_claim", "to_claim", "reviewed_by")
        .defer("from_claim__embedding", "to_claim__embedding")
        .order_by("-confidence", "pk")[:LINKS]
    )
    found = [
        {
            "link": row,
            "other": row.to_claim if row.from_claim_id == claim.pk else row.from_claim,
            "inward": row.to_claim_id == claim.pk and row.relation in ("supports", "updates"),
            "token": actions.token(row),
        }
        for row in rows
    ]
    place = {relation: n for n, relation in enumerate(RELATIONS)}
    return sorted(
        found, key=lambda f: (f["link"].status != Status.PROPOSED, place[f["link"].relation])
    )


def mergeable(claim: Claim, words: str, user: User) -> list[tuple[Claim, str]]:
    """Claims that this one may be merged into, each with the reason why it is offered: those that have
    the words, or else those that linking proposes as the same and then the nearest in meaning."""
    rows = Claim.objects.visible_to(user).standing().exclude(pk=claim.pk).defer("embedding")
    if words:
        found = rows.filter(text__icontains=words).order_by("-need", "-pk")[:SUGGESTED]
        return [(other, "has these words") for other in found]
    near = sorted(candidates(claim).items(), key=lambda item: (-item[1], item[0]))
    why = {pk: _nearness(similarity) for pk, similarity in near if similarity >= ALIKE}
    proposed = {
        row["other"].pk: row["link"].explanation
        for row in links(claim, user)
        if row["link"].relation == Relation.SAME_AS
    }
    order = list(proposed | why)
    found = rows.filter(pk__in=order)
    ranked = sorted(found, key=lambda other: order.index(other.pk))[:SUGGESTED]
    return [(other, proposed.get(other.pk) or why[other.pk]) for other in ranked]


def _nearness(similarity: float) -> str:
    return f"near in meaning, {similarity:.2f} of 1"


def vocabularies() -> dict[str, Any]:
    """What can be chosen."""
    return {
        "stances": Stance.choices,
        "likelihoods": Likelihood.choices,
        "credibilities": Credibility.choices,
        "kinds": [(kind.value, kind.label) for kind in speakers.KINDS],
    }


def rights(user: User) -> dict[str, bool]:
    """What the user may do here."""
    return {
        "may_review": user.has_perm("claims.change_attribution"),
        "may_link": user.has_perm("claims.change_claimlink"),
        "may_rate": user.has_perm("claims.add_assessment"),
        "may_undo": user.has_perm("claims.change_action"),
    }
