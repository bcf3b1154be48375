"""The picture of claims and how they bear on each other.

Drawn with drawsvg as `chart.py` is: markup without a style or a script in it, coloured by class from the
stylesheet. Words of documents are put into `Title` and `Text` alone, which drawsvg escapes; addresses are
those that the caller makes. Whatever colour tells is told by a shape or a sign too.
"""

import math
import textwrap
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import drawsvg

from claims.admin.workbench.placing import place

MARGIN = 14
LINE = 14  # height of a line of a label
LETTER = 6.6  # width of a letter of it, on average
ACROSS = 24  # letters in a line
LINES = 3
NAMED = 60  # up to so many claims all have their words beside them
FEW = 40  # where there are more, so many have
SMALLEST, LARGEST = 13.0, 30.0
CORNERED = math.sqrt(math.pi / 2)  # as much area on its corner as a circle has
BESIDE = 16  # between two links of the same two claims
TIP = 9  # length of an arrow's head
SIGNS = {"contradicts": "×", "supports": "+", "updates": "→", "rivals": "/"}
DIRECTED = ("supports", "updates")


@dataclass(frozen=True)
class Node:
    """A claim: its number in the picture, its words, the independent origins behind it, and where it
    leads."""

    pk: int
    number: int
    words: str
    origins: int
    contested: bool
    there: str

    @property
    def radius(self) -> float:
        """Grows with the root of its origins: the area is to tell them."""
        radius = min(SMALLEST + 4.5 * math.sqrt(max(self.origins - 1, 0)), LARGEST)
        return round(radius * (CORNERED if self.contested else 1), 1)

    @property
    def title(self) -> str:
        """What it is, in words."""
        origins = f"{self.origins} independent origin{'' if self.origins == 1 else 's'}"
        return f"{self.number}. {self.words} ({origins}{', contested' if self.contested else ''})"


@dataclass(frozen=True)
class Edge:
    """How one claim bears on another; `relation` is one of `SIGNS`."""

    start: int
    end: int
    relation: str
    confirmed: bool
    words: str


class _Link(drawsvg.Group):  # type: ignore[misc] # drawsvg publishes no types
    TAG_NAME = "a"


Where = tuple[float, float]


def picture(nodes: Sequence[Node], edges: Sequence[Edge]) -> str:
    """The picture as SVG, or "" where there are no claims. Edges to claims that are not among the nodes
    are left out."""
    if not nodes:
        return ""
    known = {node.pk: node for node in nodes}
    edges = [edge for edge in edges if edge.start in known and edge.end in known]
    labels = {node.pk: label(node.words) for node in named(nodes, edges)}
    boxes = {node.pk: _box(node, labels.get(node.pk, [])) for node in nodes}
    placed = place(boxes, [(edge.start, edge.end) for edge in edges], margin=MARGIN)
    above = _above(placed.centres, edges)
    # The claim's shape is at one end of its box, its words at the other.
    where = {}
    for pk, (x, y) in placed.centres.items():
        rest = boxes[pk][1] / 2 - known[pk].radius
        where[pk] = (x, round(y + rest if pk in above else y - rest, 1))
    drawn = drawsvg.Drawing(
        placed.width,
        placed.height,
        class_="picture",
        role="group",
        aria_label="The claims and how they bear on each other",
    )
    seen: Counter[frozenset[int]] = Counter()
    for edge in edges:
        pair = frozenset((edge.start, edge.end))
        drawn.append(_edge(edge, known, where, seen[pair]))
        seen[pair] += 1
    for node in sorted(nodes, key=lambda node: node.number):
        drawn.append(_node(node, where[node.pk], labels.get(node.pk, []), above=node.pk in above))
    return str(drawn.as_svg(header=""))


def _above(centres: dict[int, Where], edges: Sequence[Edge]) -> set[int]:
    """Those whose words stand above them, since more of their lines go down than up."""
    down: Counter[int] = Counter()
    for edge in edges:
        (x1, y1), (x2, y2) = centres[edge.start], centres[edge.end]
        slope = (y2 - y1) / (math.hypot(x2 - x1, y2 - y1) or 1.0)
        down[edge.start] += round(10 * slope)
        down[edge.end] -= round(10 * slope)
    return {pk for pk, sum_of_slopes in down.items() if sum_of_slopes > 0}


def named(nodes: Sequence[Node], edges: Sequence[Edge]) -> list[Node]:
    """Those that have their words beside them: all, or of very many the contested, the biggest and the
    most linked."""
    if len(nodes) <= NAMED:
        return list(nodes)
    ends = Counter(pk for edge in edges for pk in (edge.start, edge.end))
    telling = [n for n in nodes if n.contested or n.origins > 1 or ends[n.pk]]
    return sorted(telling, key=lambda n: (-n.contested, -n.origins, -ends[n.pk], n.pk))[:FEW]


def label(words: str) -> list[str]:
    """The beginning of the words, in a few short lines."""
    lines = textwrap.wrap(" ".join(words.split()), ACROSS // 2 if _is_wide(words) else ACROSS)
    if len(lines) > LINES:
        lines = [*lines[: LINES - 1], f"{lines[LINES - 1][: ACROSS - 1]}…"]
    return lines


def _is_wide(words: str) -> bool:
    return any(unicodedata.east_asian_width(letter) in "FW" for letter in words)


def _box(node: Node, lines: Sequence[str]) -> tuple[float, float]:
    letters = max((len(line) * (1 + _is_wide(line)) for line in lines), default=0)
    height = 2 * node.radius + (LINE * len(lines) + 6 if lines else 0)
    return max(2 * node.radius, letters * LETTER), height


def _node(node: Node, where: Where, lines: Sequence[str], *, above: bool) -> _Link:
    """A round claim, or a contested one with corners; its number in it, its words below or above. The
    list beside the picture has the same links: that is the way by keyboard."""
    (x, y), r = where, node.radius
    link = _Link(href=node.there, class_="contested" if node.contested else "claim", tabindex=-1)
    link.append_title(node.title)
    if node.contested:
        corners = (x, y - r, x + r, y, x, y + r, x - r, y)
        shape = drawsvg.Lines(*(round(c, 1) for c in corners), close=True)
    else:
        shape = drawsvg.Circle(x, y, r)
    link.append(shape)
    link.append(_text(str(node.number), x, y + 4, "number"))
    first = y - r - 6 - LINE * (len(lines) - 1) if above else y + r + LINE
    for n, line in enumerate(lines):
        link.append(_text(line, x, first + LINE * n, "label"))
    return link


def _edge(edge: Edge, known: dict[int, Node], where: dict[int, Where], place: int) -> drawsvg.Group:
    """A line from border to border, the relation's sign in the middle of it."""
    (x1, y1), (x2, y2) = where[edge.start], where[edge.end]
    length = math.hypot(x2 - x1, y2 - y1) or 1.0
    across, down = (x2 - x1) / length, (y2 - y1) / length
    # The second link of two claims lies beside the first, whichever way it goes.
    aside = (place + 1) // 2 * (1 if place % 2 else -1) * BESIDE
    aside *= 1 if edge.start < edge.end else -1
    x1, y1, x2, y2 = (
        *(x1 - down * aside, y1 + across * aside),
        *(x2 - down * aside, y2 + across * aside),
    )
    begin, end = known[edge.start].radius, known[edge.end].radius
    a = (round(x1 + across * begin, 1), round(y1 + down * begin, 1))
    b = (round(x2 - across * (end + 2), 1), round(y2 - down * (end + 2), 1))
    state = "confirmed" if edge.confirmed else "proposed"
    group = drawsvg.Group(class_=f"edge {edge.relation} {state}")
    group.append_title(edge.words)
    group.append(drawsvg.Line(*a, *b, class_="line"))
    if edge.relation in DIRECTED:
        group.append(_tip(b, across, down))
    middle = (round((a[0] + b[0]) / 2, 1), round((a[1] + b[1]) / 2, 1))
    group.append(_text(SIGNS.get(edge.relation, ""), middle[0], middle[1] + 5, "sign"))
    return group


def _tip(at: Where, across: float, down: float) -> drawsvg.Lines:
    """The head of an arrow that ends there."""
    back = (at[0] - across * TIP, at[1] - down * TIP)
    wide = TIP / 2.2
    corners = (
        *at,
        *(back[0] - down * wide, back[1] + across * wide),
        *(back[0] + down * wide, back[1] - across * wide),
    )
    return drawsvg.Lines(*(round(c, 1) for c in corners), close=True, class_="tip")


def _text(words: str, x: float, y: float, kind: str) -> drawsvg.Text:
    size = {"number": 11, "label": 12, "sign": 15}[kind]
    return drawsvg.Text(words, size, round(x, 1), round(y, 1), text_anchor="middle", class_=kind)
