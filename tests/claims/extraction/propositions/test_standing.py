"""A claim stands alone: its pronouns are named or it is none; who says nothing takes no position."""

import pytest

from tests.claims.extraction.asking import heard, read, told


def positions(text: str) -> list[tuple[str, str, str]]:
    """(speaker, stance, claim) of each attribution of a claim to somebody else than the author."""
    found = read(text)
    return [
        (a.speaker.name, a.stance, found.claims[a.claim].text) for a in heard(text) if a.speaker
    ]


def attitudes(text: str) -> list[tuple[str | None, str, str]]:
    """(speaker, stance, words) of what makes no claim."""
    found = read(text)
    return [
        (a.speaker.name if a.speaker else None, a.stance, found.claims[a.claim].text)
        for a in found.attributions
        if a.attitude
    ]


# ------------------------------------------------------------------ who is meant


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        # the subject goes on, whatever else the sentence names
        (
            "The tunnel will cost 40 million crowns. It links the harbour to the mill. It will also carry water.",
            "The tunnel will also carry water.",
        ),
        ("The tunnel replaced the old ferry. It opened in May.", "The tunnel opened in May."),
        # not who is named only behind it
        ("The new pier opened in May. It holds forty boats, the town says.", "The new pier holds forty boats."),
        # the best guess and who speaks are one
        ("Rosa Lind met Otto Berg in 1990. Lind said that Berg had hit her.", "Berg had hit Rosa Lind."),
    ],
)  # fmt: skip
def test_a_pronoun_is_named_where_one_alone_can_be_meant(text: str, claim: str) -> None:
    assert claim in told(text)


def test_he_is_who_speaks_behind_the_words() -> None:
    text = "Otto Lind spoke in Ostby. He was the only one punished, Rolf Berg said."
    assert "Rolf Berg was the only one punished." in told(text)


def test_it_is_not_the_subject_where_a_place_comes_between() -> None:
    assert "The storm has nine mills." not in told("The storm reached Ostby. It has nine mills.")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The lamp failed. A thief hit him with a spade.", "hit him"),
        ("The wind was cold. His lawyer Ann Berg has left the town.", "has left"),
        ("The night was long. The causes of their quarrel are not known.", "their quarrel"),
        ("The ministry said that the wind had woken her.", "her"),
        ("The wind was cold. His bail was set at $50,000.", "bail"),
        ("The agency confirmed a long list of charges against him.", "There was"),
        (
            "The staffer mentioned Clinton. The clerk described Otto O'Berg's long record in office.",
            "There was",
        ),
        ("The abbot said the duke had denied it.", "denied"),
    ],
)
def test_a_claim_with_a_pronoun_that_nobody_can_name_is_none(text: str, words: str) -> None:
    assert not [c for c in told(text) if words in c]


@pytest.mark.parametrize(
    "claim",
    [
        "The driver left his car in the yard.",
        "Everyone in the hall lost their coat.",
        "The 24-year-old walked home when a dog bit him.",
        "Heavy rain made it hard to reach the mill.",
        "Six people, two of them children, were killed.",
    ],
)
def test_a_pronoun_with_its_noun_beside_it_stands(claim: str) -> None:
    assert claim in told(f"{claim} The moon rose.")


def test_an_involvement_is_not_that_of_another_who_confirms_it() -> None:
    text = "The embassy said that Norway had confirmed their involvement officially."
    assert not told(text)


def test_it_is_the_ministry_that_spoke_and_not_the_country_spoken_of() -> None:
    text = (
        "Norway closed its border on Monday. The Foreign Ministry said that Norway was wrong."
        " It warned that trade would suffer."
    )
    (speaker,) = [who for who, _, claim in positions(text) if claim == "Trade would suffer."]
    assert speaker.startswith("Ministry of Foreign Affairs")


# ------------------------------------------------------------------ who says nothing


@pytest.mark.parametrize(
    "text",
    [
        "Mayor Rosa Lind did not respond to a request for comment.",
        "Mayor Rosa Lind did not immediately reply to questions about the pier.",
        "Mayor Rosa Lind could not be reached for comment.",
        "Mayor Rosa Lind was not available for comment.",
        "Mayor Rosa Lind did not return calls.",
        "Mayor Rosa Lind had no comment.",
    ],
)
def test_who_does_not_answer_takes_no_position_and_claims_nothing(text: str) -> None:
    assert attitudes(text) == [("Rosa Lind", "no_position", text)]
    assert not told(text)


def test_who_does_not_answer_a_charge_takes_no_position_on_it() -> None:
    text = "Police accused Otto Berg of stealing a boat. Berg did not respond to a request for comment."
    assert ("Otto Berg", "no_position", "Otto Berg was stealing a boat.") in positions(text)


def test_who_declines_to_comment_on_the_charge_takes_no_position_on_it() -> None:
    text = (
        "Police accused Otto Berg of stealing a boat. Berg declined to comment on the accusation."
    )
    assert ("Otto Berg", "no_position", "Otto Berg was stealing a boat.") in positions(text)


def test_not_every_reply_is_a_word() -> None:
    text = "The pilot did not respond to the tower."
    assert not [stance for _, stance, _ in attitudes(text) if stance == "no_position"]


# ------------------------------------------------------------------ nobody and nothing


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("No guards were hurt, the duke said.", "Guards were hurt."),
        ("No suspect has been named, the duke said.", "A suspect has been named."),
        ("No damage was found, the duke said.", "Damage was found."),
        ("No one was hurt, the duke said.", "Someone was hurt."),
        ("Nobody was hurt, the duke said.", "Somebody was hurt."),
        ("None of the guards was hurt, the duke said.", "Some of the guards were hurt."),
        ("There are no witnesses, the duke said.", "There are witnesses."),
    ],
)
def test_who_says_that_it_is_true_of_nobody_denies_it(text: str, claim: str) -> None:
    assert ("duke", "denies", claim) in positions(text)


def test_nobody_and_somebody_meet_in_one_claim() -> None:
    text = "Police said that no guards were hurt. The union said that guards were hurt."
    assert [(stance, claim) for _, stance, claim in positions(text)] == [
        ("denies", "Guards were hurt."),
        ("asserts", "Guards were hurt."),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The two mills could not be more different, the duke said.",
        "No one but the cook was hurt, the duke said.",
        "No doubt remains about the cause, the duke said.",
        "The agency almost never searched its files, the duke said.",
        "No shop will open until Monday, the duke said.",
    ],
)
def test_an_exception_is_no_denial(text: str) -> None:
    assert [stance for _, stance, _ in positions(text)] == ["asserts"]


@pytest.mark.parametrize(
    "text",
    [
        "A shooting shook Ostby on Monday. Six shots were fired.",
        "A shooting shook Ostby on Monday. No one was hurt.",
    ],
)
def test_shots_and_nobody_are_no_victims(text: str) -> None:
    assert not [q for q in read(text).quantities if q.measure in ("shot", "injured")]


# ------------------------------------------------------------------ sentences


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("He's already started a new book, Otto Berg said.", "Otto Berg has already started a new book."),
        ("According to the Gazette, the shop closed at 4 p.m. Its owner was not seen again.", "The shop closed at 4 p.m."),
        ("The bank was robbed at 4 p.m. The thieves wore masks, police said.", "The thieves wore masks."),
        ('"This summer we will dig a well," Ann Berg said.', "This summer Ann Berg and others will dig a well."),
        # what only opens a speech is no part of it
        ('"I mean, the abbot is a good man," Ann Berg said.', "The abbot is a good man."),
        ('"I\'ll tell you what, the abbot will lose the vote," Ann Berg said.', "The abbot will lose the vote."),
        # one name, though it ends like many
        ("The abbot accused Otto Sanders of plotting a raid.", "Otto Sanders was plotting a raid."),
        ("The office of Otto Berg said it had closed the case.", "The office of Otto Berg had closed the case."),
        ("All of the guests promised to leave.", "All of the guests will leave."),
        ("Police said it is possible the damage was caused by the wind.", "The damage was caused by the wind."),
        # an aside goes with both its commas
        (
            (
                "The council, which met for the first time since the long and bitter quarrel about the harbour and the mill"
                " began in the spring of last year, approved the plan for a new bridge across the river at Ostby."
            ),
            "The council approved the plan for a new bridge across the river at Ostby.",
        ),
    ],
)  # fmt: skip
def test_wording(text: str, claim: str) -> None:
    assert claim in told(text)


@pytest.mark.parametrize(
    ("text", "opening"),
    [
        ("HOW THE MILLS CHANGED THE TOWN OF OSTBY FOREVER.", "HOW"),
        ("A man was jailed after allegedly burning a barn in Ostby.", "Burning"),
        ('"What went through my mind was \'He knows everything. He will come,\'" Ann Berg said.', "What went"),
        ("Otto Berg said of the pistol that the guard had carried for years.", "The pistol"),
        ("The lamp failed because the rain had come. Because the roof leaked in the night.", "Because"),
        ("The mill was rebuilt in May. Engineers called it a lie.", "Engineers called"),
        ('"If that happens, might I suggest a walk by the sea," Ann Berg said.', "If"),
        ('"Has the abbot ever won a vote in Ostby?" Ann Berg said.', "Has"),
        ("Guests praised what the abbot promises to do.", "The abbot"),
        ("The abbot criticized the past support for liberal ideas.", "The past support"),
        ("The abbot said at a meeting on Monday.", "The abbot said"),
    ],
)  # fmt: skip
def test_what_is_no_sentence_is_no_claim(text: str, opening: str) -> None:
    assert not [c for c in told(text) if c.startswith(opening)]


@pytest.mark.parametrize("number", ["At least one", "More than one"])
def test_one_person_was(number: str) -> None:
    claims = told(f"{number} person was killed in the fire in Ostby.")
    assert [c for c in claims if c.startswith(f"{number} person was killed in the fire")]


def test_people_who_are_suspected_are_not_suspects_suspected() -> None:
    claims = told("Four suspects are suspected of the raid in Ostby, police said.")
    assert [c for c in claims if c.startswith("Four people were suspected of")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The fair is expected to draw 300 guests.", "The fair is expected to draw 300 guests."),
        ('"He is tired," Otto Berg said. "You know how he is."', "Otto Berg said: You know how he is."),
        ("Neither the bank nor the town replied to requests for comment.", "Neither the bank nor the town replied to requests for comment."),
    ],
)  # fmt: skip
def test_what_makes_no_claim_is_told_whole(text: str, words: str) -> None:
    assert words in [said for _, _, said in attitudes(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Ruiz added that if rebel units were hidden “inside the villages they are likely to be found.”",
        "'Here's a real picture of the ferry,' said Otto Berg.",
        "The Herald ran a column debunking the story.",
        "Bishop Holm denounced the group for its brutal methods.",
    ],
)
def test_half_a_sentence_or_what_is_shown_beside_it_is_no_claim(text: str) -> None:
    assert [a for a in heard(text) if a.claim is not None] == []


def test_a_clause_behind_that_is_no_thing_that_there_was() -> None:
    text = "The Daily reported that North Ostby mayor Kim Lund-Bo underwent surgery to repair fractures in both wrists earlier this month."
    assert not [c for c in told(text) if c.startswith("There was")]
    assert [
        c for c in told(text) if c.startswith("North Ostby mayor Kim Lund-Bo underwent surgery")
    ]


def test_what_is_counted_needs_no_article() -> None:
    assert "There was at least one leak." in told("Engineers warned of at least one leak.")
