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


def told(rows: Mapping[Callable[[Model], str], Sequence[Model]], user: User) -> list[Told]:
    """The newest changes of these rows, the last first. Keys say how a row is called in a sentence."""
    found = []
    for name, some in rows.items():
        known = {row.pk: row for row in some}
        for change in history(list(known.values()), user, newest=SHOWN):
            row = known[change["row"]]
            words = tuple(telling.words(row, name(row), change))
            if words or change["hidden"]:
                hidden = change["hidden"]
                found.append(Told(change["at"], change["by"], () if hidden else words, hidden))
    return sorted(found, key=lambda change: change.at, reverse=True)[:SHOWN]
