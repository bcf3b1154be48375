"""Quotes in their sentence with two sentences around, and counts that cost one query."""

import pytest
from django.contrib.auth.models import User

from claims.admin.accounts import Letters
from claims.admin.workbench.voices import (
    Counts,
    Voice,
    contested_of,
    counts_of,
    leading,
    trailing,
    voices_of,
)
from claims.models import Claim, Stance
from tests.factories import (
    AttributionFactory,
    ClaimFactory,
    ConflictAccountFactory,
    ConflictFactory,
    DocumentFactory,
    OriginFactory,
)

TEXT = "One. Two burned. Three stood! The mayor said that it burned at night. It rained? Nobody slept. End."


@pytest.mark.parametrize(
    ("text", "before", "lead"),
    [
        ("One. Two. Three. He said ", "Two. Three. ", "He said "),
        ("One. He said ", "One. ", "He said "),
        ("He said ", "", "He said "),
        ("Title\n\nHe said ", "Title\n\n", "He said "),
        ("He said. ", "He said. ", ""),
        ("", "", ""),
    ],
)
def test_what_leads_to_a_quote(text: str, before: str, lead: str) -> None:
    assert leading(text, cut=False) == (before, lead)


@pytest.mark.parametrize(
    ("quote", "text", "trail", "after"),
    [
        (
            "it burned",
            " at night. It rained. He slept. End.",
            " at night.",
            " It rained. He slept.",
        ),
        (
            "it burned",
            " at night.” It rained. He slept. End.",
            " at night.”",
            " It rained. He slept.",
        ),
        ("It burned.", " It rained. He slept. End.", "", " It rained. He slept."),
        ("it burned", ".", ".", ""),
        ("it burned", "\n\nNext", "", "\n\nNext"),
        ("it burned", "", "", ""),
    ],
)
def test_what_follows_a_quote(quote: str, text: str, trail: str, after: str) -> None:
    assert trailing(quote, text, cut=False) == (trail, after)


def test_what_is_cut_is_marked() -> None:
    assert leading("and so on", cut=True) == ("", "…and so on")
    assert trailing("it burned", " and so on", cut=True) == (" and so on…", "")


@pytest.mark.django_db
class TestVoices:
    def test_a_quote_stands_between_two_sentences_and_two(self, admin: User) -> None:
        start = TEXT.index("it burned")
        claim = ClaimFactory.create(document=DocumentFactory.create(text=TEXT))
        AttributionFactory.create(claim=claim, start=start, end=start + len("it burned"))
        voice = Voice.of(voices_of(admin).get(claim=claim), Letters())
        assert voice.before == "Two burned. Three stood! "
        assert (voice.lead, voice.row.quote) == ("The mayor said that ", "it burned")
        assert (voice.trail, voice.after) == (" at night.", " It rained? Nobody slept.")

    def test_counts_take_one_query(
        self, admin: User, django_assert_num_queries: pytest.FixtureRequest
    ) -> None:
        claims = [ClaimFactory.create() for _ in range(20)]
        wire = OriginFactory.create()
        for claim in claims:
            AttributionFactory.create(claim=claim, origin=wire)
            AttributionFactory.create(
                claim=claim, document=DocumentFactory.create(), origin=wire, stance=Stance.DENIES
            )
        with django_assert_num_queries(1):  # type: ignore[operator] # a function of pytest-django
            found = counts_of([claim.pk for claim in claims], admin)
        assert set(found.values()) == {Counts(2, 2, 1, 1, 0)}
        assert str(found[claims[0].pk]) == "2 documents, 1 independent origin, 1 denial"

    def test_contested_is_what_an_open_question_is_about(self, admin: User) -> None:
        conflict = ConflictFactory.create()
        accounts = [ConflictAccountFactory.create(conflict=conflict) for _ in range(2)]
        ids = [account.claim_id for account in accounts]
        for pk in ids:
            AttributionFactory.create(claim=Claim.objects.get(pk=pk))
        other = ClaimFactory.create()
        assert contested_of([*ids, other.pk], admin) == set(ids)
