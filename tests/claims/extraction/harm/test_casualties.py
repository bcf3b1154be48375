"""Persons killed, injured, arrested, missing and displaced, in the words of many kinds of report."""

from functools import cache

import pytest

from claims.extraction import Extraction, Quantity, extract
from tests.claims.extraction.reading import PUBLISHED


@cache
def read(text: str) -> Extraction:
    return extract(text, published=PUBLISHED)


def counted(text: str, measure: str) -> list[Quantity]:
    return [q for q in read(text).quantities if q.measure == measure]


def counts_of(text: str) -> dict[str, list[tuple[float | None, float | None]]]:
    """Both ends of every count of persons, by measure."""
    found: dict[str, list[tuple[float | None, float | None]]] = {}
    for q in read(text).quantities:
        if q.unit == "persons":
            found.setdefault(q.measure, []).append((q.low, q.high))
    return found


KILLED = [
    # shootings
    ("A gunman killed six people at a bakery in Tromso.", 6, 6),
    ("Six people were shot dead at a bakery in Tromso.", 6, 6),
    ("Four guards were gunned down outside the bank.", 4, 4),
    ("The shooting left five people dead.", 5, 5),
    ("The shooting claimed the lives of seven students.", 7, 7),
    ("Seven students lost their lives in the shooting.", 7, 7),
    ("Three officers were fatally shot in the car park.", 3, 3),
    ("The gunman murdered eight shoppers.", 8, 8),
    ("Nine hostages were executed by the rebels.", 9, 9),
    ("Armed men massacred forty villagers near the river.", 40, 40),
    ("Two people were stabbed to death in the market.", 2, 2),
    ("Two clerks were beaten to death in the cellar.", 2, 2),
    ("A teacher suffered a fatal wound in the chest.", 1, 1),
    # quakes
    ("The earthquake killed more than 2,000 people.", 2_001, None),
    ("More than 2,000 people have been killed in the earthquake.", 2_001, None),
    ("At least 300 people died when the quake struck.", 300, None),
    ("The death toll from the earthquake has reached 1,450.", 1_450, 1_450),
    ("The death toll climbed to 1,450 on Friday.", 1_450, 1_450),
    ("The quake's death toll stands at 89.", 89, 89),
    ("Some 400 villagers perished under the rubble.", 400, 400),
    ("The tremor took the lives of 12 miners.", 12, 12),
    # floods and storms
    ("Floods in the delta have killed nearly 100 people.", 90, 99),
    ("Thirteen people drowned when the river burst its banks.", 13, 13),
    ("The storm claimed at least 28 lives.", 28, None),
    ("Hundreds of people were killed by the cyclone.", 200, None),
    ("Dozens of fishermen died in the storm.", 24, None),
    ("Scores of villagers were killed in the mudslide.", 40, None),
    ("The flood was responsible for 17 deaths.", 17, 17),
    # crashes
    ("All 62 passengers were killed when the plane came down.", 62, 62),
    ("Two pilots and 40 passengers died in the crash.", 40, 40),
    ("The collision killed up to 30 passengers.", None, 30),
    ("Between 20 and 25 people died in the train crash.", 20, 25),
    ("The bus crash resulted in the deaths of 19 children.", 19, 19),
    ("The crash caused 11 fatalities.", 11, 11),
    ("A child was killed when a lorry hit the bus.", 1, 1),
    ("A plumber was killed when a lorry hit the van.", 1, 1),
    ("At least six people, two of them children, were killed.", 6, None),
    ("The pilot was among 44 people killed in the crash.", 44, 44),
    # airstrikes and wars
    ("Airstrikes on the camp killed 33 civilians, among them nine children.", 33, 33),
    ("The airstrike left at least 50 civilians dead.", 50, None),
    ("Fifteen soldiers were killed in an ambush near the border.", 15, 15),
    ("The bombing killed about 70 worshippers.", 70, 70),
    ("Around 70 civilians have died in the shelling.", 70, 70),
    ("The war has killed half a million people.", 500_000, 500_000),
    ("The war has killed two hundred and fifty thousand people.", 250_000, 250_000),
    ("Almost 1,000 fighters have been slain since the truce ended.", 900, 999),
    ("Fewer than 20 soldiers died in the battle.", None, 19),
    ("As many as 60 rebels were killed in the raid.", None, 60),
    ("The blast killed 12.", 12, 12),
    ("Twelve were killed in the blast.", 12, 12),
    ("The militia killed 21 Malians in the village.", 21, 21),
]


@pytest.mark.parametrize(("text", "low", "high"), KILLED)
def test_killed(text: str, low: float | None, high: float | None) -> None:
    assert (low, high) in [(q.low, q.high) for q in counted(text, "killed")]
    assert not counted(text, "injured")


INJURED = [
    ("The gunman wounded nine shoppers before he fled.", 9, 9),
    ("Nine shoppers were wounded in the shooting.", 9, 9),
    ("Nine people were injured, two of them badly.", 9, 9),
    ("The quake injured more than 500 people.", 501, None),
    ("At least 80 people were hurt in the crush.", 80, None),
    ("The crash left 23 people injured.", 23, 23),
    ("The blast left 23 others wounded.", 23, 23),
    ("Dozens were hurt when the stand collapsed.", 24, None),
    ("Nearly 200 protesters were injured in the clashes.", 180, 199),
    ("A dozen passengers suffered injuries in the collision.", 12, 12),
    ("The storm caused 45 injuries on the coast.", 45, 45),
    ("Another 14 people were injured in the fire.", 14, 14),
    ("Two others were injured in the fall.", 2, 2),
    ("A teenager was wounded by shrapnel.", 1, 1),
    ("Six children were hospitalised after the crash.", 6, 6),
    ("Between 30 and 40 people were hurt in the stampede.", 30, 40),
    ("About sixty passengers were hurt when the ferry hit the quay.", 60, 60),
    ("The rocket wounded 3 nurses and a doctor.", 3, 3),
    ("Up to 90 spectators were injured in the collapse.", None, 90),
]


@pytest.mark.parametrize(("text", "low", "high"), INJURED)
def test_injured(text: str, low: float | None, high: float | None) -> None:
    assert (low, high) in [(q.low, q.high) for q in counted(text, "injured")]
    assert not counted(text, "killed")


OTHERS = [
    ("arrested", "Police arrested 31 protesters near the palace.", 31, 31),
    ("arrested", "Thirty-one protesters were arrested near the palace.", 31, 31),
    ("arrested", "The army detained more than 60 men in the raid.", 61, None),
    ("arrested", "Four suspects have been detained so far.", 4, 4),
    ("arrested", "A man has been arrested over the theft.", 1, 1),
    ("arrested", "Officers apprehended two teenagers after the chase.", 2, 2),
    ("arrested", "The raid led to the arrest of five men.", 5, 5),
    ("arrested", "At least 12 people were taken into custody.", 12, None),
    ("arrested", "The police made 18 arrests on Sunday night.", 18, 18),
    ("missing", "Fourteen sailors are missing after the ferry sank.", 14, 14),
    ("missing", "At least 40 people are still missing in the valley.", 40, None),
    ("missing", "The landslide left 9 villagers missing.", 9, 9),
    ("missing", "About 70 people remain missing after the flood.", 70, 70),
    ("displaced", "The flood displaced 40,000 people.", 40_000, 40_000),
    ("displaced", "More than 5,000 residents were evacuated from the coast.", 5_001, None),
    ("displaced", "Up to 1.5 million people have been displaced by the war.", None, 1_500_000),
    ("displaced", "Firefighters evacuated 300 patients from the hospital.", 300, 300),
    ("rescued", "Divers rescued seven sailors from the wreck.", 7, 7),
    ("rescued", "Twenty-two migrants were rescued off the island.", 22, 22),
    ("suspects", "Three suspects fled across the border.", 3, 3),
    ("suspects", "Police are looking for two gunmen.", 2, 2),
]  # fmt: skip


@pytest.mark.parametrize(("measure", "text", "low", "high"), OTHERS)
def test_what_else_became_of_persons(
    measure: str, text: str, low: float | None, high: float | None
) -> None:
    assert [(q.low, q.high) for q in counted(text, measure)] == [(low, high)]
    assert not counted(text, "killed")
    assert not counted(text, "injured")


TOGETHER = [
    ("The crash killed 12 people and injured 40.", {"killed": [(12, 12)], "injured": [(40, 40)]}),
    ("Twelve people were killed and 40 injured in the crash.", {"killed": [(12, 12)], "injured": [(40, 40)]}),
    ("The blast left 4 dead and 16 wounded.", {"killed": [(4, 4)], "injured": [(16, 16)]}),
    ("Four people died and 16 were wounded in the blast.", {"killed": [(4, 4)], "injured": [(16, 16)]}),
    ("A guard was killed and two others were hurt in the robbery.", {"killed": [(1, 1)], "injured": [(2, 2)]}),
    ("The flood killed 30 people and displaced 2,000 others.", {"killed": [(30, 30)], "displaced": [(2_000, 2_000)]}),
    ("Ten people were killed, 25 were injured and three are missing.",
     {"killed": [(10, 10)], "injured": [(25, 25)], "missing": [(3, 3)]}),
    ("Police shot dead two rioters and arrested 90 others.", {"killed": [(2, 2)], "arrested": [(90, 90)]}),
    ("At least 8 people were killed and more than 50 were injured when the bridge fell.",
     {"killed": [(8, None)], "injured": [(51, None)]}),
    ("Two people were killed and at least eight more were hurt in the fire.",
     {"killed": [(2, 2)], "injured": [(8, None)]}),
    ("Police say at least five, including a boy, were hurt.", {"injured": [(5, None)]}),
    ("At least five people were shot, two fatally.", {"shot": [(5, None)]}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), TOGETHER)
def test_two_fates_in_a_sentence(
    text: str, expected: dict[str, list[tuple[float, float | None]]]
) -> None:
    assert counts_of(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The vaccine killed 99 percent of the bacteria.",
        "The frost killed 300 cows on the hill.",
        "Twelve people attended the opening of the mill.",
        "He died at 84 in his house.",
        "She was born in 1984 and died in 2019.",
        "The attack happened on 12 March.",
        "The company cut 300 jobs in May.",
        "The battle lasted 12 days.",
        "The fire destroyed 40 houses and two barns.",
        "A 45-year-old baker opened the shop.",
        "The mayor survived two elections.",
        "Call 555-0134 for the mayor's office.",
        "The hall holds 1,200 people.",
        "The killer whale swam 300 miles.",
    ],
)
def test_nobody_came_to_harm(text: str) -> None:
    assert not {"killed", "injured", "missing", "arrested"} & counts_of(text).keys()
    assert read(text).key_figures == {}


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("The law of 1998 was changed in 2004.", "1998"),
        ("In 2017, the dam was closed.", "2017"),
        ("The meeting begins at 9 a.m. in the hall.", "9"),
        ("The meeting begins at 10:30 in the hall.", "10"),
        ("Call 555-0134 for the mayor's office.", "0134"),
        ("The 17-year-old won the race.", "17"),
        ("He came in 3rd in the race.", "3"),
        ("The storm lasted for 36 hours.", "36"),
        ("The town lies 40 kilometres from the sea.", "40"),
        ("The trial begins on 14 June.", "14"),
        ("The flat is in building #12 by the quay.", "12"),
    ],
)
def test_figures_that_count_nothing(text: str, figure: str) -> None:
    assert figure not in [q.text for q in read(text).quantities]


@pytest.mark.parametrize(
    ("text", "measure", "low", "high", "unit"),
    [
        ("The storm destroyed 1,300 houses on the coast.", "house", 1_300, 1_300, "house"),
        ("The army lost about 40 tanks in the desert.", "tank", 40, 40, "tank"),
        ("Nearly 200 schools were closed by the strike.", "school", 180, 199, "school"),
        ("The party won at least 31 seats in May.", "seat", 31, None, "seat"),
        ("Three bridges collapsed in the north.", "bridge", 3, 3, "bridge"),
        ("The farm has dozens of tractors.", "tractor", 24, None, "tractor"),
        ("The ferry carried 212 passengers to the island.", "aboard", 212, 212, "persons"),
        ("Over 900 students passed the test.", "student", 901, None, "persons"),
        ("Over 900 students marched to the palace.", "attended", 901, None, "persons"),
        ("Turnout reached 61 percent on the island.", "percent", 61, 61, "percent"),
        ("Some 12.5% of the pupils were ill.", "percent", 12.5, 12.5, "percent"),
        ("Between 40 and 45 percent of the farmers voted.", "percent", 40, 45, "percent"),
    ],
)
def test_other_measures(
    text: str, measure: str, low: float | None, high: float | None, unit: str
) -> None:
    assert [(q.low, q.high, q.unit) for q in counted(text, measure)] == [(low, high, unit)]


def test_a_share_that_rose_has_both_shares_and_no_year() -> None:
    text = "The share of women in the council rose from 41 percent in 2015 to 62 percent."
    assert [(q.low, q.high) for q in counted(text, "percent")] == [(41, 41), (62, 62)]
    assert all(q.low not in (2015, 15) for q in read(text).quantities)


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("The blast killed 12 people.", "exact"),
        ("The blast killed about 12 people.", "about"),
        ("The blast killed at least 12 people.", "at least"),
        ("The blast killed no fewer than 12 people.", "at least"),
        ("The blast killed 12 or more people.", "at least"),
        ("The blast killed dozens of people.", "at least"),
        ("The blast killed more than 12 people.", "more than"),
        ("The blast killed over 12 people.", "more than"),
        ("The blast killed nearly 12 people.", "almost"),
        ("The blast killed up to 12 people.", "at most"),
        ("The blast killed fewer than 12 people.", "at most"),
        ("The blast killed between 10 and 12 people.", "range"),
        ("The blast killed 10 to 12 people.", "range"),
    ],
)
def test_the_bound_is_kept_and_told_in_the_claim(text: str, bound: str) -> None:
    (found,) = counted(text, "killed")
    assert found.bound == bound
    claim = read(text).claims[found.claim]
    assert found.text.lower() in claim.text.lower()
    assert claim.frame is not None
    assert (claim.frame.predicate, claim.frame.subject) == ("killed", "people")


@pytest.mark.parametrize("text", [text for text, *_ in KILLED[:20] + INJURED[:10]])
def test_every_count_stands_where_it_says(text: str) -> None:
    found = read(text)
    assert found.quantities
    for q in found.quantities:
        assert text[q.start : q.end] == q.text
        claim = found.claims[q.claim]
        assert claim.start <= q.start
        assert q.end <= claim.end
        assert {a.claim for a in found.attributions} >= {q.claim}


@pytest.mark.parametrize(
    ("text", "stance", "speaker"),
    [
        ("The army said that 12 civilians were killed.", "asserts", "army"),
        ("The army denied that 12 civilians were killed.", "denies", "army"),
        ("12 civilians were killed, according to the army.", "asserts", "army"),
        ("“We buried 12 people,” said Colonel Ada Idriss.", "asserts", "Ada Idriss"),
    ],
)
def test_a_count_belongs_to_who_states_it(text: str, stance: str, speaker: str) -> None:
    said = [a for a in read(text).attributions if a.speaker is not None]
    assert {(a.stance, a.speaker.name) for a in said if a.speaker} == {(stance, speaker)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("As of Monday, 12 people had died in the flood.", "2024-05-06"),
        ("Police have arrested 12 people so far.", "2024-05-10"),
        ("The flood has killed 12 people to date.", "2024-05-10"),
        ("The flood killed 12 people.", None),
    ],
)
def test_the_day_a_count_was_true(text: str, expected: str | None) -> None:
    (found,) = (q for q in read(text).quantities if q.unit == "persons")
    assert (found.as_of.isoformat() if found.as_of else None) == expected
