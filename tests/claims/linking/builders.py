"""Events and statements of our own, for the tests of linking."""

from datetime import date

from claims.extraction.types import Frame
from claims.linking.types import EventView, QuantityView, Side, Statement

FERRY = EventView(
    None, "sinking of the ferry Halcyon", "sinking", "Port Alder", ("Halcyon", "Port Alder"),
    date(2021, 5, 3), date(2021, 5, 3),
)  # fmt: skip
QUAKE = EventView(
    None, "earthquake near Marrow Valley", "earthquake", "Marrow Valley", ("Marrow Valley",),
    date(2020, 9, 14), date(2020, 9, 14),
)  # fmt: skip
RAID = EventView(
    None, "airstrike on Tell Amra", "airstrike", "Tell Amra", ("Tell Amra",),
    date(2022, 8, 1), date(2022, 8, 1),
)  # fmt: skip


def count(
    low: float | None,
    high: float | None = None,
    bound: str = "exact",
    *,
    measure: str = "killed",
    event: EventView | None = FERRY,
    published: date | None = None,
    as_of: date | None = None,
    text: str | None = None,
    frame: Frame | None = None,
    number: int = 1,
    unit: str = "persons",
    sides: frozenset[Side] = frozenset({"for"}),
    told: tuple[tuple[int, date], ...] = (),
    voices: frozenset[tuple[int, int | None]] = frozenset(),
) -> Statement:
    """A claim that counts, its number given as written; an exact number needs only `low`."""
    written = low or high
    if bound == "more than" and low is not None:
        low += 1
    if bound == "almost" and high is not None:
        low, high = float(int(high * 0.9)), high - 1
    if bound == "exact" and high is None:
        high = low
    quantity = QuantityView(measure, low, high, bound, unit, as_of)
    if text is None:
        text = f"The sinking left {written} people {measure}."
    return Statement(number, text, event, frame, quantity, published, sides, told, voices)


def framed(
    text: str,
    predicate: str,
    subject: str,
    about: str = "",
    *,
    event: EventView | None = RAID,
    number: int = 1,
    quantity: QuantityView | None = None,
    sides: frozenset[Side] = frozenset({"for"}),
) -> Statement:
    """A claim with a frame."""
    return Statement(number, text, event, Frame(predicate, subject, about), quantity, None, sides)


def plain(
    text: str,
    *,
    number: int = 1,
    event: EventView | None = None,
    sides: frozenset[Side] = frozenset({"for"}),
    matters: frozenset[int] = frozenset(),
) -> Statement:
    """A claim of which no more is known than its words."""
    return Statement(number, text, event, sides=sides, matters=matters)
