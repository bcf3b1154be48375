"""From a name to a Source: by its name, by a confirmed alias, or as a new one."""

from django.db import IntegrityError, transaction
from django.db.models.functions import Lower

from sources.models import Affiliation, Document, Source, SourceAlias


def find(name: str) -> Source | None:
    """The standing source of this name or confirmed alias; letter case does not matter."""
    key = name.strip().lower()
    named = Source.objects.exclude(kind=Source.Kind.UNNAMED).annotate(key=Lower("name"))
    source = named.filter(key=key).first()
    if source is None:
        alias = (
            SourceAlias.objects.filter(status=SourceAlias.Status.CONFIRMED)
            .annotate(key=Lower("name"))
            .filter(key=key)
            .select_related("source")
            .first()
        )
        source = alias.source if alias else None
    while source is not None and source.merged_into is not None:
        source = source.merged_into
    return source


def find_or_create(name: str, *, kind: str, document: Document | None) -> Source:
    """The source of this name, made where there is none.

    `document` is where the name was met. A source known from a document that few may see becomes
    known to all once a document that all may see names it, so that reading never depends on which
    was imported first. Raises ValueError for an empty name.
    """
    name = " ".join(name.split())[:300]
    if not name:
        raise ValueError("A source needs a name.")
    if kind == Source.Kind.UNNAMED:
        return _unnamed(name, document)
    source = find(name)
    if source is None:
        try:
            with transaction.atomic():
                return Source.objects.create(name=name, kind=kind, document=document)
        except IntegrityError:  # another worker was faster
            source = find(name)
            if source is None:
                raise
    widen(source, document)
    return source


def _unnamed(name: str, document: Document | None) -> Source:
    source = Source.objects.filter(
        name__iexact=name, kind=Source.Kind.UNNAMED, document=document
    ).first()
    return source or Source.objects.create(name=name, kind=Source.Kind.UNNAMED, document=document)


def widen(row: Source | SourceAlias | Affiliation, document: Document | None) -> None:
    """What only a limited case knows becomes known to all once `document`, which all may see, tells it
    too."""
    if row.document_id is None or document is None or row.document_id == document.pk:
        return
    confined = Document.objects.confined()
    if (
        confined.filter(pk=row.document_id).exists()
        and not confined.filter(pk=document.pk).exists()
    ):
        row.document = document
        row.save(update_fields=["document"])
