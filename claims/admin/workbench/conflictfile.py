"""What the page of a conflict holds, in a number of queries that does not depend on how much it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import inf
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Count, F, Prefetch, QuerySet
from django.urls import reverse
from django.utils.safestring import mark_safe

from claims.admin.accounts import Letters
from claims.admin.workbench import changes, past
from claims.admin.workbench.chart import Point, chart
from claims.admin.workbench.columns import ORDER, SIDE, Column, columns, in_order, letters_of
from claims.admin.workbench.past import Done
from claims.models import (
    Attribution,
    Claim,
    ClaimLink,
    Conflict,
    ConflictAccount,
    Event,
    Finding,
    Side,
)
from claims.services import actions, telling
from claims.services.series import series
from claims.services.statements import figure
from sources.admin.base import visible_rows

ACCOUNTS = 12  # shown side by side; those with fewer origins are listed
LINKS = 60
POINTS = 80
EXPLAINED = {
    Finding.REAL: "the accounts exclude each other",
    Finding.SCOPE: "they speak of different things, times or places",
    Finding.SUPERSEDED: "a later account has taken the place of an earlier one",
    Finding.SAME_CLAIM: "they say the same in other words",
    Finding.NOT_A_CONFLICT: "they can all be so",
    Finding.UNDETERMINED: "what is known does not decide it",
}


@dataclass
class Account:
    """One account as the page shows it: a claim and a side, and who takes it."""

    row: ConflictAccount
    column: Column


def find(pk: int, user: User) -> Conflict | None:
    """The conflict, where `user` may see it."""
    rows = Conflict.objects.visible_to(user).select_related("resolved_by")
    return rows.filter(pk=pk).first()


def accounts(conflict: Conflict, user: User) -> QuerySet[ConflictAccount]:
    """Its accounts, as far as `user` may see them."""
    rows = ConflictAccount.objects.visible_to(user).filter(conflict=conflict)
    event = Prefetch("claim__event", queryset=visible_rows(Event, user))
    return rows.select_related("claim").defer("claim__embedding").prefetch_related(event)


def voices(claims: Iterable[int], user: User) -> Any:
    """Who says these claims, with the `side` that each takes: "" for those who take none."""
    said = Attribution.objects.visible_to(user).standing().filter(claim__in=list(claims))
    return said.annotate(side=SIDE)


def rights(user: User) -> dict[str, bool]:
    """What the user may do here."""
    return {
        "may_resolve": user.has_perm("claims.change_conflict"),
        "may_link": user.has_perm("claims.change_claimlink"),
        "may_review": False,  # quotes are judged in the claims' dossiers
        "may_undo": user.has_perm("claims.change_action"),
    }


def of(conflict: Conflict, user: User, through: Iterable[int] = ()) -> dict[str, Any]:
    """All that the page shows, its columns unfolded `through` these voices."""
    rows = list(accounts(conflict, user))
    said = voices({row.claim_id for row in rows}, user)
    letters = letters_of(in_order(said))
    found = columns(said, ["claim_id", "side"], user, letters, through)
    sides = [Account(row, found.get((row.claim_id, row.side), Column())) for row in rows]
    sides.sort(key=lambda a: (-a.column.counts.origins, a.row.side == Side.AGAINST))
    shown = sides[:ACCOUNTS]
    if conflict.kind == Conflict.Kind.QUANTITY:
        shown.sort(key=lambda a: _value(a.row.claim))
    undecided = [
        voice for (_, side), column in found.items() if not side for voice in column.voices
    ]
    bearing = list(links({row.claim_id for row in rows}, user)[:LINKS])
    return {
        "conflict": conflict,
        "token": actions.token(conflict),
        "accounts": shown,
        "others": sides[ACCOUNTS:],
        "total": len(sides),
        "undecided": undecided,
        "origins": len(letters.known),
        "bearing": [(link, actions.token(link)) for link in bearing],
        "repeated": repeated([conflict.pk], user).get(conflict.pk, 0),
        "findings": [(value, label, EXPLAINED[Finding(value)]) for value, label in Finding.choices],
        "series": series({row.claim_id for row in rows}, user),
        **numbers(conflict, said, letters),
        **history(conflict, user, bearing),
        **rights(user),
    }


def _value(claim: Claim) -> float:
    """The number by which accounts of a count stand in order."""
    end = claim.low if claim.low is not None else claim.high
    return end if end is not None else inf


def links(claims: Iterable[int], user: User) -> QuerySet[ClaimLink]:
    """Why these claims are held to differ."""
    ids = list(claims)
    rows = ClaimLink.objects.visible_to(user).filter(from_claim__in=ids, to_claim__in=ids)
    near = rows.select_related("from_claim", "to_claim", "reviewed_by")
    return near.defer("from_claim__embedding", "to_claim__embedding").order_by("-confidence", "pk")


def repeated(conflict_ids: Iterable[int], user: User) -> dict[int, int]:
    """How often the accounts of resolved conflicts were said again since, by nobody new: what is new
    would have opened them. By id; one query."""
    about = "claim__accounts__conflict"
    said = Attribution.objects.visible_to(user).standing()
    again = said.filter(
        **{f"{about}__in": list(conflict_ids)},
        created_at__gt=F(f"{about}__resolved_at"),
    )
    counts = again.order_by().values(about).annotate(n=Count("pk", distinct=True))
    return {row[about]: row["n"] for row in counts}


def numbers(conflict: Conflict, said: Any, letters: Letters) -> dict[str, Any]:
    """The numbers over time, as a picture and in words, where the question is how many."""
    if conflict.kind != Conflict.Kind.QUANTITY:
        return {}
    rows = said.exclude(side="").exclude(claim__measure="")
    rows = rows.select_related("claim", "claimant", "document")
    rows = rows.defer("claim__embedding", "document__text", "quote").order_by(*ORDER)
    points, undated = [], []
    for row in rows[:POINTS]:
        day = row.claim.as_of or row.document.published
        words = f"{figure(row.claim)} – {row.claimant or 'the author'}"
        against = getattr(row, "side", "") == Side.AGAINST
        if against:
            words = f"denied: {words}"
        if day is None:
            undated.append(words)
            continue
        told = f"{day.day} {day:%b %Y}: {words}"
        claim = row.claim
        origin = letters.of(row.origin_id)
        points.append(Point(day, claim.low, claim.high, origin, told, against))
    points.sort(key=lambda point: point.day)
    return {
        # drawsvg escapes every text in it.
        "chart": mark_safe(  # noqa: S308
            chart(points, title=f"{conflict.question} The numbers over time.")
        ),
        "points": points,
        "undated": undated,
    }


def done(conflict: Conflict, user: User, before: int | None = None) -> Done:
    """What analysts did to it."""
    undo = reverse("admin:conflict_undo", args=[conflict.pk])
    more = reverse("admin:conflict_done", args=[conflict.pk])
    return past.done(conflict, user, undo=undo, more=more, before=before)


def history(conflict: Conflict, user: User, bearing: list[ClaimLink]) -> dict[str, Any]:
    """What analysts did, to be undone, and every change of the conflict and of its links."""
    return {
        "done": done(conflict, user),
        "changes": changes.told({telling.this_question: [conflict], telling.linked: bearing}, user),
    }
