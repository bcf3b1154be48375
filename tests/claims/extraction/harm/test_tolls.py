"""Counts of people: whom they count, of which happening, and that a part is not told as the whole."""

import pytest

from claims.extraction import Claim, Extraction, extract

RIOT = """Six people were killed in a riot in Tolmark on Friday.

Two students died when guards fired into the crowd in Tolmark. Another three people died in a fire.

{}
"""


def counted(found: Extraction, measure: str = "killed") -> list[Claim]:
    """The claims that count those who came to so much harm, in the order of the text."""
    return [found.claims[q.claim] for q in found.quantities if q.measure == measure]


def test_who_is_counted_is_told_unless_it_is_everybody() -> None:
    texts = [c.text for c in counted(extract(RIOT.format("")))]
    assert texts == [
        "Six people were killed in the unrest in Tolmark.",
        "Two students were killed in the unrest in Tolmark.",
        "Three more people were killed in the unrest in Tolmark.",
    ]


def test_what_a_count_adds_to_is_no_toll() -> None:
    found = extract(
        "A gunman opened fire in Tolmark on Friday.\n\nThree students were killed in the shooting.\n\n"
        "Another three people died in hospital."
    )
    assert [c.text.partition(" in ")[0] for c in counted(found)] == [
        "Three students were killed",
        "Three more people were killed",
    ]


def test_others_than_the_dead_are_not_on_top_of_the_injured() -> None:
    text = "A fire in Tolmark on Friday killed 12 people and left at least 30 others injured."
    (claim,) = counted(extract(text), "injured")
    assert claim.text == "At least 30 people were injured in the fire in Tolmark."
    (later,) = counted(
        extract("A riot broke out in Tolmark. Eight more people were arrested on Monday."),
        "arrested",
    )
    assert later.text.startswith("Eight more people were arrested")


def test_at_least_another_eight_come_on_top() -> None:
    text = "Three guards were killed in a blast in Tolmark. At least another eight people were killed on Monday."
    told = [c.text.partition(" in ")[0] for c in counted(extract(text))]
    assert told == ["Three guards were killed", "At least eight more people were killed"]


@pytest.mark.parametrize(
    "text",
    [
        "A man died in a shooting in Tolmark on Friday. Three others were injured.",
        # told again, they are the same three
        "A shooting in Tolmark killed a man and injured three others. Three other people were injured, police said.",
    ],
)
def test_others_than_the_dead_are_all_who_were_hurt(text: str) -> None:
    told = {c.text for c in counted(extract(text), "injured")}
    assert told == {"Three people were injured in the shooting in Tolmark."}


@pytest.mark.parametrize(
    "sentence",
    [
        "Violence has killed around 90,000 people in Tolmark since 2007.",
        "Gangs kill 400 people a year in Tolmark.",
        "In recent years, gangs have killed 9,000 people in Tolmark.",
    ],
)
def test_a_count_of_years_is_of_no_single_happening(sentence: str) -> None:
    *_, summed = counted(extract(RIOT.format(sentence)))
    assert summed.event is None
    assert "riot" not in summed.text


def test_a_count_of_no_known_happening_keeps_its_sentence() -> None:
    (claim,) = counted(extract("At least six soldiers were killed by smugglers on the border."))
    assert claim.text == "At least six soldiers were killed by smugglers on the border."
    assert claim.event is None


def test_a_year_in_which_it_happened_before_is_another_happening() -> None:
    body = "The council met on Monday.\n\n" * 9
    found = extract(RIOT.format(body + "In May 2011, two teachers died in a clash with guards."))
    *_, recalled = counted(found)
    assert recalled.event is not None
    assert not found.events[recalled.event].main


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Three commanders were killed in a U.S. airstrike, officials said.", None),
        ("Three commanders were killed in a U.S. airstrike in Tolmark, officials said.", "Tolmark"),
        ("The video shows the beheading of the reporter Adam Brandt, officials said.", None),
    ],
)
def test_neither_who_struck_nor_who_was_killed_is_a_place(text: str, place: str | None) -> None:
    (event,) = extract(text).events
    assert event.place == place


def test_a_market_of_a_country_lies_there() -> None:
    text = "Three guards were killed in an airstrike in Iraq. The attack in a Kenyan market killed 68 people."
    found = extract(text)
    *_, market = counted(found)
    assert market.event is not None
    assert found.events[market.event].place == "Kenya"


def test_what_is_mentioned_far_below_is_not_what_the_text_is_about() -> None:
    body = "The council met on Monday to speak about the budget.\n\n" * 10
    found = extract(body + "It also recalled an ambush in Tolmark.")
    assert not any(event.main for event in found.events)


@pytest.mark.parametrize(
    ("text", "killed", "injured"),
    [
        ("A man fired into the home, killing 46-year-old Ann Poe and injuring three other family members.", 1, 3),
        ("A 9-year-old boy who was shot on Friday passed away on Sunday, his mother said.", 1, 0),
        ("A man shot and killed his wife, her brother and a neighbour before he killed himself.", 4, 0),
        ("Six people were shot, two fatally, on Friday night.", 2, 4),
        ("Six people were shot, one of them fatally, on Friday night.", 1, 5),
        ("The shooting left one person dead and another in hospital.", 1, 1),
    ],
)  # fmt: skip
def test_who_is_counted_among_the_dead_and_the_hurt(text: str, killed: int, injured: int) -> None:
    found = extract(text).key_figures
    assert [found.get(m, (0, 0))[0] for m in ("killed", "injured")] == [killed, injured]


@pytest.mark.parametrize(
    ("text", "measure", "figure"),
    [
        ("A blast killed two people. At least eight other people were hurt.", "injured", (8, None)),
        ("Two people were killed and at least eight more were hurt.", "injured", (8, None)),
        ("At least another eight people were hurt in Tolmark.", "injured", (8, None)),
        ("At least a dozen other guests were wounded.", "injured", (12, None)),
        ("Police say at least five, including two children, were hurt.", "injured", (5, None)),
        # what is left of an open total is open
        ("At least five people were shot, two fatally.", "injured", (3, None)),
        ("Five people were shot, two fatally.", "injured", (3, 3)),
        ("Four more were hurt.", "injured", (4, 4)),
        ("A guard was mortally wounded on Friday.", "killed", (1, 1)),
    ],
)
def test_the_key_figure_keeps_its_bound(
    text: str, measure: str, figure: tuple[int, int | None]
) -> None:
    assert extract(text).key_figures[measure] == figure
