"""The search page: who may open it, what it shows and why, and what it says where there is nothing."""

import re
from datetime import date
from typing import Any
from urllib.parse import quote

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from claims.admin.workbench import search
from claims.models import Stance
from factcheck.roles import ROLES
from sources.models import Document
from tests.claims.services.test_search import meaning
from tests.claims.test_triage import HTMX
from tests.factories import (
    AttributionFactory,
    CaseFactory,
    ClaimFactory,
    DocumentFactory,
    SourceAliasFactory,
    SourceFactory,
    UserFactory,
)
from tests.people import member

pytestmark = pytest.mark.django_db
HOSTILE = '<script>alert("mill")</script> <b onclick=x>mill</b> {{ mill }} &lt;mark&gt;'


@pytest.fixture
def ana() -> tuple[User, Client]:
    return member("viewer", "ana")


def page(client: Client, **asked: Any) -> str:
    answer = client.get("/admin/search/", asked)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def links(shown: str) -> list[str]:
    """Where the hits lead, in order."""
    return re.findall(r'<a class="hit" href="([^"]+)"', shown)


class TestRights:
    @pytest.mark.parametrize("role", ROLES)
    def test_every_role_reads(self, role: str) -> None:
        _, client = member(role)
        assert client.get("/admin/search/").status_code == 200

    def test_it_takes_the_right_to_see_all_four(self) -> None:
        for left_out in search.RIGHTS:
            user = UserFactory.create(is_staff=True)
            names = [right.split(".")[1] for right in search.RIGHTS if right != left_out]
            user.user_permissions.set(Permission.objects.filter(codename__in=names))
            client = Client()
            client.force_login(user)
            assert client.get("/admin/search/", {"q": "mill"}).status_code == 403, left_out
            assert 'id="finder"' not in client.get("/admin/").content.decode()
        assert Client().get("/admin/search/")["Location"].startswith("/admin/login/")
        assert 'id="finder"' not in Client().get("/admin/login/").content.decode()

    def test_every_page_has_the_box(self, admin_client: Client) -> None:
        document = DocumentFactory.create()
        pages = ["/admin/", "/admin/triage/", "/admin/conflicts/", "/admin/names/"]
        pages += [
            f"/admin/sources/document/{document.pk}/{what}/" for what in ("change", "history")
        ]
        pages += [
            f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
            for model in admin.site._registry
        ]
        for address in pages:
            shown = admin_client.get(address).content.decode()
            assert shown.count('id="finder"') == 1, address
            assert shown.count('action="/admin/search/"') == 1, address

    def test_of_others_cases_nothing_is_told(self, ana: tuple[User, Client]) -> None:
        closed = CaseFactory.create(name="Zanzibar case", members=[UserFactory.create()])
        secret = DocumentFactory.create(
            title="Zanzibar papers", text="The Zanzibar mill burned.", cases=[closed]
        )
        hidden = SourceFactory.create(name="Zanzibar himself", document=secret)
        claim = meaning("Zanzibar burned the mill", document=secret)
        AttributionFactory.create(claim=claim, document=secret, claimant=hidden)
        source = SourceFactory.create(name="Herald")
        SourceAliasFactory.create(
            source=source, name="Zanzibar Herald", document=secret, status="confirmed"
        )
        for q in ("zanzibar", "mill", "zanzibr", "somebody set the mill on fire", "herald"):
            for facets in ({}, {"case": closed.pk}, {"source": "zanz"}, {"kind": "sources"}):
                shown = page(ana[1], q=q, **facets)
                assert "Zanzibar" not in shown.replace(escape(q), ""), (q, facets)
        boss = UserFactory.create(is_staff=True, is_superuser=True)
        client = Client()
        client.force_login(boss)
        assert len(links(page(client, q="zanzibar"))) == 5  # so that the test would notice


class TestHits:
    def test_each_kind_says_why_and_leads_to_its_page(self, ana: tuple[User, Client]) -> None:
        document = DocumentFactory.create(
            title="After the night at the mill",
            text="Russia blamed Ukraine, said Bo.",
            published=date(2024, 3, 2),
        )
        claim = meaning("Russia blames Ukraine for the fire", document=document)
        said = AttributionFactory.create(
            claim=claim, document=document, stance=Stance.DENIES, claimant__name="Bo Hansen"
        )
        near = meaning("Moscow holds Kyiv responsible for the assault")
        mayor = SourceFactory.create(name="Galina Gateva")
        shown = page(ana[1], q="Russia blames Ukraine")
        assert links(shown)[:2] == [f"/admin/dossier/{claim.pk}/", f"/admin/dossier/{near.pk}/"]
        assert '<mark class="sought">Russia</mark> <mark class="sought">blames</mark>' in shown
        assert re.search(r"close in meaning \(0\.\d\d\)", shown)
        assert f"/admin/sources/document/{document.pk}/change/#attribution-{said.pk}" in shown
        assert "stance-denies" in shown
        assert f"/admin/sources/document/{document.pk}/change/" in links(shown)
        assert "2 Mar 2024" in shown
        shown = page(ana[1], q="Gatyeva")
        assert links(shown) == [f"/admin/sources/source/{mayor.pk}/change/"]
        assert "name alike: Gatyeva ~ Gateva" in shown
        assert "?q=Gateva" in shown
        SourceAliasFactory.create(source=mayor, name="The Lioness", status="confirmed")
        shown = page(ana[1], q="lioness")
        assert '<mark class="sought">Lioness</mark>' in shown
        assert "another name of it" in shown

    def test_of_a_long_document_the_part_is_shown_that_has_the_words(
        self, ana: tuple[User, Client]
    ) -> None:
        DocumentFactory.create(text=f"{'Nothing much. ' * 20_000} The bridge had one broken lamp.")
        shown = page(ana[1], q='"broken lamps"')
        assert 'one <mark class="sought">broken</mark> <mark class="sought">lamp</mark>' in shown

    def test_hostile_words_stay_words(self, ana: tuple[User, Client]) -> None:
        document = DocumentFactory.create(title=f"T {HOSTILE}", text=f"D {HOSTILE}")
        claim = ClaimFactory.create(text=f"C {HOSTILE}", document=document)
        AttributionFactory.create(claim=claim, document=document)
        source = SourceFactory.create(name=f"mill {HOSTILE}")
        SourceAliasFactory.create(source=source, name=f"a {HOSTILE}", status="confirmed")
        for q in ("mill", HOSTILE[:200], '"><script>alert(1)</script>mill'):
            shown = page(ana[1], q=q)
            assert "<script>alert" not in shown
            assert "<b onclick" not in shown
            assert "&lt;script&gt;" in shown
        plain = re.sub(r"</?mark[^>]*>", "", page(ana[1], q="mill"))
        for begin in "CDT":  # every character is there, in its place
            assert f"{begin} {escape(HOSTILE)}" in plain.replace("&amp;quot;", "&quot;"), begin

    def test_no_sign_of_ours_can_be_forged(self, ana: tuple[User, Client]) -> None:
        ClaimFactory.create(text="b mill e \ue000 \ue001 \ue002 mark")
        assert page(ana[1], q="mill").count("<mark") == 1

    def test_lists_cost_the_same_for_one_row_and_twenty(self, ana: tuple[User, Client]) -> None:
        def make() -> None:
            document = DocumentFactory.create(
                title="Mill", text=f"The mill {Document.objects.count()}"
            )
            claim = meaning("The mill was set on fire", document=document)
            AttributionFactory.create(claim=claim, document=document, via=[SourceFactory.create()])
            source = SourceFactory.create(name=f"Mill {Document.objects.count()}")
            SourceAliasFactory.create(source=source, name=f"Miller {source.pk}", status="confirmed")

        def queries(**asked: Any) -> int:
            with CaptureQueriesContext(connection) as captured:
                page(ana[1], q="mill", **asked)
            counts = [q["sql"] for q in captured if "COUNT(*)" in q["sql"]]
            assert all("GROUP BY" in sql for sql in counts)
            return len(captured)

        make()
        queries()
        few = {kind: queries(kind=kind) for kind in ("", *search.KINDS)}
        for _ in range(20):
            make()
        assert {kind: queries(kind=kind) for kind in few} == few

    def test_numbers_and_leafing(self, ana: tuple[User, Client]) -> None:
        made = {ClaimFactory.create(text=f"The mill burned {n} times").pk for n in range(45)}
        shown = page(ana[1], q="mill burned")
        assert 'Claims <span class="quiet">20+</span>' in shown
        assert len(links(shown)) == search.SOME
        seen = links(shown)
        while found := re.search(r'<li class="more"><a href="([^"]+)"', shown):
            there = found[1].replace("&amp;", "&")
            part = ana[1].get(there, headers=HTMX).content.decode()
            assert "<html" not in part
            shown = " ".join(ana[1].get(there).content.decode().split())
            assert links(" ".join(part.split())) == links(shown)
            seen += links(shown)
        assert sorted(seen) == sorted(f"/admin/dossier/{pk}/" for pk in made)


class TestFacets:
    def test_they_are_kept_and_can_be_left_out(self, ana: tuple[User, Client]) -> None:
        case = CaseFactory.create(name="The mill")
        document = DocumentFactory.create(text="The mill burned.", cases=[case])
        AttributionFactory.create(document=document, claim__document=document)
        shown = page(ana[1], q="mill", case=case.pk, stance="asserts", since="2024-01-01")
        assert "Nothing found" in shown
        assert "Of quotes that are left, none has these words" in shown
        for left in ("case The mill", "stance asserts", "from 2024-01-01"):
            assert f"Search without: {left}" in shown
        assert f"?q=mill&amp;case={case.pk}&amp;stance=asserts" in shown
        assert 'value="2024-01-01"' in shown
        shown = page(ana[1], q="mill", case=case.pk)
        assert "Narrowed to" in shown
        assert links(shown)

    @pytest.mark.parametrize(
        "facets",
        [
            {"case": "x"},
            {"case": "9" * 30},
            {"case": "99999"},
            {"stance": "gone"},
            {"state": "gone"},
            {"kind": "gone"},
            {"since": "2024-02-30"},
            {"until": "\x00"},
            {"source": "\x00%_" + "x" * 5_000},
            {"after": "1-x"},
            {"after": f"{'9' * 18}-{'9' * 18}", "kind": "claims"},
            {"after": "0-5", "kind": "sources", "stance": "denies"},
        ],
    )
    def test_what_makes_no_sense_breaks_nothing(
        self, facets: dict[str, str], ana: tuple[User, Client]
    ) -> None:
        page(ana[1], q="mill", **facets)
        assert (
            ana[1].get("/admin/search/", {"q": "mill", **facets}, headers=HTMX).status_code == 200
        )

    def test_a_part_is_answered_with_its_address(self, ana: tuple[User, Client]) -> None:
        asked = {"q": "mill", "kind": "", "case": "", "stance": "denies", "since": ""}
        answer = ana[1].get("/admin/search/", asked, headers=HTMX)
        assert answer["HX-Replace-Url"] == "?q=mill&stance=denies"
        assert "<html" not in answer.content.decode()


class TestNothing:
    def test_nothing_asked(self, ana: tuple[User, Client]) -> None:
        assert "Nothing has been read yet" in page(ana[1])
        ClaimFactory.create(
            text="The gate of the mill was open", document__title="Night at the mill in March"
        )
        SourceFactory.create(name="Ana Brandt", kind="person")
        shown = page(ana[1])
        assert "What the box understands" in shown
        for example in ("Ana Brandt", '"The gate of the"', "Night at the mill"):
            assert f'href="?q={quote(example)}"' in shown
            assert links(page(ana[1], q=example)), example

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            ("mill", "Of claims, quotes, documents, sources none has these words, no name is like"),
            ("the and of", "no word in it that could be sought"),
            ("?! ... ---", "no word in it that could be sought"),
            ("-mill", "no word in it that could be sought"),
            ("\x00mill\x00", "none has these words"),
            ("x" * 10_000, "none has these words"),
            ("word " * 2_000, "none has these words"),
            ("' OR 1=1 --", "none has these words"),
            ('"""""', "no word in it that could be sought"),
            ("\\ % _ : & | ! <->", "no word in it that could be sought"),
            ("قال رئيس البلدية", "none has these words"),
            ("\ufffe\U0001f525", "no word in it that could be sought"),
        ],
    )
    def test_nothing_found_and_never_an_error(
        self, words: str, said: str, ana: tuple[User, Client]
    ) -> None:
        shown = page(ana[1], q=words)
        assert "Nothing found" in shown
        assert said in shown
        assert ana[1].get("/admin/search/", {"q": words}, headers=HTMX).status_code == 200

    def test_what_no_kind_can_have(self, ana: tuple[User, Client]) -> None:
        shown = page(ana[1], q="mill", kind="sources", stance="denies")
        assert "sources have not all of what is asked for" in shown
        assert "Search without: sources only" in shown
