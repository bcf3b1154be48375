"""Cases, sources and documents."""

from django.db.models import Prefetch, QuerySet

from sources.api import filters, serializers
from sources.api.base import ReadView, counted
from sources.models import Affiliation, Case, Document, Original, Source, SourceAlias, User


class CaseView(ReadView[Case]):
    """Investigations: the open ones, and the limited ones that you are a member of."""

    queryset = Case.objects.all()
    serializer_class = serializers.CaseSerializer
    filterset_class = filters.CaseFilters

    def rows(self, user: User) -> QuerySet[Case]:
        documents = Document.objects.visible_to(user)
        return Case.objects.visible_to(user).annotate(documents_count=counted(documents, "cases"))


class SourceView(ReadView[Source]):
    """Anyone or anything whose word is recorded."""

    queryset = Source.objects.all()
    serializer_class = serializers.SourceSerializer
    filterset_class = filters.SourceFilters

    def rows(self, user: User) -> QuerySet[Source]:
        sources = Source.objects.visible_to(user)
        affiliations = Affiliation.objects.visible_to(user)
        return sources.prefetch_related(
            Prefetch("aliases", SourceAlias.objects.visible_to(user)),
            Prefetch("affiliations", affiliations.select_related("organisation").order_by("pk")),
            Prefetch("document", Document.objects.visible_to(user).text_deferred()),
            Prefetch("merged_into", sources),
        )


class DocumentView(ReadView[Document]):
    """Texts as they were read; the list leaves the texts out."""

    queryset = Document.objects.all()
    serializer_class = serializers.DocumentSerializer
    detail_serializer_class = serializers.DocumentDetailSerializer
    filterset_class = filters.DocumentFilters

    def rows(self, user: User) -> QuerySet[Document]:
        documents = Document.objects.visible_to(user)
        others = documents.text_deferred()
        return (documents if self.detail else others).prefetch_related(
            Prefetch("publisher", Source.objects.visible_to(user)),
            Prefetch("cases", Case.objects.visible_to(user)),
            Prefetch("original", Original.objects.defer("content")),
            Prefetch("revises", others),
            Prefetch("copy_of", others),
        )
