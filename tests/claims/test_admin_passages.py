"""The pages of shared passages, credits and the index they are found by."""

from datetime import date

import pytest
from django.test import Client

from claims.models import Attribution, Credit, SharedPassage
from claims.services import origins
from sources.models import Document
from tests.factories import (
    AttributionFactory,
    ClaimFactory,
    CreditFactory,
    DocumentFactory,
    SharedPassageFactory,
    ShingleFactory,
    SourceFactory,
)

pytestmark = pytest.mark.django_db

FERRY = "The ferry left Port Ellis at nine in the evening with sixty-one people on board."
COAST = "A storm caught it two miles off the coast, and it sank within eleven minutes."


def paper(name: str, day: int, text: str) -> Attribution:
    """What a paper says in its own voice, in the whole of a text."""
    publisher = SourceFactory.create(name=name)
    document = DocumentFactory.create(
        publisher=publisher, published=date(2026, 3, day), text=text, title=f"{name} on the ferry"
    )
    claim = ClaimFactory.create(document=document)
    said: Attribution = AttributionFactory.create(claim=claim, claimant=publisher, own_voice=True)
    return said


@pytest.fixture
def copied() -> tuple[Attribution, Attribution]:
    """One paper has two paragraphs of another."""
    said = paper("Early", 2, f"{FERRY} {COAST}"), paper("Late", 3, f"{FERRY} {COAST} It was dark.")
    for row in said:
        origins.trace(row.document)
    return said


def origin(row: Attribution) -> str:
    row.refresh_from_db()
    return str(row.origin)


def test_a_passage_is_listed_with_both_texts_and_its_reason(
    copied: tuple[Attribution, Attribution], admin_client: Client
) -> None:
    page = admin_client.get("/admin/claims/sharedpassage/").content.decode()
    passage = SharedPassage.objects.get()
    for words in ("Early on the ferry", "Late on the ferry", passage.explanation):
        assert words in page
    assert "Early" in admin_client.get("/admin/claims/sharedpassage/?q=early").content.decode()
    row = admin_client.get(f"/admin/claims/sharedpassage/{passage.pk}/change/").content.decode()
    assert passage.explanation in row
    assert 'name="start"' not in row, "nothing of it is edited"


def reviewed(client: Client, row: SharedPassage | Credit, verb: str) -> None:
    words = {"action": f"{verb}_selected", "_selected_action": [row.pk]}
    client.post(f"/admin/claims/{row._meta.model_name}/", words)


def test_a_dismissed_passage_gives_each_its_own_origin(
    copied: tuple[Attribution, Attribution], admin_client: Client
) -> None:
    assert [origin(row) for row in copied] == ["Early", "Early"]
    reviewed(admin_client, SharedPassage.objects.get(), "dismiss")
    assert [origin(row) for row in copied] == ["Early", "Late"]
    reviewed(admin_client, SharedPassage.objects.get(), "restore")
    assert [origin(row) for row in copied] == ["Early", "Early"]


def test_a_dismissed_credit_leaves_the_word_with_the_paper(admin_client: Client) -> None:
    said = paper("Early", 2, f"PORT ELLIS (AFP) - {FERRY}")
    origins.trace(said.document)
    assert origin(said) == "AFP"
    page = admin_client.get("/admin/claims/credit/?q=afp").content.decode()
    assert "Early on the ferry" in page
    reviewed(admin_client, Credit.objects.get(), "dismiss")
    assert origin(said) == "Early"


def test_a_selection_is_reviewed_at_once(admin_client: Client) -> None:
    for factory in (SharedPassageFactory, CreditFactory):
        rows = [factory.create() for _ in range(2)]
        model = type(rows[0])
        words = {"action": "dismiss_selected", "_selected_action": [row.pk for row in rows]}
        admin_client.post(f"/admin/claims/{model._meta.model_name}/", words)
        assert set(model._default_manager.values_list("status", flat=True)) == {"dismissed"}


def test_another_day_of_publication_gives_another_origin(
    copied: tuple[Attribution, Attribution], admin_client: Client
) -> None:
    late = Document.objects.get(pk=copied[1].document_id)
    form = {"title": late.title, "language": "en", "published": "2026-03-01"}
    answer = admin_client.post(
        f"/admin/sources/document/{late.pk}/change/", {**form, "publisher": late.publisher_id or ""}
    )
    assert answer.status_code == 302
    assert [origin(row) for row in copied] == ["Late", "Late"]


def test_the_index_is_found_by_a_band(admin_client: Client) -> None:
    shingle, other = ShingleFactory.create(band=777), ShingleFactory.create(band=778)
    page = admin_client.get("/admin/claims/shingle/?q=777").content.decode()
    assert str(shingle.document.title) in page
    assert str(other.document.title) not in page
    opened = admin_client.get(f"/admin/claims/shingle/{shingle.pk}/change/")
    assert opened.status_code == 200
