"""One claim as the workbench shows it: its words, who says it, what bears on it, what was done to it."""

from typing import Any

from django.contrib.auth.models import User
from django.db.models import Case, IntegerField, Q, When

from claims.admin.accounts import Letters
from claims.admin.reviewing import what_was_done
from claims.admin.workbench import queue
from claims.admin.workbench.claimfile import counting_for
from claims.admin.workbench.queue import Filters
from claims.admin.workbench.voices import NOBODY, Voice, counts_of, voices_of
from claims.models import (
    Action,
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
from claims.services import actions, desk
from claims.services.statements import candidates

VOICES = 30  # attributions shown at first; more come on demand
LINKS = 60
ACTIONS = 8
MERGED = 20
SUGGESTED = 9  # to merge into: as many as there are keys
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
    done = Action.objects.visible_to(user).filter(claim=claim)
    return {
        "claim": claim,
        "token": actions.token(claim),
        "counts": counts_of([claim.pk], user).get(claim.pk, NOBODY),
        "filters": filters,
        "next": following,
        "previous": previous,
        "links": links(claim, user),
        "conflicts": Conflict.objects.visible_to(user)
        .filter(accounts__claim=claim, state=Conflict.State.OPEN)
        .distinct()[:10],
        "merged": counting_for(claim, user)[:MERGED],
        "mine": Assessment.objects.current().filter(claim=claim, analyst=user).first(),
        "done": what_was_done(done, user, newest=ACTIONS),
        "reasons": desk.REASONS,
        **voices(claim, user),
        **vocabularies(),
        **rights(user),
    }


def voices(claim: Claim, user: User, *, begin: int = 0) -> dict[str, Any]:
    """Those who say it, `VOICES` of them after the first `begin`: what waits for review first."""
    waiting = Case(When(status=Status.PROPOSED, then=0), default=1, output_field=IntegerField())
    said = voices_of(user).select_related("reviewed_by").filter(claim=claim)
    said = said.order_by(waiting, "document__published", "pk")
    rows = list(said[begin : begin + VOICES + 1])
    letters = Letters()
    return {
        "claim": claim,
        "voices": [Voice.of(row, letters) for row in rows[:VOICES]],
        "more_voices": begin + VOICES if len(rows) > VOICES else None,
        **vocabularies(),
        **rights(user),
    }


def voice(pk: int, user: User) -> Voice | None:
    """One attribution as it is now; refused ones too, which lists leave out."""
    row = voices_of(user, refused=True).select_related("reviewed_by").filter(pk=pk).first()
    return None if row is None else Voice.of(row, Letters())


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
    the words, or else the nearest in meaning."""
    rows = Claim.objects.visible_to(user).standing().exclude(pk=claim.pk).defer("embedding")
    if words:
        found = rows.filter(text__icontains=words).order_by("-need", "-pk")[:SUGGESTED]
        return [(other, "has these words") for other in found]
    near = candidates(claim)
    found = rows.filter(pk__in=near)
    ranked = sorted(found, key=lambda other: (-near[other.pk], other.pk))[:SUGGESTED]
    return [(other, f"as near in meaning as {near[other.pk]:.2f} of 1") for other in ranked]


def vocabularies() -> dict[str, Any]:
    """What can be chosen."""
    return {
        "stances": Stance.choices,
        "likelihoods": Likelihood.choices,
        "credibilities": Credibility.choices,
    }


def rights(user: User) -> dict[str, bool]:
    """What the user may do here."""
    return {
        "may_review": user.has_perm("claims.change_attribution"),
        "may_link": user.has_perm("claims.change_claimlink"),
        "may_rate": user.has_perm("claims.add_assessment"),
        "may_undo": user.has_perm("claims.change_action"),
    }
