import codecs
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.readers import UnreadableError, encoding

RUSSIAN = "Паромная служба сообщила во вторник, что два судна столкнулись в тумане у северного причала, никто не пострадал."
FRENCH = "Le port a annoncé mardi que deux bateaux s'étaient heurtés près du quai, où la visibilité était très réduite."
GERMAN = "Das Hafenamt erklärte am Dienstag, zwei Fähren seien im Nebel zusammengestoßen; größere Schäden gebe es nicht."
CZECH = "Přístavní úřad v úterý uvedl, že se v mlze srazily dva trajekty, a nikdo z cestujících nebyl zraněn, řekl mluvčí."
TURKISH = "Liman idaresi salı günü iki vapurun siste çarpıştığını, yolculardan hiçbirinin yaralanmadığını açıkladı."
POLISH = "Urząd portowy oświadczył we wtorek, że dwa promy zderzyły się we mgle, a żaden z pasażerów nie został ranny."
GREEK = "Το λιμεναρχείο δήλωσε την Τρίτη ότι δύο πλοία συγκρούστηκαν στην ομίχλη και κανείς δεν τραυματίστηκε."
JAPANESE = "港湾局は火曜日、霧の中で二隻の船が衝突したが、乗客にけがはなかったと発表した。"
CHINESE = "港务局星期二表示，两艘渡轮在大雾中相撞，没有乘客受伤，渡轮将于星期五恢复航行。"
CURLY = "The harbour’s spokesman said “nobody was hurt” — and that both ferries would sail again on Friday."


@pytest.mark.parametrize("name", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_a_mark_or_utf_8_decides_first(name: str) -> None:
    assert encoding.decode(RUSSIAN.encode(name)) == RUSSIAN


@pytest.mark.parametrize(
    ("mark", "name"),
    [
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
    ],
)
def test_both_byte_orders_are_known(mark: bytes, name: str) -> None:
    assert encoding.decode(mark + CURLY.encode(name)) == CURLY


def test_utf_8_goes_before_what_is_declared() -> None:
    assert encoding.decode(FRENCH.encode(), declared="windows-1251") == FRENCH


@pytest.mark.parametrize(
    ("declared", "name"),
    [
        ("windows-1252", "cp1252"),
        ("ISO-8859-1", "cp1252"),
        ("latin1", "latin-1"),
        ("koi8-r", "koi8-r"),
        ("Shift_JIS", "cp932"),
    ],
)
def test_what_is_declared_goes_before_detection(declared: str, name: str) -> None:
    text = {"koi8-r": "Паром", "cp932": "船"}.get(name, "café")
    declared = "cp932" if declared == "Shift_JIS" else declared
    assert encoding.decode(text.encode(name), declared=declared) == text


@pytest.mark.parametrize(
    "declared",
    ["no-such-thing", "rot13", "base64", "unicode_escape", "utf-7", "idna", "a\x00b", ""],
)
def test_what_no_page_may_declare_is_passed_over(declared: str) -> None:
    assert encoding.decode(FRENCH.encode("cp1252"), declared=declared) == FRENCH


def test_a_declared_encoding_that_does_not_fit_is_passed_over() -> None:
    assert encoding.decode(JAPANESE.encode("cp932"), declared="euc-jp") == JAPANESE


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (CURLY, "cp1252"),
        (FRENCH, "cp1252"),
        (FRENCH, "iso8859-15"),
        (GERMAN, "cp1252"),
        (CZECH, "cp1250"),
        (CZECH, "iso8859-2"),
        (POLISH, "cp1250"),
        (POLISH, "iso8859-2"),
        (TURKISH, "cp1254"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (RUSSIAN, "cp866"),
        (GREEK, "cp1253"),
        (JAPANESE, "cp932"),
        (JAPANESE, "euc-jp"),
    ],
)
def test_detected_texts_are_right_to_the_letter(text: str, name: str) -> None:
    assert encoding.decode(text.encode(name)) == text


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"caf\xe9", id="too short to tell"),
        pytest.param(
            b"This text has a bad \xff\xfe byte in the middle of it, and it goes on after that.",
            id="stray",
        ),
        pytest.param(
            b"The broken \x80\x81\xfe\xff text goes on, and it says that nobody was hurt.",
            id="several",
        ),
        pytest.param(b"\xc3\x28 and \xa0\xa1", id="wrong continuation"),
        pytest.param(b"\xff\xfe\x80 plain letters after a false mark", id="false mark"),
        pytest.param(RUSSIAN.encode()[:-2] + b" and more", id="cut in the middle"),
        pytest.param(RUSSIAN.encode() + b"\xd0", id="cut at the end"),
        pytest.param(codecs.BOM_UTF16_LE + b"\x00\xd8\x41\x00", id="half a pair in UTF-16"),
        pytest.param(codecs.BOM_UTF8 + b"abc\xff", id="marked and damaged"),
        pytest.param(RUSSIAN.encode("utf-16-le"), id="UTF-16 without a mark"),
    ],
)
def test_damaged_text_is_refused_with_advice(data: bytes) -> None:
    with pytest.raises(UnreadableError) as caught:
        encoding.decode(data)
    assert "UTF-8" in str(caught.value) or "binary" in str(caught.value)


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"\x89PNG\r\n\x1a\n....", "a PNG picture"),
        (b"PK\x03\x04....", "a zip archive"),
        (b"abc\x00def", "binary data"),
        (bytes(range(1, 32)) * 10, "binary data"),
    ],
)
def test_what_is_not_text_is_named(data: bytes, what: str) -> None:
    with pytest.raises(UnreadableError, match=what):
        encoding.decode(data)


@pytest.mark.parametrize("name", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
def test_a_stream_is_decided_in_pieces_and_rewound(name: str) -> None:
    stream = io.BytesIO((RUSSIAN * 4_000).encode(name))
    found = encoding.of_stream(stream)
    assert stream.read().decode(found) == RUSSIAN * 4_000


@pytest.mark.parametrize("name", ["cp932", "gb18030", "cp1251"])
def test_a_long_text_is_judged_by_whole_lines(name: str) -> None:
    text = {"cp1251": RUSSIAN, "gb18030": CHINESE}.get(name, JAPANESE) + "\n"
    data = (text * 8_000).encode(name)
    assert encoding.of_stream(io.BytesIO(data)) == name
    assert encoding.decode(data) == text * 8_000


def test_a_damaged_stream_is_refused() -> None:
    with pytest.raises(UnreadableError, match="damaged"):
        encoding.of_stream(io.BytesIO(RUSSIAN.encode() + b"\xff\n" + RUSSIAN.encode()))


def test_a_stream_may_leave_ascii_late() -> None:
    stream = io.BytesIO(b"Plain letters. " * 20_000 + (FRENCH * 5).encode("cp1252"))
    assert encoding.of_stream(stream) == "cp1252"
    assert stream.tell() == 0


@given(st.binary(max_size=400))
def test_any_bytes_give_text_or_its_own_error(data: bytes) -> None:
    try:
        outcome = encoding.decode(data)
    except UnreadableError as error:
        outcome = str(error)
    assert outcome or data in (b"", codecs.BOM_UTF8, *(mark for mark, _ in encoding._MARKS))


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=200))
def test_utf_8_comes_back_as_it_was(text: str) -> None:
    if not text.startswith(("\ufeff", "%PDF-", "MZ", "ID3", "RIFF", "GIF8")):
        assert encoding.decode(text.encode()) == text
