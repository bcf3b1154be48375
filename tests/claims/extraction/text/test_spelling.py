"""Spellings of one name meet under one key."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.extraction.text.spelling import name_key, normalise, sound


@given(st.text(max_size=30))
def test_normalising_twice_changes_nothing(name: str) -> None:
    once = normalise(name)
    assert normalise(once) == once


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Straße", "strasse"),
        ("Łódź", "lodz"),
        ("the Kremlin's", "the kremlin"),
        ("Migrants’ rights", "migrants rights"),
        ("U.S.", "u s"),
        ("N'Djamena", "ndjamena"),
        ("  two   words ", "two words"),
    ],
)
def test_normalise(written: str, expected: str) -> None:
    assert normalise(written) == expected


@pytest.mark.parametrize(
    ("a", "b"),
    [("crocus", "krokus"), ("rakhmon", "rahmon"), ("yulia", "julia"), ("quraysh", "kuraish")],
)
def test_sound_joins_spellings(a: str, b: str) -> None:
    assert sound(a) == sound(b)


@pytest.mark.parametrize(("a", "b"), [("petrov", "pavlov"), ("chad", "kad"), ("homs", "hama")])
def test_sound_keeps_names_apart(a: str, b: str) -> None:
    assert sound(a) != sound(b)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Rahmon", "Rakhmon"),
        ("Crocus City", "Krokus City"),
        ("Zelensky", "Zelenskyy"),
        ("Alexander", "Aleksander"),
        ("José", "Jose"),
        ("Emomali Rahmon", "Emomali Rakhmon"),
        ("Gorbachev", "Gorbachyev"),
        ("Wolgograd", "Volgograd"),
    ],
)
def test_spellings_of_one_name_share_a_key(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Rahmon", "Rahman"), ("Mali", "Malta"), ("Ivan", "Iran"), ("Petrov", "Petrova")],
)
def test_other_names_do_not(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)
