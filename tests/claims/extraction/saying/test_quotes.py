"""Direct speech and its speakers."""

import pytest

from claims.extraction import extract
from tests.claims.extraction.reading import others, who_says


@pytest.mark.parametrize(
    ("text", "speaker", "content"),
    [
        (
            "“The river was higher than the wall,” fisherman Jan Bakker told the radio.",
            "Jan Bakker",
            "“The river was higher than the wall,”",
        ),
        (
            '"The river was higher than the wall," says Jan Bakker, a fisherman.',
            "Jan Bakker",
            '"The river was higher than the wall,"',
        ),
        (
            "Jan Bakker said: “The river was higher than the wall.”",
            "Jan Bakker",
            "“The river was higher than the wall.”",
        ),
        (
            "In her opinion, Dr. Amina Diallo said, “the vaccine arrived two months too late”.",
            "Amina Diallo",
            "“the vaccine arrived two months too late”",
        ),
    ],
)
def test_the_speaker_beside_a_quotation(text: str, speaker: str, content: str) -> None:
    found = [a for a in others(text) if a.direct]
    assert [(a.speaker.name, a.content.text) for a in found if a.speaker] == [(speaker, content)]
    assert found[0].stance == "asserts"


def test_a_second_quotation_goes_on() -> None:
    text = "“We lost the whole harvest,” says Jan Bakker. “Nobody came to help us for days.”"
    found = others(text)
    assert [a.speaker.name for a in found if a.speaker] == ["Jan Bakker", "Jan Bakker"]
    assert all(a.direct for a in found)
    assert [a.cue.text for a in found if a.cue] == ["says", "says"]


def test_the_next_paragraph_goes_on() -> None:
    text = (
        "“We lost the whole harvest,” says Jan Bakker, who farms near Delft.\n\n"
        "“Nobody came to help us for days.”\n"
    )
    assert [s for s, _, _ in who_says(text)] == ["Jan Bakker", "Jan Bakker"]


def test_a_quotation_after_other_lines_is_still_the_only_speakers() -> None:
    text = (
        "“We lost the whole harvest,” says Jan Bakker.\n\nThe sun shone for weeks.\n\n"
        "The fields were dry.\n\n“Nobody came to help us for days.”\n"
    )
    assert [c for _, _, c in who_says(text)] == [
        "“We lost the whole harvest,”",
        "“Nobody came to help us for days.”",
    ]


def test_an_interrupted_quotation_has_two_parts() -> None:
    text = "“The dam was built in haste – notes Rossi – and nobody has checked it since the war”."
    found = [a for a in others(text) if a.direct]
    assert len(found) == 1
    assert found[0].speaker is not None
    assert found[0].speaker.name == "Rossi"
    assert [text[s:e] for s, e in found[0].content.spans] == [
        "“The dam was built in haste",
        "and nobody has checked it since the war”",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The so-called “people's bank” closed its doors last year.",
        "Critics speak of “greenwashing” in the advertising of the firm.",
        "The film “The Long Way Home” was shown twice.",
    ],
)
def test_words_held_with_tongs_are_no_speech(text: str) -> None:
    assert not any(a.direct for a in extract(text).attributions)


def test_a_fragment_inside_a_reported_clause_is_not_direct() -> None:
    text = "The judge said that thieves “do not have a passport” in her court."
    found = others(text)
    assert len(found) == 1
    assert not found[0].direct


def test_a_quotation_that_is_never_closed_runs_to_the_end() -> None:
    text = "Jan Bakker said: “The river was higher than the wall and the pumps are old"
    found = others(text)
    assert any(a.direct and a.content.end == len(text) for a in found)


def test_the_claim_of_a_long_quotation_is_one_sentence() -> None:
    text = (
        "“The ministry will close every second school in the valley. We can expect protests,” "
        "teacher Rosa Lind warns."
    )
    found = extract(text)
    assert found.claims[0].text == "The ministry will close every second school in the valley."
    assert found.attributions[0].content.text.endswith("protests,”")
