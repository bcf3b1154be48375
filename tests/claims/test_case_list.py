"""The list of cases: what it tells of each, and at which cost."""

import re

import pytest
from django.test import Client

from claims.admin.workbench import board, casefile
from sources.models import Case
from tests.claims.test_board import asked, queries, said, shown
from tests.factories import CaseFactory, ConflictAccountFactory
from tests.people import member

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana() -> Client:
    return member("analyst")[1]


@pytest.fixture
def case() -> Case:
    return CaseFactory.create(name="Mill fire")


def test_a_question_with_many_accounts_is_one(
    ana: Client, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(board, "OPEN", 2)
    first = asked(said(case), said(case))
    for _ in range(7):
        ConflictAccountFactory.create(conflict=first, claim=said(case))
    for _ in range(2):
        asked(said(case), said(case))
    page = " ".join(ana.get("/admin/cases/").content.decode().split())
    assert "2+ open conflicts" in page


def test_cases_with_what_they_hold_the_newest_first(ana: Client, case: Case) -> None:
    asked(said(case), said(case))
    CaseFactory.create(name="Flood", description="The flood of the river.")
    page = " ".join(ana.get("/admin/cases/").content.decode().split())
    assert page.index("Flood") < page.index("Mill fire")
    assert "2 documents, 2 claims, 1 open conflict<" in page
    assert "0 documents, 0 claims, 0 open conflicts" in page
    assert "The flood of the river." in page


def test_it_is_searched_and_goes_on(
    ana: Client, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(4):
        CaseFactory.create(name=f"Flood {n}")
    monkeypatch.setattr(board, "SHOWN", 3)
    first = ana.get("/admin/cases/", {"q": "flood"}).content.decode()
    assert re.findall(r"Flood \d", first) == ["Flood 3", "Flood 2", "Flood 1"]
    more = re.search(r'href="(\?q=flood&amp;after=\d+)"', first)
    assert more
    second = ana.get("/admin/cases/" + more[1].replace("&amp;", "&")).content.decode()
    assert re.findall(r"Flood \d", second) == ["Flood 0"]
    assert "Show older ones" not in second
    assert "Nothing matches" in ana.get("/admin/cases/", {"q": "x" * 900}).content.decode()


def test_counts_end_somewhere(ana: Client, case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(casefile, "COUNTED", 1)
    monkeypatch.setattr(board, "OPEN", 1)
    monkeypatch.setattr(casefile, "OPEN", 1)
    asked(said(case), said(case)), asked(said(case), said(case))
    page = ana.get("/admin/cases/").content.decode()
    assert "1+ documents, 1+ claims, 1+ open conflicts" in page
    assert "<strong>1+ documents, 4 claims</strong>" in shown(ana, case)
    assert "1+ open conflicts</p>" in shown(ana, case)


def test_empty_it_says_what_to_do(ana: Client) -> None:
    assert "import documents</a>" in ana.get("/admin/cases/").content.decode()
    viewer = member("viewer")[1].get("/admin/cases/").content.decode()
    assert "make you a member" in viewer


def test_it_costs_the_same_for_one_case_and_twenty(ana: Client) -> None:
    said(CaseFactory.create())
    queries(ana, "/admin/cases/")
    few = queries(ana, "/admin/cases/")
    for _ in range(19):
        said(CaseFactory.create())
    assert queries(ana, "/admin/cases/") == few
