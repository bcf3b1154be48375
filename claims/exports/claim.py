"""Which rows belong to the export of one claim."""

from functools import cached_property

from django.db.models import Q, QuerySet

from claims.exports.scope import Scope
from claims.models import Attribution, Claim, ClaimLink, Comment, Conflict, ConflictAccount
from sources.models import Case, Document, User


class ClaimScope(Scope):
    """A claim with what was merged into it, who says it, what bears on it, and what is made of it."""

    def __init__(self, claim: Claim, *, user: User) -> None:
        super().__init__(case=None, user=user)
        self.claim = claim

    @property
    def whole(self) -> bool:
        """Of one claim."""
        return False

    @cached_property
    def _roots(self) -> dict[int, int]:
        """What was merged into the claim, directly or through others."""
        found: dict[int, int] = {}
        layer = {self.claim.pk}
        while layer:
            merged = self.visible(Claim).filter(merged_into__in=layer)
            layer = set(merged.values_list("pk", flat=True)) - found.keys()
            found |= dict.fromkeys(layer, self.claim.pk)
        return found

    @property
    def _ids(self) -> list[int]:
        return [self.claim.pk, *self._roots]

    def cases(self) -> QuerySet[Case]:
        """Of the documents."""
        return self.visible(Case).filter(pk__in=self.documents().values("cases"))

    def documents(self) -> QuerySet[Document]:
        """Those in which somebody says it, and those that it was drawn from."""
        said = self.attributions().order_by().values("document")
        drawn = Claim.objects.filter(pk__in=self._ids).values("document")
        return self.visible(Document).filter(Q(pk__in=said) | Q(pk__in=drawn))

    def attributions(self) -> QuerySet[Attribution]:
        """Those of the claim."""
        return self.visible(Attribution).filter(claim__in=self._ids)

    def claims(self) -> QuerySet[Claim]:
        """The claim, what was merged into it, and the far ends of its links."""
        near = self.links().order_by()
        return (
            self.visible(Claim)
            .defer("embedding")
            .filter(
                Q(pk__in=self._ids)
                | Q(pk__in=near.values("from_claim"))
                | Q(pk__in=near.values("to_claim"))
            )
        )

    def links(self) -> QuerySet[ClaimLink]:
        """Those that begin or end at it."""
        rows = self.visible(ClaimLink)
        return rows.filter(Q(from_claim__in=self._ids) | Q(to_claim__in=self._ids))

    def comments(self) -> QuerySet[Comment]:
        """Those on the claim, and on what was merged into it."""
        return self.visible(Comment).filter(claim__in=self._ids)

    def accounts(self) -> QuerySet[ConflictAccount]:
        """All those of its conflicts."""
        return self.visible(ConflictAccount).filter(conflict__in=self.conflicts().values("pk"))

    def conflicts(self) -> QuerySet[Conflict]:
        """Those that it is part of."""
        mine = ConflictAccount.objects.filter(claim__in=self._ids)
        return self.visible(Conflict).filter(pk__in=mine.values("conflict"))
