"""The history records every change of a tracked model, whatever wrote it: save, bulk write, delete."""

from typing import Any

import pghistory
import pytest
from django.apps import apps
from django.db.models import Model
from pghistory.models import Events

from claims.models import (
    Assessment,
    Attribution,
    Claim,
    ClaimLink,
    Conflict,
    Credit,
    Event,
    SharedPassage,
)
from sources.models import Source
from tests import factories as f
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

# model: (factory, column, its value at first, later, and at last)
TRACKED: dict[type[Model], tuple[Any, str, Any, Any, Any]] = {
    Assessment: (f.AssessmentFactory, "rationale", "Seen by two.", "Seen by one.", "Not seen."),
    Attribution: (f.AttributionFactory, "hedged", False, True, False),
    Claim: (f.ClaimFactory, "text", "It burned", "It burned down", "It stands"),
    ClaimLink: (f.ClaimLinkFactory, "explanation", "3 against 5", "3 against 6", "no reason"),
    Conflict: (f.ConflictFactory, "question", "Who lit it?", "Who lit the mill?", "Who did?"),
    Credit: (f.CreditFactory, "explanation", "by its name", "at the end", "at the top"),
    SharedPassage: (f.SharedPassageFactory, "explanation", "20 words", "21 words", "22 words"),
    Event: (f.EventFactory, "name", "fire", "fire at the mill", "great fire"),
    Source: (f.SourceFactory, "reliability", "F", "B", "C"),
}
ALL = pytest.mark.parametrize("model", TRACKED, ids=lambda model: model.__name__)
# Millions of these arrive as they were found; the row itself says so.
INSERTS = {model: model not in {Attribution, Credit, SharedPassage} for model in TRACKED}


def told(*rows: Any) -> list[Any]:
    tracked: Any = Events.objects.tracks(*rows)  # type: ignore[no-untyped-call]
    return list(tracked.order_by("pgh_id"))


def labels(*rows: Any) -> list[str]:
    return [event.pgh_label for event in told(*rows)]


def first(model: type[Model]) -> list[str]:
    return ["insert"] if INSERTS[model] else []


def made(model: type[Model]) -> Any:
    factory, column, value, *_ = TRACKED[model]
    return factory.create(**{column: value})


def test_the_table_has_every_tracked_model() -> None:
    tracked = {getattr(model, "pgh_tracked_model", None) for model in apps.get_models()}
    assert tracked - {None} == set(TRACKED)


@ALL
def test_a_new_row(model: type[Model]) -> None:
    row = made(model)
    _, column, value, *_ = TRACKED[model]

    assert labels(row) == first(model)
    assert all(event.pgh_data[column] == value for event in told(row))


@ALL
def test_a_saved_change_is_told_with_old_and_new(model: type[Model]) -> None:
    row = made(model)
    _, column, before, after, _ = TRACKED[model]
    setattr(row, column, after)
    row.save()

    assert labels(row) == [*first(model), "update"]
    last = told(row)[-1]
    assert last.pgh_data[column] == after
    if INSERTS[model]:
        assert last.pgh_diff == {column: [before, after]}


@ALL
def test_saving_what_is_the_same_tells_nothing(model: type[Model]) -> None:
    row = made(model)
    row.save()
    model._default_manager.filter(pk=row.pk).update(**{TRACKED[model][1]: TRACKED[model][2]})

    assert labels(row) == first(model)


@ALL
def test_bulk_writes_are_told_row_by_row(model: type[Model]) -> None:
    _, column, _, after, last = TRACKED[model]
    rows, apart = [made(model), made(model)], made(model)
    manager = model._default_manager

    assert manager.filter(pk__in=[row.pk for row in rows]).update(**{column: after}) == 2
    for row in rows:
        setattr(row, column, last)
    manager.bulk_update(rows, [column])

    for row in rows:
        events = told(row)
        assert [event.pgh_label for event in events] == [*first(model), "update", "update"]
        assert [event.pgh_data[column] for event in events[-2:]] == [after, last]
        assert events[-1].pgh_diff == {column: [after, last]}
    assert labels(apart) == first(model)


@ALL
def test_what_was_deleted_in_bulk_is_still_told(model: type[Model]) -> None:
    row, column = made(model), TRACKED[model][1]
    keep = copy_of(row)

    model._default_manager.filter(pk=row.pk).delete()

    assert labels(keep) == [*first(model), "delete"]
    assert told(keep)[-1].pgh_data[column] == TRACKED[model][2]
    assert not model._default_manager.filter(pk=keep.pk).exists()


def copy_of(row: Any) -> Any:
    return type(row)._default_manager.get(pk=row.pk)


@ALL
def test_rows_made_in_bulk(model: type[Model]) -> None:
    row = made(model)
    twin = copy_of(row)
    type(row)._default_manager.filter(pk=row.pk).delete()
    twin.pk, twin._state.adding = None, True
    (stored,) = model._default_manager.bulk_create([twin])

    assert labels(stored) == first(model)


@ALL
def test_a_bulk_write_knows_who_did_it(model: type[Model]) -> None:
    user, row = UserFactory.create(), made(model)
    _, column, _, after, last = TRACKED[model]
    model._default_manager.filter(pk=row.pk).update(**{column: after})
    with pghistory.context(user=user.pk, action="tidy"):
        model._default_manager.filter(pk=row.pk).update(**{column: last})

    assert [event.pgh_context for event in told(row)[-2:]] == [
        None,
        {"user": user.pk, "action": "tidy"},
    ]


def test_the_history_leaves_vectors_out() -> None:
    claim = f.ClaimFactory.create()
    Claim.objects.filter(pk=claim.pk).update(embedding=[1.0] + [0.0] * 383)
    assert labels(claim) == ["insert"]
    Claim.objects.filter(pk=claim.pk).update(embedding=None, text="It stands")
    assert labels(claim) == ["insert", "update"]
    assert all("embedding" not in event.pgh_data for event in told(claim))


def test_what_goes_along_with_a_document_is_told_too() -> None:
    said = f.AttributionFactory.create()
    claim, document = said.claim, said.document
    kept = copy_of(said), copy_of(claim)

    document.delete()

    assert [labels(row)[-1] for row in kept] == ["delete", "delete"]
