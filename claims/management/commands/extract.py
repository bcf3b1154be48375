"""Runs the extraction alone on JSON lines; nothing is stored."""

import sys
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from claims import extraction
from claims.management import jsonl
from sources.readers import boilerplate


class Command(BaseCommand):
    """`extract [INPUT.jsonl] [--output FILE]`: lines with id and text in, lines with claims out."""

    help = "Find who says what in documents given as JSON lines; nothing is stored."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "input",
            nargs="?",
            default="-",
            help="JSON lines with id and text; - reads standard input",
        )
        parser.add_argument("--output", default="-", help="a file; - writes standard output")

    def handle(self, *_args: object, **options: Any) -> None:
        failed = jsonl.convert(options["input"], options["output"], _extract)
        if failed:
            sys.exit(1)


def _extract(record: jsonl.Record) -> jsonl.Record:
    text = record.get("text")
    if not isinstance(text, str) or not text.strip():
        raise jsonl.Refused('The line has no text: it needs a "text" that is not empty.')
    title = record.get("title")
    if title is not None and not isinstance(title, str):
        raise jsonl.Refused('"title" is a text or null.')
    found = extraction.extract(
        text,
        title=title,
        published=_day(record.get("published")),
        boilerplate=boilerplate.find(text),
    )
    return extraction.to_json(found, str(record.get("id", "")))


def _day(value: object) -> date | None:
    if value in (None, ""):
        return None
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise jsonl.Refused(f'"published" is a day as YYYY-MM-DD, not {value!r}.') from error
