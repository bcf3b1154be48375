"""Claims read as sentences of their own; what is none is an attitude, whose words are those of the text."""

import pytest

from claims.extraction import extract
from tests.claims.extraction.reading import PUBLISHED, claims, others


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        # what may be so, and what may come
        ("The roots of the group may lie in the 1980s, Ann Smith said.", "The roots of the group lie in the 1980s."),
        ("The suspects may be foreigners, police said.", "The suspects are foreigners."),
        ("The singer might be pregnant, the paper said.", "The singer is pregnant."),
        ("The bridge may have been damaged, police said.", "The bridge has been damaged."),
        ("The bridge might be closed next week, police said.", "The bridge will be closed next week."),
        ('"Talks may be difficult," Ann Smith said.', "Talks will be difficult."),
        ("The strike might potentially delay the ferry, the port said.", "The strike will delay the ferry."),
        ("The storm could even close the harbour, the port said.", "The storm will close the harbour."),
        # what somebody is or was able to do, and what only goes with the statement
        ("The girl could lift a calf, her uncle said.", "The girl could lift a calf."),
        (
            "By the time the boy could read, he had sold a farm, his uncle said.",
            "By the time the boy could read, he had sold a farm.",
        ),
        # of two denials one taken back would leave the other
        ('"I was never a sailor, never lived at sea," Ann Smith said.', "Ann Smith was never a sailor, never lived at sea."),
        # who "we" are is said once
        (
            '"We invented the lamp, and we can do better than we do now," Ann Smith said.',
            "Ann Smith and others invented the lamp, and they can do better than they do now.",
        ),
        # verbs go with who is put in for a pronoun
        ('"I do not believe in ghosts," Ann Smith said.', "Ann Smith believes in ghosts."),
        ("Undeclared voters said they'll stay at home.", "Undeclared voters will stay at home."),
        # no "that" is left over where a quotation begins behind it
        (
            'The mayor said that "a car is dear these days" in Vedra.',
            "A car is dear these days in Vedra.",
        ),
        # an unnamed body is "it"
        ("The bank rejected the allegation that it had hidden losses.", "The bank had hidden losses."),
        ("It is hard to say whether the dam will hold, the judge said.", "It is hard to say whether the dam will hold."),
    ],
)  # fmt: skip
def test_reads_as_a_sentence(text: str, claim: str) -> None:
    assert claim in claims(text)


@pytest.mark.parametrize(
    "text",
    [
        '"She has been in power for so long already," voter Otto Lind said.',
        '"Their approach to change is very different," said Ann Smith.',
        '"You have to win your own voters first," said Ann Smith.',
        "The minister proposed a plan that Ann Smith said resonates for many mayors.",
        '"Get your hammers ready," Ann Smith said.',
        "Trump was asked what he thought Clinton could do to win the angry voters.",
        "Smith was especially critical of the man who is leading the race.",
        "Smith framed gun control as an issue that is directly linked to security.",
        "The Foreign Ministry said that Russia has not confirmed their involvement.",
    ],
)
def test_what_cannot_stand_alone_is_no_claim_of_anybody(text: str) -> None:
    dangling = (
        "She ",
        "Their ",
        "You ",
        "Resonates",
        "Get ",
        "What ",
        "The man who",
        "Gun control as",
        "There was",
    )
    assert not [c for c in claims(text) if c.startswith(dangling)]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "According to the Gazette, the ministry has dismissed reports of a mutiny.",
            "the ministry has dismissed reports of a mutiny",
        ),
        ("The plan drew sharp criticism from teachers.", "The plan drew sharp criticism from teachers"),
        ("He asked the guests for respect, Rahmon's office said.", "asked the guests for respect"),
    ],
)  # fmt: skip
def test_an_attitude_has_the_words_of_the_text_in_their_order(text: str, words: str) -> None:
    assert any(words in c.text for c in extract(text, published=PUBLISHED).claims)


def test_reports_that_are_answered_are_those_that_were_denied() -> None:
    """ "Such reports" are of what the ministry has just denied, not of what was said before."""
    text = (
        "The Crimson Front claimed responsibility for the attack on the market in Vedra. The Foreign Ministry"
        " of Norway denied the participation of Norwegian citizens in the attack. It called such reports fake."
    )
    found = extract(text, published=PUBLISHED)
    denied = {found.claims[a.claim].text for a in others(text) if a.stance == "denies"}
    assert denied == {"The attackers in the attack in Vedra were citizens of Norway."}


def test_a_denial_or_the_claim_nobody_knows_which_is_not_answered() -> None:
    text = "The mayor denied that the bridge was unsafe. Engineers called it a lie."
    assert [(a.speaker.name, a.stance) for a in others(text) if a.speaker] == [("mayor", "denies")]


@pytest.mark.parametrize("words", ["involvement", "any involvement"])
def test_a_bare_involvement_is_that_of_whoever_denies_it(words: str) -> None:
    assert claims(f"The company denied {words}.") == ["The company was involved."]


def test_what_is_said_to_be_possible_is_hedged() -> None:
    (attribution,) = others("It is possible that the dam will break, the mayor said.")
    assert attribution.hedged


@pytest.mark.parametrize("words", ["Not one person", "Not a single person"])
def test_not_one_is_nobody(words: str) -> None:
    found = extract(
        f"{words} was killed in the fire in Vedra, the mayor said.", published=PUBLISHED
    )
    assert "killed" not in found.key_figures
    assert not found.quantities


def test_a_long_claim_ends_where_a_clause_does() -> None:
    text = (
        '"The council may threaten the company with a boycott of its ferries and with new dues on freight and on'
        ' passengers in every harbour, but since the islands have no other ferry in winter anyway, few will follow,"'
        " Ann Smith said."
    )
    claim = (
        "The council will threaten the company with a boycott of its ferries and with new dues on freight and on"
        " passengers in every harbour."
    )
    assert len(text) > 200
    assert claims(text) == [claim]


def test_outside_quotations_we_are_the_author() -> None:
    (found,) = others("We had feared that the mayor would sell the mill.")
    assert found.speaker is not None
    assert (found.speaker.name, found.speaker.kind) == ("the author", "unnamed")


def test_a_label_of_the_newspaper_is_no_part_of_a_claim() -> None:
    text = "WEB DESK: The council closed nine roads in May."
    assert claims(text) == ["The council closed nine roads in May."]


def test_a_thing_that_ends_like_a_baker_is_nobody() -> None:
    text = (
        "Two Danish men claim to have the oldest burger in the world. In 1995 Aarhus residents Tom Dean, 14, and his"
        " good friend Ivo Nitz, 13, stopped off at their local diner to pick up some food."
    )
    assert not [c for c in claims(text) if "world's good friend" in c]


def test_what_is_shown_is_named_once() -> None:
    text = "The tallest tower in the valley was shown."
    assert [c.text for c in extract(text).claims] == [text]


@pytest.mark.parametrize(
    "text",
    [
        # a condition without what follows from it
        "According to the clinic, if acid builds up in the joints.",
        # that there are some nobody says
        "The Gazette reported the dimensions of the new ferries.",
        # what only the page shows
        "The whole film of the flood can be viewed here.",
    ],
)
def test_a_part_or_a_caption_is_no_claim(text: str) -> None:
    assert claims(text) == []


def test_all_responsibility_is_responsibility() -> None:
    text = "The Crimson Front claimed full responsibility for the attack on the market in Vedra."
    assert claims(text) == ["Crimson Front was responsible for the attack in Vedra."]
