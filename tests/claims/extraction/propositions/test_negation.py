"""Who states that something is not so denies it, by whatever words it is negated."""

import pytest

from tests.claims.extraction.asking import read


def sides(text: str) -> list[tuple[str | None, str, str]]:
    """(speaker, stance, claim) of each attribution of a claim; None is the author."""
    found = read(text)
    return [
        (a.speaker.name if a.speaker else None, a.stance, found.claims[a.claim].text)
        for a in found.attributions
        if not a.attitude
    ]


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("There was no fire in Torvik or in the north on Sunday, Ann Berg said.",
         "There was a fire in Torvik or in the north on Sunday."),
        ("Ann Berg said the supply to the hall was at no moment interrupted.", "The supply to the hall was interrupted."),
        ("Ann Berg said the gate had at no time been open.", "The gate had been open."),
        ("Ann Berg said the fee will under no circumstances be paid.", "The fee will be paid."),
        ("“Not a single lamp was lit because of this,” Ann Berg said.", "A lamp was lit because of this."),
        ("“Not one lamp was lit on the quay,” Ann Berg said.", "A lamp was lit on the quay."),
        ("Ann Berg said none of the samples had shown anything unusual.",
         "Some of the samples had shown something unusual."),
        ("Ann Berg said no such call was received.", "Such a call was received."),
        ("Ann Berg denied that there had been any contact with the gang.", "There had been some contact with the gang."),
        ("Ann Berg denied that anybody had opened the gate.", "Somebody had opened the gate."),
    ],
)  # fmt: skip
def test_a_negated_statement_is_a_denial(text: str, claim: str) -> None:
    assert sides(text) == [("Ann Berg", "denies", claim)]


def test_two_denials_in_one_sentence() -> None:
    text = '"No money has left any account, and no keys were taken," Ann Berg said.'
    assert sides(text) == [
        ("Ann Berg", "denies", "Money has left some account."),
        ("Ann Berg", "denies", "Keys were taken."),
    ]


def test_a_denial_behind_who_says_it() -> None:
    text = "Workers at the mill were entitled to vote, Ann Berg said, and nobody had voted twice."
    assert sides(text) == [
        ("Ann Berg", "asserts", "Workers at the mill were entitled to vote."),
        ("Ann Berg", "denies", "Somebody had voted twice."),
    ]


def test_a_denial_beside_a_statement() -> None:
    text = "Ann Berg said the locks had been changed and nobody had got in."
    assert sides(text) == [
        ("Ann Berg", "asserts", "The locks had been changed."),
        ("Ann Berg", "denies", "Somebody had got in."),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "No guards or drivers were hurt in the yard, Ann Berg said.",  # which of them?
        "Nobody was hurt because the gate was shut, Ann Berg said.",
        "The number of houses is not 400, but 9,000, Ann Berg said.",
        "The gate was in no small way to blame, Ann Berg said.",
    ],
)
def test_what_is_no_plain_denial(text: str) -> None:
    assert [stance for _, stance, _ in sides(text)] == ["asserts"]
