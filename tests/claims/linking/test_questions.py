"""Conflicts as questions in plain English."""

from dataclasses import replace

import pytest

from claims.linking.conflicts import ConflictDraft, Kind
from claims.linking.questions import of_sentence, question
from claims.linking.types import Statement
from tests.claims.linking.builders import FERRY, RAID, count, framed, plain

KEITA = framed("Amadou Keita was killed in an airstrike.", "dead", "amadou keita", event=None)


def draft(kind: Kind, *statements: Statement) -> ConflictDraft:
    return ConflictDraft(kind, (), statements)


NORWAY = framed("Norway was involved in it.", "involved", "norway", number=1)
FRONT = framed("The Blue Front carried it out.", "responsible", "blue front", number=2)
SWEDES = framed("They were Swedes.", "nationality", "suspects", "sweden", number=3)
DANES = framed("They were Danes.", "nationality", "attackers", "denmark", number=4)
HARM = framed("It will harm them.", "relations", "airstrike", "norway|sweden", number=5)


@pytest.mark.parametrize(
    ("conflict", "expected"),
    [
        (
            draft("quantity", count(58), count(61)),
            "How many people were killed in the sinking of the ferry Halcyon?",
        ),
        (
            draft("quantity", count(58, measure="injured", event=RAID)),
            "How many people were injured in the airstrike on Tell Amra?",
        ),
        (
            draft("quantity", count(58, measure="aboard")),
            "How many people were on board in the sinking of the ferry Halcyon?",
        ),
        (
            draft("quantity", count(58, measure="boats", event=None)),
            "How many boats were there?",
        ),
        (draft("sides", NORWAY), "Was Norway involved in the airstrike on Tell Amra?"),
        (draft("sides", FRONT), "Did the Blue Front carry out the airstrike on Tell Amra?"),
        (draft("sides", SWEDES), "Were the attackers citizens of Sweden?"),
        (
            draft("sides", HARM),
            "Will the airstrike on Tell Amra harm relations between Norway and Sweden?",
        ),
        (
            draft("contradiction", HARM, HARM),
            "Will the airstrike on Tell Amra harm relations between Norway and Sweden?",
        ),
        (
            draft("rivals", NORWAY, FRONT),
            "Who carried out the airstrike on Tell Amra: the Blue Front or Norway?",
        ),
        (draft("rivals", SWEDES, DANES), "Where were the attackers from: Sweden or Denmark?"),
        (
            draft("rivals", NORWAY, plain("Men in boats did it.")),
            "Was Norway involved in the airstrike on Tell Amra?",
        ),
        (draft("sides", replace(NORWAY, event=None)), "Was Norway involved in the event?"),
        (draft("sides", KEITA), "Is Amadou Keita dead?"),
        (draft("sides", replace(KEITA, text="Keita was killed.")), "Is Amadou Keita dead?"),
        (draft("sides", plain("The port is open.")), "Is the port open?"),
        (
            draft(
                "sides",
                plain("Olvar won the contract in an open tender in 2021."),
                plain("There had been a tender.", sides=frozenset({"against"}), number=2),
            ),
            "Had there been a tender?",
        ),
        (draft("contradiction", plain("The port is open.")), "Is the port open?"),
    ],
)
def test_questions(conflict: ConflictDraft, expected: str) -> None:
    assert question(conflict) == expected


@pytest.mark.parametrize(
    ("kind", "texts", "expected"),
    [
        ("contradiction", ("The sinking was on Monday.", "The sinking was on Friday."), "When was"),
        ("contradiction", ("The sinking was in Lagos.", "The sinking was in Abuja."), "Where was"),
        ("rivals", ("Ade Okoro ordered the attack.", "The attack was ordered by Femi Bello."), "Who ordered"),
    ],
)  # fmt: skip
def test_circumstances_are_asked_for(kind: Kind, texts: tuple[str, str], expected: str) -> None:
    statements = [plain(text, number=n, event=FERRY) for n, text in enumerate(texts, 1)]
    assert question(draft(kind, *statements)) == f"{expected} the {FERRY.name}?"


def test_the_event_is_named_as_most_accounts_name_it() -> None:
    other = replace(FERRY, name="disaster at sea, one of the worst in years")
    found = question(draft("quantity", count(58, event=other), count(61), count(64)))
    assert found.endswith("in the sinking of the ferry Halcyon?")


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The harbour bridge is open.", "Is the harbour bridge open?"),
        ("Ada Holt has resigned.", "Has Ada Holt resigned?"),
        ("Three crews were found on Monday.", "Were three crews found on Monday?"),
        ("Prices will rise.", "Will prices rise?"),
        ("Rescuers found nobody.", "Is it true that rescuers found nobody?"),
        ("Halcyon sank.", "Is it true that Halcyon sank?"),
        (
            "The man who was seen was arrested.",
            "Is it true that the man who was seen was arrested?",
        ),
        ("In May, the port was closed", "Is it true that in May, the port was closed?"),
        ("Silence", "Is it true that Silence?"),
    ],
)
def test_sentences_turned_into_questions(sentence: str, expected: str) -> None:
    assert of_sentence(sentence) == expected
