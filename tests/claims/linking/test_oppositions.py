"""Near-identical sentences that can't both be so."""

import pytest

from claims.linking.oppositions import oppose


@pytest.mark.parametrize(
    ("a", "b", "relation", "explanation"),
    [
        (
            "The ferry carried a valid certificate.",
            "The ferry did not carry a valid certificate.",
            "contradicts",
            "one says that it is so, the other that it is not",
        ),
        (
            "The harbour bridge is open to traffic.",
            "The harbour bridge is closed to traffic.",
            "contradicts",
            "“open” against “closed”, otherwise alike",
        ),
        (
            "Food prices in the valley rose after the quake.",
            "Food prices in the valley fell after the quake.",
            "contradicts",
            "“rose” against “fell”, otherwise alike",
        ),
        # words that negate have opposites of their own
        (
            "The Tolmark video is fake.",
            "The Tolmark video was confirmed as genuine.",
            "contradicts",
            "“fake” against “genuine”, otherwise alike",
        ),
        (
            "The video of the Tolmark ferry turned out to be a hoax.",
            "The Tolmark ferry video is authentic.",
            "contradicts",
            "“hoax” against “authentic”, otherwise alike",
        ),
        (
            "The report about Ada Holt is true.",
            "The report about Ada Holt is false.",
            "contradicts",
            "“true” against “false”, otherwise alike",
        ),
        (
            "Ada Holt is alive.",
            "Ada Holt has died.",
            "contradicts",
            "“alive” against “died”, otherwise alike",
        ),
        (
            "The woman is the wife of Bo Lund.",
            "The detained woman is not Bo Lund's wife.",
            "contradicts",
            "one says that it is so, the other that it is not",
        ),
        (
            "The suspects were arrested in Bryansk.",
            "The suspects were arrested in Belarus.",
            "contradicts",
            "place: Bryansk against Belarus",
        ),
        (
            "Her ship sank near Port Alder.",
            "Her ship sank near Marrow Bay.",
            "contradicts",
            "place: Port Alder against Marrow Bay",
        ),
        (
            "The treaty was signed on Monday.",
            "The treaty was signed on Thursday.",
            "contradicts",
            "time: Monday against Thursday",
        ),
        (
            "The plane crashed on 3 May.",
            "The plane crashed on 4 May.",
            "contradicts",
            "time: 3 May against 4 May",
        ),
        (
            "The airstrike was ordered by General Ade Okoro.",
            "The airstrike was ordered by Colonel Femi Bello.",
            "rivals",
            "by General Ade Okoro, or by Colonel Femi Bello",
        ),
    ],
)
def test_oppositions(a: str, b: str, relation: str, explanation: str) -> None:
    found = oppose(a, b)
    assert found is not None
    assert (found.relation, found.explanation) == (relation, explanation)
    assert 0.5 <= found.confidence < 0.8
    back = oppose(b, a)
    assert back is not None
    assert back.relation == relation


@pytest.mark.parametrize(
    ("a", "b"),
    [
        # negation and opposite cancel
        ("The harbour bridge is open.", "The harbour bridge is not closed."),
        # the negation is of something else
        ("The crew improved.", "The crew improved, but did not reach the shore."),
        ("The ferry sailed on Monday.", "The ferry was not inspected on Monday."),
        ("He came.", "He did not come."),
        ("Whether the crew survived is not known.", "The crew survived."),
        ("Did the crew survive?", "The crew did not survive."),
        ("The Tolmark video is not fake.", "The Tolmark video is genuine."),
        ("The Tolmark video was not confirmed as genuine.", "The Tolmark video is not authentic."),
        ("Ada Holt is alive.", "Bo Lund has died."),
        # other names, numbers, countries
        ("Norway did not join the search.", "Sweden did join the search."),
        ("The crew of 12 was found.", "The crew of 14 was not found."),
        ("Ada Holt was not at the harbour meeting.", "Bo Lund was at the harbour meeting."),
        # room for both
        ("Some suspects were arrested in Oslo.", "Some suspects were arrested in Paris."),
        ("Protests were held in Oslo.", "Protests were held in Paris."),
        ("The suspects were arrested in Bryansk.", "The suspects were arrested in Russia."),
        ("The suspects were arrested in Tell Amra.", "The suspects were arrested in Russia."),
        ("The suspects were seen in Oslo.", "The suspects were seen in Paris."),
        ("The move was condemned by Norway.", "The move was condemned by Sweden."),
        ("The raid was ordered by Ade Okoro.", "The raid was ordered by General Okoro."),
        ("The ship sank in Port Alder.", "The ship sank near the old pier."),
        ("The ship sank on Monday.", "The ship sank in Port Alder."),
        # alike
        ("The ferry sank.", "The ferry sank."),
        ("The ferry sank.", ""),
    ],
)
def test_no_opposition(a: str, b: str) -> None:
    assert oppose(a, b) is None
    assert oppose(b, a) is None
