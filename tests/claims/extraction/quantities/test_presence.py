"""People in a crowd, on board and ill, and numbers that are given without saying of what."""

import pytest

from tests.claims.extraction.asking import read, told


def counted(text: str, measure: str) -> list[tuple[float | None, float | None]]:
    return [(q.low, q.high) for q in read(text).quantities if q.measure == measure]


def says(text: str, claim: str) -> list[str | None]:
    """Who makes a claim; None is the author."""
    found = read(text)
    return [
        a.speaker.name if a.speaker else None
        for a in found.attributions
        if found.claims[a.claim].text == claim
    ]


@pytest.mark.parametrize(
    ("measure", "text", "low", "high"),
    [
        ("attended", "Between 30,000 and 35,000 people were in Mill Square at noon.", 30_000, 35_000),
        ("attended", "The police put the crowd at 8,000.", 8_000, 8_000),
        ("attended", "A crowd of 8,000 stood in the rain.", 8_000, 8_000),
        ("attended", "About 40,000 people marched through Torvik on Saturday.", 40_000, 40_000),
        ("attended", "More than 200 teachers took part in the protest.", 201, None),
        ("attended", "Some 12,000 people attended the rally in Osk.", 12_000, 12_000),
        ("attended", "Thousands took to the streets of Osk.", 2_000, None),
        ("attended", "Twenty thousand demonstrators filled the square.", 20_000, 20_000),
        ("attended", "The number of demonstrators was 3,000.", 3_000, 3_000),
        ("aboard", "A ferry with 214 people on board crossed the lake.", 214, 214),
        ("aboard", "The plane carried 240 people.", 240, 240),
        ("aboard", "Flight 12, carrying 88 passengers, landed near Osk.", 88, 88),
        ("aboard", "There were 88 people aboard.", 88, 88),
        ("aboard", "The number of people on board was 231, the operator said.", 231, 231),
        ("ill", "Some 60 pupils fell ill after the dinner.", 60, 60),
        ("ill", "More than 300 people were infected in the town.", 301, None),
        ("ill", "The ministry put the number of sick at 920.", 920, 920),
        ("killed", "The committee put the number of people killed at seven.", 7, 7),
    ],
)  # fmt: skip
def test_who_was_there_and_who_fell_ill(
    measure: str, text: str, low: float | None, high: float | None
) -> None:
    assert counted(text, measure) == [(low, high)]


@pytest.mark.parametrize(
    ("measure", "text"),
    [
        ("attended", "Some 200 divers took part in the search."),
        ("attended", "Two people were in the street when the wall fell."),
        ("attended", "Boys threw stones at the crowd at 10."),
        ("attended", "The school is attended by 400 pupils."),
        ("aboard", "Nurses carried 12 patients out of the ward."),
        ("aboard", "The firm has 12 people on its board."),
        ("ill", "A man fell ill on the stairs."),
        ("ill", "The measles were found in 12 cases."),
    ],
)
def test_who_was_somewhere_else(measure: str, text: str) -> None:
    assert not counted(text, measure)


def test_a_crowd_is_that_of_the_demonstration() -> None:
    text = (
        "The protest in Torvik went on until midnight on Saturday.\n\n"
        "The organisers spoke of 90,000. The police put the crowd at 8,000."
    )
    assert says(text, "90,000 people took part in the unrest in Torvik.") == ["organisers"]
    assert says(text, "8,000 people took part in the unrest in Torvik.") == ["police"]
    assert "The crowd was 8,000." not in told(text)


def test_people_on_board_when_a_ship_sank() -> None:
    text = "The sinking of a ferry off Osk was on Monday. The owner said 229 people were aboard."
    assert says(text, "229 people were on board at the time of the sinking.") == ["owner"]


def test_the_cases_of_an_outbreak_are_people_who_fell_ill() -> None:
    text = (
        "The outbreak of cholera in Torvik is over.\n\n"
        "The clinic speaks of 610 confirmed cases. In three cases the water was tested."
    )
    assert counted(text, "ill") == [(610, 610)]
    assert says(text, "610 people were made ill by the outbreak.") == ["clinic"]


@pytest.mark.parametrize(
    "other",
    ["The union knows of nine.", "The union counts nine.", "The union puts the number at nine."],
)
def test_a_number_alone_counts_what_was_counted_last(other: str) -> None:
    text = f"Four miners were killed in the blast at Holm Pit, the owner said. {other}"
    assert counted(text, "killed") == [(4, 4), (9, 9)]
    assert says(text, "Nine people were killed in the blast.") == ["union"]


def test_a_number_alone_where_nobody_was_counted() -> None:
    text = "The price was high. The union knows of nine."
    assert not read(text).quantities
    assert "There were nine." not in told(text)
    assert "There was a nine." not in told(text)


def test_who_raises_a_toll_gives_it() -> None:
    text = "The blast at Holm Pit was on Monday. The clinic raised the number of deaths to nine."
    assert says(text, "Nine people were killed in the blast.") == ["clinic"]


def test_nobody_is_killed_in_an_election() -> None:
    text = (
        "The election in Torvik was won by the mayor, and the election board said so on Monday.\n\n"
        "The protest of 4 May in Torvik ended badly. The government speaks of two dead."
    )
    assert counted(text, "killed") == [(2, 2)]
    assert not [c for c in told(text) if "killed in the election" in c]
    assert [c for c in told(text) if c.startswith("Two people were killed in the protest")]


def test_who_is_contradicted_states_nothing_of_the_sentence() -> None:
    text = "According to a list, the ship carried 240 people and not 214, as the port office had stated."
    assert {a.speaker.name for a in read(text).attributions if a.speaker} == {"list"}
