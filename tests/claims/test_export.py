"""Exports: what they hold, what they leave out, how they follow merges."""

import csv
import io
import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from claims.exports import FORMATS, Format, export
from claims.models import Attribution, Claim, ClaimLink, Relation, Side, Stance, Status
from sources.models import Case, Source
from tests.api_clients import there
from tests.claims.test_export_claimreview import verdict
from tests.factories import (
    AffiliationFactory,
    AssessmentFactory,
    AttributionFactory,
    CaseFactory,
    ClaimFactory,
    ClaimLinkFactory,
    CommentFactory,
    ConflictAccountFactory,
    ConflictFactory,
    CreditFactory,
    DocumentFactory,
    EventFactory,
    SharedPassageFactory,
    SourceAliasFactory,
    SourceFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

TYPES = [
    *("assessment", "attribution", "case", "claim", "comment", "conflict", "credit"),
    *("document", "event", "link", "origin", "passage", "source"),
]


def records(case: Case | None = None, user: User | None = None) -> list[dict[str, Any]]:
    return [json.loads(line) for line in export(case=case, user=user)]


def of_type(name: str, case: Case | None = None, user: User | None = None) -> list[dict[str, Any]]:
    return [record for record in records(case, user) if record["type"] == name]


def said(case: Case | None = None, **fields: Any) -> Attribution:
    """Somebody says something of their own, in a document of the case."""
    document = DocumentFactory.create(cases=[case] if case else [])
    return AttributionFactory.create(claim=ClaimFactory.create(document=document), **fields)


def everything(case: Case | None = None) -> list[Attribution]:
    """At least one row of every type."""
    one, other = said(case), said(case)
    ClaimLinkFactory.create(from_claim=one.claim, to_claim=other.claim)
    conflict = ConflictFactory.create(anchor=one.claim)
    for claim in (one.claim, other.claim):
        ConflictAccountFactory.create(conflict=conflict, claim=claim)
    EventFactory.create(document=one.document)
    SharedPassageFactory.create(document=one.document, other=other.document)
    CreditFactory.create(document=one.document)
    AssessmentFactory.create(claim=one.claim).evidence.add(one)
    CommentFactory.create(claim=one.claim)
    return [one, other]


# --- JSONL ---------------------------------------------------------------------------------------


def test_every_type_ordered_by_type_and_id() -> None:
    everything(CaseFactory.create())
    everything(CaseFactory.create())
    found = [(record["type"], record["id"]) for record in records()]
    assert found == sorted(found)
    assert len(found) == len(set(found))
    assert sorted({name for name, _ in found}) == TYPES


def test_nothing_is_exported_from_nothing() -> None:
    assert records() == []


def test_an_attribution() -> None:
    paper, agency = SourceFactory.create(name="Paper"), SourceFactory.create(name="Wire")
    claimant = SourceFactory.create(name="Åsa Öberg", kind=Source.Kind.PERSON)
    document = DocumentFactory.create(name="fire.txt", text="Åsa: “It burned.”")
    made = AttributionFactory.create(
        claim=ClaimFactory.create(text="The mill burned", document=document),
        claimant=claimant,
        start=6,
        end=15,
        via=[paper, agency],
        hedged=True,
    )
    (line,) = [line for line in export() if '"type": "attribution"' in line]
    assert "Åsa Öberg" in line
    record = json.loads(line)
    assert record == {
        "type": "attribution",
        "id": made.pk,
        "document": "fire.txt",
        "document_id": document.pk,
        "claim": made.claim.pk,
        "claim_text": "The mill burned",
        "claim_as_extracted": made.claim.pk,
        "claimant": "Åsa Öberg",
        "claimant_id": claimant.pk,
        "via": ["Paper", "Wire"],
        "stance": "asserts",
        "likelihood": None,
        "hedged": True,
        "direct": False,
        "own_voice": False,
        "quote": "It burned",
        "start": 6,
        "end": 15,
        "spans": [],
        "origin": made.origin.pk,
        "confidence": 0.9,
        "method": "factory 1",
        "status": "proposed",
    }
    assert document.text[record["start"] : record["end"]] == record["quote"]


def test_an_authors_own_voice_has_no_claimant() -> None:
    said(claimant=None, own_voice=True, likelihood="unlikely")
    (record,) = of_type("attribution")
    assert (record["claimant"], record["own_voice"]) == (None, True)
    assert record["likelihood"] == "unlikely"


def test_a_link() -> None:
    link = ClaimLinkFactory.create(relation=Relation.UPDATES)
    (record,) = of_type("link")
    assert record == {
        "type": "link",
        "id": link.pk,
        "from": link.from_claim.pk,
        "to": link.to_claim.pk,
        "relation": "updates",
        "status": "proposed",
        "confidence": 0.9,
        "method": "quantity",
        "version": "1",
        "explanation": link.explanation,
    }


def test_the_other_types_say_what_they_are_about() -> None:
    case = CaseFactory.create(name="Mill fire")
    one, other = everything(case)
    SourceAliasFactory.create(source=one.claimant, name="The miller")
    state = SourceFactory.create(name="Freedonia")
    AffiliationFactory.create(source=one.claimant, organisation=state)
    found = {(record["type"], record["id"]): record for record in records(case)}
    document = found["document", one.document.pk]
    assert document["cases"] == ["Mill fire"]
    assert document["publisher"] == there(one.document.publisher).name
    assert "text" not in document
    source = found["source", there(one.claimant).pk]
    assert source["aliases"] == [{"name": "The miller", "status": "proposed"}]
    assert source["affiliations"][0]["organisation"] == "Freedonia"
    (conflict,) = of_type("conflict", case)
    assert conflict["finding"] is None
    assert [(account["claim"], account["side"]) for account in conflict["accounts"]] == [
        (one.claim.pk, "for"),
        (other.claim.pk, "for"),
    ]
    (assessment,) = of_type("assessment", case)
    assert (assessment["claim"], assessment["evidence"]) == (one.claim.pk, [one.pk])
    assert found["origin", one.origin.pk]["source"] == there(one.claimant).name
    assert found["claim", one.claim.pk]["quantity"] is None
    (event,) = of_type("event", case)
    assert (event["names"], event["document"]) == (["Old Mill"], one.document.name)


# --- Merges --------------------------------------------------------------------------------------


def merged(*claims: Claim) -> None:
    """Each into the next."""
    for claim, following in pairwise(claims):
        Claim.objects.filter(pk=claim.pk).update(merged_into=following)


def test_an_attribution_counts_for_the_end_of_the_chain() -> None:
    made = said()
    middle, end = ClaimFactory.create(), ClaimFactory.create(text="What it counts for now")
    merged(made.claim, middle, end)
    (record,) = of_type("attribution")
    assert (record["claim"], record["claim_text"]) == (end.pk, "What it counts for now")
    assert record["claim_as_extracted"] == made.claim.pk
    claims = {claim["id"]: claim["merged_into"] for claim in of_type("claim")}
    assert claims == {made.claim.pk: end.pk, middle.pk: end.pk, end.pk: None}


def test_merges_in_a_circle_come_to_an_end() -> None:
    one, other = ClaimFactory.create(), ClaimFactory.create()
    merged(one, other, one)
    assert len(of_type("claim")) == 2


def test_links_follow_merges() -> None:
    a, b, c = (ClaimFactory.create() for _ in range(3))
    merged(b, c)
    inner = ClaimLinkFactory.create(from_claim=b, to_claim=c, relation=Relation.SAME_AS)
    outer = ClaimLinkFactory.create(from_claim=a, to_claim=b)
    found = of_type("link")
    assert inner.pk not in {link["id"] for link in found}
    assert [(link["id"], link["from"], link["to"]) for link in found] == [(outer.pk, a.pk, c.pk)]


def test_what_holds_both_ways_goes_from_the_lower_id_to_the_higher() -> None:
    a, b, c = (ClaimFactory.create() for _ in range(3))
    ClaimLinkFactory.create(from_claim=b, to_claim=c)
    ClaimLinkFactory.create(from_claim=c, to_claim=b, relation=Relation.SUPPORTS)
    merged(c, a)
    found = {link["relation"]: (link["from"], link["to"]) for link in of_type("link")}
    assert found == {"contradicts": (a.pk, b.pk), "supports": (a.pk, b.pk)}


def reviewed(link: ClaimLink, status: Status) -> None:
    ClaimLink.objects.filter(pk=link.pk).update(
        status=status, reviewed_by=UserFactory.create(), reviewed_at=timezone.now()
    )


@pytest.mark.parametrize("dismissed", [True, False])
def test_of_links_that_say_the_same_one_is_left(*, dismissed: bool) -> None:
    """The most confident; but what an analyst said last goes before."""
    a, b, c, d = (ClaimFactory.create() for _ in range(4))
    links = [
        ClaimLinkFactory.create(from_claim=a, to_claim=claim, confidence=confidence)
        for claim, confidence in ((b, 0.5), (c, 0.9), (d, 0.7))
    ]
    untouched = ClaimLinkFactory.create()
    merged(b, d)
    merged(c, d)
    if dismissed:
        reviewed(links[0], Status.CONFIRMED)
        reviewed(links[2], Status.DISMISSED)
    best = links[2] if dismissed else links[1]
    assert [link["id"] for link in of_type("link")] == [best.pk, untouched.pk]


def test_accounts_that_became_one_are_told_once() -> None:
    one, other, third = said(), said(), said()
    conflict = ConflictFactory.create(anchor=one.claim)
    for made in (one, other, third):
        ConflictAccountFactory.create(conflict=conflict, claim=made.claim)
    ConflictAccountFactory.create(conflict=conflict, claim=one.claim, side=Side.AGAINST)
    merged(other.claim, one.claim)
    (record,) = of_type("conflict")
    assert [(account["claim"], account["side"]) for account in record["accounts"]] == [
        (one.claim.pk, "against"),
        (one.claim.pk, "for"),
        (third.claim.pk, "for"),
    ]


# --- One case, one user --------------------------------------------------------------------------


def test_a_case_holds_its_own_rows_and_no_others() -> None:
    case, other = CaseFactory.create(), CaseFactory.create()
    everything(case)
    alone = records(case)
    everything(other)
    everything()
    one, two = (row for row in Attribution.objects.filter(document__cases=case))
    foreign = said(other)
    ClaimLinkFactory.create(from_claim=one.claim, to_claim=foreign.claim)
    conflict = ConflictFactory.create(anchor=one.claim)
    for claim in (two.claim, foreign.claim):
        ConflictAccountFactory.create(conflict=conflict, claim=claim)
    assert records(case) == alone
    assert {record["type"] for record in alone} == set(TYPES)


def test_a_claim_that_the_case_merged_into_is_of_the_case() -> None:
    case = CaseFactory.create()
    made, foreign, third = said(case), said(), said(case)
    merged(made.claim, foreign.claim)
    link = ClaimLinkFactory.create(from_claim=foreign.claim, to_claim=third.claim)
    claims = {record["id"] for record in of_type("claim", case)}
    assert claims == {made.claim.pk, foreign.claim.pk, third.claim.pk}
    assert [record["id"] for record in of_type("link", case)] == [link.pk]
    assert len(of_type("attribution", case)) == 2


def test_what_was_merged_into_a_claim_of_the_case_brings_its_links() -> None:
    case = CaseFactory.create()
    made, third, foreign = said(case), said(case), said()
    merged(foreign.claim, made.claim)
    link = ClaimLinkFactory.create(from_claim=third.claim, to_claim=foreign.claim)
    (record,) = of_type("link", case)
    assert (record["id"], record["from"], record["to"]) == (
        link.pk,
        made.claim.pk,
        third.claim.pk,
    )


def test_a_user_gets_what_the_user_sees() -> None:
    member, other = UserFactory.create(), UserFactory.create()
    case = CaseFactory.create(members=[member])
    everything(case)
    assert records(user=member) == records()
    # Sources that no document is recorded for are known to all, and with them their own words' origins.
    assert {record["type"] for record in records(user=other)} == {"origin", "source"}


def test_a_merge_into_what_a_user_may_not_see_is_not_followed() -> None:
    user = UserFactory.create()
    made, secret = said(), said(CaseFactory.create(limited=True))
    Claim.objects.filter(pk=secret.claim.pk).update(text="A very secret claim")
    merged(made.claim, secret.claim)
    (record,) = of_type("attribution", user=user)
    assert (record["claim"], record["claim_text"]) == (made.claim.pk, made.claim.text)
    assert [claim["id"] for claim in of_type("claim", user=user)] == [made.claim.pk]
    assert "secret" not in "".join(export(user=user))
    assert "secret" in "".join(export())


@pytest.mark.parametrize("format_", FORMATS)
def test_an_export_takes_as_many_queries_for_one_row_as_for_many(format_: Format) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as taken:
            assert list(export(format_))
        return len(taken)

    everything(CaseFactory.create())
    verdict()
    few = queries()
    for _ in range(4):
        everything(CaseFactory.create())
        verdict()
    assert queries() == few


def test_lines_come_while_rows_are_read() -> None:
    everything()
    with CaptureQueriesContext(connection) as taken:
        lines: Iterator[str] = export()
        assert len(taken) == 0
        next(lines)
        begun = len(taken)
        assert len(list(lines)) > 1
    assert len(taken) > begun


# --- The table -----------------------------------------------------------------------------------


def rows(case: Case | None = None) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO("".join(export("csv", case=case)), newline="")))


def test_a_row_of_the_table() -> None:
    case = CaseFactory.create(name="Mill fire")
    paper = SourceFactory.create(name="Paper")
    document = DocumentFactory.create(
        name="fire.txt",
        title="Fire",
        text='He said "it burned",\nand left.',
        published="2024-03-01",
        url="https://example.org/fire",
        cases=[case],
    )
    made = AttributionFactory.create(
        claim=ClaimFactory.create(document=document), stance=Stance.DENIES, direct=True, via=[paper]
    )
    AttributionFactory.create()
    (row,) = rows(case)
    assert row == {
        "attribution": str(made.pk),
        "case": "Mill fire",
        "document": "fire.txt",
        "title": "Fire",
        "url": "https://example.org/fire",
        "publisher": there(document.publisher).name,
        "published": "2024-03-01",
        "claimant": there(made.claimant).name,
        "claimant kind": "person",
        "via": "Paper",
        "stance": "denies",
        "likelihood": "",
        "hedged": "no",
        "direct": "yes",
        "claim": str(made.claim.pk),
        "claim text": made.claim.text,
        "quote": document.text,
        "start": "0",
        "end": str(len(document.text)),
        "origin": there(made.claimant).name,
        "status": "proposed",
    }


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "＝"])
def test_a_spreadsheet_takes_no_cell_for_a_formula(start: str) -> None:
    text = f'{start}HYPERLINK("https://evil.example","click")'
    AttributionFactory.create(
        claim=ClaimFactory.create(
            text=text, document=DocumentFactory.create(text=text, title=text)
        ),
        claimant=SourceFactory.create(name=text),
    )
    (row,) = rows()
    for column in ("title", "claimant", "claim text", "quote", "origin"):
        assert row[column] == f"'{text}", column


def test_an_empty_table_has_its_header() -> None:
    assert "".join(export("csv")).startswith("attribution,case,document,")
    assert rows() == []


# --- The command ---------------------------------------------------------------------------------


def test_the_command_writes_to_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    everything()
    call_command("export")
    out, err = capsys.readouterr()
    assert out == "".join(export())
    assert err == ""


@pytest.mark.parametrize("format_", FORMATS)
def test_the_command_writes_to_a_file(tmp_path: Path, format_: Format) -> None:
    case = CaseFactory.create(name="Mill fire")
    everything(case)
    everything()
    path = tmp_path / "out"
    path.write_text("what was there")
    call_command("export", format=format_, case="MILL FIRE", output=str(path))
    assert path.read_bytes().decode() == "".join(export(format_, case=case))
    assert [file.name for file in tmp_path.iterdir()] == ["out"]


def test_a_case_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    CaseFactory.create(name="Mill fire")
    CaseFactory.create(name="Weir")
    with pytest.raises(CommandError) as raised:
        call_command("export", case="Flood")
    assert raised.value.returncode == 2
    assert str(raised.value) == "There is no case “Flood”. Known cases: “Mill fire”, “Weir”."
    assert capsys.readouterr().out == ""


def test_a_file_that_can_not_be_written(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="can't be written: No such file") as raised:
        call_command("export", output=str(tmp_path / "none" / "out"))
    assert raised.value.returncode == 2
