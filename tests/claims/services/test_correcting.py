"""Putting right who says something, where they stand and in which words."""

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from claims.models import (
    Action,
    Attribution,
    Stance,
    Status,
)
from claims.services import actions, desk
from claims.services.actions import token
from sources.models import Source
from tests.claims.services.rows import now, state
from tests.factories import (
    AttributionFactory,
    ClaimFactory,
    DocumentFactory,
    SourceFactory,
)

pytestmark = pytest.mark.django_db


class TestCorrecting:
    TEXT = (
        "It burned, he said. The mayor of Vesk said that the mill burned down at night. It burned."
    )

    @pytest.fixture
    def said(self) -> Attribution:
        document = DocumentFactory.create(text=self.TEXT)
        start = self.TEXT.index("the mill")
        return AttributionFactory.create(
            claim=ClaimFactory.create(document=document),
            claimant=SourceFactory.create(name="Vesk", kind=Source.Kind.PERSON),
            start=start,
            end=start + 20,
            claimant_start=20,
            claimant_end=37,
        )

    def correct(self, said: Attribution, by: User, **changes: str) -> Action | None:
        words = {
            "stance": said.stance,
            "likelihood": said.likelihood,
            "claimant": "Vesk",
            "quote": said.quote,
        }
        return desk.correct(said, by=by, seen=token(now(said)), **{**words, **changes})

    def test_who_where_and_in_which_words(self, said: Attribution, ana: User) -> None:
        before = state(said)
        action = self.correct(
            said,
            ana,
            stance=Stance.REPORTS,
            likelihood="likely",
            claimant="Mayor of Vesk",
            quote="the mill burned down at night",
        )
        assert action is not None
        row = now(said)
        assert (row.stance, row.likelihood) == (Stance.REPORTS, "likely")
        assert row.claimant.name == "Mayor of Vesk"
        assert row.origin.source == row.claimant
        assert self.TEXT[row.start : row.end] == row.quote == "the mill burned down at night"
        assert (row.claimant_start, row.status, row.reviewed_by) == (None, "confirmed", ana)
        actions.undo(action, by=ana)
        assert state(said) == before

    def test_words_are_found_nearest_to_where_they_were(self, said: Attribution, ana: User) -> None:
        self.correct(said, ana, quote="It burned")
        assert now(said).start == self.TEXT.rindex("It burned")

    @pytest.mark.parametrize("quote", ["", " ", "the mill stood", "The Mill"])
    def test_words_that_are_not_there_are_refused(
        self, said: Attribution, ana: User, quote: str
    ) -> None:
        with pytest.raises(ValidationError, match="not in the document"):
            self.correct(said, ana, quote=quote)
        assert now(said).status == Status.PROPOSED

    def test_words_outside_the_vocabulary_are_refused(self, said: Attribution, ana: User) -> None:
        with pytest.raises(ValidationError):
            self.correct(said, ana, stance="shrugs")

    def test_it_is_not_recorded_twice(self, said: Attribution, ana: User) -> None:
        AttributionFactory.create(
            claim=said.claim,
            claimant=said.claimant,
            start=said.start,
            end=said.end,
            stance=Stance.DENIES,
        )
        with pytest.raises(ValidationError, match="recorded already"):
            self.correct(said, ana, stance=Stance.DENIES)

    def test_a_new_name_is_what_the_analyst_says_or_a_person(
        self, said: Attribution, ana: User
    ) -> None:
        for name, kind, then in (
            ("Mayor of Vesk", "", "person"),
            ("Vesk City Council", "government", "government"),
        ):
            self.correct(now(said), ana, claimant=name, kind=kind)
            assert (now(said).claimant.name, now(said).claimant.kind) == (name, then)
        with pytest.raises(ValidationError, match="Say what the speaker is"):
            self.correct(now(said), ana, claimant="Vesk", kind="deity")

    def test_unnamed_speakers_stay_with_their_document(self, said: Attribution, ana: User) -> None:
        other = AttributionFactory.create()
        for row in (said, other):
            desk.correct(
                *(row,),
                stance=row.stance,
                likelihood="",
                claimant="senior officials",
                quote=row.quote,
                by=ana,
                seen="",
            )
        one, two = now(said).claimant, now(other).claimant
        assert (one.kind, one.document, two.kind, two.document) == (
            *("unnamed", said.document),
            *("unnamed", other.document),
        )

    def test_a_shared_person_that_is_no_name_becomes_unnamed(
        self, said: Attribution, ana: User
    ) -> None:
        shared = SourceFactory.create(name="Experts", kind="person")
        self.correct(said, ana, claimant="experts")
        assert now(said).claimant == shared, "the name is known"
        self.correct(now(said), ana, claimant="Experts", kind="unnamed")
        assert (now(said).claimant.kind, now(said).claimant.document) == ("unnamed", said.document)

    def test_without_a_name_it_is_the_author(self, said: Attribution, ana: User) -> None:
        self.correct(said, ana, claimant="")
        assert now(said).claimant == said.document.publisher
        assert now(said).own_voice is True

    def test_refused_it_is_not_in_the_text(self, said: Attribution, ana: User) -> None:
        action = desk.refuse(said, by=ana, seen="")
        assert action is not None
        assert (now(said).status, action.reason) == (Status.DISMISSED, "not in the text")
