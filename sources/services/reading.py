"""From an item that waits to the document that it holds. The item's status is the queue."""

import logging
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import QuerySet
from django.utils.translation import get_language_info

from sources import readers
from sources.models import Document, ImportItem, Source
from sources.readers import language as languages
from sources.readers import metadata
from sources.services import naming

logger = logging.getLogger(__name__)

# What claims can be drawn from. A text too short to tell its language is read as English.
EXTRACTABLE = frozenset({"en", languages.UNKNOWN})
# A worker that dies in mid-work leaves the item waiting, so it comes back. What has brought this many
# workers down is given up, so that the rest goes on.
ATTEMPTS = 3
_URL_BYTES = 2000  # an index entry holds no more than 2,704
_AUTHOR_CHARS = 500
_PUBLISHER_CHARS = 300
_ERROR_CHARS = 2000


def read(*, item_id: int) -> int | None:
    """Reads an item that waits and stores its document.

    Returns the id of the document whose claims are to be drawn; None where there is none: another
    worker has the item, it was read before or is gone, it failed, its text is known, or its language
    can't be read yet. Reading, storing and the change of status are one transaction, so an item that
    two workers get, or one after a crash, is stored once. Whatever is wrong with an item ends it as
    failed, in words. Raises OperationalError or InterfaceError where the database is away; the item
    waits.
    """
    if not _begin(item_id):
        return None
    with transaction.atomic():
        item = _waiting(item_id).select_related("original", "job__case").first()
        if item is None:
            return None
        try:
            with transaction.atomic():
                return _read(item)
        except Exception as error:
            if _passing(error):
                raise
            logger.exception("Item %s, %s, failed", item.pk, item.name)
            what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
            _end(item, ImportItem.Status.FAILED, error=f"Reading it went wrong ({what}).")
            return None


def storable(text: str) -> str:
    """The text without what PostgreSQL doesn't store: NUL, and half surrogate pairs."""
    return text.replace("\x00", "").encode(errors="replace").decode()


def _waiting(item_id: int) -> QuerySet[ImportItem]:
    """The item, locked until the transaction ends; none where it is done, or another worker is on it."""
    return ImportItem.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        pk=item_id, status=ImportItem.Status.PENDING
    )


def _begin(item_id: int) -> bool:
    """Counts this attempt, in a transaction of its own that a killed worker doesn't take back."""
    with transaction.atomic():
        item = _waiting(item_id).first()
        if item is None:
            return False
        if item.attempts >= ATTEMPTS:
            reason = f"Given up: {ATTEMPTS} workers ended without a result while reading it."
            _end(item, ImportItem.Status.FAILED, error=reason)
            return False
        item.attempts += 1
        item.save(update_fields=["attempts"])
        return True


def _read(item: ImportItem) -> int | None:
    assert item.original is not None  # noqa: S101 - item_pending_has_original
    part = readers.Part(
        name=item.name,
        format=item.format,
        data=bytes(item.original.content),
        known=metadata.parse(item.metadata, skip=frozenset()),
    )
    record = readers.parse(part)
    if isinstance(record, readers.Failure):
        _end(item, ImportItem.Status.FAILED, error=record.error)
        return None
    return _store(item, record)


def _store(item: ImportItem, record: readers.Record) -> int | None:
    url = _address(record.url)
    if url is None:
        error = f"“url” is “{record.url:.100}”; it must be a web address of at most {_URL_BYTES:,} bytes."
        _end(item, ImportItem.Status.FAILED, error=error)
        return None
    text_sha256 = sha256(record.text.encode()).hexdigest()
    name = " ".join((record.publisher or "").split())[:_PUBLISHER_CHARS]
    _take_turns(text=text_sha256, url=url, publisher=name.lower())

    met_before = naming.find(name) if name else None
    publisher = met_before
    if name and publisher is None:
        publisher = naming.find_or_create(name, kind=Source.Kind.OUTLET, document=None)

    same_text = Document.objects.filter(text_sha256=text_sha256).order_by("pk")
    known = same_text.filter(publisher=publisher, url=url).first()
    if known is not None:
        _join_case(known, item)
        _end(item, ImportItem.Status.DUPLICATE, document=known)
        return None

    document = _document(item, record, url=url, text_sha256=text_sha256)
    document.publisher = publisher
    document.copy_of = same_text.first()
    if url and document.copy_of is None:
        document.revises = Document.objects.filter(url=url).order_by("-pk").first()
    document.save()
    _join_case(document, item)
    if publisher is not None:
        _show_with(publisher, document, new=met_before is None)
    if document.status == Document.Status.SKIPPED:
        _end(item, ImportItem.Status.SKIPPED, document=document)
        return None
    _end(item, ImportItem.Status.IMPORTED, document=document)
    return document.pk


def _document(item: ImportItem, record: readers.Record, *, url: str, text_sha256: str) -> Document:
    language = record.language or languages.detect(record.text)
    rest = dict(record.metadata)
    author = record.author or ""
    if len(author) > _AUTHOR_CHARS:
        rest["author"], author = author, f"{author[: _AUTHOR_CHARS - 1]}…"
    document = Document(
        name=record.name,
        title=record.title or "",
        url=url,
        author=author,
        published=record.published,
        language=language,
        text=record.text,
        text_sha256=text_sha256,
        boilerplate=[list(span) for span in record.boilerplate],
        pages=list(record.pages),
        metadata=rest,
        original=item.original,
        media_type=record.media_type,
        retrieved_at=item.received_at,
    )
    if language not in EXTRACTABLE:
        document.status = Document.Status.SKIPPED
        document.status_reason = f"It is in {_language_name(language)}; claims are drawn from English texts only, so far."
    return document


def _join_case(document: Document, item: ImportItem) -> None:
    if item.job.case is not None:
        document.cases.add(item.job.case, through_defaults={"by": item.job.created_by})


def _show_with(publisher: Source, document: Document, *, new: bool) -> None:
    """A publisher that only a limited case knows of shows where its document does."""
    if not (new and publisher.document_id is None):
        naming.find_or_create(publisher.name, kind=publisher.kind, document=document)
    elif Document.objects.confined().filter(pk=document.pk).exists():
        publisher.document = document
        publisher.save(update_fields=["document"])


def _address(url: str | None) -> str | None:
    """The web address; "" where there is none, None where it is none that a link may lead to."""
    if not url:
        return ""
    try:
        URLValidator(schemes=["http", "https", "ftp"])(url)
    except ValidationError:
        return None
    return url if len(url.encode()) <= _URL_BYTES else None


def _language_name(code: str) -> str:
    try:
        return str(get_language_info(code)["name"])
    except KeyError:
        return f"a language that can't be read yet ({code})"


def _take_turns(**matters: str) -> None:
    """Waits until no other worker stores the same text, or one from the same address or publisher, so
    that this one sees what that one stored. In one order for all, so that nobody waits in a circle."""
    digests = (sha256(f"{kind} {matter}".encode()) for kind, matter in matters.items() if matter)
    keys = sorted(int.from_bytes(digest.digest()[:8], signed=True) for digest in digests)
    with connection.cursor() as cursor:
        for key in keys:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])


def _end(
    item: ImportItem,
    status: ImportItem.Status,
    *,
    document: Document | None = None,
    error: str = "",
) -> None:
    item.status = status
    item.document = document
    item.error = storable(error)[:_ERROR_CHARS]
    item.save(update_fields=["status", "document", "error"])


def _passing(error: Exception) -> bool:
    """Is it the database that is in trouble, so that waiting cures it? Else it is what is stored."""
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    code = getattr(error.__cause__, "pgcode", None) or ""
    return not code.startswith("54")  # a limit of PostgreSQL's that this row will always exceed
