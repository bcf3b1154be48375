"""Which rows belong to an export, and which claim each of them counts for now."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any, TypeVar

from django.db.models import Count, Exists, IntegerField, Model, OuterRef, Q, QuerySet, Subquery

from claims.models import (
    Assessment,
    Attribution,
    AttributionVia,
    Claim,
    ClaimLink,
    Comment,
    Conflict,
    ConflictAccount,
    Credit,
    Event,
    Origin,
    SharedPassage,
)
from sources.models import Case, Document, Source, User

Row = TypeVar("Row", bound=Model)

CHUNK = 1000  # rows in memory at a time


def in_order(rows: QuerySet[Row]) -> Iterator[Row]:
    """By id, through a cursor of the server's, so that memory does not grow with the table."""
    return rows.order_by("pk").iterator(chunk_size=CHUNK)


class Scope:
    """The rows that one export is about: of one case or of all, as far as `user` may see them.

    A claim is of a case where a document of the case has it, or where one that a document of the case
    has was merged into it; a link and a conflict are where both sides of them are.
    """

    def __init__(self, *, case: Case | None, user: User | None) -> None:
        self.case = case
        self.user = user

    @property
    def whole(self) -> bool:
        """Whether it is about all there is."""
        return self.case is None

    def visible(self, model: type[Row]) -> QuerySet[Row]:
        """All that may be seen, of whatever case: what a row's references are looked up in."""
        rows: Any = model._default_manager.all()  # noqa: SLF001  # public, whatever its name
        visible: QuerySet[Row] = rows if self.user is None else rows.visible_to(self.user)
        return visible

    # --- Merges ----------------------------------------------------------------------------------

    def root(self, claim_id: int) -> int:
        """The claim that this one counts for now; itself where it was not merged."""
        return self._roots.get(claim_id, claim_id)

    def text(self, claim: Claim) -> str:
        """The words of the claim that this one counts for now."""
        return self._root_texts.get(self.root(claim.pk), claim.text)

    @cached_property
    def _roots(self) -> dict[int, int]:
        claims = self.visible(Claim)
        merged = claims.filter(merged_into__in=claims.values("pk")).order_by()
        into = dict(merged.values_list("pk", "merged_into_id"))
        roots = {}
        for claim_id in into:
            root, seen = claim_id, {claim_id}
            while (following := into.get(root)) is not None and following not in seen:
                root = following
                seen.add(root)
            roots[claim_id] = root
        return roots

    @cached_property
    def _root_texts(self) -> dict[int, str]:
        roots = self.visible(Claim).filter(pk__in=set(self._roots.values()))
        return dict(roots.order_by().values_list("pk", "text"))

    def _merged_into(self, claims: QuerySet[Claim]) -> list[int]:
        """Ids of what was merged into any of these."""
        kept = set(claims.filter(pk__in=set(self._roots.values())).values_list("pk", flat=True))
        return [claim_id for claim_id, root in self._roots.items() if root in kept]

    # --- What belongs to the case ----------------------------------------------------------------

    def cases(self) -> QuerySet[Case]:
        rows = self.visible(Case)
        return rows.filter(pk=self.case.pk) if self.case else rows

    def documents(self) -> QuerySet[Document]:
        rows = self.visible(Document)
        return rows.filter(cases=self.case) if self.case else rows

    def attributions(self) -> QuerySet[Attribution]:
        rows = self.visible(Attribution)
        return rows.filter(document__cases=self.case) if self.case else rows

    def claims(self) -> QuerySet[Claim]:
        rows = self.visible(Claim).defer("embedding")
        if self.case is None:
            return rows
        said = self.attributions()
        own = rows.filter(
            Q(document__in=self.documents().values("pk"))
            | Exists(said.filter(claim=OuterRef("pk")))
            | Exists(said.filter(claim_as_extracted=OuterRef("pk")))
        )
        merged = own.filter(pk__in=list(self._roots)).values_list("pk", flat=True)
        return rows.filter(
            Q(pk__in=own.values("pk")) | Q(pk__in={self.root(claim_id) for claim_id in merged})
        )

    def links(self) -> QuerySet[ClaimLink]:
        rows = self.visible(ClaimLink)
        if self.case is None:
            return rows
        claims = self.claims()
        merged = self._merged_into(claims)
        inside = claims.values("pk")
        return rows.filter(
            Q(from_claim__in=inside) | Q(from_claim__in=merged),
            Q(to_claim__in=inside) | Q(to_claim__in=merged),
        )

    def accounts(self) -> QuerySet[ConflictAccount]:
        rows = self.visible(ConflictAccount)
        if self.case is None:
            return rows
        claims = self.claims()
        return rows.filter(
            Q(claim__in=claims.values("pk")) | Q(claim__in=self._merged_into(claims))
        )

    def conflicts(self) -> QuerySet[Conflict]:
        rows = self.visible(Conflict)
        if self.case is None:
            return rows
        of_case = self.accounts().filter(conflict=OuterRef("pk")).order_by().values("conflict")
        number = Subquery(of_case.annotate(n=Count("pk")).values("n"), output_field=IntegerField())
        return rows.alias(accounts_here=number).filter(accounts_here__gte=2)

    def events(self) -> QuerySet[Event]:
        rows = self.visible(Event)
        if self.whole:
            return rows
        return rows.filter(
            Q(document__in=self.documents().values("pk")) | Q(pk__in=self.claims().values("event"))
        )

    def assessments(self) -> QuerySet[Assessment]:
        rows = self.visible(Assessment)
        return rows.filter(claim__in=self.claims().values("pk")) if not self.whole else rows

    def comments(self) -> QuerySet[Comment]:
        rows = self.visible(Comment)
        return rows.filter(claim__in=self.claims().values("pk")) if not self.whole else rows

    def origins(self) -> QuerySet[Origin]:
        rows = self.visible(Origin)
        return rows.filter(pk__in=self.attributions().values("origin")) if not self.whole else rows

    def passages(self) -> QuerySet[SharedPassage]:
        rows = self.visible(SharedPassage)
        mine = self.documents().values("pk")
        return rows.filter(document__in=mine, other__in=mine) if not self.whole else rows

    def credits(self) -> QuerySet[Credit]:
        rows = self.visible(Credit)
        return rows.filter(document__in=self.documents().values("pk")) if not self.whole else rows

    def sources(self) -> QuerySet[Source]:
        rows = self.visible(Source)
        if self.whole:
            return rows
        said = self.attributions()
        passed_on = AttributionVia.objects.filter(attribution__in=said.values("pk"))
        return rows.filter(
            Q(pk__in=self.documents().values("publisher"))
            | Q(pk__in=said.values("claimant"))
            | Q(pk__in=passed_on.values("source"))
            | Q(pk__in=self.origins().values("source"))
            | Q(pk__in=self.credits().values("source"))
        )
