"""The chart of a quantity over time: who gave which number when.

Drawn with drawsvg, as markup without a style or a script in it, so that the Content-Security-Policy lets
it be; colours come from the stylesheet by class. drawsvg escapes the text of elements, and not their
attributes: words of documents are put into `Title` and `Text` alone.
"""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import drawsvg

WIDTH, HEIGHT = 720, 260
LEFT, RIGHT, TOP, BOTTOM = 60, 16, 16, 34
TICKS = 4  # about so many lines across
DATES = 6  # at most so many days named below
ARROW = 26  # length of the arrow where a number has no end
ASIDE = 15  # between two who give the same number on the same day
STEPS = (1, 2, 2.5, 5, 10)
SMALL = 12


@dataclass(frozen=True)
class Point:
    """A number as somebody gave it on a day. `low` or `high` is None where it has no such end; `words`
    say who gave which, and `origin` is its letter."""

    day: date
    low: float | None
    high: float | None
    origin: str
    words: str
    against: bool = False

    @property
    def value(self) -> float:
        """The number that stands for it: the lower end, or else the upper one."""
        return self.low if self.low is not None else self.high or 0.0


def ticks(low: float, high: float, count: int = TICKS) -> list[float]:
    """Round numbers from at most `low` to at least `high`, about `count` steps apart; two at least."""
    rough = (high - low or max(abs(high), 1.0)) / count
    if float(low).is_integer() and float(high).is_integer():  # nobody counts half a person
        rough = max(rough, 1.0)
    scale = 10.0 ** math.floor(math.log10(rough))
    step = next(scale * s for s in STEPS if scale * s >= rough * 0.999)
    first, last = math.floor(low / step), math.ceil(high / step)
    return [step * n for n in range(first, max(last, first + 1) + 1)]


def days(first: date, last: date, count: int = DATES) -> list[date]:
    """At most `count` days from `first` to `last`, evenly apart."""
    reach = (last - first).days
    step = max(1, math.ceil(reach / max(count - 1, 1)))
    return [first + timedelta(days=n) for n in range(0, reach + 1, step)]


def in_figures(value: float) -> str:
    """For people: 1,250 or 2.5."""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,g}"


@dataclass(frozen=True)
class Scales:
    """Where a day and a number lie in the picture."""

    first: date
    last: date
    marks: list[float]

    def across(self, day: date) -> float:
        """From the left."""
        inner = WIDTH - LEFT - RIGHT - 4 * ASIDE
        reach = (self.last - self.first).days
        return LEFT + 2 * ASIDE + inner * ((day - self.first).days / reach if reach else 0.5)

    def down(self, value: float) -> float:
        """From the top."""
        share = (value - self.marks[0]) / (self.marks[-1] - self.marks[0])
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * share


def chart(points: Sequence[Point], *, title: str) -> str:
    """The picture as SVG, or "" where there are no two numbers to compare."""
    if len(points) < 2:
        return ""
    ends = [end for point in points for end in (point.low, point.high) if end is not None]
    known = [point.day for point in points]
    scales = Scales(min(known), max(known), ticks(min(ends), max(ends)))
    picture = drawsvg.Drawing(WIDTH, HEIGHT, class_="chart", role="img")
    picture.append_title(title)
    for value in scales.marks:
        y = scales.down(value)
        picture.append(drawsvg.Line(LEFT, y, WIDTH - RIGHT, y, class_="grid"))
        picture.append(_words(in_figures(value), LEFT - 8, y + 4, "end"))
    for day in days(scales.first, scales.last):
        words = f"{day.day} {day:%b %Y}"
        picture.append(_words(words, scales.across(day), HEIGHT - 10, "middle"))
    seen: Counter[tuple[date, float]] = Counter()
    for point in points:
        n = seen[point.day, point.value]
        seen[point.day, point.value] += 1
        place = (n + 1) // 2 * (1 if n % 2 else -1)  # 0, 1, -1, 2, …: none hides another
        picture.append(_mark(point, scales.across(point.day) + place * ASIDE, scales))
    return str(picture.as_svg(header=""))


def _words(words: str, x: float, y: float, anchor: str) -> drawsvg.Text:
    return drawsvg.Text(words, SMALL, round(x, 1), round(y, 1), text_anchor=anchor)


def _mark(point: Point, x: float, scales: Scales) -> drawsvg.Group:
    """A dot with its origin's letter; a bar over a range, an arrow where a number has no end."""
    x, y = round(x, 1), round(scales.down(point.value), 1)
    group = drawsvg.Group(class_="against" if point.against else "for")
    group.append_title(point.words)
    if point.low is None or point.high is None:
        up = point.high is None
        tip = max(y - ARROW, 2) if up else y + ARROW
        back = 5 if up else -5
        group.append(drawsvg.Line(x, y, x, tip, class_="reach"))
        head = drawsvg.Lines(x - 4, tip + back, x, tip, x + 4, tip + back, fill="none")
        head.args["class"] = "reach"
        group.append(head)
    elif point.high != point.low:
        group.append(drawsvg.Line(x, y, x, round(scales.down(point.high), 1), class_="reach"))
    group.append(drawsvg.Circle(x, y, 7))
    group.append(_words(point.origin, x, y + 4, "middle"))
    return group
