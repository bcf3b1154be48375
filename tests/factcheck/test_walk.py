"""Every address of the admin and the workbench, as every role and signed out: open to those who need it, and
to nobody else. An address that is in no table here fails the test."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Model
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from claims.admin.workbench import conflicts, dossier, names, triage
from claims.models import Relation, Side, Visit, Watch
from factcheck.roles import ROLES
from sources.models import CaseMember, Original
from tests import factories as f
from tests.claims.test_admin_lists import FACTORIES
from tests.people import member

pytestmark = pytest.mark.django_db

ORDER = [*ROLES, "superuser"]
REVIEWED = ("confirm", "reject", "restore")
# What is entered by hand, by whom; and what is erased.
ADDED = {
    **dict.fromkeys(("case", "importjob", "source", "claim", "event", "assessment"), "analyst"),
    **dict.fromkeys(("casemember", "user", "group"), "admin"),
    "authtoken": "superuser",
}
DELETED = {
    "watch": "viewer",
    **dict.fromkeys(("case", "casemember", "authtoken"), "admin"),
    "group": "superuser",
}
# Seen by those who decide who is in; what the system keeps for itself is of use to nobody else.
SHOWN = {
    **dict.fromkeys(("user", "group", "authtoken"), "admin"),
    **dict.fromkeys(("shingle", "documentpart", "visit"), "superuser"),
}
NEVER = "never"


@dataclass(frozen=True)
class Door:
    """One address: the least role that it opens to, by GET or POST, and what it needs to be put together."""

    least: str
    method: str
    arguments: dict[str, Any]
    sent: dict[str, str] = field(default_factory=dict)

    def opens_to(self, role: str) -> bool:
        return self.least != NEVER and ORDER.index(role) >= ORDER.index(self.least)


def get(least: str, sent: dict[str, str] | None = None, **arguments: Any) -> Door:
    return Door(least, "get", arguments, sent or {})


def post(least: str, sent: dict[str, str] | None = None, **arguments: Any) -> Door:
    return Door(least, "post", arguments, sent or {})


def knock(client: Client, there: str, door: Door) -> int:
    """The status of the answer; whatever was done is taken back."""
    with transaction.atomic():
        answer = getattr(client, door.method)(there, door.sent)
        transaction.set_rollback(True)
    return int(answer.status_code)


def workbench(user: User) -> dict[str, list[Door]]:
    """The pages of the workbench, by name, with rows that `user` sees."""
    document = f.DocumentFactory.create(cases=[case := f.CaseFactory.create()])
    claim, other = (f.ClaimFactory.create(document=document) for _ in range(2))
    said, _ = (f.AttributionFactory.create(claim=row) for row in (claim, other))
    link = f.ClaimLinkFactory.create(from_claim=claim, to_claim=other)
    conflict = f.ConflictFactory.create(anchor=claim)
    account = f.ConflictAccountFactory.create(conflict=conflict, claim=claim, side=Side.FOR)
    f.ConflictAccountFactory.create(conflict=conflict, claim=other, side=Side.FOR)
    passage = f.SharedPassageFactory.create(document=document)
    credit = f.CreditFactory.create(document=document)
    alias, affiliation = f.SourceAliasFactory.create(), f.AffiliationFactory.create()
    judged = f.AssessmentFactory.create(claim=claim)
    assert link.relation == Relation.CONTRADICTS, "what conflicts are gathered from"

    def reviewed(**arguments: Any) -> list[Door]:
        return [post("analyst", verb=verb, **arguments) for verb in REVIEWED]

    return {
        "cases": [get("viewer")],
        "case": [get("viewer", pk=case.pk)],
        "triage": [get("analyst")],
        "triage_more": [get("analyst")],
        "triage_names": [get("viewer")],
        "triage_selection": [post("analyst", {"verb": "confirm"})],
        "triage_undo": [post("analyst")],
        "triage_claim": [get("analyst", pk=claim.pk)],
        "triage_voices": [get("analyst", pk=claim.pk)],
        "triage_done": [get("analyst", pk=claim.pk)],
        "triage_suggest": [get("analyst", pk=claim.pk)],
        "triage_said": [
            *reviewed(pk=said.pk),
            post("analyst", pk=said.pk, verb="correct"),
        ],
        "triage_link": reviewed(pk=claim.pk, link_pk=link.pk),
        "triage_act": [post("analyst", pk=claim.pk, verb=verb) for verb in triage.VERBS],
        "conflicts": [get("viewer")],
        "conflict": [get("viewer", pk=conflict.pk)],
        "conflict_undo": [post("analyst", pk=conflict.pk)],
        "conflict_done": [get("viewer", pk=conflict.pk)],
        "conflict_voices": [get("viewer", pk=conflict.pk, account=account.pk)],
        "conflict_link": reviewed(pk=conflict.pk, row=link.pk),
        "conflict_act": [post("analyst", pk=conflict.pk, verb=verb) for verb in conflicts.VERBS],
        "names": [get("analyst")],
        "names_alias": [post("analyst", pk=alias.pk, verb=verb) for verb in names.JUDGED],
        "names_affiliation": [
            post("analyst", pk=affiliation.pk, verb=verb) for verb in names.JUDGED
        ],
        "names_source": [
            post("analyst", pk=alias.source_id, verb=verb) for verb in names.DONE_TO_SOURCE
        ],
        "watching": [get("viewer")],
        "watching_seen": [post("viewer")],
        "watching_unseen": [post("viewer")],
        "watching_act": [
            post("viewer", kind=kind, pk=row.pk, verb=verb)
            for kind, row in (("claim", claim), ("conflict", conflict), ("case", case))
            for verb in ("watch", "seen", "unseen", "unwatch")
        ],
        "dossier": [get("viewer", pk=claim.pk)],
        "dossier_voices": [get("viewer", {"stance": "asserts"}, pk=claim.pk)],
        "dossier_done": [get("viewer", pk=claim.pk)],
        "dossier_ticks": [get("viewer", pk=claim.pk)],
        "dossier_export": [get("viewer", pk=claim.pk, form=form) for form in dossier.EXTENSIONS],
        "dossier_undo": [post("analyst", pk=claim.pk)],
        "dossier_said": reviewed(pk=claim.pk, row=said.pk),
        "dossier_link": reviewed(pk=claim.pk, row=link.pk),
        "dossier_adopt": [post("reviewer", pk=claim.pk, row=judged.pk)],
        "dossier_act": [post("analyst", pk=claim.pk, verb=verb) for verb in dossier.VERBS],
        "reader_claims": [get("analyst", pk=document.pk)],
        "reader_say": [post("analyst", pk=document.pk)],
        "reader_read": [post("analyst", pk=document.pk)],
        "reader_unread": [post("analyst", pk=document.pk)],
        "reader_said": reviewed(pk=said.pk),
        "reader_passage": reviewed(pk=passage.pk),
        "reader_credit": reviewed(pk=credit.pk),
        "reader_beside": [get("viewer", pk=document.pk, other_pk=passage.other_id)],
        "search": [get("viewer")],
        "undo": [post("analyst")],
        "document_original": [get("viewer", pk=document.pk)],
        "index": [get("viewer")],
        "password_change": [get("viewer")],
        "password_change_done": [get("viewer")],
        "jsi18n": [get("viewer")],
        "app_list": [get("viewer", app_label="claims"), get("viewer", app_label="sources")],
        "auth_user_password_change": [get("admin", id=user.pk)],
        "sources_demonstration": [post("analyst")],
    }


# Those that are no page: where one comes in and leaves, what a page asks for by itself, and where Django
# leads from one address to another.
NO_PAGE = {"login", "logout", "autocomplete", "view_on_site", None}


def seen_by(user: User, model: type[Model]) -> Any:
    """A row that this user sees, whatever their role."""
    if model is Watch:
        return f.WatchFactory.create(user=user)
    if model is Visit:
        return f.VisitFactory.create(user=user)
    if model is Original:
        return f.DocumentFactory.create().original
    if model is CaseMember:
        return f.CaseMemberFactory.create(user=user)
    made = FACTORIES[model]()
    return made[0] if isinstance(made, tuple) else made  # a token comes with its secret


def records(user: User) -> dict[str, list[Door]]:
    """The lists and forms of every model, by name."""
    found: dict[str, list[Door]] = {}
    for model in admin.site._registry:
        app, name = model._meta.app_label, model._meta.model_name or ""
        row = seen_by(user, model)
        least = SHOWN.get(name, "viewer")
        found |= {
            f"{app}_{name}_changelist": [get(least)],
            f"{app}_{name}_add": [get(ADDED.get(name, NEVER))],
            f"{app}_{name}_change": [get(least, object_id=row.pk)],
            f"{app}_{name}_history": [get(least, object_id=row.pk)],
            f"{app}_{name}_delete": [get(DELETED.get(name, NEVER), object_id=row.pk)],
        }
        if name == "importjob":
            found |= {
                f"{app}_{name}_items": [get("viewer", pk=row.pk)],
                f"{app}_{name}_retry": [post("analyst", pk=row.pk)],
            }
    return found


def patterns(resolver: Any) -> Iterator[URLPattern]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern)
        else:
            yield pattern


def addresses() -> set[str | None]:
    """The names of all addresses below /admin/."""
    site = next(p for p in get_resolver().url_patterns if getattr(p, "namespace", "") == "admin")
    return {pattern.name for pattern in patterns(site)}


def doors(user: User) -> Iterator[tuple[str, Door]]:
    for name, some in (records(user) | workbench(user)).items():
        for door in some:
            yield reverse(f"admin:{name}", kwargs=door.arguments), door


def test_every_address_is_in_the_table(admin: User) -> None:
    assert addresses() == {*workbench(admin), *records(admin), *NO_PAGE}


@pytest.mark.parametrize("role", ORDER)
def test_each_opens_to_those_who_need_it(role: str) -> None:
    user, client = member("viewer" if role == "superuser" else role)
    if role == "superuser":
        user.is_superuser = True
        user.save()
    wrong = []
    for there, door in doors(user):
        status = knock(client, there, door)
        opened = status in (200, 302, 400, 409)
        if opened != door.opens_to(role) or not (opened or status == 403):
            wrong.append((door.method, there, status))
    assert not wrong


def test_what_is_done_is_not_done_by_a_link() -> None:
    user, client = member("admin")
    posted = [there for there, door in doors(user) if door.method == "post"]
    assert len(posted) > 50
    assert {there for there in posted if client.get(there).status_code != 405} == set()


def test_who_is_signed_out_is_led_to_the_login(client: Client, admin: User) -> None:
    for there, door in doors(admin):
        answer = getattr(client, door.method)(there)
        assert answer.status_code == 302, there
        assert answer["Location"].startswith("/admin/login/"), there
    assert client.get("/admin/login/").status_code == 200
