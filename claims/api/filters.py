"""What the lists of claims, attributions, links, conflicts, events and assessments can be filtered by."""

from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, Q, QuerySet

from claims.models import (
    Assessment,
    Attribution,
    Claim,
    ClaimLink,
    Conflict,
    ConflictAccount,
    Event,
    Finding,
    Likelihood,
    Origin,
    Relation,
    SharedPassage,
    Stance,
    Status,
)
from sources.api.base import Filters, choice, day, found, one_of_those, text, yes_or_no
from sources.models import Case, Document, Source


class AttributionFilters(Filters):
    case = one_of_those(Case, field_name="document__cases")
    document = one_of_those(Document)
    source = one_of_those(Source, field_name="claimant", help_text="The id of the claimant.")
    claim = one_of_those(Claim)
    origin = one_of_those(Origin)
    stance = choice(Stance)
    likelihood = choice(Likelihood)
    status = choice(Status)
    hedged = yes_or_no()
    direct = yes_or_no()
    own_voice = yes_or_no()
    published_after = day(
        field_name="document__published", lookup_expr="gte", help_text="This day or later."
    )
    published_before = day(
        field_name="document__published", lookup_expr="lte", help_text="This day or earlier."
    )
    search = text(method="by_claim", help_text="Words of the claim.")

    def by_claim(self, rows: QuerySet[Attribution], _: str, words: str) -> QuerySet[Attribution]:
        return rows.filter(claim__in=Claim.objects.filter(found("text", words)).values("pk"))


# What these ask, one attribution has to answer: what this source denies in that document.
OF_AN_ATTRIBUTION = {
    "case": "document__cases",
    "document": "document",
    "source": "claimant",
    "stance": "stance",
    "published_after": "document__published__gte",
    "published_before": "document__published__lte",
}


class ClaimFilters(Filters):
    case = one_of_those(Case, method="passed_over")
    document = one_of_those(Document, method="passed_over")
    source = one_of_those(Source, method="passed_over", help_text="The id of a claimant.")
    stance = choice(Stance, method="passed_over")
    published_after = day(
        method="passed_over", help_text="Said in a document of this day or later."
    )
    published_before = day(
        method="passed_over", help_text="Said in a document of this day or earlier."
    )
    event = one_of_those(Event)
    measure = text(help_text="What is counted: killed, injured, …")
    predicate = text()
    status = choice(Status)
    standing = yes_or_no(
        field_name="merged_into",
        lookup_expr="isnull",
        help_text="true: those that were not merged into another.",
    )
    search = text(method="by_text", help_text="Words of the claim.")

    def passed_over(self, rows: QuerySet[Claim], _name: str, _value: Any) -> QuerySet[Claim]:
        return rows  # filter_queryset takes these together

    def by_text(self, rows: QuerySet[Claim], _: str, words: str) -> QuerySet[Claim]:
        return rows.filter(found("text", words))

    def filter_queryset(self, queryset: QuerySet[Claim]) -> QuerySet[Claim]:
        rows: QuerySet[Claim] = super().filter_queryset(queryset)
        asked = {
            lookup: self.form.cleaned_data[name]
            for name, lookup in OF_AN_ATTRIBUTION.items()
            if self.form.cleaned_data[name]
        }
        if not asked:
            return rows
        said = Attribution.objects.visible_to(self.user).standing()
        return rows.filter(Exists(said.filter(claim=OuterRef("pk"), **asked)))


class LinkFilters(Filters):
    case = one_of_those(Case, method="in_case", help_text="Both claims are said in this case.")
    claim = one_of_those(Claim, method="of_claim", help_text="Either end.")
    relation = choice(Relation)
    status = choice(Status)
    method = text()
    min_confidence = django_filters.NumberFilter(
        field_name="confidence", lookup_expr="gte", min_value=0, max_value=1
    )

    def in_case(self, rows: QuerySet[ClaimLink], _: str, case: Case) -> QuerySet[ClaimLink]:
        said = Attribution.objects.visible_to(self.user).standing().filter(document__cases=case)
        return rows.filter(
            Exists(said.filter(claim=OuterRef("from_claim"))),
            Exists(said.filter(claim=OuterRef("to_claim"))),
        )

    def of_claim(self, rows: QuerySet[ClaimLink], _: str, claim: Claim) -> QuerySet[ClaimLink]:
        return rows.filter(Q(from_claim=claim) | Q(to_claim=claim))


class OriginFilters(Filters):
    source = one_of_those(Source)
    document = one_of_those(Document)


class PassageFilters(Filters):
    document = one_of_those(Document, method="of_document", help_text="Either of the two.")
    whole = yes_or_no()
    status = choice(Status)

    def of_document(
        self, rows: QuerySet[SharedPassage], _: str, document: Document
    ) -> QuerySet[SharedPassage]:
        return rows.filter(Q(document=document) | Q(other=document))


class CreditFilters(Filters):
    document = one_of_those(Document)
    source = one_of_those(Source)
    status = choice(Status)


class ConflictFilters(Filters):
    case = one_of_those(Case, method="in_case")
    claim = one_of_those(Claim, method="of_claim", help_text="An account is of this claim.")
    kind = choice(Conflict.Kind)
    state = choice(Conflict.State)
    finding = choice(Finding)

    def in_case(self, rows: QuerySet[Conflict], _: str, case: Case) -> QuerySet[Conflict]:
        said = Attribution.objects.visible_to(self.user).standing().filter(document__cases=case)
        return self._with(rows, claim__in=said.values("claim"))

    def of_claim(self, rows: QuerySet[Conflict], _: str, claim: Claim) -> QuerySet[Conflict]:
        return self._with(rows, claim=claim)

    def _with(self, rows: QuerySet[Conflict], **account: Any) -> QuerySet[Conflict]:
        """Those with such an account among the ones that the user sees."""
        seen = ConflictAccount.objects.visible_to(self.user).filter(**account)
        return rows.filter(Exists(seen.filter(conflict=OuterRef("pk"))))


class EventFilters(Filters):
    case = one_of_those(Case, field_name="document__cases")
    document = one_of_those(Document)
    kind = text()
    status = choice(Status)
    after = day(field_name="date_from", lookup_expr="gte", help_text="Began on this day or later.")
    before = day(field_name="date_from", lookup_expr="lte", help_text="Began by this day.")
    name = text(method="by_name", help_text="One of its proper names, as it is written.")
    standing = yes_or_no(
        field_name="merged_into",
        lookup_expr="isnull",
        help_text="true: those that were not merged into another.",
    )

    def by_name(self, rows: QuerySet[Event], _: str, name: str) -> QuerySet[Event]:
        return rows.filter(names__contains=[name])


class AssessmentFilters(Filters):
    claim = one_of_those(Claim)
    case = one_of_those(Case, method="in_case", help_text="The claim is said in this case.")
    rating = choice(Assessment.Rating)
    current = yes_or_no(
        field_name="superseded_at",
        lookup_expr="isnull",
        help_text="true: those that no later one replaced.",
    )
    adopted = yes_or_no(
        field_name="adopted_at",
        lookup_expr="isnull",
        exclude=True,
        help_text="true: those that a reviewer made the claim's verdict.",
    )

    def in_case(self, rows: QuerySet[Assessment], _: str, case: Case) -> QuerySet[Assessment]:
        said = Attribution.objects.visible_to(self.user).standing().filter(document__cases=case)
        return rows.filter(Exists(said.filter(claim=OuterRef("claim"))))
