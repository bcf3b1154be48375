"""What the admin shows to whom: nothing of a limited case to others, and no more than permissions say."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission, User
from django.db.models import Model
from django.test import Client

from claims.models import Attribution, Claim, Conflict, Relation, Side
from claims.services import linking
from sources.models import Case, Document, Source
from tests.factories import (
    AffiliationFactory,
    AssessmentFactory,
    AttributionFactory,
    CaseFactory,
    ClaimFactory,
    ClaimLinkFactory,
    ConflictAccountFactory,
    ConflictFactory,
    CreditFactory,
    DocumentFactory,
    EventFactory,
    ImportItemFactory,
    ImportJobFactory,
    SharedPassageFactory,
    ShingleFactory,
    SourceAliasFactory,
    SourceFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
SECRET = "Zanzibarov"


def staff(*codenames: str) -> tuple[User, Client]:
    """A user with these permissions, or all of them, who is no superuser."""
    user = UserFactory.create(is_staff=True)
    found = Permission.objects.all()
    user.user_permissions.set(found.filter(codename__in=codenames) if codenames else found)
    client = Client()
    client.force_login(user)
    return user, client


@dataclass
class World:
    """An open document and a secret one, tied to each other in every way that the models allow."""

    case: Case
    document: Document
    secret: Document
    claim: Claim
    hidden: Claim
    attribution: Attribution
    conflict: Conflict
    publisher: Source


@pytest.fixture
def world() -> World:
    case = CaseFactory.create(name=f"Case {SECRET}", members=[UserFactory.create()])
    publisher = SourceFactory.create(name="Herald")
    secret = DocumentFactory.create(
        name=f"{SECRET}.txt",
        title=f"{SECRET} speaks",
        text=f"{SECRET} said that it burned.",
        cases=[case],
    )
    document = DocumentFactory.create(
        title="Open report",
        text="The mayor said that it burned.",
        publisher=publisher,
        copy_of=secret,
        revises=secret,
        cases=[CaseFactory.create(name="Open case"), case],
    )
    event = EventFactory.create(name=f"fire of {SECRET}", document=secret)
    claim = ClaimFactory.create(text="It burned", document=document, event=event)
    hidden = ClaimFactory.create(text=f"{SECRET} burned it", document=secret, merged_into=claim)
    attribution = AttributionFactory.create(claim=claim, document=document)
    AttributionFactory.create(
        claim=claim,
        claim_as_extracted=hidden,
        document=secret,
        claimant=SourceFactory.create(name=f"{SECRET} himself", document=secret),
    )
    ClaimLinkFactory.create(
        from_claim=claim,
        to_claim=hidden,
        relation=Relation.SUPPORTS,
        explanation=f"both by {SECRET}",
    )
    conflict = ConflictFactory.create(question="Did it burn?", anchor=claim)
    ConflictAccountFactory.create(conflict=conflict, claim=claim, side=Side.FOR)
    other = ClaimFactory.create(text="It stands", document=document)
    AttributionFactory.create(claim=other, document=document, start=1)
    ConflictAccountFactory.create(conflict=conflict, claim=other)
    ConflictAccountFactory.create(conflict=conflict, claim=hidden)
    unseen = ConflictFactory.create(question=f"Who is {SECRET}?", anchor=hidden)
    ConflictAccountFactory.create(conflict=unseen, claim=hidden)
    AssessmentFactory.create(claim=hidden, rationale=f"{SECRET} was there")
    SharedPassageFactory.create(document=secret, other=document, explanation=f"from {SECRET}")
    CreditFactory.create(document=secret, quote=SECRET)
    CreditFactory.create(
        document=document, source__name=f"{SECRET} Agency", source__document=secret
    )
    ShingleFactory.create(document=secret)
    SourceAliasFactory.create(source=publisher, name=f"{SECRET} Herald", document=secret)
    AffiliationFactory.create(source=publisher, role=f"voice of {SECRET}", document=secret)
    job = ImportJobFactory.create(name=f"papers of {SECRET}", case=case)
    ImportItemFactory.create(job=job, name=f"{SECRET}.txt", original=secret.original)
    ImportItemFactory.create(
        job=ImportJobFactory.create(), name="known.txt", status="duplicate", document=secret
    )
    return World(case, document, secret, claim, hidden, attribution, conflict, publisher)


def pages() -> Iterator[tuple[str, Model | None]]:
    """Every list, searched too, and every page of every row."""
    yield "/admin/", None
    for model in admin.site._registry:
        base = f"/admin/{model._meta.app_label}/{model._meta.model_name}"
        yield f"{base}/", None
        yield f"{base}/?q={SECRET[1:6]}", None  # a part, so that its echo is no find
        for row in model._default_manager.all():
            for page in ("change", "history", "delete"):
                yield f"{base}/{row.pk}/{page}/", row


def test_nothing_of_a_limited_case_shows_to_others(world: World) -> None:
    _, stranger = staff()
    opened = 0
    for address, _ in pages():
        answer = stranger.get(address, follow=True)
        if answer.status_code in (403, 404):
            continue
        opened += 1
        shown = answer.content.decode()
        assert SECRET not in shown, address
    assert opened > 60


def test_superuser_sees_it(world: World, admin_client: Client) -> None:
    """So that the test above would notice."""
    shown = [a for a, _ in pages() if SECRET in admin_client.get(a, follow=True).content.decode()]
    assert len(shown) > 30


@pytest.mark.parametrize(
    ("model", "field"),
    [
        ("claims.claim", "event"),
        ("sources.document", "cases"),
        ("sources.importitem", "document"),
        ("claims.assessment", "claim"),
    ],
)
def test_autocompletion_offers_what_is_visible(
    world: World, admin_client: Client, model: str, field: str
) -> None:
    app, name = model.split(".")
    asked = {"app_label": app, "model_name": name, "field_name": field, "term": SECRET}
    _, stranger = staff()
    assert stranger.get("/admin/autocomplete/", asked).json()["results"] == []
    assert admin_client.get("/admin/autocomplete/", asked).json()["results"]


@pytest.mark.parametrize("page", ["original", "items", "retry"])
def test_pages_of_its_own_are_closed_too(world: World, page: str) -> None:
    _, stranger = staff()
    job = world.case.import_jobs.get()
    base = f"/admin/sources/importjob/{job.pk}"
    if page == "original":
        base = f"/admin/sources/document/{world.secret.pk}"
    ask = stranger.get if page in ("original", "items") else stranger.post
    assert ask(f"{base}/{page}/").status_code == 404


def test_filter_by_a_limited_case_answers_nothing(world: World, admin_client: Client) -> None:
    _, stranger = staff()
    address = f"/admin/sources/document/?case={world.case.pk}"
    assert "Open report" not in stranger.get(address).content.decode()
    assert "Open report" in admin_client.get(address).content.decode()


def test_saving_keeps_what_was_not_shown(world: World) -> None:
    """The form offered neither the hidden case nor the hidden event; both are still there."""
    _, stranger = staff()
    open_case = Case.objects.get(name="Open case")
    page = f"/admin/sources/document/{world.document.pk}/change/"
    answer = stranger.post(
        page, {"title": "Better title", "language": "en", "cases": [open_case.pk]}
    )
    assert answer.status_code == 302
    world.document.refresh_from_db()
    assert world.document.title == "Better title"
    assert set(world.document.cases.all()) == {open_case, world.case}
    assert world.document.copy_of == world.secret

    page = f"/admin/claims/claim/{world.claim.pk}/change/"
    assert stranger.post(page, {"text": "It burned down", "event": ""}).status_code == 302
    world.claim.refresh_from_db()
    assert (world.claim.text, world.claim.event is None) == ("It burned down", False)


def test_who_puts_a_document_into_a_case_is_known(world: World) -> None:
    """And the case is sought as one types, among those that one may see."""
    user, client = staff()
    case = CaseFactory.create(name="Second case")
    page = f"/admin/sources/document/{world.document.pk}/change/"
    assert 'data-field-name="cases"' in client.get(page).content.decode()
    kept = [*world.document.cases.all()]
    fields = {"title": "x", "language": "en"}
    chosen = {**fields, "cases": [case.pk, *(one.pk for one in kept if one != world.case)]}
    assert client.post(page, chosen).status_code == 302
    held = world.document.casedocument_set
    assert set(held.values_list("case", "by")) == {
        (case.pk, user.pk),
        *((one.pk, None) for one in kept),
    }
    forbidden = {**fields, "cases": [CaseFactory.create(members=[UserFactory.create()]).pk]}
    assert "not one of the available choices" in client.post(page, forbidden).content.decode()


def test_hidden_row_can_not_be_chosen_by_its_id(world: World) -> None:
    _, stranger = staff()
    free = ClaimFactory.create(text="It rained")
    event = world.claim.event
    assert event is not None
    answer = stranger.post(
        f"/admin/claims/claim/{free.pk}/change/", {"text": "It rained", "event": event.pk}
    )
    assert "Select a valid choice" in answer.content.decode()
    into = stranger.post(f"/admin/dossier/{free.pk}/merge/", {"into": world.hidden.pk}, follow=True)
    assert "Say into which claim" in into.content.decode()


def test_document_of_a_limited_case_stays_in_a_case(world: World, admin_client: Client) -> None:
    page = f"/admin/sources/document/{world.secret.pk}/change/"
    answer = admin_client.post(page, {"title": "x", "language": "en", "cases": []})
    assert "everybody would see it" in answer.content.decode()
    assert list(world.secret.cases.all()) == [world.case]


class TestHistory:
    """Earlier values are shown to those who may see all that they refer to."""

    def shown(self, row: Model, client: Client) -> str:
        page = f"/admin/{row._meta.app_label}/{row._meta.model_name}/{row.pk}/history/"
        return " ".join(client.get(page).content.decode().split())

    def test_a_question_that_was_put_in_hidden_words(
        self, world: World, admin_client: Client
    ) -> None:
        _, stranger = staff()
        conflict = world.conflict
        conflict.anchor, conflict.question = world.hidden, f"Did {SECRET} burn it?"
        conflict.save()
        conflict.anchor, conflict.question = world.claim, "Did it burn down?"
        conflict.save()
        conflict.question = "Did it all burn down?"
        conflict.save()

        seen = self.shown(conflict, stranger)
        assert SECRET not in seen
        assert seen.count("not shown: it is about something that you may not see") == 2
        assert "<del>Did it burn down?</del> → <ins>Did it all burn down?</ins>" in seen
        assert f"Did {SECRET} burn it?" in self.shown(conflict, admin_client)

    def test_a_source_known_from_a_hidden_document_once(self, world: World) -> None:
        _, stranger = staff()
        source = SourceFactory.create(name="Harbour Office", document=world.secret)
        source.document = world.document
        source.save()

        seen = self.shown(source, stranger)
        assert (
            str(world.secret.pk) not in seen.partition("What changed")[2].partition("</table>")[0]
        )
        assert seen.count("you may not see") == 2

    def test_what_is_gone_is_no_secret_to_a_superuser(
        self, world: World, admin_client: Client
    ) -> None:
        source = SourceFactory.create(document=DocumentFactory.create())
        Source.objects.filter(pk=source.pk).update(document=None)
        assert "you may not see" not in self.shown(source, admin_client)


def test_accounts_of_a_hidden_question_are_not_found(world: World, admin_client: Client) -> None:
    _, stranger = staff()
    account = ConflictAccountFactory.create(
        conflict=Conflict.objects.get(anchor=world.hidden), claim=world.claim
    )
    for query in ("", f"?q={SECRET}"):
        page = f"/admin/claims/conflictaccount/{query}"
        assert f"/{account.pk}/change/" not in stranger.get(page).content.decode()
        assert f"/{account.pk}/change/" in admin_client.get(page).content.decode()


def test_names_of_a_hidden_source_are_not_found(world: World, admin_client: Client) -> None:
    _, stranger = staff()
    hidden = Source.objects.get(name=f"{SECRET} himself")
    alias = SourceAliasFactory.create(source=hidden, name="Z.", document=world.document)
    speaks = AffiliationFactory.create(source=world.publisher, organisation=hidden, role="envoy")
    for row in (alias, speaks):
        page = f"/admin/sources/{row._meta.model_name}/?q={SECRET}"
        assert f"/{row.pk}/change/" not in stranger.get(page).content.decode()
        assert f"/{row.pk}/change/" in admin_client.get(page).content.decode()


def test_questions_are_put_anew_where_other_people_see_a_document(admin_client: Client) -> None:
    event = EventFactory.create(names=["Old Mill"])
    counted = {"event": event, "measure": "killed", "bound": "exact", "unit": "persons"}
    case = CaseFactory.create(members=[UserFactory.create()])
    claims = [ClaimFactory.create(**counted, low=n, high=n) for n in (3, 5)]
    for claim in claims:
        AttributionFactory.create(claim=claim)
    linking.relink([claims[0].pk])
    assert Conflict.objects.get().anchor == claims[0]

    document: Document = claims[0].document  # type: ignore[assignment]  # the factory makes one
    fields = {"title": "x", "language": "en", "publisher": document.publisher_id}
    page = f"/admin/sources/document/{document.pk}/change/"
    assert admin_client.post(page, {**fields, "cases": [case.pk]}).status_code == 302

    assert list(document.cases.all()) == [case]
    assert Conflict.objects.get().anchor == claims[1], "whose document all may see"


class TestViewOnly:
    VIEW = (
        "view_document",
        "view_claim",
        "view_attribution",
        "view_conflict",
        "view_claimlink",
        "view_case",
        "view_importjob",
        "view_source",
    )

    @pytest.fixture
    def viewer(self) -> Client:
        return staff(*self.VIEW)[1]

    def test_pages_open_without_buttons(self, world: World, viewer: Client) -> None:
        for row in (world.document, world.claim, world.conflict, world.publisher):
            page = f"/admin/{row._meta.app_label}/{row._meta.model_name}/{row.pk}/change/"
            shown = viewer.get(page, follow=True).content.decode()
            assert str(row) in shown
            for word in (
                "<button>Confirm",
                ">Confirm</button>",
                ">Resolve</button>",
                'name="_save"',
            ):
                assert word not in shown, (page, word)

    @pytest.mark.parametrize("verb", ["confirm", "reject", "restore"])
    def test_claim_is_not_changed(self, world: World, viewer: Client, verb: str) -> None:
        words = {"reason": "not a claim"}
        assert viewer.post(f"/admin/triage/{world.claim.pk}/{verb}/", words).status_code == 403
        world.claim.refresh_from_db()
        assert (world.claim.status, world.claim.merged_into) == ("proposed", None)

    def test_conflict_is_not_resolved(self, world: World, viewer: Client) -> None:
        words = {"finding": "real conflict", "rationale": "Because."}
        page = f"/admin/conflicts/{world.conflict.pk}/resolve/"
        assert viewer.post(page, words).status_code == 403
        world.conflict.refresh_from_db()
        assert world.conflict.state == Conflict.State.OPEN

    def test_nothing_is_imported(self, viewer: Client) -> None:
        assert viewer.get("/admin/sources/importjob/add/").status_code == 403
        assert "Drop files here" not in viewer.get("/admin/").content.decode()

    def test_first_page_shows_what_may_be_viewed(self, world: World) -> None:
        _, nobody = staff("view_affiliation")
        shown = nobody.get("/admin/").content.decode()
        assert "Did it burn?" not in shown
        assert "Open case" not in shown
        _, reader = staff("view_conflict")
        shown = reader.get("/admin/").content.decode()
        assert "Did it burn?" in shown
        assert "Open case" not in shown


def test_those_who_are_no_staff_are_asked_to_log_in(client: Client, world: World) -> None:
    client.force_login(UserFactory.create())
    for page in ("/admin/", f"/admin/sources/document/{world.document.pk}/original/"):
        answer = client.get(page)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/admin/login/")


def test_machine_fields_are_not_edited(admin_client: Client, world: World) -> None:
    page = f"/admin/claims/attribution/{world.attribution.pk}/change/"
    words = {
        "claimant": world.attribution.claimant_id,
        "stance": "denies",
        "quote": "other words",
        "start": 3,
    }
    assert admin_client.post(page, words).status_code == 302
    before = world.attribution.quote
    world.attribution.refresh_from_db()
    assert (world.attribution.stance, world.attribution.quote) == ("denies", before)


@pytest.mark.parametrize(
    "model",
    [
        "document",
        "source",
        "originals",
        "claim",
        "attribution",
        "conflict",
        "assessment",
        "event",
        "claimlink",
        "user",
    ],
)
def test_what_others_build_on_is_not_deleted(
    admin_client: Client, world: World, model: str
) -> None:
    app = {"user": "auth", "document": "sources", "source": "sources", "originals": "sources"}.get(
        model, "claims"
    )
    name = model.removesuffix("s") if model == "originals" else model
    row = next(
        m for m in admin.site._registry if m._meta.label_lower == f"{app}.{name}"
    )._default_manager.first()
    assert row is not None
    assert (
        admin_client.post(f"/admin/{app}/{name}/{row.pk}/delete/", {"post": "yes"}).status_code
        == 403
    )


def test_case_is_deleted_only_while_empty(admin_client: Client, world: World) -> None:
    """Its documents would become open to all."""
    empty = CaseFactory.create()
    page = "/admin/sources/case/{}/delete/"
    assert admin_client.post(page.format(world.case.pk), {"post": "yes"}).status_code == 403
    assert admin_client.post(page.format(empty.pk), {"post": "yes"}).status_code == 302
    assert not Case.objects.filter(pk=empty.pk).exists()
