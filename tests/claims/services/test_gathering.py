"""Conflicts as links and sides change around them: which are made, kept, divided, joined and removed."""

from itertools import pairwise
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from pghistory.models import Events

from claims.models import Attribution, Claim, ClaimLink, Conflict, ConflictAccount
from claims.services import conflicts, origins, reviewing
from claims.services.conflicts import regather
from tests.factories import (
    AttributionFactory,
    CaseFactory,
    ClaimFactory,
    ClaimLinkFactory,
    DocumentFactory,
    SourceFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def analyst() -> User:
    return UserFactory.create()


def said(text: str, *stances: str, **fields: Any) -> Claim:
    claim: Claim = ClaimFactory.create(text=text, **fields)
    for stance in stances or ("asserts",):
        AttributionFactory.create(claim=claim, stance=stance)
    return claim


def linked(one: Claim, other: Claim, relation: str = "contradicts") -> ClaimLink:
    link: ClaimLink = ClaimLinkFactory.create(from_claim=one, to_claim=other, relation=relation)
    return link


def chain(number: int) -> tuple[list[Claim], list[ClaimLink]]:
    claims = [said(f"The bell rang at {n}") for n in range(1, number + 1)]
    return claims, [linked(*pair) for pair in pairwise(claims)]


def dismissed(row: Any, by: User) -> None:
    """As if it had been dismissed before anybody gathered."""
    type(row)._default_manager.filter(pk=row.pk).update(
        status="dismissed", reviewed_by=by, reviewed_at=timezone.now()
    )


def gathered() -> list[tuple[str, list[tuple[int, str]]]]:
    return [
        (
            conflict.kind,
            [(a.claim_id, a.side) for a in conflict.accounts.order_by("claim_id", "side")],
        )
        for conflict in Conflict.objects.order_by("pk")
    ]


def test_nothing_to_gather() -> None:
    alone = said("It burned")
    regather([])
    regather([alone.pk, 999_999])
    assert gathered() == []


@pytest.mark.parametrize("relation", ["supports", "updates", "rivals", "contradicts"])
def test_relations_make_conflicts_of_their_kind(relation: str) -> None:
    one, other = said("It burned"), said("It stands")
    linked(one, other, relation)
    regather([other.pk])
    both = [(one.pk, "for"), (other.pk, "for")]
    kinds = {"rivals": "rivals", "contradicts": "contradiction", "updates": "contradiction"}
    assert gathered() == ([] if relation == "supports" else [(kinds[relation], both)])


@pytest.mark.parametrize(
    ("stances", "sides"),
    [
        (("asserts", "denies"), ["against", "for"]),
        (("reports", "doubts"), ["against", "for"]),
        (("asserts", "reports"), []),
        (("denies", "doubts"), []),
        (("asserts", "no_position"), []),
    ],
)
def test_one_claim_with_two_sides(stances: tuple[str, str], sides: list[str]) -> None:
    claim = said("The mill was lit by a lamp", *stances)
    regather([claim.pk])
    assert gathered() == ([("sides", [(claim.pk, side) for side in sides])] if sides else [])


def test_a_denial_in_other_words_is_the_other_side() -> None:
    one, other = said("It burned"), said("It burned down", "denies")
    linked(one, other, "same_as")
    regather([one.pk])
    assert gathered() == [("sides", [(one.pk, "for"), (other.pk, "against")])]


@pytest.mark.parametrize("stance", ["denies", "no_position"])
def test_what_nobody_asserts_contradicts_nothing(stance: str) -> None:
    one, other = said("It burned"), said("It stands", stance)
    linked(one, other)
    regather([one.pk, other.pk])
    assert gathered() == []


@pytest.mark.parametrize("start", [0, 1, 3])
def test_all_that_hangs_together_is_found_from_any_of_them(start: int) -> None:
    claims, _ = chain(4)
    regather([claims[start].pk])
    assert gathered() == [("contradiction", [(claim.pk, "for") for claim in claims])]
    assert Conflict.objects.get().anchor == claims[0]


def test_a_question_with_too_many_claims_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conflicts, "MOST", 3)
    claims, _ = chain(6)
    regather([claims[0].pk])
    assert gathered() == [("contradiction", [(claim.pk, "for") for claim in claims[:3]])]


@pytest.mark.parametrize("what", ["link", "claim", "attribution"])
def test_what_was_dismissed_holds_nothing_together(what: str, analyst: User) -> None:
    claims, links = chain(3)
    regather([claims[0].pk])
    (kept,) = Conflict.objects.all()
    rows: dict[str, Any] = {
        "link": links[1],
        "claim": claims[2],
        "attribution": Attribution.objects.get(claim=claims[2]),
    }
    dismissed(rows[what], analyst)
    regather([claims[2].pk])
    assert gathered() == [("contradiction", [(claim.pk, "for") for claim in claims[:2]])]
    assert Conflict.objects.get() == kept


def test_a_conflict_that_falls_apart_is_two(analyst: User) -> None:
    claims, links = chain(5)
    regather([claims[0].pk])
    (whole,) = Conflict.objects.all()
    dismissed(links[1], analyst)
    regather([claims[0].pk])
    assert [[pk for pk, _ in accounts] for _, accounts in gathered()] == [
        [claim.pk for claim in claims[:2]],
        [claim.pk for claim in claims[2:]],
    ]
    assert Conflict.objects.earliest("pk") == whole


def test_two_conflicts_that_meet_are_one() -> None:
    (a, b, c, d, e), links = chain(5)
    links[1].delete()
    regather([a.pk])
    regather([c.pk])
    _, larger = Conflict.objects.order_by("pk")
    linked(b, c)
    regather([a.pk])
    (kept,) = Conflict.objects.all()
    assert kept == larger, "it shares more of the claims"
    assert {account.claim for account in kept.accounts.all()} == {a, b, c, d, e}
    assert (kept.anchor, "1" in kept.question) == (a, True), "asked anew"


def test_another_kind_is_another_conflict() -> None:
    one, other = said("It burned"), said("It stands")
    link = linked(one, other, "rivals")
    regather([one.pk])
    (before,) = Conflict.objects.all()
    ClaimLink.objects.filter(pk=link.pk).update(relation="contradicts")
    regather([one.pk])
    (after,) = Conflict.objects.all()
    assert (before.kind, after.kind) == ("rivals", "contradiction")
    assert before.pk != after.pk


def test_gathering_again_changes_nothing() -> None:
    claims, _ = chain(3)
    regather([claims[1].pk])
    before = gathered(), list(ConflictAccount.objects.order_by("pk").values_list("pk", flat=True))
    for claim in claims:
        regather([claim.pk])
    after = gathered(), list(ConflictAccount.objects.order_by("pk").values_list("pk", flat=True))
    assert before == after
    tracked: Any = Events.objects.tracks(Conflict.objects.get())  # type: ignore[no-untyped-call]
    assert [event.pgh_label for event in tracked] == ["insert"]


def test_a_resolved_conflict_outlives_what_it_was_about(analyst: User) -> None:
    (one, other), (link,) = chain(2)
    regather([one.pk])
    conflict = Conflict.objects.get()
    reviewing.resolve(conflict, finding="superseded", rationale="Counted again.", by=analyst)
    before = gathered(), conflict.question
    dismissed(link, analyst)
    dismissed(one, analyst)
    regather([one.pk, other.pk])
    conflict.refresh_from_db()
    assert (gathered(), conflict.question) == before
    assert (conflict.state, conflict.finding) == ("resolved", "superseded")


def test_a_new_side_opens_a_resolved_conflict(analyst: User) -> None:
    (one, other), _ = chain(2)
    regather([one.pk])
    preferred = ConflictAccount.objects.get(claim=other)
    reviewing.resolve(
        *(Conflict.objects.get(),), finding="real conflict", rationale="Both.", by=analyst,
        preferred=preferred,
    )  # fmt: skip
    AttributionFactory.create(claim=one, stance="denies")
    regather([one.pk])
    conflict = Conflict.objects.get()
    assert (conflict.state, conflict.finding, conflict.preferred) == ("open", "", None)
    assert (conflict.resolved_by, conflict.resolved_at) == (None, None)
    assert conflict.reopened_because == f"A new account arrived: {one.text}"
    assert conflict.rationale == "Both.", "to be read by who resolves it next"
    assert (one.pk, "against") in gathered()[0][1]


def resolved(claims: list[Claim], by: User) -> Conflict:
    regather([claims[0].pk])
    conflict: Conflict = Conflict.objects.get()
    reviewing.resolve(conflict, finding="real conflict", rationale="Both.", by=by)
    return conflict


def test_a_new_origin_opens_a_resolved_conflict(analyst: User) -> None:
    claims, _ = chain(2)
    conflict = resolved(claims, analyst)
    AttributionFactory.create(claim=claims[1], document=DocumentFactory.create())
    regather([claims[1].pk])
    conflict.refresh_from_db()
    assert conflict.state == "open"
    assert conflict.reopened_because == f"A new origin arrived: {claims[1].text}"
    assert conflict.weighed_origins == []


@pytest.mark.parametrize(
    "case", ["known origin", "no position", "dismissed", "elsewhere", "nobody"]
)
def test_what_is_no_new_origin_leaves_it_closed(case: str, analyst: User) -> None:
    claims, _ = chain(2)
    conflict = resolved(claims, analyst)
    known = Attribution.objects.filter(claim=claims[0]).get()
    new: dict[str, Any] = {"claim": claims[1], "document": DocumentFactory.create()}
    match case:
        case "known origin":  # a copy, or the same speaker of the other number
            AttributionFactory.create(**new, origin=known.origin)
        case "no position":
            AttributionFactory.create(**new, stance="no_position")
        case "dismissed":
            dismissed(AttributionFactory.create(**new), analyst)
        case "elsewhere":
            AttributionFactory.create()
    regather([claim.pk for claim in claims])
    conflict.refresh_from_db()
    assert conflict.state == "resolved"


def test_a_known_word_that_turns_out_to_be_an_agencys_is_no_new_origin(analyst: User) -> None:
    claims, _ = chain(2)
    paper = SourceFactory.create(name="Paper")
    document = DocumentFactory.create(publisher=paper, text="PORT ELLIS (AFP) - The bell rang.")
    said = AttributionFactory.create(
        claim=claims[0], document=document, claimant=paper, own_voice=True
    )
    conflict = resolved(claims, analyst)

    origins.trace(document)
    regather([claims[0].pk])

    said.refresh_from_db()
    conflict.refresh_from_db()
    assert (said.origin.source and said.origin.source.name) == "AFP"
    assert conflict.state == "resolved"
    assert said.origin_id in conflict.weighed_origins


@pytest.mark.parametrize("hidden", [0, 1])
def test_the_question_is_in_words_that_all_who_see_it_may_read(hidden: int) -> None:
    case = CaseFactory.create(members=[UserFactory.create()])
    documents = [DocumentFactory.create(), DocumentFactory.create()]
    documents[hidden].cases.add(case)
    one, other = (
        said(text, document=document)
        for text, document in zip(("The mill is gone", "The mill stands"), documents, strict=True)
    )
    linked(one, other)
    regather([one.pk])
    conflict = Conflict.objects.get()
    assert conflict.anchor == (other, one)[hidden]
    asked = ("Is it true that the mill stands?", "Is the mill gone?")
    assert conflict.question == asked[hidden]

    documents[1 - hidden].cases.add(CaseFactory.create(members=[UserFactory.create()]))
    regather([other.pk])
    conflict.refresh_from_db()
    assert conflict.anchor == one, "nobody sees both: the older one asks"
