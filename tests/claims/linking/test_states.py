"""Opposite states of one thing, in whatever words."""

from dataclasses import replace

import pytest

from claims.linking import states
from claims.linking.claims import compare
from claims.linking.conflicts import ConflictDraft, Link, gather
from claims.linking.questions import question
from claims.linking.types import Side, Statement
from tests.claims.linking.builders import FERRY, QUAKE, plain

DENIED: frozenset[Side] = frozenset({"against"})
LITTLE_ALIKE = 0.3


def said(text: str, *, number: int = 1, case: int = 1) -> Statement:
    return plain(text, number=number, matters=frozenset({case}))


@pytest.mark.parametrize(
    ("one", "other", "explanation"),
    [
        ("The harbour radar had been out of service since May.", "The harbour radar was on and it was recording.",
         "the harbour radar: “out of service” against “on”"),
        ("The harbour radar, which the navy lent, had broken down.", "The owner rejected that: the radar was working.",
         "the radar: “broken down” against “working”"),
        ("What was decisive was that the pump did not work.", "The pump was running when the cellar filled.",
         "the pump: “did not work” against “running”"),
        ("The beacon on the mole had been lit all night.", "The lamp on the mole was dark.",
         "the lamp: “lit” against “dark”"),
        ("The pilot was sober.", "The pilot had been under the influence of alcohol.",
         "the pilot: “sober” against “under the influence of alcohol”"),
        ("The gate was locked.", "The door stood open all night.", "the door: “locked” against “open”"),
        ("The door wasn't locked.", "The door was bolted.", "the door: “was not locked” against “bolted”"),
        ("The memo is a forgery.", "The document which was stolen in May was an authentic report.",
         "the memo: “forgery” against “authentic”"),
        ("The recording turned out to be a fake.", "The recording is genuine.",
         "the recording: “fake” against “genuine”"),
        ("Tap water is safe to drink.", "The water was contaminated.",
         "tap water: “safe to drink” against “contaminated”"),
        ("The ward had been fully staffed.", "The ward was short-staffed.",
         "the ward: “fully staffed” against “short-staffed”"),
        ("The charter will be signed in June.", "Lurania will not sign the charter.",
         "the charter: “signed” against “will not sign”"),
        ("It was an accident.", "The fire had been started deliberately.",
         "the fire: “accident” against “started deliberately”"),
        ("No siren sounded.", "The alarm went off at once.", "the alarm: “not sounded” against “went off”"),
        ("Captain Orme was asleep.", "The captain was awake.", "the captain: “asleep” against “awake”"),
        ("Ana Orme, the mayor of Lund, resigned.", "Ana Orme stayed in office.", "Ana Orme: “resigned” against “stayed in office”"),
    ],
)  # fmt: skip
def test_opposite_states_of_one_thing_exclude_each_other(
    one: str, other: str, explanation: str
) -> None:
    found = compare(said(one), said(other), LITTLE_ALIKE)
    assert found is not None
    assert (found.relation, found.explanation) == ("contradicts", explanation)
    turned = compare(said(other), said(one), LITTLE_ALIKE)
    assert turned is not None
    assert turned.relation == "contradicts"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The market was open.", "The shop was closed."),  # two things
        ("The gates were locked.", "The gate was open."),
        ("The grain scale was working.", "The truck scale was out of order."),
        ("It was an accident.", "The delay was deliberate."),
        ("The north gate was locked.", "The south gate was open."),
        ("The gate was locked.", "The gate of the yard was open."),  # a place has many gates
        ("His car was locked.", "Her car was open."),
        ("Captain Orme was drunk.", "Captain Moor was sober."),
        ("The master of the Aurora was drunk.", "The master of the Borea was sober."),
        ("The first light was out.", "The second light was on."),  # a part
        ("The light was out.", "The second light was on."),
        ("The road was closed on Monday.", "The road was open on Tuesday."),  # two times
        ("The gate was locked at six.", "The gate was open at midnight."),
        ("The bridge is open.", "The bridge was closed."),
        ("The lamp was out when the ferry left.", "The lamp was on when the tug left."),
        ("Before the storm, the lamp was on.", "The lamp was out."),
        ("Until ten, the gate was open.", "The gate was locked."),
        ("The road was closed for two days.", "The road was open for three days."),  # two numbers
        ("Lurania will sign the charter.", "Moldane will not sign the charter."),  # two who sign
        ("The gate was locked.", "The gate may be open."),  # left open
        ("The gate was locked.", "If the guard slept, the gate was open."),
        ("The gate was locked.", "The gate was open, or may have been."),
        ("The gate was locked.", "The gate was said to be open."),
        ("The gate was locked.", "Was the gate open?"),
        ("The gate was locked.", "It is not true that the gate was open."),
        ("The valve was closed.", "The guard said the valve was open."),
        ("The valve was closed.", "The valve was open, then it was closed."),
        ("The valve was closed.", "The valve was open and the valve was shut."),
        ("The gate was locked.", "The gate was half open."),
        ("The pilot was sober.", "The pilot was not quite sober."),
        ("The gate was locked.", "A gate was open."),  # anybody's
        ("Taps were open.", "Taps were closed."),
        ("The letter was a real surprise.", "The letter was forged."),  # another sense
        ("The minister was working on a plan.", "The minister was out."),
        ("The meeting was open to debate.", "The meeting was closed."),
        ("The bridge was safe for cars.", "The bridge was dangerous for lorries."),
        ("The pump had failed to start.", "The pump was working."),
        ("The fire was deliberate.", "The shooting was an accident."),
    ],
)  # fmt: skip
def test_what_may_both_be_so_is_not_opposed(one: str, other: str) -> None:
    assert states.opposed(said(one), said(other)) is None
    assert states.opposed(said(other), said(one)) is None


def test_another_matter_has_another_radar() -> None:
    broken, working = "The radar was out of order.", "The radar was working."
    assert compare(said(broken), said(working, case=2), LITTLE_ALIKE) is None
    sinking, quake = replace(plain(broken), event=FERRY), replace(plain(working), event=QUAKE)
    assert compare(sinking, quake, LITTLE_ALIKE) is None
    found = compare(sinking, replace(quake, event=FERRY), LITTLE_ALIKE)
    assert found is not None
    assert found.method == "states"


def test_one_state_in_two_words_supports_and_speaks_for_what_is_denied() -> None:
    out, dark = said("The beacon was out of order."), said("The beacon on the mole was dark.")
    found = compare(out, dark, LITTLE_ALIKE)
    assert found is not None
    assert (found.relation, found.reversed) == ("supports", True)
    assert found.explanation == "the beacon: both say so, “dark” and “out of order”"
    assert compare(dark, out, LITTLE_ALIKE) == found.swapped()
    denied = replace(dark, sides=DENIED)
    turned = states.alike(denied, out)
    assert turned is not None
    assert turned.reversed
    assert states.alike(denied, replace(out, sides=DENIED)) is None
    assert states.alike(out, said("The beacon of the mole was out of order.")) is None, (
        "the same words"
    )


def test_who_says_it_in_other_words_is_at_odds_with_who_denies_it() -> None:
    on, working = said("The harbour radar was on."), said("The radar was working.", number=2)
    denied = replace(working, sides=DENIED)
    found = compare(on, denied, LITTLE_ALIKE)
    assert found is not None
    [conflict] = gather([Link(on.id, denied.id, found.relation)], [on, denied])
    assert conflict.kind == "sides"
    assert question(conflict) == "Was the radar working?"


def test_who_denies_the_opposite_contradicts_nobody() -> None:
    sober, drunk = said("The pilot was sober."), said("The pilot was drunk.")
    assert states.opposed(sober, drunk) is not None
    assert states.opposed(sober, replace(drunk, sides=DENIED)) is None


@pytest.mark.parametrize(
    ("one", "other", "asked"),
    [
        ("The radar, which the navy lent, was out of order.", "The harbour radar was on.", "Was the harbour radar working?"),
        ("The sirens were silent.", "The sirens went off.", "Did the sirens sound?"),
        ("The charter will be signed in June.", "Lurania will not sign the charter.", "Will the charter be signed?"),
        ("The memo is a forgery.", "The memo is real.", "Is the memo genuine?"),
        ("It was no accident.", "The crash was an accident.", "Was the crash accidental?"),
        ("Visibility was poor.", "Visibility was excellent.", "Was visibility good?"),
        ("Ana Orme will resign.", "Ana Orme will stay in office.", "Will Ana Orme resign?"),
    ],
)  # fmt: skip
def test_the_question_is_whether_it_was_so(one: str, other: str, asked: str) -> None:
    statements = (said(one, number=1), said(other, number=2))
    assert question(ConflictDraft("contradiction", (), statements)) == asked
