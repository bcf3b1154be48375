"""Names, merges, affiliations and reliability of sources: recorded, undone, never over others' work."""

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from claims.models import Action, Attribution
from claims.services import actions, names, origins
from claims.services.actions import StaleError, token
from sources.models import Affiliation, Source, SourceAlias
from sources.services import naming
from tests.factories import (
    AffiliationFactory,
    AttributionFactory,
    CaseFactory,
    DocumentFactory,
    SourceAliasFactory,
    SourceFactory,
    UserFactory,
)


@pytest.fixture
def ana(db: None) -> User:
    return UserFactory.create(username="ana")


@pytest.fixture
def ben(db: None) -> User:
    return UserFactory.create(username="ben")


def now(row: Any) -> Any:
    return type(row).objects.get(pk=row.pk)


def seen(row: Any) -> str:
    return token(now(row))


def undo(action: Action | None, by: User) -> None:
    assert action is not None
    actions.undo(now(action), by=by)


class TestProposals:
    @pytest.mark.parametrize("factory", [SourceAliasFactory, AffiliationFactory])
    @pytest.mark.parametrize(
        ("verb", "status"), [(names.accept, "confirmed"), (names.refuse, "dismissed")]
    )
    def test_judged_and_undone(self, factory: Any, verb: Any, status: str, ana: User) -> None:
        row = factory.create()
        action = verb(row, by=ana, seen=seen(row))
        assert now(row).status == status
        assert action.source == row.source
        undo(action, ana)
        assert now(row).status == "proposed"

    def test_taken_back(self, ana: User) -> None:
        row = SourceAliasFactory.create(status="dismissed")
        names.reconsider(row, by=ana, seen=seen(row))
        assert now(row).status == "proposed"

    def test_the_second_is_told_who_was_faster(self, ana: User, ben: User) -> None:
        row = SourceAliasFactory.create()
        before = seen(row)
        names.refuse(now(row), by=ana, seen=before)
        with pytest.raises(StaleError, match="ana has refused it"):
            names.accept(now(row), by=ben, seen=before)
        assert now(row).status == "dismissed"

    def test_an_accepted_name_is_found_as_its_source(self, ana: User) -> None:
        row = SourceAliasFactory.create(name="Rakhmon")
        assert naming.find("rakhmon") is None
        names.accept(row, by=ana, seen="")
        assert naming.find("rakhmon") == row.source

    def test_a_name_confirmed_for_another_is_told(self, ana: User) -> None:
        SourceAliasFactory.create(name="Rakhmon", status="confirmed")
        row = SourceAliasFactory.create(name="rakhmon")
        with pytest.raises(ValidationError, match="confirmed for another source"):
            names.accept(row, by=ana, seen="")
        assert now(row).status == "proposed"


class TestNamesakes:
    def test_accepting_the_name_of_another_source_makes_the_two_one(self, ana: User) -> None:
        rahmon, rakhmon = SourceFactory.create(name="Rahmon"), SourceFactory.create(name="Rakhmon")
        said = AttributionFactory.create(claimant=rakhmon)
        row = SourceAliasFactory.create(source=rahmon, name="RAKHMON", reason="Spelt alike")
        action = names.accept(row, by=ana, seen="")
        assert now(rakhmon).merged_into == rahmon
        assert now(rakhmon).merge_reason == "Spelt alike"
        assert now(said).origin.source == rahmon
        assert now(said).claimant == rakhmon  # what was extracted stays known
        undo(action, ana)
        assert (now(rakhmon).merged_into, now(row).status) == (None, "proposed")
        assert now(said).origin.source == rakhmon

    def test_an_unnamed_speaker_is_no_namesake(self, ana: User) -> None:
        SourceFactory.create(
            name="experts", kind=Source.Kind.UNNAMED, document=DocumentFactory.create()
        )
        row = SourceAliasFactory.create(name="experts")
        assert names.namesake(row) is None


class TestMerging:
    def test_its_words_are_the_others_words_and_back(self, ana: User) -> None:
        one, other = SourceFactory.create(), SourceFactory.create()
        said = AttributionFactory.create(claimant=one)
        paper = AttributionFactory.create(
            claimant=one, own_voice=True, document=DocumentFactory.create(publisher=one)
        )
        origins.derive([said.document_id, paper.document_id])
        names.merge(one, into=other, by=ana, seen=seen(one))
        assert {now(row).origin.source for row in (said, paper)} == {other}
        assert naming.find(one.name) == other
        action = names.unmerge(now(one), by=ana, seen=seen(one))
        assert {now(row).origin.source for row in (said, paper)} == {one}
        undo(action, ana)
        assert now(one).merged_into == other
        assert {now(row).origin.source for row in (said, paper)} == {other}

    def test_into_what_the_other_counts_for(self, ana: User) -> None:
        root = SourceFactory.create()
        middle = SourceFactory.create(merged_into=root)
        one = SourceFactory.create()
        names.merge(one, into=middle, by=ana, seen="")
        assert now(one).merged_into == root
        assert origins.family([root.pk]) == {root.pk, middle.pk, one.pk}

    def test_what_can_not_be_joined(self, ana: User) -> None:
        one, other = SourceFactory.create(), SourceFactory.create()
        unnamed = SourceFactory.create(kind=Source.Kind.UNNAMED, document=DocumentFactory.create())
        secret = SourceFactory.create(
            document=DocumentFactory.create(cases=[CaseFactory.create(members=[ana])])
        )
        for source, into, words in (
            (one, one, "one source already"),
            (one, unnamed, "never merged"),
            (unnamed, one, "never merged"),
            (one, secret, "other way round"),
        ):
            with pytest.raises(ValidationError, match=words):
                names.merge(source, into=into, by=ana, seen="")
        names.merge(secret, into=one, by=ana, seen="")
        names.merge(one, into=other, by=ana, seen="")
        with pytest.raises(ValidationError, match="one source already"):
            names.merge(other, into=one, by=ana, seen="")
        with pytest.raises(ValidationError, match="part it first"):
            names.merge(now(one), into=SourceFactory.create(), by=ana, seen="")
        with pytest.raises(ValidationError, match="stands for itself"):
            names.unmerge(other, by=ana, seen="")

    def test_more_documents_than_are_derived_at_once(
        self, ana: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(origins, "BATCH", 2)
        one, other = SourceFactory.create(), SourceFactory.create()
        for _ in range(5):
            AttributionFactory.create(claimant=one)
        names.merge(one, into=other, by=ana, seen="")
        assert {row.origin.source for row in Attribution.objects.all()} == {other}


class TestCalling:
    def test_a_name_by_hand(self, ana: User) -> None:
        source = SourceFactory.create(name="Daesh-K")
        action = names.call(source, "  ISIS-K ", by=ana)
        row = SourceAlias.objects.get()
        assert (row.name, row.status, row.source) == ("ISIS-K", "confirmed", source)
        undo(action, ana)
        assert not SourceAlias.objects.exists()

    def test_a_refused_one_is_taken_up_again(self, ana: User) -> None:
        row = SourceAliasFactory.create(name="ISIS-K", status="dismissed")
        action = names.call(row.source, "isis-k", by=ana)
        assert now(row).status == "confirmed"
        undo(action, ana)
        assert now(row).status == "dismissed"

    def test_what_is_taken(self, ana: User) -> None:
        source = SourceFactory.create(name="Daesh-K")
        SourceFactory.create(name="Herald")
        for name in ("daesh-k", "HERALD", "", "x" * 301):
            with pytest.raises(ValidationError):
                names.call(source, name, by=ana)
        assert not SourceAlias.objects.exists()


class TestAffiliations:
    def test_with_dates_put_right_and_undone(self, ana: User) -> None:
        source, kiev = SourceFactory.create(), SourceFactory.create(name="Ukraine")
        SourceFactory.create(name="Kyiv")
        made = names.affiliate(
            source, organisation="ukraine", role="spokesman", since=date(2023, 1, 2), by=ana
        )
        row = Affiliation.objects.get()
        assert (row.organisation, row.role, row.since) == (kiev, "spokesman", date(2023, 1, 2))
        assert row.status == "confirmed"
        changed = names.affiliate(
            source,
            organisation="Kyiv",
            until=date(2024, 5, 6),
            by=ana,
            row=row,
            seen=seen(row),
        )
        assert (now(row).organisation.name, now(row).until) == ("Kyiv", date(2024, 5, 6))
        undo(changed, ana)
        assert (now(row).organisation, now(row).since) == (kiev, date(2023, 1, 2))
        undo(made, ana)
        assert not Affiliation.objects.exists()

    @pytest.mark.parametrize(
        "words",
        [
            {"organisation": "Nobody at all"},
            {"organisation": " "},
            {"organisation": "Itself"},
            {"organisation": "Ukraine", "since": date(2024, 2, 1), "until": date(2024, 1, 1)},
            {"organisation": "Ukraine", "role": "x" * 201},
        ],
    )
    def test_what_makes_no_sense(self, ana: User, words: Any) -> None:
        source = SourceFactory.create(name="Itself")
        SourceFactory.create(name="Ukraine")
        with pytest.raises(ValidationError):
            names.affiliate(source, by=ana, **words)
        assert not Affiliation.objects.exists()


class TestGrading:
    def test_with_a_reason_and_undone(self, ana: User) -> None:
        source = SourceFactory.create()
        action = names.grade(
            source, reliability="B", reason=" Right nine times of ten. ", by=ana, seen=seen(source)
        )
        assert now(source).reliability == "B"
        assert now(source).reliability_reason == "Right nine times of ten."
        undo(action, ana)
        assert (now(source).reliability, now(source).reliability_reason) == ("F", "")

    def test_without_one_it_is_told(self, ana: User) -> None:
        source = SourceFactory.create()
        for letter, reason in (("B", " "), ("G", "Because"), ("", "Because")):
            with pytest.raises(ValidationError):
                names.grade(source, reliability=letter, reason=reason, by=ana, seen="")

    def test_an_unnamed_speaker_has_no_track_record(self, ana: User) -> None:
        experts = SourceFactory.create(kind=Source.Kind.UNNAMED, document=DocumentFactory.create())
        with pytest.raises(ValidationError, match="no track record"):
            names.grade(experts, reliability="B", reason="Because", by=ana, seen="")

    def test_never_over_somebody_elses(self, ana: User, ben: User) -> None:
        source = SourceFactory.create()
        before = seen(source)
        names.grade(source, reliability="B", reason="Good", by=ana, seen=before)
        with pytest.raises(StaleError, match="ana has said how reliable it is"):
            names.grade(now(source), reliability="D", reason="Bad", by=ben, seen=before)
