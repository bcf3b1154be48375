"""What readers take and give: plain values that know nothing of any database."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date


class UnreadableError(ValueError):
    """A thing that can't be read. The message is for the person who handed it in: what is wrong, what to do."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of one thing is read before it is refused. Sizes in bytes, texts in code points."""

    file_bytes: int = 50_000_000
    """A file that is one document. JSONL, CSV and zip are read piece by piece and have no limit as a whole."""
    text_chars: int = 5_000_000
    pdf_pages: int = 2_000
    jsonl_line_bytes: int = 20_000_000
    csv_row_chars: int = 20_000_000
    zip_entries: int = 10_000
    """Entries of an archive and of the archives inside it, together."""
    zip_nesting: int = 2
    """How many archives deep; 1 is an archive that holds no other."""
    zip_ratio: int = 200
    """How many times its packed size an entry may unpack to, if that is more than `zip_ratio_from`."""
    zip_ratio_from: int = 1_000_000
    zip_total_bytes: int = 500_000_000
    """All that one archive unpacks to, nested archives included."""


DEFAULT_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a file or a manifest says about a document. None: it says nothing."""

    id: str | None = None
    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    author: str | None = None
    published: date | None = None
    language: str | None = None
    rest: Mapping[str, str] = field(default_factory=dict)
    """Keys that have no field of their own."""

    def over(self, other: "Metadata") -> "Metadata":
        """What this one says, and where it says nothing, what the other says."""
        return Metadata(
            id=self.id or other.id,
            title=self.title or other.title,
            url=self.url or other.url,
            publisher=self.publisher or other.publisher,
            author=self.author or other.author,
            published=self.published or other.published,
            language=self.language or other.language,
            rest={**other.rest, **self.rest},
        )

    def with_title(self, title: str | None) -> "Metadata":
        """The same with this title, where there is none yet."""
        return self if self.title else replace(self, title=title)


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a format's reader finds in one document."""

    text: str
    metadata: Metadata = Metadata()
    pages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """One document's bytes, taken out of what was handed in and not read yet."""

    name: str
    """Of the file, "all.zip/a.txt" in an archive, "all.jsonl:17" for a line or a row."""
    format: str
    """The reader that takes it, at most 10 characters: "txt", "pdf"."""
    data: bytes
    """The file; the line of JSONL; a table's header and the row, in UTF-8."""
    known: Metadata = Metadata()
    """What a manifest says, which goes over what the document says."""


@dataclass(frozen=True, slots=True)
class Record:
    """One document as it was read."""

    name: str
    """The id that came with it, or the file's name: "a.txt", "all.zip/a.txt", "all.jsonl:17"."""
    text: str
    """Never altered but for decoding and line ends, which are \\n. No NUL, no half surrogate pairs."""
    title: str | None
    url: str | None
    publisher: str | None
    author: str | None
    published: date | None
    language: str | None
    """As given with the document, ISO 639; None where nothing was given (`language.detect` finds it)."""
    boilerplate: tuple[tuple[int, int], ...]
    """Parts of the text that are leftovers of a web page, as start and end in code points."""
    pages: tuple[int, ...]
    """Where in the text each page begins; empty for formats without pages."""
    media_type: str
    metadata: dict[str, str]
    original_sha256: str
    """Of the bytes that it was read from (`Part.data`)."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A thing that could not be read, and why, in words."""

    name: str
    error: str
