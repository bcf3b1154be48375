"""What changed, by whom and when, in words: from the history that the database's triggers write."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db.models import Model

from claims.services import telling
from sources.admin.base import history

SHOWN = 60


@dataclass(frozen=True)
class Told:
    """One change: `by` is None where the machine made it; `words` is empty where it is hidden."""

    at: datetime
    by: User | None
    words: tuple[str, ...]
    hidden: bool


@dataclass(frozen=True)
class Changes:
    """The newest changes, the last first; `cut` where there are older ones."""

    rows: list[Told]
    cut: bool


def told(rows: Mapping[Callable[[Model], str], Sequence[Model]], user: User) -> Changes:
    """The newest changes of these rows. Keys say how a row is called in a sentence."""
    found = []
    cut = False
    for name, some in rows.items():
        known = {row.pk: row for row in some}
        newest = history(list(known.values()), user, newest=SHOWN + 1)
        cut = cut or len(newest) > SHOWN
        for change in newest:
            row = known[change["row"]]
            words = tuple(telling.words(row, name(row), change))
            if words or change["hidden"]:
                hidden = change["hidden"]
                found.append(Told(change["at"], change["by"], () if hidden else words, hidden))
    found.sort(key=lambda change: change.at, reverse=True)
    return Changes(found[:SHOWN], cut or len(found) > SHOWN)
