"""Which claims are worth comparing with one, and what linking sees of each."""

from datetime import date
from math import cos, pi, sin
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.models import Claim, Event
from claims.services import statements
from claims.services.statements import FARTHEST, candidates
from tests.factories import (
    AttributionFactory,
    CaseFactory,
    ClaimFactory,
    DocumentFactory,
    EventFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
COUNTED: dict[str, Any] = {"measure": "killed", "bound": "exact", "low": 3, "high": 3}
FRAMED: dict[str, Any] = {"predicate": "responsible", "subject": "a lamp", "object": ""}


def pointing(degrees: float) -> list[float]:
    """A vector at so many degrees to that of the claim that is looked at, which lies at 0."""
    return [cos(degrees * pi / 180), sin(degrees * pi / 180)] + [0.0] * 382


def claim(degrees: float | None = None, **fields: Any) -> Claim:
    made: Claim = ClaimFactory.create(
        document=None, embedding=None if degrees is None else pointing(degrees), **fields
    )
    return made


@pytest.fixture
def fire() -> Event:
    return EventFactory.create()


@pytest.fixture
def index(monkeypatch: pytest.MonkeyPatch) -> None:
    """The approximate index is walked, and holds nothing but this test's claims.

    Rows that other tests rolled back stay in it until a vacuum, many of them with one and the same
    vector, and a graph of equals may lead nowhere else.
    """
    monkeypatch.setattr(statements, "EXACT_BELOW", -2)
    with connection.cursor() as cursor:
        cursor.execute("REINDEX INDEX claim_embedding")
        for way in ("seqscan", "bitmapscan", "sort"):
            cursor.execute(f"SET LOCAL enable_{way} = off")


class TestMeaning:
    @pytest.mark.parametrize(
        ("degrees", "near"), [(0, True), (30, True), (56, True), (57, False), (180, False)]
    )
    def test_as_far_as_paraphrases_lie(self, degrees: float, near: bool) -> None:
        """The cosine of 56.6° is 1 - 0.45."""
        other = claim(degrees)
        found = candidates(claim(0))
        assert (other.pk in found) is near
        if near:
            assert found[other.pk] == pytest.approx(cos(degrees * pi / 180), abs=1e-5)
            assert 1 - found[other.pk] <= FARTHEST

    def test_the_nearest_and_no_more(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(statements, "NEAREST", 2)
        rows = {degrees: claim(degrees) for degrees in (40, 10, 50, 20, 30)}
        assert list(candidates(claim(0))) == [rows[10].pk, rows[20].pk]

    def test_itself_and_what_does_not_stand_are_left_out(self) -> None:
        mine, near = claim(0, **FRAMED), claim(5, **FRAMED)
        claim(0, merged_into=near, **FRAMED)
        Claim.objects.filter(pk=claim(0, **FRAMED).pk).update(
            status="dismissed", reviewed_by=UserFactory.create(), reviewed_at=near.created_at
        )
        assert list(candidates(mine)) == [near.pk]

    def test_nothing_known_finds_nothing(self, fire: Event) -> None:
        claim(0, event=fire, **FRAMED)
        assert candidates(claim()) == {}
        assert candidates(claim(event=fire)) == {}


class TestIndexes:
    @pytest.mark.parametrize("degrees", [None, 0])
    @pytest.mark.parametrize(
        ("mine", "other", "found"),
        [
            # the same frame, about whatever
            (FRAMED, FRAMED, True),
            (FRAMED, {**FRAMED, "subject": "the wind"}, False),
            (FRAMED, {**FRAMED, "object": "mill"}, False),
            (FRAMED, {**FRAMED, "predicate": "involved"}, False),
            # the same measure, of the same event only
            (COUNTED, COUNTED, False),
            ({**COUNTED, "event": True}, {**COUNTED, "event": True}, True),
            ({**COUNTED, "event": True}, {**COUNTED, "event": True, "low": 1}, True),
            ({**COUNTED, "event": True}, {**COUNTED, "event": False}, False),
            ({**COUNTED, "event": True}, {**COUNTED, "event": True, "measure": "injured"}, False),
            # any frame about the same event
            ({**FRAMED, "event": True}, {"predicate": "relations", "event": True}, True),
            ({**FRAMED, "event": True}, {"predicate": "relations", "event": False}, False),
            ({**FRAMED, "event": True}, {**COUNTED, "event": True}, False),
            ({**COUNTED, "event": True}, {**FRAMED, "event": True}, False),
        ],
    )
    def test_what_is_akin(
        self,
        fire: Event,
        degrees: float | None,
        mine: dict[str, Any],
        other: dict[str, Any],
        found: bool,
    ) -> None:
        events = {True: fire, False: EventFactory.create(), None: None}
        far = claim(120, **{**other, "event": events[other.get("event")]})
        without = claim(**{**other, "event": events[other.get("event")]})
        looked = claim(degrees, **{**mine, "event": events[mine.get("event")]})

        alike = candidates(looked)

        assert set(alike) == ({far.pk, without.pk} if found else set())
        if found:
            expected = 0.0 if degrees is None else cos(120 * pi / 180)
            assert alike[far.pk] == pytest.approx(expected, abs=1e-5)
            assert alike[without.pk] == 0.0, "no meaning known"

    def test_of_many_the_nearest_and_those_of_unknown_meaning_last(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(statements, "SAME_EVENT", 3)
        unknown = [claim(**FRAMED) for _ in range(2)]
        rows = {degrees: claim(degrees, **FRAMED) for degrees in (170, 90)}
        assert list(candidates(claim(0, **FRAMED))) == [rows[90].pk, rows[170].pk, unknown[0].pk]
        oldest = [unknown[0].pk, unknown[1].pk, rows[170].pk]
        assert list(candidates(claim(**FRAMED))) == oldest

    def test_what_is_near_and_akin_keeps_its_nearness(self) -> None:
        other = claim(25, **FRAMED)
        found = candidates(claim(0, **FRAMED))
        assert found == {other.pk: pytest.approx(cos(25 * pi / 180), abs=1e-5)}


class TestTheMatter:
    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("The gate was locked.", True),  # a state has an opposite in other words
            ("The raid was at 6.20.", True),
            ("The gate was painted.", False),
        ],
    )
    def test_what_tells_a_state_or_a_time_of_day_is_compared_farther(
        self, text: str, found: bool
    ) -> None:
        case = CaseFactory.create()
        mine, far, farther = claim(0, text=text), claim(65), claim(75)
        elsewhere = claim(65)
        for one, cases in ((mine, [case]), (far, [case]), (farther, [case]), (elsewhere, [])):
            AttributionFactory.create(claim=one, document=DocumentFactory.create(cases=cases))
        assert list(candidates(mine)) == ([far.pk] if found else [])


class TestTheApproximateIndex:
    @pytest.mark.usefixtures("index")
    def test_walking_it_loses_no_row(self, fire: Event) -> None:
        """Rows without an embedding are in no such index, and rows far off come after its end."""
        for _ in range(60):
            claim(1, **COUNTED, event=EventFactory.create())
        far, without = claim(120, **COUNTED, event=fire), claim(**COUNTED, event=fire)
        looked = claim(0, **COUNTED, event=fire)
        found = candidates(looked)
        assert {far.pk, without.pk} <= set(found)

    @pytest.mark.usefixtures("index")
    def test_it_is_walked_until_enough_are_found(self) -> None:
        """Left to itself it gives forty rows, whether they are wanted or not."""
        for step in range(80):
            claim(step / 4)
        wanted = [claim(degrees, text="The lamp fell.") for degrees in (22, 30)]
        rows = Claim.objects.standing().filter(text="The lamp fell.")
        with CaptureQueriesContext(connection) as captured:
            found = statements.nearest(pointing(0), rows)
        assert any("halfvec" in q["sql"] for q in captured)
        assert [pk for pk, _ in found] == [row.pk for row in wanted]

    @pytest.mark.usefixtures("index")
    def test_among_many_it_is_asked(self) -> None:
        assert self._found_by_it() is True

    def test_while_few_are_stored_it_is_passed_over(self) -> None:
        assert self._found_by_it() is False

    def _found_by_it(self) -> bool:
        near = claim(5)
        with CaptureQueriesContext(connection) as captured:
            found = candidates(claim(0))
        assert list(found) == [near.pk]
        return any("halfvec" in q["sql"] for q in captured)


class TestStatements:
    @pytest.mark.parametrize(
        ("said", "sides"),
        [
            ([], set()),
            ([("asserts", "")], {"for"}),
            ([("reports", "likely")], {"for"}),
            ([("no_position", "")], set()),
            ([("denies", ""), ("no_position", "")], {"against"}),
            ([("doubts", "unlikely")], {"for"}),
            ([("asserts", "very unlikely"), ("asserts", "")], {"for", "against"}),
        ],
    )
    def test_sides(self, said: list[tuple[str, str]], sides: set[str]) -> None:
        row = ClaimFactory.create()
        for stance, likelihood in said:
            AttributionFactory.create(claim=row, stance=stance, likelihood=likelihood)
        assert statements.statements([row])[row.pk].sides == sides

    def test_published_is_the_first_day_of_those_that_stand(self) -> None:
        row = ClaimFactory.create()
        for day in (9, 4, None):
            published = day and date(2026, 3, day)
            AttributionFactory.create(
                claim=row, document=DocumentFactory.create(published=published)
            )
        dismissed = AttributionFactory.create(
            claim=row, document=DocumentFactory.create(published=date(2026, 1, 1)),
            status="dismissed", reviewed_by=UserFactory.create(), reviewed_at=row.created_at,
        )  # fmt: skip
        assert statements.statements([row])[row.pk].published == date(2026, 3, 4)
        assert dismissed.status == "dismissed"
        unsaid = ClaimFactory.create()
        assert statements.statements([unsaid])[unsaid.pk].published is None

    def test_event_frame_and_quantity(self) -> None:
        day = date(2026, 3, 3)
        fire = EventFactory.create(name="fire", kind="fire", names=["Mill", "Vesk"], date_from=day)
        row = ClaimFactory.create(event=fire, as_of=day, unit="persons", **FRAMED, **COUNTED)
        seen = statements.statements([row])[row.pk]
        assert (seen.id, seen.text) == (row.pk, row.text)
        assert seen.event is not None
        assert seen.frame is not None
        assert seen.quantity is not None
        assert (seen.event.id, seen.event.place, seen.event.date_from, seen.event.date_to) == (
            *(fire.pk, None, day, None),
        )
        assert seen.event.names == ("Mill", "Vesk")
        assert (seen.frame.predicate, seen.frame.subject) == ("responsible", "a lamp")
        counted = seen.quantity
        assert (counted.measure, counted.low, counted.high, counted.bound) == (
            *("killed", 3, 3, "exact"),
        )
        assert (counted.unit, counted.as_of) == ("persons", day)

    def test_a_claim_without_any_of_them(self) -> None:
        row = claim()
        seen = statements.statements([row])[row.pk]
        assert (seen.event, seen.frame, seen.quantity) == (None, None, None)
        assert not seen.sides
        assert statements.statements([]) == {}
