"""Answers to what was said before, and other things that news says in more than one sentence."""

import pytest

from claims.extraction import extract
from tests.claims.extraction.reading import PUBLISHED, claim_of, claims, others, who_says


def positions(text: str) -> list[tuple[str, str, str]]:
    """(speaker, stance, claim) of each attribution to somebody else."""
    found = extract(text, published=PUBLISHED)
    return [
        (a.speaker.name, a.stance, claim_of(found, a).text)
        for a in found.attributions
        if a.speaker is not None and not a.attitude
    ]


CHARGE = "Peru's army moved the boundary stones, the Chilean foreign ministry said."


@pytest.mark.parametrize(
    ("answer", "stance"),
    [
        ("Peru rejected the accusation.", "denies"),
        ("Peru denied the allegation.", "denies"),
        ("Peru called the claim absurd.", "denies"),
        ("Peru said that was untrue.", "denies"),
        ("Peru did not confirm the claim.", "no_position"),
        ("Peru brushed off the claim.", "denies"),
        ("Peru scoffed at the suggestion.", "denies"),
        ("Peru described the report as pure invention.", "denies"),
        ("Peru said that it was simply not true.", "denies"),
        ("Peru said there was no truth to the claim.", "denies"),
        ("Peru said it had nothing to do with it.", "denies"),
    ],
)
def test_an_answer_takes_a_stance_on_what_was_said_before(answer: str, stance: str) -> None:
    first, second = positions(f"{CHARGE} {answer}")
    assert first[1:] == ("asserts", "Peru's army moved the boundary stones.")
    assert second == ("Peru", stance, first[2])


@pytest.mark.parametrize(
    "answer",
    ["Peru confirmed the claim.", "Peru rejected the budget.", "Peru denied a visa to the envoy."],
)
def test_what_answers_nothing_takes_no_stance_on_it(answer: str) -> None:
    about = [p for p in positions(f"{CHARGE} {answer}") if p[2].startswith("Peru's army moved")]
    assert [(who, stance) for who, stance, _ in about if who == "Peru"] == []


@pytest.mark.parametrize(
    "answer",
    [
        "Lund has pleaded not guilty.",
        "He pleaded not guilty to all charges.",
        "Lund maintains his innocence.",
        "Lund insists he is innocent.",
        "Lund denied any wrongdoing.",
    ],
)
def test_who_is_innocent_did_nothing_of_what_was_said(answer: str) -> None:
    said, denied = positions(f"Prosecutors say that Lund sold the pictures. {answer}")
    assert said == ("Prosecutors", "asserts", "Lund sold the pictures.")
    assert denied == ("Lund", "denies", "Lund sold the pictures.")


def test_a_plea_answers_no_charge_against_somebody_else() -> None:
    found = positions(
        "Prosecutors say that the bank sold the pictures. Lund denied any wrongdoing."
    )
    assert found[1] == ("Lund", "denies", "Lund was guilty of wrongdoing.")


def test_a_charge_and_its_answer_in_one_sentence() -> None:
    text = "The miners, whom the company blames for the flood, said they had nothing to do with it."
    charge = "The miners are responsible for the flood."
    assert positions(text) == [("company", "asserts", charge), ("miners", "denies", charge)]


def test_nobody_answers_themselves() -> None:
    text = "The ministry said the dam was safe. The ministry rejected the accusation."
    assert [p[:2] for p in positions(text) if p[2] == "The dam was safe."] == [
        ("ministry", "asserts")
    ]


def test_an_accusation_and_its_denial_meet() -> None:
    text = "Police accused Elena Petrova of plotting a coup. Elena Petrova denied plotting a coup."
    accused, denied = positions(text)
    assert accused[1:] == ("asserts", "Elena Petrova was plotting a coup.")
    assert denied[1:] == ("denies", accused[2])


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        (
            "Peru denied any role in the raid.",
            "Peru was involved in the raid.",
        ),
        ("The company denied any wrongdoing.", "The company was guilty of wrongdoing."),
        ("Elena Petrova said it was likely that the ferry sank.", "The ferry sank."),
        (
            "Prosecutors found no evidence that the mayor took bribes, a spokesman said.",
            "The mayor took bribes.",
        ),
    ],
)
def test_the_claim_behind_is_a_sentence_of_its_own(text: str, claim: str) -> None:
    assert claim in claims(text)


def test_who_found_no_evidence_doubts() -> None:
    text = "Prosecutors found no evidence that the mayor took bribes, a spokesman said."
    assert [(s, c) for _, s, c in positions(text)] == [("doubts", "The mayor took bribes.")]


@pytest.mark.parametrize(
    "text",
    [
        "The agency said it could not verify the footage.",
        "Officials said they do not know the depth of the shaft.",
        "The clerk said he was not aware of the letter.",
    ],
)
def test_who_does_not_know_denies_nothing(text: str) -> None:
    assert all(a.stance != "denies" for a in others(text))


class TestWhoSpeaks:
    def test_a_sentence_of_its_own_behind_a_quotation_is_no_tag(self) -> None:
        text = (
            '"Nobody warned us," Oksana said through tears. "My son is dead, and nobody has apologised." '
            "The ministry has promised a full inquiry."
        )
        assert {who for who, _, words in who_says(text) if "My son" in words} == {"Oksana"}

    def test_a_pronoun_is_not_the_speaker_of_another_gender(self) -> None:
        assert "His mother was at home." not in claims(
            "His mother told the station he was at home."
        )
        assert not any(
            c.startswith("The mother was")
            for c in claims("His mother told the station he was at home.")
        )

    def test_whom_a_report_cites_says_it_through_the_outlet(self) -> None:
        text = "Reuters reported, citing people familiar with the matter, that the bank plans to lay off 2,000 workers."
        (found,) = [a for a in others(text) if a.speaker and "people" in a.speaker.name]
        assert [one.name for one in found.via] == ["Reuters"]
        assert "The bank plans to lay off 2,000 workers." in claims(text)

    def test_a_name_behind_a_description_is_the_speaker(self) -> None:
        text = "Her husband, the opposition politician Ivan Petrov, said the trial was a farce."
        assert [who for who, _, _ in who_says(text)] == ["Ivan Petrov"]


def test_a_quotation_cut_by_its_tag_is_one() -> None:
    text = '"The bridge," said Mayor Anna Kowalska, "was inspected only last month."'
    assert "The bridge was inspected only last month." in claims(text)


class TestHarm:
    def test_nobody_hurt_is_no_harm(self) -> None:
        found = extract("Officials said no one was injured in the fire.", published=PUBLISHED)
        assert [q for q in found.quantities if q.measure == "injured"] == []

    def test_what_is_shot_down_is_nobody(self) -> None:
        text = "Of 57 drones, 43 of them were shot down. Three civilians were killed in Lviv."
        assert not any("shot" in c and "43 people" in c for c in claims(text))
        assert not any("in the shooting" in c for c in claims(text))

    def test_nobody_is_killed_in_a_killing(self) -> None:
        text = "At least 12 people were killed when a bus plunged into a ravine in northern Peru on Sunday, police said."
        assert not any("in the killing" in c for c in claims(text))
        assert any("plunged into a ravine" in c for c in claims(text))


def test_a_claim_that_states_nothing_is_answered_by_nothing() -> None:
    text = (
        "By running a campaign that rests on his claims of being a careful banker, and a generous "
        "friend of the poor, Mr. Lund has made these matters public. He denied it."
    )
    assert [a.stance for a in extract(text).attributions if a.attitude] == ["denies"]
