"""The words of claims: positive, complete, short."""

import re

import pytest

from claims.extraction.propositions.statements import sentence
from tests.claims.extraction.asking import read, said, told

WORDED: list[tuple[str, str]] = [
    # what only tells how it came to be known
    ("It later emerged that the pilot had been paid by the company.", "The pilot had been paid by the company."),
    ("It has since been found that Omar Lind was drunk.", "Omar Lind was drunk."),
    ("The police said it was later found that the driver had been drunk.", "The driver had been drunk."),
    # what is seen
    (
        "The video shows the guard being struck on the helmet by a stone.",
        "The guard was struck on the helmet by a stone.",
    ),
    ("The footage shows two men being dragged from a car.", "Two men were dragged from a car."),
    # a newspaper is no "she", whatever the parser takes its name for
    (
        (
            "A nun has given birth to a boy. She was taken to hospital by her sisters,"
            " according to Italian newspaper Il Corriere Lombardo."
        ),
        "The nun was taken to hospital by her sisters.",
    ),
    # nobody signed it
    (
        'The mayor left. A statement said: "Our police officers must enforce the laws of the state uniformly."',
        "The police officers must enforce the laws of the state uniformly.",
    ),
    ('"We\'ve lost the mill," Otto Berg said.', "Otto Berg and others have lost the mill."),
    ('"We\'re sure the mill is old," Otto Berg said.', "Otto Berg and others are sure the mill is old."),
    (
        "Ann Berg is believed to have traveled to Malta around 2012 and to have later joined the choir.",
        "Ann Berg traveled to Malta around 2012 and later joined the choir.",
    ),
    ("The thief is thought to have been robbed in May.", "The thief has been robbed in May."),
    # no end of a sentence
    ("Harbour Films released Robots Vs. Pirates in March.", "Harbour Films released Robots Vs. Pirates in March."),
    # pronouns that open a claim
    ("Rosa Lind said that she would repair the dam.", "Rosa Lind would repair the dam."),
    ("Rosa Lind said her dam was safe.", "Rosa Lind's dam was safe."),
    ("Carlos Vega said his house was robbed.", "Carlos Vega's house was robbed."),
    ("The pilot admitted that he had been asleep.", "The pilot had been asleep."),
    ("The jeweller said his window was broken.", "The jeweller's window was broken."),
    ("Mali said that it had closed the border.", "Mali had closed the border."),
    ("Mali said that its soldiers had closed the border.", "Mali's soldiers had closed the border."),
    ("Mali said that it was raining in the hills.", "It was raining in the hills."),
    ("Officials said they had closed the border.", "Officials had closed the border."),
    ("The Taliban said that they had left the valley.", "Taliban had left the valley."),
    ("Carlos Vega took part in the debate. He left the party in June.", "Carlos Vega left the party in June."),
    ("The Danish Rowing Club closed in May. It sold its boats to a school.", "The Danish Rowing Club sold its boats to a school."),
    ("The general branded them as thieves.", "They are thieves."),
    ("The bishop described him as a saint.", "He is a saint."),
    # what somebody says of their own doing
    ("The premier threatened to close the border.", "The premier will close the border."),
    ("The nurses pledged to keep the ward open.", "The nurses will keep the ward open."),
    ("The singer claims to be a cousin of the queen.", "The singer is a cousin of the queen."),
    ("The inventor claims to have built a silent engine.", "The inventor has built a silent engine."),
    ("The guards claim to have seen a comet.", "The guards have seen a comet."),
    ("The guards denied having stolen the crown.", "The guards have stolen the crown."),
    ("The duke denied stealing the crown.", "The duke was stealing the crown."),
    # a second "that", whose first is gone
    ("The general said that the rebels fled and that villagers hid them.", "The rebels fled and villagers hid them."),
    # a speaker's own country
    ("Norway's president announced that his country would leave the pact.", "Norway would leave the pact."),
    # what ends a negation stays with it, what goes with one changes
    ("The school will not reopen until Monday, Gail Ortiz said.", "The school will not reopen until Monday."),
    ("Mali said it would not close any ports before Easter.", "Mali would close some ports before Easter."),
    # hearsay is in the stance
    ("The driver is believed to have fled on foot before officers arrived.", "The driver fled on foot before officers arrived."),
    (
        "The driver is believed to have fled on foot and to have hidden in a barn.",
        "The driver has fled on foot and has hidden in a barn.",
    ),
    ("Two Danish brothers claim to own the oldest clock in Aarhus.", "The two Danish brothers own the oldest clock in Aarhus."),
    # noun phrases
    ("Witnesses spoke of an explosion in the mill.", "There was an explosion in the mill."),
    ("The theft of the crown was confirmed by the palace.", "There was a theft of the crown."),
    ("The railway announced the closure of nine stations.", "There was a closure of nine stations."),
    ("Shepherds reported cracks in the glacier.", "There were cracks in the glacier."),
    # equations
    ("Insurers put the losses at 40 million crowns.", "The losses were 40 million crowns."),
    ("Surveyors put the height of the tower at 90 metres.", "The height of the tower was 90 metres."),
    ("The party denounced the treaty as a surrender.", "The treaty is a surrender."),
    ("The premier branded the critics as liars.", "The critics are liars."),
    # without words of likelihood and without negation
    ("The mayor said that the dam is unlikely to break.", "The dam will break."),
    ("The mayor said that the dam may break.", "The dam will break."),
    ("The mayor said that the dam could break this week.", "The dam will break this week."),
    ("The mayor said that the dam would probably break.", "The dam would break."),
    ("The mayor said that the dam was not safe.", "The dam was safe."),
    ("The mayor said that the dam had never been checked.", "The dam had been checked."),
    ("The mayor said the dam can't hold.", "The dam can hold."),
    ("The mayor said that, however, the dam was safe.", "The dam was safe."),
    # who is behind it
    ("The Red Dawn Brigade denied responsibility for the raid.", "Red Dawn Brigade was responsible for the raid."),
    ("The raid was claimed by the Red Dawn Brigade.", "Red Dawn Brigade was responsible for the raid."),
    ("Rebels claimed responsibility for the ambush.", "The rebels were responsible for the ambush."),
]  # fmt: skip

LONG = [
    (
        "The committee found that the bridge, which had been built by convicts in the reign of the third king and "
        "repaired by monks after the great flood, was closed to carts because the middle arch had sunk by a foot."
    ),
    (
        "Rosa Lind said that the harbour, the mill, the chapel, the school, the station, the post office, the brewery, "
        "the bakery, the tannery, the town hall, the old theatre, the hospital and the prison had been flooded."
    ),
    (
        "“The river rose so quickly in the night that nobody in the lower town had time to carry the furniture "
        "upstairs and most of the shops along the quay lost everything that they had stored for the winter,” said Tom Alder."
    ),
    (
        "The road (which the council had promised to widen, to light, to drain and to pave before the end of the last "
        "decade) was closed, and the bridge (which nobody had promised anything about at all) stayed open through the year."
    ),
    "The report said that the " + "very " * 60 + "old dam was safe.",
    "The council closed the " + "road and the " * 40 + "bridge.",
]


@pytest.mark.parametrize(("text", "claim"), WORDED)
def test_worded(text: str, claim: str) -> None:
    assert claim in told(text)


@pytest.mark.parametrize("text", LONG)
def test_long_sentences_make_short_claims(text: str) -> None:
    claims = told(text)
    assert claims
    for claim in claims:
        assert len(claim) <= 200
        assert claim.endswith(".")
        assert not re.search(r"(?:,|;|\b(?:and|or|but|which|who|that|of|to|in))\.$", claim), claim
        assert claim.count("(") == claim.count(")"), claim


@pytest.mark.parametrize("text", [*LONG, *(text for text, _ in WORDED)])
def test_every_claim_is_a_sentence(text: str) -> None:
    for claim in told(text):
        assert re.match(r"[A-Z0-9“\"']", claim), claim
        assert claim.endswith(".")
        assert not claim.endswith((" .", "..", "!.", "?.", ",."))
        assert "  " not in claim
        assert claim == claim.strip()
        assert len(claim.split()) >= 3


@pytest.mark.parametrize("text", [text for text, _ in WORDED])
def test_a_claim_knows_where_it_was_made(text: str) -> None:
    found = read(text)
    for a in found.attributions:
        claim = found.claims[a.claim]
        assert 0 <= claim.start < claim.end <= len(text)
    for number, claim in enumerate(found.claims):
        assert any(
            a.content.start <= claim.start and claim.end <= a.content.end
            for a in found.attributions
            if a.claim == number
        )


def test_what_befell_the_speaker_is_told_by_name() -> None:
    text = "Eva Holm spoke. 'I am very moved by the help given to me after yesterday’s flood,' she said."
    assert "Eva Holm is very moved by the help given to her after yesterday's flood." in told(text)


@pytest.mark.parametrize(
    ("words", "claim"),
    [
        ("the mayor is ill either", "The mayor is ill."),
        ("the planes were taken from the navy (pictured", "The planes were taken from the navy."),
        ("the planes (both of them) were taken", "The planes (both of them) were taken."),
    ],
)
def test_a_claim_ends_before_what_only_a_denial_or_a_caption_has(words: str, claim: str) -> None:
    assert sentence(words) == claim


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        (
            "The lease will be renewed on Friday, the ministry said. A clerk of the bank said it would not be renewed before June.",
            "The lease would be renewed before June.",
        ),
        ("The union says turnout was 31 percent; the election board put it at 62 percent.", "Turnout was 62 percent."),
        ("Divers dispute the owner's version that the hatch was shut.", "The hatch was shut."),
    ],
)  # fmt: skip
def test_what_it_is_the_sentence_before_tells(text: str, claim: str) -> None:
    assert claim in told(text)


def test_a_claim_has_its_verb() -> None:
    text = "The judges asked whether the ship had entered the bay. Denmark says it had."
    assert not [c for c in told(text) if c.endswith(" had.")]


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("No guards were there, Ana Ruiz said. They came an hour later, she said.", "The guards came an hour later."),
        ("The film could not be independently verified.", "The film could not be independently verified."),
        ("Ana Ruiz said there had been no vote at all.", "There had been a vote."),
        ("Ana Ruiz said the pier was not closed and that the water was safe.", "The water was safe."),
    ],
)  # fmt: skip
def test_a_claim_says_what_the_text_says(text: str, claim: str) -> None:
    assert claim in told(text)


def test_what_only_says_likewise_is_no_claim() -> None:
    assert told("The lamps were lit, and so were the stoves.") == ["The lamps were lit."]


def test_of_two_things_said_only_one_is_denied() -> None:
    text = "The ministry insists that the lake has not been poisoned and that the fish are healthy."
    assert [stance for _, stance, _ in said(text)] == ["denies", "asserts"]


def test_no_ministry_is_an_accident() -> None:
    text = (
        "It was the deadliest accident in Peru since 1990. The health ministry said that all was well. "
        "It was the deadliest accident since 1990."
    )
    assert not [claim for claim in told(text) if "ministry was" in claim]
