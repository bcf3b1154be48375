"""Texts that are one text, passages that two texts share, and agencies that a text credits."""

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.linking.origins import (
    AGENCIES,
    SHORTEST_PASSAGE,
    Shared,
    bands,
    credited,
    fingerprint,
    read,
    shared,
)

TEXT = "The ferry left Port Ellis at nine, with 61 people on board."


@pytest.mark.parametrize(
    "same",
    [
        TEXT.upper(),
        TEXT.replace(" ", "\n  "),
        TEXT.replace(",", " –").replace(".", ""),
        f"“{TEXT}”",
    ],
)
def test_case_spacing_and_punctuation_do_not_matter(same: str) -> None:
    assert fingerprint(same) == fingerprint(TEXT)


@pytest.mark.parametrize(
    "other", [TEXT.replace("61", "16"), TEXT.replace("left", "never left"), TEXT + " Again.", ""]
)
def test_words_and_numbers_do(other: str) -> None:
    assert fingerprint(other) != fingerprint(TEXT)


@given(st.lists(st.from_regex(r"[a-z]{1,8}", fullmatch=True), min_size=1))
def test_the_order_of_words_matters_and_nothing_between_them(words: list[str]) -> None:
    assert fingerprint(" ".join(words)) == fingerprint(", ".join(words).title())
    backwards = words[::-1]
    assert (fingerprint(" ".join(words)) == fingerprint(" ".join(backwards))) == (
        words == backwards
    )


# --- Sentences -----------------------------------------------------------------------------------

FERRY = "The ferry left Port Ellis at nine in the evening with sixty-one people on board."
COAST = "A storm caught it two miles off the coast, and it sank within eleven minutes."
BOATS = "Fishing boats from three villages pulled thirty-four of them out of the water."
INQUIRY = "The ministry of transport has opened an inquiry into the age of the vessel."
MARKET = "Prices of fish rose by a tenth at the morning market in the old harbour town."
REPORT = f"{FERRY} {COAST} {BOATS}"


def sentences(text: str, *aside: tuple[int, int]) -> list[str]:
    return [text[s.start : s.end] for s in read(text, aside).sentences]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"{FERRY} {COAST}", 2),
        (f"{FERRY}\n{COAST}", 2),
        ("Ferry sinks\n\n" + FERRY, 1),  # a headline is too short to tell
        (f"“{FERRY}”", 0),
        (f'"{FERRY}"', 0),
        (f"“{FERRY} {COAST}” {BOATS}", 1),  # a quotation that runs over sentences
        (f'"{FERRY} {COAST}" {BOATS}', 1),
        (f'He said: "No." {FERRY}', 1),
        (f'A sign of 5" size stood there\n{FERRY}\nand another of 7" size', 1),
        ("", 0),
    ],
)
def test_sentences_are_long_enough_to_tell_and_no_quotations(text: str, found: int) -> None:
    assert len(sentences(text)) == found


def test_boilerplate_is_left_out() -> None:
    text = f"{FERRY} {COAST} {BOATS}"
    page = (text.index(COAST), text.index(COAST) + 10)
    assert [s[:20] for s in sentences(text, page)] == [FERRY[:20], BOATS[:20]]
    assert sentences(text, (0, len(text)), (3, 5)) == []


def test_offsets_are_of_the_words() -> None:
    stretch = read(f"  {FERRY}").sentences[0]
    assert (stretch.start, stretch.end) == (2, 2 + len(FERRY) - 1)
    assert stretch.words == len(FERRY.split()) + 1  # sixty-one is two


# --- Passages ------------------------------------------------------------------------------------


def passages(one: str, other: str) -> list[tuple[str, str]]:
    return [
        (one[s.start : s.end], other[s.other_start : s.other_end])
        for s in shared(read(one), read(other))
    ]


def test_neighbours_in_both_are_one_passage() -> None:
    one, other = f"{INQUIRY} {FERRY} {COAST}", f"{FERRY} {COAST} {MARKET} {BOATS}"
    assert passages(one, other) == [(f"{FERRY} {COAST}"[:-1],) * 2]


def test_what_stands_apart_in_either_is_two_passages() -> None:
    one = f"{FERRY} {COAST} {INQUIRY} {BOATS} {BOATS.replace('boats', 'vessels')}"
    other = f"{BOATS} {BOATS.replace('boats', 'vessels')} {MARKET} {FERRY} {COAST}"
    assert len(passages(one, other)) == 2


def test_a_word_changed_is_still_the_passage() -> None:
    other = f"{MARKET} {REPORT}".replace("eleven", "twelve")
    ((mine, theirs),) = passages(f"{REPORT} {INQUIRY}", other)
    assert (mine, "twelve" in theirs) == (REPORT[:-1], True)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (f"{FERRY} {INQUIRY} {INQUIRY}", f"{FERRY} {MARKET} {MARKET}"),  # one sentence: a formula
        (f"“{REPORT}” {INQUIRY}", f"{MARKET} “{REPORT}”"),  # quoted by both from a third
        (REPORT, f"{INQUIRY} {MARKET}"),
        ("", ""),
    ],
)
def test_no_passage(one: str, other: str) -> None:
    assert passages(one, other) == []


def test_a_copy_is_all_of_both() -> None:
    (found,) = shared(read(REPORT), read(f"Ferry sinks\n\n{REPORT}"))
    assert found == Shared(0, len(REPORT) - 1, 13, 13 + len(REPORT) - 1, found.words, 1.0, True)


@pytest.mark.parametrize("extra", ["", "very "])
def test_the_shorter_of_the_two_has_to_be_long_enough(extra: str) -> None:
    """So that the text that was read first does not matter."""
    counted = "one two three four five six seven eight nine ten eleven twelve thirteen"
    passage = f"{counted} fourteen fifteen sixteen seventeen eighteen {extra}nineteen."
    one, other = f"{passage} {INQUIRY}", f"{passage.replace('one', 'nought one')} {MARKET} {COAST}"
    found = shared(read(one), read(other))
    assert bool(found) is bool(extra)
    assert all(s.words == SHORTEST_PASSAGE for s in found)


POOL = [FERRY, COAST, BOATS, INQUIRY, MARKET]
TEXTS = st.lists(st.sampled_from(POOL), unique=True).map(" ".join)


@settings(deadline=None)
@given(TEXTS, TEXTS)
def test_passages_are_the_same_from_either_side(one: str, other: str) -> None:
    mirrored = [
        Shared(s.other_start, s.other_end, s.start, s.end, s.words, s.alike, s.whole)
        for s in shared(read(other), read(one))
    ]
    assert shared(read(one), read(other)) == sorted(mirrored, key=lambda s: s.start)


# --- The index -----------------------------------------------------------------------------------


def met(one: str, other: str) -> bool:
    """Do the two share a band, as a lookup would find?"""
    left, right = ({b for _, found in bands(read(text)) for b in found} for text in (one, other))
    return bool(left & right)


def test_alike_meet_and_others_do_not() -> None:
    assert met(REPORT, f"{MARKET} {FERRY.replace('sixty-one', 'sixty-two')}")
    assert not met(REPORT, f"{INQUIRY} {MARKET}")
    assert bands(read("Too short.")) == []


def test_bands_are_the_same_in_every_process() -> None:
    """They are stored: a hash that a process salts would find nothing again."""
    told = "from claims.linking.origins import bands, read; print(bands(read(input()))[0][1])"
    other = subprocess.run(
        [sys.executable, "-c", told], input=FERRY, text=True, capture_output=True, check=True
    )
    (_, mine), *_ = bands(read(FERRY))
    assert other.stdout.strip() == str(mine)
    assert len(mine) == len(set(mine)) == 10
    assert all(-(2**63) <= band < 2**63 for band in mine)


# --- Credits -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "agency", "words"),
    [
        ("PORT ELLIS, March 3 (Reuters) - A ferry sank.", "Reuters", "Reuters"),
        ("Ferry sinks\n\nPORT ELLIS (AP) — A ferry sank.", "AP", "AP"),
        ("A ferry sank.\n\nSource: TASS", "TASS", "Source: TASS"),
        ("A ferry sank.\n  (AFP)\n", "AFP", "(AFP)"),
        ("A ferry sank.\n© 2026 The Associated Press.", "AP", "© 2026 The Associated Press."),
        ("AFP – A ferry sank.\nSource: Agence France-Presse", "AFP", "AFP"),
    ],
)  # fmt: skip
def test_a_credited_agency(text: str, agency: str, words: str) -> None:
    found = credited(text)
    assert found is not None
    assert (found.agency, text[found.start : found.end]) == (agency, words)
    assert 0 < found.confidence <= 1
    assert found.reason


@pytest.mark.parametrize(
    "text",
    [
        "A ferry sank, Reuters reported.",
        "With reporting by AFP",
        "A ferry sank.\nSource: TASS\nSource: Reuters",  # whose is which sentence?
        "PORT ELLIS (Reuters) - A ferry sank.\nSource: AFP",
        "Photo: AP",
        "The AP is an agency (Reuters is another) - so they say.",
        "x" * 1_500 + "\nPORT ELLIS (Reuters) - A ferry sank.",  # no text begins there
        "",
    ],
)
def test_no_credit(text: str) -> None:
    assert credited(text) is None


@pytest.mark.parametrize("name", AGENCIES)
def test_every_agency_is_known_by_its_own_name(name: str) -> None:
    first, second = credited(f"CITY ({name}) - It sank."), credited(f"It sank.\nSource: {name}")
    assert first is not None
    assert second is not None
    assert first.agency == second.agency
