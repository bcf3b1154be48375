"""PDF documents that hold text, by pypdf. Scanned pages need OCR first."""

import io
import re

import pypdf
from pypdf.errors import DependencyError, PdfReadError

from sources.readers import metadata
from sources.readers.types import Limits, Metadata, Parsed, UnreadableError

_PAGE_BREAK = "\n\n"
_SENTENCE_END = re.compile(r"[.!?:;。！？؟…][\"”’»)\]]*$")
_NEW_PARAGRAPH = re.compile(r"[•▪●–—*-]\s|\(?\d{1,3}[.)]\s")
# Titles that word processors leave behind.
_NO_TITLE = re.compile(
    r"untitled.*|microsoft word - .*|.*\.(?:docx?|pdf|indd|tex|odt|html?)|(?:about:|https?:).*",
    re.IGNORECASE,
)


def parse(data: bytes, limits: Limits) -> Parsed:
    """The text, page by page, with lines that a paragraph was broken into joined by spaces. Raises UnreadableError.

    A date of creation is kept among the other metadata: it is not the date of publication.
    """
    try:
        reader = _opened(data, limits)
        text, pages = _pages(reader, limits)
        described = _metadata(reader)
    except UnreadableError:
        raise
    except DependencyError as error:
        raise UnreadableError(
            "The PDF is encrypted in a way that can’t be read; save a copy without encryption."
        ) from error
    except PdfReadError as error:
        raise UnreadableError("The PDF is damaged or cut off; get the file again.") from error
    except Exception as error:  # pypdf raises whatever a broken object makes it raise
        raise UnreadableError(
            "The PDF is damaged; open it in a viewer and save it again."
        ) from error
    if not text.strip():
        raise UnreadableError(
            "The PDF holds no text, only pictures of it, as a scan does; run OCR on it first (for example with OCRmyPDF)."
        )
    return Parsed(text, described.with_title(metadata.one_line(text)), pages)


def _opened(data: bytes, limits: Limits) -> pypdf.PdfReader:
    reader = pypdf.PdfReader(io.BytesIO(data))
    # A document may be locked against printing or copying only; it then opens without a password.
    if reader.is_encrypted and not reader.decrypt(""):
        raise UnreadableError("The PDF is protected by a password; save a copy without one.")
    if len(reader.pages) > limits.pdf_pages:
        raise UnreadableError(
            f"The PDF has {len(reader.pages):,} pages, more than {limits.pdf_pages:,}; split it into several."
        )
    return reader


def _pages(reader: pypdf.PdfReader, limits: Limits) -> tuple[str, tuple[int, ...]]:
    """The text of all pages and where each page starts in it."""
    text, starts, length = [], [], 0
    for page in reader.pages:
        # NUL stands for glyphs without a Unicode value in some fonts, and half surrogates for damaged ones.
        content = page.extract_text().replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")
        content = _joined(content)
        starts.append(length)
        text.append(content)
        length += len(content) + len(_PAGE_BREAK)
        if length > limits.text_chars:
            raise UnreadableError(
                f"The PDF holds more than {limits.text_chars:,} characters; split it into several."
            )
    return _PAGE_BREAK.join(text), tuple(starts)


def _joined(content: str) -> str:
    """Lines that run to the right edge go on in the next one. A hyphen at an edge is kept: it may belong to the word."""
    lines = [" ".join(line.split()) for line in content.splitlines()]
    full = 0.7 * max((len(line) for line in lines), default=0)
    joined = ""
    for previous, line in zip(["", *lines], lines, strict=False):
        if not joined:
            joined = line
        elif (
            not line
            or len(previous) < full
            or _SENTENCE_END.search(previous)
            or _NEW_PARAGRAPH.match(line)
        ):
            joined += "\n" + line
        else:
            joined += line if previous.endswith("-") else " " + line
    return joined


def _metadata(reader: pypdf.PdfReader) -> Metadata:
    found = reader.metadata
    if found is None:
        return Metadata()
    values = {
        key: _clean(found.get(key))
        for key in ("/Title", "/Author", "/Subject", "/CreationDate", "/Producer")
    }
    title = values["/Title"]
    rest = {
        "subject": values["/Subject"],
        "created": values["/CreationDate"],
        "producer": values["/Producer"],
    }
    return Metadata(
        title=title if title and not _NO_TITLE.fullmatch(title) else None,
        author=values["/Author"] or None,
        rest={key: value for key, value in rest.items() if value},
    )


def _clean(value: object) -> str:
    text = "" if value is None else str(value)
    return text.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8").strip()[:1000]
