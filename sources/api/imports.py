"""Imports: hand in files or documents, and watch what becomes of them."""

import json
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.exceptions import TooManyFilesSent
from django.core.exceptions import ValidationError as ModelError
from django.db.models import Prefetch, QuerySet
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from sources import tasks
from sources.api import filters
from sources.api.base import ReadView, check_parameters, counted
from sources.api.serializers import ImportItemSerializer, ImportJobSerializer
from sources.models import Case, Document, ImportItem, ImportJob, User
from sources.readers import Metadata, UnreadableError
from sources.readers import manifest as manifests
from sources.services import importing

JOB_NAME = 300
NAMED = 3  # files in the name of their job


class TooLargeError(APIException):
    """More than one request may carry."""

    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_detail = "The request is too large."
    default_code = "too_large"


class _Strict(serializers.Serializer[Any]):
    """A body in which every key means something."""

    case = serializers.CharField(
        required=False,
        max_length=200,
        help_text="The name of a case. One that is not there yet is made, if you may add cases.",
    )

    def to_internal_value(self, data: Any) -> Any:
        unknown = set(data) - set(self.fields) if isinstance(data, Mapping) else set()
        if unknown:
            known = ", ".join(sorted(self.fields))
            message = [f"There is no such field here. Known: {known}."]
            raise ValidationError(dict.fromkeys(map(str, unknown), message))
        return super().to_internal_value(data)


class UploadSerializer(_Strict):
    """Files of the formats that can be read; archives and tables are taken apart."""

    files = serializers.ListField(
        child=serializers.FileField(allow_empty_file=True), allow_empty=False
    )
    manifest = serializers.FileField(
        required=False, help_text=".csv or .jsonl with a “file” column: what the files don't say."
    )


class DocumentsSerializer(_Strict):
    """Documents as JSON: `text`, and if known `id`, `title`, `url`, `publisher`, `author`, `published`, `language`."""

    documents = serializers.ListField(child=serializers.DictField(), allow_empty=False)


class ImportView(ReadView[ImportJob]):
    """Bulk imports: who brought what, when, into which case, and how far it is."""

    queryset = ImportJob.objects.all()
    serializer_class = ImportJobSerializer
    filterset_class = filters.ImportJobFilters
    parser_classes = [MultiPartParser, JSONParser]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        # Before anything is read: JSON has no limit of its own, and files are not counted in Django's.
        size, largest = int(request.META.get("CONTENT_LENGTH") or 0), _largest()
        if size > largest:
            raise TooLargeError(
                f"The request has {size:,} bytes, more than {largest:,}; hand it in in parts."
            )
        super().initial(request, *args, **kwargs)

    def rows(self, user: User) -> QuerySet[ImportJob]:
        items = {
            f"{value}_items": counted(ImportItem.objects.filter(status=value), "job")
            for value in ImportItem.Status.values
        }
        waiting = Document.objects.visible_to(user).filter(
            status__in=[Document.Status.IMPORTED, Document.Status.EXTRACTED]
        )
        return (
            ImportJob.objects.visible_to(user)
            .annotate(
                **items,
                waiting_documents=counted(ImportItem.objects.filter(document__in=waiting), "job"),
            )
            .select_related("created_by")
            .prefetch_related(Prefetch("case", Case.objects.visible_to(user)))
        )

    @extend_schema(
        request={
            "multipart/form-data": UploadSerializer,
            "application/json": DocumentsSerializer,
        },
        responses={
            202: OpenApiResponse(ImportJobSerializer, "Received; workers read it from here on."),
            400: OpenApiResponse(description="A field is missing, unknown or can't be used."),
            413: OpenApiResponse(description="Too many bytes or files for one request."),
            415: OpenApiResponse(description="Neither multipart/form-data nor application/json."),
        },
    )
    def create(self, request: Request) -> Response:
        """Hand in files or documents. Each becomes an item of the job that is answered."""
        check_parameters(request, ())
        try:
            body = request.data
        except TooManyFilesSent as error:
            most = settings.DATA_UPLOAD_MAX_NUMBER_FILES
            raise TooLargeError(
                f"More than {most:,} files; pack them into a zip archive."
            ) from error
        upload = (request.content_type or "").startswith("multipart/")
        given = (UploadSerializer if upload else DocumentsSerializer)(data=body)
        given.is_valid(raise_exception=True)
        fields = given.validated_data
        incoming = _files(fields["files"]) if upload else _documents(fields["documents"])
        manifest = _manifest(fields.get("manifest"))
        if manifest and len(importing.absent(manifest, incoming)) == len(manifest):
            raise ValidationError({"manifest": ["It names none of these files."]})
        job = ImportJob.objects.create(
            name=_job_name(incoming) if upload else f"{len(fields['documents']):,} documents",
            case=_case(fields["case"], request.user) if "case" in fields else None,
            door=ImportJob.Door.API,
            created_by_id=request.user.pk,
        )
        importing.receive(incoming, job=job, stored=tasks.hand_on_waiting, manifest=manifest)
        shown = self.get_serializer(self.get_queryset().get(pk=job.pk)).data
        return Response(
            shown, status=status.HTTP_202_ACCEPTED, headers={"Location": str(shown["url"])}
        )


class ItemView(ReadView[ImportItem]):
    """Each thing in an import, and what became of it."""

    queryset = ImportItem.objects.all()
    serializer_class = ImportItemSerializer
    filterset_class = filters.ImportItemFilters

    def rows(self, user: User) -> QuerySet[ImportItem]:
        documents = Document.objects.visible_to(user).text_deferred()
        return ImportItem.objects.visible_to(user).prefetch_related(Prefetch("document", documents))


def _largest() -> int:
    """Bytes that one request may carry."""
    return int(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)


def _files(uploads: Sequence[Any]) -> list[importing.Incoming]:
    return [importing.Incoming(upload.name or "unnamed", upload.file) for upload in uploads]


def _documents(documents: Sequence[Mapping[str, Any]]) -> list[importing.Incoming]:
    lines = "\n".join(json.dumps(document) for document in documents)
    return [importing.Incoming("documents.jsonl", BytesIO(lines.encode()))]


def _job_name(incoming: Sequence[importing.Incoming]) -> str:
    names = ", ".join(file.name for file in incoming[:NAMED])
    more = f" and {len(incoming) - NAMED:,} more" if len(incoming) > NAMED else ""
    return names[: JOB_NAME - len(more)] + more


def _manifest(upload: Any) -> dict[str, Metadata]:
    """What the manifest says. Raises ValidationError where it can't be read."""
    if upload is None:
        return {}
    try:
        return manifests.parse(upload.file, upload.name or "")
    except UnreadableError as error:
        raise ValidationError({"manifest": [str(error)]}) from error


def _case(name: str, user: Any) -> Case:
    """The case of this name, made where there is none. Raises ValidationError where the user may not."""
    cases = Case.objects.visible_to(user)
    case = cases.filter(name__iexact=" ".join(name.split())).first()
    if case is None and user.has_perm("sources.add_case"):
        try:
            # One of others may have this name, now or since a moment.
            case = cases.filter(pk=importing.case_named(name).pk).first()
        except ModelError as error:
            raise ValidationError({"case": error.messages}) from error
    if case is None:
        # A limited case of others is answered like one that can't be made: its name stays theirs.
        raise ValidationError({"case": ["There is no case of this name that you may import into."]})
    return case
