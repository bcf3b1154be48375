"""What tells one happening from others of its kind: the town, the street, the people, the day."""

from datetime import date

import pytest

from claims.extraction import extract
from claims.extraction.harm.casualties import Figure
from claims.extraction.harm.grounds import bound_of, figure_statement, ground, unstated
from claims.extraction.text.nlp import parse
from claims.extraction.types import Event

FRIDAY = date(2031, 5, 9)
REPORT = """VESKTON, Ohio (Vale News) — A man was killed and two others were hurt when a gunman opened fire outside the Blue Heron Tavern on Wednesday night, Veskton police said.

Officers were called to the 900 block of Quarry Rd. around 11 p.m.

Bram Ostley, 24, of Alderton, was pronounced dead at the scene. Police Chief Dora Finch said 31-year-old Leo M. Kern surrendered on Thursday.
"""


def main_event(text: str, published: date | None = FRIDAY, title: str | None = None) -> Event:
    """The event that a text is about."""
    return next(e for e in extract(text, title=title, published=published).events if e.main)


def test_a_report_of_a_shooting() -> None:
    event = main_event(REPORT)
    assert event.kind == "shooting"
    assert {"Veskton", "900 Quarry Road"} <= set(event.names)
    assert event.people == ("Bram Ostley", "Leo M. Kern")
    # on Wednesday night it happened; the surrender came later
    assert event.date_from == event.date_to == date(2031, 5, 7)


def test_without_a_day_of_publication_a_weekday_is_no_date() -> None:
    assert main_event(REPORT, None).date_from is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Two men were shot in Veskton yesterday, police said.", date(2031, 5, 8)),
        ("Two men were shot in Veskton this morning, police said.", FRIDAY),
        ("Two men were shot in Veskton on May 2, police said.", date(2031, 5, 2)),
        ("A man was arrested on Thursday after two men were shot in Veskton.", None),
        ("A man was arrested on Thursday over the May 2 shooting in Veskton.", date(2031, 5, 2)),
        ("A vigil for the man shot in Veskton was held on Thursday.", None),
        # the day of the deed before that of the death or of the police, wherever it stands
        (
            "A man died in Veskton on Thursday. He was shot on Monday outside a bar there.",
            date(2031, 5, 5),
        ),
        (
            "An autopsy done Wednesday on the man shot in Veskton told no more. Officers were called Monday.",
            date(2031, 5, 5),
        ),
        (
            "Leo Kern was arrested Thursday after two men were shot Monday in Veskton.",
            date(2031, 5, 5),
        ),
        ("The mayor of Veskton spoke on Wednesday of the man shot Monday.", date(2031, 5, 5)),
        ("Two men were shot last Thursday in Veskton.", date(2031, 5, 1)),
        ("A man was taken into custody Thursday, days after he shot two in Veskton.", None),
        ("Two men were shot Friday, May 2, in Veskton.", date(2031, 5, 2)),
    ],
)
def test_the_day_of_the_deed_and_not_of_what_followed(text: str, day: date | None) -> None:
    assert main_event(text).date_from == day


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Two men were shot outside a bar in Veskton on Monday.", "shooting"),
        ("A man was stabbed outside a bar in Veskton on Monday.", "attack"),
        ("A gunman opened fire at a bar in Veskton. Four people were shot.", "shooting"),
        ("A boy was shot by accident in Veskton. The accident happened on Monday.", "shooting"),
        ("A hunter had a gunshot wound. The accident happened in Veskton on Monday.", "shooting"),
        ("Deputies were called to a shooting incident in Veskton on Monday.", "shooting"),
        ("A couple died in a murder-suicide in Veskton on Monday.", "killing"),
        ("A man and a baby were found dead in a house in Veskton on Monday.", "killing"),
        ("A girl was wounded in a house in Veskton on Monday.", "attack"),
        ("A driver was shot twice in Veskton, and shot at again. A crash ended it.", "shooting"),
        (
            "A man was shot in a home invasion in Veskton. The home invasion was on Monday.",
            "shooting",
        ),
    ],
)
def test_a_verb_says_what_happened_where_no_noun_does(text: str, kind: str) -> None:
    assert main_event(text).kind == kind


@pytest.mark.parametrize(
    ("sentence", "people"),
    [
        ("Bram Ostley, 24, was shot dead.", ("Bram Ostley",)),
        ("The victim was identified as Bram Ostley.", ("Bram Ostley",)),
        ("Police shot 24-year-old Bram Ostley.", ("Bram Ostley",)),
        ("Bram Ostley was shot and his brother was hurt.", ("Bram Ostley",)),
        ("Prosecutors charged Bram Ostley with assault.", ("Bram Ostley",)),
        ("Bram Ostley, who police say fired first, ran away.", ("Bram Ostley",)),
        ("The death of Bram Ostley is looked into.", ("Bram Ostley",)),
        (
            "Dora Finch, 24, was hurt by Bram Ostley. Bram Ostley faces trial.",
            ("Dora Finch", "Bram Ostley"),
        ),
        ("Bram Ostley, who is accused of murder, is in jail.", ("Bram Ostley",)),
        ("A jury finds Bram Ostley guilty.", ("Bram Ostley",)),
        ("Bram Ostley shot his brother first.", ("Bram Ostley",)),
        ("Bram Ostley's death is looked into.", ("Bram Ostley",)),
        ("Five-year-old Bram Ostley was hurt.", ("Bram Ostley",)),
        ("Police shot 24 year old Bram Ostley.", ("Bram Ostley",)),
        ("The case against Bram Ostley goes on.", ("Bram Ostley",)),
        ("Bram Ostley suffered a wound.", ("Bram Ostley",)),
        ("Bram Ostley appeared in court.", ("Bram Ostley",)),
        ("Bram Ostley and Dora Finch, both 16, were there.", ("Bram Ostley", "Dora Finch")),
        ("A man ran off with his brother, Bram Ostley.", ("Bram Ostley",)),
        ("Dora Finch said that a man was shot.", ()),
        ("A 19-year-old Vesk Creek man was shot.", ()),
        ("Officers arrested Sgt. Bram Ostley.", ()),
        ("On April 24 a hearing was held. Hide Caption 24 of 25.", ()),
        ("May Day 2031 saw a shooting.", ()),
    ],
)
def test_who_is_named_with_an_age_was_there(sentence: str, people: tuple[str, ...]) -> None:
    assert main_event(f"A shooting shook Veskton on Monday. {sentence}").people == people


@pytest.mark.parametrize(
    "sentence",
    [
        "The man was taken to Vesk Valley Medical Center after he was shot.",
        "The board of Vesk Valley High School met.",
    ],
)
def test_not_every_venue_is_where_it_happened(sentence: str) -> None:
    names = main_event(f"A shooting shook Veskton on Monday. {sentence}").names
    assert not any("Vesk Valley" in name for name in names)


def test_who_bears_the_name_of_a_place_is_somebody_where_a_surname_says_so() -> None:
    opening = "A shooting shook Veskton on Monday. The death of Paris Lorraine is looked into."
    assert main_event(f"{opening} Lorraine was a baker.").people == ("Paris Lorraine",)


def test_capitals_in_a_headline_prove_no_name() -> None:
    text = "A shooting left one man dead in Veskton on Monday, police said."
    event = main_event(text, title="Man Dies In Mass Shooting At Night")
    assert not {"Mass", "Dies", "Night"} & set(event.names)


def test_a_street_has_one_name_however_it_is_abbreviated() -> None:
    places = ("12 Quarry St.", "12 Quarry Street")
    one, other = (
        main_event(f"A man was shot at {place} in Veskton on Monday.") for place in places
    )
    assert set(one.names) & set(other.names) >= {"12 Quarry Street"}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("A man was shot in the 900 block of S. Quarry on Monday.", {"900 Quarry"}),
        ("A man was shot. The Alder County Sheriff's Office came.", {"Alder County"}),
        ("A man was shot in Veskton. It was in the Millgate neighborhood.", {"Millgate"}),
        ("A man was shot. Vale County authorities came.", {"Vale County"}),
        ("A man was shot at the Blue Heron Recreation Center.", {"Blue Heron Recreation Center"}),
        ("A man was shot in Oakhaven.", {"Oakhaven"}),
        ("A man was shot in north Alderton.", {"Alderton"}),
        ("A man was shot near 37th and Quarry streets.", {"37th Street", "Quarry Street"}),
        ("A man was shot at 4th and E. Quarry Aves.", {"4th Avenue", "Quarry Avenue"}),
        ("A man was shot. St. Vesk police came. St. Vesk police seek a car.", {"St. Vesk"}),
        ("A man was shot. Veskton Metro police came. Veskton Metro police ask for help.", {"Veskton"}),
    ],
)  # fmt: skip
def test_where_it_was(text: str, names: set[str]) -> None:
    assert names <= set(main_event(text).names)


def test_who_was_hurt_is_no_place() -> None:
    text = "The shooting of Ostley shook Veskton on Monday. Bram Ostley, 24, was shot."
    assert "Ostley" not in main_event(text).names


def test_a_clipped_headline_tells_a_shooting() -> None:
    event = main_event("Nobody was arrested.", title="Five Shot In Millgate")
    assert event.kind == "shooting"


@pytest.mark.parametrize(
    ("title", "town"),
    [
        ("Two men shot outside a bar in Millgate", "Millgate"),
        ("Two men shot in Millgate - Oakhaven Valley News", "Millgate"),
        ("Two men shot outside a bar - News in Oakhaven", None),
        ("Two Men Shot In Anger", None),
    ],
)
def test_a_headline_tells_once_where_it_was(title: str, town: str | None) -> None:
    assert main_event("Nobody was arrested, the police said.", title=title).place == town


def test_a_key_figure_that_no_sentence_states_has_a_claim_with_its_ground() -> None:
    text = "Four people were shot in Veskton on Monday, police said."
    found = extract(text, published=FRIDAY)
    stated = {(q.measure, q.low): q for q in found.quantities}
    for measure, (low, _high) in found.key_figures.items():
        quantity = stated[measure, low]
        assert text[quantity.start : quantity.end] == quantity.text
        said = [a for a in found.attributions if a.claim == quantity.claim]
        assert said
        assert all(a.speaker is None for a in said)
    assert found.key_figures["injured"] == (4.0, 4.0)


@pytest.mark.parametrize(
    ("figure", "words", "bound"),
    [
        ((1.0, 1.0), "One person was injured in the fire at Vesk.", "exact"),
        ((4.0, 4.0), "4 people were injured in the fire at Vesk.", "exact"),
        ((4.0, None), "At least 4 people were injured in the fire at Vesk.", "at least"),
        ((None, 4.0), "At most 4 people were injured in the fire at Vesk.", "at most"),
        ((4.0, 6.0), "Between 4 and 6 people were injured in the fire at Vesk.", "range"),
    ],
)
def test_a_figure_in_words(figure: Figure, words: str, bound: str) -> None:
    assert figure_statement("injured", figure, "fire at Vesk") == words
    assert bound_of(figure) == bound


def test_only_what_no_quantity_states_or_exceeds_is_unstated() -> None:
    figures: dict[str, Figure] = {"killed": (1.0, 1.0), "injured": (4.0, 4.0)}
    shooting = main_event("A man was shot in Veskton on Monday.")
    assert unstated(figures, [("killed", 1.0, 1.0)], [], shooting) == {"injured": (4.0, 4.0)}
    assert unstated(figures, [("killed", 1.0, 1.0), ("injured", 4.0, 4.0)], [], shooting) == {}
    assert unstated(figures, [("killed", 3.0, None), ("injured", 2.0, 2.0)], [], shooting) == {
        "injured": (4.0, 4.0)
    }


def test_what_an_earlier_event_exceeds_is_unstated_and_what_it_equals_is_not() -> None:
    shooting = main_event("A man was shot in Veskton on Monday.")
    figures: dict[str, Figure] = {"killed": (2.0, 2.0)}
    assert unstated(figures, [], [("killed", 3.0, 3.0)], shooting) == figures
    assert unstated(figures, [], [("killed", 2.0, 2.0)], shooting) == {}


def test_a_street_within_the_name_of_a_venue_is_no_address() -> None:
    event = main_event("Two men were shot at the Alder Lane Mobile Home Park in Veskton on Monday.")
    assert "Alder Lane" not in event.names
    event = main_event("Two men were shot on Alder Lane in Veskton on Monday.")
    assert "Alder Lane" in event.names


def test_what_the_opening_tells_was_done_is_what_a_text_is_about() -> None:
    opening = "A father and his boy were found dead in their home in Veskton on Monday.\n\n"
    body = "Neighbours spoke of a quiet man and a happy child.\n\n" * 9
    event = main_event(opening + body + "He had an accident years ago. It was a tragic accident.")
    assert event.kind == "killing"


def test_of_a_war_or_an_event_known_by_nothing_no_figure_is_worked_out() -> None:
    figures: dict[str, Figure] = {"killed": (1.0, 1.0)}
    for kind, place, expected in (
        ("war", "Tolm", {}),
        ("attack", None, {}),
        ("attack", "Tolm", figures),
    ):
        event = Event(kind, kind, place, (), None, None, main=True)
        assert unstated(figures, [], [], event) == expected


def test_the_ground_tells_the_fate_and_the_number_if_any_does() -> None:
    docs = parse("The town met.\n\nA crew was hurt.\n\nFour were hurt and one was killed.")
    fours = ground(docs, "injured", (4.0, 4.0))
    assert fours is not None
    assert fours.text == "Four were hurt and one was killed."
    sevens = ground(docs, "injured", (7.0, 7.0))
    assert sevens is not None
    assert sevens.text == "A crew was hurt."
    assert ground(parse("The town met."), "killed", (1.0, 1.0)) is None
