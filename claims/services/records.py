"""What is changed or entered through the form of a record. Like what is done at the desk it is recorded, can
be undone, overwrites nothing that somebody else did meanwhile, and is followed by what rests on it."""

import json
from collections.abc import Callable, Collection
from hashlib import blake2b
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.forms.models import model_to_dict
from django.utils import timezone

from claims.models import Action, Attribution, Claim, Event, Status
from claims.services import desk
from claims.services.actions import (
    VERBS,
    Exact,
    StaleError,
    Verb,
    about,
    columns,
    put_back,
    recording,
    who_did_what,
)
from claims.services.changes import Change, settle
from sources.models import Case, CaseDocument, Document, Source

Record = Attribution | Case | Claim | Document | Event | Source
# What somebody has hung on a record since it was entered keeps it there.
KEPT_BY: dict[type[models.Model], Q] = {
    Case: Q(documents__isnull=False) | Q(import_jobs__isnull=False) | Q(casemember__isnull=False),
    Claim: Q(assessments__isnull=False)
    | Q(comments__isnull=False)
    | Q(accounts__conflict__state="resolved"),
    Event: Q(claims__isnull=False),
    Source: Q(aliases__isnull=False) | Q(affiliations__isnull=False) | Q(members__isnull=False),
}


def token(row: models.Model, fields: Collection[str]) -> str:
    """Stands for what a form with these fields shows of a row: another one once anybody has changed it."""
    own = [f.name for f in columns(type(row)) if f.name in fields]
    stored = type(row)._default_manager.only(*own).get(pk=row.pk)  # noqa: SLF001 - public
    values: dict[str, Any] = model_to_dict(stored, fields)
    for name, value in values.items():
        if isinstance(value, list) and all(isinstance(one, models.Model) for one in value):
            values[name] = sorted(one.pk for one in value)
    words = json.dumps(values, cls=Exact, sort_keys=True)
    return blake2b(words.encode(), digest_size=8).hexdigest()


def save(
    row: Record,
    *,
    fields: Collection[str],
    changed: Collection[str],
    by: User,
    seen: str,
    beside: Callable[[], None],
) -> Action | None:
    """Stores a row as it was filled in, new or changed. `fields` are those of the form, `changed` those
    that were filled in otherwise; `beside` stores what hangs on the row. An attribution is confirmed by it,
    as by correcting it at the desk.

    `seen` is the `token` of the form. Raises StaleError where the row is another one by now; an empty
    `seen` stands for any state.
    """
    new = row.pk is None
    verb = "enter" if new else "correct" if isinstance(row, Attribution) else "change"
    what = "" if new else ", ".join(name.replace("_", " ") for name in changed)
    with recording(verb, *about(row), by=by, reason=what) as record:
        if not new:
            own = [f.attname for f in columns(type(row)) if f.name in fields]
            entered = {name: getattr(row, name) for name in own}
            record.take(row, "")  # what else was done to it since it was read stands
            if seen and token(row, fields) != seen:
                raise StaleError(who_did_what(row, by))
            record.note(*_hanging(row))
            for name, value in entered.items():
                setattr(row, name, value)
        if isinstance(row, Attribution) and changed:
            if "claimant" in changed:
                desk.renamed(row)
            row.status, row.reviewed_by, row.reviewed_at = Status.CONFIRMED, by, timezone.now()
        row.save(
            update_fields=None if new else [f.name for f in columns(type(row)) if not f.primary_key]
        )
        beside()
        record.made(row, *_hanging(row))
        settle(record.changes())
    return record.action


def _hanging(row: Record) -> list[models.Model]:
    """The rows that are written with it: in which cases a document lies."""
    if not isinstance(row, Document):
        return []
    return list(CaseDocument.objects.filter(document=row.pk))


def _withdraw(_action: Action, changes: list[Change]) -> None:
    """What was entered goes, unless somebody has hung something on it."""
    for change in changes:
        for model, kept in KEPT_BY.items():
            if change.of(model) and model._default_manager.filter(kept, pk=change.pk).exists():  # noqa: SLF001
                raise ValidationError(
                    "This can't be undone any more: other records build on it by now."
                )
    put_back(changes)


VERBS |= {
    "enter": Verb("entered it", _withdraw),
    "change": Verb("changed its record"),
}
