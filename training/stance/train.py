"""Trains the stance model: `python -m training.stance.train WEIGHTS OUT [--resume]`, and again with `--refine STATE`.

First NLI alone, which teaches what contradicts what; then NLI and FNC-1's articles together. Refining goes on
from there at a lower rate, with tokens masked and with what NLI calls neutral settled.
"""

import argparse
import math
import random
import time
from collections.abc import Iterator
from pathlib import Path

import torch

from claims.extraction.tagger.words import load_tokenizer
from training.precision import autocast
from training.stance import data
from training.stance.data import NEUTRAL, Pair, Tokens
from training.stance.model import CrossEncoder, batch, loss

SEED = 17
BUDGETS = (96, 160, 224)  # tokens of an article, by chance, so that any length is read
READ = 224
TOKENS = 4096  # of a batch
RATE = 1e-4
REFINING_RATE = 5e-5
HIDDEN = (0.12, 0.0)  # of an article's tokens, and of an NLI pair's, where each word counts
NLI_SOURCES = ("ling_in_loop", "cf_nli", "climate_fever", "fever_symmetric_dev")
WARM = 0.06
FNC_EPOCHS = 3
SAVE = 300  # steps

Row = tuple[list[int], int]
Batch = list[tuple[Row, int]]


def batches(rows: Batch, chance: random.Random) -> Iterator[Batch]:
    """Rows of like lengths together, at most TOKENS tokens with their padding."""
    rows = sorted(rows, key=lambda row: len(row[0][0]) + chance.random() * 8)
    group: Batch = []
    for row in rows:
        if group and (len(group) + 1) * max(len(row[0][0]), len(group[-1][0][0])) > TOKENS:
            yield group
            group = []
        group.append(row)
    yield group


def plan(tokens: Tokens) -> list[Batch]:
    """All batches of the training, in their order."""
    chance = random.Random(SEED)
    nli, _ = data.nli()
    fnc, _ = data.fnc()

    def read(pairs: list[Pair]) -> Batch:
        return [(tokens.read(p, chance.choice(BUDGETS)), p.label) for p in pairs]

    sentences = read(nli)
    first = list(batches(sentences, chance))
    chance.shuffle(first)
    second = list(batches(sentences, chance))
    for _ in range(FNC_EPOCHS):
        second += batches(read(data.epoch(fnc, chance)), chance)
    chance.shuffle(second)
    return first + second


def refinement(tokens: Tokens) -> list[Batch]:
    """All batches of the refinement, in their order."""
    chance = random.Random(SEED + 1)
    nli = [data.settled(p) for p in data.nli()[0] if p.source != "conjnli_adv"]
    pairs = chance.sample(nli, len(nli) // 2) + data.epoch(data.fnc()[0], chance)
    rows: Batch = []
    for p in pairs:
        ids, begin = tokens.read(p, chance.choice(BUDGETS))
        rows.append(((data.hidden(ids, HIDDEN[p.source in NLI_SOURCES], chance), begin), p.label))
    steps = list(batches(rows, chance))
    chance.shuffle(steps)
    return steps


def rate(step: int, steps: int) -> float:
    """The share of the learning rate: a short rise, then half a cosine."""
    done = step / steps
    return (
        done / WARM if done < WARM else 0.5 * (1 + math.cos(math.pi * (done - WARM) / (1 - WARM)))
    )


@torch.inference_mode()
def answers(model: CrossEncoder, rows: list[Row], size: int = 32) -> torch.Tensor:
    """The logits of each row, in their order."""
    model.eval()
    order = sorted(range(len(rows)), key=lambda i: len(rows[i][0]))
    logits = torch.zeros(len(rows), len(data.LABELS))
    for start in range(0, len(order), size):
        group = order[start : start + size]
        with autocast():
            logits[group] = model(**batch([rows[i] for i in group])).float()
    return logits


def figures(logits: torch.Tensor, labels: list[int]) -> dict[str, float]:
    """Accuracy, macro-F1 and F1 of `contradicts`; of NLI, with both neutral answers as one."""
    found = logits.softmax(-1)
    if NEUTRAL in labels:
        found = torch.stack([found[:, 0], found[:, 1], found[:, 2] + found[:, 3]], dim=1)
    pairs = [
        (p, min(y, found.shape[1] - 1))
        for p, y in zip(found.argmax(1).tolist(), labels, strict=True)
    ]
    f1 = {
        k: 2
        * sum(p == y == k for p, y in pairs)
        / max(1, sum(p == k for p, _ in pairs) + sum(y == k for _, y in pairs))
        for k in range(found.shape[1])
    }
    return {
        "accuracy": round(sum(p == y for p, y in pairs) / len(pairs), 4),
        "macro_f1": round(sum(f1.values()) / len(f1), 4),
        "contradicts_f1": round(f1[1], 4),
    }


def main() -> None:
    """Trains, or goes on where a run was broken off."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("weights", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--resume", action="store_true")
    parser.add_argument("--refine", type=Path, metavar="STATE")
    options = parser.parse_args()
    torch.manual_seed(SEED)
    torch.set_num_threads(2)
    options.out.mkdir(parents=True, exist_ok=True)

    tokens = Tokens(load_tokenizer())
    steps = refinement(tokens) if options.refine else plan(tokens)
    peak = REFINING_RATE if options.refine else RATE
    held = [random.Random(SEED).sample(pairs, 600) for pairs in (data.nli()[1], data.fnc()[1])]
    checks = [([tokens.read(p, READ) for p in pairs], [p.label for p in pairs]) for pairs in held]
    model = CrossEncoder(options.weights)
    if options.refine:
        model.load_state_dict(torch.load(options.refine)["model"])
    decayed = [p for p in model.parameters() if p.ndim > 1]
    plain = [p for p in model.parameters() if p.ndim == 1]
    optimizer = torch.optim.AdamW(
        [{"params": decayed, "weight_decay": 0.01}, {"params": plain, "weight_decay": 0.0}],
        lr=peak,
        fused=True,
    )
    state = options.out / "state.pt"
    begin = 0
    if options.resume:
        saved = torch.load(state)
        begin = saved["step"]
        model.load_state_dict(saved["model"])
        optimizer.load_state_dict(saved["optimizer"])
    print(f"{len(steps)} steps, {sum(len(r[0]) for b in steps for r, _ in b)} tokens", flush=True)
    started, seen, total = time.monotonic(), 0, 0.0
    for step in range(begin, len(steps)):
        group = steps[step]
        for part in optimizer.param_groups:
            part["lr"] = peak * rate(step + 1, len(steps))
        model.train()
        with autocast():
            logits = model(**batch([row for row, _ in group]))
        value = loss(logits, torch.tensor([label for _, label in group]))
        value.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()
        total += value.item()
        seen += sum(len(row[0]) for row, _ in group)
        if (step + 1) % 50 == 0:
            pace = seen / (time.monotonic() - started)
            print(f"step {step + 1} loss {total / 50:.4f} {pace:.0f} tokens/s", flush=True)
            total = 0.0
        if (step + 1) % SAVE == 0 or step + 1 == len(steps):
            torch.save(
                {
                    "step": step + 1,
                    "model": model.state_dict(),
                    "optimizer": optimizer.state_dict(),
                },
                state,
            )
            for name, (rows, labels) in zip(("nli", "fnc"), checks, strict=True):
                print(name, figures(answers(model, rows), labels), flush=True)


if __name__ == "__main__":
    main()
