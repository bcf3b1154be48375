"""From shared passages, credits and chains to the origin of each word."""

from datetime import date
from itertools import permutations
from typing import Any

import pytest
from django.contrib.auth.models import User

from claims.models import Attribution, Claim, Credit, Origin, SharedPassage, Shingle, Status
from claims.services import linking, origins, reviewing
from claims.services.origins import derive, trace
from sources.models import Document, Source
from tests.factories import (
    AttributionFactory,
    CaseFactory,
    ClaimFactory,
    DocumentFactory,
    OriginFactory,
    SourceFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

FERRY = "The ferry left Port Ellis at nine in the evening with sixty-one people on board."
COAST = "A storm caught it two miles off the coast, and it sank within eleven minutes."
BOATS = "Fishing boats from three villages pulled thirty-four of them out of the water."
INQUIRY = "The ministry of transport has opened an inquiry into the age of the vessel."
MARKET = "Prices of fish rose by a tenth at the morning market in the old harbour town."
SCHOOL = "Two schools beside the quay stayed shut so that families could wait in their halls."
WIRE = f"{FERRY} {COAST} {BOATS}"


@pytest.fixture
def analyst() -> User:
    return UserFactory.create()


def paper(text: str, name: str | None = "Paper", day: int | None = None, **more: Any) -> Document:
    """A text that `name` published on a day in March."""
    publisher = None
    if name is not None:
        publisher = Source.objects.filter(name=name).first() or SourceFactory.create(name=name)
    document: Document = DocumentFactory.create(
        text=text, publisher=publisher, published=date(2026, 3, day) if day else None, **more
    )
    return document


def said(document: Document, words: str, **fields: Any) -> Attribution:
    """The document says these words; in its own voice unless `claimant` is given."""
    start = document.text.index(words)
    given = {"claimant": document.publisher, "own_voice": "claimant" not in fields, **fields}
    row: Attribution = AttributionFactory.create(
        claim=ClaimFactory.create(document=document),
        document=document,
        start=start,
        end=start + len(words),
        origin=OriginFactory.create(source=None, document=document),
        **given,
    )
    return row


def origin(row: Attribution) -> str:
    """The name of whom the word comes from, or of the text."""
    row.refresh_from_db()
    found = row.origin
    return found.source.name if found.source else f"text {found.document_id}"


def passages() -> list[tuple[int, int, str, bool]]:
    return [
        (row.document_id, row.other_id, row.document.text[row.start : row.end], row.whole)
        for row in SharedPassage.objects.order_by("pk")
    ]


# --- Copies --------------------------------------------------------------------------------------


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_copies_of_one_wire_report_share_its_origin_whichever_came_first(
    order: tuple[int, ...],
) -> None:
    copies = [
        paper(f"PORT ELLIS (Reuters) - {WIRE}", "Herald", 4),
        paper(f"Ferry sinks\n\n{WIRE}", "Courier", 3),
        paper(WIRE.replace("eleven", "twelve"), "Tribune", 5),
    ]
    words = [said(document, BOATS) for document in copies]
    for turn in order:
        trace(copies[turn])
    assert {origin(row) for row in words} == {"Reuters"}
    assert {row.status for row in SharedPassage.objects.all()} == {Status.PROPOSED}
    assert all(row.explanation for row in SharedPassage.objects.all())


def test_a_claim_in_ten_papers_has_one_independent_origin(admin: User) -> None:
    copies = [paper(WIRE, f"Paper {n}", url=f"https://example.org/{n}") for n in range(10)]
    words = [said(document, BOATS) for document in copies]
    other = said(paper(f"{INQUIRY} {MARKET}", "Bell"), INQUIRY)
    for document in [*copies, other.document]:
        trace(document)
    Attribution.objects.update(claim=words[0].claim)
    counted: Any = Claim.objects.with_counts(admin).get(pk=words[0].claim.pk)
    assert (counted.attributions_count, counted.documents, counted.origins) == (11, 11, 2)


def test_where_no_agency_is_credited_the_first_to_publish_is_the_origin() -> None:
    late, early = paper(WIRE, "Late", 9), paper(f"{WIRE} {INQUIRY}", "Early", 2)
    words = said(late, BOATS), said(early, BOATS), said(early, INQUIRY)
    trace(late)
    assert origin(words[0]) == "Late"
    trace(early)
    assert [origin(row) for row in words] == ["Early", "Early", "Early"]


def test_without_dates_an_agency_has_it_first() -> None:
    copy = paper(f"{WIRE} {SCHOOL}", "Paper")
    wire = paper(WIRE, "Wire")
    Source.objects.filter(name="Wire").update(kind=Source.Kind.AGENCY)
    row = said(copy, FERRY)
    for document in (copy, wire):
        trace(document)
    assert origin(row) == "Wire"


def test_a_text_without_a_publisher_is_an_origin_itself() -> None:
    first, copy = paper(WIRE, None, 2), paper(f"{WIRE} {MARKET}", "Paper", 3)
    rows = said(first, FERRY), said(copy, FERRY), said(copy, MARKET)
    for document in (copy, first):
        trace(document)
    assert [origin(row) for row in rows] == [f"text {first.pk}", f"text {first.pk}", "Paper"]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_exact_copies_too_short_to_be_compared_share_an_origin(order: tuple[int, ...]) -> None:
    """The second of them is the first one's copy, and so is the third."""
    first = paper("It sank.", "First", 5)
    rest = [paper("It sank.", name, day, copy_of=first) for name, day in (("B", 3), ("C", 4))]
    copies = [first, *rest]
    words = [said(document, "It sank") for document in copies]
    for turn in order:
        trace(copies[turn])
    assert {origin(row) for row in words} == {"B"}
    assert not SharedPassage.objects.exists()


# --- Passages ------------------------------------------------------------------------------------


def test_a_passage_is_shared_and_the_rest_is_each_ones_own() -> None:
    one = paper(f"{FERRY} {COAST} {INQUIRY}", "One", 2)
    two = paper(f"{MARKET} {FERRY} {COAST}", "Two", 3)
    mine = [said(one, words) for words in (COAST, INQUIRY)]
    theirs = [said(two, words) for words in (COAST, MARKET)]
    trace(one)
    trace(two)
    assert passages() == [(one.pk, two.pk, f"{FERRY} {COAST}"[:-1], False)]
    assert [origin(row) for row in (*mine, *theirs)] == ["One", "One", "One", "Two"]


def test_a_third_text_has_only_the_part_of_a_passage_that_it_has() -> None:
    """The eldest has the first two sentences; the third one is the second text's own."""
    three = paper(f"{WIRE} {INQUIRY} {SCHOOL}", "Copy", 4)
    two = paper(f"{WIRE} {MARKET} {MARKET.replace('fish', 'bread')}", "Second", 3)
    one = paper(f"{FERRY} {COAST} {INQUIRY.replace('vessel', 'hull')}", "Eldest", 2)
    rows = [said(three, words) for words in (FERRY, COAST, BOATS)]
    for document in (one, two, three):
        trace(document)
    assert [origin(row) for row in rows] == ["Eldest", "Eldest", "Second"]


def test_a_quotation_in_two_papers_was_copied_from_neither() -> None:
    quoted = f"“{WIRE}”"
    one, two = paper(f"{INQUIRY} {quoted}", "One"), paper(f"{quoted} {MARKET}", "Two")
    for document in (one, two):
        trace(document)
    assert passages() == []


def test_boilerplate_is_no_passage() -> None:
    page = f"{SCHOOL} {MARKET}"
    texts = [f"{sentence}\n{page}" for sentence in (FERRY, COAST)]
    for number, text in enumerate(texts):
        start = text.index(page)
        trace(paper(text, f"Paper {number}", boilerplate=[[start, len(text)]]))
    assert passages() == []


# --- Speakers, chains and credits ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("named", "via", "expected"),
    [
        ("Mayor", [], "Mayor"),
        ("Mayor", ["Herald"], "Mayor"),
        (None, ["Herald"], "Herald"),
        (None, ["Herald", "Reuters"], "Reuters"),  # nearest first
        (None, ["Reuters", "experts"], "First"),  # nobody knows who they are: the text's own
        (None, [], "First"),
    ],
)
def test_whose_word_it_is(named: str | None, via: list[str], expected: str) -> None:
    first = paper(WIRE, "First", 2)
    copy = paper(f"{WIRE} {MARKET}", "Paper", 3)

    def source(name: str, document: Document) -> Source:
        known = Source.objects.filter(name=name)
        if name != "experts":
            return known.first() or SourceFactory.create(name=name)
        own = {"kind": Source.Kind.UNNAMED, "document": document}
        return known.filter(**own).first() or SourceFactory.create(name=name, **own)

    rows = []
    for document in (first, copy):
        chain = [source(name, document) for name in via]
        speaker = source(named or "experts", document)
        rows.append(said(document, FERRY, claimant=speaker, via=chain))
    for document in (copy, first):
        trace(document)
    assert [origin(row) for row in rows] == [expected, expected]
    assert len({row.origin_id for row in rows}) == 1


def test_a_speaker_who_was_merged_counts_as_the_one_that_stands() -> None:
    document, kept = paper(WIRE), SourceFactory.create(name="Emomali Rahmon")
    row = said(document, FERRY, claimant=SourceFactory.create(name="Rakhmon", merged_into=kept))
    derive([document.pk])
    assert origin(row) == "Emomali Rahmon"


def test_a_credited_agency_is_the_origin_of_what_is_the_papers_own() -> None:
    document = paper(f"PORT ELLIS (AFP) — {WIRE}", "Paper")
    mayor = SourceFactory.create(name="Mayor", kind=Source.Kind.PERSON)
    own, theirs = said(document, FERRY), said(document, COAST, claimant=mayor)
    trace(document)
    credit = Credit.objects.get()
    assert (credit.source.name, credit.source.kind) == ("AFP", "agency")
    assert credit.quote == document.text[credit.start : credit.end] == "AFP"
    assert (origin(own), origin(theirs)) == ("AFP", "Mayor")


def test_an_agency_does_not_credit_itself() -> None:
    trace(paper(f"PORT ELLIS (Reuters) - {WIRE}", "Reuters"))
    assert not Credit.objects.exists()


def test_of_two_agencies_none_is_credited() -> None:
    trace(paper(f"PORT ELLIS (Reuters) - {WIRE}\nSource: TASS"))
    assert not Credit.objects.exists()


# --- Again, and by analysts ----------------------------------------------------------------------


def state() -> tuple[list[Any], ...]:
    models = (Attribution, Credit, Origin, SharedPassage, Shingle)
    return tuple(list(model._default_manager.order_by("pk").values()) for model in models)


def test_tracing_again_changes_nothing() -> None:
    one, two = paper(f"PORT ELLIS (AFP) — {WIRE}", "One"), paper(f"{MARKET} {WIRE}", "Two")
    for document in (one, two):
        said(document, BOATS)
        trace(document)
    before = state()
    for document in (two, one, two):
        trace(document)
    assert state() == before
    assert Shingle.objects.filter(document=one).exists()


@pytest.mark.parametrize("verdict", [reviewing.confirm, reviewing.dismiss])
def test_what_an_analyst_reviewed_is_never_altered(verdict: Any, analyst: User) -> None:
    one, two = paper(f"PORT ELLIS (AFP) — {WIRE}", "One"), paper(f"{MARKET} {WIRE}", "Two")
    for document in (one, two):
        trace(document)
    rows: list[Any] = [SharedPassage.objects.get(), Credit.objects.get()]
    for row in rows:
        verdict(row, by=analyst)
        type(row)._default_manager.filter(pk=row.pk).update(explanation="As it was.", version="0")
    before = SharedPassage.objects.values().get(), Credit.objects.values().get()
    for document in (one, two):
        trace(document)
    assert (SharedPassage.objects.values().get(), Credit.objects.values().get()) == before


def test_a_proposal_that_no_longer_holds_goes() -> None:
    one, two = paper(f"PORT ELLIS (AFP) — {WIRE}", "One"), paper(f"{MARKET} {WIRE}", "Two")
    for document in (one, two):
        trace(document)
    SharedPassage.objects.update(end=7)  # as an older version found it
    Credit.objects.update(source=SourceFactory.create(name="UPI"))
    for document in (one, two):
        trace(document)
    assert [words.partition(" — ")[2] for _, _, words, _ in passages()] == [WIRE[:-1]]
    assert Credit.objects.get().source.name == "AFP"


def test_a_dismissal_gives_each_its_own_origin_again_and_taking_it_back_unites_them(
    analyst: User,
) -> None:
    one, two = paper(f"{INQUIRY} {WIRE}", "One", 2), paper(f"{WIRE} {MARKET}", "Two", 3)
    rows = [said(document, BOATS) for document in (one, two)]
    for document in (one, two):
        trace(document)
    passage = SharedPassage.objects.get()
    assert [origin(row) for row in rows] == ["One", "One"]

    reviewing.dismiss(passage, by=analyst)
    assert [origin(row) for row in rows] == ["One", "Two"]
    trace(two)
    assert [origin(row) for row in rows] == ["One", "Two"], "it is not proposed again"

    reviewing.restore(passage, by=analyst)
    assert [origin(row) for row in rows] == ["One", "One"]


def test_dismissing_a_credit_leaves_the_word_with_the_paper(analyst: User) -> None:
    document = paper(f"PORT ELLIS (AFP) — {WIRE}", "Paper")
    row = said(document, BOATS)
    trace(document)
    reviewing.dismiss(Credit.objects.get(), by=analyst)
    assert origin(row) == "Paper"
    trace(document)
    assert (origin(row), Credit.objects.get().status) == ("Paper", Status.DISMISSED)


def test_the_origin_of_a_reviewed_word_follows_and_nothing_else_of_it_changes(
    analyst: User,
) -> None:
    document = paper(f"PORT ELLIS (AFP) — {WIRE}", "Paper")
    row = said(document, BOATS)
    reviewing.confirm(row, by=analyst)
    before: dict[str, Any] = dict(Attribution.objects.values().get())
    trace(document)
    after: dict[str, Any] = dict(Attribution.objects.values().get())
    assert origin(row) == "AFP"
    assert {name for name in after if after[name] != before[name]} == {"origin_id"}


def test_another_day_or_publisher_gives_another_origin() -> None:
    one, two = paper(f"{INQUIRY} {WIRE}", "One", 2), paper(f"{WIRE} {MARKET}", "Two", 3)
    rows = [said(document, BOATS) for document in (one, two)]
    for document in (one, two):
        trace(document)
    two.published = date(2026, 3, 1)
    two.save()
    linking.retrace(two)
    assert [origin(row) for row in rows] == ["Two", "Two"]


# --- Access and cost -----------------------------------------------------------------------------


def test_what_a_limited_text_shares_shows_to_nobody_else(analyst: User) -> None:
    hidden = paper(WIRE, "One", cases=[CaseFactory.create(members=[analyst])])
    shown = paper(f"{WIRE} {MARKET}", "Two")
    for document in (hidden, shown):
        trace(document)
    stranger = UserFactory.create()
    assert SharedPassage.objects.visible_to(analyst).count() == 1
    assert not SharedPassage.objects.visible_to(stranger).exists()


def test_of_very_many_holders_the_first_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(origins, "MOST_HOLDERS", 2)
    copies = [paper(f"{WIRE} {n}", f"Paper {n}", day=n + 1) for n in range(5)]
    rows = [said(document, BOATS) for document in copies]
    for document in copies:
        trace(document)
    assert SharedPassage.objects.count() == 1 + 2 * 3, "two of those before, and no more"
    assert {origin(row) for row in rows} == {"Paper 0"}


def test_a_lookup_costs_the_same_among_many_texts(
    django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    first = paper(WIRE, "One")
    with django_assert_max_num_queries(40) as few:
        trace(first)
    for number in range(5):
        trace(paper(f"{INQUIRY} {'very ' * number}{MARKET}", f"Other {number}"))
    last = paper(f"{SCHOOL} {SCHOOL.replace('Two', 'Three')}", "One")
    with django_assert_num_queries(len(few)):
        trace(last)
