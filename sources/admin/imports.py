"""Imports: drop files, watch the job's items live, read each error, try the failed again."""

from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Prefetch
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
)
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from sources import tasks
from sources.admin.base import VisibleAdmin, neighbour, visible_rows
from sources.models import Case, CaseMember, Document, ImportItem, ImportJob
from sources.readers import Metadata, UnreadableError
from sources.readers import manifest as manifests
from sources.services import demonstration, importing

# So many failed and so many other items a job's page shows; the list of items has the rest.
SHOWN = 100
ABSENT = 5  # files named that a manifest knows and nobody handed in


class FilesInput(forms.FileInput):
    """A file field that takes several."""

    allow_multiple_selected = True


class ImportForm(forms.Form):
    """Files, and the case they go into: a known one or a new one."""

    case = forms.ModelChoiceField(
        queryset=Case.objects.none(), required=False, empty_label="no case: open to everybody"
    )
    new_case = forms.CharField(max_length=200, required=False, label="or a new case")
    limited = forms.BooleanField(
        required=False, label="The new case is limited to its members (you)"
    )
    manifest = forms.FileField(
        required=False,
        allow_empty_file=True,
        help_text="A .csv or .jsonl with a “file” column: publisher, day and address of the files, where they don't say them.",
    )

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.request = request
        cases = cast("forms.ModelChoiceField[Case]", self.fields["case"])
        cases.queryset = Case.objects.visible_to(request.user)
        if not request.user.has_perm("sources.add_case"):
            del self.fields["new_case"], self.fields["limited"]

    def clean_new_case(self) -> str:
        """Raises ValidationError for a name that is taken."""
        name = " ".join(str(self.cleaned_data["new_case"]).split())
        if name and Case.objects.filter(name__iexact=name).exists():
            raise ValidationError(
                "This name can't be used for a new case. Choose the case, where it is offered, or "
                "another name."
            )
        return name

    def clean_manifest(self) -> dict[str, Metadata]:
        """What it says by file name. Raises ValidationError where it can't be read."""
        upload = self.cleaned_data["manifest"]
        if upload is None:
            return {}
        try:
            return manifests.parse(upload.file, upload.name or "")
        except UnreadableError as error:
            raise ValidationError(str(error)) from error

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError where no file came, or two cases are named."""
        data = super().clean() or self.cleaned_data
        if not self.request.FILES.getlist("files"):
            raise ValidationError("Choose at least one file.")
        if data.get("case") and data.get("new_case"):
            raise ValidationError("Choose a case or name a new one, not both.")
        described = data.get("manifest") or {}
        self.absent = importing.absent(described, self.incoming())
        if described and len(self.absent) == len(described):
            self.add_error("manifest", "The manifest names none of these files.")
        return data

    def incoming(self) -> list[importing.Incoming]:
        """The files that came."""
        return [
            importing.Incoming(upload.name or "file", upload.file)
            for upload in self.request.FILES.getlist("files")
            if isinstance(upload, UploadedFile) and upload.file
        ]

    def save(self) -> ImportJob:
        """The job, with its items waiting for a worker; the case is made if it is new."""
        incoming = self.incoming()
        user: Any = self.request.user
        with transaction.atomic():
            case = self.cleaned_data["case"]
            if self.cleaned_data.get("new_case"):
                limited = self.cleaned_data["limited"]
                case = Case.objects.create(name=self.cleaned_data["new_case"], limited=limited)
                CaseMember.objects.create(case=case, user=user)
            first = incoming[0].name
            more = f" and {len(incoming) - 1} more" if len(incoming) > 1 else ""
            job = ImportJob.objects.create(
                name=f"{first[:250]}{more}", case=case, door=ImportJob.Door.ADMIN, created_by=user
            )
        manifest = self.cleaned_data["manifest"]
        importing.receive(incoming, job=job, stored=tasks.hand_on_waiting, manifest=manifest)
        return job


@dataclass(frozen=True)
class Progress:
    """How far a job is. `parts` are (status, label, number, offset), in the order of the bar."""

    total: int
    waiting: int
    working: int
    parts: list[tuple[str, str, int, int]]

    @property
    def found(self) -> bool:
        """Whether documents came of it, new or known ones."""
        came = (ImportItem.Status.IMPORTED, ImportItem.Status.DUPLICATE)
        return any(number for status, _, number, _ in self.parts if status in came)

    @property
    def done(self) -> bool:
        """Nothing waits to be read, and nothing that was read waits to be worked out."""
        return not (self.waiting or self.working)

    @classmethod
    def of(cls, job: ImportJob) -> "Progress":
        """Two queries."""
        counts = job.counts()
        unfinished = (Document.Status.IMPORTED, Document.Status.EXTRACTED)
        working = (
            Document.objects.filter(import_items__job=job, status__in=unfinished).distinct().count()
        )
        parts, offset = [], 0
        for status in (*ImportItem.Status.values[1:], ImportItem.Status.PENDING.value):
            number = counts[status]
            parts.append((status, ImportItem.Status(status).label, number, offset))
            offset += number
        return cls(offset, counts[ImportItem.Status.PENDING], working, parts)


@admin.register(ImportJob)
class ImportJobAdmin(VisibleAdmin):
    """Adding one is dropping files; its page shows its items."""

    addable = True
    list_display = ("name", neighbour("case"), "door", "created_by", "created_at", "state")
    list_filter = ("door", "created_at")
    search_fields = ("name", "case__name", "created_by__username")

    def get_queryset(self, request: HttpRequest) -> Any:
        """With whether anything still waits."""
        rows: Any = super().get_queryset(request)
        return rows.with_pending()

    @admin.display(description="state")
    def state(self, job: Any) -> str:
        """Running or done."""
        return "running" if job.is_pending else "done"

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What was imported is a record; nothing in it is edited."""
        return False

    def get_urls(self) -> list[URLPattern]:
        """Adds `<id>/items/`, the live part of a job's page, `<id>/retry/` and `demonstration/`."""
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/items/", view(self.items), name="sources_importjob_items"),
            path("<int:pk>/retry/", view(self.retry), name="sources_importjob_retry"),
            path("demonstration/", view(self.demonstration), name="sources_demonstration"),
            *super().get_urls(),
        ]

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The import page. `?case=` chooses a case beforehand."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = ImportForm(
            request.POST if request.method == "POST" else None,
            request.FILES if request.method == "POST" else None,
            request=request,
            initial={"case": request.GET.get("case")},
        )
        if request.method == "POST" and form.is_valid():
            job = form.save()
            if form.absent:
                words = "Named in the manifest, but not handed in: "
                messages.warning(request, words + ", ".join(form.absent[:ABSENT]))
            return redirect("admin:sources_importjob_change", job.pk)
        return self.page(
            request, "admin/sources/importjob/new.html", title="Import documents", form=form
        )

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The job's page: its items, live until all is done."""
        job: Any = self.get_object(request, object_id)
        if job is None:
            raise Http404
        return self.page(
            request, "admin/sources/importjob/job.html", title=job.name, **self.shown(request, job)
        )

    def items(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The live part alone."""
        return self.page(
            request,
            "admin/sources/importjob/items.html",
            **self.shown(request, self.job(request, pk)),
        )

    def retry(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Lets the failed items be read again."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        job = self.job(request, pk)
        if not self.has_add_permission(request):
            raise PermissionDenied
        ids = importing.retry_failed(job=job, by=request.user)
        tasks.hand_on(tasks.READ, ids)
        if ids:
            messages.success(request, f"Trying {len(ids)} again.")
        else:
            messages.warning(request, "Nothing to try again: these could not be received at all.")
        return redirect("admin:sources_importjob_change", pk)

    def demonstration(self, request: HttpRequest) -> HttpResponse:
        """Brings the demonstration in, for an empty system."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not (self.has_add_permission(request) and request.user.has_perm("sources.add_case")):
            raise PermissionDenied
        texts = demonstration.folder()
        if texts is None:
            messages.error(
                request, "The texts of the demonstration did not come along: seeds/ is missing."
            )
            return redirect("admin:index")
        # One of that name may be limited, and not theirs.
        if Case.objects.filter(name__iexact=demonstration.CASE).exists():
            messages.error(
                request,
                f"The name “{demonstration.CASE}” can't be used for a new case. The texts are in the folder"
                " seeds/: import them under another name.",
            )
            return redirect("admin:index")
        job = demonstration.bring_in(
            texts,
            door=ImportJob.Door.ADMIN,
            by=request.user,
            stored=tasks.hand_on_waiting,
        )
        return redirect("admin:sources_importjob_change", job.pk)

    def job(self, request: HttpRequest, pk: int) -> ImportJob:
        """The job, or 404 for one that the user may not see."""
        job: ImportJob | None = self.get_queryset(request).filter(pk=pk).first()
        if job is None or not self.has_view_permission(request, job):
            raise Http404
        return job

    def shown(self, request: HttpRequest, job: ImportJob) -> dict[str, Any]:
        """What the job's page shows of it."""
        if not self.has_view_permission(request, job):
            raise PermissionDenied
        rows = (
            visible_rows(ImportItem, request.user)
            .filter(job=job)
            .prefetch_related(Prefetch("document", queryset=visible_rows(Document, request.user)))
            .order_by("position")
        )
        failed = ImportItem.Status.FAILED
        return {
            "job": job,
            "progress": Progress.of(job),
            "failed": rows.filter(status=failed)[:SHOWN],
            "items": rows.exclude(status=failed)[:SHOWN],
            "may_retry": self.has_add_permission(request),
            "items_url": reverse("admin:sources_importjob_items", args=[job.pk]),
            "shown": SHOWN,
        }

    def page(self, request: HttpRequest, template: str, **context: Any) -> HttpResponse:
        """A page of the admin."""
        context |= {**self.admin_site.each_context(request), "opts": self.opts}
        return TemplateResponse(request, template, context)


@admin.register(ImportItem)
class ImportItemAdmin(VisibleAdmin):
    """One thing in an import and what became of it."""

    list_display = (
        "name",
        neighbour("job"),
        "status",
        "error",
        neighbour("document"),
        "received_at",
    )
    list_filter = ("status",)
    search_fields = ("name", "error")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A record of what happened."""
        return False
