"""Whom words of harm concern: patients of verbs, holders of states, bearers of wounds."""

import pytest

from claims.extraction.harm.casualties import Harm
from claims.extraction.harm.casualties import told as told_of
from claims.extraction.text.nlp import parse


def harms(text: str, year: int = 2024) -> list[Harm]:
    return [harm for told in told_of(parse(text), year) for harm in told.harms]


def fates(text: str) -> list[tuple[str, float]]:
    return [(harm.fate, harm.size) for harm in harms(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The raid killed six fishermen.", [("killed", 6)]),
        ("Six fishermen were killed in the raid.", [("killed", 6)]),
        ("The shooting left two dead and five wounded.", [("killed", 2), ("injured", 5)]),
        ("Two dead, five injured in shooting at mill", [("killed", 2), ("injured", 5)]),
        ("A man and his wife were shot dead.", [("killed", 1), ("killed", 1)]),
        ("Ada Moreau was killed and two others were wounded.", [("killed", 1), ("injured", 2)]),
        ("Three men were taken to hospital by car.", [("hospital", 3)]),
        ("Police found a woman suffering from a gunshot wound.", [("shot", 1)]),
        ("The driver was pronounced dead at the scene.", [("killed", 1)]),
        ("The gunman turned the gun on himself.", [("killed", 1)]),
        ("Twenty-one sailors died.", [("killed", 21)]),
        ("Both brothers were killed.", [("killed", 2)]),
        ("The shooting left two people dead and another in critical condition.", [("killed", 2), ("injured", 1)]),
        ("Two clerks were killed and a third was wounded.", [("killed", 2), ("injured", 1)]),
        ("Police found two dead bakers and two injured clerks in the mill.", [("killed", 2), ("injured", 2)]),
        ("A man, 30, and a woman, 25, were wounded in Veskton.", [("injured", 1), ("injured", 1)]),
        ("A 19-year-old and a 20-year-old were wounded.", [("injured", 1), ("injured", 1)]),
        ("The bodies of three people were found in a mill.", [("killed", 3)]),
        ("Two clerks are fighting for their lives.", [("injured", 2)]),
        ("Two adults and a child dead in Veskton", [("killed", 2), ("killed", 1)]),
        ("Six people were shot, two of them fatally, in the mill.", [("shot", 6), ("killed", 2)]),
        ("A clerk shot and killed Ada Moreau on Friday.", [("killed", 1)]),
        ("A clerk was shot and killed on Friday.", [("killed", 1)]),
        ("A baker was killed.", [("killed", 1)]),
        ("Guards have shot and killed a man who had locked himself in.", [("killed", 1)]),
        ("Clerks answering a call found the mother dead at her door.", [("killed", 1)]),
        ("A blast sent three clerks to the hospital.", [("hospital", 3)]),
        ("Two clerks are stable and another four were treated and released.", [("hospital", 4)]),
        ("A guard suffered a bullet graze to the cheek.", [("injured", 1)]),
        ("A girl was also shot in the foot, but was not fatally wounded.", [("injured", 1)]),
        ("A miller killed his ex-wife in Veskton.", [("killed", 1)]),
        ("Four fishermen survived the shooting spree.", [("injured", 4)]),
        ("The blast killed two men and left a third fighting for his life.", [("killed", 2), ("injured", 1)]),
        ("Boy, 7, Hurt in Shooting", [("injured", 1)]),
        ("Man kills his wife and her brother, turns gun on himself", [("killed", 1)] * 3),
        ("Veskton man kills 4-year-old, then himself", [("killed", 1)] * 2),
        ("Twelve residents were treated for smoke.", [("hospital", 12)]),
        ("A man killed his 4-year-old son and then himself on Sunday night.", [("killed", 1)] * 2),
        ("A blast left a woman dead and her daughter in a coma.", [("killed", 1), ("injured", 1)]),
        ("A gust in Veskton left three men and a woman wounded, officials said.", [("injured", 3), ("injured", 1)]),
        ("Veskton blast leaves 3 men, 1 woman wounded", [("injured", 3), ("injured", 1)]),
        ("Guards responded to a call of gunshot wounds at the mill and found three victims.", [("victim", 3)]),
    ],
)  # fmt: skip
def test_who_came_to_harm(text: str, expected: list[tuple[str, float]]) -> None:
    assert fates(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The bakery could have killed someone.",
        "He threatened to shoot the clerk.",
        "The pilot is survived by his wife, Rosa, and two sons.",
        "He drank the bottle in an effort to kill himself.",
        "She was charged with attempted murder.",
        "The bullet hit a parked car.",
        "The frost killed the apple trees.",
        "Nobody was injured in the fire.",
        "The striker shot the ball over the bar.",
        "Officers took the papers to the court.",
        "Two clerks are fighting for their rights.",
        "A guard shot at her twice.",
        "Two crates of fish were recovered from the pond.",
        "A couple of shards remain, but no surgery was needed.",
        "Rosa Lind and her son escaped injuries.",
        "A bullet from a 9 mm pistol struck the head of the bed.",
    ],
)
def test_no_person_came_to_harm(text: str) -> None:
    assert fates(text) == []


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("He killed his father, Omar Lind; his mother, Rosa; his sister Ada and his sister Nora.", 4),
        ("He killed his father, Omar Lind; his mother, Rosa; his sister, Ada; and his uncle, Karl Lind.", 4),
        ("The gunman killed his father, Omar Lind, his mother, Rosa, and his sister Ada.", 3),
        ("His father, Omar; his mother, Rosa; and his sister Ada were killed.", 3),
        ("He killed his wife, Rosa, and a neighbour.", 2),
        ("He killed his mother, his son and his dog.", 2),
        ("A man killed his parents, two sisters and a neighbour.", 5),
        ("The dead were his father, Omar Lind; his mother, Rosa; and his sister Ada.", 3),
        ("The killing of his wife, Lena; his son, Piet; and a neighbour shook Veskton.", 3),
        ("The murder of two clerks and a guard shook Veskton.", 3),
        ("Ivo Brandt killed his wife, Lena, 34; his son, Piet, 6; and a clerk, Ada Moreau, before shooting himself.", 4),
        # other words for those who were named, nobody else
        ("A gunman killed Omar Lind, his father, and Rosa Lind, his mother.", 2),
        ("A gunman killed Omar Lind, his father; Rosa Lind, his mother; and a clerk.", 3),
        ("A gunman killed Omar Lind, a clerk and father of two, on Friday.", 1),
        ("The fire killed a couple, a guard and a nurse.", 2),
        ("The gunman wounded three others, Ada Moreau, 28; Omar Lind; and Rosa Lind.", 3),
        ("The driver killed his brother, a nurse said.", 1),
        # where the parser loses the thread: headlines, asides, a child told of by age
        ("3 women, 2 boys shot near a mill in Veskton", 5),
        ("Police: 4 adults, 1 child shot in Veskton", 5),
        ("Man, baby found dead in Veskton", 2),
        ("Mother, uncle, infant dead after a fire", 3),
        ("A seven-year-old and three adults were shot in Veskton on Sunday.", 4),
        ("Police are asking for help after four adults and a 5-year-old were shot in Veskton.", 5),
        ("Police seek a driver after four people, including a toddler, were injured in Veskton.", 4),
        ("A blast left a girl in critical condition, while three others, including two teens, were also wounded.", 4),
        ("A father cleaning his rifle accidentally shot himself and his two daughters.", 3),
        ("A boy shot the girl's mother, the girl and then himself.", 3),
        ("Both the girl and her father were taken to the hospital.", 2),
        ("A harbour guard, Brad Moreau, 45, and Deputy Omar Lind were killed.", 2),
    ],
)  # fmt: skip
def test_each_of_a_list_counts_once(text: str, count: int) -> None:
    assert sum(size for _, size in fates(text)) == count


def test_each_of_a_list_has_an_age_of_their_own() -> None:
    wife, son = harms("He killed his wife, Lena, 34; and his son, Piet, 6.")
    assert [(one.age, one.gender) for one in (wife, son)] == [("34", "f"), ("6", "m")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("UPDATE: 4 people shot, 1 dead in Veskton", [("shot", 4), ("killed", 1)]),
        ("VIDEO: Four shot in Veskton", [("shot", 4)]),
        ("NRK 24 - Six killed in a night of shootings in Veskton", [("killed", 6)]),
    ],
)
def test_what_stands_before_a_headline_is_no_part_of_it(
    text: str, expected: list[tuple[str, float]]
) -> None:
    assert fates(text) == expected


def test_a_count_is_nobodys_age() -> None:
    dead, hurt = harms("1 Dead, 3 Hurt in Veskton Fire")
    assert (dead.age, hurt.size) == ("", 3)


def test_a_word_for_a_person_is_no_name() -> None:
    found = harms("Toddler Killed, Mother Hurt In Veskton Fire")
    assert [(one.name, one.form) for one in found] == [("", "single")] * 2
    assert [one.size for one in harms("Police Find Boy Dead In Mill")] == [1]


@pytest.mark.parametrize(
    "text",
    [
        "Brandt was shot and killed on Friday.",  # taken for a firm
        "The guards shot and killed Quill.",
        "Strand died on Sunday.",  # taken for a place
    ],
)
def test_who_dies_is_a_person_though_taken_for_a_firm_or_a_place(text: str) -> None:
    (harm,) = harms(text)
    assert (harm.fate, harm.form) == ("killed", "name")


def test_nobody_is_noted() -> None:
    (told,) = told_of(parse("No one was injured when shots were fired."), 2024)
    assert told.spared == {"injured"}


def test_a_fatal_shot_is_a_death_a_shot_leaves_it_open() -> None:
    assert fates("The clerk was fatally shot.") == [("killed", 1)]
    assert fates("The clerk was shot in the arm.") == [("shot", 1)]


def test_who_a_person_is() -> None:
    (harm,) = harms("Ada Moreau, 27, was killed on Friday.")
    assert (harm.name, harm.age, harm.form) == ("ada moreau", "27", "name")
    (harm,) = harms("A 27-year-old woman was killed on Friday.")
    assert (harm.name, harm.age, harm.gender, harm.form) == ("", "27", "f", "indefinite")


def test_the_attacker_and_the_others() -> None:
    (gunman,) = harms("The gunman was killed by police.")
    assert gunman.attacker
    (guest,) = harms("Two other guests were wounded.")
    assert guest.other
    assert not guest.attacker


@pytest.mark.parametrize("text", ["A third was wounded.", "Another was wounded."])
def test_one_more_is_a_person_apart(text: str) -> None:
    (harm,) = harms(text)
    assert (harm.other, harm.form) == (True, "indefinite")


def test_both_of_them_is_a_number() -> None:
    (harm,) = harms("Both clerks survived.")
    assert (harm.size, harm.form) == (2, "number")


@pytest.mark.parametrize(
    ("text", "aside"),
    [
        ("Three people were killed last year.", True),
        ("Three people were killed there in 2009.", True),
        ("Three people were killed in a separate shooting.", True),
        ("Three people were killed on Friday.", False),
        ("Three people were killed there in 2024.", False),
    ],
)
def test_other_times_and_cases(text: str, aside: bool) -> None:
    (harm,) = harms(text)
    assert harm.aside is aside


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("At least five people were killed.", (5, None)),
        ("More than 30 people were wounded.", (31, None)),
        ("Up to 40 people were wounded.", (None, 40)),
        ("Several people were wounded.", (2, None)),
    ],
)
def test_bounds(text: str, figure: tuple[float | None, float | None]) -> None:
    (harm,) = harms(text)
    assert harm.figure == figure


def test_offsets_are_where_the_text_says_so() -> None:
    text = "The raid killed six fishermen and wounded a guard."
    assert [text[h.start : h.end] for h in harms(text)] == ["six", "guard"]
