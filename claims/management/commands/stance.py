"""Says what texts say about claims, on JSON lines; nothing is stored."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from claims.linking.stance import judge
from claims.management import jsonl


class Command(BaseCommand):
    """`stance [PAIRS.jsonl] [--output FILE]`: lines with a text and a claim in, lines with answers out."""

    help = "Find what text a says about claim b, in pairs given as JSON lines; nothing is stored."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "input",
            nargs="?",
            default="-",
            help="JSON lines with id, a (a text) and b (a claim); - reads standard input",
        )
        parser.add_argument("--output", default="-", help="a file; - writes standard output")

    def handle(self, *_args: object, **options: Any) -> None:
        failed = jsonl.convert(options["input"], options["output"], _stance)
        if failed:
            sys.exit(1)


def _stance(record: jsonl.Record) -> jsonl.Record:
    verdict = judge(_text(record, "a", "a text"), _text(record, "b", "a claim"))
    return {
        "id": str(record.get("id", "")),
        "stance": verdict.stance,
        "confidence": round(verdict.confidence, 4),
        "scores": {answer: round(share, 4) for answer, share in verdict.scores.items()},
        "explanation": verdict.explanation,
    }


def _text(record: jsonl.Record, key: str, what: str) -> str:
    value = record.get(key)
    if not isinstance(value, str) or not value.strip():
        raise jsonl.Refused(f'The line needs "{key}", {what} that is not empty.')
    return value
