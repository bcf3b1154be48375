"""Whose name is whose: aliases, merges and affiliations of sources, and how reliable they are. Each verb
is recorded and can be undone, and none overwrites what somebody else did meanwhile."""

from datetime import date

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from claims.models import Action
from claims.services import merging, origins
from claims.services.actions import VERBS, Verb, recording
from sources.models import Affiliation, Source, SourceAlias
from sources.services import naming

Proposal = SourceAlias | Affiliation
Status = SourceAlias.Status
BY_HAND = "Entered by an analyst"


# --- Proposals -----------------------------------------------------------------------------------


def accept(row: Proposal, *, by: User, seen: str) -> Action | None:
    """Holds a proposed name or affiliation to be right. A name that another source goes by makes the two
    one: see `merge`.

    Raises ValidationError where the name is confirmed for another source, or the two can't be joined.
    """
    with recording("accept", row.source, by=by, reason=str(row)[:500]) as record:
        record.take(row, seen)
        if row.status != Status.CONFIRMED:
            row.status = Status.CONFIRMED
            row.validate_constraints()
            row.save(update_fields=["status"])
        other = namesake(row) if isinstance(row, SourceAlias) else None
        if other is not None:
            record.note(other)
            _join(other, row.source, row.reason or f"“{row}” is a name of both")
    return record.action


def refuse(row: Proposal, *, by: User, seen: str) -> Action | None:
    """Holds a proposed name or affiliation to be wrong; it is not proposed again."""
    return _mark(row, "refuse", Status.DISMISSED, by=by, seen=seen)


def reconsider(row: Proposal, *, by: User, seen: str) -> Action | None:
    """Makes it a proposal again. Sources that were joined by it stay joined until they are parted."""
    return _mark(row, "reconsider", Status.PROPOSED, by=by, seen=seen)


def _mark(row: Proposal, verb: str, status: str, *, by: User, seen: str) -> Action | None:
    with recording(verb, row.source, by=by, reason=str(row)[:500]) as record:
        record.take(row, seen)
        row.status = status
        row.save(update_fields=["status"])
    return record.action


def namesake(alias: SourceAlias) -> Source | None:
    """The other source that goes by this name, so that the alias means that the two are one."""
    others = Source.objects.standing().exclude(kind=Source.Kind.UNNAMED).exclude(pk=alias.source_id)
    return others.filter(name__iexact=alias.name).first()


def call(source: Source, name: str, *, by: User, reason: str = "") -> Action | None:
    """Gives a source another name, confirmed. Raises ValidationError for a name that is taken: the
    source of that name can be merged."""
    name = " ".join(name.split())
    with recording("call", source, by=by, reason=name[:500]) as record:
        if name.casefold() == source.name.casefold():
            raise ValidationError("This is its name already.")
        if Source.objects.exclude(kind=Source.Kind.UNNAMED).filter(name__iexact=name).exists():
            raise ValidationError(f"There is a source of the name {name}: merge the two instead.")
        known = SourceAlias.objects.filter(source=source, name__iexact=name).first()
        row = known or SourceAlias(source=source, name=name)
        if known is not None:
            record.note(known)
        row.status, row.reason = Status.CONFIRMED, reason.strip()[:500] or row.reason or BY_HAND
        row.full_clean(exclude=["document"])
        row.save()
        record.made(row)
    return record.action


def affiliate(
    source: Source,
    *,
    organisation: str,
    role: str = "",
    since: date | None = None,
    until: date | None = None,
    by: User,
    row: Affiliation | None = None,
    seen: str = "",
) -> Action | None:
    """Says for whom a source speaks, from when to when: a new affiliation, or `row` put right.

    Raises ValidationError for an unknown organisation, one that is recorded already, or an end before
    the beginning.
    """
    other = naming.find(organisation) if organisation.strip() else None
    if other is None:
        raise ValidationError(f"There is no source of the name “{organisation.strip()}”.")
    with recording("affiliate", source, by=by, reason=f"{source} – {other}"[:500]) as record:
        if row is not None:
            record.take(row, seen)
        else:
            row = Affiliation(source=source, reason=BY_HAND)
        row.organisation, row.role = other, " ".join(role.split())
        row.since, row.until, row.status = since, until, Status.CONFIRMED
        row.full_clean(exclude=["document"])
        row.save()
        record.made(row)
    return record.action


def grade(source: Source, *, reliability: str, reason: str, by: User, seen: str) -> Action | None:
    """Says how reliable a source is, from A to F, and why. Raises ValidationError without a reason, or
    for an unnamed speaker: that one has no track record."""
    if reliability not in Source.Reliability.values:
        raise ValidationError("Reliability is a letter from A to F.")
    if not reason.strip():
        raise ValidationError("Say why: reliability needs a reason.")
    with recording("grade", source, by=by, reason=f"{reliability}: {reason.strip()}") as record:
        record.take(source, seen)
        source.reliability, source.reliability_reason = reliability, reason.strip()
        source.validate_constraints()
        source.save(update_fields=["reliability", "reliability_reason"])
    return record.action


# --- Merging -------------------------------------------------------------------------------------


def merge(source: Source, *, into: Source, by: User, seen: str, reason: str = "") -> Action | None:
    """Makes `source` count for `into`: its words are the other's words from now on, here and in what is
    still to come. Raises ValidationError where the two can't be joined."""
    with recording("merge_source", source, by=by, reason=f"into {into}"[:500]) as record:
        record.take(source, seen)
        _join(source, into, reason.strip() or "Merged by an analyst")
    return record.action


def unmerge(source: Source, *, by: User, seen: str) -> Action | None:
    """Parts a merged source again. Raises ValidationError where it was not merged."""
    with recording("unmerge_source", source, by=by) as record:
        record.take(source, seen)
        if source.merged_into is None:
            raise ValidationError("This source stands for itself.")
        source.merged_into, source.merge_reason = None, ""
        source.save(update_fields=["merged_into", "merge_reason"])
        origins.derive_words_of([source.pk])
    return record.action


def _join(source: Source, into: Source, reason: str) -> None:
    keeper = merging.root(into)
    if merging.root(source) == keeper:
        raise ValidationError("These two are one source already.")
    if source.merged_into is not None:
        raise ValidationError("This source was merged into another; part it first.")
    if Source.Kind.UNNAMED in (source.kind, keeper.kind):
        raise ValidationError("An unnamed speaker belongs to its document and is never merged.")
    if not merging.Audience(keeper.document).includes(merging.Audience(source.document)):
        raise ValidationError(
            "Not everyone who sees this source may see the other one. Merge the other way round."
        )
    source.merged_into, source.merge_reason = keeper, reason[:500]
    source.save(update_fields=["merged_into", "merge_reason"])
    origins.derive_words_of([source.pk])


VERBS |= {
    "accept": Verb("accepted it"),
    "refuse": Verb("refused it"),
    "reconsider": Verb("made it a proposal again"),
    "call": Verb("gave it another name"),
    "affiliate": Verb("said for whom it speaks"),
    "grade": Verb("said how reliable it is"),
    "merge_source": Verb("merged it"),
    "unmerge_source": Verb("parted it"),
}
