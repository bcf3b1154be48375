"""Reviewing selections of each kind of row, and what somebody may do who may only look."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from claims.models import Action, Conflict
from claims.services import actions
from tests.factories import (
    AssessmentFactory,
    AttributionFactory,
    CaseFactory,
    ClaimFactory,
    ClaimLinkFactory,
    ConflictAccountFactory,
    ConflictFactory,
    DocumentFactory,
    EventFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

REVIEWABLE: dict[str, Any] = {
    "attribution": AttributionFactory,
    "claim": ClaimFactory,
    "claimlink": ClaimLinkFactory,
    "event": EventFactory,
}
KINDS = pytest.mark.parametrize("kind", REVIEWABLE)
VERBS = {"confirm": "confirmed", "dismiss": "dismissed", "restore": "proposed"}
SAID = {"confirm": "Confirmed: 2.", "dismiss": "Dismissed: 2.", "restore": "Back to proposed: 2."}


def someone(*codenames: str) -> tuple[User, Client]:
    """A member of staff with these permissions and no others."""
    user, client = UserFactory.create(is_staff=True), Client()
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    client.force_login(user)
    return user, client


def shown(client: Client, kind: str) -> list[str]:
    """What a list says that its rows looked like."""
    answer = client.get(f"/admin/claims/{kind}/").content.decode()
    return re.findall(r'name="seen" value="(\d+:\w+)"', answer)


def act(client: Client, kind: str, verb: str, *rows: Any, seen: list[str] | None = None) -> Any:
    words = {"action": f"{verb}_selected", "_selected_action": [row.pk for row in rows]}
    words["seen"] = shown(client, kind) if seen is None else seen
    return client.post(f"/admin/claims/{kind}/", words, follow=True)


def review(row: Any) -> tuple[str, User | None, bool]:
    row.refresh_from_db()
    return row.status, row.reviewed_by, row.reviewed_at is not None


@KINDS
@pytest.mark.parametrize("verb", VERBS)
def test_the_chosen_rows_are_reviewed_and_no_others(kind: str, verb: str) -> None:
    user, client = someone(f"view_{kind}", f"change_{kind}")
    colleague = UserFactory.create()
    reviewed = {
        "status": "confirmed",
        "reviewed_by": colleague,
        "reviewed_at": colleague.date_joined,
    }
    rows = [REVIEWABLE[kind].create(**reviewed) for _ in range(3)]

    answer = act(client, kind, verb, *rows[:2])

    theirs = ("confirmed", colleague, True)
    done = ("proposed", None, False) if verb == "restore" else (VERBS[verb], user, True)
    if verb == "confirm":  # what a colleague has confirmed stays the colleague's
        assert [review(row) for row in rows] == [theirs] * 3
        assert "Nothing to do: they are so already." in answer.content.decode()
        return
    assert [review(row) for row in rows] == [done, done, theirs]
    assert SAID[verb] in answer.content.decode()


@KINDS
@pytest.mark.parametrize("verb", ["confirm", "dismiss"])
def test_a_reviewed_selection_is_undone_at_once(kind: str, verb: str) -> None:
    user, client = someone(f"view_{kind}", f"change_{kind}")
    rows = [REVIEWABLE[kind].create() for _ in range(2)]
    act(client, kind, verb, *rows)
    assert [review(row)[:2] for row in rows] == [(VERBS[verb], user)] * 2
    last = Action.objects.filter(by=user).first()
    assert last is not None
    assert len(actions.undo(last, by=user)) == 2
    assert [review(row) for row in rows] == [("proposed", None, False)] * 2


@KINDS
@pytest.mark.parametrize(("verb", "meant"), [("confirm", "dismiss"), ("dismiss", "confirm")])
def test_what_a_colleague_did_since_the_list_was_shown_stands(
    kind: str, verb: str, meant: str
) -> None:
    user, client = someone(f"view_{kind}", f"change_{kind}")
    colleague, other = someone(f"view_{kind}", f"change_{kind}")
    rows = [REVIEWABLE[kind].create() for _ in range(2)]
    seen = shown(client, kind)
    assert len(seen) == 2
    act(other, kind, verb, rows[0])

    answer = act(client, kind, meant, *rows, seen=seen).content.decode()

    assert review(rows[0])[:2] == (VERBS[verb], colleague)
    assert review(rows[1])[:2] == (VERBS[meant], user)
    did = {"confirm": "confirmed it", "dismiss": "rejected it"}[verb]
    assert f"{colleague} has {did}" in answer
    assert SAID[meant].replace("2", "1") in answer
    # Who looks again may do otherwise.
    act(client, kind, meant, rows[0])
    assert review(rows[0])[:2] == (VERBS[meant], user)


@KINDS
def test_what_was_done_on_a_list_is_undone_on_it(kind: str) -> None:
    _, client = someone(f"view_{kind}", f"change_{kind}", "change_action")
    rows = [REVIEWABLE[kind].create() for _ in range(2)]
    answer = act(client, kind, "confirm", *rows)
    assert answer.context["last_done"].verb == "confirm"
    assert 'action="/admin/undo/"' in answer.content.decode()
    answer = client.post("/admin/undo/", {"next": f"/admin/claims/{kind}/"}, follow=True)
    assert "Undone: 2 things." in answer.content.decode()
    assert [review(row) for row in rows] == [("proposed", None, False)] * 2


@KINDS
def test_a_hidden_row_is_not_reviewed_by_its_id(kind: str) -> None:
    user, client = someone(f"view_{kind}", f"change_{kind}")
    secret = DocumentFactory.create(cases=[CaseFactory.create(members=[UserFactory.create()])])
    hidden_claim = ClaimFactory.create(document=secret)
    belongs: dict[str, dict[str, Any]] = {
        "attribution": {"claim": hidden_claim},
        "claim": {"document": secret},
        "claimlink": {"from_claim": hidden_claim},
        "event": {"document": secret},
    }
    hidden, seen = REVIEWABLE[kind].create(**belongs[kind]), REVIEWABLE[kind].create()

    answer = act(client, kind, "dismiss", hidden, seen)

    assert review(hidden) == ("proposed", None, False)
    assert review(seen) == ("dismissed", user, True)
    assert "Dismissed: 1." in answer.content.decode()


@KINDS
@pytest.mark.parametrize("verb", VERBS)
def test_a_viewer_changes_nothing(kind: str, verb: str) -> None:
    _, viewer = someone(f"view_{kind}")
    row = REVIEWABLE[kind].create()

    act(viewer, kind, verb, row)
    assert review(row) == ("proposed", None, False)


@KINDS
def test_a_viewer_is_offered_nothing(kind: str) -> None:
    _, viewer = someone(f"view_{kind}")
    _, editor = someone(f"view_{kind}", f"change_{kind}")
    row = REVIEWABLE[kind].create()
    shown = {}
    for name, client in (("viewer", viewer), ("editor", editor)):
        rows = client.get(f"/admin/claims/{kind}/").content.decode()
        page = client.get(f"/admin/claims/{kind}/{row.pk}/change/").content.decode()
        shown[name] = ("dismiss_selected" in rows, 'name="_save"' in page)
        assert f"/{row.pk}/change/" in rows
    assert shown["viewer"] == (False, False)
    assert shown["editor"][0], "so that the test would notice"


@KINDS
def test_who_may_not_view_it_sees_nothing(kind: str) -> None:
    other = "event" if kind != "event" else "claim"
    _, client = someone(f"view_{other}", f"change_{other}")
    row = REVIEWABLE[kind].create()
    for page in ("", f"{row.pk}/change/", f"{row.pk}/history/"):
        assert client.get(f"/admin/claims/{kind}/{page}").status_code == 403
    assert review(row) == ("proposed", None, False)


@pytest.mark.parametrize(
    ("permission", "status"), [("view_assessment", 403), ("change_assessment", 302)]
)
def test_adopting_takes_the_permission_to_change(permission: str, status: int) -> None:
    user, client = someone("view_assessment", "view_claim", permission)
    row = AssessmentFactory.create()
    there = f"/admin/dossier/{row.claim_id}/adopt/{row.pk}/"
    assert client.post(there).status_code == status
    row.refresh_from_db()
    assert row.adopted_by == (user if status == 302 else None)


def test_an_assessment_is_the_analysts_own_and_never_altered() -> None:
    user, client = someone("view_assessment", "add_assessment", "change_assessment", "view_claim")
    words = {"claim": ClaimFactory.create().pk, "rating": "false", "credibility": 5}
    answers = [
        client.post("/admin/claims/assessment/add/", {**words, "rationale": why})
        for why in ("", "Nobody was there.", "Somebody was.")
    ]
    assert [answer.status_code for answer in answers] == [200, 302, 302]
    last, first = user.assessments.all()
    assert (last.rationale, first.rationale) == ("Somebody was.", "Nobody was there.")
    assert (last.superseded_at is None, first.superseded_at is None) == (True, False)
    page = f"/admin/claims/assessment/{last.pk}/change/"
    assert client.post(page, {**words, "rationale": "Other."}).status_code == 403


@pytest.mark.parametrize("verb", ["resolve", "reopen"])
def test_conflicts_take_the_permission_to_change(verb: str) -> None:
    claim = ClaimFactory.create()
    conflict = ConflictFactory.create(anchor=claim)
    for side, stance in (("for", "asserts"), ("against", "denies")):
        AttributionFactory.create(claim=claim, stance=stance)
        ConflictAccountFactory.create(conflict=conflict, claim=claim, side=side)
    words = {"finding": "superseded", "rationale": "Counted again.", "because": "A witness."}
    page = f"/admin/conflicts/{conflict.pk}"
    _, editor = someone("view_conflict", "change_conflict")
    _, viewer = someone("view_conflict")
    if verb == "reopen":
        editor.post(f"{page}/resolve/", words)
    states = {"resolve": ("open", "resolved"), "reopen": ("resolved", "open")}[verb]

    assert viewer.post(f"{page}/{verb}/", words).status_code == 403
    assert Conflict.objects.get().state == states[0]
    assert editor.post(f"{page}/{verb}/", words).status_code == 302
    assert Conflict.objects.get().state == states[1]
