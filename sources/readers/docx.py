"""Word documents (.docx), by python-docx: paragraphs and tables in their order."""

import io
import re
import zipfile
from collections.abc import Iterator

import docx
from docx.oxml.ns import qn
from lxml import etree

from sources.readers import archive, metadata
from sources.readers.types import Limits, Metadata, Parsed, UnreadableError

_DAMAGED = "The document is damaged or is no Word document (.docx); open it in a word processor and save it again."
# Text that was moved away under change tracking, and what older programs show in place of a drawing with the same words.
_SKIPPED = {
    qn("w:moveFrom"),
    qn("w:del"),
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}
_SIGNS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
_PARAGRAPH, _TABLE, _ROW, _CELL = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
_PROPERTIES = {qn("w:pPr"), qn("w:rPr"), qn("w:tblPr"), qn("w:trPr"), qn("w:tcPr"), qn("w:sectPr")}


def parse(data: bytes, limits: Limits) -> Parsed:
    """The text, a line a paragraph and a line a table row with tabs between its cells. Raises UnreadableError."""
    try:
        with archive.opened(io.BytesIO(data), limits, what="document") as package:
            _refuse_unsafe(package, limits)
        document = docx.Document(io.BytesIO(data))
        text = "\n".join(_blocks(document.element.body)).strip("\n")
        described = _metadata(document)
    except UnreadableError:
        raise
    except (
        Exception
    ) as error:  # python-docx raises KeyError, ValueError, XMLSyntaxError… for a broken package
        raise UnreadableError(_DAMAGED) from error
    return Parsed(text, described.with_title(metadata.one_line(text)))


def _refuse_unsafe(package: zipfile.ZipFile, limits: Limits) -> None:
    """Word never writes document type declarations. Somebody who does wants entities expanded."""
    total = 0
    for entry in package.infolist():
        if reason := archive.refusal(entry, limits):
            raise UnreadableError(reason)
        total += entry.file_size
        if total > limits.zip_total_bytes:
            raise UnreadableError(archive.TOO_MUCH.format(limits.zip_total_bytes))
        if entry.filename.lower().endswith((".xml", ".rels")):
            if entry.file_size > limits.file_bytes:
                raise UnreadableError(
                    f"One part of the document unpacks to {entry.file_size:,} bytes; it is too large."
                )
            # Without NULs, a declaration in UTF-16 reads the same.
            if re.search(
                rb"<!(?:DOCTYPE|ENTITY)", package.read(entry).replace(b"\x00", b""), re.IGNORECASE
            ):
                raise UnreadableError(
                    "The document declares XML entities, which no word processor does; it was not opened."
                )


def _blocks(element: etree._Element) -> Iterator[str]:
    """The lines of a body or a cell. Content controls and tracked insertions are looked into."""
    for child in element:
        if child.tag == _PARAGRAPH:
            yield "".join(_words(child))
        elif child.tag == _TABLE:
            for row in child.iter(_ROW):
                if next(row.iterancestors(_TABLE)) is child:
                    yield "\t".join(_cells(row))
        elif (
            child.tag not in _PROPERTIES
            and child.tag not in _SKIPPED
            and isinstance(child.tag, str)
        ):
            yield from _blocks(child)


def _cells(row: etree._Element) -> Iterator[str]:
    for cell in row.iter(_CELL):
        if next(cell.iterancestors(_ROW)) is row:
            yield (
                " ".join(line for line in _blocks(cell) if line)
                .replace("\n", " ")
                .replace("\t", " ")
            )


def _words(element: etree._Element) -> Iterator[str]:
    for child in element:
        if child.tag == qn("w:t"):
            yield child.text or ""
        elif child.tag in _SIGNS:
            yield _SIGNS[child.tag]
        elif child.tag not in _SKIPPED and child.tag not in _PROPERTIES:
            yield from _words(child)


def _metadata(document: docx.document.Document) -> Metadata:
    core = document.core_properties
    created = core.created
    rest = {
        "subject": core.subject,
        "keywords": core.keywords,
        "comments": core.comments,
        "created": created.date().isoformat() if created else "",
    }
    try:
        language = metadata.language(core.language or None)
    except UnreadableError:
        language = None  # set by a program, not by the person who hands the document in
    return Metadata(
        title=core.title or None,
        author=core.author or None,
        language=language,
        rest={key: value for key, value in rest.items() if value},
    )
