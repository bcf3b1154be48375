"""What changed about watched things since somebody last looked: by whom, when, in words.

Each function below tells one sort of change, in a fixed number of queries. Who did it themselves is not
told of it, and nobody is told of what they may not see.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db.models import F, Model, Q, QuerySet, Window
from django.db.models.functions import DenseRank, Greatest

from claims.models import (
    Action,
    Assessment,
    Attribution,
    Claim,
    ClaimLink,
    Comment,
    Conflict,
    ConflictAccount,
    Relation,
    Watch,
)
from claims.services import merging, past, reader, telling
from sources.models import Affiliation, CaseDocument, Document, Source, SourceAlias
from sources.models.document import UNREAD

SHOWN = 8  # changes of one thing that are told
NAMES = {
    "accept": "accepted the name",
    "refuse": "refused the name",
    "reconsider": "made the name a proposal again:",
    "call": "gave it the name",
    "affiliate": "said for whom it speaks:",
}
DID = {
    "confirm": "confirmed",
    "reject": "refused",
    "restore": "made a proposal again:",
    "correct": "corrected",
}


@dataclass(frozen=True)
class News:
    """One change. `by` is None where the machine made it; `about` is the row to look at, where that is
    not the watched thing itself."""

    at: datetime
    by: User | None
    words: str
    about: Model | None = None


@dataclass(eq=False)
class Watched:
    """A thing that somebody watches; `now` is what it counts for today, itself where it was not merged."""

    watch: Watch
    thing: Any
    now: Any
    told: dict[tuple[str, int], News] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """What it is: claim, conflict, case or source."""
        return self.watch.kind

    @property
    def news(self) -> list[News]:
        """The newest changes, the last first."""
        return sorted(self.told.values(), key=lambda one: one.at, reverse=True)[:SHOWN]

    @property
    def more(self) -> bool:
        """Whether there are more than are told."""
        return len(self.told) > SHOWN

    @property
    def count(self) -> str:
        """How many changes, in words."""
        number = min(len(self.told), SHOWN)
        words = f"{number} change{'' if number == 1 else 's'}"
        return f"more than {words}" if self.more else words

    @property
    def latest(self) -> float:
        """When it last changed, for sorting; nothing new is long ago."""
        return max((one.at.timestamp() for one in self.told.values()), default=0.0)


# Who is told of a row, by its id.
Audience = dict[int, list[Watched]]


def tell(watched: Sequence[Watched], user: User) -> None:
    """Fills in what changed about these."""
    of: dict[str, Audience] = {kind: defaultdict(list) for kind in ("claim", "conflict", "case")}
    sources: Audience = defaultdict(list)
    for one in watched:
        (sources if one.kind == "source" else of[one.kind])[one.now.pk].append(one)
    accounts = _accounts(of["conflict"], user)
    both: Audience = defaultdict(list, {pk: list(some) for pk, some in of["claim"].items()})
    for pk, some in accounts.items():
        both[pk] += some
    speakers: Audience = {
        pk: sources[root] for pk, root in merging.counting_for(sources, Source).items()
    }
    _said(both, "claim", user)
    _said(speakers, "claimant", user)
    _linked(both, user)
    _commented(of["claim"], "claim", user)
    _commented(of["case"], "claim__document__cases", user)
    _judged(of["claim"], "claim", user)
    _judged(of["case"], "claim__document__cases", user)
    _reviewed(of["claim"], user)
    _named(sources, user)
    _documents(of["case"], user)
    _conflicts(of, user)
    _changed(Claim, [one for one in watched if one.kind == "claim"], telling.this_claim, user)
    _changed(Source, [one for one in watched if one.kind == "source"], telling.this_source, user)


def newest(
    rows: QuerySet[Any], key: str, time: str, audience: Audience, value: str = "pk"
) -> list[tuple[int, int]]:
    """(key, value) of the newest rows of each key, no more than are told, from when on somebody has not
    looked; one query."""
    if not audience:
        return []
    place = Window(DenseRank(), partition_by=[F(key)], order_by=[F(time).desc(), F(value).desc()])
    recent = rows.order_by().filter(
        **{f"{key}__in": list(audience), f"{time}__gte": _since(audience)}
    )
    found = recent.annotate(place=place).filter(place__lte=SHOWN + 1)
    return list(found.values_list(key, value).distinct())


def _since(audience: Audience) -> datetime:
    return min(one.watch.since for some in audience.values() for one in some)


def _add(some: Iterable[Watched], row: Model, news: News, sort: str = "") -> None:
    """Told once to each of those who have not seen it, and to nobody who did it."""
    for one in some:
        itself = news.by is not None and news.by.pk == one.watch.user_id
        if news.at >= one.watch.since and not itself:
            one.told[sort or row._meta.label_lower, row.pk] = news  # noqa: SLF001 - public


def _rows(rows: QuerySet[Any], pairs: Iterable[tuple[int, int]]) -> list[tuple[int, Any]]:
    """The pairs with the rows in the place of their ids."""
    pairs = list(pairs)
    found = rows.in_bulk({pk for _, pk in pairs}) if pairs else {}
    return [(key, found[pk]) for key, pk in pairs if pk in found]


# --- Who says it ---------------------------------------------------------------------------------


def _said(audience: Audience, key: str, user: User) -> None:
    """New attributions: of a claim, of a conflict's accounts, or by a source (`key`)."""
    rows = Attribution.objects.visible_to(user).standing()
    mine = Q(method=reader.METHOD, reviewed_by=user)
    near = rows.select_related("claim", "claimant", "document__publisher", "reviewed_by")
    near = near.defer("claim__embedding", *(f"document__{name}" for name in UNREAD))
    found = _rows(near, newest(rows.exclude(mine), key, "created_at", audience))
    by_hand = _added_by(row for _, row in found if row.method == reader.METHOD)
    for pk, row in found:
        by = by_hand.get(row.pk)
        for one in audience[pk]:
            words = f"{'added' if by else 'found'} that {_position(row, one)}"
            _add([one], row, News(row.created_at, by, words, row))


def _added_by(rows: Iterable[Attribution]) -> dict[int, User]:
    """Who added each of these by hand, whoever corrected it later."""
    documents = {row.document_id for row in rows}
    if not documents:
        return {}
    label = Attribution._meta.label_lower  # noqa: SLF001 - public
    return {
        change["pk"]: action.by
        for action in Action.objects.filter(verb="say", document__in=documents).select_related("by")
        for change in action.changes
        if change["model"] == label
    }


def _position(row: Attribution, one: Watched) -> str:
    """Who takes which stance, in which words, in which document; the watched thing is "it"."""
    who = "it" if one.kind == "source" else str(row.claimant or "the author")
    what = "it" if one.kind == "claim" else quoted(str(row.claim))
    stance = row.get_stance_display()
    if row.stance == "no_position":
        stance = "takes no position on"
    return f"{who} {stance} {what}: {quoted(row.quote)}, in {titled(row.document)}"


def quoted(words: str) -> str:
    """Words in quotation marks, cut to fit into a sentence."""
    text = " ".join(words.split())
    return f"“{text if len(text) <= telling.LONGEST else text[: telling.LONGEST - 1] + '…'}”"


def titled(document: Document) -> str:
    """A document with its publisher and day, as far as they are known."""
    at = document.published
    day = f"{at.day} {at:%b %Y}" if at else ""
    about = ", ".join(part for part in (str(document.publisher or ""), day) if part)
    return quoted(str(document)) + (f" ({about})" if about else "")


def _linked(audience: Audience, user: User) -> None:
    """New links, and those that somebody confirmed or dismissed."""
    apart = Q(from_claim__merged_into__isnull=True, to_claim__merged_into__isnull=True)
    rows = ClaimLink.objects.visible_to(user).filter(apart | Q(relation=Relation.SAME_AS))
    timed = rows.exclude(reviewed_by=user).annotate(told_at=Greatest("created_at", "reviewed_at"))
    ends = (newest(timed, end, "told_at", audience) for end in ("from_claim", "to_claim"))
    near = rows.select_related("from_claim", "to_claim", "reviewed_by")
    near = near.defer("from_claim__embedding", "to_claim__embedding")
    for pk, row in _rows(near, [pair for pairs in ends for pair in pairs]):
        verb = telling.STATUS[row.status] if row.reviewed_by else "proposed"
        at = row.reviewed_at or row.created_at
        words = f"{verb} that {telling.linked(row)}: {row.explanation[: telling.LONGEST]}"
        other = row.from_claim if row.to_claim_id == pk else row.to_claim
        _add(audience[pk], row, News(at, row.reviewed_by, words, other))


# --- What is made of it --------------------------------------------------------------------------


def _commented(audience: Audience, key: str, user: User) -> None:
    rows = Comment.objects.visible_to(user).exclude(by=user)
    near = rows.select_related("by", "claim").defer("claim__embedding")
    for pk, row in _rows(near, newest(rows, key, "at", audience)):
        for one in audience[pk]:
            on = f" on {quoted(str(row.claim))}" if one.kind == "case" else ""
            _add([one], row, News(row.at, row.by, f"commented{on}: {quoted(row.text)}", row))


def _judged(audience: Audience, key: str, user: User) -> None:
    """New assessments, and those that were adopted as the verdict; of a case's claims the verdicts."""
    rows = Assessment.objects.visible_to(user)
    near = rows.select_related("analyst", "adopted_by", "claim").defer("claim__embedding")
    for pk, row in _rows(near, newest(rows.exclude(adopted_by=user), key, "adopted_at", audience)):
        for one in audience[pk]:
            on = f" on {quoted(str(row.claim))}" if one.kind == "case" else ""
            words = f"adopted {telling.judged(row)} as the verdict{on}"
            about = row.claim if on else None
            _add([one], row, News(row.adopted_at, row.adopted_by, words, about), "verdict")
    if key != "claim":
        return
    for pk, row in _rows(near, newest(rows.exclude(analyst=user), key, "created_at", audience)):
        words = f"wrote {telling.judged(row)}: {quoted(row.rationale)}"
        _add(audience[pk], row, News(row.created_at, row.analyst, words))


def _reviewed(audience: Audience, user: User) -> None:
    """What analysts did to a claim's attributions, or split off from it."""
    told = Q(verb="split") | Q(attribution__isnull=False)
    rows = Action.objects.visible_to(user).standing().filter(told).exclude(by=user)
    near = rows.select_related("by", "attribution__claimant").defer("changes")
    for pk, row in _rows(near, newest(rows, "claim", "at", audience)):
        did = DID.get(row.verb, row.verb)
        words = f"{did} {telling.said(row.attribution)}" if row.attribution else "split it"
        reason = f" ({row.reason})" if row.reason else ""
        _add(audience[pk], row, News(row.at, row.by, words + reason, row.attribution))


def _named(audience: Audience, user: User) -> None:
    """What analysts did to the names and affiliations of sources."""
    rows = Action.objects.visible_to(user).standing().filter(verb__in=NAMES).exclude(by=user)
    found = _rows(rows.select_related("by"), newest(rows, "source", "at", audience))
    named = _still_seen((action for _, action in found), user)
    for pk, row in found:
        what = named.get(row.pk)
        if what is not None:
            _add(audience[pk], row, News(row.at, row.by, f"{NAMES[row.verb]} {quoted(what)}"))


def _still_seen(done: Iterable[Action], user: User) -> dict[int, str]:
    """The name or affiliation that each action is about, by the action's id, where it may be seen."""
    wanted: dict[str, dict[int, int]] = defaultdict(dict)
    for action in done:
        for change in action.changes:
            wanted[change["model"]][action.pk] = change["pk"]
    found: dict[int, str] = {}
    for model in (SourceAlias, Affiliation):
        ids = wanted[model._meta.label_lower]  # noqa: SLF001 - public
        rows: Any = model._default_manager  # noqa: SLF001
        rows = rows.visible_to(user)
        if model is Affiliation:
            rows = rows.select_related("source", "organisation")
        seen = rows.in_bulk(set(ids.values()))
        found |= {action: str(seen[pk]) for action, pk in ids.items() if pk in seen}
    return found


# --- Cases and conflicts -------------------------------------------------------------------------


def _documents(audience: Audience, user: User) -> None:
    """Documents that joined, new or known from elsewhere, and those that were read since."""
    rows = CaseDocument.objects.visible_to(user)
    times = ("joined_at", "document__status_changed_at")
    pairs = {pair for time in times for pair in newest(rows, "case", time, audience, "document")}
    if not pairs:
        return
    near = Document.objects.visible_to(user).text_deferred().select_related("publisher")
    found = rows.filter(case__in={case for case, _ in pairs}, document__in={pk for _, pk in pairs})
    held = {(row.case_id, row.document_id): row for row in found.select_related("by")}
    for case, row in _rows(near, pairs):
        joined = held[case, row.pk]
        failed = "" if row.status != Document.Status.FAILED else ", which could not be read"
        for one in audience[case]:
            at, by, verb = row.status_changed_at, None, "read"
            if joined.joined_at >= one.watch.since:
                new = row.retrieved_at >= one.watch.since
                at, by, verb = max(at, joined.joined_at), joined.by, "imported" if new else "added"
            _add([one], row, News(at, by, f"{verb} {titled(row)}{failed}", row))


def _accounts(audience: Audience, user: User) -> Audience:
    """Who is told of the claims that a conflict's accounts are made of."""
    found: Audience = defaultdict(list)
    rows = ConflictAccount.objects.visible_to(user).filter(conflict__in=list(audience))
    for claim, conflict in set(rows.values_list("claim", "conflict")) if audience else ():
        found[claim] += audience[conflict]
    return found


def _conflicts(of: dict[str, Audience], user: User) -> None:
    """Conflicts that are new, were resolved or opened again: the watched ones, those that a watched
    claim is part of, and those of a watched case."""
    seen = Conflict.objects.visible_to(user).order_by().values("pk")
    rows = ConflictAccount.objects.visible_to(user).filter(conflict__in=seen)
    told: Audience = defaultdict(list, {pk: list(some) for pk, some in of["conflict"].items()})
    for kind, key in (("claim", "claim"), ("case", "claim__attributions__document__cases")):
        time = "conflict__events__pgh_created_at"
        for pk, conflict in newest(rows, key, time, of[kind], "conflict"):
            told[conflict] += of[kind][pk]
    found = Conflict.objects.visible_to(user).in_bulk(list(told))

    def name(row: Model, one: Watched) -> str:
        return "the question" if one.thing == row else f"the question {quoted(str(row))}"

    for change in past.changes(Conflict, found, user):
        row = found[change.pk]
        for one in told[change.pk]:
            words = "; ".join(telling.words(row, name(row, one), change.told))
            about = None if one.thing == row else row
            if words and (change.kind != "insert" or about):
                news = News(change.at, change.by, words, about)
                _add([one], row, news, f"conflict event {change.event}")


def _changed(
    model: type[Model], some: Sequence[Watched], name: Callable[[Model], str], user: User
) -> None:
    """What changed in the rows themselves, as the database's triggers recorded it."""
    told: Audience = defaultdict(list)
    rows: dict[int, Any] = {}
    for one in some:
        for row in {one.thing.pk: one.thing, one.now.pk: one.now}.values():
            rows[row.pk] = row
            told[row.pk].append(one)
    for change in past.changes(model, rows, user):
        if change.kind == "update":
            words = "; ".join(telling.words(rows[change.pk], name(rows[change.pk]), change.told))
            if words:
                news = News(change.at, change.by, words)
                _add(told[change.pk], rows[change.pk], news, f"event {change.event}")
