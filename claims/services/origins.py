"""Where words first came from: passages that documents share, credited agencies, and each attribution's
origin. What is derived here is derived anew whenever what it rests on changes."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import connection
from django.db.models import Q

from claims import linking
from claims.extraction.types import Speaker
from claims.linking import origins
from claims.linking.origins import Reading, Shared
from claims.models import Attribution, Credit, Origin, SharedPassage, Shingle, Status
from claims.services import conflicts, merging, speakers
from sources.models import Document, Source

METHOD, CREDIT_METHOD = "minhash", "credit"
VERSION = linking.VERSION
# Of the documents that have a sentence so many are compared, those that came first; of all those that
# share something, the ones that share most.
MOST_HOLDERS = 20
MOST_PARTNERS = 50
# So many documents that hang together by shared passages are looked at when one arrives.
MOST_RELATED = 200
# Origins are derived for so many documents at once, and for those that hang together with them.
BATCH = 50


def trace(document: Document) -> None:
    """Finds what the document shares with others and whom it credits, and gives its words, and those of
    the others where that changes anything, their origins.

    Idempotent; a reviewed passage or credit is never altered. Called within a transaction that took
    its turn (`merging.take_turn`), so that two copies that arrive together meet.
    """
    reading = origins.read(document.text, [(start, end) for start, end in document.boilerplate])
    _remember(document, reading)
    _share(document, reading)
    _credit(document)
    derive([document.pk])


def _remember(document: Document, reading: Reading) -> None:
    if Shingle.objects.filter(document=document).exists():
        return  # the text never changes
    Shingle.objects.bulk_create(
        (
            Shingle(band=band, document=document, start=stretch.start, end=stretch.end)
            for stretch, bands in origins.bands(reading)
            for band in sorted(set(bands))
        ),
        batch_size=2_000,
    )


def _share(document: Document, reading: Reading) -> None:
    for other in _partners(document):
        theirs = origins.read(other.text, [(start, end) for start, end in other.boilerplate])
        one, two = sorted((document, other), key=lambda row: row.pk)
        readings = {document.pk: reading, other.pk: theirs}
        _store(one, two, origins.shared(readings[one.pk], readings[two.pk]))


def _partners(document: Document) -> list[Document]:
    """Documents with a sentence much like one of this document's, or with much the same text."""
    query = """
        SELECT near.document_id FROM claims_shingle mine CROSS JOIN LATERAL (
            SELECT document_id FROM claims_shingle
            WHERE band = mine.band AND document_id <> mine.document_id
            ORDER BY document_id LIMIT %s
        ) near
        WHERE mine.document_id = %s
        GROUP BY near.document_id ORDER BY count(*) DESC, near.document_id LIMIT %s"""
    with connection.cursor() as cursor:
        cursor.execute(query, [MOST_HOLDERS, document.pk, MOST_PARTNERS])
        ids = [pk for (pk,) in cursor.fetchall()]
    return list(Document.objects.filter(pk__in=ids).only("text", "boilerplate").order_by("pk"))


def _store(one: Document, other: Document, found: Sequence[Shared]) -> None:
    """Makes these the proposals between two documents; what an analyst reviewed stays and is not
    proposed again."""
    known = list(SharedPassage.objects.filter(document=one, other=other))
    reviewed = [row for row in known if row.status != Status.PROPOSED]
    wanted = {
        (s.start, s.end, s.other_start, s.other_end): s
        for s in found
        if not any(_covers(row.start, row.end, s.start, s.end) for row in reviewed)
    }
    for row in known:
        place = row.start, row.end, row.other_start, row.other_end
        if row.status == Status.PROPOSED and wanted.pop(place, None) is None:
            row.delete()
    SharedPassage.objects.bulk_create(
        SharedPassage(
            document=one,
            start=s.start,
            end=s.end,
            other=other,
            other_start=s.other_start,
            other_end=s.other_end,
            whole=s.whole,
            confidence=round(s.alike, 3),
            method=METHOD,
            version=VERSION,
            explanation=_explained(s),
        )
        for s in wanted.values()
    )


def _explained(found: Shared) -> str:
    share = f"{found.words} words, {found.alike:.0%} of them in the same order"
    return f"Much the same text: {share}." if found.whole else f"A shared passage: {share}."


def _credit(document: Document) -> None:
    found = origins.credited(document.text)
    known = Credit.objects.filter(document=document)
    if found is None:
        known.filter(status=Status.PROPOSED).delete()
        return
    source = speakers.resolve(Speaker(found.agency, Source.Kind.AGENCY), document)
    known.filter(status=Status.PROPOSED).exclude(source=source).delete()
    if source.pk != document.publisher_id and not known.exists():
        Credit.objects.create(
            document=document,
            source=source,
            start=found.start,
            end=found.end,
            quote=document.text[found.start : found.end],
            confidence=found.confidence,
            method=CREDIT_METHOD,
            version=VERSION,
            explanation=found.reason,
        )


# --- Each word's origin --------------------------------------------------------------------------


@dataclass
class _Text:
    """A document as far as its origin goes."""

    pk: int
    publisher: Source | None
    credit: Source | None
    rank: tuple[date, bool, str, int]
    # (start, end) here, and (document, start, end) there
    passages: list[tuple[int, int, int, int, int]] = field(default_factory=list)


def derive(document_ids: Iterable[int]) -> None:
    """Gives the attributions in these documents, and in those that hang together with them by shared
    passages, their origins anew.

    A named speaker's word comes from that speaker, a word without a name from the farthest of those
    who passed it on. What is left is the text's own: it comes from the agency that is credited by any
    of the texts that have the passage, else from the publisher of the first of them, else from that
    text. The first is the one published first; where nothing tells, an agency's.
    """
    texts = _related(set(document_ids))
    rows = (
        Attribution.objects.filter(document__in=texts)
        .select_related("claimant__merged_into")
        .prefetch_related("via_chain__source__merged_into")
        .order_by("pk")
    )
    changed, moved = [], []
    known: dict[tuple[str, int], Origin] = {}
    for row in rows:
        named = None if row.own_voice else row.claimant
        via = [step.source for step in row.via_chain.all()]
        source: Source | int = speakers.voice(named, via) or _text_origin(row, texts)
        origin = _origin(source, known)
        if row.origin_id != origin.pk:
            moved.append((row.claim_id, row.origin_id, origin.pk))
            row.origin = origin
            changed.append(row)
    Attribution.objects.bulk_update(changed, ["origin"], batch_size=500)
    conflicts.follow_origins(moved)


def family(source_ids: Iterable[int]) -> set[int]:
    """These sources and all that count for them, directly or through others, by id."""
    found, layer = set(source_ids), set(source_ids)
    while layer:
        merged = Source.objects.filter(merged_into__in=layer)
        layer = set(merged.values_list("pk", flat=True)) - found
        found |= layer
    return found


def derive_words_of(source_ids: Iterable[int]) -> None:
    """Gives the words that are these sources' their origins anew, wherever they stand."""
    ids = family(source_ids)
    said = Attribution.objects.filter(Q(claimant__in=ids) | Q(via_chain__source__in=ids))
    documents = set(said.order_by().values_list("document", flat=True))
    documents |= set(Document.objects.filter(publisher__in=ids).values_list("pk", flat=True))
    documents |= set(Credit.objects.filter(source__in=ids).values_list("document", flat=True))
    ordered = sorted(documents)
    for begin in range(0, len(ordered), BATCH):
        derive(ordered[begin : begin + BATCH])


def _origin(source: Source | int, known: dict[tuple[str, int], Origin]) -> Origin:
    """The origin of a source, or of a document by its id."""
    key = ("document", source) if isinstance(source, int) else ("source", source.pk)
    if key not in known:
        known[key], _ = (
            Origin.objects.get_or_create(document_id=source)
            if isinstance(source, int)
            else Origin.objects.get_or_create(source=source)
        )
    return known[key]


def _text_origin(row: Attribution, texts: dict[int, _Text]) -> Source | int:
    """Whose the text is in which an attribution stands."""
    having = [texts[pk] for pk in _having(texts, row.document_id, row.start, row.end)]
    credited = [text for text in having if text.credit is not None]
    first = min(credited or having, key=lambda text: text.rank)
    return first.credit or first.publisher or first.pk


def _having(texts: dict[int, _Text], document: int, start: int, end: int) -> Iterator[int]:
    """The documents that have this stretch of a document, itself the first."""
    seen = {document}
    layer: list[tuple[int, int, int]] = [(document, start, end)]
    while layer:
        at, begin, finish = layer.pop()
        yield at
        for here, there, other, other_start, other_end in texts[at].passages:
            if other in texts and other not in seen and _covers(here, there, begin, finish):
                seen.add(other)
                # Not all of the passage: a third text may have another part of it.
                scale = (other_end - other_start) / (there - here)
                moved = [
                    other_start + round(scale * (min(max(place, here), there) - here))
                    for place in (begin, finish)
                ]
                layer.append((other, moved[0], moved[1]))


def _covers(start: int, end: int, begin: int, finish: int) -> bool:
    """Does a passage hold at least half of a stretch?"""
    return 2 * (min(end, finish) - max(start, begin)) >= finish - begin


def _related(document_ids: set[int]) -> dict[int, _Text]:
    """These documents and those that share passages with them, directly or through others."""
    found, layer = set(document_ids), set(document_ids)
    passages = set()
    while layer and len(found) < MOST_RELATED:
        rows = (
            SharedPassage.objects.standing()
            .filter(Q(document__in=layer) | Q(other__in=layer))
            .order_by("pk")
            .values_list("document", "start", "end", "other", "other_start", "other_end")
        )
        passages |= set(rows[: MOST_RELATED * MOST_HOLDERS])
        layer = {pk for row in passages for pk in (row[0], row[3])} - found
        found |= layer
    # An exact copy is known as one even where the text is too short to be compared.
    known = Document.objects.filter(pk__in=found, copy_of__isnull=False)
    found |= {pk for pk in known.values_list("copy_of", flat=True) if pk is not None}
    copies = Document.objects.filter(copy_of__in=found).order_by("pk")[:MOST_RELATED]
    first = dict(copies.values_list("pk", "copy_of_id"))
    found |= set(first)
    texts = {text.pk: text for text in _texts(found)}
    for one, start, end, other, other_start, other_end in sorted(passages):
        if one in texts and other in texts:
            texts[one].passages.append((start, end, other, other_start, other_end))
            texts[other].passages.append((other_start, other_end, one, start, end))
    for copy, original in first.items():
        if original is not None:
            texts[copy].passages.append((0, _END, original, 0, _END))
            texts[original].passages.append((0, _END, copy, 0, _END))
    return texts


_END = 2**31 - 1


def _texts(ids: set[int]) -> Iterator[_Text]:
    credits_: dict[int, Source] = defaultdict()
    rows = Credit.objects.standing().filter(document__in=ids).select_related("source__merged_into")
    for credit in rows.order_by("-status", "-confidence", "-pk"):
        credits_[credit.document_id] = merging.root(credit.source)
    documents = Document.objects.filter(pk__in=ids).select_related("publisher__merged_into")
    for row in documents.only("published", "text_sha256", "publisher"):
        publisher = merging.root(row.publisher) if row.publisher else None
        agency = publisher is not None and publisher.kind == Source.Kind.AGENCY
        rank = (row.published or date.max, not agency, row.text_sha256, row.pk)
        yield _Text(row.pk, publisher, credits_.get(row.pk), rank)
