"""Propositions that are recognised, so that statements of different documents meet."""

import pytest

from claims.extraction import Claim, extract
from tests.claims.extraction.reading import PUBLISHED

TITLE = "Attack at Freedom Hall in Lagos\n"


def framed(text: str, predicate: str) -> list[tuple[Claim, str]]:
    found = extract(TITLE + text, published=PUBLISHED)
    return [
        (found.claims[a.claim], a.stance)
        for a in found.attributions
        if (frame := found.claims[a.claim].frame) is not None and frame.predicate == predicate
    ]


@pytest.mark.parametrize(
    ("text", "subject", "stance"),
    [
        ("Sudan accused Chad of involvement in the attack.", "chad", "asserts"),
        ("Sudan accused Chad of playing a role in the attack.", "chad", "asserts"),
        ("Chad denies any involvement in the attack.", "chad", "denies"),
        ("Chad's foreign ministry denied any role in the attack.", "chad", "denies"),
        ("The premier repeated his claim of Chadian involvement in the attack.", "chad", "asserts"),
        ("The premier tried to cast suspicion on Chadian spies.", "chad", "asserts"),
        ("Chad was not involved in the attack, said Colonel Abdou Idriss.", "chad", "denies"),
    ],
)
def test_involved(text: str, subject: str, stance: str) -> None:
    ((claim, found),) = framed(text, "involved")
    assert claim.frame is not None
    assert (claim.frame.subject, found) == (subject, stance)
    assert claim.text == "Chad was involved in the attack at Freedom Hall."


@pytest.mark.parametrize(
    "text",
    [
        "The Houthis claimed responsibility for the attack.",
        "The attack was claimed by the Houthis.",
        "Analysts believe that the attack was organised by a wing of the Houthis.",
        "Analysts believe that the Houthis were behind the attack.",
    ],
)
def test_responsible(text: str) -> None:
    ((claim, stance),) = framed(text, "responsible")
    assert claim.frame is not None
    assert claim.frame.subject == "houthis"
    assert claim.text == "Houthis was responsible for the attack at Freedom Hall."
    assert stance == "asserts"


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("The suspects in the attack were Malians.", "asserts"),
        ("Several of the suspects come from Mali.", "asserts"),
        ("Police said that the attackers hailed from Mali.", "asserts"),
        ("Police said that the gunmen were citizens of Mali.", "asserts"),
        ("Mali's foreign ministry denied the involvement of its citizens in the attack.", "denies"),
        ("Mali's foreign ministry dismissed reports of the role of Malian nationals.", "denies"),
        ("The attackers were not from Mali.", "denies"),
    ],
)
def test_nationality(text: str, stance: str) -> None:
    ((claim, found),) = framed(text, "nationality")
    assert claim.frame is not None
    assert (claim.frame.subject, claim.frame.object) == ("attackers", "mali")
    assert claim.text == "The attackers in the attack at Freedom Hall were citizens of Mali."
    assert found == stance


@pytest.mark.parametrize(
    "text",
    [
        "The attack may strain relations between Mali and Niger.",
        "The attack could cause a rift between Mali and Niger.",
        "The attack has the potential to spark tensions between Mali and Niger.",
        "The attack is unlikely to change the cordial ties between Bamako and Niamey.",
        "Relations between Niger and Mali are unlikely to be affected.",
        "The debate risks harming Bamako's ties with its neighbour Niger.",
    ],
)
def test_relations(text: str) -> None:
    ((claim, stance),) = framed(text, "relations")
    assert claim.frame is not None
    assert claim.frame.object == "mali|niger"
    assert stance == "asserts"
    assert claim.text == "The attack at Freedom Hall will harm relations between Mali and Niger."


def test_relations_take_the_likelihood() -> None:
    found = extract(TITLE + "The attack is unlikely to alter relations between Mali and Niger.")
    assert [a.likelihood for a in found.attributions if found.claims[a.claim].frame] == ["unlikely"]


@pytest.mark.parametrize(
    ("text", "predicate"),
    [
        ("A debate about Chadian involvement in the attack went on for weeks.", "involved"),
        ("The fact that the suspects are Malians rules nothing out.", "nationality"),
        ("Relations between Mali and Niger have warmed up since May.", "relations"),
        ("The attack may strain relations within the cabinet.", "relations"),
        ("The attack may strain relations between Mali, Niger and Chad.", "relations"),
        (
            "In three years, 24 Malian citizens took part in attacks in ten countries.",
            "nationality",
        ),
        ("The suspects were tired.", "nationality"),
        ("The Houthis published a video of the attack.", "responsible"),
    ],
)
def test_no_frame_where_nothing_of_the_kind_is_said(text: str, predicate: str) -> None:
    assert framed(text, predicate) == []


def test_killed_has_a_frame_with_the_event() -> None:
    found = extract(TITLE + "The attack killed 20 people.")
    (claim,) = (c for c in found.claims if c.frame and c.frame.predicate == "killed")
    assert claim.text == "20 people were killed in the attack at Freedom Hall."
    assert found.events[claim.event or 0].main


def test_the_same_statement_twice_is_one_claim() -> None:
    text = "Sudan accused Chad of involvement in the attack. Chad denies any involvement in the attack."
    accused, denied = framed(text, "involved")
    assert accused[0] is denied[0]
    assert (accused[1], denied[1]) == ("asserts", "denies")


ORIGIN = "The attackers were citizens of Mali, police said. "


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("Chad repeated its claim of Malian involvement in the attack.", "asserts"),
        ("Mali's foreign ministry denied Malian involvement in the attack.", "denies"),
        ("Mali's foreign ministry denied direct Malian involvement in the attack.", "denies"),
    ],
)
def test_the_part_of_a_people_is_that_of_the_attackers_who_belong_to_it(
    text: str, stance: str
) -> None:
    assert framed(ORIGIN + text, "involved") == []
    (origin, _), *rest = framed(ORIGIN + text, "nationality")
    assert rest
    assert all((claim, found) == (origin, stance) for claim, found in rest)


@pytest.mark.parametrize(
    ("before", "text", "subject"),
    [
        ("", "Mali denied Malian involvement in the attack.", "mali"),
        (ORIGIN, "Chad denied Chadian involvement in the attack.", "chad"),
        (ORIGIN, "Sudan accused Mali of involvement in the attack.", "mali"),
        (ORIGIN, "Mali denied any involvement in the attack.", "mali"),
    ],
)
def test_any_other_part_is_that_of_the_state(before: str, text: str, subject: str) -> None:
    ((claim, _),) = framed(before + text, "involved")
    assert claim.frame is not None
    assert claim.frame.subject == subject


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("The army said that the rebel leader Amadou Keita was killed in an airstrike.", "asserts"),
        ("The drone killed Amadou Keita, a rebel leader, the army said.", "asserts"),
        ("The head of the rebels, Amadou Keita, died on Friday, the army said.", "asserts"),
        ("A rebel spokesman denied that Amadou Keita was dead.", "denies"),
        ("Amadou Keita spoke in May. A rebel spokesman denied that Keita was killed.", "denies"),
    ],
)
def test_dead(text: str, stance: str) -> None:
    ((claim, found),) = framed(text, "dead")
    assert claim.frame is not None
    assert (claim.frame.subject, found) == ("amadou keita", stance)
    assert "Keita" in claim.text


@pytest.mark.parametrize(
    "text",
    [
        "The army said that Amadou Keita would be killed.",  # nobody is dead yet
        "The army said that Keita was killed.",  # nobody knows which Keita
        "The army said that Amadou Keita killed a guard.",
        "The army said that a leader of the rebels was killed.",
    ],
)
def test_nobody_in_particular_is_dead(text: str) -> None:
    assert not framed(text, "dead")


@pytest.mark.parametrize(
    ("denial", "stance"),
    [
        ("Chile said it played no part in the blast.", "denies"),
        ("Chile had nothing to do with the blast, its foreign minister said.", "denies"),
        ("Chile has had no hand in the attack, the minister said.", "denies"),
        ("Chile played a role in the blast, the minister said.", "asserts"),
    ],
)
def test_who_had_no_part_in_it_denies_to_have_been_involved(denial: str, stance: str) -> None:
    text = f"A blast killed nine people in Lima on Monday. Peru said Chile was behind the blast. {denial}"
    found = framed(text, "involved")
    assert [(c.frame.subject, s) for c, s in found if c.frame] == [
        ("chile", "asserts"),
        ("chile", stance),
    ]


def test_no_part_in_something_else_is_no_part_in_the_event() -> None:
    text = (
        "A blast killed nine people in Lima on Monday. Chile said it played no part in the talks."
    )
    assert not framed(text, "involved")


@pytest.mark.parametrize(
    ("text", "predicate", "subject", "stance"),
    [
        ("The general blamed the neighbouring state of Lorvania for the attack.", "involved", "lorvania", "asserts"),
        ("The union accused Korvex of involvement in the attack.", "involved", "korvex", "asserts"),
        ("Lorvania closed its gates after Ana Ruiz accused it of planning the attack.", "involved", "lorvania", "asserts"),
        ("Lorvania's foreign ministry denied any role in the attack.", "involved", "lorvania", "denies"),
        ("Chad had nothing to do with the attack, said Colonel Abdou Idriss.", "involved", "chad", "denies"),
        ("Ana Ruiz said it was unlikely that Lorvania was involved.", "involved", "lorvania", "asserts"),
        ("The Taliban said that its fighters had carried out the attack.", "responsible", "taliban", "asserts"),
        ("The Taliban said that it was not behind the attack.", "responsible", "taliban", "denies"),
    ],
)  # fmt: skip
def test_parties_that_no_list_has_and_deeds_of_a_group(
    text: str, predicate: str, subject: str, stance: str
) -> None:
    ((claim, found),) = framed(text, predicate)
    assert claim.frame is not None
    assert (claim.frame.subject, found) == (subject, stance)


def test_a_sort_of_people_is_no_party_with_a_name() -> None:
    assert framed("The premier blamed radical Islamists for the attack.", "involved") == []


def test_that_attack_is_the_one_told_of_before() -> None:
    text = (
        "The attack on Tuesday killed twelve. In January gunmen killed five people at a market. "
        "The Taliban said at the time that it was not behind that attack."
    )
    ((claim, _),) = framed(text, "responsible")
    assert "January" in claim.text
