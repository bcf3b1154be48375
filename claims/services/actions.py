"""Recording what an analyst does so that it can be undone, and undoing it.

`recording` notes the rows before and after; `undo` puts them back where nobody changed them since.
A verb whose way back is more than that gives a function of its own (`VERBS`).
"""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Any
from uuid import UUID

import pghistory
from django.apps import apps
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, connection, models, transaction
from django.db.models import Q, RestrictedError
from django.db.models.functions import Coalesce
from django.utils import timezone

from claims.models import Action, Attribution, ClaimLink, Credit, SharedPassage
from claims.models.action import ABOUT
from claims.services import merging
from claims.services.changes import ASIDE, Change, Values, settle

Key = tuple[str, int]  # model label, primary key
# Not analysts' to change, and so neither noted nor put back.
KEPT = {"embedding", "keys", "need", "weight", "created_at", "check_worthiness"}
# What the machine may bring up to date under an analyst's eyes without changing what they judge.
UNSEEN = KEPT | {"origin", "event", "weighed_origins"}


class Exact(DjangoJSONEncoder):
    """Keeps the microseconds of a time, which Django's own cuts off: what is put back is what was there."""

    def default(self, o: Any) -> Any:
        return o.isoformat() if isinstance(o, datetime) else super().default(o)


class StaleError(ValidationError):
    """Somebody else was faster; the message says who did what. Nothing was changed."""


@dataclass(frozen=True)
class Verb:
    """A kind of action: what it is called once done, and its way back where that is more than putting
    the rows back. `own`: nobody but who did it may take it back, as it is their own word; `right`: what
    that takes besides the right to undo."""

    done: str
    back: Callable[[Action, list[Change]], None] | None = None
    own: bool = False
    right: str = ""


# Filled by the modules that offer the verbs: claims.services.desk and others.
VERBS: dict[str, Verb] = {}


class Recording:
    """The rows that an action writes: `take` or `note` each before it is written, `made` the new ones.

    `action` is there once it is done, unless nothing changed.
    """

    def __init__(self, by: User) -> None:
        self.by = by
        self.before: dict[Key, Values] = {}
        self.rows: list[models.Model] = []
        self.action: Action | None = None

    def take(self, row: models.Model, seen: str) -> None:
        """Reads the row anew and notes it. Raises StaleError where it is not as `seen` stands for."""
        unchanged(row, seen, by=self.by)
        self.note(row)

    def note(self, *rows: models.Model) -> None:
        """Remembers what the rows are now."""
        self.before |= read(rows)
        self.rows.extend(rows)

    def made(self, *rows: models.Model) -> None:
        """These are new."""
        self.rows.extend(rows)

    def changes(self) -> list["Change"]:
        """What differs now, in the order of `rows`."""
        after = read(self.rows)
        keys = dict.fromkeys((row._meta.label_lower, row.pk) for row in self.rows)  # noqa: SLF001
        return [
            _shortened(Change(*key, self.before.get(key), after.get(key)))
            for key in keys
            if self.before.get(key) != after.get(key)
        ]


@contextmanager
def recording(
    verb: str,
    *about: models.Model,
    by: User,
    reason: str = "",
    batch: UUID | None = None,
) -> Iterator[Recording]:
    """One transaction in which `by` does something, recorded as an Action about the rows `about`: a
    claim, attribution, conflict, source or document, one of each. Nobody joins, links or gathers
    meanwhile.

    Nothing is recorded where the body raises, nor where it changed nothing.
    """
    if verb not in VERBS:
        raise ValueError(f"No such verb: {verb}")
    named = {n: row for n, model in ABOUT.items() for row in about if isinstance(row, model)}
    with transaction.atomic(), pghistory.context(user=by.pk, action=verb):
        merging.take_turn()
        draft = Recording(by)
        yield draft
        changes = draft.changes()
        if changes:
            draft.action = Action.objects.create(
                verb=verb,
                by=by,
                reason=reason[:500],
                batch=batch,
                changes=[vars(change) for change in changes],
                **named,
            )


def about(row: models.Model) -> tuple[models.Model, ...]:
    """What an action on this row is about: itself, or the claim or document that it hangs on."""
    if isinstance(row, Attribution):
        return row.claim, row
    if isinstance(row, ClaimLink):
        return (row.from_claim,)
    if isinstance(row, SharedPassage | Credit):
        return (row.document,)
    return (row,)


def columns(model: type[models.Model]) -> list["models.Field[Any, Any]"]:
    """What can be changed in a row: all but what the machine keeps, and a text that nobody edits."""
    return [
        f
        for f in model._meta.concrete_fields  # noqa: SLF001 - public by Django's documentation
        if f.name not in KEPT and (f.editable or not isinstance(f, models.TextField))
    ]


def read(rows: Iterable[models.Model]) -> dict[Key, Values]:
    """The values of rows as the database has them now, ready for JSON; rows that are gone are left out."""
    ids: dict[type[models.Model], set[int]] = {}
    for row in rows:
        ids.setdefault(type(row), set()).add(row.pk)
    found: dict[Key, Values] = {}
    for model, pks in ids.items():
        names = [f.attname for f in columns(model)]
        stored = model._default_manager.filter(pk__in=pks)  # noqa: SLF001
        for values in stored.order_by("pk").values(*names):
            key = model._meta.label_lower, values[model._meta.pk.attname]  # noqa: SLF001
            found[key] = json.loads(json.dumps(values, cls=Exact))
    return found


def _shortened(change: Change) -> Change:
    """Only the columns that differ, where the row was there before and after."""
    if change.before is None or change.after is None:
        return change
    names = change.columns
    before = {name: change.before.get(name) for name in names}
    after = {name: change.after.get(name) for name in names}
    return Change(change.model, change.pk, before, after)


# --- Two at once ---------------------------------------------------------------------------------


def token(row: models.Model) -> str:
    """Stands for a row as somebody saw it: another one once anybody has changed it.

    Sent along with what is done to the row, and compared by `unchanged`.
    """
    names = [f.attname for f in columns(type(row)) if f.name not in UNSEEN]
    words = json.dumps({name: getattr(row, name) for name in names}, cls=Exact, sort_keys=True)
    return blake2b(words.encode(), digest_size=8).hexdigest()


def unchanged(row: models.Model, seen: str, *, by: User) -> None:
    """Reads the row anew, for nobody else to change until the transaction ends.

    Raises StaleError where it is no longer what `seen` stood for, or is gone. An empty `seen` stands for
    any state.
    """
    own = [f.name for f in columns(type(row))]
    locked = type(row)._default_manager.select_for_update(of=("self",))  # noqa: SLF001
    try:
        row.refresh_from_db(fields=own, from_queryset=locked)
    except type(row).DoesNotExist as error:  # type: ignore[attr-defined] # every model has it
        raise StaleError(
            "This is gone: linking has replaced it meanwhile. Nothing was changed."
        ) from error
    if seen and token(row) != seen:
        raise StaleError(who_did_what(row, by))


def who_did_what(row: models.Model, by: User) -> str:
    """What was last done to a row, told to somebody whose own change was refused for it."""
    last = last_action(row)
    if last is None:
        return (
            "This has changed since you opened it. Nothing of yours was saved: see what it is now."
        )
    who = "You have" if last.by_id == by.pk else f"{last.by} has"
    if last.undone_at is not None:
        who = "You have" if last.undone_by_id == by.pk else f"{last.undone_by} has"
        did = f"undone what {last.by} did ({done(last)})"
    else:
        did = done(last) + (f" ({last.reason})" if last.reason else "")
    at: datetime = timezone.localtime(last.undone_at or last.at)
    return f"{who} {did} at {at:%H:%M}. Nothing of yours was saved: see what it is now."


def last_action(row: models.Model) -> Action | None:
    """What was last done to a row, or undone."""
    label = type(row)._meta.label_lower  # noqa: SLF001
    written = Q(changes__contains=[{"model": label, "pk": row.pk}])
    rows = Action.objects.filter(written)
    name = next((n for n, model in ABOUT.items() if isinstance(row, model)), None)
    if name is not None:  # by an index; through its form, what hangs on it may be all that changed
        rows = Action.objects.filter(written | Q(verb="change"), **{name: row.pk})
    elif isinstance(row, ClaimLink):
        rows = rows.filter(claim__in=[row.from_claim_id, row.to_claim_id])
    else:
        for owner in ("source_id", "document_id"):
            if hasattr(row, owner) and getattr(row, owner) is not None:
                rows = rows.filter(**{owner: getattr(row, owner)})
                break
    latest = Coalesce("undone_at", "at").desc()
    return rows.select_related("by", "undone_by").order_by(latest, "-pk").first()


def done(action: Action) -> str:
    """What the action did, as the end of a sentence: "confirmed it"."""
    verb = VERBS.get(action.verb)
    return verb.done if verb else action.verb


# --- The way back --------------------------------------------------------------------------------


def last_of(user: User) -> Action | None:
    """The last thing that this user did and that still stands."""
    return Action.objects.standing().filter(by=user).order_by("-pk").first()


def refusal(action: Action, user: User) -> str:
    """Why `user` may not undo this, in words; nothing where they may, if they may undo at all."""
    verb = VERBS.get(action.verb)
    if verb is not None and verb.own and action.by_id != user.pk:
        return f"Only {action.by} can take this back: it is their own word."
    if verb is not None and verb.right and not user.has_perm(verb.right):
        return "Only who may do this can undo it."
    return ""


def undo(action: Action, *, by: User) -> list[Action]:
    """Undoes an action, or all of the batch that it belongs to; returns what was undone.

    Raises ValidationError where `by` may not, where it is undone already, or where somebody changed a row
    since: nothing is overwritten.
    """
    with transaction.atomic(), pghistory.context(user=by.pk, action=f"undo: {action.verb}"):
        merging.take_turn()
        rows = Action.objects.select_for_update(of=("self",)).select_related("by", "undone_by")
        same = rows.filter(batch=action.batch) if action.batch else rows.filter(pk=action.pk)
        standing = [row for row in same.order_by("-pk") if row.undone_at is None]
        if not standing:
            first = same.first()
            raise ValidationError(
                f"{first.undone_by} has undone this already." if first else "This is gone."
            )
        for row in standing:
            if why := refusal(row, by):
                raise ValidationError(why)
            _undo(row)
            row.undone_by, row.undone_at = by, timezone.now()
            # Not `save`: what was done to a row that is gone now has gone with it.
            rows.filter(pk=row.pk).update(undone_by=by, undone_at=row.undone_at)
    return standing


def _undo(action: Action) -> None:
    changes = [Change(**change) for change in action.changes]
    verb = VERBS.get(action.verb)
    if verb is not None and verb.back is not None:
        verb.back(action, changes)
    else:
        put_back(changes)
    settle(changes)


def put_back(changes: Iterable[Change]) -> None:
    """Writes the values from before, the last row first.

    Raises ValidationError where a row is no longer as the action left it.
    """
    for change in reversed(list(changes)):
        model = apps.get_model(change.model)
        stored = model._default_manager.filter(pk=change.pk)  # noqa: SLF001
        now = read([model(pk=change.pk)]).get((change.model, change.pk))
        _still(change, now)
        try:
            with transaction.atomic():
                if change.before is None:
                    stored.delete()
                elif change.after is None:
                    model._default_manager.create(**_parsed(model, change.before))  # noqa: SLF001
                else:
                    stored.update(**_parsed(model, change.before))
                connection.check_constraints()  # now, while it can be told in words
        except (IntegrityError, RestrictedError) as error:
            raise ValidationError(
                "This can't be undone any more: other records build on it by now."
            ) from error


def _still(change: Change, now: Values | None) -> None:
    """Is the row as the action left it? Raises ValidationError, saying who changed it, where not."""
    if change.after is None:
        if now is not None:
            raise ValidationError("This can't be undone: the record is there again.")
        return
    if now is None:
        raise ValidationError("This can't be undone: the record is gone.")
    judged = [n for n in change.after if n.removesuffix("_id") not in UNSEEN]
    moved = [n for n in judged if n in now and now[n] != change.after[n]]
    if change.before is None:  # a row that the action made may have been reviewed since
        moved = [n for n in moved if n not in ASIDE]
    if moved:
        last = last_action(apps.get_model(change.model)._default_manager.get(pk=change.pk))  # noqa: SLF001
        who = f"{last.by} has" if last is not None else "somebody has"
        what = ", ".join(name.removesuffix("_id").replace("_", " ") for name in sorted(moved))
        raise ValidationError(
            f"This can't be undone: {who} changed it since ({what}). Undo that first."
        )


def _parsed(model: type[models.Model], values: Values) -> Values:
    """Values out of JSON as the columns take them."""
    fields = {f.attname: f for f in model._meta.concrete_fields}  # noqa: SLF001
    return {
        name: value if isinstance(fields[name], models.JSONField) else fields[name].to_python(value)
        for name, value in values.items()
        if name in fields
    }
