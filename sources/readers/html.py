"""Web pages: the article without what surrounds it, by trafilatura."""

import re

import trafilatura
from trafilatura.settings import Document

from sources.readers import boilerplate, encoding, metadata
from sources.readers.types import Limits, Metadata, Parsed, UnreadableError

_DECLARED = re.compile(
    rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w.:-]+)|<\?xml[^>]+encoding\s*=\s*[\"']([\w.:-]+)",
    re.IGNORECASE,
)
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_SENTENCE = re.compile(r"[.!?。！？؟।…][\"”’»)]*\s*$|.{40}", re.MULTILINE)
# What surrounds an article by the page's own word; short articles would come with it.
_PRUNED = ["//nav", "//footer", "//aside", "//form", "//noscript"]
# Only what the page states as its date. A search through the text would take any date that it mentions.
_DATES = {"extensive_search": False, "original_date": True, "outputformat": "%Y-%m-%d"}


def parse(data: bytes, limits: Limits) -> Parsed:
    """The main text of a page and what the page says about it. Raises UnreadableError if it has none.

    The page's declared language is not taken: templates say "en" around any language.
    """
    match = _DECLARED.search(data[:4096])
    declared = (match[1] or match[2]).decode("ascii") if match else None
    page = _XML_DECLARATION.sub("", encoding.decode(data, declared=declared)).replace("\x00", "")
    try:
        found = trafilatura.bare_extraction(
            page,
            include_comments=False,
            with_metadata=True,
            prune_xpath=_PRUNED,
            date_extraction_params=_DATES,
        )
    except Exception as error:  # the parsers under it raise whatever a broken page makes them raise
        raise UnreadableError(
            "The page is too damaged to find its text; save the article as text."
        ) from error
    if not isinstance(found, Document) or not _is_article(text := found.text or ""):
        raise UnreadableError(
            "No main text was found in the page. If the article is loaded by a script, save the page from the browser "
            "once it shows, or copy the article into a text file."
        )
    return Parsed(text, _metadata(found))


def _is_article(text: str) -> bool:
    """Whether something is left beside menus, buttons and notices."""
    left, end = "", 0
    for start, stop in boilerplate.find(text):
        left += text[end:start]
        end = stop
    return _SENTENCE.search(left + text[end:]) is not None


def _metadata(found: Document) -> Metadata:
    try:
        published = metadata.published(found.date)
    except UnreadableError:
        published = None  # a guess of the page's reader, not something that a person wrote for us
    rest = {"description": found.description or "", "hostname": found.hostname or ""}
    return Metadata(
        title=found.title or None,
        url=found.url or None,
        publisher=found.sitename or None,
        author=found.author or None,
        published=published,
        rest={key: value for key, value in rest.items() if value},
    )
