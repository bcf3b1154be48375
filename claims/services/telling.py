"""One change of a row in words: what was done to which columns, and how the row is called in a sentence."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Model

from claims.models import Assessment, Attribution, Claim, ClaimLink, Conflict

LONGEST = 160  # characters of a value
STATUS = {
    "confirmed": "confirmed",
    "dismissed": "rejected",
    "proposed": "made a proposal again:",
}
# Written along with what is told, or of no interest to people.
ASIDE = {
    *("reviewed_by_id", "reviewed_at", "resolved_by_id", "resolved_at", "superseded_at"),
    *("adopted_by_id", "created_at", "confidence", "version", "method", "check_worthiness"),
    *("subject", "object", "predicate", "claim_as_extracted_id", "anchor_id", "spans"),
    "merge_reason",
    *("claimant_start", "claimant_end", "cue_start", "cue_end", "start", "end"),
}
QUANTITY = ("measure", "bound", "low", "high", "unit", "as_of")
Diff = dict[str, tuple[Any, Any]]


def words(row: Model, name: str, change: Mapping[str, Any]) -> list[str]:
    """What a change did to a row that is called `name`; nothing where nobody need know.

    `kind` of the change is insert, update or delete, `diff` its (column, (old, new)), `values` what the
    row was then.
    """
    if change["kind"] == "insert":
        return [f"{_made(row)} {name}".strip()]
    if change["kind"] == "delete":
        return [f"removed {name}"]
    if not change["diff"] and "status" in change["values"]:  # what came first is not in the history
        return [PHRASES["status"](name, None, change["values"]["status"])]
    diff: Diff = {column: tuple(values) for column, values in change["diff"]}
    found = []
    if any(column in diff for column in QUANTITY):
        pairs = [f"{c.replace('_', ' ')} {_value(diff[c])}" for c in QUANTITY if c in diff]
        found.append(f"changed the quantity of {name}: {', '.join(pairs)}")
    for column, values in diff.items():
        if column not in ASIDE and column not in QUANTITY:
            found.append(_one(name, column, values))
    return [phrase for phrase in found if phrase]


def _made(row: Model) -> str:
    if isinstance(row, ClaimLink):
        return "proposed that"
    if isinstance(row, Assessment):
        return "wrote"
    if isinstance(row, Conflict):
        return "gathered"
    return "found" if isinstance(row, Claim) and row.document_id else "entered"


def _one(name: str, column: str, values: tuple[Any, Any]) -> str:
    phrase = PHRASES.get(column)
    if phrase is not None:
        return phrase(name, *values)
    return f"changed the {column.removesuffix('_id').replace('_', ' ')} of {name}: {_value(values)}"


def _reworded(name: str, old: Any, new: Any) -> str:
    return f"put {name} in other words: {_value((old, new))}"


def _because(_name: str, _old: Any, new: Any) -> str:
    return f"said why: {short(new)}" if new else ""


# How the change of a column is told, of what is called `name`: with its old and new value.
PHRASES: dict[str, Callable[[str, Any, Any], str]] = {
    "status": lambda name, _, new: f"{STATUS.get(new, new)} {name}",
    "text": _reworded,
    "question": _reworded,
    "merged_into_id": lambda name, _, new: (
        f"merged {name} into another one" if new else f"took the merge of {name} back"
    ),
    "assigned_to_id": lambda name, _, new: f"assigned {name}" + ("" if new else " to nobody"),
    "claim_id": lambda name, _old, _new: f"moved {name} to another claim",
    "origin_id": lambda name, _old, _new: f"put the origin of {name} right",
    "claimant_id": lambda name, _old, _new: f"put right who says {name}",
    "event_id": lambda name, _old, _new: f"changed the event of {name}",
    "adopted_at": lambda name, _, new: (
        f"adopted {name} as the verdict" if new else f"took {name} back as the verdict"
    ),
    "state": lambda name, _, new: (
        f"resolved {name}" if new == Conflict.State.RESOLVED else f"opened {name} again"
    ),
    "rationale": _because,
    "reopened_because": _because,
    "reliability_reason": _because,
    "preferred_id": lambda _name, _old, new: (
        "preferred one account" if new else "preferred no account any more"
    ),
    "finding": lambda _, old, new: f"found: {new}" if new else f"dropped the finding “{old}”",
}


def _value(values: tuple[Any, Any]) -> str:
    old, new = (short(value) for value in values)
    return f"{old} → {new}"


def short(value: Any) -> str:
    """A value, cut to fit into a sentence; words in quotation marks."""
    if value in (None, "", []):
        return "nothing"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value)
    text = text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
    return f"“{text}”" if isinstance(value, str) and " " in text else text


def this_claim(_row: Model) -> str:
    """The claim, in a sentence."""
    return "the claim"


def this_question(_row: Model) -> str:
    """The conflict, in a sentence."""
    return "the question"


def this_source(_row: Model) -> str:
    """The source, in a sentence."""
    return "the source"


def said(row: Model) -> str:
    """An attribution, in a sentence."""
    return f"what {(isinstance(row, Attribution) and row.claimant) or 'the author'} says"


def judged(row: Model) -> str:
    """An assessment, in a sentence."""
    if not isinstance(row, Assessment):
        return "an assessment"
    return f"the assessment “{row.get_rating_display()}, credibility {row.credibility}”"


def linked(row: Model) -> str:
    """A link, in a sentence; both of its claims may be seen."""
    if not isinstance(row, ClaimLink):
        return "a link"
    ends = (short(row.from_claim.text), short(row.to_claim.text))
    return f"“{ends[0].strip('“”')}” {row.get_relation_display()} “{ends[1].strip('“”')}”"
