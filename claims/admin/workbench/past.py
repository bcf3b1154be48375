"""What analysts did to a thing, the newest first, a screenful at a time, each to be undone where it is
told."""

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.urls import reverse

from claims.admin.reviewing import what_was_done
from claims.models import Action, Claim, Conflict

SHOWN = 12


@dataclass(frozen=True)
class Done:
    """Actions, what each did in words, and whether the user may undo it. `undo` is where one is undone; `more` has what was done before
    these, empty where that is all; `all` is their list, which needs no scripts."""

    rows: list[tuple[Action, str, bool]]
    undo: str
    more: str
    all: str


def done(
    about: Claim | Conflict,
    user: User,
    *,
    undo: str,
    more: str,
    query: str = "",
    before: int | None = None,
) -> Done:
    """What was done to it as far as `user` may see, before the action of the id `before` where there is one.

    `undo` and `more` are addresses, and `query` is what both carry along.
    """
    name = "claim" if isinstance(about, Claim) else "conflict"
    rows = Action.objects.visible_to(user).filter(**{name: about})
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = what_was_done(rows, user, newest=SHOWN + 1)
    shown = found[:SHOWN]
    follow = f"{more}?{query}&before={shown[-1][0].pk}" if len(found) > SHOWN else ""
    listed = f"{reverse('admin:claims_action_changelist')}?{name}__id__exact={about.pk}"
    return Done(shown, f"{undo}?{query}", follow, listed)
