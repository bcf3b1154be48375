"""What was found, for other tools: JSONL of everything, a table of attributions, ClaimReview."""

from collections.abc import Iterator
from typing import Literal, get_args

from claims.exports import claimreview, jsonl, table
from claims.exports.claim import ClaimScope
from claims.exports.scope import Scope
from claims.models import Claim
from sources.models import Case, User

__all__ = ["FORMATS", "Format", "export", "export_claim"]

Format = Literal["jsonl", "csv", "claimreview"]
FORMATS: tuple[Format, ...] = get_args(Format)

_WRITERS = {"jsonl": jsonl.lines, "csv": table.lines, "claimreview": claimreview.lines}


def export(
    format: Format = "jsonl",  # noqa: A002  # the word that the command line has for it
    *,
    case: Case | None = None,
    user: User | None = None,
) -> Iterator[str]:
    """The lines of an export, each with its line end, read from the database as they are asked for.

    `case` leaves only the rows of that case. `user` leaves only what that user may see; None leaves
    everything, which is for whoever has a shell on the server and could read the database anyway.
    """
    return _WRITERS[format](Scope(case=case, user=user))


def export_claim(
    claim: Claim,
    format: Format = "jsonl",  # noqa: A002
    *,
    user: User,
) -> Iterator[str]:
    """The same of one claim and what belongs to it, as far as `user` may see."""
    return _WRITERS[format](ClaimScope(claim, user=user))
