"""Plain text: the first line with a word in it is the title, and stays part of the text."""

from sources.readers import encoding, metadata
from sources.readers.types import Limits, Metadata, Parsed


def parse(data: bytes, limits: Limits) -> Parsed:
    """The text of these bytes. Raises UnreadableError if they are not text."""
    text = encoding.decode(data)
    return Parsed(text, Metadata(title=metadata.one_line(text)))
