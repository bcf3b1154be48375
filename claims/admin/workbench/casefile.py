"""What the board of a case holds, in a number of queries that does not depend on how much it is.

The newest statements of a case are read once, as numbers, and counted here: who speaks, which claims are
best attested, how many origins there are. So a case of a million statements costs what one of ten
thousand does, and the page says where it stopped counting.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.contrib.auth.models import User
from django.db.models import Count, Prefetch, QuerySet
from django.db.models.functions import Coalesce

from claims.admin.conflicts import with_accounts, with_bars
from claims.models import Attribution, Claim, Conflict, ConflictAccount, Event, Stance, Status
from claims.services import merging
from sources.admin.base import visible_rows
from sources.models import Case, Document, Source

STATEMENTS = 10_000  # read of a case, the newest
COUNTED = 1_000  # documents are counted no further
OPEN = 100  # open conflicts are counted no further, the weightiest first
QUESTIONS = 10
RESOLVED = 25
CLAIMS = 25
PEOPLE = 25
EVENTS = 3
MAIN = 1_000  # documents whose main event is looked at
STANCES = (Stance.ASSERTS, Stance.REPORTS, Stance.DOUBTS, Stance.DENIES, Stance.NO_POSITION)


class Statement(NamedTuple):
    """An attribution, as far as it is counted. `speaker` is its claimant."""

    claim: int
    claim_status: str
    speaker: int | None
    stance: str
    origin: int


@dataclass
class Attested:
    """A claim, the origins behind it by stance, and whether an open conflict asks about it."""

    pk: int
    by_stance: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    contested: bool = False
    claim: Claim | None = None

    @property
    def origins(self) -> int:
        """All independent origins."""
        return len(set().union(*self.by_stance.values()))

    @property
    def stances(self) -> list[tuple[Stance, int]]:
        """How many origins take each stance."""
        return [(s, len(self.by_stance[s])) for s in STANCES if self.by_stance.get(s)]


@dataclass(frozen=True)
class Speaker:
    """A source that speaks in the case, and how often it takes each stance."""

    source: Source
    stances: list[tuple[Stance, int]]
    total: int


def find(pk: int, user: User) -> Case | None:
    """The case, where `user` may see it."""
    return Case.objects.visible_to(user).filter(pk=pk).first()


def papers(case: Case, user: User) -> QuerySet[Document]:
    """Its documents, as far as `user` may see them."""
    return Document.objects.visible_to(user).filter(cases=case).text_deferred()


def statements(case: Case, user: User) -> list[Statement]:
    """Who says what in its documents: the newest `STATEMENTS`, and one more where there are more."""
    said = Attribution.objects.visible_to(user).standing().filter(document__cases=case)
    columns = ("claim", "claim__status", "claimant", "stance", "origin")
    rows = said.order_by("-pk").values_list(*columns)
    return [Statement(*row) for row in rows[: STATEMENTS + 1]]


def amount(number: int, noun: str, *, most: int | None = None) -> str:
    """ "1 document", "1,000+ documents"."""
    if most is not None and number > most:
        return f"{most:,}+ {noun}s"
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def counted(rows: QuerySet[Any], noun: str) -> str:
    """How many there are, in words; counted no further than it tells."""
    return amount(rows.order_by().values("pk")[: COUNTED + 1].count(), noun, most=COUNTED)


# --- The head ------------------------------------------------------------------------------------


def head(case: Case, user: User, said: Sequence[Statement]) -> dict[str, Any]:
    """What the case is about, and what it holds, in words."""
    cut = len(said) > STATEMENTS
    claims = {row.claim: row.claim_status for row in said}
    states = Counter(claims.values())
    voices = len({row.origin for row in said if row.claim_status != Status.DISMISSED})
    return {
        "case": case,
        "cut": f"{STATEMENTS:,}" if cut else "",
        "documents_number": counted(papers(case, user), "document"),
        "voices": amount(voices, "independent voice"),
        "claims_number": amount(len(claims), "claim"),
        "states": [f"{states[state]:,} {state}" for state in Status if states[state]]
        if len(states) > 1
        else [f"all {state}" for state in states],
        "events": events(case, user),
    }


def events(case: Case, user: User) -> list[Event]:
    """What most of its documents are mainly about."""
    rows = Event.objects.visible_to(user).exclude(status=Status.DISMISSED)
    newest = rows.filter(document__cases=case, main=True).order_by("-pk").values("pk")[:MAIN]
    kept = Coalesce("merged_into", "pk")
    found = Event.objects.filter(pk__in=newest).order_by().values(kept=kept)
    order = found.annotate(n=Count("pk")).order_by("-n", "kept")
    ids = list(order.values_list("kept", flat=True)[:EVENTS])
    known = visible_rows(Event, user).in_bulk(ids)
    return [known[pk] for pk in ids if pk in known]


# --- Conflicts -----------------------------------------------------------------------------------


def conflicts(case: Case, user: User, state: str, *order: str) -> QuerySet[Conflict]:
    """Its conflicts in this state, in this order.

    They are found first, and then it is looked at who may see them, which takes longer by far: so it is
    not done for the conflicts of all cases, nor for more than are shown or counted.
    """
    rows = Conflict.objects.in_case(case).filter(state=state).order_by(*order)
    seen = Conflict.objects.visible_to(user).filter(pk__in=rows.values("pk")[: 2 * OPEN])
    return seen.order_by(*order)


def weightiest(case: Case, user: User) -> list[int]:
    """Its open conflicts by id, the weightiest first: as many as `OPEN`, and one more where there are."""
    rows = conflicts(case, user, Conflict.State.OPEN, "-weight", "-pk")
    return list(rows.values_list("pk", flat=True)[: OPEN + 1])


def questions(case: Case, user: User, opened: Sequence[int]) -> dict[str, Any]:
    """The `weightiest` with accounts and bars, and the resolved ones with their finding."""
    asked = with_accounts(Conflict.objects.filter(pk__in=opened[:QUESTIONS]), user)
    closed = conflicts(case, user, Conflict.State.RESOLVED, "-resolved_at", "-pk")
    resolved = list(closed.select_related("resolved_by")[: RESOLVED + 1])
    return {
        "open_number": amount(len(opened), "open conflict", most=OPEN),
        "conflicts": with_bars(asked.order_by("-weight", "-pk"), user),
        "more_conflicts": len(opened) > QUESTIONS,
        "resolved": resolved[:RESOLVED],
        "more_resolved": len(resolved) > RESOLVED,
    }


# --- Claims and people -----------------------------------------------------------------------------


def attested(said: Iterable[Statement], opened: Sequence[int]) -> list[Attested]:
    """The claims of these statements, first those that an open conflict asks about, then those of most
    origins. Dismissed ones are left out. Their words are not read yet: see `worded`."""
    found: dict[int, Attested] = {}
    for row in said:
        if row.claim_status == Status.DISMISSED:
            continue
        one = found.setdefault(row.claim, Attested(row.claim))
        one.by_stance[row.stance].add(row.origin)
    asked = ConflictAccount.objects.filter(conflict__in=opened).values_list("claim", flat=True)
    for pk in found.keys() & set(asked):
        found[pk].contested = True
    return sorted(found.values(), key=lambda one: (-one.contested, -one.origins, one.pk))


def worded(claims: Sequence[Attested], user: User) -> list[Attested]:
    """These with their `claim` and its event, those left out that `user` may not see."""
    event = Prefetch("event", queryset=visible_rows(Event, user))
    rows = visible_rows(Claim, user).prefetch_related(event)
    known = rows.in_bulk([one.pk for one in claims])
    for one in claims:
        one.claim = known.get(one.pk)
    return [one for one in claims if one.claim is not None]


def speakers(said: Iterable[Statement], user: User) -> list[Speaker]:
    """The sources that speak, those first that speak most; an author without a publisher is none.

    What a merged source says counts for the one that it was merged into.
    """
    said = list(said)
    merged = merging.roots({row.speaker for row in said if row.speaker is not None}, Source)
    by_source: dict[int, Counter[str]] = defaultdict(Counter)
    for row in said:
        if row.speaker is not None:
            by_source[merged[row.speaker]][row.stance] += 1
    order = sorted(by_source, key=lambda pk: (-by_source[pk].total(), pk))
    # Some of them may not be shown: so a few more are read.
    known = visible_rows(Source, user).in_bulk(order[: PEOPLE * 4])
    found = [
        Speaker(
            known[pk],
            [(stance, by_source[pk][stance]) for stance in STANCES if by_source[pk][stance]],
            by_source[pk].total(),
        )
        for pk in order
        if pk in known
    ]
    return found[: PEOPLE + 1]
