"""Watching: what somebody wants to hear of, up to when they have seen what changed, and what did since."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import F, QuerySet, Subquery

from claims.models import Claim, Watch
from claims.models.watch import WATCHABLE
from claims.services import merging, news
from claims.services.news import Watched
from sources.models import Source

# So that the page, and what it takes to make it, ends somewhere.
MOST = 200
UNREAD = ("claim__embedding",)


def kind_of(thing: Any) -> str:
    """What a thing that can be watched is called: a key of `WATCHABLE`."""
    return next(name for name, model in WATCHABLE.items() if isinstance(thing, model))


def watch(thing: Any, *, by: User) -> bool:
    """From now on `by` is told what changes about a thing; False where they were already.

    Raises ValidationError where they watch too many things.
    """
    mine = Watch.objects.filter(user=by)
    about = {kind_of(thing): thing}
    if mine.count() >= MOST and not mine.filter(**about).exists():
        raise ValidationError(f"You watch {MOST} things: stop watching one of them first.")
    # Two at once make one row: the constraint decides, and the later one finds it.
    _, made = Watch.objects.get_or_create(user=by, **about, defaults={"since": horizon()})
    return made


def unwatch(thing: Any, *, by: User) -> bool:
    """`by` is told no more of it; False where they were not."""
    gone, _ = Watch.objects.filter(user=by, **{kind_of(thing): thing}).delete()
    return gone > 0


def seen(watches: QuerySet[Watch], *, until: datetime) -> int:
    """What changed about these before `until` is no news any more, what came after still is; how many
    moved on. None ever moves back, nor beyond what can have been seen by now."""
    until = min(until, horizon())
    return watches.filter(since__lt=until).update(since=until, before=F("since"))


def unseen(watches: QuerySet[Watch]) -> int:
    """What was said to be seen last about these is news again; of how many of them."""
    rows = watches.filter(before__isnull=False)
    return rows.update(since=F("before"), before=None)


def seen_last(watches: QuerySet[Watch]) -> QuerySet[Watch]:
    """Those of them that were said last to be seen, which may be many at once."""
    rows = watches.filter(before__isnull=False)
    return rows.filter(since=Subquery(rows.order_by("-since").values("since")[:1]))


def horizon() -> datetime:
    """Up to when all that changed can be seen by now: whoever looks at this moment has seen it.

    What a transaction writes bears a time before the one at which others see it, so this is when the
    oldest one that still runs began. Who runs for longer than some minutes only reads (a backup), and what
    the server does by itself (a vacuum) writes nothing that is told.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT greatest(least(clock_timestamp(), min(xact_start)),"
            " clock_timestamp() - interval '5 minutes') FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND backend_type = 'client backend'"
        )
        at: datetime = cursor.fetchone()[0]
    return at


def changes(user: User, *, thing: Any = None) -> list[Watched]:
    """What `user` watches, with what changed since they last looked, as far as they may see it: those
    with news first, the newest news first.

    Of one `thing` alone, where that is given. The number of queries does not depend on how many things they
    watch.
    """
    rows = Watch.objects.visible_to(user).select_related(*WATCHABLE).defer(*UNREAD)
    if thing is not None:
        rows = rows.filter(**{kind_of(thing): thing})
    found = [Watched(row, row.thing, row.thing) for row in rows[:MOST]]
    if not found:
        return []
    _follow([one for one in found if one.kind == "claim"], Claim, user)
    _follow([one for one in found if one.kind == "source"], Source, user)
    news.tell(found, user)
    return sorted(found, key=lambda one: (one.latest, one.watch.pk), reverse=True)


def _follow(some: Sequence[Watched], model: type[Claim] | type[Source], user: User) -> None:
    """What was merged into another is told with that one, as far as `user` may see it."""
    if not some:
        return
    into = merging.roots((one.thing.pk for one in some), model)
    moved: dict[int, list[Watched]] = defaultdict(list)
    for one in some:
        if into[one.thing.pk] != one.thing.pk:
            moved[into[one.thing.pk]].append(one)
    rows: Any = model._default_manager  # noqa: SLF001 - public
    rows = rows.visible_to(user).filter(pk__in=moved)
    for row in rows.defer("embedding") if model is Claim else rows:
        for one in moved[row.pk]:
            one.now = row
