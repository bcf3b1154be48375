"""Keys: what two accounts of one event have in common."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.linking.events import same_event
from claims.linking.keys import event_keys
from claims.linking.types import EventView


def happening(**fields: object) -> EventView:
    given_ = {"name": "fire", "kind": "fire", "names": ("Old Mill",), **fields}
    return EventView(None, **given_)  # type: ignore[arg-type]  # as the test says


MARCH = date(2026, 3, 3)


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        ({}, {}, True),
        ({"names": ("Crocus City Hall",)}, {"names": ("Krokus City",)}, True),
        ({"names": ("Old Mill",)}, {"names": ("Weir Street",)}, False),
        ({"names": ("Moscow",)}, {"names": ("Moscow",)}, False),  # much happens there
        ({"names": ("Moscow",), "date_from": MARCH}, {"names": ("Moscow",), "date_from": MARCH}, True),
        # A night, or two time zones, put it on two days.
        ({"names": ("Moscow",), "date_from": MARCH},
         {"names": ("Moscow",), "date_from": MARCH + timedelta(1)}, True),
        ({"names": ("Moscow",), "date_from": MARCH},
         {"names": ("Moscow",), "date_from": MARCH + timedelta(9)}, False),
        # Without a day of its own it happened in the days before it was told.
        ({"names": ("Moscow",), "date_from": MARCH},
         {"names": ("Moscow",), "published": MARCH + timedelta(2)}, True),
        ({"names": (), "people": ("Ana Maria Ruiz",)}, {"names": (), "people": ("Maria Ruiz",)}, True),
    ],
)  # fmt: skip
def test_accounts_of_one_event_share_a_key(
    one: dict[str, object], other: dict[str, object], shared: bool
) -> None:
    keys = [set(event_keys(happening(**fields))) for fields in (one, other)]
    assert bool(keys[0] & keys[1]) is shared


DAYS = st.dates() | st.none()


@settings(deadline=None)  # tables are read when first needed
@given(st.text(max_size=250), DAYS, DAYS, DAYS)
def test_keys_of_events_fit_and_come_in_order(
    name: str, start: date | None, end: date | None, told: date | None
) -> None:
    event = happening(names=(name,), place=name, date_from=start, date_to=end, published=told)
    keys = event_keys(event)
    assert keys == sorted(keys)
    assert all(0 < len(key) <= 200 for key in keys)


@settings(deadline=None)  # tables are read when first needed
@given(st.sampled_from(["Old Mill", "Port Alder", "Weir Street", "Moscow", "Chile"]),
       st.integers(0, 3), st.integers(0, 3))  # fmt: skip
def test_surely_one_event_means_a_shared_key(name: str, first: int, second: int) -> None:
    one, other = (happening(names=(name,), date_from=MARCH + timedelta(n)) for n in (first, second))
    if same_event(one, other).verdict == "yes":
        assert set(event_keys(one)) & set(event_keys(other))
