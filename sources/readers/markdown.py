"""Markdown, with or without front matter in YAML. The text is the Markdown itself, without the front matter."""

import re

import yaml
from frontmatter.default_handlers import YAMLHandler

from sources.readers import encoding, metadata
from sources.readers.types import Limits, Parsed, UnreadableError

_FRONT_MATTER_CHARS = 64_000
_OPENING = re.compile(r"\s*---+[ \t]*\n")
_CLOSING = re.compile(r"^---+[ \t]*$", re.MULTILINE)
_DECLARED = re.compile(
    rb"^(?:charset|encoding)[ \t]*:[ \t]*[\"']?([\w.:-]+)", re.MULTILINE | re.IGNORECASE
)
_HEADING = re.compile(r"^#{1,6}[ \t]+(.+?)[ \t#]*$|^(\S[^\n]*)\n=+[ \t]*$", re.MULTILINE)


def parse(data: bytes, limits: Limits) -> Parsed:
    """The text after the front matter and what that says. Raises UnreadableError for front matter that is not YAML."""
    declared = _DECLARED.search(data[:1000])
    text = encoding.decode(
        data, declared=declared[1].decode("ascii") if declared else None
    ).replace("\r\n", "\n")
    values, body = _split(text)
    heading = _HEADING.search(body)
    title = metadata.one_line((heading[1] or heading[2]) if heading else body)
    found = metadata.parse(values, skip=frozenset({"charset", "encoding"}))
    return Parsed(body, found.with_title(title))


def _split(text: str) -> tuple[dict[str, object], str]:
    """Front matter and the rest. Two rules with prose between them are not front matter."""
    opening = _OPENING.match(text)
    closing = (
        _CLOSING.search(text, opening.end(), opening.end() + _FRONT_MATTER_CHARS)
        if opening
        else None
    )
    if opening is None or closing is None:
        return {}, text
    try:
        # Not PyYAML's C loader, which is the handler's choice: deep nesting makes it overrun the stack and end the process.
        values = YAMLHandler().load(text[opening.end() : closing.start()], Loader=yaml.SafeLoader)
    except RecursionError as error:
        raise UnreadableError("The front matter is nested too deeply.") from error
    except ValueError as error:  # YAML takes what looks like a date for one
        raise UnreadableError(
            f"The front matter holds an impossible date ({error}); write dates as YYYY-MM-DD."
        ) from error
    except yaml.YAMLError as error:
        raise UnreadableError(
            f"The front matter between the --- lines is not YAML: {_problem(error)}."
        ) from error
    if values is None:
        values = {}
    elif not isinstance(values, dict):
        return {}, text
    return values, text[closing.end() :].lstrip("\n")


def _problem(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or "it can’t be read"
    return f"{problem} in line {mark.line + 2}" if mark is not None else str(problem)
