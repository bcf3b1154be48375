"""Lists of conflicts say who stands on which side; lists of claims leave out what was merged."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from claims.admin.conflicts import open_conflicts, with_speakers
from claims.models import Claim, Conflict, Side
from claims.services import reviewing
from sources.models import Source
from tests.factories import (
    AttributionFactory,
    CaseFactory,
    ClaimFactory,
    ConflictAccountFactory,
    ConflictFactory,
    DocumentFactory,
    SourceFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def named(name: str) -> Source:
    return SourceFactory.create(name=name, kind=Source.Kind.PERSON)


@pytest.fixture
def conflict() -> Conflict:
    """The mayor asserts what her deputy denies and the prosecutor holds to be unlikely."""
    claim = AttributionFactory.create(claimant=named("Mayor Ives")).claim
    for name, words in (
        ("Deputy Roe", {"stance": "denies"}),
        ("Prosecutor Lund", {"likelihood": "unlikely"}),
        ("Clerk Ames", {"stance": "no_position"}),
    ):
        AttributionFactory.create(claim=claim, claimant=named(name), **words)
    found = ConflictFactory.create(anchor=claim, kind=Conflict.Kind.SIDES)
    for side in Side.values:
        ConflictAccountFactory.create(conflict=found, claim=claim, side=side)
    return found


def speakers(user: User) -> dict[str, list[str]]:
    (found,) = with_speakers(open_conflicts(user), user)
    return {account.side: account.speakers for account in found.seen_accounts}


def test_each_side_has_those_who_take_it(conflict: Conflict, admin: User) -> None:
    assert speakers(admin) == {
        "for": ["Mayor Ives"],
        "against": ["Deputy Roe", "Prosecutor Lund"],
    }


def test_somebody_who_says_it_twice_is_named_once(conflict: Conflict, admin: User) -> None:
    mayor = Source.objects.get(name="Mayor Ives")
    AttributionFactory.create(claim=conflict.anchor, claimant=mayor, start=1)

    assert speakers(admin)["for"] == ["Mayor Ives"]


def test_an_author_without_a_publisher_is_known_by_the_text(
    conflict: Conflict, admin: User
) -> None:
    document = DocumentFactory.create(title="Bells of St Ann", publisher=None)
    AttributionFactory.create(
        claim=conflict.anchor, document=document, claimant=None, own_voice=True,
        origin=AttributionFactory.create().origin,
    )  # fmt: skip

    assert speakers(admin)["for"] == ["Mayor Ives", "the author of “Bells of St Ann”"]


@pytest.mark.parametrize(
    ("titles", "told"),
    [
        (["Fog", "Gale"], "the authors of “Fog” and “Gale”"),
        (["Fog", "Gale", "Hail"], "the authors of “Fog”, “Gale” and 1 more text"),
        (["Fog", "Gale", "Hail", "Ice"], "the authors of “Fog”, “Gale” and 2 more texts"),
        ([""], "the author of “notes.txt”"),
        (["Rain " * 30], f"the author of “{('Rain ' * 30)[:59]}…”"),
    ],
)
def test_authors_of_several_texts_are_named_together(
    titles: list[str], told: str, conflict: Conflict, admin: User
) -> None:
    for title in titles:
        document = DocumentFactory.create(title=title, name="notes.txt", publisher=None)
        AttributionFactory.create(
            claim=conflict.anchor, document=document, claimant=None, own_voice=True,
            origin=AttributionFactory.create().origin,
        )  # fmt: skip

    assert speakers(admin)["for"] == ["Mayor Ives", told]


def test_who_speaks_in_a_hidden_document_is_not_named(conflict: Conflict) -> None:
    hidden = DocumentFactory.create(cases=[CaseFactory.create(members=[UserFactory.create()])])
    AttributionFactory.create(claim=conflict.anchor, document=hidden, claimant=named("A witness"))

    assert speakers(UserFactory.create())["for"] == ["Mayor Ives"]


def test_the_first_page_names_them(conflict: Conflict, admin_client: Client) -> None:
    page = admin_client.get("/admin/").content.decode()

    assert "Deputy Roe, Prosecutor Lund" in page
    assert page.index("Mayor Ives") != page.index("Deputy Roe")
    assert "Clerk Ames" not in page


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("", {"kept", "alone"}),
        ("?merged=yes", {"joined"}),
        ("?merged=all", {"kept", "alone", "joined"}),
    ],
)
def test_merged_claims_are_listed_when_asked_for(
    asked: str, shown: set[str], admin: User, admin_client: Client
) -> None:
    kept, joined, _alone = (ClaimFactory.create(text=t) for t in ("kept", "joined", "alone"))
    reviewing.merge(joined, into=kept, by=admin)

    listed = admin_client.get(f"/admin/claims/claim/{asked}").context["cl"].result_list

    assert {claim.text for claim in listed} == shown
    assert Claim.objects.count() == 3
