"""Direct speech of many kinds."""

import pytest

from claims.extraction.saying.quotes import quotes
from claims.extraction.text.nlp import parse
from tests.claims.extraction.asking import heard, mine, read, said, told


def spoken(text: str) -> list[tuple[str, str]]:
    """(speaker, words) of each direct quotation."""
    return [(a.speaker.name, a.content.text) for a in heard(text) if a.direct and a.speaker]


@pytest.mark.parametrize(
    ("text", "speaker", "words"),
    [
        ("“We have lost everything!” shouted Otto Lind.", "Otto Lind", "“We have lost everything!”"),
        ("“We have lost everything”, Otto Lind told the Harbour Gazette.", "Otto Lind", "“We have lost everything”"),
        ("«The roof leaks in every room», said Rosa Lind.", "Rosa Lind", "«The roof leaks in every room»"),
        ("„The roof leaks in every room“, said Rosa Lind.", "Rosa Lind", "„The roof leaks in every room“"),
        ('"The roof leaks in every room," said Rosa Lind.', "Rosa Lind", '"The roof leaks in every room,"'),
        ("“The roof leaks in every room,” says the teacher Rosa Lind.", "Rosa Lind", "“The roof leaks in every room,”"),
        ("“The roof leaks in every room,” the ministry said in a statement on Friday.", "ministry", "“The roof leaks in every room,”"),
        ("“The roof leaks in every room,” a spokesman for the ministry said.", "spokesman for the ministry", "“The roof leaks in every room,”"),
        ("“The roof leaks in every room,” reads the report by the fire brigade.", "report by the fire brigade", "“The roof leaks in every room,”"),
        ("“The roof leaks in every room,” Lind's lawyer, Tom Alder, told reporters.", "Tom Alder", "“The roof leaks in every room,”"),
        ("The banner read “The roof leaks in every room”.", "banner", "“The roof leaks in every room”"),
        ("According to Rosa Lind, “the roof leaks in every room”.", "Rosa Lind", "“the roof leaks in every room”"),
        ("In a letter, Rosa Lind writes: “The roof leaks in every room. The cellar is wet.”", "Rosa Lind", "“The roof leaks in every room. The cellar is wet.”"),
        ("“The roof leaks. The cellar is wet. The windows are broken,” said Rosa Lind.", "Rosa Lind", "“The roof leaks. The cellar is wet. The windows are broken,”"),
    ],
)  # fmt: skip
def test_one_quotation(text: str, speaker: str, words: str) -> None:
    assert spoken(text) == [(speaker, words)]
    (found,) = heard(text)
    assert found.stance == "asserts"
    assert text[found.content.start : found.content.end] == words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“The roof leaks in every room,” said Rosa Lind. “Nobody has come to mend it.”", ["Rosa Lind"] * 2),
        ("“The roof leaks in every room,” said Rosa Lind.\n\n“The cellar is wet and cold.”", ["Rosa Lind"] * 2),
        ("“The roof leaks in every room,” said Rosa Lind.\n\n“The cellar is wet and cold.”\n\n“The windows are broken too.”", ["Rosa Lind"] * 3),
        ("“The roof leaks in every room,” said Rosa Lind.\n\n“The cellar is wet and cold,” said Otto Lind. “Nobody cares about the house.”", ["Rosa Lind", "Otto Lind", "Otto Lind"]),
        ("Rosa Lind said that the road was closed. “The bridge is open to all,” she added.", ["Rosa Lind"]),
        ("“The roof leaks in every room,” said Rosa Lind.\n\nThe sun shone.\n\nIt was hot.\n\n“The cellar is wet and cold.”", ["Rosa Lind"] * 2),
    ],
)  # fmt: skip
def test_quotations_that_follow_one_another(text: str, expected: list[str]) -> None:
    assert [speaker for speaker, _ in spoken(text)] == expected


def test_a_speaker_between_dashes_is_cut_out() -> None:
    text = (
        "“The roof leaks and the cellar is wet – says Rosa Lind – and nobody has come to mend it”."
    )
    (found,) = heard(text)
    assert [text[s:e] for s, e in found.content.spans] == [
        "“The roof leaks and the cellar is wet",
        "and nobody has come to mend it”",
    ]
    assert found.claimant is not None
    assert found.claimant.text == "Rosa Lind"
    assert told(text) == ["The roof leaks and the cellar is wet and nobody has come to mend it."]


def test_dashes_without_a_speaker_interrupt_nothing() -> None:
    text = "“The roof leaks – in every single room – and the cellar is wet,” said Rosa Lind."
    (found,) = heard(text)
    assert found.content.spans == ()
    assert found.content.text.startswith("“The roof leaks – in every")


@pytest.mark.parametrize(
    ("text", "stance", "claim"),
    [
        ("“The roof does not leak in winter,” said Rosa Lind.", "denies", "The roof leaks in winter."),
        ("“It will never rain through this roof,” said Rosa Lind.", "denies", "It will rain through the roof."),
        ("“The roof has not been mended,” said Rosa Lind.", "denies", "The roof has been mended."),
        ("“The roof cannot be mended,” said Rosa Lind.", "denies", "The roof can be mended."),
        ("“The roof was mended in March,” said Rosa Lind.", "asserts", "The roof was mended in March."),
        ("“The ministry denied that the roof leaks,” said Rosa Lind.", "asserts", "The ministry denied that the roof leaks."),
        ("“We have lost everything!” shouted Otto Lind.", "asserts", "Otto Lind and others have lost everything."),
    ],
)  # fmt: skip
def test_the_stance_of_a_quotation(text: str, stance: str, claim: str) -> None:
    (found,) = heard(text)
    assert found.stance == stance
    assert read(text).claims[found.claim].text == claim


@pytest.mark.parametrize(
    "text",
    [
        "The mayor called the roof “a disgrace for the town”.",
        "The song “We are all going home tonight” was played at the funeral.",
        "The “green bank” sold coal mines.",
        "Guests at the “Golden Goose” were sent home.",
        "“No comment,” said Rosa Lind.",
        "“Yes,” said Rosa Lind.",
    ],
)
def test_no_speech(text: str) -> None:
    assert spoken(text) == []


def test_quoted_words_inside_reported_speech_are_not_direct() -> None:
    text = "The mayor said the roof was “a disgrace for the town”."
    assert said(text) == [("mayor", "asserts", "the roof was “a disgrace for the town”")]
    assert told(text) == ["The roof was a disgrace for the town."]


@pytest.mark.parametrize(
    "text",
    [
        "“Why has nobody come to mend the roof?” asked Rosa Lind.",
        "Rosa Lind asked: “Why has nobody come to mend the roof?”",
    ],
)
def test_a_quoted_question_claims_nothing(text: str) -> None:
    assert mine(text) == []
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("“One thing,” he said, “and another.”", ["“One thing,”", "“and another.”"]),
        ("No marks at all.", []),
        ("A mark “ alone in the row.", []),
        ("He wrote “a very long line that nobody ever closed", ["“a very long line that nobody ever closed"]),
        ("He wrote “too short", []),
        ("«Ja» and „Nein“ were the answers.", ["«Ja»", "„Nein“"]),
        ('"" is empty, "x" is a letter and "xy" a word.', ['"xy"']),
    ],
)  # fmt: skip
def test_where_quotations_stand(text: str, found: list[str]) -> None:
    (doc,) = parse(text)
    assert [text[q.start : q.end] for q in quotes(doc)] == found


@pytest.mark.parametrize(
    ("who", "claim"),
    [
        (
            "a spokeswoman for the Ministry of Transport",
            "The Ministry of Transport will rebuild the bridge.",
        ),
        ("a spokesman for Halden Clinics", "Halden Clinics will rebuild the bridge."),
        ("the spokesman of the army", "The spokesman of the army will rebuild the bridge."),
    ],
)
def test_we_of_a_spokesman_are_those_for_whom_he_speaks(who: str, claim: str) -> None:
    assert told(f'"We will rebuild the bridge," said {who}.') == [claim]
