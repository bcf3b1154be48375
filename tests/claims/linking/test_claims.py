"""May two claims be one, and what is the one to the other?"""

from dataclasses import replace
from datetime import date
from itertools import pairwise
from timeit import timeit

import pytest

from claims.extraction.types import Frame
from claims.linking.claims import compare, differences, same_claim
from claims.linking.embeddings import encoder
from claims.linking.types import QuantityView, Statement
from claims.linking.wording import read
from tests.claims.linking.builders import FERRY, QUAKE, RAID, count, framed, plain

ALIKE = 0.97


def similarity(a: str, b: str) -> float:
    one, other = encoder().embed([a, b])
    return float(one @ other)


TOLL = count(61, text="The sinking of the Halcyon killed 61 people.")
NORWAY = framed("Norway was involved in the airstrike.", "involved", "norway")
SWEDES = framed("The attackers were Swedes.", "nationality", "attackers", "sweden")
HARM = framed("It will harm relations.", "relations", "airstrike", "norway|sweden")


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (TOLL, count(61, text="61 people had drowned by Monday.")),
        (NORWAY, framed("Oslo played a part in the strike.", "involved", "norwegian")),
        (
            SWEDES,
            framed("Most of the suspects are from Sweden.", "nationality", "suspects", "sweden"),
        ),
        (SWEDES, framed("Swedish citizens took part.", "involved", "swedish citizens")),
        (HARM, framed("It may strain the close ties.", "relations", "airstrike", "sweden|norway")),
        (plain("The port of Vesk is closed."), plain("the port of Vesk is CLOSED")),
        (plain("The Tajik minister resigned."), plain("Tajikistan's minister resigned.")),
        (plain("Ten boats left the port.", event=FERRY), plain("10 boats left port.", event=FERRY)),
    ],
)
def test_one_claim(a: Statement, b: Statement) -> None:
    found = same_claim(a, b, ALIKE)
    assert found is not None
    assert found.relation == "same_as"
    assert found.confidence >= 0.85
    assert found.explanation
    assert same_claim(b, a, ALIKE) == found


@pytest.mark.parametrize(
    ("a", "b"),
    [
        # numbers and bounds
        (TOLL, count(62, text="The sinking of the Halcyon killed 62 people.")),
        (TOLL, count(61, bound="at least", text="The sinking killed at least 61 people.")),
        (count(100, bound="more than"), count(None, 100, "almost")),
        (TOLL, count(61, measure="injured", text="The sinking injured 61 people.")),
        (TOLL, plain("The sinking of the Halcyon killed many people.", event=FERRY)),
        (
            count(61, as_of=date(2021, 5, 4), text="61 had died."),
            count(61, as_of=date(2021, 5, 5), text="61 had died by then."),
        ),
        (count(11, measure="arrested"), count(4, measure="suspects")),
        # events
        (TOLL, replace(TOLL, text="The quake killed 61 people.", event=QUAKE)),
        (TOLL, replace(TOLL, text="61 people drowned.", event=None)),
        (TOLL, replace(TOLL, event=QUAKE)),
        (NORWAY, replace(NORWAY, event=QUAKE)),
        # frames
        (NORWAY, framed("Sweden was involved.", "involved", "sweden")),
        (NORWAY, framed("Norway carried it out.", "responsible", "norway")),
        (NORWAY, plain("Norway took part in the airstrike.", event=RAID)),
        (HARM, framed("It will improve relations.", "relations", "airstrike", "norway|sweden")),
        (HARM, framed("It will harm relations.", "relations", "airstrike", "norway|denmark")),
        (SWEDES, replace(SWEDES, text="The attackers were not Swedes.")),
        (
            framed("Ada Holt was arrested.", "arrested", "ada holt"),
            framed("Ada Holt was held.", "arrested", "ada holt"),
        ),
        (
            replace(SWEDES, quantity=QuantityView("suspects", 4, 4, "exact")),
            replace(SWEDES, text="11 were.", quantity=QuantityView("suspects", 11, 11, "exact")),
        ),
        # words
        (plain("The port of Vesk is open."), plain("The port of Vesk is closed.")),
        (plain("The port of Vesk is open."), plain("The port of Vesk is not open.")),
        (plain("Ada sued Bruno."), plain("Bruno sued Ada.")),
        (plain("Norway joined the search."), plain("Sweden joined the search.")),
        (plain("Ada Holt led the search."), plain("Eve Holt led the search.")),
        (
            plain("The search off Vesk began on Monday."),
            plain("The search off Vesk began on Friday."),
        ),
        (
            plain("Of those in Vesk, 57 percent agreed."),
            plain("Of those in Vesk, 68 percent agreed."),
        ),
        (
            plain("The search off Vesk began before noon."),
            plain("The search off Vesk began after noon."),
        ),
        (
            plain("The crew of the Halcyon rightly left."),
            plain("The crew of the Halcyon wrongly left."),
        ),
        (plain("The port of Vesk is open."), plain("The port of Vesk is open.", event=FERRY)),
    ],
)
def test_never_one_claim(a: Statement, b: Statement) -> None:
    assert same_claim(a, b, 1.0) is None
    assert same_claim(b, a, 1.0) is None


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("The investigation is ongoing.", "The investigation is ongoing."),
        ("No arrests were made.", "Arrests were made."),
        ("He died at the scene.", "He died at the scene on Monday."),
    ],
)
def test_what_is_said_of_a_thousand_matters_is_about_no_one_of_them(a: str, b: str) -> None:
    assert same_claim(plain(a), plain(b), 1.0) is None
    assert compare(plain(a), plain(b), 1.0) is None
    # about one known event, it says something
    assert same_claim(plain(a, event=FERRY), plain(a, event=FERRY), 1.0) is not None


def test_similarity_matters_where_words_alone_decide() -> None:
    a, b = plain("The port of Alder closed."), plain("Port Alder: closed")
    assert (
        same_claim(plain("The port of Vesk is closed."), plain("The port of Vesk was closed."), 0.6)
        is None
    )
    assert (
        same_claim(plain("The port of Vesk is closed."), plain("The port of Vesk was closed."), 0.9)
        is not None
    )
    assert same_claim(a, b, 0.5) is None


@pytest.mark.parametrize(
    ("a", "b", "relation"),
    [
        (TOLL, count(64), "contradicts"),
        (TOLL, count(60, bound="more than"), "supports"),
        (TOLL, count(61), "same_as"),
        (NORWAY, framed("Sweden did it.", "responsible", "sweden"), "rivals"),
        (SWEDES, framed("They were Danes.", "nationality", "attackers", "denmark"), "rivals"),
        (HARM, framed("It will strain ties.", "relations", "airstrike", "norway"), "same_as"),
        (
            plain("The bridge at Vesk is open."),
            plain("The bridge at Vesk is not open."),
            "contradicts",
        ),
        (
            plain("The suspects were arrested in Bryansk.", event=RAID),
            plain("The suspects were arrested in Belarus.", event=RAID),
            "contradicts",
        ),
        (
            plain("The raid was planned by Ade Okoro."),
            plain("The raid was planned by Femi Bello."),
            "rivals",
        ),
        (
            plain("The mayor of Port Alder resigned after the fire on Monday."),
            plain("The mayor of Port Alder stepped down after the fire on Monday."),
            "same_as",
        ),
        # three figures in common say more than the words around them
        (
            plain("Over 5 years, 31 crews lost boats in 8 harbours."),
            plain("In 8 ports, 31 crews have seen their boats go down within over 5 years."),
            "same_as",
        ),
    ],
)
def test_relations(a: Statement, b: Statement, relation: str) -> None:
    found = compare(a, b, 0.9)
    assert found is not None
    assert found.relation == relation
    back = compare(b, a, 0.9)
    assert back is not None
    assert (back.relation, back.confidence) == (found.relation, found.confidence)


@pytest.mark.parametrize(
    ("a", "b", "cosine"),
    [
        (TOLL, count(64, event=QUAKE), 0.9),
        (TOLL, count(64, measure="injured"), 0.9),
        (TOLL, plain("The sinking did not kill many people.", event=FERRY), 0.9),
        (NORWAY, framed("Sweden did it.", "responsible", "sweden", event=QUAKE), 0.9),
        (NORWAY, HARM, 0.9),
        (SWEDES, framed("Gunmen did it.", "responsible", "gunmen"), 0.9),
        (plain("The bridge at Vesk is open."), plain("The bridge at Vesk is not open."), 0.4),
        (
            plain("The bridge at Vesk is open."),
            plain("The bridge at Vesk is not open.", event=FERRY),
            0.9,
        ),
        (
            plain("The bridge at Vesk is open.", event=QUAKE),
            plain("The bridge at Vesk is not open.", event=FERRY),
            0.9,
        ),
        (plain("Ada Holt led the search."), plain("Eve Holt led the search."), 0.95),
        (
            plain("Of those in Vesk, 57 percent agreed."),
            plain("Of those in Vesk, 68 percent agreed."),
            0.95,
        ),
        (plain("Norway joined the pact."), plain("The pact comprises Norway and Sweden."), 0.7),
    ],
)
def test_nothing_to_say(a: Statement, b: Statement, cosine: float) -> None:
    assert compare(a, b, cosine) is None
    assert compare(b, a, cosine) is None


def test_a_number_within_a_claim_of_guilt_is_no_count() -> None:
    seen = QuantityView("killed", 61, 61, "exact")
    others = QuantityView("killed", 90, None, "at least")
    a = replace(NORWAY, quantity=seen)
    b = framed("Sweden did it, and killed over 90.", "responsible", "sweden", quantity=others)
    found = compare(a, b, 0.9)
    assert found is not None
    assert found.relation == "rivals"


def test_with_the_real_encoder() -> None:
    a, b = (
        "The ferry Halcyon carried a valid certificate.",
        "The ferry Halcyon did not carry a valid certificate.",
    )
    found = compare(plain(a), plain(b), similarity(a, b))
    assert found is not None
    assert found.relation == "contradicts"
    other = "Fishing quotas were cut by a third in the north."
    assert compare(plain(a), plain(other), similarity(a, other)) is None


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("12 boats left.", "14 boats left.", "the numbers differ"),
        ("Boats left on Monday.", "Boats left on Friday.", "the times differ"),
        ("Boats left for Norway.", "Boats left for Sweden.", "the countries differ"),
        ("Boats left.", "No boats left.", "one of them is negated"),
        ("The port opened.", "The port closed.", "“open” against “clos”"),
        ("Boats left with Ada Holt.", "Boats left with Eve Holt.", "the names differ"),
        ("Boats left with Ada Holt.", "Boats left with Holt.", None),
        ("Boats left in Crocus Bay.", "Boats left in Krokus Bay.", None),
        ("Ten Norwegian boats left.", "10 boats of Norway left.", None),
    ],
)
def test_differences(a: str, b: str, expected: str | None) -> None:
    assert differences(read(a), read(b)) == expected


def test_a_comparison_takes_well_under_a_millisecond() -> None:
    words = ["boats", "crews", "ports", "storms", "bays", "winds"]
    texts = [f"The {w} of bay {i} are {v} on Monday" for i, w in enumerate(words) for v in words]
    statements = [Statement(i, t, RAID) for i, t in enumerate(texts)]
    counts = [count(n, text=f"{n} people died.", frame=Frame("killed", "", "")) for n in range(30)]

    def all_pairs() -> None:
        for a, b in pairwise(statements):
            compare(a, b, 0.9)
        for a, b in pairwise(counts):
            compare(a, b, 0.9)

    pairs = len(statements) + len(counts) - 2
    # Ten times what it takes on an idle core, so that a busy machine doesn't fail it.
    assert min(timeit(all_pairs, number=1) for _ in range(3)) / pairs < 0.002


def test_one_sentence_may_say_what_another_says_and_more() -> None:
    longer = plain(
        "In recent years, the harbour of Vesk has taken in coal ships and sent out timber."
    )
    shorter = plain("After the war, the harbour of Vesk has taken in coal ships.")
    found, back = compare(longer, shorter, 0.7), compare(shorter, longer, 0.7)
    assert found is not None
    assert (found.relation, found.reversed) == ("supports", False)
    assert back == found.swapped()


@pytest.mark.parametrize(
    "other",
    [
        "The harbour of Vesk has taken in coal ships if the mayor is right and the sea is calm.",
        "The harbour of Vesk has not taken in coal ships from Alder since the spring.",
        "The mayor said that the harbour of Vesk has taken in coal ships.",
        "The harbour of Vesk has taken in grain ships and sent out timber.",
    ],
)
def test_what_goes_on_otherwise_supports_nothing(other: str) -> None:
    shorter = plain("The harbour of Vesk has taken in coal ships.")
    found = compare(plain(other), shorter, 0.7)
    assert found is None or found.relation != "supports"


# --- About no event, in one case ------------------------------------------------------------------

ONE = frozenset({1})
SOBER = plain("The helmsman was sober on the bridge.", matters=ONE)


def test_the_same_words_in_one_case_are_one_claim() -> None:
    found = same_claim(SOBER, replace(SOBER, matters=frozenset({1, 2})), 1.0)
    assert found is not None
    assert (found.relation, found.explanation) == ("same_as", "the same words")


@pytest.mark.parametrize(
    ("other", "relation"),
    [
        ("The helmsman was not sober on the bridge.", "contradicts"),
        ("The helmsman was drunk on the bridge.", "contradicts"),
        ("The helmsman was quite sober on the bridge.", "same_as"),
        ("The helmsman was tired on the bridge.", None),
        ("The owner was not sober on the bridge.", None),
    ],
)
def test_nearly_the_same_words_in_one_case_are_compared(other: str, relation: str | None) -> None:
    told = replace(SOBER, text=other)
    for pair in ((SOBER, told), (told, SOBER)):
        found = compare(*pair, similarity(SOBER.text, other))
        assert (found and found.relation) == relation
    assert compare(SOBER, replace(told, matters=frozenset({2})), ALIKE) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (SOBER, replace(SOBER, matters=frozenset({2}))),
        (SOBER, replace(SOBER, matters=frozenset())),
        (SOBER, replace(SOBER, event=FERRY)),
        (
            replace(SOBER, published=date(2021, 5, 3)),
            replace(SOBER, published=date(2021, 9, 3)),
        ),
        *(
            (plain(text, matters=ONE), plain(text, matters=ONE))
            for text in (
                "A helmsman was sober.",
                "Two helmsmen were sober.",
                "He was sober.",
                "The inspector had sent them home.",
                "The helmsman was sober on Monday.",
                "The helmsman was sober yesterday.",
            )
        ),
        (replace(count(3, event=None), matters=ONE), replace(count(3, event=None), matters=ONE)),
    ],
)  # fmt: skip
def test_what_may_be_of_others_is_no_one_claim(one: Statement, other: Statement) -> None:
    assert same_claim(one, other, 1.0) is None
    assert compare(one, other, 1.0) is None
