"""Where texts come from: cases, sources, documents and the imports that brought them."""

from sources.models.access import User
from sources.models.case import Case, CaseDocument, CaseMember
from sources.models.document import Document, Original
from sources.models.imports import ImportItem, ImportJob
from sources.models.part import DocumentPart
from sources.models.reading import Reading
from sources.models.source import Affiliation, Source, SourceAlias

__all__ = [
    "Affiliation",
    "Case",
    "CaseDocument",
    "CaseMember",
    "Document",
    "DocumentPart",
    "ImportItem",
    "ImportJob",
    "Original",
    "Reading",
    "Source",
    "SourceAlias",
    "User",
]
