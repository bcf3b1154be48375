"""Row rules hold in the database, with a message for people."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model

from sources.models import Document, ImportItem, ImportJob, Original, Source, SourceAlias
from tests.factories import (
    AffiliationFactory,
    CaseFactory,
    CaseMemberFactory,
    DocumentFactory,
    ImportItemFactory,
    ImportJobFactory,
    OriginalFactory,
    SourceAliasFactory,
    SourceFactory,
    UserFactory,
    sha256,
)

pytestmark = pytest.mark.django_db


def refused(factory: Any, **values: Any) -> str:
    """The name of the constraint that refuses such a row."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        factory.create(**values)
    assert caught.value.__cause__ is not None
    return str(caught.value.__cause__.diag.constraint_name)  # type: ignore[attr-defined]  # psycopg2's


def complaint(row: Model) -> str:
    """What a form would say of the row."""
    with pytest.raises(ValidationError) as caught:
        row.validate_constraints()
    return " ".join(caught.value.messages)


# --- Cases ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("again", ["Harbour fire", "HARBOUR FIRE", "harbour fire"])
def test_case_names_are_unique_whatever_their_letter_case(again: str) -> None:
    CaseFactory.create(name="Harbour fire")
    assert refused(CaseFactory, name=again) == "case_name_unique"
    assert complaint(CaseFactory.build(name=again)) == "There is a case of this name already."


def test_case_needs_a_name() -> None:
    assert refused(CaseFactory, name="") == "case_has_name"


def test_a_user_is_a_member_once() -> None:
    member = CaseMemberFactory.create()
    assert refused(CaseMemberFactory, case=member.case, user=member.user) == "case_member_once"


# --- Documents -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"text": ""}, "document_has_text"),
        ({"status": "failed"}, "document_reason_only_when_stopped"),
        ({"status": "skipped"}, "document_reason_only_when_stopped"),
        ({"status_reason": "Because."}, "document_reason_only_when_stopped"),
    ],
)
def test_document_rules(values: dict[str, Any], constraint: str) -> None:
    original = OriginalFactory.create()
    assert refused(DocumentFactory, original=original, **values) == constraint


@pytest.mark.parametrize("status", ["failed", "skipped"])
def test_a_stopped_document_says_why(status: str) -> None:
    document = DocumentFactory.create(status=status, status_reason="It is in Russian.")
    document.full_clean()


@pytest.mark.parametrize("field", ["copy_of", "revises"])
def test_a_document_is_not_its_own_copy_or_revision(field: str) -> None:
    document = DocumentFactory.create()
    with pytest.raises(IntegrityError, match="document_not_its_own_copy"), transaction.atomic():
        Document.objects.filter(pk=document.pk).update(**{field: document.pk})


def test_a_text_is_imported_once_from_one_place() -> None:
    first = DocumentFactory.create(url="https://example.org/a")
    again = {"text": first.text, "original": first.original, "url": first.url}
    assert refused(DocumentFactory, publisher=first.publisher, **again) == "document_imported_once"
    assert DocumentFactory.create(**again).pk != first.pk, "another publisher"
    again["url"] = "https://example.org/b"
    assert DocumentFactory.create(publisher=first.publisher, **again).pk != first.pk


def test_no_publisher_is_a_place_too() -> None:
    first = DocumentFactory.create(publisher=None)
    again = {"text": first.text, "original": first.original, "publisher": None}
    assert refused(DocumentFactory, **again) == "document_imported_once"


def test_a_document_shows_as_its_title_or_else_its_name() -> None:
    assert str(DocumentFactory.build(title="Fire", publisher=None, original=None)) == "Fire"
    untitled = DocumentFactory.build(title="", name="a.txt", publisher=None, original=None)
    assert str(untitled) == "a.txt"


def test_lists_leave_the_text_in_the_database() -> None:
    DocumentFactory.create()
    (listed,) = Document.objects.text_deferred()
    assert {"text", "boilerplate", "pages"} <= listed.get_deferred_fields()


def test_an_original_is_kept_once() -> None:
    first = OriginalFactory.create(content=b"The same bytes.")
    assert (first.size, first.sha256[:8]) == (15, sha256(b"The same bytes.")[:8])
    with pytest.raises(IntegrityError, match="sha256"), transaction.atomic():
        Original.objects.create(sha256=first.sha256, size=15, content=b"The same bytes.")


# --- Imports -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"status": "failed"}, "item_error_only_when_failed"),
        ({"error": "Broken."}, "item_error_only_when_failed"),
        ({"status": "imported", "error": "Broken."}, "item_error_only_when_failed"),
        ({"original": None}, "item_pending_has_original"),
    ],
)
def test_item_rules(values: dict[str, Any], constraint: str) -> None:
    assert refused(ImportItemFactory, **values) == constraint


def test_a_failed_item_has_an_error_and_needs_no_original() -> None:
    item = ImportItemFactory.create(status="failed", error="The file is empty.", original=None)
    item.validate_constraints()


def test_a_place_in_a_job_is_taken_once() -> None:
    item = ImportItemFactory.create()
    taken = {"job": item.job, "position": item.position}
    assert refused(ImportItemFactory, **taken) == "item_position_unique"
    assert ImportItemFactory.create(position=item.position).job != item.job


def test_counts_name_every_status() -> None:
    job = ImportJobFactory.create()
    ImportItemFactory.create_batch(2, job=job)
    ImportItemFactory.create(job=job, status="failed", error="Broken.")
    ImportItemFactory.create()
    assert job.counts() == {
        "pending": 2,
        "imported": 0,
        "duplicate": 0,
        "skipped": 0,
        "failed": 1,
    }


def test_a_job_is_pending_while_an_item_waits() -> None:
    waiting = ImportItemFactory.create().job
    done = ImportItemFactory.create(status="skipped").job
    pending = ImportJob.objects.with_pending().filter(is_pending=True)  # type: ignore[misc]  # an annotation
    assert list(pending) == [waiting]
    assert done not in pending


def test_a_removed_job_takes_its_items_along_but_not_the_documents() -> None:
    document = DocumentFactory.create()
    item = ImportItemFactory.create(status="imported", document=document)
    item.job.delete()
    assert not ImportItem.objects.exists()
    assert Document.objects.filter(pk=document.pk).exists()


# --- Sources -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"name": ""}, "source_has_name"),
        ({"kind": "unnamed"}, "source_unnamed_in_document"),
        ({"name": "THE HERALD"}, "source_name_unique"),
    ],
)
def test_source_rules(values: dict[str, Any], constraint: str) -> None:
    SourceFactory.create(name="The Herald")
    assert refused(SourceFactory, **values) == constraint


def test_an_unnamed_speaker_has_no_track_record_and_is_never_merged() -> None:
    document, other = DocumentFactory.create(), SourceFactory.create()
    unnamed = {"name": "experts", "kind": Source.Kind.UNNAMED, "document": document}
    assert refused(SourceFactory, **unnamed, reliability="B") == "source_unnamed_unrated"
    assert refused(SourceFactory, **unnamed, merged_into=other) == "source_unnamed_unrated"


def test_unnamed_speakers_are_one_within_a_document_and_two_across() -> None:
    document = DocumentFactory.create()
    unnamed = {"name": "experts", "kind": Source.Kind.UNNAMED}
    SourceFactory.create(**unnamed, document=document)
    again = refused(SourceFactory, **unnamed, document=document)
    assert again == "source_unnamed_once_in_document"
    SourceFactory.create(**unnamed, document=DocumentFactory.create())
    assert Source.objects.filter(name="experts").count() == 2


def test_a_source_is_not_merged_into_itself_and_a_merged_one_does_not_stand() -> None:
    source, other = SourceFactory.create_batch(2)
    with (
        pytest.raises(IntegrityError, match="source_not_merged_into_itself"),
        transaction.atomic(),
    ):
        Source.objects.filter(pk=source.pk).update(merged_into=source)
    Source.objects.filter(pk=source.pk).update(merged_into=other)
    assert list(Source.objects.standing()) == [other]


def test_an_alias_is_confirmed_for_one_source_only() -> None:
    first = SourceAliasFactory.create(name="Rakhmon", status=SourceAlias.Status.CONFIRMED)
    proposed = SourceAliasFactory.create(name="RAKHMON")
    assert proposed.source != first.source
    taken = refused(SourceAliasFactory, name="rakhmon", status=SourceAlias.Status.CONFIRMED)
    assert taken == "alias_confirmed_for_one_source"
    assert refused(SourceAliasFactory, name="rakhmon", source=first.source) == (
        "alias_once_per_source"
    )
    assert refused(SourceAliasFactory, name="") == "alias_has_name"


def test_affiliation_rules() -> None:
    ministry = SourceFactory.create()
    itself = refused(AffiliationFactory, source=ministry, organisation=ministry)
    assert itself == "affiliation_with_another"
    backwards = {"since": date(2024, 3, 2), "until": date(2024, 3, 1)}
    assert refused(AffiliationFactory, **backwards) == "affiliation_ends_after_it_began"
    known = AffiliationFactory.create()
    again = {"source": known.source, "organisation": known.organisation}
    assert refused(AffiliationFactory, **again) == "affiliation_once"
    assert AffiliationFactory.create(**again, since=date(2024, 3, 2)).pk != known.pk


# --- History -------------------------------------------------------------------------------------


def test_changes_of_sources_are_recorded_in_bulk_writes_too() -> None:
    source = SourceFactory.create(name="The Herald")
    Source.objects.filter(pk=source.pk).update(reliability="B")
    history = source.events.order_by("pgh_id").values_list("pgh_label", "reliability")  # type: ignore[attr-defined]  # pghistory adds it
    assert list(history) == [("insert", "F"), ("update", "B")]


def test_who_brought_a_job_may_leave() -> None:
    user = UserFactory.create()
    job = ImportJobFactory.create(created_by=user)
    user.delete()
    job.refresh_from_db()
    assert job.created_by is None
