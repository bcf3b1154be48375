"""What the database's triggers recorded of rows, change by change."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db.models import F, Model, Window
from django.db.models.functions import RowNumber

from claims.models import Claim

LOOKED_AT = 30  # the newest changes of a row


@dataclass(frozen=True)
class Change:
    """One change of the row `pk`: `by` is None where the machine made it; `told` is what
    `telling.words` reads."""

    pk: int
    event: int
    at: datetime
    by: User | None
    told: Mapping[str, Any]

    @property
    def kind(self) -> str:
        """Insert, update or delete."""
        return str(self.told["kind"])


def changes(model: type[Model], ids: Iterable[int], user: User) -> list[Change]:
    """The newest changes of these rows, the first one first, each with what differs from the one before;
    the number of queries does not depend on how many there are.

    A question is told as it was only where `user` may see the claim in whose words it was put.
    """
    wanted = list(ids)
    if not wanted:
        return []
    recorder: Any = apps.get_model(model._meta.app_label, f"{model.__name__}Event")  # noqa: SLF001
    place = Window(RowNumber(), partition_by=[F("pgh_obj")], order_by=F("pgh_id").desc())
    rows = recorder.objects.filter(pgh_obj__in=wanted).annotate(place=place)
    events = list(
        rows.filter(place__lte=LOOKED_AT + 1)
        .select_related("pgh_context")
        .order_by("pgh_obj_id", "pgh_id")
    )
    own = [f.attname for f in recorder._meta.concrete_fields if not f.name.startswith("pgh_")]  # noqa: SLF001
    names = [name for name in own if name != "id"]
    hidden = _hidden(events, user)
    people = get_user_model().objects.in_bulk({who for e in events if (who := _who(e)) is not None})
    found = []
    for before, event in pairwise([None, *events]):
        is_next = before is not None and before.pgh_obj_id == event.pgh_obj_id
        if not is_next and event.pgh_label != "insert":
            continue  # what it was before is not among those looked at
        diff = [
            (name, (getattr(before, name), getattr(event, name)))
            for name in (names if is_next else ())
            if getattr(before, name) != getattr(event, name)
        ]
        if {getattr(before, "anchor_id", None), getattr(event, "anchor_id", None)} & hidden:
            diff = [pair for pair in diff if pair[0] != "question"]
        if diff or not is_next:
            told = {"kind": event.pgh_label, "diff": diff, "values": {}}
            by = people.get(_who(event))
            found.append(Change(event.pgh_obj_id, event.pgh_id, event.pgh_created_at, by, told))
    return found


def _who(event: Any) -> Any:
    return event.pgh_context.metadata.get("user") if event.pgh_context else None


def _hidden(events: Iterable[Any], user: User) -> set[int]:
    """Those claims in whose words questions were put that `user` may not see."""
    anchors = {e.anchor_id for e in events if hasattr(e, "anchor_id")}
    if not anchors:
        return set()
    seen = Claim.objects.visible_to(user).filter(pk__in=anchors)
    return anchors - set(seen.values_list("pk", flat=True))
