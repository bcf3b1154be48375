"""What is counted, and in which claim."""

import pytest

from claims.extraction import Extraction, Quantity, extract
from tests.claims.extraction.asking import told
from tests.claims.extraction.reading import PUBLISHED


def read(text: str) -> Extraction:
    return extract(text, published=PUBLISHED)


def counted(text: str, measure: str) -> list[Quantity]:
    return [q for q in read(text).quantities if q.measure == measure]


@pytest.mark.parametrize(
    ("text", "measure", "low", "high", "bound"),
    [
        ("The blast killed 12 people in the old town.", "killed", 12, 12, "exact"),
        ("Twelve people were killed in the blast.", "killed", 12, 12, "exact"),
        ("At least 12 people died when the roof fell in.", "killed", 12, None, "at least"),
        ("The flood caused the deaths of over 30 villagers and children.", "killed", 31, None, "more than"),
        ("The fire resulted in the loss of almost 50 lives.", "killed", 45, 49, "almost"),
        ("The flood claimed 24 lives on the coast.", "killed", 24, 24, "exact"),
        ("The landslide left 9 dead in the valley.", "killed", 9, 9, "exact"),
        ("The death toll rose to 35 on Sunday.", "killed", 35, 35, "exact"),
        ("The death toll from the crash rose from 21 to 35, the ministry said.", "killed", 35, 35, "exact"),
        ("Divers lowered the death toll to 35 from 41.", "killed", 35, 35, "exact"),
        ("The toll was revised down to 35 after the crash.", "killed", 35, 35, "exact"),
        ("The ministry put the number of dead at 35 after the crash.", "killed", 35, 35, "exact"),
        ("The number of injured climbed to 48 after the crash.", "injured", 48, 48, "exact"),
        ("Nine of the 17 dead in the crash were children.", "killed", 17, 17, "exact"),
        ("The town mourned after the massacre of 80 civilians.", "killed", 80, 80, "exact"),
        ("A gunman shot dead three officers in the car park.", "killed", 3, 3, "exact"),
        ("A woman was killed in the crash.", "killed", 1, 1, "exact"),
        ("The blast injured more than two hundred people.", "injured", 201, None, "more than"),
        ("The crash left 14 others injured on the road.", "injured", 14, 14, "exact"),
        ("Dozens of passengers were wounded in the crash.", "injured", 24, None, "at least"),
        ("Police arrested 11 suspects in the harbour.", "arrested", 11, 11, "exact"),
        ("Four men were detained after the robbery.", "arrested", 4, 4, "exact"),
        ("The rescuers wait: 3 people are missing in the valley.", "missing", 3, 3, "exact"),
        ("Two hundred thousand people were displaced by the flood.", "displaced", 200_000, 200_000, "exact"),
    ],
)  # fmt: skip
def test_persons(text: str, measure: str, low: float, high: float | None, bound: str) -> None:
    found = counted(text, measure)
    assert [(q.low, q.high, q.bound) for q in found] == [(low, high, bound)]
    assert found[0].unit == "persons"


@pytest.mark.parametrize(
    ("text", "measure", "low"),
    [
        ("Turnout fell to 48 percent of voters.", "percent", 48),
        ("The storm destroyed 300 houses in the bay.", "house", 300),
        ("Twelve schools collapsed in the north.", "school", 12),
    ],
)
def test_other_things(text: str, measure: str, low: float) -> None:
    (found,) = counted(text, measure)
    assert found.low == low
    assert found.unit != "persons"


@pytest.mark.parametrize(
    "text",
    [
        "Two bombers killed a goat in the square.",
        "The law was passed in 1998 and changed in 2004.",
        "The flat costs $500 a month.",
        "A 22-year-old student won the prize.",
        "The plane crashed at 5 p.m. on Monday.",
    ],
)
def test_no_one_is_killed(text: str) -> None:
    assert counted(text, "killed") == []
    assert read(text).key_figures == {}


def test_two_counts_are_two_claims_by_the_same_speaker() -> None:
    text = (
        "The collapse cost the tragic loss of 40 lives and left at least 60 others injured, "
        "as confirmed by the fire brigade."
    )
    found = read(text)
    killed, injured = (q for q in found.quantities if q.measure in ("killed", "injured"))
    assert (killed.measure, injured.measure) == ("killed", "injured")
    assert killed.claim != injured.claim
    for q in (killed, injured):
        speakers = {a.speaker.name for a in found.attributions if a.claim == q.claim and a.speaker}
        assert speakers == {"fire brigade"}


def test_one_claim_has_one_count_of_persons() -> None:
    found = read("The blast killed 12 people, injured 40 others and left 3 people missing.")
    held = [q.claim for q in found.quantities if q.unit == "persons"]
    assert len(held) == len(set(held)) == 3


def test_a_count_in_a_claim_of_responsibility_is_the_authors() -> None:
    text = (
        "The Northern Front claimed responsibility for the bombing of the pipeline "
        "that resulted in the deaths of over 30 people."
    )
    found = read(text)
    (killed,) = (q for q in found.quantities if q.measure == "killed")
    (by,) = (a for a in found.attributions if a.claim == killed.claim)
    assert by.speaker is None
    assert by.content.text == "that resulted in the deaths of over 30 people"
    assert "Over 30 people were killed" in found.claims[killed.claim].text


def test_a_denied_count_is_denied() -> None:
    found = read("The army denied that 40 civilians were killed in the airstrike on the market.")
    (killed,) = (q for q in found.quantities if q.measure == "killed")
    stances = {a.stance for a in found.attributions if a.claim == killed.claim}
    assert stances == {"denies"}


def test_text_and_offsets_agree() -> None:
    text = "Rescuers said that at least 12 people died."
    (killed,) = counted(text, "killed")
    assert text[killed.start : killed.end] == killed.text == "at least 12"


def test_a_kind_of_arrest_is_no_part_of_one_happening() -> None:
    text = (
        "A riot broke out in Ostby. The clerk said that the county had 2,413 drug-related arrests."
    )
    assert counted(text, "arrested") == []
    text = "A riot broke out in Ostby on Monday. Police made 40 arrests after the riot."
    assert [q.low for q in counted(text, "arrested")] == [40]
    assert any(claim.startswith("40 people were arrested") for claim in told(text))


def test_suspects_are_not_arrests() -> None:
    text = (
        "Four men are believed to be the suspects. Police have arrested 11 people over the attack."
    )
    assert [q.low for q in counted(text, "suspects")] == [4]
    assert [q.low for q in counted(text, "arrested")] == [11]


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("Blast in Lima\nThe blast killed 12 people. Another 40 were injured.", {"killed": (12, 12), "injured": (40, 40)}),
        ("Blast in Lima\nThe blast killed at least 12 people.", {"killed": (12, None)}),
        ("Blast in Lima\nNobody was hurt. Windows broke.", {}),
        ("Shooting in Lima\nA man was shot in the shooting and is in hospital.", {"injured": (1, 1)}),
    ],
)  # fmt: skip
def test_key_figures(text: str, figures: dict[str, tuple[float, float | None]]) -> None:
    assert read(text).key_figures == figures


def test_the_key_figures_are_those_of_the_main_event() -> None:
    text = (
        "Bus crash near Quito\nA bus crash near Quito killed 9 people on Tuesday.\n"
        "The crash happened at dawn.\nIn 2011, a train crash in India killed 300 people.\n"
    )
    assert read(text).key_figures["killed"] == (9, 9)


def test_a_title_beside_the_text_counts_too() -> None:
    found = extract(
        "Police closed the road for hours.", title="Three people killed in crash on coast road"
    )
    assert found.key_figures == {"killed": (3, 3)}
    assert found.quantities == ()


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("The Red Cross spoke of at least 25 dead in the crash.", "Red Cross"),
        ("The union gave the death toll in the crash as 25.", "union"),
    ],
)
def test_who_counts_the_dead_says_so(text: str, who: str) -> None:
    found = read(f"A bus crashed in Ostby. {text}")
    (count,) = (q for q in found.quantities if q.measure == "killed")
    by = [a.speaker and a.speaker.name for a in found.attributions if a.claim == count.claim]
    assert by == [who]


def test_some_of_the_injured_are_no_toll() -> None:
    assert not counted(
        "A bus crashed in Ostby. The clinic said two of the injured had died.", "killed"
    )


@pytest.mark.parametrize(
    ("text", "low"),
    [
        ("The number of flats sold was 900 in May.", 900),
        ("The board puts the number of flats sold at 900.", 900),
        ("The number of flats on sale fell from 400 to 120.", 120),
    ],
)
def test_the_number_of_things_counts_them(text: str, low: float) -> None:
    assert [q.low for q in counted(text, "flat")] == [low]


def test_one_of_several_is_no_count() -> None:
    text = "Thieves opened one of the museum's safes and took 300 coins."
    assert [(q.measure, q.low) for q in read(text).quantities] == [("coin", 300)]


@pytest.mark.parametrize(
    ("text", "unit", "low", "bound"),
    [
        ("Olvar paid $2.4 million to the mayor.", "dollar", 2.4e6, "exact"),
        ("Olvar paid at least €300 to the mayor.", "euro", 300, "at least"),
        ("The hole in the fund was 140 million marks.", "mark", 140e6, "exact"),
    ],
)
def test_sums_of_money_have_their_currency(text: str, unit: str, low: float, bound: str) -> None:
    (found,) = read(text).quantities
    assert (found.unit, found.measure, found.low, found.bound) == (unit, unit, low, bound)
    assert text[found.start : found.end] == found.text
