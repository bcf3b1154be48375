"""What is shown where a page is not there, or may not be seen."""

import pytest
from django.test import Client

from factcheck import failures
from tests.people import member

pytestmark = pytest.mark.django_db


def test_what_a_page_says_of_itself_is_shown_within_the_site() -> None:
    _, client = member("analyst")
    answer = client.get("/admin/dossier/404404/")
    assert answer.status_code == 404
    page = answer.content.decode()
    assert "No such claim, or none that you may see." in page
    assert 'id="sections"' in page  # the way on: the header of every page


def test_an_address_of_nothing_says_so_in_words() -> None:
    _, client = member("analyst")
    page = client.get("/nothing/here/").content.decode()
    assert failures.NOT_THERE in page
    assert "tried" not in page  # Django's own words tell addresses


def test_who_has_not_signed_in_is_led_there() -> None:
    page = Client().get("/nothing/here/").content.decode()
    assert failures.NOT_THERE in page
    assert 'href="/admin/login/"' in page
    assert 'id="sections"' not in page


def test_who_lacks_a_right_is_told() -> None:
    _, client = member("viewer")
    answer = client.post("/admin/triage/1/confirm/")
    assert answer.status_code == 403
    assert 'id="sections"' in answer.content.decode()


def test_a_form_from_elsewhere_is_refused_in_words() -> None:
    user, _ = member("analyst")
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    answer = client.post("/admin/triage/1/confirm/")
    assert answer.status_code == 403
    assert failures.FORGED in answer.content.decode()
