"""Claims and all that is about them over HTTP."""

from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from claims.models import (
    Assessment,
    Attribution,
    Claim,
    Conflict,
    Finding,
    Likelihood,
    Relation,
    Side,
    Stance,
    Status,
)
from tests.api_clients import client_of, ids, reader, there
from tests.factories import (
    AssessmentFactory,
    AttributionFactory,
    CaseFactory,
    ClaimFactory,
    ClaimLinkFactory,
    ConflictAccountFactory,
    ConflictFactory,
    DocumentFactory,
    EventFactory,
    SourceFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

CLAIMS = "/api/v1/claims/"
ATTRIBUTIONS = "/api/v1/attributions/"

# --- Claims --------------------------------------------------------------------------------------


def test_a_claim_with_its_accounts() -> None:
    """Five say it in three documents from four origins; one denies it."""
    claim = ClaimFactory.create(text="The mill was set on fire")
    first, second, third = claim.document, DocumentFactory.create(), DocumentFactory.create()
    mayor = SourceFactory.create(name="The mayor")
    AttributionFactory.create(claim=claim, document=first, claimant=mayor)
    AttributionFactory.create(claim=claim, document=second, claimant=mayor)
    AttributionFactory.create(claim=claim, document=second)
    AttributionFactory.create(claim=claim, document=third, likelihood=Likelihood.LIKELY)
    AttributionFactory.create(claim=claim, document=third, stance=Stance.DENIES)
    AttributionFactory.create(
        claim=claim,
        document=third,
        status=Status.DISMISSED,
        reviewed_by=UserFactory.create(),
        reviewed_at=timezone.now(),
    )
    client = client_of(reader())
    row = client.get(f"{CLAIMS}{claim.pk}/").json()
    assert (row["attributions"], row["documents"], row["origins"]) == (5, 3, 4)
    assert row["accounts"] == [
        {
            "stance": "asserts",
            "likelihood": None,
            "attributions": 3,
            "documents": 2,
            "origins": 2,
        },
        {
            "stance": "asserts",
            "likelihood": "likely",
            "attributions": 1,
            "documents": 1,
            "origins": 1,
        },
        {"stance": "denies", "likelihood": None, "attributions": 1, "documents": 1, "origins": 1},
    ]
    assert len(ids(client.get(row["attributions_url"]))) == 6
    assert ids(client.get(row["links_url"])) == []


def test_a_quantity_is_whole_or_not_there() -> None:
    counted = ClaimFactory.create(
        measure="killed", low=3, bound="at least", unit="persons", as_of=date(2024, 3, 1)
    )
    plain = ClaimFactory.create()
    client = client_of(reader())
    assert client.get(f"{CLAIMS}{counted.pk}/").json()["quantity"] == {
        "measure": "killed",
        "low": 3.0,
        "high": None,
        "bound": "at least",
        "unit": "persons",
        "as_of": "2024-03-01",
    }
    assert client.get(f"{CLAIMS}{plain.pk}/").json()["quantity"] is None


def test_what_is_asked_of_attributions_holds_for_one_of_them() -> None:
    """The mayor asserts and the baker denies it: the mayor denies nothing."""
    claim = ClaimFactory.create(document=DocumentFactory.create(published="2024-03-01"))
    mayor, baker = SourceFactory.create(), SourceFactory.create()
    AttributionFactory.create(claim=claim, claimant=mayor)
    AttributionFactory.create(claim=claim, claimant=baker, stance=Stance.DENIES)
    client = client_of(reader())

    def found(**query: Any) -> bool:
        return ids(client.get(CLAIMS, query)) == [claim.pk]

    assert found(source=mayor.pk, stance="asserts")
    assert not found(source=mayor.pk, stance="denies")
    assert found(source=baker.pk, stance="denies", published_before="2024-03-01")
    assert not found(source=baker.pk, stance="denies", published_after="2024-03-02")


def test_filters_of_claims() -> None:
    case = CaseFactory.create()
    event = EventFactory.create()
    burned = ClaimFactory.create(
        text="The mill burned down", document=DocumentFactory.create(cases=[case]), event=event
    )
    counted = ClaimFactory.create(
        text="Three were hurt", measure="injured", low=3, high=3, bound="exact"
    )
    merged = ClaimFactory.create(text="Mill ablaze", merged_into=burned, predicate="burned")
    AttributionFactory.create(claim=burned)
    client = client_of(reader())

    def found(**query: Any) -> list[int]:
        return ids(client.get(CLAIMS, query))

    assert found(case=case.pk) == found(event=event.pk) == found(document=there(burned.document).pk)
    assert found(case=case.pk) == [burned.pk]
    assert found(measure="injured") == [counted.pk]
    assert found(standing="true") == [burned.pk, counted.pk]
    assert found(standing="false") == found(predicate="burned") == [merged.pk]
    assert found(search="mill burnt") == [burned.pk]
    assert found(status="confirmed") == []


# --- Attributions --------------------------------------------------------------------------------


def test_an_attribution_says_all_that_its_export_does() -> None:
    agency = SourceFactory.create(name="Wire", kind="agency")
    paper = SourceFactory.create(name="Paper")
    document = DocumentFactory.create(text="“It burned,” said X, Wire reported.")
    made = AttributionFactory.create(
        claim=ClaimFactory.create(document=document),
        start=1,
        end=10,
        spans=[[1, 3], [4, 10]],
        direct=True,
        likelihood=Likelihood.VERY_LIKELY,
        via=[paper, agency],
    )
    row = client_of(reader()).get(f"{ATTRIBUTIONS}{made.pk}/").json()
    assert row["document"] == {"id": document.pk, "name": document.name, "title": document.title}
    assert (
        row["claim"] == row["claim_as_extracted"] == {"id": made.claim_id, "text": made.claim.text}
    )
    assert [source["name"] for source in row["via"]] == ["Paper", "Wire"]
    assert (row["quote"], row["start"], row["end"]) == ("It burned", 1, 10)
    assert row["spans"] == [[1, 3], [4, 10]]
    assert (row["stance"], row["likelihood"], row["direct"]) == ("asserts", "very likely", True)
    assert row["origin"]["source"]["name"] == there(made.claimant).name
    assert row["origin"]["document"] is None


def test_no_likelihood_is_null() -> None:
    made = AttributionFactory.create()
    assert client_of(reader()).get(f"{ATTRIBUTIONS}{made.pk}/").json()["likelihood"] is None


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"stance": "denies"}, ["denial"]),
        ({"stance": "asserts"}, ["first", "own"]),
        ({"likelihood": "unlikely"}, ["denial"]),
        ({"hedged": "true"}, ["first"]),
        ({"direct": "true"}, ["denial"]),
        ({"own_voice": "true"}, ["own"]),
        ({"own_voice": "false"}, ["first", "denial"]),
        ({"status": "proposed"}, ["first", "denial", "own"]),
        ({"published_after": "2024-03-05"}, ["denial", "own"]),
        ({"published_before": "2024-03-05"}, ["first"]),
        ({"search": "mill"}, ["first"]),
    ],
)
def test_filters_of_attributions(query: dict[str, str], expected: list[str]) -> None:
    early = ClaimFactory.create(
        text="The mill burned", document=DocumentFactory.create(published="2024-03-01")
    )
    late = ClaimFactory.create(
        text="It was arson", document=DocumentFactory.create(published="2024-03-09")
    )
    made = {
        "first": AttributionFactory.create(claim=early, hedged=True),
        "denial": AttributionFactory.create(
            claim=late, stance=Stance.DENIES, likelihood=Likelihood.UNLIKELY, direct=True
        ),
        "own": AttributionFactory.create(claim=late, claimant=None, own_voice=True),
    }
    found = ids(client_of(reader()).get(ATTRIBUTIONS, query))
    assert found == [made[name].pk for name in expected]


def test_attributions_by_what_they_refer_to() -> None:
    case = CaseFactory.create()
    made = AttributionFactory.create(
        claim=ClaimFactory.create(document=DocumentFactory.create(cases=[case]))
    )
    AttributionFactory.create()
    client = client_of(reader())
    for name, row in {
        "case": case,
        "document": made.document,
        "source": made.claimant,
        "claim": made.claim,
        "origin": made.origin,
    }.items():
        assert ids(client.get(ATTRIBUTIONS, {name: there(row).pk})) == [made.pk], name


# --- Links, conflicts, events, assessments -------------------------------------------------------


def test_links() -> None:
    case = CaseFactory.create()
    here = [
        AttributionFactory.create(
            claim=ClaimFactory.create(document=DocumentFactory.create(cases=[case]))
        ).claim
        for _ in range(2)
    ]
    inside = ClaimLinkFactory.create(from_claim=here[0], to_claim=here[1])
    across = ClaimLinkFactory.create(
        from_claim=here[1], relation=Relation.SUPPORTS, confidence=0.4, method="wording"
    )
    client = client_of(reader())

    def found(**query: Any) -> list[int]:
        return ids(client.get("/api/v1/links/", query))

    row = client.get(f"/api/v1/links/{inside.pk}/").json()
    assert (row["from"]["id"], row["to"]["id"]) == (here[0].pk, here[1].pk)
    assert row["relation"] == "contradicts"
    assert row["explanation"] == inside.explanation
    assert found(claim=here[0].pk) == [inside.pk]
    assert found(claim=here[1].pk) == [inside.pk, across.pk]
    assert found(case=case.pk) == found(relation="contradicts") == [inside.pk]
    assert found(min_confidence="0.5") == [inside.pk]
    assert found(method="wording") == [across.pk]
    assert client.get("/api/v1/links/", {"min_confidence": "7"}).status_code == 400


def conflict_of(*claims: Claim, **fields: object) -> Conflict:
    conflict = ConflictFactory.create(anchor=claims[0], **fields)
    for claim in claims:
        ConflictAccountFactory.create(conflict=conflict, claim=claim)
    return conflict


def test_conflicts() -> None:
    case = CaseFactory.create()
    claims = [AttributionFactory.create().claim for _ in range(2)]
    there(claims[0].document).cases.add(case)
    denied = AttributionFactory.create().claim
    AttributionFactory.create(claim=denied, stance=Stance.DENIES)
    toll = conflict_of(*claims)
    denial = ConflictFactory.create(
        anchor=denied,
        kind=Conflict.Kind.SIDES,
        state=Conflict.State.RESOLVED,
        finding=Finding.SCOPE,
        rationale="They speak of two mills.",
        resolved_by=UserFactory.create(),
        resolved_at=timezone.now(),
    )
    for side in Side:
        ConflictAccountFactory.create(conflict=denial, claim=denied, side=side)
    client = client_of(reader())

    def found(**query: Any) -> list[int]:
        return ids(client.get("/api/v1/conflicts/", query))

    row = client.get(f"/api/v1/conflicts/{denial.pk}/").json()
    assert [(account["claim"]["id"], account["side"]) for account in row["accounts"]] == [
        (denied.pk, "for"),
        (denied.pk, "against"),
    ]
    assert (row["state"], row["finding"]) == ("resolved", "different scope")
    assert found(state="open") == found(kind="quantity") == found(case=case.pk) == [toll.pk]
    assert found(finding="different scope") == found(claim=denied.pk) == [denial.pk]
    assert found() == [toll.pk, denial.pk]


def test_events() -> None:
    fire = EventFactory.create(names=["Old Mill"], date_from="2024-03-01", kind="fire")
    flood = EventFactory.create(
        names=["Lower Weir"], date_from="2024-03-09", merged_into=fire, merge_reason="One night."
    )
    ClaimFactory.create_batch(2, event=fire)
    client = client_of(reader())

    def found(**query: Any) -> list[int]:
        return ids(client.get("/api/v1/events/", query))

    assert client.get(f"/api/v1/events/{fire.pk}/").json()["claims"] == 2
    row = client.get(f"/api/v1/events/{flood.pk}/").json()
    assert (row["merged_into"]["id"], row["merge_reason"]) == (fire.pk, "One night.")
    assert found(name="Old Mill") == found(before="2024-03-02") == [fire.pk]
    assert found(after="2024-03-02") == found(standing="false") == [flood.pk]


def test_assessments() -> None:
    evidence = AttributionFactory.create()
    analyst, reviewer = UserFactory.create(username="ann"), UserFactory.create(username="rae")
    old = AssessmentFactory.create(
        claim=evidence.claim, analyst=analyst, superseded_at=timezone.now(), rating="false"
    )
    new = AssessmentFactory.create(
        claim=evidence.claim, analyst=analyst, adopted_by=reviewer, adopted_at=timezone.now()
    )
    new.evidence.add(evidence)
    client = client_of(reader())

    def found(**query: Any) -> list[int]:
        return ids(client.get("/api/v1/assessments/", query))

    row = client.get(f"/api/v1/assessments/{new.pk}/").json()
    assert (row["analyst"], row["adopted_by"], row["rating"]) == ("ann", "rae", "true")
    assert row["evidence"] == [evidence.pk]
    assert found(current="true") == found(adopted="true") == [new.pk]
    assert found(current="false") == found(adopted="false") == found(rating="false") == [old.pk]
    assert found(claim=evidence.claim.pk) == [old.pk, new.pk]
    case = CaseFactory.create()
    assert found(case=case.pk) == []
    evidence.document.cases.add(case)
    assert found(case=case.pk) == [old.pk, new.pk]


# --- What is confined ----------------------------------------------------------------------------


@pytest.fixture
def secret() -> Attribution:
    """Said in a document of a case that the readers below are no members of."""
    document = DocumentFactory.create(cases=[CaseFactory.create(limited=True)])
    return AttributionFactory.create(
        claim=ClaimFactory.create(text="A very secret claim", document=document),
        claimant=SourceFactory.create(name="Deep Throat", document=document),
    )


def test_references_into_a_limited_case_read_as_null(secret: Attribution) -> None:
    claim = ClaimFactory.create(
        event=EventFactory.create(document=secret.document), merged_into=secret.claim
    )
    made = AttributionFactory.create(
        claim=claim,
        claim_as_extracted=secret.claim,
        claimant=secret.claimant,
        origin=secret.origin,
        via=[secret.claimant],
    )
    assessment = AssessmentFactory.create(claim=claim)
    assessment.evidence.add(secret, made)
    event = EventFactory.create(
        merged_into=EventFactory.create(document=secret.document), merge_reason="A secret name."
    )
    client = client_of(reader())
    row = client.get(f"{CLAIMS}{claim.pk}/").json()
    assert (row["event"], row["merged_into"]) == (None, None)
    row = client.get(f"{ATTRIBUTIONS}{made.pk}/").json()
    assert (row["claimant"], row["origin"], row["claim_as_extracted"]) == (None, None, None)
    assert row["via"] == []
    row = client.get(f"/api/v1/assessments/{assessment.pk}/").json()
    assert row["evidence"] == [made.pk]
    row = client.get(f"/api/v1/events/{event.pk}/").json()
    assert (row["merged_into"], row["merge_reason"]) == (None, "")


def test_nothing_is_counted_or_found_that_may_not_be_seen(secret: Attribution) -> None:
    claim = ClaimFactory.create()
    AttributionFactory.create(claim=claim)
    AttributionFactory.create(claim=claim, document=secret.document, stance=Stance.DENIES)
    link = ClaimLinkFactory.create(from_claim=secret.claim, to_claim=claim)
    conflict = conflict_of(claim, secret.claim)
    client = client_of(reader())
    row = client.get(f"{CLAIMS}{claim.pk}/").json()
    assert (row["attributions"], row["documents"], row["origins"]) == (1, 1, 1)
    assert [account["stance"] for account in row["accounts"]] == ["asserts"]
    assert ids(client.get(CLAIMS, {"search": "secret"})) == []
    assert ids(client.get(CLAIMS, {"stance": "denies"})) == []
    assert ids(client.get(ATTRIBUTIONS, {"search": "secret"})) == []
    for path in (
        f"{CLAIMS}{secret.claim.pk}/",
        f"{ATTRIBUTIONS}{secret.pk}/",
        f"/api/v1/links/{link.pk}/",
        f"/api/v1/conflicts/{conflict.pk}/",
    ):
        assert client.get(path).status_code == 404, path
    for name, row_ in {"claim": secret.claim, "origin": secret.origin}.items():
        assert client.get(ATTRIBUTIONS, {name: row_.pk}).status_code == 400, name


def test_an_account_that_may_not_be_seen_is_left_out(secret: Attribution) -> None:
    claims = [AttributionFactory.create().claim for _ in range(2)]
    conflict = conflict_of(*claims, secret.claim)
    conflict.preferred = conflict.accounts.get(claim=secret.claim)
    conflict.save()
    row = client_of(reader()).get(f"/api/v1/conflicts/{conflict.pk}/").json()
    assert [account["claim"]["id"] for account in row["accounts"]] == [c.pk for c in claims]
    assert row["preferred"] is None


def test_conflicts_are_not_found_by_an_account_that_may_not_be_seen(secret: Attribution) -> None:
    claims = [AttributionFactory.create().claim for _ in range(3)]
    conflict = conflict_of(*claims[:2])
    ConflictAccountFactory.create(conflict=conflict, claim=claims[2], side=Side.AGAINST)
    AttributionFactory.create(claim=claims[2], document=secret.document, stance=Stance.DENIES)
    client = client_of(reader())
    assert ids(client.get("/api/v1/conflicts/", {"claim": claims[0].pk})) == [conflict.pk]
    assert ids(client.get("/api/v1/conflicts/", {"claim": claims[2].pk})) == []
    case = CaseFactory.create()
    there(claims[2].document).cases.add(case)
    assert ids(client.get("/api/v1/conflicts/", {"case": case.pk})) == []


def test_members_see_it_all(secret: Attribution) -> None:
    member = reader()
    secret.document.cases.get().members.add(member)
    client = client_of(member)
    row = client.get(f"{ATTRIBUTIONS}{secret.pk}/").json()
    assert row["claimant"]["name"] == "Deep Throat"
    assert ids(client.get(CLAIMS, {"search": "secret"})) == [secret.claim.pk]


def test_a_rating_is_one_of_the_vocabulary() -> None:
    answer = client_of(reader()).get("/api/v1/assessments/", {"rating": "wrong"})
    assert answer.status_code == 400
    for rating in Assessment.Rating.values:
        assert rating in answer.json()["rating"][0]
