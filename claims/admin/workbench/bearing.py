"""How the claims of a case bear on each other: which are drawn, and the same in words."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.safestring import mark_safe

from claims.admin.workbench.casefile import Attested
from claims.admin.workbench.picture import SIGNS, Edge, Node, picture
from claims.models import Claim, ClaimLink, Relation, Status

MOST = 200  # claims that are read for the picture and the times
LINKS = 500  # lines of it
RELATIONS = [Relation(value) for value in SIGNS]


@dataclass(frozen=True)
class Bearing:
    """A line of the picture in words: the claims at its ends by number, and why."""

    link: ClaimLink
    start: tuple[int, Claim]
    end: tuple[int, Claim]


def links(claims: Sequence[Attested], user: User) -> list[ClaimLink]:
    """How these claims bear on each other, the surest first; dismissed ones are left out."""
    ids = [one.pk for one in claims]
    rows = ClaimLink.objects.visible_to(user).standing()
    rows = rows.filter(from_claim__in=ids, to_claim__in=ids, relation__in=RELATIONS)
    return list(rows.order_by("-confidence", "pk")[: LINKS + 1])


def most_linked(claims: Sequence[Attested], found: Sequence[ClaimLink]) -> list[Attested]:
    """Those with most links and origins, where there are too many; in their order."""
    ends = Counter(pk for link in found for pk in (link.from_claim_id, link.to_claim_id))
    ranked = sorted(
        claims, key=lambda one: (-(2 * ends[one.pk] + one.origins + one.contested), one.pk)
    )
    chosen = {one.pk for one in ranked[:MOST]}
    return [one for one in claims if one.pk in chosen]


def pictured(claims: Sequence[Attested], found: Sequence[ClaimLink]) -> dict[str, Any]:
    """The picture of worded claims, its legend, and the same in words.

    A claim without a link to another one of them would only be in the way, and is not drawn.
    """
    known = {one.pk for one in claims if one.claim}
    inside = [link for link in found[:LINKS] if {link.from_claim_id, link.to_claim_id} <= known]
    ends = {pk for link in inside for pk in (link.from_claim_id, link.to_claim_id)}
    drawn = [one for one in claims if one.pk in ends]
    numbers = {one.pk: (n, one.claim) for n, one in enumerate(drawn, 1) if one.claim}
    rows = [
        Bearing(link, numbers[link.from_claim_id], numbers[link.to_claim_id]) for link in inside
    ]
    nodes = [
        Node(
            one.pk,
            numbers[one.pk][0],
            str(one.claim),
            one.origins,
            one.contested,
            reverse("admin:dossier", args=[one.pk]),
        )
        for one in drawn
    ]
    edges = [
        Edge(
            row.link.from_claim_id,
            row.link.to_claim_id,
            row.link.relation,
            row.link.status == Status.CONFIRMED,
            in_words(row),
        )
        for row in rows
    ]
    return {
        # drawsvg escapes every text in it.
        "picture": mark_safe(picture(nodes, edges)) if rows else "",  # noqa: S308
        "numbered": [(numbers[one.pk][0], one) for one in drawn],
        "bearings": rows,
        "more_links": len(found) > LINKS,
        "relations": [(relation, SIGNS[relation]) for relation in RELATIONS],
    }


def in_words(row: Bearing) -> str:
    """ "3 contradicts 5, proposed: …"."""
    link = row.link
    return (
        f"{row.start[0]} {link.get_relation_display()} {row.end[0]},"
        f" {link.get_status_display()}: {link.explanation}"
    )
