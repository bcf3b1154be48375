"""What is measured on each corpus in ../shared, by its scorer; development sets, all of them."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from claims.extraction import extract, to_json
from claims.extraction.tagger.decoding import tag
from claims.extraction.text.nlp import parse
from claims.linking.stance import judge
from sources.readers import boilerplate
from training.figures.rows import held_out
from training.split import kept_apart

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
EVERY = 3  # of the incidents kept apart, so that it takes minutes
Scores = dict[str, float]


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a file of JSON lines."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def write(path: Path, objects: Iterable[dict[str, Any]]) -> Path:
    """Writes objects as JSON lines."""
    path.write_text("".join(json.dumps(o) + "\n" for o in objects), encoding="utf-8")
    return path


def extracted(
    name: str, text: str, day: str | None = None, title: str | None = None
) -> dict[str, Any]:
    """What the command `extract` would give for one text."""
    published = date.fromisoformat(day) if day else None
    found = extract(text, title=title, published=published, boilerplate=boilerplate.find(text))
    return to_json(found, name)


def score(*arguments: str) -> dict[str, Any]:
    """The scorer's figures."""
    command = [sys.executable, str(SHARED / "tools" / "score.py"), *arguments]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    figures: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return figures


def manage(folder: Path, *arguments: str) -> None:
    """Runs a command of the application on a system of its own."""
    environment = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "REDIS_URL")}
    environment["FACTCHECK_DATA"] = str(folder / "data")
    command = [sys.executable, "manage.py", *arguments]
    subprocess.run(command, check=True, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)


def seeds(folder: Path) -> Scores:
    """The five articles, through the whole system."""
    export = folder / "seeds.jsonl"
    manage(folder, "migrate", "--verbosity", "0")
    manage(folder, "import_documents", str(SHARED / "seeds"), "--case", "Crocus", "--wait")
    manage(folder, "export", "--output", str(export))
    figures = score("seeds", "--export", str(export))
    return {name: value for name, value in figures.items() if isinstance(value, int | float)}


def attribution(folder: Path) -> Scores:
    """PolNeAR's dev articles: exact and overlap F1 of claimants, cues and contents."""
    gold = SHARED / "data" / "attribution" / "polnear_dev.jsonl"
    found = write(
        folder / "attribution.jsonl", (extracted(r["document"], r["text"]) for r in rows(gold))
    )
    figures = score("attribution", "--gold", str(gold), "--pred", str(found))
    return {
        f"{role} {kind} {name}": figures[role][kind][name]
        for role in figures
        for kind in ("exact", "overlap")
        for name in ("precision", "recall", "f1")
    }


def casualties(folder: Path) -> Scores:
    """Killed and injured, per article, of every third incident that no model was trained on."""
    every = rows(SHARED / "data" / "casualties" / "incidents.jsonl")
    incidents = [i for i in every if held_out(i["incident"])][::EVERY]
    gold = write(folder / "incidents.jsonl", incidents)
    answers = (
        extracted(doc["doc"], doc["content"], doc.get("date"), doc["title"])
        for incident in incidents
        for doc in incident["docs"]
    )
    found = write(folder / "casualties.jsonl", answers)
    return score("casualties", "--gold", str(gold), "--pred", str(found))


def checkworthiness(_folder: Path) -> Scores:
    """ClaimBuster sentences that were neither trained nor calibrated on."""
    path = SHARED / "data" / "checkworthiness" / "claimbuster_train.jsonl"
    held = {row["text"]: row["label"] for row in rows(path) if kept_apart(row["text"], 5)}
    apart = list(held.items())[1::2]
    hits = [
        (tag(text, parse(text)).worth([(0, len(text))]) > 0.5, label == 1) for text, label in apart
    ]
    f1 = {}
    for side in (True, False):
        right = sum(p == y == side for p, y in hits)
        f1[side] = 2 * right / (sum(p == side for p, _ in hits) + sum(y == side for _, y in hits))
    share = sum(y for _, y in hits) / len(hits)
    return {
        "sentences": len(hits),
        "f1 of worthy": round(f1[True], 4),
        "macro f1": round((f1[True] + f1[False]) / 2, 4),
        "weighted f1": round(share * f1[True] + (1 - share) * f1[False], 4),
    }


def stance(folder: Path) -> Scores:
    """FNC-1's dev topics: what articles say about headlines; neither trained nor calibrated on."""
    gold = SHARED / "gold" / "stance_dev.jsonl"
    answers = ({"id": r["id"], "stance": judge(r["a"], r["b"]).stance} for r in rows(gold))
    found = write(folder / "stance.jsonl", answers)
    figures = score("stance", "--gold", str(gold), "--pred", str(found))
    by_label = {f"f1 of {label}": f["f1"] for label, f in figures["per_label"].items()}
    return {"accuracy": figures["accuracy"], "macro f1": figures["macro_f1"], **by_label}


CORPORA: dict[str, Callable[[Path], Scores]] = {
    "seeds": seeds,
    "attribution": attribution,
    "casualties": casualties,
    "check-worthiness": checkworthiness,
    "stance": stance,
}
