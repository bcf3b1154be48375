"""Every key of the JSON that ``extract`` writes, against made records and against real texts."""

import json
from datetime import date
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.extraction import (
    Attribution,
    Claim,
    Event,
    Extraction,
    Frame,
    Quantity,
    Span,
    Speaker,
    extract,
    to_json,
)

PRESS = Speaker("The Harbour Times", "outlet")
MINISTRY = Speaker("Ministry of Health of Peru", "government", ("the ministry",), "Peru")
STANCES = {"asserts", "denies", "doubts", "reports", "no_position"}
BOUNDS = {"exact", "about", "at least", "more than", "almost", "at most", "range"}
TERMS = {
    None, "almost no chance", "very unlikely", "unlikely", "roughly even chance", "likely", "very likely",
    "almost certain",
}  # fmt: skip
TEXTS = [
    "The ministry said that at least 12 people had died. “We need tents,” said Jan Bakker.",
    "Sudan denied that 40 civilians were killed. The dyke will probably hold. The dyke may fail.",
    "The suspect, officials said, had fled. Police have not confirmed the motive of the attack.",
    "According to The Harbour Times, between 1.5 and 2.5 million people were displaced by the flood.",
    "Residents doubt that the well is clean. The mayor reportedly left. Turnout was 61.5 percent.",
    "“Schließt den Hafen”, so hieß es – 😀 the mayor said that two boats sank.",
]


def attribution(**changes: Any) -> Attribution:
    values: dict[str, Any] = {
        "claimant": Span("the ministry", 10, 22),
        "cue": Span("stated", 23, 29),
        "content": Span("the well is clean", 35, 52),
        "speaker": MINISTRY,
        "via": (PRESS,),
        "stance": "asserts",
        "likelihood": "likely",
        "hedged": False,
        "direct": True,
        "confidence": 0.93,
        "claim": 0,
    }
    return Attribution(**values | changes)


def whole(**changes: Any) -> dict[str, Any]:
    return to_json(Extraction("en", **changes), "doc-7")


@cache
def written(text: str) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(json.dumps(to_json(extract(text), "t"), allow_nan=False))
    return made


def test_an_attribution_in_full() -> None:
    (made,) = whole(attributions=(attribution(),))["attributions"]
    assert made == {
        "claimant": {"text": "the ministry", "start": 10, "end": 22},
        "cue": {"text": "stated", "start": 23, "end": 29},
        "content": {"text": "the well is clean", "start": 35, "end": 52},
        "claimant_name": "Ministry of Health of Peru",
        "via": ["The Harbour Times"],
        "stance": "asserts",
        "likelihood": "likely",
        "hedged": False,
        "direct": True,
        "confidence": 0.93,
        "claim": 0,
    }


@pytest.mark.parametrize(
    ("changes", "key", "expected"),
    [
        ({"claimant": None}, "claimant", None),
        ({"cue": None}, "cue", None),
        ({"speaker": PRESS}, "claimant_name", "The Harbour Times"),
        ({"via": ()}, "via", []),
        ({"via": (PRESS, MINISTRY)}, "via", ["The Harbour Times", "Ministry of Health of Peru"]),
        ({"likelihood": None}, "likelihood", None),
        ({"hedged": True}, "hedged", True),
        ({"direct": False}, "direct", False),
        ({"claim": 4}, "claim", 4),
        ({"confidence": 0.5}, "confidence", 0.5),
        (
            {"content": Span("the well … is clean", 0, 40, ((0, 8), (30, 40)))},
            "content",
            {"text": "the well … is clean", "start": 0, "end": 40, "spans": [[0, 8], [30, 40]]},
        ),
        (
            {"cue": Span("laid … on", 5, 30, ((5, 9), (28, 30)))},
            "cue",
            {"text": "laid … on", "start": 5, "end": 30, "spans": [[5, 9], [28, 30]]},
        ),
        *(({"stance": stance}, "stance", stance) for stance in sorted(STANCES)),
    ],
)  # fmt: skip
def test_each_key_of_an_attribution(changes: dict[str, Any], key: str, expected: object) -> None:
    (made,) = whole(attributions=(attribution(**changes),))["attributions"]
    assert made[key] == expected
    assert len(made) == 11


def test_a_claim_in_full_has_neither_event_nor_frame() -> None:
    claim = Claim("The well is clean.", 35, 52, 0.65, 0, Frame("involved", "chad", ""))
    event = Event("flood in Peru", "flood", "Peru", ("Peru",), date(2024, 5, 1), date(2024, 5, 1), main=True)  # fmt: skip
    made = whole(claims=(claim,), events=(event,))
    assert made["claims"] == [
        {"text": "The well is clean.", "start": 35, "end": 52, "check_worthiness": 0.65}
    ]
    assert "events" not in made


@pytest.mark.parametrize(
    ("low", "high", "bound", "expected"),
    [
        (137.0, 137.0, "exact", (137, 137)),
        (139.0, None, "at least", (139, None)),
        (None, 50.0, "at most", (None, 50)),
        (1.5, 2.5, "range", (1.5, 2.5)),
        (0.0, 0.0, "exact", (0, 0)),
        (1_500_000.0, 2_500_000.0, "range", (1_500_000, 2_500_000)),
    ],
)
def test_a_quantity_in_full(
    low: float | None, high: float | None, bound: str, expected: tuple[object, object]
) -> None:
    q = Quantity("killed", low, high, bound, "persons", "words", 4, 9, 2, date(2024, 5, 1))
    (made,) = whole(quantities=(q,))["quantities"]
    assert made == {
        "measure": "killed",
        "low": expected[0],
        "high": expected[1],
        "bound": bound,
        "text": "words",
        "start": 4,
        "end": 9,
        "claim": 2,
    }
    assert all(isinstance(made[key], type(end)) for key, end in zip(("low", "high"), expected, strict=True))  # fmt: skip


@given(
    st.dictionaries(
        st.sampled_from(["killed", "injured"]),
        st.tuples(st.none() | st.integers(0, 10**9), st.none() | st.integers(0, 10**9)),
    )
)
def test_key_figures(figures: dict[str, tuple[int | None, int | None]]) -> None:
    as_floats = {
        key: tuple(None if end is None else float(end) for end in ends)
        for key, ends in figures.items()
    }
    made = json.loads(json.dumps(whole(key_figures=as_floats)["key_figures"]))
    assert made == {key: {"low": low, "high": high} for key, (low, high) in figures.items()}


@pytest.mark.parametrize("identifier", ["", "a", "002_x.txt", "ид-1", "a b"])
def test_the_id_is_passed_on(identifier: str) -> None:
    assert to_json(Extraction("en"), identifier)["id"] == identifier


@pytest.mark.parametrize("language", ["de", "ru", "und"])
def test_other_languages_are_empty_and_say_so(language: str) -> None:
    made = to_json(extract("Der Hafen war zu.", language=language), "x")
    assert made == {
        "id": "x", "language": language, "attributions": [], "own_voice": [], "claims": [], "quantities": [], "key_figures": {},
    }  # fmt: skip


@pytest.mark.parametrize("text", TEXTS)
def test_a_real_text_keeps_the_contract(text: str) -> None:
    made = written(text)
    assert list(made) == [
        "id",
        "language",
        "attributions",
        "own_voice",
        "claims",
        "quantities",
        "key_figures",
    ]
    assert made["attributions"]
    for a in made["attributions"]:
        assert a["stance"] in STANCES
        assert a["likelihood"] in TERMS
        assert 0 <= a["confidence"] <= 1
        assert 0 <= a["claim"] < len(made["claims"])
        assert isinstance(a["hedged"], bool)
        assert isinstance(a["direct"], bool)
        assert a["claimant_name"] is None or a["claimant_name"].strip()
        assert a["claimant"] is None or a["claimant_name"] is not None
    for c in made["claims"]:
        assert 0 <= c["check_worthiness"] <= 1
        assert 0 < len(c["text"]) <= 200
    for q in made["quantities"]:
        assert q["bound"] in BOUNDS
        assert q["low"] is not None or q["high"] is not None
        assert 0 <= q["claim"] < len(made["claims"])
    assert made["key_figures"].keys() <= {"killed", "injured"}


@pytest.mark.parametrize("text", TEXTS)
def test_every_offset_is_one_of_code_points(text: str) -> None:
    made = written(text)
    spans = [
        a[key] for a in made["attributions"] for key in ("claimant", "cue", "content") if a[key]
    ]
    for span in [*spans, *made["quantities"]]:
        assert text[span["start"] : span["end"]] == span["text"]
        for start, end in span.get("spans", []):
            assert span["start"] <= start < end <= span["end"]
    assert all(0 <= c["start"] < c["end"] <= len(text) for c in made["claims"])


@pytest.mark.parametrize("text", TEXTS)
def test_it_is_the_same_every_time(text: str) -> None:
    assert json.loads(json.dumps(to_json(extract(text), "t"))) == written(text)
