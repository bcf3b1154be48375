"""How cases, sources, documents and imports look from outside."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from sources.models import (
    Affiliation,
    Case,
    Document,
    ImportItem,
    ImportJob,
    Original,
    Source,
    SourceAlias,
)


class CaseReference(serializers.ModelSerializer[Case]):
    class Meta:
        model = Case
        fields = ["id", "name"]


class SourceReference(serializers.ModelSerializer[Source]):
    class Meta:
        model = Source
        fields = ["id", "name", "kind"]


class DocumentReference(serializers.ModelSerializer[Document]):
    class Meta:
        model = Document
        fields = ["id", "name", "title"]


class CaseSerializer(serializers.ModelSerializer[Case]):
    documents = serializers.IntegerField(
        source="documents_count", help_text="How many documents lie in it.", read_only=True
    )

    class Meta:
        model = Case
        fields = ["id", "name", "description", "limited", "documents", "created_at"]


class AliasSerializer(serializers.ModelSerializer[SourceAlias]):
    class Meta:
        model = SourceAlias
        fields = ["id", "name", "status", "reason"]


class AffiliationSerializer(serializers.ModelSerializer[Affiliation]):
    organisation = SourceReference()

    class Meta:
        model = Affiliation
        fields = ["id", "organisation", "role", "since", "until", "status"]


class SourceSerializer(serializers.ModelSerializer[Source]):
    aliases = AliasSerializer(many=True)
    affiliations = AffiliationSerializer(many=True)
    merged_into = SourceReference(allow_null=True)
    document = DocumentReference(
        allow_null=True, help_text="Where it was met first; an unnamed speaker belongs to it."
    )

    class Meta:
        model = Source
        fields = [
            "id",
            "name",
            "kind",
            "reliability",
            "reliability_reason",
            "aliases",
            "affiliations",
            "document",
            "merged_into",
            "created_at",
        ]


class OriginalSerializer(serializers.ModelSerializer[Original]):
    class Meta:
        model = Original
        fields = ["sha256", "size"]


class DocumentSerializer(serializers.ModelSerializer[Document]):
    publisher = SourceReference(allow_null=True)
    cases = CaseReference(many=True)
    original = OriginalSerializer()
    revises = DocumentReference(allow_null=True)
    copy_of = DocumentReference(allow_null=True)

    class Meta:
        model = Document
        fields = [
            "id",
            "name",
            "title",
            "url",
            "publisher",
            "author",
            "published",
            "language",
            "media_type",
            "cases",
            "status",
            "status_reason",
            "retrieved_at",
            "text_sha256",
            "original",
            "revises",
            "copy_of",
        ]


class DocumentDetailSerializer(DocumentSerializer):
    """With the text, which offsets count code points of."""

    boilerplate = serializers.ListField(
        child=serializers.ListField(child=serializers.IntegerField()),
        help_text="[[start, end], …]: parts that belong to the page, not to the text.",
    )
    pages = serializers.ListField(
        child=serializers.IntegerField(), help_text="Where each page of a PDF starts in the text."
    )
    metadata = serializers.DictField(help_text="What else the file said.")

    class Meta(DocumentSerializer.Meta):
        fields = [*DocumentSerializer.Meta.fields, "boilerplate", "pages", "metadata", "text"]


class CountsSerializer(serializers.Serializer[ImportJob]):
    """Items by status."""

    pending = serializers.IntegerField(source="pending_items")
    imported = serializers.IntegerField(source="imported_items")
    duplicate = serializers.IntegerField(source="duplicate_items")
    skipped = serializers.IntegerField(source="skipped_items")
    failed = serializers.IntegerField(source="failed_items")


class ImportJobSerializer(serializers.ModelSerializer[ImportJob]):
    url = serializers.HyperlinkedIdentityField(view_name="importjob-detail")
    case = CaseReference(allow_null=True)
    created_by = serializers.CharField(source="created_by.username", allow_null=True, default=None)
    state = serializers.SerializerMethodField()
    counts = CountsSerializer(source="*")
    waiting_documents = serializers.IntegerField(
        help_text="Documents of this job that are read but not yet extracted and linked."
    )

    class Meta:
        model = ImportJob
        fields = [
            "id",
            "url",
            "name",
            "case",
            "door",
            "created_by",
            "created_at",
            "state",
            "counts",
            "waiting_documents",
        ]

    @extend_schema_field(serializers.ChoiceField(["running", "done"]))
    def get_state(self, job: Any) -> str:
        """`running` until every item is read and every document is linked, failed or skipped."""
        return "running" if job.pending_items or job.waiting_documents else "done"


class ImportItemSerializer(serializers.ModelSerializer[ImportItem]):
    document = DocumentReference(allow_null=True)
    job = serializers.IntegerField(source="job_id")

    class Meta:
        model = ImportItem
        fields = [
            "id",
            "job",
            "position",
            "name",
            "format",
            "status",
            "error",
            "document",
            "received_at",
        ]
