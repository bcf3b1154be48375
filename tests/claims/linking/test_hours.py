"""Two times of day of one happening."""

from dataclasses import replace

import pytest

from claims.linking import hours
from claims.linking.claims import compare
from claims.linking.conflicts import ConflictDraft
from claims.linking.questions import question
from claims.linking.types import Statement
from tests.claims.linking.builders import FERRY, plain

LITTLE_ALIKE = 0.3


def said(text: str, *, number: int = 1) -> Statement:
    return plain(text, number=number, matters=frozenset({1}))


@pytest.mark.parametrize(
    ("one", "other", "explanation"),
    [
        ("The incident took place at 20.13.", "It happened at 20.31.", "time: 20.13 against 20.31"),
        ("The explosions came at 6.20.", "The navy dates the incident to 7.10.", "time: 6.20 against 7.10"),
        ("The crash was at 8.13 p.m. on Friday.", "The collision happened at 20.55 near Port Alder.",
         "time: 8.13 p.m. against 20.55"),
        ("The blast occurred at nine o'clock.", "It happened at 21:40.", "time: nine o'clock against 21:40"),
        ("The loud explosion occurred around 11 p.m. Monday on Mill Street.", "The blast in Lund was at 22.13 on Monday.",
         "time: 11 p.m. against 22.13"),
        ("The raid began at noon.", "The raid began at midnight.", "time: noon against midnight"),
        ("The blast was at 9.45 in the evening.", "The blast was at 9.45 in the morning.", "time: 9.45 in the evening against 9.45 in the morning"),
    ],
)  # fmt: skip
def test_one_happening_has_one_time_of_day(one: str, other: str, explanation: str) -> None:
    found = compare(said(one), said(other), LITTLE_ALIKE)
    assert found is not None
    assert (found.relation, found.explanation) == ("contradicts", explanation)
    assert hours.compare(said(other), said(one)) is not None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("It happened at 20.13.", "It happened at 20.17."),  # near enough
        ("It happened at about 20.13.", "It happened at 20.31."),
        ("It happened shortly before 20.13.", "It happened at 20.31."),
        ("It happened at 20.15.", "It happened at 20.30."),
        ("It happened at 23.50.", "It happened at 0.15."),
        ("The blast was at 9.45.", "The blast was at 21.45."),  # of the evening, too
        ("It happened at 20.13 on Monday.", "It happened at 21.13 on Tuesday."),  # another one
        ("The first blast was at 9.10.", "The second blast was at 9.50."),
        ("The blast in Lund was at 9.10.", "The blast in Malmo was at 9.50."),
        ("The blast was at 9.10.", "The quake was at 9.50."),
        ("The explosions came at 9.10.", "The explosion came at 9.50."),
        ("The fire began at 9.10.", "The fire was at 9.50."),
        ("The flood was at 9.10.", "The flood was at 9.50."),  # it lasts
        ("It happened at 9 Mill Street.", "It happened at 12.15."),  # no time
        ("It happened after 9.10.", "It happened at 12.15."),
    ],
)
def test_what_may_be_one_time_is_left_alone(one: str, other: str) -> None:
    assert hours.compare(said(one), said(other)) is None


def test_the_question_is_at_what_time() -> None:
    one = replace(said("The sinking was at 20.13."), event=FERRY)
    draft = ConflictDraft("contradiction", (), (one, said("It happened at 21.05.", number=2)))
    assert question(draft) == "At what time was the sinking of the ferry Halcyon?"
