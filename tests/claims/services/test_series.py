"""Counts over time: who holds to a number, and the series in its order."""

from datetime import date
from itertools import permutations
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from claims.models import Attribution, Claim, ClaimLink, Conflict, Event, Relation, Status
from claims.services import reviewing
from claims.services.linking import relink
from claims.services.series import series
from sources.models import Document, Source
from tests.api_clients import client_of, reader
from tests.factories import (
    AttributionFactory,
    CaseFactory,
    ClaimFactory,
    DocumentFactory,
    EventFactory,
    SourceFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def fire() -> Event:
    return EventFactory.create(document=DocumentFactory.create(), date_from=date(2026, 3, 3))


def on(day: int | None, **fields: Any) -> Document:
    published = date(2026, 3, day) if day else None
    document: Document = DocumentFactory.create(published=published, **fields)
    return document


def count(number: int, event: Event, day: int | None, bound: str = "exact", **fields: Any) -> Claim:
    """A claim that so many were killed, made on that day of March, by somebody of its own."""
    claim: Claim = ClaimFactory.create(
        text=f"{number} people were killed",
        event=event,
        measure="killed",
        low=number,
        high=number if bound == "exact" else None,
        bound=bound,
        unit="persons",
        document=on(day, **fields),
    )
    AttributionFactory.create(claim=claim)
    return claim


def again(claim: Claim, day: int, by: Source, text: str) -> None:
    """Somebody says it on another day, in these words."""
    AttributionFactory.create(claim=claim, document=on(day, text=text), claimant=by)


def relations() -> set[str]:
    return set(ClaimLink.objects.values_list("relation", flat=True))


# --- Who holds to a number -----------------------------------------------------------------------


def test_a_source_that_repeats_its_number_contradicts_the_later_count(fire: Event) -> None:
    ministry = SourceFactory.create(kind="government")
    held, later = count(137, fire, 4), count(139, fire, 6)
    again(held, 4, ministry, "The ministry counted 137.")
    relink([held.pk])
    assert relations() == {Relation.UPDATES}

    again(held, 9, ministry, "There were 137, the ministry insisted.")
    relink([held.pk])

    link = ClaimLink.objects.get()
    assert (link.relation, link.from_claim, link.to_claim) == ("contradicts", held, later)
    assert "137 was given again on 9 March 2026" in link.explanation
    assert Conflict.objects.get().kind == Conflict.Kind.QUANTITY


@pytest.mark.parametrize("case", ["reprinted", "taken over", "another", "converted", "denied"])
def test_what_is_no_repetition_leaves_an_update(case: str, fire: Event) -> None:
    ministry = SourceFactory.create(kind="government")
    held, later = count(137, fire, 4), count(139, fire, 6)
    again(held, 4, ministry, "The ministry counted 137.")
    match case:
        case "reprinted":  # the same words in a paper of another day
            again(held, 9, ministry, "The ministry counted 137.")
        case "taken over":  # by a paper that prints an agency's old text in its own words
            paper, known = SourceFactory.create(), Attribution.objects.get(claimant=ministry)
            document = on(9, text="There were 137.", publisher=paper)
            AttributionFactory.create(
                claim=held, document=document, claimant=paper, own_voice=True, origin=known.origin
            )
        case "another":  # who had not said it before
            again(held, 9, SourceFactory.create(), "There were 137, the ministry insisted.")
        case "converted":
            again(held, 9, ministry, "At first it had counted 137.")
            again(later, 9, ministry, "By now the ministry counts 139.")
        case "denied":
            document = on(9, text="It is not true that there were 137, the ministry said.")
            AttributionFactory.create(
                claim=held, document=document, claimant=ministry, stance="denies"
            )
    relink([held.pk])
    assert relations() == {Relation.UPDATES}


# --- The series ----------------------------------------------------------------------------------


@pytest.fixture
def counts(fire: Event) -> list[Claim]:
    """130, 137, 139 and 144, imported in another order."""
    rows = {
        number: count(number, fire, day, bound)
        for number, day, bound in (
            *((139, 6, "at least"), (130, 3, "exact"), (144, 9, "exact")),
            (137, 4, "exact"),
        )
    }
    relink([claim.pk for claim in rows.values()])
    return [rows[number] for number in sorted(rows)]


def figures(claims: list[Claim], user: User) -> list[str]:
    return [step.figure for step in series([claim.pk for claim in claims], user)]


def test_the_series_is_in_its_order_from_any_of_its_counts(
    counts: list[Claim], admin: User
) -> None:
    for claim in counts:
        steps = series([claim.pk], admin)
        assert [step.claim for step in steps] == counts
    assert [step.figure for step in steps] == ["130", "137", "at least 139", "144"]
    assert [step.day for step in steps] == [date(2026, 3, day) for day in (3, 4, 6, 9)]
    assert {(step.documents, step.origins) for step in steps} == {(1, 1)}


def test_a_count_is_placed_by_the_day_it_is_of(counts: list[Claim], admin: User) -> None:
    """Told late, counted early."""
    Claim.objects.filter(pk=counts[3].pk).update(as_of=date(2026, 3, 5))
    assert figures(counts, admin) == ["130", "137", "144", "at least 139"]


def test_what_is_updated_by_nothing_is_no_series(fire: Event, admin: User) -> None:
    alone, other = count(137, fire, None), count(139, fire, None)
    relink([alone.pk])
    assert relations() == {Relation.CONTRADICTS}
    assert series([alone.pk, other.pk], admin) == []
    assert series([], admin) == []


def test_dismissed_updates_hold_no_series_together(counts: list[Claim], admin: User) -> None:
    last = counts[3]
    # No update of the one before it, the last count may be one of the one before that.
    for before in (139, 137, 130):
        link = ClaimLink.objects.get(from_claim=last, status=Status.PROPOSED)
        assert link.to_claim.low == before
        reviewing.dismiss(link, by=admin)
    assert figures(counts[:1], admin) == ["130", "137", "at least 139"]
    assert figures([last], admin) == []


def test_only_what_one_may_see(counts: list[Claim], fire: Event) -> None:
    member = UserFactory.create()
    case = CaseFactory.create(members=[member])
    hidden = count(150, fire, 12, cases=[case])
    relink([hidden.pk])
    assert figures(counts, member) == ["130", "137", "at least 139", "144", "150"]
    assert figures(counts, UserFactory.create()) == ["130", "137", "at least 139", "144"]


def test_a_longer_series_takes_no_more_queries(
    counts: list[Claim], fire: Event, admin: User, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(3) as few:
        series([counts[0].pk], admin)
    relink([count(150 + n, fire, 10 + n).pk for n in range(6)])
    with django_assert_num_queries(len(few)):
        assert len(series([counts[0].pk], admin)) == 10


# --- Each count updates the one before it --------------------------------------------------------


def updates() -> list[tuple[float | None, float | None]]:
    """The proposed updates, by their numbers: (newer, older)."""
    rows = ClaimLink.objects.filter(relation=Relation.UPDATES, status=Status.PROPOSED)
    standing = rows.filter(from_claim__merged_into=None, to_claim__merged_into=None)
    shown = standing.exclude(from_claim__status="dismissed").exclude(to_claim__status="dismissed")
    return sorted(shown.values_list("from_claim__low", "to_claim__low"))


WHOLE = [(137, 130), (139, 137), (144, 139)]


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_whichever_came_first_each_updates_the_one_before_it(
    order: tuple[int, ...], fire: Event
) -> None:
    told = ((130, 3), (137, 4), (139, 6), (144, 9))
    for number, day in (told[place] for place in order):
        relink([count(number, fire, day).pk])
    assert updates() == WHOLE
    assert Conflict.objects.get().accounts.count() == 4


@pytest.mark.parametrize("how", ["dismissed", "merged", "moved"])
def test_where_one_leaves_the_series_those_beside_it_are_linked(
    how: str, counts: list[Claim], admin: User
) -> None:
    first, second, third, last = counts
    assert updates() == WHOLE
    match how:
        case "dismissed":
            reviewing.dismiss(third, by=admin)
        case "merged":
            reviewing.merge(third, into=first, by=admin)
        case "moved":
            third.event = None
            reviewing.write(third, by=admin)
    assert updates() == [(137, 130), (144, 137)]
    together = {account.claim for account in Conflict.objects.get().accounts.all()}
    assert together == {first, second, last}

    if how == "dismissed":
        reviewing.restore(third, by=admin)
        assert updates() == WHOLE
    elif how == "merged":
        reviewing.unmerge(third, by=admin)
        assert updates() == WHOLE


def test_what_is_confirmed_stays(counts: list[Claim], fire: Event, admin: User) -> None:
    reviewing.confirm(ClaimLink.objects.get(from_claim=counts[3]), by=admin)
    relink([count(141, fire, 8).pk])
    assert updates() == [(137, 130), (139, 137), (141, 139), (144, 141)]
    assert ClaimLink.objects.filter(status=Status.CONFIRMED).count() == 1


def test_what_not_all_may_see_or_nobody_says_stands_between_no_two(
    counts: list[Claim], fire: Event
) -> None:
    case = CaseFactory.create(members=[UserFactory.create()])
    hidden, denied = count(138, fire, 5, cases=[case]), count(142, fire, 8)
    Attribution.objects.filter(claim=denied).update(stance="denies")
    relink([hidden.pk, denied.pk])
    assert set(updates()) >= {*WHOLE, (138, 137), (139, 138), (142, 139), (144, 142)}
    assert (144, 138) not in updates()


# --- Where it is shown ---------------------------------------------------------------------------


def test_over_the_api(counts: list[Claim]) -> None:
    client = client_of(reader())
    conflict = Conflict.objects.get()
    for path in (f"claims/{counts[0].pk}", f"conflicts/{conflict.pk}"):
        found = client.get(f"/api/v1/{path}/").json()["series"]
        assert [step["figure"] for step in found] == ["130", "137", "at least 139", "144"]
        assert found[1] == {
            "claim": {"id": counts[1].pk, "text": "137 people were killed"},
            "day": "2026-03-04",
            "figure": "137",
            "documents": 1,
            "origins": 1,
        }
    assert "series" not in client.get("/api/v1/conflicts/").json()["results"][0]


def test_on_the_pages(counts: list[Claim], admin_client: Client) -> None:
    conflict = Conflict.objects.get()
    for path in (f"claim/{counts[0].pk}", f"conflict/{conflict.pk}"):
        page = admin_client.get(f"/admin/claims/{path}/change/", follow=True).content.decode()
        places = [
            page.index(f"{day} Mar 2026</time>", page.index("How the count went"))
            for day in (3, 4, 6, 9)
        ]
        assert places == sorted(places), path
    alone = ClaimFactory.create()
    page = admin_client.get(f"/admin/claims/claim/{alone.pk}/change/", follow=True).content.decode()
    assert "How the count went" not in page
