"""Visits to the first page: what changed since the last one is news there."""

from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction

from claims.models import Action, Visit
from claims.services.watching import horizon

# Who comes back after so long has been away; until then it is one visit, and its news stay.
AWAY = timedelta(minutes=30)
FIRST_VISIT = timedelta(days=7)


def visit(user: User) -> datetime:
    """`user` is on the first page now; since when what changed is news to them: the end of their visit
    before this one, on whatever device. On the first, what they did last, or a week."""
    now = horizon()
    with transaction.atomic():
        visits = Visit.objects.select_for_update()
        first = {"last_at": now, "since": min(_begun(user) or now - FIRST_VISIT, now)}
        row, made = visits.get_or_create(user=user, defaults=first)
        if not made:
            if now - row.last_at >= AWAY:
                row.since = row.last_at
            row.last_at = max(now, row.last_at)
            row.save(update_fields=["last_at", "since"])
    return row.since


def _begun(user: User) -> datetime | None:
    own = Action.objects.filter(by=user).order_by("-pk").values_list("at", flat=True)
    return own.first()
