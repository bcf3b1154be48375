"""Extractions as JSON, in the format of the command ``extract``."""

from __future__ import annotations

from typing import Any

from .types import Extraction, Span


def to_json(extraction: Extraction, identifier: str) -> dict[str, Any]:
    """The extraction as one JSON object; offsets are code points, ends exclusive.

    What the author says in their own voice stands apart, under ``own_voice``: nobody is quoted there, and who
    counts quoted words counts ``attributions``.
    """
    return {
        "id": identifier,
        "language": extraction.language,
        "attributions": [
            {
                "claimant": _span(a.claimant),
                "cue": _span(a.cue),
                "content": _span(a.content),
                "claimant_name": a.speaker.name if a.speaker is not None else None,
                "via": [speaker.name for speaker in a.via],
                "stance": a.stance,
                "likelihood": a.likelihood,
                "hedged": a.hedged,
                "direct": a.direct,
                "confidence": a.confidence,
                "claim": a.claim,
            }
            for a in extraction.attributions
            if not a.own_voice
        ],
        "own_voice": [
            {
                "content": _span(a.content),
                "stance": a.stance,
                "likelihood": a.likelihood,
                "hedged": a.hedged,
                "confidence": a.confidence,
                "claim": a.claim,
            }
            for a in extraction.attributions
            if a.own_voice
        ],
        "claims": [
            {"text": c.text, "start": c.start, "end": c.end, "check_worthiness": c.check_worthiness}
            for c in extraction.claims
        ],
        "quantities": [
            {
                "measure": q.measure,
                "low": _number(q.low),
                "high": _number(q.high),
                "bound": q.bound,
                "text": q.text,
                "start": q.start,
                "end": q.end,
                "claim": q.claim,
            }
            for q in extraction.quantities
        ],
        "key_figures": {
            measure: {"low": _number(low), "high": _number(high)}
            for measure, (low, high) in extraction.key_figures.items()
        },
    }


def _span(span: Span | None) -> dict[str, Any] | None:
    if span is None:
        return None
    made: dict[str, Any] = {"text": span.text, "start": span.start, "end": span.end}
    if span.spans:
        made["spans"] = [list(part) for part in span.spans]
    return made


def _number(value: float | None) -> float | int | None:
    return int(value) if value is not None and value == int(value) else value
