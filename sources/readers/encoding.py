"""From bytes to text, by the first of these that holds: byte order mark, UTF-8, what the file declares, what its
bytes look like. Where none is sure the bytes are refused: a guess would alter the text unseen."""

import codecs
import re
import unicodedata
from typing import IO

import charset_normalizer

from sources.readers import language, sniff
from sources.readers.types import UnreadableError

_MARKS = (
    # UTF-32 first: its little-endian mark begins with that of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# The older encodings that texts are still found in. Others that Python knows only add ways to be wrong.
_LEGACY = [
    "cp1252",
    "cp1251",
    "cp1250",
    "cp1253",
    "cp1254",
    "cp1255",
    "cp1256",
    "cp1257",
    "koi8_r",
    "koi8_u",
    "cp866",
    "iso8859_2",
    "iso8859_5",
    "iso8859_15",
    "mac_roman",
    "cp850",
    "cp932",
    "euc_jp",
    "gb18030",
    "big5",
    "cp949",
]
# What a language is usually found in, to choose where several encodings give words of that language.
_USUAL = {
    code: page
    for page, codes in {
        "cp1252": "en fr de es it pt sv da no nn nl fi is ca eu gl ga af sq id ms sw",
        "cp1250": "pl cs sk hu sl hr bs ro",
        "cp1254": "tr az",
        "cp1257": "lt lv et",
    }.items()
    for code in codes.split()
}
# Pages that declare these mean Windows-1252 (WHATWG Encoding Standard, section 4.2).
_DECLARED_AS_1252 = {"ascii", "us-ascii", "latin1", "latin-1", "iso-8859-1", "iso8859-1"}
_DECLARABLE = {
    codecs.lookup(name).name
    for name in [*_LEGACY, "utf-8", "iso8859-7", "iso8859-9", "gbk", "gb2312", "euc_kr"]
}
_SAMPLE_BYTES = 200_000
_MAX_CHAOS = 0.2
# How much likelier, in log-odds, another encoding's text must be to be taken instead of the language's usual one.
_MARGIN = 0.3
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MISPLACED = re.compile(r"[\x80-\x9f\u02d8-\u02dd\u2500-\u25ff]|[^\W\d_][¡-©«-±´-¶¸»-¿×÷][^\W\d_]")
_WORD = re.compile(r"[^\W\d_]{2,}")


def decode(data: bytes, *, declared: str | None = None) -> str:
    """The text in these bytes, without a byte order mark; line ends stay as they are.

    `declared` is the encoding that the file itself names. Raises UnreadableError, and nothing else.
    """
    name = _decide(data, declared=declared, whole=True)
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        raise _broken(name, error.start) from error


def of_stream(stream: IO[bytes]) -> str:
    """The encoding of a stream that can be read twice; leaves it at its start. Reads in pieces. Raises UnreadableError."""
    sample = stream.read(_SAMPLE_BYTES)
    chunk = sample
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        if mark := _mark(sample):
            _refuse_false_mark(sample, mark)
            return mark
        _refuse_binary(sample)
        while chunk:
            decoder.decode(chunk)
            chunk = stream.read(_SAMPLE_BYTES)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        # The part that is not UTF-8 is the one to judge by, and it may come late.
        telling = chunk if sample.isascii() else sample
        return _decide(_whole_lines(telling), declared=None, whole=False)
    finally:
        stream.seek(0)
    return "utf-8"


def _whole_lines(data: bytes) -> bytes:
    """Without the last line, which may end within a character; all of it if it has only one."""
    return data[: data.rfind(b"\n") + 1] or data


def _decide(data: bytes, *, declared: str | None, whole: bool) -> str:
    if mark := _mark(data):
        _refuse_false_mark(data, mark)
        return mark
    _refuse_binary(data)
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data, final=whole)
    except UnicodeDecodeError as error:
        if (name := _declared(declared)) and _decodes(data, name):
            return name
        _refuse_damaged_utf8(data, error)
        if name := _detected(data):
            return name
        raise UnreadableError(
            f"Its encoding can't be told: byte {error.start + 1:,} is not UTF-8, and nothing else fits well enough. "
            "Save it as UTF-8."
        ) from error
    return "utf-8"


def _mark(data: bytes) -> str | None:
    return next((name for mark, name in _MARKS if data.startswith(mark)), None)


def _refuse_binary(data: bytes) -> None:
    head = data[:_SAMPLE_BYTES]
    if (kind := sniff.content(head)) and kind != sniff.HTML:
        raise UnreadableError(f"It holds {kind}, not text.")
    controls = len(_CONTROL.findall(head))
    if b"\x00" in head or controls > len(head) // 100:
        raise UnreadableError("It holds binary data, not text.")


def _refuse_false_mark(data: bytes, name: str) -> None:
    """Bytes FF FE before plain letters are damage. As UTF-16 they would give Chinese that nobody wrote."""
    body = data[2:_SAMPLE_BYTES]
    printable = sum(32 <= byte < 127 for byte in body)
    if name == "utf-16" and b"\x00" not in body and printable > 0.8 * len(body):
        raise _broken("utf-16", 2)


def _refuse_damaged_utf8(data: bytes, error: UnicodeDecodeError) -> None:
    """A text with more whole UTF-8 characters than stray bytes, or cut within its last, was UTF-8 before it was damaged."""
    around = data[max(0, error.start - _SAMPLE_BYTES) : error.start + _SAMPLE_BYTES]
    text = around.decode("utf-8", errors="surrogateescape")
    stray = sum("\udc80" <= char <= "\udcff" for char in text)
    whole = sum(char > "\x7f" for char in text) - stray
    if whole > stray or error.reason == "unexpected end of data":
        raise _broken("utf-8", error.start)


def _broken(name: str, position: int) -> UnreadableError:
    shown = {"utf-8-sig": "UTF-8"}.get(name, name.upper())
    return UnreadableError(
        f"The text is damaged: it is {shown} up to byte {position + 1:,}, and the bytes there are not. "
        "Get the file again, or save it as UTF-8."
    )


def _declared(name: str | None) -> str | None:
    """Python's name of a declared encoding, if it is one that texts on the web may have."""
    if name is None:
        return None
    if name.lower() in _DECLARED_AS_1252:
        return "cp1252"
    try:
        found = codecs.lookup(name).name
    except (LookupError, ValueError):
        return None
    return found if found in _DECLARABLE else None


def _decodes(data: bytes, name: str) -> bool:
    try:
        data.decode(name)
    except UnicodeDecodeError:
        return False
    return True


def _detected(data: bytes) -> str | None:
    """The encoding that gives plausible words of one language, or None if no encoding does clearly."""
    start = max(0, next((i for i, byte in enumerate(data) if byte > 127), 0) - 1000)
    sample = (
        data[start:]
        if len(data) - start <= _SAMPLE_BYTES
        else _whole_lines(data[start : start + _SAMPLE_BYTES])
    )
    matches = charset_normalizer.from_bytes(sample, cp_isolation=_LEGACY)
    candidates: list[tuple[float, str, str]] = []
    for match in matches:
        if match.chaos > _MAX_CHAOS:
            continue
        text = str(match)
        if _implausible(text) or language.detect(text) == language.UNKNOWN:
            continue
        code, log_odds = language.best(text)
        if code in _USUAL and not _all_latin(text):
            continue
        # charset-normalizer folds encodings that give this very text into one match.
        candidates += [
            (log_odds, code, name) for name in match.could_be_from_charset if _decodes(data, name)
        ]
    if not candidates:
        return None
    top_odds, code, name = max(candidates)
    for log_odds, _, usual in candidates:
        if usual == _USUAL.get(code) and log_odds > top_odds - _MARGIN:
            return usual
    return name


def _all_latin(text: str) -> bool:
    return all("LATIN" in unicodedata.name(char, "") for char in set(text) if char.isalpha())


def _implausible(text: str) -> bool:
    """Signs of a wrong guess: control characters, frames, lone accents, signs inside words, Latin words of accented letters alone."""
    if _MISPLACED.search(text):
        return True
    return any(
        all(char > "\x7f" and "LATIN" in unicodedata.name(char, "") for char in word)
        for word in _WORD.findall(text)
    )
