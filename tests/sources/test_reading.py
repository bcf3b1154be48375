"""An item that waits ends once: imported, known already, skipped or failed, with its error in words."""

import threading
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction

from sources.models import Case, CaseDocument, Document, ImportItem, ImportJob, Source, User
from sources.services import reading
from tests.factories import (
    CaseFactory,
    DocumentFactory,
    ImportItemFactory,
    ImportJobFactory,
    OriginalFactory,
    SourceAliasFactory,
    SourceFactory,
    UserFactory,
    sha256,
)

TEXT = "Harbour fire\n\nThe mayor said that nine boats burned down in the night.\n"
RUSSIAN = "Мэр сообщил, что ночью в гавани сгорели девять лодок. Никто не пострадал."


def waiting(text: str = TEXT, *, job: ImportJob | None = None, **known: str) -> ImportItem:
    """An item that holds a text, with what a manifest says of it."""
    data = text.encode()
    original = OriginalFactory._meta.model.objects.filter(sha256=sha256(data)).first()
    return ImportItemFactory.create(
        job=job or ImportJobFactory.create(),
        original=original or OriginalFactory.create(content=data),
        metadata=known,
    )


def read(item: ImportItem) -> ImportItem:
    """The item after a worker read it."""
    reading.read(item_id=item.pk)
    item.refresh_from_db()
    return item


def document_of(item: ImportItem) -> Document:
    document = read(item).document
    assert document is not None, item.error
    return document


# --- Documents -----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_all_that_is_known_is_stored() -> None:
    item = waiting(
        title="Nine boats lost",
        publisher="The Herald",
        url="https://herald.example/fire",
        author="A. Writer",
        published="2024-03-26",
        desk="coast",
    )
    handed_on = reading.read(item_id=item.pk)
    item.refresh_from_db()
    document = Document.objects.get()
    assert handed_on == document.pk
    assert (item.status, item.document, item.attempts) == ("imported", document, 1)
    assert (document.name, document.title, document.text) == (item.name, "Nine boats lost", TEXT)
    assert document.text_sha256 == sha256(TEXT)
    assert (document.url, document.author) == ("https://herald.example/fire", "A. Writer")
    assert (document.published, document.language) == (date(2024, 3, 26), "en")
    assert (document.original, document.media_type) == (item.original, "text/plain")
    assert document.retrieved_at == item.received_at
    assert document.metadata == {"desk": "coast"}
    assert document.publisher is not None
    assert (document.publisher.name, document.publisher.kind) == ("The Herald", "outlet")
    assert (document.status, document.copy_of, document.revises) == ("imported", None, None)
    document.full_clean()


@pytest.mark.django_db
def test_a_bare_text_needs_nothing_else() -> None:
    document = document_of(waiting())
    assert (document.title, document.publisher, document.url) == ("Harbour fire", None, "")
    assert (document.published, document.cases.count()) == (None, 0)


@pytest.mark.django_db
def test_what_belongs_to_the_page_is_marked_and_kept() -> None:
    text = f"{TEXT}\nRead More: Storm warning\n"
    document = document_of(waiting(text))
    assert document.text == text
    marked = [document.text[start:end].strip() for start, end in document.boilerplate]
    assert marked == ["Read More: Storm warning"]


@pytest.mark.django_db
def test_a_long_list_of_authors_is_cut_and_kept_whole_beside_it() -> None:
    authors = ", ".join(f"Writer {n}" for n in range(100))
    document = document_of(waiting(author=authors))
    assert len(document.author) == 500
    assert document.author.endswith("…")
    assert document.metadata == {"author": authors}


# --- Languages -----------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "known", "language", "reason"),
    [
        (RUSSIAN, {}, "ru", "It is in Russian"),
        (TEXT, {"language": "fr"}, "fr", "It is in French"),
        (TEXT, {"language": "tlh"}, "tlh", "a language that can't be read yet (tlh)"),
    ],
)
def test_a_language_that_is_not_read_yet_is_kept_and_skipped(
    text: str, known: dict[str, Any], language: str, reason: str
) -> None:
    item = waiting(text, **known)
    assert reading.read(item_id=item.pk) is None, "nothing to extract"
    item.refresh_from_db()
    document = Document.objects.get()
    assert (item.status, item.document) == ("skipped", document)
    assert (document.status, document.language, document.text) == ("skipped", language, text)
    assert reason in document.status_reason


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "known", "language"),
    [("Nine boats.", {}, "und"), (TEXT, {"language": "en-GB"}, "en"), (TEXT, {}, "en")],
)
def test_english_and_what_is_too_short_to_tell_is_imported(
    text: str, known: dict[str, Any], language: str
) -> None:
    document = document_of(waiting(text, **known))
    assert (document.status, document.language) == ("imported", language)


# --- The same again ------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_same_text_from_the_same_place_is_known() -> None:
    place: dict[str, Any] = {"publisher": "The Herald", "url": "https://herald.example/fire"}
    first = document_of(waiting(**place))
    again = waiting(**{**place, "publisher": "the  HERALD"}, title="Another title")
    assert reading.read(item_id=again.pk) is None
    again.refresh_from_db()
    assert (again.status, again.document) == ("duplicate", first)
    first.refresh_from_db()
    assert first.title == "Harbour fire", "what is stored stays as it is"
    assert Document.objects.count() == 1


@pytest.mark.django_db
def test_line_ends_make_no_other_text() -> None:
    first = document_of(waiting())
    again = read(waiting(TEXT.replace("\n", "\r\n")))
    assert (again.status, again.document) == ("duplicate", first)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "place",
    [
        {"publisher": "The Echo", "url": "https://herald.example/fire"},
        {"publisher": "The Herald", "url": "https://herald.example/copy"},
        {"publisher": "The Herald"},
        {},
    ],
)
def test_the_same_text_from_elsewhere_is_a_copy(place: dict[str, Any]) -> None:
    first = document_of(waiting(publisher="The Herald", url="https://herald.example/fire"))
    copy = document_of(waiting(**place))
    assert copy != first
    assert (copy.copy_of, copy.revises) == (first, None)


@pytest.mark.django_db
def test_all_copies_point_at_the_first() -> None:
    first, *copies = (document_of(waiting(publisher=f"Paper {n}")) for n in range(3))
    assert [copy.copy_of for copy in copies] == [first, first]


@pytest.mark.django_db
def test_a_changed_text_under_a_known_address_revises_the_latest() -> None:
    place: dict[str, Any] = {"url": "https://herald.example/fire"}
    first = document_of(waiting(**place))
    second = document_of(waiting(f"{TEXT}Two more were found later.\n", **place))
    third = document_of(waiting(f"{TEXT}Three more were found later.\n", **place))
    assert (first.revises, second.revises, third.revises) == (None, first, second)
    assert second.copy_of is None
    first.refresh_from_db()
    assert first.text == TEXT


@pytest.mark.django_db
def test_texts_without_an_address_revise_nothing() -> None:
    document_of(waiting())
    assert document_of(waiting(f"{TEXT}More.\n")).revises is None


# --- Cases and who sees what ---------------------------------------------------------------------


def into(case: Case | None) -> ImportJob:
    return ImportJobFactory.create(case=case)


@pytest.mark.django_db
def test_a_known_document_joins_the_case() -> None:
    first, second = CaseFactory.create_batch(2)
    document = document_of(waiting(job=into(first)))
    ben = UserFactory.create()
    again = read(waiting(job=ImportJobFactory.create(case=second, created_by=ben)))
    read(waiting(job=into(second)))
    assert (again.status, again.document) == ("duplicate", document)
    held = CaseDocument.objects.filter(document=document).order_by("pk")
    assert list(held.values_list("case", "by")) == [(first.pk, None), (second.pk, ben.pk)]
    earlier, later = held.values_list("joined_at", flat=True)
    assert earlier < later


@pytest.mark.django_db
def test_a_publisher_that_only_a_limited_case_knows_shows_to_its_members() -> None:
    member, stranger = UserFactory.create(), UserFactory.create()
    secret = into(CaseFactory.create(members=[member]))

    def seen(user: User) -> set[str]:
        return set(Source.objects.visible_to(user).values_list("name", flat=True))

    document = document_of(waiting(job=secret, publisher="The Whisperer"))
    assert document.publisher is not None
    assert document.publisher.document == document
    assert (seen(member), seen(stranger)) == ({"The Whisperer"}, set())

    document_of(waiting(f"{TEXT}In the open.\n", publisher="The Whisperer"))
    assert seen(stranger) == {"The Whisperer"}


@pytest.mark.django_db
def test_a_publisher_known_before_stays_known() -> None:
    source = SourceFactory.create(name="The Herald")
    secret = into(CaseFactory.create(limited=True))
    document = document_of(waiting(job=secret, publisher="THE HERALD"))
    source.refresh_from_db()
    assert (document.publisher, source.document) == (source, None)


@pytest.mark.django_db
def test_a_publisher_goes_by_its_confirmed_aliases_and_mergers() -> None:
    source = SourceFactory.create(name="The Herald")
    SourceAliasFactory.create(source=source, name="Herald Online", status="confirmed")
    SourceFactory.create(name="The Old Herald", merged_into=source)
    names = ("Herald Online", "the old herald", "The Herald")
    documents = [document_of(waiting(f"{TEXT}{name}\n", publisher=name)) for name in names]
    assert {document.publisher for document in documents} == {source}


@pytest.mark.django_db
def test_a_very_long_publisher_is_one_source() -> None:
    name = "Herald " * 60
    first = document_of(waiting(publisher=name))
    second = document_of(waiting(f"{TEXT}More.\n", publisher=name))
    assert first.publisher == second.publisher
    assert Source.objects.count() == 1


# --- What goes wrong -----------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "herald.example",
        "http://",
        f"https://e.org/{'x' * 2000}",
        "file:///etc",
    ],
)
def test_an_address_that_no_link_may_lead_to_fails_the_item(url: str) -> None:
    item = read(waiting(url=url))
    assert item.status == ImportItem.Status.FAILED
    assert item.error.startswith(f"“url” is “{url[:50]}")
    assert not Document.objects.exists()


@pytest.mark.django_db
def test_what_can_not_be_read_fails_with_the_readers_words() -> None:
    item = read(waiting("  \n"))
    assert (item.status, item.error) == ("failed", "There is no text in it.")
    assert item.original is not None, "kept, to be looked at"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"format": "tape"}, "tape"),
        ({"metadata": {"published": "yesterday"}}, "yesterday"),
        ({"metadata": 7}, "Reading it went wrong (AttributeError: "),
    ],
)
def test_the_unexpected_fails_the_item_and_nothing_else(values: dict[str, Any], words: str) -> None:
    item = waiting()
    ImportItem.objects.filter(pk=item.pk).update(**values)
    item = read(item)
    assert item.status == ImportItem.Status.FAILED
    assert words in item.error
    assert "Traceback" not in item.error
    assert not Document.objects.exists()


@pytest.mark.django_db
def test_what_brings_workers_down_is_given_up() -> None:
    item = waiting()
    ImportItem.objects.filter(pk=item.pk).update(attempts=reading.ATTEMPTS)
    assert read(item).status == ImportItem.Status.FAILED
    assert item.error == "Given up: 3 workers ended without a result while reading it."


@pytest.mark.django_db
@pytest.mark.parametrize("status", ["imported", "duplicate", "skipped"])
def test_what_is_done_is_left_alone(status: str) -> None:
    item = ImportItemFactory.create(status=status)
    assert reading.read(item_id=item.pk) is None
    item.refresh_from_db()
    assert (item.status, item.attempts) == (status, 0)


@pytest.mark.django_db
def test_what_is_gone_is_no_error() -> None:
    assert reading.read(item_id=0) is None


@pytest.mark.parametrize(
    ("text", "stored"), [("a\x00b", "ab"), ("half \ud800", "half ?"), ("Мэр – 😀", "Мэр – 😀")]
)
def test_what_postgresql_can_store(text: str, stored: str) -> None:
    assert reading.storable(text) == stored


@pytest.mark.parametrize(
    ("pgcode", "passing"), [(None, True), ("57P01", True), ("40P01", True), ("54000", False)]
)
def test_only_a_database_in_trouble_is_waited_for(pgcode: str | None, passing: bool) -> None:
    class DriverError(Exception):
        """As psycopg2's errors are."""

    DriverError.pgcode = pgcode  # type: ignore[attr-defined]
    error = OperationalError("in trouble")
    error.__cause__ = DriverError()
    assert reading._passing(error) is passing
    assert not reading._passing(ValueError("not the database"))


# --- Many workers --------------------------------------------------------------------------------


def at_once(*works: Callable[[], object]) -> None:
    """Runs these in threads that begin together, each with its own connection."""
    start = threading.Barrier(len(works))
    errors: list[BaseException] = []

    def run(work: Callable[[], object]) -> None:
        try:
            start.wait(10)
            work()
        except BaseException as error:  # noqa: BLE001 - shown below
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert errors == []


@pytest.mark.django_db(transaction=True)
def test_two_workers_read_an_item_once() -> None:
    item = waiting()
    handed_on: list[int | None] = []
    at_once(*[lambda: handed_on.append(reading.read(item_id=item.pk))] * 4)
    document = Document.objects.get()
    assert sorted(handed_on, key=str) == [document.pk, None, None, None]


@pytest.mark.django_db(transaction=True)
def test_an_item_in_another_workers_hands_is_not_waited_for() -> None:
    item = waiting()
    with transaction.atomic():
        ImportItem.objects.select_for_update().get(pk=item.pk)
        # Would wait for ever if it waited: this thread holds the row until the other one ends.
        at_once(lambda: reading.read(item_id=item.pk))
    item.refresh_from_db()
    assert (item.status, item.attempts) == ("pending", 0)


@pytest.mark.django_db(transaction=True)
def test_the_same_text_in_many_hands_is_one_document_and_its_copies_point_at_it() -> None:
    same = [waiting() for _ in range(3)]
    copies = [waiting(publisher=f"Paper {n}") for n in range(3)]
    items = [*same, *copies]
    at_once(*[lambda item=item: reading.read(item_id=item.pk) for item in items])

    documents = Document.objects.order_by("pk")
    assert len(documents) == 4
    first, *others = documents
    assert first.copy_of is None
    assert {document.copy_of for document in others} == {first}
    counted = [ImportItem.objects.filter(status=s).count() for s in ("imported", "duplicate")]
    assert counted == [4, 2]


@pytest.mark.django_db(transaction=True)
def test_a_new_publisher_in_many_hands_is_one_source() -> None:
    case = CaseFactory.create(limited=True)
    texts = [f"{TEXT}Number {n}.\n" for n in range(6)]
    items = [
        waiting(text, job=into(case if n % 2 else None), publisher="The Herald")
        for n, text in enumerate(texts)
    ]
    at_once(*[lambda item=item: reading.read(item_id=item.pk) for item in items])
    source = Source.objects.get()
    assert source.published_documents.count() == 6
    assert source in Source.objects.visible_to(UserFactory.create())


@pytest.mark.django_db(transaction=True)
def test_revisions_in_many_hands_form_a_chain() -> None:
    url = "https://herald.example/fire"
    items = [waiting(f"{TEXT}Update {n}.\n", url=url) for n in range(5)]
    at_once(*[lambda item=item: reading.read(item_id=item.pk) for item in items])
    chain = list(Document.objects.order_by("pk").values_list("pk", "revises"))
    assert [revises for _, revises in chain] == [None, *[pk for pk, _ in chain[:-1]]]


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_dies_leaves_the_item_waiting() -> None:
    """Its connection breaks, so that the database takes back what it had begun."""
    item = waiting()
    with transaction.atomic():
        assert reading.read(item_id=item.pk) is not None
        transaction.set_rollback(True)
    item.refresh_from_db()
    assert (item.status, item.document) == ("pending", None)
    assert not Document.objects.exists()
    assert read(item).status == ImportItem.Status.IMPORTED


@pytest.mark.django_db
def test_a_document_made_by_hand_counts_as_known() -> None:
    document = DocumentFactory.create(publisher=None, text=TEXT)
    assert read(waiting()).document == document
