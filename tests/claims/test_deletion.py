"""Taking a document out of the database: all of it goes, unless others build on it; then it says so."""

import pytest
from django.db.models import RestrictedError

from claims.models import Attribution, Claim, Event, Origin
from claims.services import merging
from sources.models import Document, Source
from tests.factories import (
    AttributionFactory,
    ClaimFactory,
    DocumentFactory,
    EventFactory,
    OriginFactory,
    SourceFactory,
)

pytestmark = pytest.mark.django_db


def _said(document: Document, **fields: object) -> Attribution:
    """Somebody unnamed says something in the document; all of it was drawn from there."""
    event = EventFactory.create(document=document)
    speaker = SourceFactory.create(name="experts", kind=Source.Kind.UNNAMED, document=document)
    said: Attribution = AttributionFactory.create(
        claim=ClaimFactory.create(document=document, event=event),
        claimant=speaker,
        via=[SourceFactory.create(document=document)],
        **fields,
    )
    return said


def test_a_document_goes_with_all_that_was_drawn_from_it() -> None:
    document, other = DocumentFactory.create_batch(2)
    _said(document)
    kept = _said(other)
    joined = ClaimFactory.create(document=document)
    merging.join(
        joined, into=Claim.objects.get(document=document, merged_into=None, pk__lt=joined.pk)
    )

    document.delete()

    assert list(Document.objects.all()) == [other]
    assert list(Claim.objects.all()) == [kept.claim]
    assert list(Attribution.objects.all()) == [kept]
    assert list(Event.objects.all()) == [kept.claim.event]
    known_from = Source.objects.filter(document__isnull=False)
    assert set(known_from.values_list("document", flat=True)) == {other.pk}


def test_what_another_document_builds_on_stays_and_says_what_holds_it() -> None:
    document, other = DocumentFactory.create_batch(2)
    mine, theirs = _said(document), _said(other)
    merging.join(theirs.claim, into=mine.claim)

    with pytest.raises(RestrictedError, match=r"Attribution\.claim|Claim\.merged_into"):
        document.delete()
    assert Document.objects.count() == 2

    merging.part(Claim.objects.get(pk=theirs.claim_as_extracted_id))
    document.delete()
    assert list(Attribution.objects.all()) == [theirs]


def test_the_first_text_of_a_word_stays_while_copies_share_its_origin() -> None:
    document, copy = DocumentFactory.create_batch(2)
    origin = OriginFactory.create(source=None, document=document)
    _said(document, origin=origin)
    _said(copy, origin=origin)

    with pytest.raises(RestrictedError, match=r"Attribution\.origin"):
        document.delete()
    copy.delete()
    document.delete()

    assert not Origin.objects.exists()
