"""What extraction finds, as rows: each field of each."""

from datetime import date
from typing import Any

import numpy as np
import pytest

from claims import extraction
from claims.extraction import types as found
from claims.extraction.types import Extraction, Frame, Quantity, Span, Speaker
from claims.models import Attribution, AttributionVia, Claim, Event, Origin
from claims.services import extracting
from sources.models import Document, Source
from tests.factories import DocumentFactory, SourceFactory

pytestmark = pytest.mark.django_db
TEXT = "🔥 Mayor Ives told the Herald: ‘Three, she said, barns burned’ at Vesk."
DAY = date(2026, 3, 3)
IVES = Speaker("Mayor Ives", "person")
HERALD = Speaker("The Vesk Herald", "outlet")
WITNESSES = Speaker("witnesses", "unnamed")
FIRE = found.Event("fire at Vesk", "fire", "Vesk", ("Vesk", "Mill Lane"), DAY, None, main=True)


def at(words: str, *parts: tuple[int, int]) -> Span:
    start = TEXT.index(words)
    return Span(words, start, start + len(words), parts)


def claim(text: str = "Three barns burned", **fields: Any) -> found.Claim:
    return found.Claim(text, 0, len(text), 0.75, **fields)


def attribution(**fields: Any) -> found.Attribution:
    values: dict[str, Any] = {
        "claimant": None,
        "cue": None,
        "content": at("barns burned"),
        "speaker": IVES,
        "via": (),
        "stance": "asserts",
        "likelihood": None,
        "hedged": False,
        "direct": False,
        "confidence": 0.5,
        "claim": 0,
    }
    return found.Attribution(**{**values, **fields})


def counted(measure: str, low: float | None, high: float | None, **fields: Any) -> Quantity:
    values = {"bound": "exact", "unit": "barns", "text": "Three", "start": 0, "end": 5, "claim": 0}
    return Quantity(measure, low, high, **{**values, **fields})


@pytest.fixture
def document() -> Document:
    return DocumentFactory.create(text=TEXT, publisher=SourceFactory.create(name="Daily Bell"))


def store(document: Document, **parts: Any) -> None:
    extracting._store(document, Extraction("en", **{"claims": (claim(),), **parts}))


def test_an_event(document: Document) -> None:
    store(document, events=(FIRE,))
    row = Event.objects.get()
    assert (row.name, row.kind, row.place, row.names) == (
        *("fire at Vesk", "fire", "Vesk", ["Vesk", "Mill Lane"]),
    )
    assert (row.date_from, row.date_to, row.main, row.document) == (DAY, None, True, document)
    assert (row.status, row.merged_into, row.merge_reason) == ("proposed", None, "")


def test_what_is_too_long_is_cut(document: Document) -> None:
    long = found.Event("n" * 400, "k" * 60, "p" * 300, ("s" * 300,), None, None, main=False)
    frame = Frame("p" * 60, "s" * 300, "o" * 300)
    number = counted("m" * 60, 3, 3, unit="u" * 60)
    store(document, events=(long,), claims=(claim("t" * 600, frame=frame),), quantities=(number,))
    event, row = Event.objects.get(), Claim.objects.get()
    cut = [event.name, event.kind, event.place, *event.names]
    cut += [row.text, row.predicate, row.subject, row.object, row.measure, row.unit]
    assert [len(text) for text in cut] == [300, 50, 200, 200, 500, 50, 200, 200, 50, 50]


def test_a_claim_with_all_that_is_known_of_it(document: Document) -> None:
    frame = Frame("involved", "citizens of Tajikistan", "")
    store(
        document,
        events=(FIRE,),
        claims=(claim(event=0, frame=frame), claim("It rained")),
        quantities=(
            counted("burned", 3, None, bound="at least", as_of=DAY),
            counted("killed", 7, 7),
        ),
    )
    row, bare = Claim.objects.order_by("pk")
    assert (row.text, row.check_worthiness, row.document) == ("Three barns burned", 0.75, document)
    assert row.event == Event.objects.get()
    assert (row.predicate, row.subject, row.object) == ("nationality", "attackers", "tajikistan")
    assert (row.measure, row.low, row.high, row.bound) == ("burned", 3, None, "at least"), "1st"
    assert (row.unit, row.as_of, row.status) == ("barns", DAY, "proposed")
    empty = (bare.event, bare.predicate, bare.subject, bare.measure, bare.low, bare.bound)
    assert empty == (None, "", "", "", None, "")
    vectors = np.array([row.embedding, bare.embedding])
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1], abs=1e-4)
    assert vectors[0] @ vectors[1] < 0.9, "each its own"


def test_an_attribution_with_all_that_is_known_of_it(document: Document) -> None:
    content = at("Three, she said, barns burned", (31, 36), (47, 59))
    store(
        document,
        attributions=(
            attribution(
                claimant=at("Mayor Ives"),
                cue=at("told"),
                content=content,
                via=(HERALD,),
                stance="reports",
                likelihood="likely",
                hedged=True,
                direct=True,
                confidence=0.8,
            ),
        ),
    )
    row = Attribution.objects.get()
    assert row.claim == row.claim_as_extracted == Claim.objects.get()
    assert (row.document, row.quote) == (document, "Three, she said, barns burned")
    assert row.quote == TEXT[row.start : row.end]
    assert row.spans == [[31, 36], [47, 59]]
    assert TEXT[row.claimant_start : row.claimant_end] == "Mayor Ives"
    assert TEXT[row.cue_start : row.cue_end] == "told"
    assert (row.stance, row.likelihood, row.hedged, row.direct) == ("reports", "likely", True, True)
    assert row.claimant is not None
    assert (row.claimant.name, row.claimant.kind) == ("Mayor Ives", "person")
    assert (row.own_voice, row.confidence, row.status) == (False, 0.8, "proposed")
    assert row.method == f"{extraction.METHOD} {extraction.VERSION}"
    assert (row.origin.source, [via.source.name for via in row.via_chain.all()]) == (
        *(row.claimant, ["The Vesk Herald"]),
    )


@pytest.mark.parametrize("published", [True, False])
def test_an_authors_own_word(published: bool, document: Document) -> None:
    if not published:
        document.publisher = None
    store(document, attributions=(attribution(speaker=None),))
    row = Attribution.objects.get()
    assert (row.own_voice, row.claimant) == (True, document.publisher)
    whose = (row.origin.document, row.origin.source)
    assert whose == ((None, document.publisher) if published else (document, None))
    places = (row.claimant_start, row.claimant_end, row.cue_start, row.cue_end)
    assert (places, row.spans, row.likelihood) == ((None,) * 4, [], "")


def test_the_chain_in_its_order_and_each_once(document: Document) -> None:
    bell = Speaker("Daily Bell", "outlet")
    store(document, attributions=(attribution(speaker=WITNESSES, via=(HERALD, bell, HERALD)),))
    steps = AttributionVia.objects.order_by("position").values_list("position", "source__name")
    assert list(steps) == [(0, "The Vesk Herald"), (1, "Daily Bell")]
    assert Origin.objects.get().source == document.publisher, "the farthest, known already"
    assert Source.objects.filter(name="Daily Bell").count() == 1


@pytest.mark.parametrize(
    ("differs", "rows"),
    [
        ({"confidence": 0.9, "likelihood": "likely", "via": (HERALD,)}, 1),
        ({"speaker": Speaker("mayor ives", "person")}, 1),
        ({"stance": "denies"}, 2),
        ({"claim": 1}, 2),
        ({"content": at("burned")}, 2),
        ({"speaker": None}, 2),
        ({"speaker": WITNESSES}, 2),
    ],
)
def test_what_is_found_twice_is_stored_once(
    differs: dict[str, Any], rows: int, document: Document
) -> None:
    twice = (attribution(), attribution(**differs))
    store(document, claims=(claim(), claim("It rained")), attributions=twice)
    assert Attribution.objects.count() == rows
    assert Attribution.objects.earliest("pk").confidence == 0.5, "the first one"
    assert AttributionVia.objects.count() == 0


def test_nothing_found_stores_nothing(document: Document) -> None:
    store(document, claims=())
    assert not any(model.objects.exists() for model in (Event, Claim, Attribution, Origin))


def test_what_is_stored_of_a_text_is_what_is_found_in_it() -> None:
    text = (
        "Barns burn in Vesk\n\nAt least 3 people were killed in the fire in Vesk, Mayor Ives said. "
        "The fire brigade denied that the barns had been locked.\n\nSubscribe to our newsletter."
    )
    skipped = [[text.index("Subscribe"), len(text)]]
    document = DocumentFactory.create(
        text=text, title="Barns burn in Vesk", published=DAY, boilerplate=skipped
    )
    assert extracting.extract(document_id=document.pk)
    again = extraction.extract(
        text, title=document.title, published=DAY, boilerplate=[(skipped[0][0], skipped[0][1])]
    )
    rows = list(Attribution.objects.order_by("pk"))
    assert [(r.start, r.end, r.stance, r.hedged, r.confidence) for r in rows] == [
        (a.content.start, a.content.end, a.stance, a.hedged, a.confidence)
        for a in again.attributions
    ]
    assert [c.text for c in Claim.objects.order_by("pk")] == [c.text for c in again.claims]
    assert {"asserts", "denies"} <= {row.stance for row in rows}
    assert all(row.end <= skipped[0][0] for row in rows)
