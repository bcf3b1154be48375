"""Each filter of each list of claims/api: what it finds, what it leaves, and how filters combine."""

from typing import Any

import pytest
from django.utils import timezone

from claims.models import (
    Conflict,
    Relation,
    Side,
    Stance,
)
from tests.api_clients import reader
from tests.api_queries import Rows, answers
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


def reviewed(status: str) -> dict[str, Any]:
    return {
        "status": status,
        "reviewed_by": UserFactory.create(),
        "reviewed_at": timezone.now(),
    }


@pytest.fixture
def places() -> Rows:
    """Two cases with a document each, and a document in none; two speakers."""
    north, south = CaseFactory.create(), CaseFactory.create()
    return {
        "north": north,
        "south": south,
        "empty": CaseFactory.create(),
        "early": DocumentFactory.create(published="2024-03-01", cases=[north]),
        "late": DocumentFactory.create(published="2024-03-09", cases=[south]),
        "undated": DocumentFactory.create(),
        "mayor": SourceFactory.create(),
        "baker": SourceFactory.create(),
        "silent": SourceFactory.create(),
    }


# --- Claims --------------------------------------------------------------------------------------


@pytest.fixture
def claims(places: Rows) -> Rows:
    early, late, undated = (places[name] for name in ("early", "late", "undated"))
    fire, flood = EventFactory.create(), EventFactory.create()
    burned = ClaimFactory.create(
        text="The old mill burned down",
        document=early,
        event=fire,
        predicate="burned",
        subject="mill",
        **reviewed("confirmed"),
    )
    hurt = ClaimFactory.create(
        text="Three people were hurt",
        document=late,
        event=fire,
        measure="injured",
        low=3,
        bound="exact",
    )
    left = ClaimFactory.create(
        text="Nobody left the village",
        document=undated,
        measure="displaced",
        high=0,
        bound="at most",
        **reviewed("dismissed"),
    )
    joined = ClaimFactory.create(text="A mill was on fire", document=late, merged_into=burned)
    mayor, baker = places["mayor"], places["baker"]
    AttributionFactory.create(claim=burned, document=early, claimant=mayor)
    AttributionFactory.create(claim=burned, document=late, claimant=baker, stance=Stance.DENIES)
    AttributionFactory.create(claim=hurt, document=late, claimant=mayor, stance=Stance.REPORTS)
    AttributionFactory.create(claim=joined, document=late, claimant=baker)
    AttributionFactory.create(
        claim=left,
        document=undated,
        claimant=mayor,
        stance=Stance.DOUBTS,
        **reviewed("dismissed"),
    )
    own = {"fire": fire, "flood": flood, "burned": burned, "hurt": hurt, "left": left}
    return {**places, **own, "joined": joined}


CLAIMS = {
    "": "burned hurt left joined",
    "case=@north": "burned",
    "case=@south": "burned hurt joined",
    "case=@empty": "",
    "document=@early": "burned",
    "document=@late": "burned hurt joined",
    "document=@undated": "",  # drawn from it, but the one who said so is dismissed
    "source=@mayor": "burned hurt",
    "source=@baker": "burned joined",
    "source=@silent": "",
    "stance=asserts": "burned joined",
    "stance=denies": "burned",
    "stance=reports": "hurt",
    "stance=doubts": "",
    "stance=no_position": "",
    "published_after=2024-03-09": "burned hurt joined",
    "published_after=2024-03-10": "",
    "published_before=2024-03-01": "burned",
    "published_before=2024-02-29": "",
    "published_after=2024-03-02&published_before=2024-03-08": "",
    "event=@fire": "burned hurt",
    "event=@flood": "",
    "measure=injured": "hurt",
    "measure=Injured": "",
    "measure=displaced": "left",
    "predicate=burned": "burned",
    "predicate=burn": "",
    "status=proposed": "hurt joined",
    "status=confirmed": "burned",
    "status=dismissed": "left",
    "standing=true": "burned hurt left",
    "standing=false": "joined",
    "search=mill": "burned joined",
    "search=fire mill": "joined",
    "search=village fire": "",
    # What is asked of who says it is asked of one attribution ...
    "case=@north&stance=denies": "",
    "case=@south&stance=denies": "burned",
    "case=@south&source=@mayor": "hurt",
    "source=@mayor&published_before=2024-03-08": "burned",
    "source=@baker&document=@late&stance=asserts": "joined",
    "source=@baker&document=@early": "",
    "stance=denies&published_before=2024-03-01": "",
    # ... and the rest of the claim.
    "stance=denies&status=confirmed": "burned",
    "stance=asserts&standing=false": "joined",
    "event=@fire&measure=injured": "hurt",
    "event=@fire&status=dismissed": "",
    "search=mill&standing=true": "burned",
    "search=mill&source=@mayor": "burned",
    "search=mill&event=@flood": "",
}


def test_claims(claims: Rows) -> None:
    assert answers(claims, "claims", CLAIMS, user=reader()) == CLAIMS


# --- Attributions --------------------------------------------------------------------------------


@pytest.fixture
def attributions(places: Rows) -> Rows:
    mill = ClaimFactory.create(text="The old mill burned down", document=places["early"])
    weir = ClaimFactory.create(text="The weir gave way", document=places["late"])
    mayor, baker = places["mayor"], places["baker"]
    said = AttributionFactory.create(
        claim=mill, document=places["early"], claimant=mayor, likelihood="likely", direct=True
    )
    denied = AttributionFactory.create(
        claim=mill, document=places["late"], claimant=baker, stance="denies", hedged=True
    )
    own = AttributionFactory.create(
        claim=weir, document=places["late"], claimant=None, own_voice=True, stance="reports"
    )
    gone = AttributionFactory.create(
        claim=weir,
        document=places["undated"],
        claimant=mayor,
        stance="doubts",
        likelihood="unlikely",
        **reviewed("dismissed"),
    )
    kept = AttributionFactory.create(
        claim=weir, claimant=baker, stance="no_position", **reviewed("confirmed")
    )
    return {
        **places,
        "mill": mill,
        "weir": weir,
        "mayors": said.origin,
        "text": own.origin,
        "said": said,
        "denied": denied,
        "own": own,
        "gone": gone,
        "kept": kept,
    }


ATTRIBUTIONS = {
    "": "said denied own gone kept",
    "case=@north": "said",
    "case=@south": "denied own kept",
    "case=@empty": "",
    "document=@undated": "gone",
    "source=@mayor": "said gone",
    "source=@silent": "",
    "claim=@mill": "said denied",
    "claim=@weir": "own gone kept",
    "origin=@mayors": "said gone",
    "origin=@text": "own",
    "stance=doubts": "gone",
    "stance=reports": "own",
    "stance=no_position": "kept",
    "likelihood=likely": "said",
    "likelihood=very likely": "",
    "status=confirmed": "kept",
    "status=dismissed": "gone",
    "status=proposed": "said denied own",
    "hedged=false": "said own gone kept",
    "direct=false": "denied own gone kept",
    "published_after=2024-03-09": "denied own kept",
    "published_before=2024-03-08": "said",
    "search=weir": "own gone kept",
    "search=harbour": "",
    "claim=@mill&stance=denies": "denied",
    "claim=@mill&stance=reports": "",
    "source=@mayor&status=proposed": "said",
    "source=@mayor&search=weir": "gone",
    "origin=@mayors&case=@north": "said",
    "case=@south&own_voice=false&hedged=false": "kept",
    "direct=true&hedged=true": "",
    "published_after=2024-03-01&published_before=2024-03-01": "said",
    "likelihood=unlikely&status=dismissed": "gone",
}


def test_attributions(attributions: Rows) -> None:
    assert answers(attributions, "attributions", ATTRIBUTIONS, user=reader()) == ATTRIBUTIONS


# --- Links ---------------------------------------------------------------------------------------


@pytest.fixture
def links(places: Rows) -> Rows:
    """Two claims of the north; one of the south, whose word in the north was dismissed."""
    first, second, other = (ClaimFactory.create(document=None) for _ in range(3))
    for claim in (first, second):
        AttributionFactory.create(claim=claim, document=places["early"])
    AttributionFactory.create(claim=other, document=places["late"])
    AttributionFactory.create(claim=other, document=places["early"], **reviewed("dismissed"))
    inside = ClaimLinkFactory.create(from_claim=first, to_claim=second, confidence=1.0)
    across = ClaimLinkFactory.create(
        from_claim=first,
        to_claim=other,
        relation=Relation.RIVALS,
        method="wording",
        confidence=0.5,
        **reviewed("confirmed"),
    )
    back = ClaimLinkFactory.create(
        from_claim=other,
        to_claim=second,
        relation=Relation.UPDATES,
        confidence=0.0,
        **reviewed("dismissed"),
    )
    own = {"first": first, "second": second, "other": other, "unlinked": ClaimFactory.create()}
    return {**places, **own, "inside": inside, "across": across, "back": back}


LINKS = {
    "": "inside across back",
    "case=@north": "inside",
    "case=@south": "",
    "claim=@first": "inside across",
    "claim=@second": "inside back",
    "claim=@other": "across back",
    "claim=@unlinked": "",
    "relation=contradicts": "inside",
    "relation=rivals": "across",
    "relation=updates": "back",
    "relation=supports": "",
    "relation=same_as": "",
    "status=proposed": "inside",
    "status=confirmed": "across",
    "status=dismissed": "back",
    "method=wording": "across",
    "method=quantity": "inside back",
    "method=word": "",
    "min_confidence=0": "inside across back",
    "min_confidence=0.5": "inside across",
    "min_confidence=0.51": "inside",
    "min_confidence=1": "inside",
    "claim=@first&relation=rivals": "across",
    "claim=@second&method=wording": "",
    "method=quantity&min_confidence=0.1": "inside",
    "case=@north&status=confirmed": "",
}


def test_links(links: Rows) -> None:
    assert answers(links, "links", LINKS, user=reader()) == LINKS


# --- Conflicts -----------------------------------------------------------------------------------


@pytest.fixture
def conflicts(places: Rows) -> Rows:
    north = [ClaimFactory.create(document=None) for _ in range(2)]
    south = [ClaimFactory.create(document=None) for _ in range(2)]
    for claim in north:
        AttributionFactory.create(claim=claim, document=places["early"])
    for claim in south:
        AttributionFactory.create(claim=claim, document=places["late"])
    toll = ConflictFactory.create(anchor=north[0])
    mixed = ConflictFactory.create(anchor=south[0], kind=Conflict.Kind.RIVALS)
    settled = ConflictFactory.create(
        anchor=south[0],
        kind=Conflict.Kind.CONTRADICTION,
        state=Conflict.State.RESOLVED,
        finding="real conflict",
        rationale="Both were there.",
        resolved_by=UserFactory.create(),
        resolved_at=timezone.now(),
    )
    accounts = {toll: north, mixed: [north[1], south[0]], settled: south}
    for conflict, claims in accounts.items():
        for claim in claims:
            ConflictAccountFactory.create(conflict=conflict, claim=claim, side=Side.FOR)
    own = {"one": north[0], "two": north[1], "three": south[0], "idle": ClaimFactory.create()}
    return {**places, **own, "toll": toll, "mixed": mixed, "settled": settled}


CONFLICTS = {
    "": "toll mixed settled",
    "case=@north": "toll mixed",
    "case=@south": "mixed settled",
    "case=@empty": "",
    "claim=@one": "toll",
    "claim=@two": "toll mixed",
    "claim=@three": "mixed settled",
    "claim=@idle": "",
    "kind=quantity": "toll",
    "kind=rivals": "mixed",
    "kind=contradiction": "settled",
    "kind=sides": "",
    "state=open": "toll mixed",
    "state=resolved": "settled",
    "finding=real conflict": "settled",
    "finding=not a conflict": "",
    "case=@north&claim=@three": "mixed",
    "case=@south&state=open": "mixed",
    "kind=quantity&state=resolved": "",
    "case=@south&finding=real conflict&kind=contradiction": "settled",
}


def test_conflicts(conflicts: Rows) -> None:
    assert answers(conflicts, "conflicts", CONFLICTS, user=reader()) == CONFLICTS


# --- Events --------------------------------------------------------------------------------------


@pytest.fixture
def events(places: Rows) -> Rows:
    fire = EventFactory.create(
        document=places["early"], names=["Old Mill", "Weir Street"], date_from="2024-02-28"
    )
    flood = EventFactory.create(
        document=places["late"],
        kind="flood",
        names=["Lower Weir"],
        date_from="2024-03-05",
        **reviewed("confirmed"),
    )
    undated = EventFactory.create(names=[], merged_into=fire, merge_reason="The same night.")
    return {**places, "fire": fire, "flood": flood, "dateless": undated}


EVENTS = {
    "": "fire flood dateless",
    "case=@north": "fire",
    "case=@empty": "",
    "document=@late": "flood",
    "document=@undated": "",
    "kind=fire": "fire dateless",
    "kind=Flood": "",
    "status=confirmed": "flood",
    "status=proposed": "fire dateless",
    "status=dismissed": "",
    "after=2024-03-05": "flood",
    "after=2024-03-06": "",
    "before=2024-02-28": "fire",
    "before=2024-02-27": "",
    "after=2024-02-28&before=2024-03-05": "fire flood",
    "name=Weir Street": "fire",
    "name=Weir": "",
    "name=old mill": "",
    "standing=true": "fire flood",
    "standing=false": "dateless",
    "kind=fire&standing=true": "fire",
    "case=@south&kind=fire": "",
}


def test_events(events: Rows) -> None:
    assert answers(events, "events", EVENTS, user=reader()) == EVENTS


# --- Assessments ---------------------------------------------------------------------------------


@pytest.fixture
def assessments(places: Rows) -> Rows:
    here, there_ = ClaimFactory.create(document=None), ClaimFactory.create(document=None)
    AttributionFactory.create(claim=here, document=places["early"])
    AttributionFactory.create(claim=there_, document=places["late"], **reviewed("dismissed"))
    verdict = {"adopted_by": UserFactory.create(), "adopted_at": timezone.now()}
    return {
        **places,
        "here": here,
        "there": there_,
        "old": AssessmentFactory.create(
            claim=here, rating="false", superseded_at=timezone.now(), **verdict
        ),
        "verdict": AssessmentFactory.create(claim=here, rating="mixed", **verdict),
        "second": AssessmentFactory.create(claim=here, rating="mostly true"),
        "alone": AssessmentFactory.create(claim=there_, rating="unproven"),
    }


ASSESSMENTS = {
    "": "old verdict second alone",
    "claim=@here": "old verdict second",
    "claim=@there": "alone",
    "case=@north": "old verdict second",
    "case=@south": "",  # who said it there is dismissed
    "rating=true": "",
    "rating=mostly true": "second",
    "rating=mixed": "verdict",
    "rating=false": "old",
    "rating=mostly false": "",
    "rating=unproven": "alone",
    "current=true": "verdict second alone",
    "current=false": "old",
    "adopted=true": "old verdict",
    "adopted=false": "second alone",
    "current=true&adopted=true": "verdict",
    "claim=@here&adopted=false": "second",
    "case=@north&rating=unproven": "",
}


def test_assessments(assessments: Rows) -> None:
    assert answers(assessments, "assessments", ASSESSMENTS, user=reader()) == ASSESSMENTS
