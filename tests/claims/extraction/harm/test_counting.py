"""From mentions of harm to figures: sums, persons counted once, and the pairs that a text gives a ground for."""

from datetime import date

import pytest

from claims.extraction import extract
from claims.extraction.harm.counting import Account, Features, candidates
from claims.extraction.harm.figures import read
from claims.extraction.text.nlp import parse


def told(text: str, title: str = "") -> Account:
    heading = parse(title) if title else []
    return read([*heading, *parse(text)], sum(1 for d in heading for _ in d.sents), 2024)


def figures(text: str, title: str = "") -> tuple[float, float]:
    """(killed, injured) as the key figures have them; 0 where the document does not say."""
    found = extract(text, title=title or None).key_figures
    killed, injured = (found.get(m, (0.0, 0.0))[0] for m in ("killed", "injured"))
    return killed or 0, injured or 0


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("The shooting at the mill left two dead and five wounded.", (2, 5)),
        ("Two people were killed and five were injured at the mill.", (2, 5)),
        ("A gunman killed three people and wounded four others in a bakery.", (3, 4)),
        ("A guard was killed and two others were wounded at the depot.", (1, 2)),
        ("A man and his wife were shot dead in their house on Monday.", (2, 0)),
        ("A woman was fatally shot on Elm Street, police said.", (1, 0)),
        ("Four people were wounded in a shooting outside a bar.", (0, 4)),
        ("Twelve people were wounded when a gunman fired into the crowd.", (0, 12)),
        ("Five people were shot at a picnic, and one of them died.", (1, 4)),
    ],
)
def test_what_a_text_says_is_among_the_candidates(text: str, pair: tuple[int, int]) -> None:
    assert pair in candidates(told(text))


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("The shooting at the mill left two dead and five wounded.", (2, 5)),
        ("A gunman killed three people and wounded four others in a bakery on Friday.", (3, 4)),
        ("A guard was killed and two others were wounded in a shooting at the depot.", (1, 2)),
        ("A man and his wife were shot dead in their house on Monday, police said.", (2, 0)),
        ("Four people were wounded in a shooting outside a bar late on Friday.", (0, 4)),
        ("A baker was shot in the leg on Friday. He was taken to hospital, where he is in stable condition.", (0, 1)),
        ("A baker was shot in the chest on Friday. He was taken to hospital, where he died later that night.", (1, 0)),
    ],
)  # fmt: skip
def test_key_figures(text: str, pair: tuple[int, int]) -> None:
    assert figures(text) == pair


def test_who_died_in_another_year_is_no_key_figure() -> None:
    text = (
        "Police in Port Ellis searched the mill after the attack on Monday. The first suspect is Ivo Brandt, "
        "a former miller. He was killed in 2016 in the mountains, officials believed."
    )
    assert extract(text, published=date(2024, 4, 2)).key_figures == {}
    assert extract(text, published=date(2016, 4, 2)).key_figures == {"killed": (1, 1)}


def test_what_another_event_cost_is_not_claimed_of_the_main_one() -> None:
    found = extract(
        "The attack on the mill of Port Ellis on Monday shocked the town. The police questioned four suspects. "
        "In an attack in Harlow early in 2024, two bombers killed almost 100 people at a ceremony."
    )
    assert "Almost 100 people were killed in the attack in Harlow." in [
        c.text for c in found.claims
    ]
    assert not [c.text for c in found.claims if "killed" in c.text and "Port Ellis" in c.text]


def test_many_are_not_passed_over() -> None:
    text = "A suicide bomber killed himself and nine guards at a gate in Tarn. At least 20 people were wounded."
    assert figures(text) == (10, 20)


def test_a_headline_counts_too() -> None:
    text = "Officers were called to the mill on Friday evening. Nobody has been arrested for the shooting."
    assert figures(text, "Three killed, six wounded in shooting at mill") == (3, 6)


def test_the_shooter_is_counted_or_not_as_the_text_counts() -> None:
    apart = "Two guards were killed. The gunman, Ivo Brandt, then shot himself dead."
    assert {k for k, _ in candidates(told(apart))} >= {2, 3}
    within = (
        "Three people, the gunman among them, were killed in the shooting at the depot on Friday."
    )
    assert figures(within)[0] == 3


def test_the_victim_who_died_later_is_one_person() -> None:
    text = (
        "Lena Okafor, 34, was shot on Elm Street on Friday. "
        "Okafor was taken to hospital, where she died on Sunday."
    )
    (person,) = told(text).people
    assert "killed" in person.fates
    assert person.age == "34"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Lena Okafor was killed. Ivo Brandt was killed.", 2),
        ("Lena Okafor was killed. Okafor was shot twice.", 1),
        ("A man, 34, was killed. A woman was killed.", 2),
        ("A man was killed. The man was shot twice.", 1),
        ("A man was killed. Another man was killed.", 2),
        ("A woman was wounded. She was taken to hospital.", 1),
        ("A man, 34, was shot. A man, 52, was shot.", 2),
        ("A child, 12, was shot. The uncle was shot in the hand.", 2),
    ],
)
def test_persons_are_counted_once(text: str, count: int) -> None:
    assert len(told(text).people) == count


def test_the_rest_of_a_total() -> None:
    pairs = candidates(told("Seven people were shot at the fair. Two people died."))
    assert (2, 5) in pairs


def test_those_counted_again_by_how_they_fare_are_not_added() -> None:
    text = (
        "Five men and four women were injured -- one in critical condition, "
        "one in serious condition and seven in good condition."
    )
    assert told(text).sums["hurt"] == [(9, 1)]


def test_a_fifth_person_says_that_there_were_five() -> None:
    text = "Four men were shot at the fair. A fifth person was wounded as he fled."
    assert 5 in {injured for _, injured in candidates(told(text))}
    text = "Three men were shot at the fair, a fourth was slightly wounded."
    assert 4 in {injured for _, injured in candidates(told(text))}
    fifth = "The fifth anniversary of the shooting that killed a man was on Friday."
    assert 5 not in {injured for _, injured in candidates(told(fifth))}


@pytest.mark.parametrize(
    ("text", "fate", "size"),
    [
        ("A double homicide shook the town.", "killed", 2),
        ("Police look into a triple shooting on Elm Street.", "shot", 3),
        ("A quadruple murder trial began.", "killed", 4),
    ],
)
def test_number_words_before_the_deed(text: str, fate: str, size: int) -> None:
    assert size in [value for value, _ in told(text).figures[fate]]


def test_nothing_of_harm_gives_the_pair_of_none_alone() -> None:
    assert candidates(told("The mill opened its doors on Friday.")) == [(0, 0)]


def test_zones() -> None:
    body = "A man was killed on Friday. " + "The street is long. " * 4 + "A boy was wounded. "
    body += "The street is long. " * 4 + "A cook was wounded. Three men were killed last year."
    made = told(body, "Man killed")
    assert [made.zone(sentence) for sentence in made.told] == [0, 1, 2, 3, 4]


def test_every_pair_has_as_many_features_and_pairs_differ() -> None:
    made = told("Seven people were shot at the fair. Two people died.")
    features = Features(made)
    rows = [features.row(*pair) for pair in candidates(made)]
    assert len({len(row) for row in rows}) == 1
    assert len({tuple(row) for row in rows}) == len(rows)
