"""Measures the quality on the corpora in ../shared, writes docs/quality.md, or checks that nothing fell.

`python -m benchmarks.evaluate [--only CORPUS] [--check]`. The last line is one JSON object.
"""

import argparse
import json
import os
import re
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from benchmarks.corpora import CORPORA, ROOT, SHARED, Scores

QUALITY = ROOT / "docs" / "quality.md"
KNOWN = Path(__file__).parent / "scores.json"
# Integer matrices round differently from one processor to the next.
ALLOWANCE = 0.01
MARKED = re.compile(r"(?s)(<!-- scores -->\n).*?(<!-- end of scores -->)")


@dataclass(frozen=True)
class Target:
    """A figure that counts: what it should be, and whether lower is better."""

    corpus: str
    name: str
    value: float
    lower: bool = False

    @property
    def key(self) -> str:
        return f"{self.corpus}: {self.name}"

    def fallen(self, now: float, before: float) -> bool:
        """Whether `now` is worse than `before`, by more than processors differ."""
        if self.lower:
            return now > before + (0 if before == int(before) else ALLOWANCE)
        return now < before - ALLOWANCE

    def met(self, now: float) -> bool:
        return now <= self.value if self.lower else now >= self.value


TARGETS = (
    Target("seeds", "attribution_recall", 0.92),
    Target("seeds", "stance_macro_f1", 0.9),
    Target("seeds", "claimant_accuracy", 0.9),
    Target("seeds", "via_accuracy", 1.0),
    Target("seeds", "conflict_topics_found", 6),
    Target("seeds", "conflict_recall", 0.85),
    Target("seeds", "support_recall", 0.85),
    Target("seeds", "false_conflicts", 0, lower=True),
    Target("seeds", "false_merges", 0, lower=True),
    Target("attribution", "source exact f1", 0.82),
    Target("attribution", "cue exact f1", 0.74),
    Target("attribution", "content exact f1", 0.69),
    Target("casualties", "killed", 0.88),
    Target("casualties", "injured", 0.78),
    Target("casualties", "both", 0.72),
    Target("check-worthiness", "weighted f1", 0.85),
    Target("stance", "accuracy", 0.85),
    Target("stance", "macro f1", 0.75),
    Target("stance", "f1 of contradicts", 0.6),
)


def table(scores: dict[str, Scores]) -> str:
    """The figures that have a target, then all the others of each corpus."""
    lines = ["| corpus | measure | target | measured | |", "|---|---|---|---|---|"]
    for target in TARGETS:
        if target.corpus in scores:
            now = scores[target.corpus][target.name]
            sign = "met" if target.met(now) else "**not met**"
            lines.append(
                f"| {target.corpus} | {target.name.replace('_', ' ')} |"
                f" {'at most ' if target.lower else ''}{target.value:g} | {now:g} | {sign} |"
            )
    lines += ["", "Everything else that was counted in the same run:", ""]
    named = {target.key for target in TARGETS}
    for corpus, figures in scores.items():
        rest = [
            f"{name.replace('_', ' ')} {value:g}"
            for name, value in figures.items()
            if f"{corpus}: {name}" not in named
        ]
        lines.append(f"- {corpus}: {', '.join(rest)}")
    return "\n".join(lines)


def check(scores: dict[str, Scores]) -> list[str]:
    """What is worse than it was recorded to be, in words."""
    known: dict[str, Scores] = json.loads(KNOWN.read_text("utf-8")) if KNOWN.exists() else {}
    return [
        f"{target.key} fell from {before:g} to {now:g}"
        for target in TARGETS
        if target.corpus in scores
        and (before := known.get(target.corpus, {}).get(target.name)) is not None
        and target.fallen(now := scores[target.corpus][target.name], before)
    ]


def measured(corpus: str) -> Scores:
    """The scores of one corpus, measured in an empty folder."""
    with tempfile.TemporaryDirectory() as folder:
        return CORPORA[corpus](Path(folder))


def main() -> None:
    """Prints the scores of each corpus, and all of them on the last line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=list(CORPORA), action="append", help="these corpora")
    parser.add_argument(
        "--check", action="store_true", help="write nothing; fail where a score has fallen"
    )
    options = parser.parse_args()
    if not SHARED.is_dir():
        print(f"QUALITY NOT CHECKED: the corpora are not there ({SHARED}).")
        sys.exit(0 if options.check else 1)
    scores = {}
    # Each corpus in a process of its own, as many at a time as there are processors.
    with ProcessPoolExecutor(os.cpu_count(), max_tasks_per_child=1) as pool:
        corpora = options.only or list(CORPORA)
        for corpus, figures in zip(corpora, pool.map(measured, corpora), strict=True):
            scores[corpus] = figures
            print(f"{corpus}: {json.dumps(figures)}", flush=True)
    fallen = check(scores) if options.check else []
    if not options.check:
        known = json.loads(KNOWN.read_text("utf-8")) if KNOWN.exists() else {}
        known |= scores
        KNOWN.write_text(json.dumps(known, indent=1) + "\n", "utf-8")
        text = QUALITY.read_text("utf-8")
        QUALITY.write_text(MARKED.sub(rf"\g<1>{table(known)}\n\g<2>", text), "utf-8")
    for line in fallen:
        print(line)
    print(json.dumps(scores))
    sys.exit(1 if fallen else 0)


if __name__ == "__main__":
    main()
