"""The case board: all that is known of a case on one page, and the list of cases."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, Func, IntegerField, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse

from claims.admin.reviewing import actor
from claims.admin.workbench import bearing, casefile, documents, timelines, watching
from claims.admin.workbench.base import Page, Route, is_htmx, needs, part, whole
from claims.admin.workbench.casefile import amount
from claims.admin.workbench.queue import number, words_asked
from claims.models import Attribution, Claim, Conflict, ConflictAccount
from sources.models import Case, Document

SHOWN = 25
OPEN = 20  # open conflicts are counted no further for each line of the list
needs_to_read = needs(
    *("sources.view_case", "sources.view_document", "sources.view_source"),
    *("claims.view_claim", "claims.view_attribution", "claims.view_claimlink"),
    "claims.view_conflict",
)


# --- The list --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """A case in the list, with what it holds in words."""

    case: Case
    holds: list[str]


@needs("sources.view_case")
def show_all(request: HttpRequest) -> HttpResponse:
    """The cases, the newest first."""
    by, asked = actor(request), request.GET
    words = words_asked(asked.get("q", ""))
    rows = Case.objects.visible_to(by).filter(name__icontains=words).order_by("-pk")
    after = number(asked.get("after", ""))
    if after is not None:
        rows = rows.filter(pk__lt=after)
    found: list[Any] = list(with_amounts(rows, by)[: SHOWN + 1])
    context = {
        "lines": [Line(case, holds(case)) for case in found[:SHOWN]],
        "after": found[SHOWN - 1].pk if len(found) > SHOWN else None,
        "q": words,
    }
    return whole(request, "board/list.html", context, title="Cases")


def with_amounts(cases: QuerySet[Case], user: User) -> QuerySet[Case]:
    """Adds `documents_count`, `claims_count` and `conflicts_count` (open ones), of what `user` sees;
    each counted no further than `holds` tells, and one more."""
    said = Attribution.objects.filter(
        claim=OuterRef("claim"), document__cases=OuterRef(OuterRef(OuterRef("pk")))
    )
    # Found first, and only then looked at for who may see them: that takes longer than finding.
    asked = ConflictAccount.objects.filter(Exists(said), conflict__state=Conflict.State.OPEN)
    opened = Conflict.objects.visible_to(user).filter(
        pk__in=asked.order_by().values("conflict").distinct()[: 4 * OPEN]
    )
    drawn = Claim.objects.visible_to(user).standing()
    most = casefile.COUNTED
    return cases.annotate(
        documents_count=_counted(
            Document.objects.visible_to(user).filter(cases=OuterRef("pk")), most
        ),
        claims_count=_counted(drawn.filter(document__cases=OuterRef("pk")), most),
        conflicts_count=_counted(opened, OPEN),
    )


def _counted(rows: QuerySet[Any], most: int) -> Func:
    some = rows.order_by().values("pk")[: most + 1]
    return Func(ArraySubquery(some), function="CARDINALITY", output_field=IntegerField())


def holds(case: Any) -> list[str]:
    """What a case of `with_amounts` holds, in words."""
    most = casefile.COUNTED
    return [
        amount(case.documents_count, "document", most=most),
        amount(case.claims_count, "claim", most=most),
        amount(case.conflicts_count, "open conflict", most=OPEN),
    ]


# --- The board -------------------------------------------------------------------------------------


@needs_to_read
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """One case; more of its documents, after the one that `after` names, for htmx."""
    by = actor(request)
    case = casefile.find(pk, by)
    if case is None:
        raise Http404("No such case, or none that you may see.")
    papers = casefile.papers(case, by)
    wanted = number(request.GET.get("after", ""))
    last = papers.filter(pk=wanted).first() if wanted else None
    listed = documents.latest(papers, by, last)
    if is_htmx(request):
        return part(request, "board/documents.html", {"case": case, **listed})
    said = casefile.statements(case, by)
    opened = casefile.weightiest(case, by)
    claims = casefile.attested(said[: casefile.STATEMENTS], opened)
    links = bearing.links(claims, by)
    linked = casefile.worded(bearing.most_linked(claims, links), by)
    first = casefile.worded(claims[: casefile.CLAIMS], by)
    people = casefile.speakers(said[: casefile.STATEMENTS], by)
    context = {
        **casefile.head(case, by, said),
        **watching.button(case, by),
        **casefile.questions(case, by, opened),
        **listed,
        "begun": last is None,
        "claims": first,
        "more_claims": len(claims) > casefile.CLAIMS,
        "people": people[: casefile.PEOPLE],
        "more_people": len(people) > casefile.PEOPLE,
        "happened": timelines.happened(linked),
        "telling": timelines.telling(papers, by),
        **bearing.pictured(linked, links),
        "claims_in_all": len(claims),
        "claims_looked_at": len(linked),
    }
    return whole(request, "board/page.html", context, title=str(case))


PAGE = Page(
    label="Cases",
    permission="sources.view_case",
    routes=(Route("cases/", show_all, "cases"), Route("cases/<int:pk>/", show, "case")),
)
