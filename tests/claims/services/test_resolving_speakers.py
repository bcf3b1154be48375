"""Which source a speaker is, what is proposed about it, and where a word first came from."""

import pytest

from claims.extraction.types import Speaker
from claims.models import Origin
from claims.services.speakers import origin_of, resolve
from sources.models import Affiliation, Document, Source, SourceAlias
from tests.factories import DocumentFactory, SourceAliasFactory, SourceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def document() -> Document:
    return DocumentFactory.create(publisher=None)


def person(name: str) -> Source:
    return SourceFactory.create(name=name, kind="person")


def proposals() -> list[tuple[str, str, str]]:
    rows = SourceAlias.objects.order_by("source__name", "name")
    return list(rows.values_list("source__name", "name", "reason"))


@pytest.mark.parametrize(
    ("name", "alias"),
    [
        ("Mirza Dovan", None),
        ("MIRZA DOVAN", None),
        ("President Mirza Dovan", ("President Mirza Dovan", "Known to mean the same")),
        ("Mírza Dovan", ("Mírza Dovan", "Known to mean the same")),
    ],
)
def test_who_is_surely_meant(name: str, alias: tuple[str, str] | None, document: Document) -> None:
    known = person("Mirza Dovan")
    assert resolve(Speaker(name, "person"), document) == known
    assert proposals() == ([("Mirza Dovan", *alias)] if alias else [])
    assert resolve(Speaker(name, "person"), DocumentFactory.create(publisher=None)) == known
    assert len(proposals()) == bool(alias), "proposed once"


def test_a_country_by_its_people(document: Document) -> None:
    known = SourceFactory.create(name="Tajikistan", kind="government")
    assert resolve(Speaker("Tajiks", "group"), document) == known
    known.refresh_from_db()
    assert known.kind == "government", "what it was known as"


@pytest.mark.parametrize("status", ["confirmed", "proposed", "dismissed"])
def test_an_alias_joins_once_an_analyst_confirmed_it(status: str, document: Document) -> None:
    known = person("Emomali Rahmon")
    alias = SourceAliasFactory.create(source=known, name="The Founder", status=status)
    found = resolve(Speaker("the founder", "person"), document)
    assert (found == known) is (status == "confirmed")
    alias.refresh_from_db()
    assert (alias.status, SourceAlias.objects.count()) == (status, 1)


def test_a_merged_source_leads_to_the_one_that_stands(document: Document) -> None:
    stands, between, merged = person("Rahmon"), person("President of Vesk"), person("Leader")
    between.merged_into, merged.merged_into = stands, between
    between.save()
    merged.save()
    assert resolve(Speaker("Leader", "person"), document) == stands
    assert proposals() == [("Rahmon", "Leader", "Known to mean the same")]


def test_who_is_likely_meant_is_proposed_and_not_joined(document: Document) -> None:
    known = person("Emomali Rahmon")
    found = resolve(Speaker("Emomali Rakhmon", "person"), document)
    assert found != known
    (alias,) = SourceAlias.objects.all()
    assert (alias.source, alias.name, alias.status) == (known, "Emomali Rakhmon", "proposed")
    assert (alias.document, alias.reason) == (
        *(document, "Emomali Rakhmon and Emomali Rahmon are spellings of one name"),
    )


def test_a_sure_match_comes_before_likely_ones(document: Document) -> None:
    person("Emomali Rakhmon")
    sure = person("Emomali Rahmon")
    assert resolve(Speaker("President Emomali Rahmon", "person"), document) == sure
    assert {owner for owner, *_ in proposals()} == {"Emomali Rahmon"}


@pytest.mark.parametrize("name", ["Ilka Rahmon", "Harbour Guild"])
def test_somebody_else_is_somebody_else(name: str, document: Document) -> None:
    person("Emomali Rahmon")
    found = resolve(Speaker(name, "person"), document)
    assert (found.name, found.kind, found.document) == (name, "person", document)
    assert proposals() == []


def test_an_acronym_that_is_proposed_already(document: Document) -> None:
    known = SourceFactory.create(name="Vesk Harbour Guild", kind="organisation")
    SourceAliasFactory.create(source=known, name="VHG", status="dismissed")
    found = resolve(Speaker("VHG", "organisation"), document)
    assert found.name == "VHG"
    assert SourceAlias.objects.get().status == "dismissed", "an analyst said no"


@pytest.mark.parametrize(
    ("known", "name"),
    [
        ("Vesk Harbour Guild", "VHG"),
        ("VHG", "Vesk Harbour Guild"),
        ("Guild of the Harbour of Vesk", "G.H.V."),
    ],
)
def test_an_abbreviation_is_proposed(known: str, name: str, document: Document) -> None:
    SourceFactory.create(name=known, kind="organisation")
    SourceFactory.create(name="Vera Hild Gunn", kind="person")
    resolve(Speaker(name, "organisation"), document)
    assert [(owner, alias) for owner, alias, _ in proposals()] == [(known, name)]


def test_other_names_in_the_text(document: Document) -> None:
    speaker = Speaker("Harbour Guild", "organisation", ("HG", "harbour guild", "hg", "H" * 400))
    found = resolve(speaker, document)
    said = "Used in the same text"
    assert proposals() == [
        ("Harbour Guild", "HG", said),
        ("Harbour Guild", "H" * 300, said),
    ]
    assert resolve(speaker, document) == found
    assert SourceAlias.objects.count() == 2


@pytest.mark.parametrize(
    ("affiliation", "members"), [("Vesk", 1), ("", 0), (None, 0), ("port office", 0)]
)
def test_who_speaks_for_whom(affiliation: str | None, members: int, document: Document) -> None:
    speaker = Speaker("Port Office", "government", (), affiliation)
    for _ in range(2):
        resolve(speaker, document)
    assert Affiliation.objects.count() == members
    for row in Affiliation.objects.all():
        assert (row.source.name, row.organisation.name) == ("Port Office", "Vesk")
        assert (row.organisation.kind, row.status, row.document) == (
            *("government", "proposed", document),
        )


def test_speakers_without_a_name_belong_to_their_document(document: Document) -> None:
    person("Experts")
    experts = Speaker("experts", "unnamed", ("analysts",), "Vesk")
    mine, again = resolve(experts, document), resolve(experts, document)
    other = resolve(experts, DocumentFactory.create(publisher=None))
    assert mine == again != other
    assert (mine.kind, mine.document) == ("unnamed", document)
    assert not SourceAlias.objects.exists()
    assert not Affiliation.objects.exists()


@pytest.mark.parametrize(
    ("claimant", "via", "copied", "origin"),
    [
        ("named", [], False, "claimant"),
        ("named", ["named", "named"], True, "claimant"),
        ("unnamed", ["named"], False, 0),
        ("unnamed", ["named", "named"], True, 1),
        ("unnamed", ["unnamed", "named"], False, 1),
        ("unnamed", ["named", "unnamed"], False, "document"),
        ("unnamed", [], False, "document"),
        ("unnamed", [], True, "publisher"),
        (None, [], False, "document"),
        (None, [], True, "publisher"),
        (None, ["named"], True, 0),
    ],
)
def test_where_a_word_first_came_from(
    claimant: str | None,
    via: list[str],
    copied: bool,
    origin: int | str,
    document: Document,
) -> None:
    first = DocumentFactory.create()
    document.copy_of = first if copied else None

    def speaker(kind: str) -> Source:
        if kind == "named":
            return SourceFactory.create()
        return SourceFactory.create(kind="unnamed", document=document)

    who = speaker(claimant) if claimant else None
    chain = [speaker(kind) for kind in via]
    found = origin_of(who, chain, document)

    if isinstance(origin, int):
        expected: tuple[Source | None, Document | None] = (chain[origin], None)
    else:
        sources = {"claimant": who, "publisher": first.publisher}
        expected = (sources[origin], None) if origin in sources else (None, document)
    assert (found.source, found.document) == expected
    assert origin_of(who, chain, document) == found
    assert Origin.objects.count() == 1
