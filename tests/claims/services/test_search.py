"""What search finds and in which order, by which index, and what it makes of any words at all."""

import random
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from claims.linking.embeddings import encoder
from claims.models import Attribution, Claim, Stance, Status
from claims.services import calling, search
from claims.services.search import Asked, Place
from sources.models import Document, Source, SourceAlias
from sources.models.document import PART, SHARED
from sources.models.words import SEARCHED
from tests.factories import (
    AttributionFactory,
    CaseFactory,
    ClaimFactory,
    DocumentFactory,
    SourceAliasFactory,
    SourceFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana() -> User:
    user: User = UserFactory.create()
    return user


def find(kind: str, words: str, user: User, **facets: object) -> list[int]:
    asked = Asked(q=words, **facets)  # type: ignore[arg-type] # facets of any kind
    batch = search.find(kind, search.understood(words), asked, user)
    return [entry.pk for entry in batch.entries]


def meaning(text: str, **more: object) -> Claim:
    """A claim that has its embedding."""
    claim: Claim = ClaimFactory.create(text=text, embedding=encoder().embed([text])[0], **more)
    return claim


class TestWords:
    def test_forms_phrases_alternatives_and_exclusions(self, ana: User) -> None:
        burned = ClaimFactory.create(text="Two houses burned in the old harbour").pk
        burning = ClaimFactory.create(text="A house is burning near the café").pk
        flood = ClaimFactory.create(text="The harbour was flooded").pk
        for words, expected in {
            "house burn": {burned, burning},
            '"old harbour"': {burned},
            '"harbour old"': set(),
            "flood OR cafe": {burning, flood},
            "harbour -flood": {burned},
            "HARBOURS": {burned, flood},
            "the": set(),
            "-harbour": set(),
            "harbour OR -flood": set(),
        }.items():
            assert set(find("claims", words, ana)) == expected, words

    def test_quotes_and_documents(self, ana: User) -> None:
        text = "Fire at the mill\n\nThe mayor said that the gate was open."
        document = DocumentFactory.create(title="Night of Erdoğan", text=text)
        at = text.index("the gate")
        said = AttributionFactory.create(
            claim__document=document, document=document, start=at, end=len(text)
        )
        assert find("quotes", "open gates", ana) == [said.pk]
        assert find("quotes", "mill", ana) == []
        assert find("documents", "open gates", ana) == [document.pk]
        assert find("documents", "erdogan mill", ana) == [document.pk]

    def test_a_title_comes_before_a_text(self, ana: User) -> None:
        titled = DocumentFactory.create(title="Arson at the mill", text="Nobody knows.").pk
        told = DocumentFactory.create(title="Report", text="It was arson, arson, arson.").pk
        named = DocumentFactory.create(title="", name="arson", text="Nothing.").pk
        assert find("documents", "arson", ana) == [named, titled, told]

    def test_a_text_of_any_alphabet_can_be_stored_and_its_beginning_is_found(
        self, ana: User
    ) -> None:
        """A tsvector has an end; no text may fail for it."""
        rnd = random.Random(5)
        cjk = [chr(rnd.randrange(0x20000, 0x2A6D0)) for _ in range(2 * SEARCHED)]
        dense = "".join(c if i % 3 else ("-" if i % 300 else " ") for i, c in enumerate(cjk))
        DocumentFactory.create(text=dense)
        AttributionFactory.create(document=DocumentFactory.create(text=f"{dense} end"))
        DocumentFactory.create(text="It rained.", title=dense, url="https://example.org/dense")

    def test_a_long_document_is_found_by_all_of_its_words(self, ana: User) -> None:
        """Wherever in it they are; a phrase also across the border of two parts."""
        filling = "The weather was fine. " * (2 * PART // 22)
        at = 2 * PART - SHARED - len("begins and gate ")
        text = f"It begins and {filling[: at - 9]} gate of iron {filling} finish line."
        long = DocumentFactory.create(title="Long report", text=text).pk
        other = "The gate was of wood and iron. Line up, and finish."
        DocumentFactory.create(title="Elsewhere", text=other)
        for words in (
            '"finish line"',
            '"gate of iron"',
            "iron -wood",
            "report finish",
            "begins fine",
        ):
            assert find("documents", words, ana) == [long], words
        assert find("documents", "begins finish", ana) == [long], "words of different parts"
        assert find("documents", '"finish line" begins', ana) == [long]
        assert find("documents", "the begins of finish", ana) == [long], "stop words do not count"
        for words in ("begins finish unheard", 'begins "line finish"', "begins finish -gate"):
            assert find("documents", words, ana) == [], words
        assert find("documents", "begins -finish", ana) == [], "it is in another part"
        assert find("documents", "begins finish OR unheard", ana) == []
        both = DocumentFactory.create(title="Elsewhere", text="It begins at the finish.").pk
        assert find("documents", "begins finish", ana) == [both, long], "together comes first"
        Document.objects.filter(pk=long).update(title="Brief summary")
        assert find("documents", "report finish", ana) == []
        assert find("documents", "summary finish", ana) == [long]

    def test_older_ones_follow_and_each_is_met_once(
        self, ana: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(search.RANKED, "claims", 4)
        made = {ClaimFactory.create(text=f"The mill burned, says {n}").pk for n in range(10)}
        made |= {ClaimFactory.create(text="Mill, mill, mill").pk}
        question, asked = search.understood("mill"), Asked(q="mill")
        seen: list[int] = []
        place: Place | None = Place()
        while place is not None:
            batch = search.find("claims", question, asked, ana, below=place.below)
            entries, place = search.following(batch, place, 3)
            seen += [entry.pk for entry in entries]
        assert len(seen) == len(made)
        assert set(seen) == made
        assert seen[0] == max(made)  # more of the word

    @pytest.mark.parametrize(
        ("kind", "rows", "index"),
        [
            ("claims", Claim.objects.all(), "claim_words"),
            ("quotes", Attribution.objects.all(), "attribution_words"),
            ("documents", Document.objects.all(), "document_part_words"),
        ],
    )
    def test_each_kind_has_its_index(self, kind: str, rows: Any, index: str) -> None:
        found = search.with_words(kind, search.understood('mill "old gate"'), rows)
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
        assert index in found.order_by().explain()

    def test_of_many_the_index_is_asked_by_itself(self, admin: User) -> None:
        document = DocumentFactory.create()
        texts = [f"Number {n} of the streets was closed for repair {n * 7}" for n in range(4_000)]
        Claim.objects.bulk_create([Claim(text=text, document=document) for text in texts])
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE claims_claim")
        rows = search.rows_of("claims", Asked(), admin)
        found = search.with_words("claims", search.understood("repair 4711"), rows)
        assert "claim_words" in found.order_by().explain()


class TestMeaning:
    def test_other_words_for_the_same(self, ana: User) -> None:
        blame = meaning("Moscow holds Kyiv responsible for the assault")
        meaning("The price of bread has doubled since spring")
        told = meaning("Russia blames Ukraine for the attack")
        batch = search.find("claims", search.understood("Russia blames Ukraine"), Asked(), ana)
        assert [entry.pk for entry in batch.entries] == [told.pk, blame.pk]
        assert batch.entries[0].closeness is None
        assert search.CLOSE <= (batch.entries[1].closeness or 0) <= 1
        # What is meant as it stands is not guessed at.
        for words in ('"Russia blames Ukraine"', "Russia blames Ukraine -war"):
            assert find("claims", words, ana) == [told.pk], words

    @pytest.mark.parametrize(
        "words", ["qwrt zxcvb plmk", "banana pancake recipe", "jazz guitar chords", "xx", "?!"]
    )
    def test_nonsense_finds_nothing(self, words: str, ana: User) -> None:
        for text in (
            "Moscow holds Kyiv responsible for the assault",
            "At least 139 people were killed in the attack",
            "The investigation goes on",
            "Border guards hold migrants up for long checks",
        ):
            meaning(text)
        assert find("claims", words, ana) == []

    def test_facets_and_cases_hold_here_too(self, ana: User) -> None:
        closed = CaseFactory.create(members=[UserFactory.create()])
        secret = DocumentFactory.create(cases=[closed])
        meaning("Moscow holds Kyiv responsible for the assault", document=secret)
        away = meaning("The Kremlin accused Kyiv of the attack")
        Claim.objects.filter(pk=away.pk).update(
            status=Status.DISMISSED, reviewed_by=ana, reviewed_at="2024-01-01T00:00Z"
        )
        assert find("claims", "Russia blames Ukraine", ana) == []
        assert find("claims", "Russia blames Ukraine", ana, state="dismissed") == [away.pk]


class TestNames:
    @pytest.mark.parametrize(
        ("typed", "name"),
        [
            ("Rahmonov", "Emomali Rahmon"),
            ("Rakhmon", "Emomali Rahmon"),
            ("Lukashenka", "Alexander Lukashenko"),
            ("Zelnsky", "Volodymyr Zelensky"),
            ("Erdogan", "Recep Tayyip Erdoğan"),
            ("Shoygu", "Sergei Shoigu"),
            ("Lukash", "Alexander Lukashenko"),
            ("UN", "UN"),
        ],
    )
    def test_in_other_spellings(self, typed: str, name: str, ana: User) -> None:
        meant = SourceFactory.create(name=name)
        for other in ("Daily Courier", "Ministry of Health", "Unna Herald"):
            SourceFactory.create(name=other)
        assert find("sources", f"{typed}", ana)[:1] == [meant.pk]
        assert "Courier" not in str(Source.objects.in_bulk(find("sources", typed, ana)))

    def test_by_a_name_that_was_accepted(self, ana: User) -> None:
        kind = SourceAlias.Status
        source = SourceFactory.create(name="Islamic State – Khorasan")
        SourceAliasFactory.create(source=source, name="Daesh-K", status=kind.CONFIRMED)
        SourceAliasFactory.create(name="Daesh-K fighters", status=kind.PROPOSED)
        (found,) = calling.called(["Daesh"], Source.objects.all(), ana)
        assert (found.source, found.name, found.alias) == (source.pk, "Daesh-K", True)
        assert found.alike is None

    def test_it_says_which_word_is_like_which(self, ana: User) -> None:
        SourceFactory.create(name="Emomali Rahmon, president")
        (found,) = calling.called(["attack", "Rahmonov"], Source.objects.all(), ana)
        assert found.alike == ("Rahmonov", "Rahmon")

    def test_more_of_the_words_come_first(self, ana: User) -> None:
        SourceFactory.create(name="Ministry of Health")
        meant = SourceFactory.create(name="Ministry of Defence").pk
        assert find("sources", "defense ministry", ana)[0] == meant

    def test_nobody_without_a_name(self, ana: User) -> None:
        document = DocumentFactory.create()
        SourceFactory.create(name="experts", kind=Source.Kind.UNNAMED, document=document)
        assert find("sources", "experts", ana) == []

    def test_names_are_looked_up_by_their_indexes(self, admin: User) -> None:
        rows = calling._near(["Rahmonov", "Moscow"], Source.objects.all()).order_by()
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
        plan = rows.explain()
        assert "source_words" in plan
        assert "source_name_trgm" in plan
        assert "Seq Scan" not in plan


class TestFacets:
    def test_each(self, ana: User) -> None:
        case = CaseFactory.create()
        paper = SourceFactory.create(name="Harbour Herald")
        document = DocumentFactory.create(
            text="The gate was open.", cases=[case], publisher=paper, published=date(2024, 3, 2)
        )
        here = AttributionFactory.create(
            claim__document=document,
            claim__text="The gate was open",
            document=document,
            stance=Stance.DENIES,
            claimant__name="Gate keeper",
        )
        later = DocumentFactory.create(text="A gate, open.", published=date(2024, 5, 2))
        there = AttributionFactory.create(
            claim__document=later, claim__text="Gates were open", document=later
        )
        SourceAliasFactory.create(source=paper, name="The Port", status="confirmed")
        both = {here.pk, there.pk}
        for facets, expected in (
            ({}, both),
            ({"case": case.pk}, {here.pk}),
            ({"case": 99_999}, set()),
            ({"since": date(2024, 4, 1)}, {there.pk}),
            ({"until": date(2024, 4, 1)}, {here.pk}),
            ({"source": "herald"}, {here.pk}),
            ({"source": "keeper"}, {here.pk}),
            ({"source": "the port"}, {here.pk}),
            ({"source": "nobody"}, set()),
            ({"state": "confirmed"}, set()),
        ):
            assert set(find("quotes", "gate", ana, **facets)) == expected, facets
            claims = {row.claim_id for row in (here, there) if row.pk in expected}
            assert set(find("claims", "gate", ana, **facets)) == claims, facets
            papers = {row.document_id for row in (here, there) if row.pk in expected}
            if facets not in ({"source": "keeper"}, {"state": "confirmed"}):
                assert set(find("documents", "gate", ana, **facets)) == papers, facets
        assert find("quotes", "gate", ana, stance="denies") == [here.pk]
        assert set(find("sources", "gate herald", ana, case=case.pk)) == {
            paper.pk,
            here.claimant_id,
        }
        assert find("sources", "herald", ana, case=CaseFactory.create().pk) == []

    def test_what_a_kind_has_not_leaves_nothing_of_it(self) -> None:
        assert Asked(q="x").kinds == ["claims", "quotes", "documents", "sources"]
        assert Asked(stance="denies").kinds == ["quotes"]
        assert Asked(state="confirmed").kinds == ["claims", "quotes"]
        assert Asked(source="x").kinds == ["claims", "quotes", "documents"]
        assert Asked(kind="sources", source="x").kinds == []


class TestAnyWords(TestCase):
    """Whatever is typed is understood somehow."""

    @settings(max_examples=60, deadline=None)
    @given(
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=60)
        | st.text(alphabet="ab\"'-|&!()<>:*\\ %_", max_size=40)
    )
    def test_no_error(self, words: str) -> None:
        question = search.understood(words)
        for kind in ("claims", "quotes", "documents"):
            rows = search.rows_of(kind, Asked(), User(is_superuser=True))
            list(search.with_words(kind, question, rows)[:1])
        calling.called(question.names, Source.objects.all(), User(is_superuser=True))
        assert Document.objects.count() == 0
