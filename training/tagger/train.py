"""Trains the tagger: ``python -m training.tagger.train CACHE WEIGHTS OUTPUT``.

CACHE is what training.tagger.parse wrote, WEIGHTS the folder of all-MiniLM-L6-v2, OUTPUT the checkpoint.
``--after CHECKPOINT --all --epochs 3 --rate 4e-5`` goes on from a checkpoint, with the articles kept apart too,
once they have served to choose and to calibrate.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import torch
from torch import nn
from torch.optim.lr_scheduler import LambdaLR
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from training.tagger.data import Labels, Text, Window, batch, cuts, label, load, unlabelled, window
from training.tagger.model import Batch, Tagger, losses, tensors, worth_loss

WEIGHTS = {"tags": 1.0, "contents": 0.2, "sources": 0.2}
WORTH = 0.2
FRESH = 10  # times the rate, of what starts from nothing: heads, looks and moves
DECAY = 0.9  # of the rate, from each layer of MiniLM to the one below
WARM = 0.06


@dataclass(frozen=True, slots=True)
class Sizes:
    """How long and how fast."""

    epochs: int
    rate: float
    windows: int
    sentences: int


def main() -> None:
    """Trains, and writes the checkpoint after each epoch: the running mean of the weights."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("cache", type=Path)
    arguments.add_argument("weights", type=Path)
    arguments.add_argument("output", type=Path)
    arguments.add_argument("--epochs", type=int, default=9)
    arguments.add_argument("--rate", type=float, default=1e-4)
    arguments.add_argument("--windows", type=int, default=16, help="of articles, in a batch")
    arguments.add_argument("--sentences", type=int, default=16, help="of ClaimBuster, in a batch")
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--after", type=Path, help="a checkpoint to go on from")
    arguments.add_argument("--all", action="store_true", help="the articles kept apart, too")
    given = arguments.parse_args()
    torch.manual_seed(given.seed)
    sizes = Sizes(given.epochs, given.rate, given.windows, given.sentences)
    articles, held = load(given.cache, "polnear_train", every=10)
    sentences, _ = load(given.cache, "claimbuster_train", every=5)
    model = Tagger(given.weights)
    if given.after:
        model.load_state_dict(torch.load(given.after))
    if given.all:
        articles = [*articles, *held]
    print(len(articles), "articles,", len(held), "kept apart,", len(sentences), "sentences")
    train(model, articles, held, sentences, sizes, given.output, Random(given.seed))


def train(
    model: Tagger,
    articles: Sequence[Text],
    held: Sequence[Text],
    sentences: Sequence[Text],
    sizes: Sizes,
    output: Path,
    random: Random,
) -> None:
    """Writes the averaged weights to ``output`` and says after each epoch what the ``held`` articles cost."""
    labelled = [(text, label(text)) for text in articles]
    apart = [(text, label(text)) for text in held]
    steps = sum(1 for _ in batches(labelled, sizes.windows, Random(0))) * sizes.epochs
    optimizer = torch.optim.AdamW(groups(model, sizes.rate), weight_decay=0.01, fused=True)
    warm = max(1, int(WARM * steps))
    # Cuts at random places make an epoch a few batches longer or shorter than the one that was counted.
    schedule = LambdaLR(
        optimizer, lambda n: min((n + 1) / warm, max(0.01, (steps - n) / (steps - warm)))
    )
    mean = AveragedModel(model, multi_avg_fn=get_ema_multi_avg_fn(0.995), use_buffers=False)
    worthy = endless(sentences, sizes.sentences, random)
    start = time.monotonic()
    for epoch in range(sizes.epochs):
        model.train()
        sums: dict[str, float] = {}
        for made in batches(labelled, sizes.windows, random):
            cost = losses(model, made)
            cost["worth"] = worth_loss(model, *next(worthy))
            total = sum(WEIGHTS.get(name, WORTH) * value for name, value in cost.items())
            optimizer.zero_grad(set_to_none=True)
            total.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            mean.update_parameters(model)
            for name, value in cost.items():
                sums[name] = sums.get(name, 0.0) + value.item()
        torch.save(mean.module.state_dict(), output)
        count = mean.n_averaged.item() / (epoch + 1)
        print(
            json.dumps(
                {
                    "epoch": epoch + 1,
                    "minutes": round((time.monotonic() - start) / 60, 1),
                    "training": {name: round(value / count, 4) for name, value in sums.items()},
                    "kept apart": evaluate(mean.module, apart, sizes.windows),
                }
            ),
            flush=True,
        )


@torch.no_grad()
def evaluate(model: Tagger, labelled: Sequence[tuple[Text, Labels]], size: int) -> dict[str, float]:
    """The mean losses on articles that aren't trained on."""
    model.eval()
    found = [losses(model, made) for made in batches(labelled, size, Random(0))]
    return {name: round(sum(f[name].item() for f in found) / len(found), 4) for name in WEIGHTS}


def groups(model: Tagger, rate: float) -> list[dict[str, object]]:
    """The parameters with their rates: lower layers of MiniLM change less."""
    layers = model.bert.config.num_hidden_layers
    found: dict[float, list[nn.Parameter]] = {}
    for name, parameter in model.named_parameters():
        if not parameter.requires_grad:
            continue
        if name.startswith("bert.encoder.layer."):
            speed = rate * DECAY ** (layers - 1 - int(name.split(".")[3]))
        elif name.startswith("bert."):
            speed = rate * DECAY**layers
        else:
            speed = FRESH * rate
        found.setdefault(speed, []).append(parameter)
    return [{"params": parameters, "lr": speed} for speed, parameters in found.items()]


def batches(labelled: Sequence[tuple[Text, Labels]], size: int, random: Random) -> Iterator[Batch]:
    """All articles in windows, in random order; those of a batch are about equally long."""
    windows = [
        window(text, labels, cut) for text, labels in labelled for cut in cuts(text.words, random)
    ]
    random.shuffle(windows)
    found: list[list[Window]] = []
    for at in range(0, len(windows), 16 * size):
        near = sorted(windows[at : at + 16 * size], key=lambda w: len(w.pieces))
        found += [near[n : n + size] for n in range(0, len(near), size)]
    random.shuffle(found)
    for some in found:
        yield tensors(batch(some))


def endless(
    sentences: Sequence[Text], size: int, random: Random
) -> Iterator[tuple[Batch, torch.Tensor]]:
    """Sentences and whether they are worth checking, over and over."""
    labelled = [(unlabelled(s), float(s.gold)) for s in sentences]
    while True:
        random.shuffle(labelled)
        for at in range(0, len(labelled) - size + 1, size):
            windows, worthy = zip(*labelled[at : at + size], strict=True)
            yield tensors(batch(windows)), torch.tensor(worthy)


if __name__ == "__main__":
    main()
