"""The cross-encoder: all-MiniLM-L6-v2 that reads claim and text together, and a head with four answers."""

from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from transformers import AutoModel

from training.stance.data import LABELS, NEUTRAL

WIDTH = 384


class CrossEncoder(nn.Module):
    """Token ids of shape (n, length) to logits of shape (n, 4), in the order of LABELS."""

    def __init__(self, weights: Path) -> None:
        super().__init__()
        self.encoder: Any = AutoModel.from_pretrained(
            weights,
            attn_implementation="sdpa",
            attention_probs_dropout_prob=0.0,
            add_pooling_layer=False,
        )
        self.head = nn.Sequential(
            nn.Linear(WIDTH, WIDTH), nn.GELU(), nn.Dropout(0.1), nn.Linear(WIDTH, len(LABELS))
        )

    def forward(self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor) -> Tensor:
        hidden = self.encoder(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).last_hidden_state
        logits: Tensor = self.head(hidden[:, 0])
        return logits


def loss(logits: Tensor, labels: Tensor, smoothing: float = 0.05) -> Tensor:
    """Cross-entropy; what is neutral may be `discusses` or `unrelated`, in whatever shares."""
    logs = torch.log_softmax(logits.float(), dim=-1)
    either = torch.logsumexp(logs[:, 2:], dim=-1)
    known = logs.gather(1, labels.clamp(max=NEUTRAL - 1)[:, None])[:, 0]
    right = torch.where(labels == NEUTRAL, either, known)
    return -((1 - smoothing) * right + smoothing * logs.mean(dim=-1)).mean()


def batch(rows: list[tuple[list[int], int]]) -> dict[str, Tensor]:
    """Rows of token ids, each with where its text begins, padded to one length."""
    longest = max(len(ids) for ids, _ in rows)
    shape = (len(rows), longest)
    ids, mask, types = (torch.zeros(shape, dtype=torch.long) for _ in range(3))
    for i, (tokens, begin) in enumerate(rows):
        ids[i, : len(tokens)] = torch.tensor(tokens)
        mask[i, : len(tokens)] = 1
        types[i, begin : len(tokens)] = 1
    return {"input_ids": ids, "attention_mask": mask, "token_type_ids": types}
