"""Quotes in their sentence, marks that overlap, and what accounts amount to."""

from typing import Any

import pytest
from django.contrib.auth.models import User

from claims.admin.accounts import (
    AROUND,
    Account,
    Letters,
    _first_sentence,
    _last_sentence,
    by_stance,
    in_words,
    with_context,
)
from claims.admin.highlights import Mark, pieces
from tests.factories import (
    AttributionFactory,
    CaseFactory,
    ClaimFactory,
    DocumentFactory,
    SourceFactory,
    UserFactory,
)


def mark(number: int, *parts: tuple[int, int], **places: tuple[int, int]) -> Mark:
    return Mark(number, "asserts", own_voice=False, parts=parts, **places)


@pytest.mark.parametrize(
    ("before", "lead"),
    [
        ("", ""),
        ("It rained. The mayor said ", "The mayor said "),
        ("Who? Nobody! The mayor said ", "The mayor said "),
        ("Title\nThe mayor said ", "The mayor said "),
        ("Title\n", ""),
        ("“It rained.” She added ", "She added "),
        ('"It rained." She added ', "She added "),
        ("It cost 3.5 million and ", "It cost 3.5 million and "),
        ("It rained.\n\nShe said ", "She said "),
        ("x" * AROUND, "…" + "x" * AROUND),
        ("x" * (AROUND - 1), "x" * (AROUND - 1)),
        ("x" * (AROUND - 2) + ". ", ""),
    ],
)
def test_what_leads_to_a_quote(before: str, lead: str) -> None:
    assert _last_sentence(before) == lead


@pytest.mark.parametrize(
    ("after", "trail"),
    [
        ("", ""),
        (" at night. Nobody was hurt.", " at night."),
        (" at night? Nobody! No. ", " at night?"),
        (" at night! And then.", " at night!"),
        (" at night\nNext title", " at night"),
        ("\nNext title. More.", ""),
        (".” She left. Then", ".”"),
        ('." She left. Then', '."'),
        (" at night.", " at night."),
        (" for 3.5 million. Then", " for 3.5 million."),
        ("x" * AROUND, "x" * AROUND + "…"),
        ("x" * (AROUND - 1), "x" * (AROUND - 1)),
    ],
)
def test_what_follows_a_quote(after: str, trail: str) -> None:
    assert _first_sentence(after) == trail


class TestPieces:
    def test_the_innermost_three_show(self) -> None:
        marks = [mark(n, (n, 20 - n)) for n in range(1, 6)]
        deepest = max(
            pieces("x" * 20, marks), key=lambda piece: piece.marks[0].number if piece.marks else 0
        )
        assert [m.number for m in deepest.marks] == [5, 4, 3]
        assert [m.number for m in deepest.begins] == [5]

    def test_of_two_as_long_the_first_counts(self) -> None:
        one, two = mark(1, (0, 4)), mark(2, (2, 6))
        (both,) = (p for p in pieces("abcdef", [two, one]) if len(p.marks) == 2)
        assert (both.text, both.marks) == ("cd", (one, two))

    def test_length_is_that_of_the_parts(self) -> None:
        broken, whole = mark(1, (0, 2), (8, 10)), mark(2, (0, 5))
        assert (broken.length, whole.length) == (4, 5)
        assert pieces("abcdefghij", [whole, broken])[0].marks == (broken, whole)

    @pytest.mark.parametrize("parts", [((-4, 2),), ((0, 2), (90, 99)), ((0, 2), (1, 1))])
    def test_a_range_is_cut_to_the_text(self, parts: tuple[tuple[int, int], ...]) -> None:
        found = pieces("abcd", [mark(1, *parts)])
        assert [(p.text, len(p.marks), len(p.begins)) for p in found] == [
            ("ab", 1, 1),
            ("cd", 0, 0),
        ]

    def test_overlapping_ranges_of_one_kind_end_with_the_last(self) -> None:
        found = pieces("abcdefgh", [], [(0, 4), (2, 6), (2, 3)])
        assert "".join(p.text for p in found if p.boilerplate) == "abcdef"
        two = [mark(1, (6, 8), claimant=(0, 3), cue=(3, 5)), mark(2, (6, 7), claimant=(2, 4))]
        found = pieces("abcdefgh", two)
        assert "".join(p.text for p in found if p.claimant) == "abcd"
        assert "".join(p.text for p in found if p.cue) == "de"

    def test_code_points_count(self) -> None:
        assert [p.text for p in pieces("🔥é🔥b", [mark(1, (1, 3))])] == ["🔥", "é🔥", "b"]

    def test_a_text_without_marks_is_one_piece(self) -> None:
        (piece,) = pieces("abc", [])
        assert (piece.text, piece.marks, piece.begins) == ("abc", (), ())
        assert (piece.boilerplate, piece.claimant, piece.cue) == (False, False, False)


@pytest.mark.django_db
class TestAccounts:
    @pytest.mark.parametrize("start", [0, 1, 149, 150, 151, 400])
    def test_so_much_of_the_text_on_either_side(self, start: int, admin: User) -> None:
        text = "".join(chr(0x4E00 + n) for n in range(600))
        document = DocumentFactory.create(text=text)
        claim = ClaimFactory.create(document=document)
        AttributionFactory.create(claim=claim, start=start, end=start + 150)
        row: Any = with_context(admin).get(claim=claim)
        assert (row.before, row.after) == (
            text[max(0, start - AROUND) : start],
            text[start + 150 : start + 150 + AROUND],
        )

    def test_the_chain_in_its_order(self, admin: User) -> None:
        passers = [SourceFactory.create(name=name) for name in ("Wire", "Bell", "Agency")]
        AttributionFactory.create(via=passers)
        row: Any = with_context(admin).get()
        assert [step.source for step in row.chain] == passers

    def test_what_is_said_in_a_hidden_text_is_not_told(self) -> None:
        member, claim = UserFactory.create(), ClaimFactory.create()
        secret = DocumentFactory.create(cases=[CaseFactory.create(members=[member])])
        AttributionFactory.create(claim=claim, document=secret)
        AttributionFactory.create(claim=claim)
        assert with_context(member).count() == 2
        assert with_context(UserFactory.create()).get().document == claim.document

    def test_stances_in_the_order_of_telling_with_one_letter_for_an_origin(
        self, admin: User
    ) -> None:
        claim, speaker = ClaimFactory.create(), SourceFactory.create()
        for stance in ("no_position", "denies", "doubts", "reports", "asserts"):
            AttributionFactory.create(claim=claim, stance=stance, claimant=speaker)
        AttributionFactory.create(claim=claim, stance="denies")
        rows = list(with_context(admin).order_by("pk"))
        told = [(stance, [a.origin for a in accounts]) for stance, accounts in by_stance(rows)]
        assert told == [
            ("asserts", ["A"]), ("reports", ["A"]), ("doubts", ["A"]), ("denies", ["A", "B"]),
            ("no_position", ["A"]),
        ]  # fmt: skip
        assert in_words(1, 2, 2, 1) == "1 document, 2 independent origins, 2 denials, 1 doubt"
        assert [len(accounts) for _, accounts in by_stance([])] == [0] * 5
        assert in_words(0, 0, 0, 0) == "0 documents, 0 independent origins"

    def test_an_account_has_the_words_around_it(self, admin: User) -> None:
        text = "Vesk\n\nIt was late. “The mill burned,” she said. Nobody saw it."
        quote = "The mill burned"
        document = DocumentFactory.create(text=text)
        start = text.index(quote)
        AttributionFactory.create(
            claim=ClaimFactory.create(document=document), start=start, end=start + len(quote)
        )
        account = Account.of(with_context(admin).get(), Letters())
        assert (account.lead, account.row.quote, account.trail) == ("“", quote, ",” she said.")
