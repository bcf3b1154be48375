"""What is changed through the form of a record: recorded, undone, followed by what rests on it, and never
over somebody else's work."""

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.test import Client

from claims.models import Action, Claim, ClaimLink, Conflict, Event, Stance, Status
from claims.services import actions, desk, linking, reviewing
from sources.models import Case, Source
from tests.factories import (
    AssessmentFactory,
    AttributionFactory,
    CaseFactory,
    ClaimFactory,
    DocumentFactory,
    EventFactory,
    SourceFactory,
)
from tests.people import member

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana() -> tuple[User, Client]:
    return member("analyst", "ana")


@pytest.fixture
def ben() -> tuple[User, Client]:
    return member("analyst", "ben")


def address(row: Model) -> str:
    return f"/admin/{row._meta.app_label}/{row._meta.model_name}/{row.pk}/change/"


def filled_in(client: Client, row: Model) -> dict[str, Any]:
    """The form of a row as a browser would send it back."""
    answer = client.get(f"{address(row)}?record=1")
    seen = answer.context["form_token"]
    assert f'name="seen" value="{seen}"' in answer.content.decode()
    return fields(answer) | {"seen": seen}


def entered(client: Client, model: type[Model], words: dict[str, Any]) -> Any:
    """A row that is entered by hand."""
    base = f"/admin/{model._meta.app_label}/{model._meta.model_name}/add/"
    assert client.post(base, fields(client.get(base)) | words).status_code == 302
    return model._default_manager.latest("pk")


def fields(answer: Any) -> dict[str, Any]:
    shown = [*answer.context["adminform"].form]
    for inline in answer.context["inline_admin_formsets"]:
        shown += inline.formset.management_form
    values = {bound.html_name: sent(bound) for bound in shown}
    values |= {b.html_initial_name: sent(b) for b in shown if b.field.show_hidden_initial}
    return {name: value for name, value in values.items() if value not in (None, "", "False")}


def sent(bound: Any) -> Any:
    value = bound.value()
    if isinstance(value, list):
        return [bound.field.prepare_value(one) for one in value]
    return value if value is None else str(value)


def post(client: Client, row: Model, words: dict[str, Any]) -> str:
    answer = client.post(address(row), words, follow=True)
    assert answer.redirect_chain, answer.context["errors"]
    return " ".join(answer.content.decode().split())


def last(by: User) -> Action:
    action = actions.last_of(by)
    assert action is not None
    return action


def now(row: Any) -> Any:
    return type(row).objects.get(pk=row.pk)


# factory, field, before, after
FORMS: list[tuple[Any, str, Any, Any]] = [
    (ClaimFactory, "text", "Nine people were killed", "Ten people were killed"),
    (AttributionFactory, "stance", Stance.ASSERTS, Stance.DENIES),
    (EventFactory, "place", "Port Ellis", "Port Elsa"),
    (DocumentFactory, "title", "Fire at the mill", "Fire at the old mill"),
    (SourceFactory, "name", "Herald of Elis", "Herald of Ellis"),
    (CaseFactory, "description", "The fire.", "The fire at the mill."),
]
EACH = pytest.mark.parametrize(
    ("factory", "field", "before", "after"), FORMS, ids=[f._meta.model.__name__ for f, *_ in FORMS]
)


@EACH
def test_a_saved_record_is_recorded_and_undone(
    ana: tuple[User, Client], factory: Any, field: str, before: Any, after: Any
) -> None:
    user, client = ana
    row = factory.create(**{field: before})
    was = actions.read([row])
    post(client, row, filled_in(client, row) | {field: after})
    assert getattr(now(row), field) == after
    action = last(user)
    assert action in Action.objects.visible_to(user)
    assert action.reason == field

    page = "/admin/undo/"
    client.post(page)
    assert actions.read([row]) == was
    assert now(action).undone_by == user


@EACH
def test_what_somebody_else_changed_meanwhile_stands(
    ana: tuple[User, Client],
    ben: tuple[User, Client],
    factory: Any,
    field: str,
    before: Any,
    after: Any,
) -> None:
    row = factory.create(**{field: before})
    seen = filled_in(ben[1], row)
    post(ana[1], row, filled_in(ana[1], row) | {field: after})
    third = before + "." if field != "stance" else Stance.DOUBTS
    shown = post(ben[1], row, seen | {field: third})
    assert f"ana has {actions.done(last(ana[0]))} ({field}) at" in shown.replace("Ana", "ana")
    assert "Nothing of yours was saved" in shown
    assert getattr(now(row), field) == after
    assert not Action.objects.filter(by=ben[0]).exists()


@EACH
def test_it_is_not_undone_over_a_later_change(
    ana: tuple[User, Client],
    ben: tuple[User, Client],
    factory: Any,
    field: str,
    before: Any,
    after: Any,
) -> None:
    row = factory.create(**{field: before})
    post(ana[1], row, filled_in(ana[1], row) | {field: after})
    third = before + "." if field != "stance" else Stance.DOUBTS
    post(ben[1], row, filled_in(ben[1], row) | {field: third})
    with pytest.raises(ValidationError, match=f"ben has changed it since .*{field}"):
        actions.undo(last(ana[0]), by=ana[0])
    assert getattr(now(row), field) == third


@EACH
def test_saving_it_as_it_was_is_nothing(
    ana: tuple[User, Client], factory: Any, field: str, before: Any, after: Any
) -> None:
    row = factory.create(**{field: before})
    was = actions.read([row])
    post(ana[1], row, filled_in(ana[1], row))
    assert actions.read([row]) == was
    assert not Action.objects.exists()


def test_what_others_do_to_the_rest_of_a_row_stands(
    ana: tuple[User, Client], ben: tuple[User, Client]
) -> None:
    claim = ClaimFactory.create(text="Nine died")
    seen = filled_in(ana[1], claim)
    desk.confirm(now(claim), by=ben[0], seen="")
    post(ana[1], claim, seen | {"text": "Ten died"})
    assert (now(claim).text, now(claim).status, now(claim).reviewed_by) == (
        *("Ten died", Status.CONFIRMED, ben[0]),
    )


ENTERED: list[tuple[type[Any], dict[str, Any]]] = [
    (Claim, {"text": "Ten people were killed"}),
    (Event, {"name": "Fire at the mill", "kind": "fire"}),
    (Source, {"name": "Herald", "kind": "outlet", "reliability": "F"}),
    (Case, {"name": "The fire"}),
]


@pytest.mark.parametrize(("model", "words"), ENTERED, ids=[m.__name__ for m, _ in ENTERED])
def test_what_was_entered_goes_when_undone(
    ana: tuple[User, Client], model: type[Any], words: dict[str, Any]
) -> None:
    user, client = ana
    entered(client, model, words)
    assert model.objects.count() == 1
    assert last(user).verb == "enter"
    actions.undo(last(user), by=user)
    assert not model.objects.exists()


def test_what_was_entered_stays_where_others_build_on_it(ana: tuple[User, Client]) -> None:
    user, client = ana
    hang: dict[type[Any], Any] = {
        Claim: lambda row: AssessmentFactory.create(claim=row),
        Event: lambda row: ClaimFactory.create(event=row),
        Source: lambda row: DocumentFactory.create(publisher=row),
        Case: lambda row: DocumentFactory.create(cases=[row]),
    }
    for model, words in ENTERED:
        row = entered(client, model, words)
        action = last(user)
        hang[model](row)
        with pytest.raises(ValidationError, match="other records build on it"):
            actions.undo(action, by=user)
        assert model.objects.filter(pk=row.pk).exists()


# --- What follows --------------------------------------------------------------------------------


def counted(number: int, event: Event) -> Claim:
    claim: Claim = ClaimFactory.create(
        text=f"{number} people were killed",
        event=event,
        measure="killed",
        bound="exact",
        unit="persons",
        low=number,
        high=number,
    )
    AttributionFactory.create(claim=claim)
    return claim


def test_another_number_makes_a_conflict_and_undoing_it_none(ana: tuple[User, Client]) -> None:
    client = ana[1]
    event = EventFactory.create()
    counted(3, event)
    claim = counted(3, event)
    linking.relink([claim.pk])
    assert not Conflict.objects.exists()

    post(client, claim, filled_in(client, claim) | {"low": 5, "high": 5})
    assert Conflict.objects.count() == 1
    client.post("/admin/undo/")
    assert not Conflict.objects.exists()


def test_another_event_ends_a_conflict_and_undoing_it_begins_it(ana: tuple[User, Client]) -> None:
    user, client = ana
    event = EventFactory.create(name="Fire at the old mill", date_from=date(2026, 3, 3))
    other = EventFactory.create(
        name="Crash in Lodi", kind="crash", names=["Lodi"], date_from=date(2025, 1, 1)
    )
    claim, _ = counted(3, event), counted(5, event)
    linking.relink([claim.pk])
    assert Conflict.objects.count() == 1

    post(client, claim, filled_in(client, claim) | {"event": other.pk})
    assert not Conflict.objects.exists()
    actions.undo(last(user), by=user)
    assert Conflict.objects.count() == 1


def test_another_stance_makes_a_conflict(ana: tuple[User, Client]) -> None:
    user, client = ana
    claim = ClaimFactory.create()
    _, second = (AttributionFactory.create(claim=claim, start=n) for n in range(2))
    post(client, second, filled_in(client, second) | {"stance": "denies"})
    assert Conflict.objects.get().anchor == claim
    assert (now(second).status, now(second).reviewed_by) == (Status.CONFIRMED, user)
    client.post("/admin/undo/")
    assert not Conflict.objects.exists()
    assert now(second).status == Status.PROPOSED


def test_another_speaker_is_another_origin(ana: tuple[User, Client]) -> None:
    client = ana[1]
    said = AttributionFactory.create(claimant_start=0, claimant_end=5)
    mayor = SourceFactory.create(kind="person")
    before = said.origin
    post(client, said, filled_in(client, said) | {"claimant": mayor.pk})
    assert now(said).origin.source == mayor
    assert now(said).claimant_start is None, "the text names somebody else there"
    client.post("/admin/undo/")
    assert now(said).origin == before

    post(client, said, filled_in(client, said) | {"claimant": said.document.publisher_id})
    assert now(said).own_voice


def test_an_event_with_another_day_is_linked_anew(ana: tuple[User, Client]) -> None:
    client = ana[1]
    words = {"names": ["Old Mill"], "kind": "fire"}
    events = [EventFactory.create(**words, date_from=date(2026, 3, 3)) for _ in range(2)]
    claims = [counted(n, event) for n, event in zip((3, 5), events, strict=True)]
    for claim in claims:
        reviewing.write(claim, by=ana[0])
    assert ClaimLink.objects.exists()

    post(client, events[1], filled_in(client, events[1]) | {"date_from": "2019-01-01"})
    assert not ClaimLink.objects.exists()
    keys = now(events[1]).keys
    assert keys != now(events[0]).keys
    client.post("/admin/undo/")
    assert ClaimLink.objects.exists()


def test_cases_and_publisher_of_a_document_go_back(ana: tuple[User, Client]) -> None:
    user, client = ana
    one, two = CaseFactory.create(), CaseFactory.create()
    document = DocumentFactory.create(cases=[one])
    own = AttributionFactory.create(document=document, claimant=document.publisher, own_voice=True)
    paper = SourceFactory.create()
    changed = {"cases": [two.pk], "publisher": paper.pk}
    post(client, document, filled_in(client, document) | changed)
    assert (list(document.cases.all()), now(own).origin.source) == ([two], paper)
    assert last(user).document == document
    client.post("/admin/undo/")
    assert list(document.cases.all()) == [one]
    assert now(own).origin.source == document.publisher


def test_a_document_seen_in_other_cases_is_not_put_back_into_them(
    ana: tuple[User, Client], ben: tuple[User, Client]
) -> None:
    one, two, three = (CaseFactory.create() for _ in range(3))
    document = DocumentFactory.create(cases=[one])
    seen = filled_in(ben[1], document)
    post(ana[1], document, filled_in(ana[1], document) | {"cases": [two.pk]})
    assert "ana has changed its record (cases)" in post(
        ben[1], document, seen | {"cases": [one.pk, three.pk]}
    )
    assert list(document.cases.all()) == [two]


def test_a_source_of_another_kind_has_its_words(ana: tuple[User, Client]) -> None:
    client = ana[1]
    document = DocumentFactory.create()
    source = SourceFactory.create(kind="unnamed", document=document)
    said = AttributionFactory.create(document=document, claimant=source)
    assert said.origin.source is None
    post(client, source, filled_in(client, source) | {"kind": "person"})
    assert now(said).origin.source == source


@EACH
def test_history_tells_what_was_done_and_undoes_it(
    ana: tuple[User, Client], factory: Any, field: str, before: Any, after: Any
) -> None:
    user, client = ana
    row = factory.create(**{field: before})
    post(client, row, filled_in(client, row) | {field: after})
    page = address(row).replace("change", "history")
    shown = client.get(page)
    assert [(a, may) for a, _, may in shown.context["done"]] == [(last(user), True)]
    asked = {"action": last(user).pk, "next": page}
    assert f'name="action" value="{asked["action"]}"' in shown.content.decode()
    told = client.post("/admin/undo/", asked, follow=True)
    assert "undone by ana" in told.content.decode()
    assert getattr(now(row), field) == before


def test_an_assessment_by_the_form_is_undone(ana: tuple[User, Client]) -> None:
    client = ana[1]
    claim = ClaimFactory.create()
    words = {"claim": claim.pk, "rating": "false", "credibility": 5, "rationale": "Nobody saw."}
    assert client.post("/admin/claims/assessment/add/", words).status_code == 302
    assert claim.assessments.current().exists()
    client.post("/admin/undo/")
    assert not claim.assessments.current().exists()
