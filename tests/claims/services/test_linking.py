"""From documents to claims, links and conflicts, on the real extraction and the real database."""

from datetime import date

import pytest
from django.contrib.auth.models import User

from claims import extraction
from claims.models import (
    Attribution,
    Claim,
    ClaimLink,
    Conflict,
    ConflictAccount,
    Event,
    Origin,
    Relation,
    Side,
    Stance,
    Status,
)
from claims.services import reviewing
from claims.services.extracting import extract
from claims.services.linking import claims_of, link, regather
from sources.models import Document, Source
from tests.factories import CaseFactory, DocumentFactory, EventFactory, SourceFactory, UserFactory

pytestmark = pytest.mark.django_db

MORNING = """Ferry sinks off Zanzibar

A ferry sank off Zanzibar on Tuesday. At least 31 people were killed in the sinking of the ferry \
off Zanzibar, the coast guard said. Kenya denied any involvement in the sinking of the ferry.
"""
EVENING = """Toll of Zanzibar ferry rises

The police said that 38 people were killed in the sinking of the ferry off Zanzibar on Tuesday. \
Tanzania accused Kenya of involvement in the sinking of the ferry.
"""
ELSEWHERE = """Quake in Chile

An earthquake struck Valdivia in Chile on Monday. The mayor said that 12 people were killed in the \
earthquake in Valdivia.
"""


@pytest.fixture
def analyst() -> User:
    return UserFactory.create()


def process(text: str, day: int = 4, **fields: object) -> Document:
    """A document that went all the way."""
    document: Document = DocumentFactory.create(
        text=text, title=text.partition("\n")[0], published=date(2026, 3, day), **fields
    )
    assert extract(document_id=document.pk)
    assert link(document_id=document.pk)
    document.refresh_from_db()
    assert document.status == Document.Status.LINKED
    return document


def killed(document: Document) -> Claim:
    return Claim.objects.get(pk__in=claims_of(document), measure="killed")


def test_quotes_are_the_text_between_their_offsets() -> None:
    document = process(MORNING)

    said = list(Attribution.objects.filter(document=document))
    assert said
    for attribution in said:
        assert attribution.quote == document.text[attribution.start : attribution.end]
        assert attribution.method == f"{extraction.METHOD} {extraction.VERSION}"


def test_each_step_is_taken_once() -> None:
    document = process(MORNING)
    rows = Attribution.objects.count(), Claim.objects.count(), Source.objects.count()

    assert not extract(document_id=document.pk)
    assert not link(document_id=document.pk)
    Document.objects.update(status=Document.Status.EXTRACTED)
    assert link(document_id=document.pk)

    assert (Attribution.objects.count(), Claim.objects.count(), Source.objects.count()) == rows


def test_a_later_count_updates_the_earlier_one() -> None:
    morning, evening = process(MORNING, day=4), process(EVENING, day=6)

    found = ClaimLink.objects.get(relation=Relation.UPDATES)
    assert (found.from_claim, found.to_claim) == (killed(evening), killed(morning))
    assert "killed: 38" in found.explanation
    assert "at least 31" in found.explanation
    conflict = Conflict.objects.get(kind=Conflict.Kind.QUANTITY)
    assert conflict.question.startswith("How many people were killed in the ")
    assert {account.claim for account in conflict.accounts.all()} == {
        killed(morning),
        killed(evening),
    }


def test_what_one_report_gives_as_a_part_is_the_toll_of_another() -> None:
    """Both then share the claim of the part, which all the same is at odds with the whole."""
    short = (
        "A bomb exploded in Arusha on Monday. Four people were killed in the explosion in Arusha.\n"
    )
    process(short)
    long = process(
        "A bomb exploded in Arusha on Monday. Five people were killed in the explosion in Arusha, the "
        "mayor said.\n\nThe mayor said that four people were killed in the explosion at once.\n"
    )

    low, high = Claim.objects.filter(pk__in=claims_of(long), measure="killed").order_by("low")
    assert (low.low, high.low) == (4, 5)
    found = ClaimLink.objects.get(from_claim__in=(low, high), to_claim__in=(low, high))
    assert found.relation == Relation.CONTRADICTS
    assert found.explanation == "killed: 4 against 5; counted on the same day"


def test_an_accusation_and_its_denial_are_two_sides_of_one_claim() -> None:
    morning, evening = process(MORNING), process(EVENING)

    denial = Attribution.objects.get(document=morning, stance=Stance.DENIES)
    accusation = Attribution.objects.get(document=evening, claimant__name="Tanzania")
    assert denial.claim_id == accusation.claim_id
    assert denial.claim_as_extracted_id != accusation.claim_as_extracted_id
    conflict = Conflict.objects.get(kind=Conflict.Kind.SIDES)
    assert conflict.question.startswith("Was Kenya involved in the ")
    assert {a.side for a in conflict.accounts.all()} == {Side.FOR, Side.AGAINST}


def test_a_join_by_the_machine_says_why() -> None:
    process(MORNING)
    process(EVENING)

    joined = ClaimLink.objects.get(relation=Relation.SAME_AS, from_claim__predicate="involved")
    assert joined.status == Status.PROPOSED
    assert (joined.method, joined.explanation) == ("text", "the same words")


def test_the_dead_of_another_event_are_no_account_of_these() -> None:
    process(MORNING)
    chile = process(ELSEWHERE)

    linked = ClaimLink.objects.filter(from_claim=killed(chile)).union(
        ClaimLink.objects.filter(to_claim=killed(chile))
    )
    assert not linked.exists()
    assert not ConflictAccount.objects.filter(claim=killed(chile)).exists()


def test_what_an_analyst_parted_stays_apart(analyst: User) -> None:
    process(MORNING)
    evening = process(EVENING)
    joined = Claim.objects.get(merged_into__isnull=False, predicate="involved")

    reviewing.unmerge(joined, by=analyst)
    assert not Conflict.objects.filter(kind=Conflict.Kind.SIDES).exists()

    Document.objects.filter(pk=evening.pk).update(status=Document.Status.EXTRACTED)
    link(document_id=evening.pk)
    joined.refresh_from_db()
    assert joined.merged_into is None


def test_a_dismissed_link_is_neither_proposed_again_nor_gathered(analyst: User) -> None:
    process(MORNING, day=4)
    evening = process(EVENING, day=6)
    update = ClaimLink.objects.get(relation=Relation.UPDATES)

    reviewing.dismiss(update, by=analyst)
    Document.objects.filter(pk=evening.pk).update(status=Document.Status.EXTRACTED)
    link(document_id=evening.pk)

    update.refresh_from_db()
    assert update.status == Status.DISMISSED
    assert not Conflict.objects.filter(kind=Conflict.Kind.QUANTITY).exists()


def test_a_resolved_conflict_opens_again_when_a_new_account_arrives(analyst: User) -> None:
    process(MORNING, day=4)
    process(EVENING, day=6)
    conflict = Conflict.objects.get(kind=Conflict.Kind.QUANTITY)
    reviewing.resolve(conflict, finding="superseded", rationale="The later count.", by=analyst)

    process(EVENING.replace("38 people", "52 people"), day=8)

    conflict.refresh_from_db()
    assert conflict.state == Conflict.State.OPEN
    assert "52 people" in conflict.reopened_because
    assert conflict.accounts.count() == 3


def test_a_repetition_leaves_a_resolved_conflict_closed(analyst: User) -> None:
    process(MORNING, day=4)
    process(EVENING, day=6)
    conflict = Conflict.objects.get(kind=Conflict.Kind.QUANTITY)
    reviewing.resolve(conflict, finding="superseded", rationale="The later count.", by=analyst)

    process(EVENING, day=7)

    conflict.refresh_from_db()
    assert conflict.state == Conflict.State.RESOLVED


def test_one_event_for_both_documents() -> None:
    morning, evening = process(MORNING), process(EVENING)

    assert killed(morning).event == killed(evening).event
    assert Event.objects.filter(merged_into__isnull=False).exists()


def test_copies_share_an_origin_and_speakers_are_one_whoever_quotes_them() -> None:
    first = process(MORNING)
    copy = process(MORNING, copy_of=first)

    origins = {
        document: set(
            Attribution.objects.filter(document=document).values_list("origin", flat=True)
        )
        for document in (first, copy)
    }
    assert origins[first] == origins[copy]
    assert Origin.objects.filter(source__name="Kenya").count() == 1


def test_the_authors_own_voice_is_the_publishers() -> None:
    document = process(MORNING, publisher=SourceFactory.create(name="Coast Times"))

    own = Attribution.objects.filter(document=document, own_voice=True)
    assert own.exists()
    assert {a.claimant.name for a in own if a.claimant} == {"Coast Times"}
    assert {a.origin.source for a in own} == {document.publisher}


def test_a_limited_document_shows_outsiders_nothing_and_its_members_all(analyst: User) -> None:
    case = CaseFactory.create(members=[analyst])
    outsider = UserFactory.create()
    process(MORNING, day=4, cases=[case])
    evening = process(EVENING, day=6)

    assert Conflict.objects.visible_to(analyst).count() == Conflict.objects.count() == 2
    assert not Conflict.objects.visible_to(outsider).exists()
    shown = Claim.objects.visible_to(outsider).standing()
    assert set(shown.values_list("pk", flat=True)) == set(claims_of(evening))
    for source in Source.objects.visible_to(outsider):
        assert "oast guard" not in source.name


def test_whichever_comes_first_the_open_document_keeps_its_claims_in_sight(analyst: User) -> None:
    case = CaseFactory.create(members=[analyst])
    outsider = UserFactory.create()
    process(MORNING, cases=[case])
    evening = process(EVENING)

    mine = Attribution.objects.filter(document=evening)
    assert set(Attribution.objects.visible_to(outsider)) == set(mine)
    accused = Claim.objects.get(pk__in=claims_of(evening), predicate="involved")
    assert accused.document == evening


def test_a_text_that_breaks_the_extraction_fails_alone() -> None:
    document = DocumentFactory.create(boilerplate=[["broken"]])

    assert not extract(document_id=document.pk)

    document.refresh_from_db()
    assert document.status == Document.Status.FAILED
    assert "ValueError" in document.status_reason
    assert not Claim.objects.filter(document=document).exists()


# --- Claims about no event ------------------------------------------------------------------------

DRUNK = "The helmsman was drunk on the bridge, the harbour master said."
SOBER = {
    "not": "The helmsman was not drunk on the bridge, his lawyer said.",
    "denies": "His lawyer denied that the helmsman was drunk on the bridge.",
    "otherwise": "The helmsman was sober on the bridge, his lawyer said.",
}


@pytest.mark.parametrize("said", SOBER)
def test_opposed_words_about_no_event_are_at_odds_in_one_case(said: str) -> None:
    case = CaseFactory.create()
    process(f"After the night\n\n{DRUNK}", cases=[case])
    process(f"A lawyer speaks\n\n{SOBER[said]}", cases=[case])

    accounts = set(ConflictAccount.objects.values_list("claim__text", "side"))
    drunk = "The helmsman was drunk on the bridge."
    assert accounts == {
        (drunk, "for"),
        ("The helmsman was sober on the bridge.", "for")
        if said == "otherwise"
        else (drunk, "against"),
    }
    asked = {
        "Was the helmsman sober?"
        if said == "otherwise"
        else "Was the helmsman drunk on the bridge?"
    }
    assert set(Conflict.objects.values_list("question", flat=True)) == asked


@pytest.mark.parametrize("where", ["none", "others", "collection"])
def test_without_one_case_they_are_about_two(where: str) -> None:
    cases = CaseFactory.create_batch(2)
    placed = {"none": ([], []), "others": (cases[:1], cases[1:])}.get(where, (cases[:1],) * 2)
    if where == "collection":
        for town in ("Valdivia", "Lagos", "Oslo"):
            EventFactory.create(
                place=town,
                main=True,
                document=DocumentFactory.create(cases=cases[:1], status="linked"),
            )
    process(f"After the night\n\n{DRUNK}", cases=placed[0])
    process(f"A lawyer speaks\n\n{SOBER['not']}", cases=placed[1])

    assert not Conflict.objects.exists()
    assert not ClaimLink.objects.exists()


def test_they_meet_once_both_documents_are_in_one_case() -> None:
    case = CaseFactory.create()
    first = process(f"After the night\n\n{DRUNK}", cases=[case])
    second = process(f"A lawyer speaks\n\n{SOBER['not']}")
    assert not Conflict.objects.exists()

    second.cases.add(case)
    regather(second)

    conflict = Conflict.objects.get()
    assert {a.claim.document for a in conflict.accounts.all()} == {first, second}
