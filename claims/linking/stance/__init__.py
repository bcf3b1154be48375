"""What a text says about a claim: a cross-encoder reads the two together (see ADR 18)."""

from .judging import ANSWERS, Answer, Verdict, entailment, judge

__all__ = ["ANSWERS", "Answer", "Verdict", "entailment", "judge"]
