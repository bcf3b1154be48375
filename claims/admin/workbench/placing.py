"""Where the nodes of a picture go: each component by springs (networkx), no box over another and as few
lines through boxes as a few attempts give, and the components packed side by side. The same nodes and
edges always get the same places."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import networkx
import numpy
from numpy.typing import NDArray

SEEDS = range(7, 19)  # of the attempts at a component,
EASY = 40  # while it has no more boxes than these; of more it has one
GAP = 20.0  # between two boxes
APART = 26.0  # between two components
ROUNDS = 400  # of pushing boxes apart; what overlaps after them is spread out
STEP = 8  # the width of a column when components are packed
LEAST, WIDEST = 1000, 1300  # of the whole picture; wider only where one component is
ROOM = 3.4  # times the area of its boxes has a component, fewer where it is small
FLATTEST = 0.5  # a component's height as a share of its width, at least
BROAD = 1.5  # how much broader than high the whole is
Points = NDArray[numpy.float64]


@dataclass(frozen=True)
class Places:
    """The centre of each box by its key, and the size of the picture that holds them."""

    centres: dict[int, tuple[float, float]]
    width: int
    height: int


def place(
    boxes: Mapping[int, tuple[float, float]], edges: Iterable[tuple[int, int]], *, margin: int
) -> Places:
    """Places for boxes (key → width, height), those that edges join near each other.

    No two boxes overlap, and all of them lie at least `margin` inside the picture.
    """
    if not boxes:
        return Places({}, 0, 0)
    graph = networkx.Graph()
    graph.add_nodes_from(sorted(boxes))
    graph.add_edges_from(sorted(tuple(sorted(edge)) for edge in edges))
    parts = sorted(
        (sorted(part) for part in networkx.connected_components(graph)),
        key=lambda part: (-len(part), -boxes[part[0]][1], part[0]),
    )
    placed = [_component(graph, part, boxes) for part in parts]
    sizes = [_extent(points, part, boxes) for points, part in zip(placed, parts, strict=True)]
    corners, width, height = pack(sizes)
    centres = {}
    for points, part, (left, top) in zip(placed, parts, corners, strict=True):
        for key, (x, y) in zip(part, points.tolist(), strict=True):
            centres[key] = (round(left + x + margin, 1), round(top + y + margin, 1))
    return Places(centres, math.ceil(width) + 2 * margin, math.ceil(height) + 2 * margin)


def _component(
    graph: networkx.Graph, part: Sequence[int], boxes: Mapping[int, tuple[float, float]]
) -> Points:
    """Centres of the boxes of a component, its upper left corner at the origin."""
    sizes = numpy.array([boxes[key] for key in part])
    if len(part) == 1:
        return sizes / 2
    own = networkx.Graph()  # in the order of the keys: a view's order is that of a set
    own.add_nodes_from(part)
    own.add_edges_from(sorted(graph.edges(part)))
    ends = numpy.array([(part.index(one), part.index(other)) for one, other in own.edges])
    points = _springs(own, SEEDS[0], sizes)
    fewest = crossed(points, sizes, ends)
    for seed in SEEDS[1:] if len(part) <= EASY else ():
        if not fewest:
            break
        attempt = _springs(own, seed, sizes)
        through = crossed(attempt, sizes, ends)
        if through < fewest:
            points, fewest = attempt, through
    corner: Points = (points - sizes / 2).min(axis=0)
    return points - corner


def _springs(graph: networkx.Graph, seed: int, sizes: Points) -> Points:
    """Centres of the boxes as springs along the edges pull them, none over another."""
    found = networkx.spring_layout(graph, seed=seed, iterations=150)
    points = _lying(numpy.array([found[key] for key in graph], dtype=float))
    breadth, height = numpy.ptp(points, axis=0).tolist()
    room = min(ROOM, 1.6 + len(points) / 20)
    area = float(sizes.prod(axis=1).sum()) * room
    points *= math.sqrt(area / (breadth * max(height, breadth * FLATTEST) or 1.0))
    return part_boxes(points, sizes)


def crossed(points: Points, sizes: Points, ends: NDArray[numpy.int64]) -> int:
    """How often a line from centre to centre runs through the box of a third: `ends` are the lines, as
    pairs of indexes."""
    start, end = points[ends[:, 0]], points[ends[:, 1]]
    along = numpy.linspace(0, 1, 33)[None, :, None]
    steps = start[:, None] + (end - start)[:, None] * along
    inside = (abs(steps[:, :, None] - points[None, None]) < sizes / 2).all(axis=3)
    through = numpy.logical_or.reduce(inside, axis=1)
    third = (ends[:, :, None] != numpy.arange(len(points))).all(axis=1)
    return int((through & third).sum())


def _lying(points: Points) -> Points:
    """Turned so that they reach farthest from left to right: labels lie, too."""
    points = points - points.mean(axis=0)
    turned: Points = points @ numpy.linalg.svd(points)[2].T
    return turned


def part_boxes(points: Points, sizes: Points) -> Points:
    """Pushes boxes apart, each pair along the way that is shorter, until none lies on another."""
    half = (sizes + GAP) / 2
    reach = half[:, None] + half[None]
    order = numpy.sign(numpy.arange(len(points))[:, None] - numpy.arange(len(points))[None])
    points = points.copy()
    for _ in range(ROUNDS):
        apart = points[:, None] - points[None]
        over = reach - abs(apart)
        pairs = (over > 0.01).all(axis=2) & (order != 0)
        if not pairs.any():
            return points
        way = numpy.where(apart != 0, numpy.sign(apart), order[:, :, None])
        shorter = numpy.eye(2)[over.argmin(axis=2)]  # one of the two directions
        points += (over * way * shorter * pairs[:, :, None]).sum(axis=1) * 0.4
    return _spread(points, reach)


def _spread(points: Points, reach: Points) -> Points:
    """Spreads them out until none overlaps: for what pushing did not settle."""
    points = points + numpy.arange(len(points))[:, None] * 0.01  # no two on one spot
    mine = numpy.eye(len(points), dtype=bool)
    while ((reach > abs(points[:, None] - points[None])).all(axis=2) & ~mine).any():
        points = points * 1.15
    return points


def _extent(
    points: Points, part: Sequence[int], boxes: Mapping[int, tuple[float, float]]
) -> tuple[float, float]:
    sizes = numpy.array([boxes[key] for key in part])
    width, height = (points + sizes / 2).max(axis=0).tolist()
    return width, height


def pack(
    sizes: Sequence[tuple[float, float]],
) -> tuple[list[tuple[float, float]], float, float]:
    """Upper left corners for rectangles in this order, each as far up as it goes, then as far left; and
    the width and height of all."""
    area = sum((w + APART) * (h + APART) for w, h in sizes)
    aim = min(max(math.sqrt(area * BROAD), LEAST), WIDEST)
    columns = math.ceil(max(aim, *(w + APART for w, _ in sizes)) / STEP)
    filled = numpy.zeros(columns)
    corners = []
    for w, h in sizes:
        taken = math.ceil((w + APART) / STEP)
        windows = numpy.lib.stride_tricks.sliding_window_view(filled, taken)
        tops = windows.max(axis=1)
        first = int(tops.argmin())
        corners.append((float(first * STEP), float(tops[first])))
        filled[first : first + taken] = tops[first] + h + APART
    width = max(x + w for (x, _), (w, _) in zip(corners, sizes, strict=True))
    height = max(y + h for (_, y), (_, h) in zip(corners, sizes, strict=True))
    return corners, width, height
