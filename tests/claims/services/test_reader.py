"""What is added by hand while reading: placed exactly or not at all, recorded, and taken back."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from claims.models import Action, Attribution, Claim, Status
from claims.services import actions, desk, reader
from claims.services.actions import token
from claims.services.reader import Saying, Selection
from sources.models import Document, Reading, Source
from tests.factories import (
    AttributionFactory,
    ClaimFactory,
    DocumentFactory,
    SourceFactory,
    UserFactory,
)

TEXT = (
    "The mill burned. 🔥 Ana Brandt said that the mill burned. “It was arson,” said Bo.\nThe end."
)


@pytest.fixture
def ana(db: None) -> User:
    return UserFactory.create(username="ana")


@pytest.fixture
def document(db: None) -> Document:
    return DocumentFactory.create(text=TEXT, publisher=SourceFactory.create(name="Herald"))


def now(row: Any) -> Any:
    return type(row).objects.get(pk=row.pk)


class TestSelection:
    def test_the_position_counts_where_it_holds_these_words(self) -> None:
        second = TEXT.index("the mill burned")
        assert Selection("mill burned", start=second + 4).place(TEXT) == (second + 4, second + 15)
        assert Selection("mill burned", start=4).place(TEXT) == (4, 15)

    def test_offsets_are_code_points(self) -> None:
        start, end = Selection("Ana Brandt").place(TEXT)
        assert TEXT[start:end] == "Ana Brandt"
        assert start == len("The mill burned. 🔥 ")

    def test_what_stands_around_tells_places_apart(self) -> None:
        second = TEXT.index("the mill burned") + 4
        assert Selection("mill burned", prefix="that the ").place(TEXT)[0] == second
        assert Selection("mill burned", suffix=". 🔥").place(TEXT)[0] == 4

    def test_a_position_that_holds_other_words_is_not_believed(self) -> None:
        place = TEXT.index("arson")
        assert Selection("arson", start=3).place(TEXT) == (place, place + 5)

    @pytest.mark.parametrize(
        ("selection", "words"),
        [
            (Selection(""), "Select the words"),
            (Selection(" \n"), "Select the words"),
            (Selection("the dam broke"), "not in the document"),
            (Selection("arson", prefix="It is "), "not in the document"),
            (Selection("mill burned"), "2 times"),
            (Selection("mill burned", start=9_999), "2 times"),
        ],
    )
    def test_nothing_is_guessed(self, selection: Selection, words: str) -> None:
        with pytest.raises(ValidationError, match=words):
            selection.place(TEXT)

    def test_overlapping_places_are_several(self) -> None:
        assert reader.occurrences("aaaa", "aa") == [0, 1, 2]


class TestSaying:
    def test_a_new_claim_in_words_of_the_text(self, document: Document, ana: User) -> None:
        row, action = reader.say(
            document,
            Selection("It was arson", prefix="“"),
            Saying(stance="asserts", claimant=" Bo ", direct=True, likelihood="likely"),
            by=ana,
            text="  The fire was \n arson ",
        )
        assert document.text[row.start : row.end] == row.quote == "It was arson"
        assert (row.claim.text, row.claim.document) == ("The fire was arson", document)
        assert (str(row.claimant), row.stance, row.likelihood) == ("Bo", "asserts", "likely")
        assert (row.direct, row.own_voice, row.method) == (True, False, reader.METHOD)
        assert {row.status, row.claim.status} == {Status.CONFIRMED}
        assert row.reviewed_by == row.claim.reviewed_by == ana
        assert now(row).origin.source == row.claimant
        assert now(row.claim).embedding is not None
        assert action is not None
        assert (action.verb, action.document, action.by) == ("say", document, ana)

    def test_of_a_claim_that_is_there(self, document: Document, ana: User) -> None:
        claim = ClaimFactory.create()
        row, action = reader.say(
            document,
            Selection("the mill burned"),
            Saying(stance="denies", claimant="Ana Brandt"),
            by=ana,
            claim=claim,
        )
        assert (row.claim, row.claim_as_extracted) == (claim, claim)
        assert Claim.objects.count() == 1
        assert action is not None
        assert action.claim == claim

    def test_a_merged_claim_is_said_of_the_one_it_counts_for(
        self, document: Document, ana: User
    ) -> None:
        keeper = ClaimFactory.create()
        merged = ClaimFactory.create(merged_into=keeper)
        row, _ = reader.say(
            document, Selection("arson"), Saying("asserts", "Bo"), by=ana, claim=merged
        )
        assert (row.claim, row.claim_as_extracted) == (keeper, merged)

    def test_nobody_is_the_author(self, document: Document, ana: User) -> None:
        row, _ = reader.say(document, Selection("arson"), Saying("asserts"), by=ana, text="Arson")
        assert (row.claimant, row.own_voice) == (document.publisher, True)

    def test_a_known_name_is_its_source_and_a_new_one_is_what_is_said(
        self, document: Document, ana: User
    ) -> None:
        bo = SourceFactory.create(name="Bo", kind=Source.Kind.PERSON)
        known, _ = reader.say(
            document, Selection("arson"), Saying("asserts", "bo"), by=ana, text="Arson"
        )
        experts, _ = reader.say(
            document,
            Selection("The end"),
            Saying("asserts", "experts", kind=Source.Kind.UNNAMED),
            by=ana,
            text="It ended",
        )
        assert known.claimant == bo
        assert experts.claimant is not None
        assert (experts.claimant.kind, experts.claimant.document) == ("unnamed", document)

    @pytest.mark.parametrize(
        ("saying", "text"),
        [
            (Saying("asserts"), ""),
            (Saying("asserts"), "x" * 501),
            (Saying("shouts"), "Arson"),
            (Saying("asserts", likelihood="surely"), "Arson"),
            (Saying("asserts", kind="deity"), "Arson"),
        ],
    )
    def test_what_makes_no_sense_leaves_nothing_behind(
        self, document: Document, ana: User, saying: Saying, text: str
    ) -> None:
        with pytest.raises(ValidationError):
            reader.say(document, Selection("arson"), saying, by=ana, text=text)
        assert not Claim.objects.exists()
        assert not Attribution.objects.exists()
        assert not Action.objects.exists()

    def test_the_same_twice_is_told(self, document: Document, ana: User) -> None:
        claim = ClaimFactory.create()
        for _ in range(1):
            reader.say(document, Selection("arson"), Saying("asserts", "Bo"), by=ana, claim=claim)
        with pytest.raises(ValidationError, match="recorded already"):
            reader.say(document, Selection("arson"), Saying("asserts", "Bo"), by=ana, claim=claim)

    def test_undone_nothing_of_it_is_left(self, document: Document, ana: User) -> None:
        _, action = reader.say(
            document, Selection("arson"), Saying("asserts", "Bo"), by=ana, text="It was arson"
        )
        assert action is not None
        actions.undo(action, by=ana)
        assert not Claim.objects.exists()
        assert not Attribution.objects.exists()
        assert now(action).undone_by == ana

    def test_undone_what_was_joined_to_it_stands_again(self, document: Document, ana: User) -> None:
        claim = AttributionFactory.create().claim
        row, action = reader.say(
            document, Selection("arson"), Saying("asserts", "Bo"), by=ana, text="It was arson"
        )
        desk.merge(claim, into=row.claim, by=ana, seen=token(now(claim)))
        assert action is not None
        actions.undo(action, by=ana)
        assert now(claim).merged_into is None
        assert claim.attributions.count() == 1

    def test_it_is_not_undone_under_somebody_elses_work(
        self, document: Document, ana: User
    ) -> None:
        row, action = reader.say(
            document, Selection("arson"), Saying("asserts", "Bo"), by=ana, text="It was arson"
        )
        AttributionFactory.create(claim=row.claim, document=document, end=3)
        assert action is not None
        with pytest.raises(ValidationError, match="build on it"):
            actions.undo(action, by=ana)
        assert now(row).quote == "arson"


class TestReadThrough:
    def test_once_and_by_each(self, document: Document, ana: User) -> None:
        ben = UserFactory.create()
        assert reader.read_through(document, by=ana) is not None
        assert reader.read_through(document, by=ana) is None
        reader.read_through(document, by=ben)
        assert {row.analyst for row in Reading.objects.all()} == {ana, ben}

    def test_taken_back_and_undone(self, document: Document, ana: User) -> None:
        read = reader.read_through(document, by=ana)
        first = Reading.objects.get()
        unread = reader.unread(document, by=ana)
        assert not Reading.objects.exists()
        assert reader.unread(document, by=ana) is None
        assert unread is not None
        actions.undo(unread, by=ana)
        assert Reading.objects.get().pk == first.pk
        assert read is not None
        actions.undo(read, by=ana)
        assert not Reading.objects.exists()
