"""What the lists of cases, sources, documents and imports can be filtered by."""

from django.db.models import QuerySet

from sources.api.base import Filters, choice, day, found, one_of_those, text, yes_or_no
from sources.models import Case, Document, ImportItem, ImportJob, Source, SourceAlias


class CaseFilters(Filters):
    name = text(lookup_expr="iexact", help_text="The whole name; letter case does not matter.")
    limited = yes_or_no()


class SourceFilters(Filters):
    kind = choice(Source.Kind)
    reliability = choice(Source.Reliability)
    standing = yes_or_no(
        field_name="merged_into",
        lookup_expr="isnull",
        help_text="true: those that were not merged into another.",
    )
    search = text(method="by_name", help_text="Words of its name or of an alias.")

    def by_name(self, rows: QuerySet[Source], _: str, words: str) -> QuerySet[Source]:
        # Two lookups, each on its index; joined by OR neither would use one.
        aliases = SourceAlias.objects.visible_to(self.user).exclude(
            status=SourceAlias.Status.DISMISSED
        )
        named = Source.objects.filter(found("name", words)).order_by().values("pk")
        called = aliases.filter(found("name", words)).order_by().values("source")
        return rows.filter(pk__in=named.union(called))


class DocumentFilters(Filters):
    case = one_of_those(Case, field_name="cases")
    source = one_of_those(Source, field_name="publisher", help_text="The id of its publisher.")
    status = choice(Document.Status)
    language = text(help_text="ISO 639-1; und where it is not known.")
    published_after = day(field_name="published", lookup_expr="gte", help_text="This day or later.")
    published_before = day(
        field_name="published", lookup_expr="lte", help_text="This day or earlier."
    )
    name = text(max_length=500, help_text="The file's name, or the id given at import.")
    url = text(max_length=2000)
    search = text(method="by_title", help_text="Words of its title.")

    def by_title(self, rows: QuerySet[Document], _: str, words: str) -> QuerySet[Document]:
        return rows.filter(found("title", words))


class ImportJobFilters(Filters):
    case = one_of_those(Case)
    door = choice(ImportJob.Door)


class ImportItemFilters(Filters):
    job = one_of_those(ImportJob)
    status = choice(ImportItem.Status)
