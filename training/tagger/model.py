"""The network as it is trained: MiniLM, what the parser knows, and four heads; and what it is trained on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import BertModel

from claims.extraction.tagger.decoding import BEGIN, CUE, INSIDE, NEVER, OUTSIDE
from claims.extraction.tagger.network import PAIR
from claims.extraction.tagger.syntax import STEPS, labels
from claims.extraction.tagger.words import MARKS
from training.precision import autocast
from training.tagger.data import NONE, UNKNOWN

MASK, HIDDEN = 103, 0.08
Batch = dict[str, Tensor]


class Tagger(nn.Module):
    """Scores of pieces: see :meth:`forward`. ``moves`` and ``alone`` are the settings that go with them."""

    def __init__(self, weights: Path) -> None:
        super().__init__()
        self.bert = BertModel.from_pretrained(
            weights,
            add_pooling_layer=False,
            attn_implementation="sdpa",
            attention_probs_dropout_prob=0.0,  # with it, the fast kernel on the processor is lost
        )
        # Most words of a language are in none of the articles: they keep their place among the others.
        self.bert.embeddings.word_embeddings.weight.requires_grad = False
        size = self.bert.config.hidden_size
        tags, deps, names = labels()
        self.marks = nn.Embedding(MARKS, size)
        self.tags = nn.Embedding(len(tags) + 1, size)
        self.deps = nn.Embedding(len(deps) + 1, size)
        self.names = nn.Embedding(len(names) + 1, size)
        self.steps = nn.Embedding(STEPS, size)
        self.head = nn.Linear(size, size, bias=False)
        for look in (self.marks, self.tags, self.deps, self.names, self.steps, self.head):
            nn.init.zeros_(look.weight)  # so that training starts with what MiniLM makes of a text
        self.dropout = nn.Dropout(0.1)
        self.emit = nn.Linear(size, 9)
        self.keys = nn.Linear(size, 2 * PAIR)
        self.queries = nn.Linear(size, 2 * PAIR)
        self.worth = nn.Linear(size, 1)
        self.moves = nn.Parameter(torch.zeros(3, 3, 3))
        self.alone = nn.Parameter(torch.zeros(()))
        never = torch.zeros(3, 3, 3)
        never[:, OUTSIDE, INSIDE] = NEVER
        self.register_buffer("never", never, persistent=False)

    def forward(self, ids: Tensor, mask: Tensor, looks: Tensor) -> tuple[Tensor, ...]:
        """Emissions (N, T, 9), keys and queries (N, T, 128) and worth (N, T, 1)."""
        if self.training:
            # Some pieces are hidden, so that the network doesn't learn the few articles by heart.
            ids = torch.where(torch.rand(ids.shape) < HIDDEN, MASK, ids)
        pieces = self.bert.embeddings.word_embeddings
        made = pieces(ids) + self.head(pieces(looks[..., 5]))
        for n, look in enumerate((self.marks, self.tags, self.deps, self.names, self.steps)):
            made = made + look(looks[..., n])
        hidden = self.bert(inputs_embeds=made, attention_mask=mask).last_hidden_state
        hidden = self.dropout(hidden)
        return self.emit(hidden), self.keys(hidden), self.queries(hidden), self.worth(hidden)

    def allowed(self) -> Tensor:
        """The score of each move from tag to tag (3 roles, from, to)."""
        return self.moves + self.never


def losses(model: Tagger, made: Batch) -> dict[str, Tensor]:
    """What the articles of a batch cost: their tags, whose cue a content has, whose source a cue has."""
    with autocast():
        emissions, keys, queries, _ = model(made["ids"], made["mask"], made["looks"])

    def words(scores: Tensor, *shape: int) -> Tensor:
        at = made["firsts"][..., None].expand(-1, -1, scores.shape[-1])
        return scores.float().gather(1, at).unflatten(-1, shape)

    emit = words(emissions, 3, 3)
    scores = torch.einsum("nwrk,ncrk->nrwc", words(keys, 2, PAIR), words(queries, 2, PAIR))
    scores = scores * PAIR**-0.5
    return {
        "tags": _tags(emit, model.allowed(), made) / made["real"].sum(),
        "contents": _contents(scores[:, 1], made),
        "sources": _sources(scores[:, 0].transpose(1, 2), model.alone, made),
    }


def worth_loss(model: Tagger, made: Batch, worthy: Tensor) -> Tensor:
    """What sentences cost whose labels are ``worthy``: a sentence is worth the mean of its words."""
    with autocast():
        worth = model(made["ids"], made["mask"], made["looks"])[3]
    scores = worth[..., 0].float().gather(1, made["firsts"])
    mean = (scores * made["real"]).sum(1) / made["real"].sum(1)
    return functional.binary_cross_entropy_with_logits(mean, worthy)


def _tags(emit: Tensor, moves: Tensor, made: Batch) -> Tensor:
    """Negative log-likelihood of the tags, of all roles and words together.

    A conditional random field: each line is a chain of its own, as it is when tags are decoded. The sum over
    all paths is a product of matrices, which pairs of neighbours make in a logarithm of the steps.
    """
    tags, real = made["tags"], made["real"]
    free = made["breaks"][..., None, None, None]
    steps = torch.where(free, 0.0, moves) + emit[..., None, :]
    still = torch.full((3, 3), NEVER).fill_diagonal_(0.0)
    steps = torch.where(real[..., None, None, None], steps, still)
    while steps.shape[1] > 1:
        if steps.shape[1] % 2:
            steps = torch.cat((steps, still.expand_as(steps[:, :1])), 1)
        left, right = steps[:, ::2, ..., None], steps[:, 1::2, :, None]
        steps = torch.logsumexp(left + right, -2)
    total = steps[:, 0, :, 0].logsumexp(-1).sum()
    own = (emit.gather(-1, tags[..., None])[..., 0] * real[..., None]).sum()
    before = functional.pad(tags[:, :-1], (0, 0, 1, 0))
    roles = torch.arange(3).expand_as(tags)
    moved = moves[roles, before, tags]
    return total - own - (moved * (real & ~made["breaks"])[..., None]).sum()


def _contents(scores: Tensor, made: Batch) -> Tensor:
    """Cross-entropy of the cue of each word of a content, among the cues of the window."""
    cues = made["tags"][..., CUE] == BEGIN
    scores = scores.masked_fill(~cues[:, None], NEVER)
    wanted = torch.where(cues.gather(1, made["cue"].clamp(min=0)), made["cue"], NONE)
    return functional.cross_entropy(scores.flatten(0, 1), wanted.flatten(), ignore_index=NONE)


def _sources(scores: Tensor, alone: Tensor, made: Batch) -> Tensor:
    """Cross-entropy of the source of each cue, or of none, among the sources of the window."""
    source, speaker = made["source"], made["speaker"]
    cues = speaker != UNKNOWN
    none = alone.expand(scores.shape[:2])[..., None]
    named = scores.masked_fill((source == NONE)[:, None], NEVER)
    own = scores.masked_fill(source[:, None] != speaker[..., None], NEVER)
    everything = torch.cat((none, named), -1).logsumexp(-1)
    right = torch.where(speaker == NONE, alone, own.logsumexp(-1))
    return ((everything - right) * cues).sum() / cues.sum().clamp(min=1)


def tensors(arrays: dict[str, Any]) -> Batch:
    """A batch of :func:`training.tagger.data.batch` as tensors."""
    return {name: torch.from_numpy(values) for name, values in arrays.items()}
