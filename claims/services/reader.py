"""What an analyst does while reading: adds by hand what somebody says, and notes what was read through."""

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils import timezone

from claims.models import Action, Attribution, Claim, Status
from claims.services import conflicts, merging, origins, reviewing, speakers
from claims.services.actions import VERBS, Verb, put_back, recording
from claims.services.changes import Change
from claims.services.linking import relink
from sources.models import Document, Reading

METHOD = "analyst 1"
# Rows that are there already, and no words of the analyst's.
UNCHECKED = {
    *("claim", "claim_as_extracted", "claimant", "document", "origin", "event"),
    *("merged_into", "assigned_to", "embedding", "reviewed_by"),
}


@dataclass(frozen=True)
class Selection:
    """Words chosen in a text, as the W3C's Web Annotation describes them: a TextQuoteSelector (`exact`
    with what stands before and after it) and, where it is known, the start of a TextPositionSelector
    in code points."""

    exact: str
    prefix: str = ""
    suffix: str = ""
    start: int | None = None

    def place(self, text: str) -> tuple[int, int]:
        """Where the words are in `text`: (start, end).

        The position counts where it holds exactly these words; else the words must be found at one
        place only, with what stands around them. Raises ValidationError where they are at none or at
        several: nothing is guessed.
        """
        if not self.exact.strip():
            raise ValidationError("Select the words in the text first.")
        if self.start is not None and self._fits(text, self.start):
            return self.start, self.start + len(self.exact)
        found = [at for at in occurrences(text, self.exact) if self._fits(text, at)]
        if not found:
            raise ValidationError("These words are not in the document: copy them from it exactly.")
        if len(found) > 1:
            raise ValidationError(
                f"These words are in the document {len(found)} times: select them where they are meant,"
                " or take more of them."
            )
        return found[0], found[0] + len(self.exact)

    def _fits(self, text: str, at: int) -> bool:
        end = at + len(self.exact)
        return (
            text[at:end] == self.exact
            and text[:at].endswith(self.prefix)
            and text[end:].startswith(self.suffix)
        )


def occurrences(text: str, words: str) -> list[int]:
    """Where `words` begin in `text`, overlapping ones too."""
    found = []
    at = text.find(words)
    while at >= 0:
        found.append(at)
        at = text.find(words, at + 1)
    return found


@dataclass(frozen=True)
class Saying:
    """Who says it, and how: `claimant` and `kind` as `speakers.named` takes them."""

    stance: str
    claimant: str = ""
    kind: str = ""
    likelihood: str = ""
    hedged: bool = False
    direct: bool = False


def say(
    document: Document,
    selection: Selection,
    saying: Saying,
    *,
    by: User,
    claim: Claim | None = None,
    text: str = "",
) -> tuple[Attribution, Action | None]:
    """Records by hand what somebody says in the document: of a claim that is there, or of a new one in
    the words of `text`. What an analyst wrote is confirmed.

    Raises ValidationError where the words are not in the document, for an empty or too long claim, and
    for a word outside the vocabularies.
    """
    start, end = selection.place(document.text)
    with recording("say", *([claim] if claim else []), document, by=by) as record:
        review = {"status": Status.CONFIRMED, "reviewed_by": by, "reviewed_at": timezone.now()}
        if claim is None:
            claim = Claim(text=" ".join(text.split()), document=document, **review)
            claim.clean_fields(exclude=UNCHECKED)
            reviewing.write(claim, by=by)
            record.made(claim)
        held = merging.root(Claim.objects.get(pk=claim.pk))
        speaker = speakers.named(saying.claimant, document, kind=saying.kind)
        row = Attribution(
            claim=held,
            claim_as_extracted=claim,
            claimant=speaker,
            document=document,
            quote=document.text[start:end],
            start=start,
            end=end,
            stance=saying.stance,
            likelihood=saying.likelihood,
            hedged=saying.hedged,
            direct=saying.direct,
            own_voice=speaker is None or speaker == document.publisher,
            origin=speakers.origin_of(speaker, [], document),
            confidence=1.0,
            method=METHOD,
            **review,
        )
        row.clean_fields(exclude=UNCHECKED)
        row.validate_constraints()
        row.save()
        record.made(row)
        origins.derive([document.pk])
        conflicts.regather([held.pk])
    return row, record.action


def read_through(document: Document, *, by: User) -> Action | None:
    """Notes that `by` has read the document through; a second time changes nothing."""
    with recording("read", document, by=by) as record:
        if not Reading.objects.filter(document=document, analyst=by).exists():
            record.made(Reading.objects.create(document=document, analyst=by))
    return record.action


def unread(document: Document, *, by: User) -> Action | None:
    """Takes it back."""
    with recording("unread", document, by=by) as record:
        for reading in Reading.objects.filter(document=document, analyst=by):
            record.note(reading)
            Reading.objects.filter(pk=reading.pk).delete()  # the row itself keeps its key
    return record.action


def _unsay(_action: Action, changes: list[Change]) -> None:
    """The attribution goes, and with it the claim that was made for it; what linking had joined to that
    claim stands for itself again."""
    made = [c.pk for c in changes if c.of(Claim) and c.before is None]
    joined = list(Claim.objects.filter(merged_into__in=made))
    for claim in joined:
        merging.part(claim)
    put_back(changes)
    relink([claim.pk for claim in joined])


VERBS |= {
    "say": Verb("added what somebody says", _unsay),
    "read": Verb("read it through", own=True),
    "unread": Verb("took back that it was read through", own=True),
}
