"""Parses the corpora once, because every epoch needs the parse: ``python -m training.tagger.parse CACHE``."""

import argparse
import pickle
from pathlib import Path

from claims.extraction.tagger.syntax import syntax
from claims.extraction.tagger.words import encode, load_tokenizer
from claims.extraction.text.nlp import parse
from training.tagger.data import SHARED, Text, corpus


def main() -> None:
    """Writes one file for each corpus into the folder."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("cache", type=Path)
    arguments.add_argument("--shared", type=Path, default=SHARED, help="where the corpora are")
    arguments.add_argument("--first", type=int, help="of each corpus only so many, for a trial")
    given = arguments.parse_args()
    given.cache.mkdir(parents=True, exist_ok=True)
    tokenizer = load_tokenizer()
    for name in ("polnear_train", "claimbuster_train"):
        texts = []
        for title, text, gold in list(corpus(given.shared, name))[: given.first]:
            words = encode(tokenizer, text)
            texts.append(Text(title, text, words, syntax(words, parse(text)), gold))
        (given.cache / f"{name}.pickle").write_bytes(pickle.dumps(texts))
        print(
            name, len(texts), "texts,", sum(len(t.words.ids) for t in texts), "pieces", flush=True
        )


if __name__ == "__main__":
    main()
