"""From a document to its claims and attributions, as rows."""

from collections.abc import Sequence

from claims import extraction
from claims.extraction.types import Attribution as Found
from claims.extraction.types import Extraction, Quantity, Speaker
from claims.linking.embeddings import encoder
from claims.linking.frames import canonical
from claims.models import Attribution, AttributionVia, Claim, Event
from claims.services import speakers
from claims.services.queue import moved, work_on
from claims.services.statements import keyed
from sources.models import Document, Source

METHOD = f"{extraction.METHOD} {extraction.VERSION}"


def extract(*, document_id: int) -> bool:
    """Finds who says what in a document, and stores it; True if this call did the work.

    Safe to call again and by several workers: the document's status moves once, in the transaction
    that stores the rows.
    """
    return work_on(document_id, status=Document.Status.IMPORTED, work=_extract)


def _extract(document: Document) -> None:
    found = extraction.extract(
        document.text,
        title=document.title or None,
        published=document.published,
        language=document.language,
        boilerplate=[(start, end) for start, end in document.boilerplate],
    )
    # What somebody only wants or feels is nothing to check.
    _store(document, found.only(a for a in found.attributions if not a.attitude))
    moved(document, Document.Status.EXTRACTED)


def _store(document: Document, found: Extraction) -> None:
    events = Event.objects.bulk_create(
        keyed(
            Event(
                name=event.name[:300],
                kind=event.kind[:50],
                place=(event.place or "")[:200],
                names=[name[:200] for name in event.names],
                people=[name[:200] for name in event.people],
                date_from=event.date_from,
                date_to=event.date_to,
                document=document,
                main=event.main,
            )
        )
        for event in found.events
    )
    claims = _store_claims(document, found, events)
    sources: dict[Speaker, Source] = {}

    def source(speaker: Speaker) -> Source:
        if speaker not in sources:
            sources[speaker] = speakers.resolve(speaker, document)
        return sources[speaker]

    rows, chains, seen = [], [], set()
    for item in found.attributions:
        claimant = source(item.speaker) if item.speaker else document.publisher
        via = list(dict.fromkeys(source(speaker) for speaker in item.via))
        row = _attribution(document, item, claimant, claims[item.claim])
        row.origin = speakers.origin_of(claimant if item.speaker else None, via, document)
        key = (row.start, row.end, row.claimant_id, row.claim_id, row.stance)
        if key not in seen:
            seen.add(key)
            rows.append(row)
            chains.append(via)
    Attribution.objects.bulk_create(rows)
    AttributionVia.objects.bulk_create(
        AttributionVia(attribution=row, position=position, source=passer)
        for row, chain in zip(rows, chains, strict=True)
        for position, passer in enumerate(chain)
    )


def _store_claims(
    document: Document, found: Extraction, events: Sequence[Event]
) -> Sequence[Claim]:
    counted: dict[int, Quantity] = {}
    for quantity in found.quantities:
        counted.setdefault(quantity.claim, quantity)
    vectors = encoder().embed([claim.text for claim in found.claims])
    rows = []
    for index, claim in enumerate(found.claims):
        row = Claim(
            text=claim.text[:500],
            event=events[claim.event] if claim.event is not None else None,
            check_worthiness=claim.check_worthiness,
            embedding=vectors[index],
            document=document,
        )
        if claim.frame:
            frame = canonical(claim.frame)
            row.predicate = frame.predicate[:50]
            row.subject, row.object = frame.subject[:200], frame.object[:200]
        if index in counted:
            number = counted[index]
            row.measure = number.measure[:50]
            row.low, row.high = number.low, number.high
            row.bound, row.unit, row.as_of = number.bound, number.unit[:50], number.as_of
        rows.append(row)
    return Claim.objects.bulk_create(rows)


def _attribution(
    document: Document, item: Found, claimant: Source | None, claim: Claim
) -> Attribution:
    return Attribution(
        claim=claim,
        claim_as_extracted=claim,
        claimant=claimant,
        document=document,
        quote=document.text[item.content.start : item.content.end],
        start=item.content.start,
        end=item.content.end,
        spans=[list(span) for span in item.content.spans],
        claimant_start=item.claimant.start if item.claimant else None,
        claimant_end=item.claimant.end if item.claimant else None,
        cue_start=item.cue.start if item.cue else None,
        cue_end=item.cue.end if item.cue else None,
        stance=item.stance,
        likelihood=item.likelihood or "",
        hedged=item.hedged,
        direct=item.direct,
        own_voice=item.speaker is None,
        confidence=item.confidence,
        method=METHOD,
    )
