from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.readers import Metadata, UnreadableError, metadata


@pytest.mark.parametrize(
    "value",
    ["2024-03-26", " 2024-03-26 ", "2024-03-26T23:59:00Z", "2024-03-26 09:30", "2024-03-26T23:59:00+05:00", date(2024, 3, 26),
     datetime(2024, 3, 26, 23, tzinfo=UTC)],
)  # fmt: skip
def test_a_day_is_taken_as_written(value: object) -> None:
    assert metadata.published(value) == date(2024, 3, 26)


@pytest.mark.parametrize("value", [None, ""])
def test_no_day_is_no_error(value: object) -> None:
    assert metadata.published(value) is None


@pytest.mark.parametrize(
    "value",
    [
        "26.03.2024",
        "2024-13-01",
        "2024-02-30",
        "20240326",
        "2024",
        2024,
        "yesterday",
        ["2024-03-26"],
        True,
        "2024-03-26 or so",
    ],
)
def test_another_form_of_date_is_refused_with_the_right_one(value: object) -> None:
    with pytest.raises(UnreadableError, match="YYYY-MM-DD"):
        metadata.published(value)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("en", "en"),
        ("EN", "en"),
        ("en-GB", "en"),
        ("zh_Hans_CN", "zh"),
        ("tgk", "tgk"),
        (None, None),
    ],
)
def test_languages_are_codes(value: str | None, code: str | None) -> None:
    assert metadata.language(value) == code


@pytest.mark.parametrize("value", ["English", "e", "12", "en GB"])
def test_names_of_languages_are_refused(value: str) -> None:
    with pytest.raises(UnreadableError, match="such as en"):
        metadata.language(value)


def test_known_keys_have_fields_and_others_are_kept() -> None:
    found = metadata.parse(
        {
            "id": 7,
            "title": "  Fog ",
            "author": ["Ada", "Ben"],
            "url": "",
            "text": "…",
            "desk": "coast",
            "views": 3,
            "tags": ["a", {"b": 1}],
            "seen": date(2024, 1, 2),
            "none": None,
        }
    )
    assert found == Metadata(
        id="7",
        title="Fog",
        author="Ada, Ben",
        rest={"desk": "coast", "views": "3", "tags": '["a", {"b": 1}]', "seen": "2024-01-02"},
    )


@pytest.mark.parametrize("value", [{"a": 1}, True, [1, 2], [["a"]]])
def test_a_field_must_be_text(value: object) -> None:
    with pytest.raises(UnreadableError, match="“title” must be text"):
        metadata.parse({"title": value})


def test_long_values_without_a_field_are_left_out() -> None:
    assert metadata.parse({"html": "x" * 10_001, "list": ["x"] * 9_000}).rest == {}


def test_values_that_contain_themselves_are_left_out() -> None:
    endless: list[Any] = []
    endless.append(endless)
    assert metadata.parse({"loop": endless}).rest == {}


def test_what_a_manifest_says_goes_over_what_the_file_says() -> None:
    manifest = Metadata(title="Fog", rest={"desk": "coast"})
    file = Metadata(title="Mist", author="Ada", rest={"desk": "city", "page": "4"})
    assert manifest.over(file) == Metadata(
        title="Fog", author="Ada", rest={"desk": "coast", "page": "4"}
    )


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("\n  Fog\nText", "Fog"),
        ("---\n***\nFog", "Fog"),
        ("", None),
        (" \n\t", None),
        ("---", None),
        ("x" * 301, "x" * 299 + "…"),
        ("x" * 300, "x" * 300),
    ],
)
def test_a_title_is_the_first_line_with_a_word(text: str, title: str | None) -> None:
    assert metadata.one_line(text) == title


@given(
    st.dictionaries(
        st.text(max_size=8),
        st.none() | st.booleans() | st.integers() | st.text() | st.lists(st.text()),
        max_size=6,
    )
)
def test_any_values_are_taken_or_refused_in_words(values: dict[str, object]) -> None:
    try:
        kept = set(metadata.parse(values).rest)
    except UnreadableError:
        kept = set()
    assert kept <= set(values) - set(metadata.FIELDS)
