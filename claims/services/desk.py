"""The analyst's verbs at the workbench: each is recorded and can be undone, and none overwrites what
somebody else did meanwhile.

`seen` is the token of the row as the analyst saw it (`actions.token`); where the row is another one by
now, the verb raises `actions.StaleError`, which says who did what. What the verbs do to claims, links and
conflicts is done by `claims.services.reviewing`.
"""

from collections.abc import Callable, Iterable, Sequence
from uuid import UUID, uuid4

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone

from claims.models import (
    Action,
    Assessment,
    Attribution,
    Claim,
    ClaimLink,
    Conflict,
    Credibility,
    Credit,
    Event,
    Relation,
    SharedPassage,
    Status,
)
from claims.services import conflicts, merging, origins, reviewing, speakers
from claims.services.actions import VERBS, Verb, about, put_back, recording
from claims.services.changes import Change
from claims.services.linking import relink
from sources.models import Source

Proposal = Claim | Attribution | ClaimLink | Event | SharedPassage | Credit
# Why a claim is rejected; the analyst chooses one.
REASONS = (
    "not a claim",
    "opinion or prediction",
    "too vague to check",
    "wrongly extracted",
    "not about this case",
    "trivial",
)
NOT_IN_THE_TEXT = "not in the text"
# Rows that are there already, and no words of the analyst's.
UNCHECKED = {
    *("claim", "claim_as_extracted", "claimant", "document", "origin"),
    *("event", "merged_into", "assigned_to", "embedding"),
}
FIRST_LOOK = "First look, at triage."


# --- Review --------------------------------------------------------------------------------------


def confirm(row: Proposal, *, by: User, seen: str, batch: UUID | None = None) -> Action | None:
    """Holds a proposal to be right. Confirming a claim says nothing of who is quoted with it."""
    with recording("confirm", *about(row), by=by, batch=batch) as record:
        record.take(row, seen)
        if row.status != Status.CONFIRMED:
            reviewing.confirm(row, by=by)
    return record.action


def reject(
    row: Proposal,
    *,
    reason: str,
    by: User,
    seen: str,
    batch: UUID | None = None,
) -> Action | None:
    """Holds a proposal to be wrong, for a reason in words. Raises ValidationError without one."""
    if not reason.strip():
        raise ValidationError("Say why: choose a reason.")
    with recording("reject", *about(row), by=by, reason=reason, batch=batch) as record:
        record.take(row, seen)
        if row.status != Status.DISMISSED:
            parted = reviewing.merged_by(row)
            joined = [(claim, merging.root(claim)) for claim in parted]
            record.note(*parted, *(link for pair in joined for link in _same_as(*pair)))
            reviewing.dismiss(row, by=by)
            record.made(*(link for pair in joined for link in _same_as(*pair)))
    return record.action


def restore(row: Proposal, *, by: User, seen: str, batch: UUID | None = None) -> Action | None:
    """Makes a reviewed row a proposal again."""
    with recording("restore", *about(row), by=by, batch=batch) as record:
        record.take(row, seen)
        if row.status != Status.PROPOSED:
            reviewing.restore(row, by=by)
    return record.action


# --- Claims --------------------------------------------------------------------------------------


def assign(
    claim: Claim, *, to: User | None, by: User, seen: str, batch: UUID | None = None
) -> Action | None:
    """Says who looks after a claim; nobody where `to` is None."""
    with recording("assign", claim, by=by, batch=batch, reason=f"to {to or 'nobody'}") as record:
        record.take(claim, seen)
        claim.assigned_to = to
        claim.save(update_fields=["assigned_to"])
    return record.action


def edit(claim: Claim, *, text: str, by: User, seen: str) -> Action | None:
    """Puts a claim in other words and looks for its place anew.

    Raises ValidationError for an empty text or one of more than 500 characters.
    """
    with recording("edit", claim, by=by) as record:
        record.take(claim, seen)
        wording = " ".join(text.split())
        if wording != claim.text:
            claim.text = wording
            claim.clean_fields(exclude=UNCHECKED)
            reviewing.write(claim, by=by)
    return record.action


def merge(claim: Claim, *, into: Claim, by: User, seen: str) -> Action | None:
    """Makes `claim` count for `into`. Raises ValidationError where the two can't be joined."""
    with recording("merge", claim, by=by, reason=f"into “{into}”"[:500]) as record:
        record.take(claim, seen)
        keeper = merging.root(Claim.objects.get(pk=into.pk))
        record.note(*_same_as(claim, keeper))
        reviewing.merge(claim, into=keeper, by=by)
        record.made(*_same_as(claim, keeper))
    return record.action


def unmerge(claim: Claim, *, by: User, seen: str) -> Action | None:
    """Takes a merged claim out again; the machine then leaves the two apart."""
    with recording("unmerge", claim, by=by) as record:
        record.take(claim, seen)
        joined = [claim.merged_into, merging.root(claim)] if claim.merged_into else []
        record.note(*(link for other in joined if other for link in _same_as(claim, other)))
        reviewing.unmerge(claim, by=by)
        record.made(*(link for other in joined if other for link in _same_as(claim, other)))
    return record.action


def _same_as(one: Claim, other: Claim) -> list[ClaimLink]:
    start, end = sorted((one.pk, other.pk))
    links = ClaimLink.objects.filter(relation=Relation.SAME_AS)
    return list(links.filter(from_claim=start, to_claim=end))


def split(
    claim: Claim, *, attributions: Iterable[int], text: str, by: User, seen: str
) -> tuple[Claim, Action | None]:
    """Moves some of a claim's attributions to a new claim, which the machine then leaves apart.

    Raises ValidationError where none or all of them would move, or where the text says the same.
    """
    with recording("split", claim, by=by) as record:
        record.take(claim, seen)
        chosen = list(Attribution.objects.filter(claim=claim, pk__in=list(attributions)))
        kept = (
            Attribution.objects.standing()
            .filter(claim=claim)
            .exclude(pk__in=[row.pk for row in chosen])
        )
        if not chosen:
            raise ValidationError("Choose the attributions that say something else.")
        if not kept.exists():
            raise ValidationError("Leave one at least: to put them all in other words, edit.")
        new = Claim(
            text=" ".join(text.split()),
            event=claim.event,
            document=claim.document,  # seen by those who saw it before
            check_worthiness=claim.check_worthiness,
        )
        new.clean_fields(exclude=UNCHECKED)
        if new.text.casefold() == claim.text.casefold():
            raise ValidationError("The new claim says the same: put it in other words.")
        record.note(*chosen)
        reviewing.write(new, by=by)
        Attribution.objects.filter(pk__in=[row.pk for row in chosen]).update(claim=new)
        apart = reviewing.hold_apart(claim, new, by=by)
        relink([claim.pk, new.pk])
        record.rows[:0] = [new, apart]  # put back last, after what refers to it
    return new, record.action


def rate(claim: Claim, *, credibility: int, by: User) -> Action | None:
    """Gives the information a credibility from 1 to 6, as the analyst's current assessment.

    What the analyst said of it before (rating, likelihood, rationale, evidence) is carried along; a
    first one is unproven. Raises ValidationError for another number.
    """
    if credibility not in Credibility.values:
        raise ValidationError("Credibility is a number from 1 to 6.")
    label = str(Credibility(credibility).label)
    with recording("rate", claim, by=by, reason=label) as record:
        last = Assessment.objects.current().filter(claim=claim, analyst=by).first()
        if last is not None:
            record.note(last)
            if last.credibility == credibility:
                return None
        made = reviewing.assess(
            claim,
            by=by,
            rating=last.rating if last else Assessment.Rating.UNPROVEN,
            rationale=last.rationale if last else FIRST_LOOK,
            likelihood=last.likelihood if last else "",
            credibility=credibility,
            evidence=last.evidence.all() if last else (),
        )
        record.made(made)
    return record.action


# --- Attributions --------------------------------------------------------------------------------


def refuse(row: Attribution, *, by: User, seen: str) -> Action | None:
    """Says that nobody says so in the text."""
    return reject(row, reason=NOT_IN_THE_TEXT, by=by, seen=seen)


def correct(
    row: Attribution,
    *,
    stance: str,
    likelihood: str,
    claimant: str,
    quote: str,
    by: User,
    seen: str,
    kind: str = "",
) -> Action | None:
    """Puts an attribution right and confirms it: who, where they stand, in which words.

    `claimant` and `kind` are those of `speakers.named`. The words are looked for in the document, nearest
    to where they were. Raises ValidationError where they are not in it, and for a word outside the
    vocabularies.
    """
    with recording("correct", *about(row), by=by) as record:
        record.take(row, seen)
        if quote != row.quote:
            row.start = nearest(row.document.text, quote, row.start)
            row.end, row.quote, row.spans = row.start + len(quote), quote, []
        was = row.claimant
        if was is not None and claimant == was.name and kind in ("", was.kind):
            speaker: Source | None = was
        else:
            speaker = speakers.named(claimant, row.document, kind=kind)
        if speaker != row.claimant:
            row.claimant = speaker
            renamed(row)
        row.stance, row.likelihood = stance, likelihood
        row.status, row.reviewed_by, row.reviewed_at = Status.CONFIRMED, by, timezone.now()
        row.clean_fields(exclude=UNCHECKED)
        row.validate_constraints()
        row.save()
        origins.derive([row.document_id])
        conflicts.regather([row.claim_id])
    return record.action


def renamed(row: Attribution) -> None:
    """Another one says it now: whether that is the author, and that the text names somebody else."""
    row.own_voice = row.claimant is None or row.claimant == row.document.publisher
    row.claimant_start = row.claimant_end = None


def nearest(text: str, words: str, start: int) -> int:
    """Where `words` stand in `text`, nearest to `start`. Raises ValidationError where they don't."""
    found = -1
    at = text.find(words) if words.strip() else -1
    while at >= 0:
        if found < 0 or abs(at - start) <= abs(found - start):
            found = at
        at = text.find(words, at + 1)
    if found < 0:
        raise ValidationError("These words are not in the document: copy them from it exactly.")
    return found


# --- Selections ----------------------------------------------------------------------------------


def each(
    rows: Sequence[tuple[Claim, str]], act: Callable[[Claim, str, UUID], Action | None]
) -> tuple[int, list[str]]:
    """Does one thing to each claim of a selection, as one batch: (how many, what went wrong in words).

    `rows` are claims with their tokens; `act` takes a claim, its token and the batch.
    """
    batch, count, problems = uuid4(), 0, []
    for claim, seen in rows:
        try:
            count += act(claim, seen, batch) is not None
        except ValidationError as error:
            problems.append(f"{claim}: {' '.join(error.messages)}")
    return count, problems


# --- The way back --------------------------------------------------------------------------------


def _part_again(action: Action, changes: list[Change]) -> None:
    """What was said in the claim's own words is its own again; the link is as it was."""
    mine, rest = _own(action, changes)
    claim = Claim.objects.get(pk=mine.pk)
    if mine.after is None or claim.merged_into_id != mine.after["merged_into_id"]:
        raise ValidationError("This can't be undone: the claim is merged into another one by now.")
    merging.part(claim)
    put_back(rest)


def _join_again(action: Action, changes: list[Change]) -> None:
    mine, rest = _own(action, changes)
    claim = Claim.objects.get(pk=mine.pk)
    if claim.merged_into_id is not None or mine.before is None:
        raise ValidationError("This can't be undone: the claim is merged into another one by now.")
    merging.join(claim, into=merging.root(Claim.objects.get(pk=mine.before["merged_into_id"])))
    put_back(rest)


def _join_what_was_refused(_action: Action, changes: list[Change]) -> None:
    """Where two claims were parted because they are not the same, they are one again."""
    parted = [
        (change.pk, change.before["merged_into_id"])
        for change in changes
        if change.of(Claim) and change.before and change.before.get("merged_into_id")
    ]
    for pk, into in parted:
        claim = Claim.objects.get(pk=pk)
        if claim.merged_into_id is not None:
            raise ValidationError("This can't be undone: the claim is merged by now.")
        merging.join(claim, into=merging.root(Claim.objects.get(pk=into)))
    done = {pk for pk, _ in parted}
    put_back([c for c in changes if not (c.of(Claim) and c.pk in done)])


def _own(action: Action, changes: list[Change]) -> tuple[Change, list[Change]]:
    """The change of the claim itself, and the others."""
    mine = [c for c in changes if c.of(Claim) and c.pk == action.claim_id]
    if not mine:
        raise ValidationError("This can't be undone.")
    return mine[0], [c for c in changes if c is not mine[0]]


def _join_what_was_split(_action: Action, changes: list[Change]) -> None:
    """The attributions go back, and the new claim goes."""
    for change in changes:
        if change.of(Claim) and change.before is None:
            resolved = Conflict.objects.filter(state=Conflict.State.RESOLVED)
            if resolved.filter(Q(anchor=change.pk) | Q(accounts__claim=change.pk)).exists():
                raise ValidationError(
                    "This can't be undone: a conflict about the new claim has been resolved since."
                )
    put_back(changes)


def unrate(_action: Action, changes: list[Change]) -> None:
    """None is erased: the new assessment is superseded, and the one before is current again."""
    for change in sorted(changes, key=lambda c: c.before is not None):
        rows = Assessment.objects.filter(pk=change.pk)
        if change.before is None:
            if (
                not rows.current()
                .filter(adopted_at__isnull=True)
                .update(superseded_at=timezone.now())
            ):
                raise ValidationError(
                    "This can't be undone: the assessment was adopted or replaced since."
                )
        else:
            rows.update(superseded_at=None)


VERBS |= {
    "confirm": Verb("confirmed it"),
    "reject": Verb("rejected it", _join_what_was_refused),
    "restore": Verb("made it a proposal again"),
    "assign": Verb("assigned it"),
    "edit": Verb("put it in other words"),
    "merge": Verb("merged it", _part_again),
    "unmerge": Verb("took a merge back", _join_again),
    "split": Verb("split it", _join_what_was_split),
    "rate": Verb("rated it", unrate, own=True),
    "correct": Verb("corrected it"),
}
