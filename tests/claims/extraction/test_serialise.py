"""The JSON of the command ``extract``."""

import json

from claims.extraction import Extraction, extract, to_json

TEXT = (
    "According to The Harbour Times, the interior ministry of Mali has stated that at least 12 people "
    "died in the blast, officials said. “We lost the harvest,” said Jan Bakker."
)


def test_the_keys_are_those_of_the_contract() -> None:
    made = to_json(extract(TEXT), "doc-1")
    assert list(made) == [
        "id",
        "language",
        "attributions",
        "own_voice",
        "claims",
        "quantities",
        "key_figures",
    ]
    assert made["id"] == "doc-1"
    assert made["language"] == "en"
    assert set(made["attributions"][0]) == {
        "claimant",
        "cue",
        "content",
        "claimant_name",
        "via",
        "stance",
        "likelihood",
        "hedged",
        "direct",
        "confidence",
        "claim",
    }
    assert set(made["claims"][0]) == {"text", "start", "end", "check_worthiness"}
    assert set(made["quantities"][0]) == {
        "measure",
        "low",
        "high",
        "bound",
        "text",
        "start",
        "end",
        "claim",
    }


def test_it_is_json_and_whole_numbers_are_whole() -> None:
    made = json.loads(json.dumps(to_json(extract(TEXT), "x")))
    (quantity,) = made["quantities"]
    assert (quantity["low"], quantity["high"]) == (12, None)
    assert isinstance(quantity["low"], int)
    assert made["key_figures"] == {"killed": {"low": 12, "high": None}}


def test_spans_stand_only_where_words_interrupt() -> None:
    made = to_json(extract("The suspect, officials said, had been fired a week earlier."), "x")
    (found,) = made["attributions"]
    assert found["content"]["spans"] == [[0, 11], [29, 58]]
    assert "spans" not in found["cue"]
    assert (found["claimant"]["start"], found["claimant"]["end"]) == (13, 22)


def test_what_the_author_says_stands_apart() -> None:
    made = to_json(extract("The harbour was closed at noon."), "x")
    assert made["attributions"] == []
    (found,) = made["own_voice"]
    assert set(found) == {"content", "stance", "likelihood", "hedged", "confidence", "claim"}
    assert found["content"] == {"text": "The harbour was closed at noon", "start": 0, "end": 30}
    assert made["claims"][found["claim"]]["text"] == "The harbour was closed at noon."


def test_an_empty_extraction() -> None:
    assert to_json(Extraction("en"), "x") == {
        "id": "x",
        "language": "en",
        "attributions": [],
        "own_voice": [],
        "claims": [],
        "quantities": [],
        "key_figures": {},
    }
