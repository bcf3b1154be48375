"""Cases that nobody built the system with: fictional, each of four or five articles, with what an analyst has to see in them.

`python -m benchmarks.cases [NAME …]`. Each is imported into an empty system of its own, and scored against the
expectations in `benchmarks/cases/NAME/gold`, which were written before the system had read the articles. All have been
looked at since, so that their figures are no longer those of unseen texts: benchmarks/README.md has the blind ones.
The last line is one JSON object.
"""

import argparse
import itertools
import json
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from benchmarks.corpora import SHARED, manage, rows, score
from claims.linking.conflicts import side

CASES = Path(__file__).parent / "cases"
HALF = 0.5  # of the shorter of two places in a text, for them to be one

Account = tuple[int, str]


def exported(name: str, folder: Path) -> Path:
    """What an empty system makes of a case."""
    articles, export = CASES / name, folder / f"{name}.jsonl"
    texts = [str(path) for path in sorted(articles.glob("*.txt"))]
    manage(folder, "migrate", "--verbosity", "0")
    manage(
        folder, "import_documents", *texts, "--manifest", str(articles / "manifest.csv"), "--case", name, "--wait"
    )  # fmt: skip
    manage(folder, "export", "--output", str(export))
    return export


def questions(name: str, export: Path) -> tuple[int, int]:
    """How many of a case's disputed questions are one question of the system's, with two of their accounts; of how many.

    The scorer asks for a link between two claims, or for one claim. Here the conflict counts, as an analyst sees
    it on the desk: also where one account only says more than what another denies.
    """
    records = list(rows(export))
    said = [r for r in records if r["type"] == "attribution" and r["status"] != "dismissed"]
    asked = [
        {(account["claim"], account["side"]) for account in r["accounts"]}
        for r in records
        if r["type"] == "conflict"
    ]
    expected = list(rows(CASES / name / "gold" / "conflicts.jsonl"))
    found = 0
    for topic in expected:
        sides = [_accounts(account["mentions"], said) for account in topic["accounts"]]
        found += any(
            one & here and other & here and len((one | other) & here) > 1
            for one, other in itertools.combinations(sides, 2)
            for here in asked
        )
    return found, len(expected)


def _accounts(mentions: Iterable[dict[str, Any]], said: Iterable[dict[str, Any]]) -> set[Account]:
    """The claims that are made at these places, each with the side that is taken there."""
    known = list(said)
    return {
        (a["claim"], taken)
        for m in mentions
        for a in known
        if Path(a["document"]).name == m["document"]
        and _overlap(a, m) >= HALF
        and (taken := side(a["stance"], a["likelihood"]))
    }


def _overlap(a: dict[str, Any], b: dict[str, Any]) -> float:
    shared: int = min(a["end"], b["end"]) - max(a["start"], b["start"])
    shorter: int = min(a["end"] - a["start"], b["end"] - b["start"])
    return shared / max(1, shorter)


def measured(name: str) -> dict[str, Any]:
    """The figures of one case; only the questions found where the scorer is not at hand."""
    with tempfile.TemporaryDirectory() as folder:
        export = exported(name, Path(folder))
        found, of = questions(name, export)
        figures: dict[str, Any] = {"questions found": found, "questions": of}
        if (SHARED / "tools" / "score.py").exists():
            figures |= score("seeds", "--export", str(export), "--gold", str(CASES / name / "gold"))
        else:
            print(f"{name}: ../shared is not there, so that only its questions could be counted")
    return figures


def main() -> None:
    """Measures the cases that are named, or all."""
    known = sorted(path.name for path in CASES.iterdir() if path.is_dir())
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(known)}")
    names = parser.parse_args().names or known
    every = {}
    for name in names:
        every[name] = measured(name)
        print(f"{name}: {every[name]['questions found']} of {every[name]['questions']} questions")
    print(json.dumps(every))


if __name__ == "__main__":
    main()
