"""What the database holds of a row now."""

from typing import Any

from claims.services import actions


def now(row: Any) -> Any:
    """The row as the database has it."""
    return type(row).objects.get(pk=row.pk)


def state(row: Any) -> dict[str, Any]:
    """Its values, as actions note them; nothing where it is gone."""
    return actions.read([row]).get((row._meta.label_lower, row.pk), {})
