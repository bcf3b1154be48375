"""The source profile: its names, how reliable it is and why, what it said, and how that held."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Count, Exists, OuterRef, Q

from claims.admin.accounts import by_stance, with_context
from claims.admin.reviewing import undoable
from claims.admin.workbench import copying
from claims.admin.workbench.proposals import affiliations_of, aliases_of
from claims.models import Assessment, Attribution, Conflict, ConflictAccount, Side
from claims.services.actions import token
from claims.services.origins import family
from sources.admin.base import history
from sources.models import Document, Source

SAID = 120  # attributions shown; the counts are of all
DISPUTES = 500
SHOWN_DISPUTES = 25
PUBLISHED = 30
MERGED = 50
# How a question ended for one of those who differed on it.
OUTCOMES = {
    "open": "still open",
    "own": "its account preferred",
    "another": "another account preferred",
    "none": "closed, no account preferred",
}


@dataclass
class Dispute:
    """A question on which the source is one of those who differ, and what came of it."""

    conflict: Conflict
    accounts: list[ConflictAccount] = field(default_factory=list)

    @property
    def ended(self) -> str:
        """How it ended, in words."""
        return OUTCOMES[self.outcome]

    @property
    def outcome(self) -> str:
        """One of `OUTCOMES`."""
        if self.conflict.state == Conflict.State.OPEN:
            return "open"
        if self.conflict.preferred_id is None:
            return "none"
        mine = {account.pk for account in self.accounts}
        return "own" if self.conflict.preferred_id in mine else "another"


def of(source: Source, user: User) -> dict[str, Any]:
    """All that the page shows: a number of queries that does not depend on how much it is."""
    ids = family([source.pk])
    said = Attribution.objects.visible_to(user).standing().filter(claimant__in=ids)
    rows = with_context(user).filter(claimant__in=ids).order_by("-pk")
    disputed = disputes(ids, user)
    ended = Counter(dispute.outcome for dispute in disputed)
    total = tallies(said)
    merged = Source.objects.visible_to(user).filter(merged_into=source).order_by("name")[:MERGED]
    return {
        "token": token(source),
        "aliases": aliases_of(source, user),
        "affiliations": affiliations_of(source, user),
        "merged": [(row, token(row)) for row in merged],
        "grades": grades(source, user),
        "reliabilities": Source.Reliability.choices,
        "documents": said.order_by().aggregate(n=Count("document", distinct=True))["n"],
        "said": sum(total.values()),
        "stances": [(s, total.get(s, 0), shown) for s, shown in by_stance(rows[:SAID])],
        "disputes": disputed[:SHOWN_DISPUTES],
        "outcomes": [(words, ended[key]) for key, words in OUTCOMES.items() if ended[key]],
        "disputed": len(disputed),
        "verdicts": verdicts(said, user),
        "partners": copying.partners(ids, user),
        "published": Document.objects.visible_to(user)
        .filter(publisher__in=ids)
        .order_by("-published", "-pk")
        .text_deferred()[: PUBLISHED + 1],
        **rights(user),
        **undoable(user),
    }


def rights(user: User) -> dict[str, bool]:
    """What the user may do here."""
    return {
        "may_change": user.has_perm("sources.change_source"),
        "may_name": user.has_perm("sources.change_sourcealias"),
        "may_call": user.has_perm("sources.add_sourcealias"),
        "may_affiliate": user.has_perm("sources.change_affiliation"),
        "may_undo": user.has_perm("claims.change_action"),
    }


def tallies(said: Any) -> dict[str, int]:
    """How many statements of each stance."""
    return dict(said.order_by().values("stance").annotate(n=Count("pk")).values_list("stance", "n"))


def disputes(ids: Iterable[int], user: User) -> list[Dispute]:
    """Conflicts in which these sources give an account, the newest first."""
    mine = list(ids)
    said = Attribution.objects.visible_to(user).standing().filter(claimant__in=mine)
    here = said.filter(claim=OuterRef("claim"))
    rows = (
        ConflictAccount.objects.filter(
            Q(side=Side.FOR) & Exists(here.taking(Side.FOR))
            | Q(side=Side.AGAINST) & Exists(here.taking(Side.AGAINST)),
            claim__in=said.order_by().values("claim"),
            conflict__in=Conflict.objects.visible_to(user).order_by().values("pk"),
        )
        .select_related("conflict", "claim")
        .defer("claim__embedding")
        .order_by("-conflict", "pk")
    )
    found: dict[int, Dispute] = {}
    for account in rows[:DISPUTES]:
        dispute = found.setdefault(account.conflict_id, Dispute(account.conflict))
        dispute.accounts.append(account)
    return list(found.values())


def verdicts(said: Any, user: User) -> list[tuple[str, str, int]]:
    """What became of the claims that it makes or denies: (side, rating, how many claims), as far as a
    reviewer adopted a verdict."""
    found = []
    adopted = Assessment.objects.visible_to(user).current().filter(adopted_at__isnull=False)
    for side, phrase in ((Side.FOR, "stands for"), (Side.AGAINST, "stands against")):
        rows = (
            adopted.filter(claim__in=said.taking(side).order_by().values("claim"))
            .order_by()
            .values("rating")
            .annotate(n=Count("claim", distinct=True))
            .order_by("-n", "rating")
        )
        found += [(phrase, Assessment.Rating(row["rating"]).label, row["n"]) for row in rows]
    return found


def grades(source: Source, user: User) -> list[dict[str, Any]]:
    """How its reliability was judged over time, the newest first: when, by whom, from what to what."""
    found = []
    for change in history(source, user):
        diff = dict(change["diff"])
        if "reliability" in diff or "reliability_reason" in diff:
            letter = diff.get("reliability", (None, None))
            reason = diff.get("reliability_reason", (None, None))
            found.append({**change, "old": letter[0], "new": letter[1], "why": reason[1]})
    return found
