"""Who speaks: names, offices, ministries, groups, media and the unnamed, and what stands for them later."""

import pytest

from claims.extraction import Speaker
from tests.claims.extraction.asking import heard, one, told
from tests.claims.extraction.reading import bare

SAID = " said that the road was closed."

NAMED: list[tuple[str, str, str, str | None]] = [
    # ministries, by country
    ("Kenya's ministry of defence", "Ministry of Defence of Kenya", "government", "Kenya"),
    ("The Kenyan interior ministry", "Ministry of Internal Affairs of Kenya", "government", "Kenya"),
    ("The Ministry of Foreign Affairs of Peru", "Ministry of Foreign Affairs of Peru", "government", "Peru"),
    ("Peru's foreign ministry", "Ministry of Foreign Affairs of Peru", "government", "Peru"),
    ("Norway's emergencies ministry", "Ministry of Emergency Situations of Norway", "government", "Norway"),
    ("The Chilean health ministry", "Ministry of Health of Chile", "government", "Chile"),
    ("The Ministry of Culture", "Ministry of Culture", "government", None),
    ("The defence ministry in Oslo", "Ministry of Defence of Norway", "government", "Norway"),
    # people with titles
    ("Prime Minister Asta Holm", "Asta Holm", "person", None),
    ("Danish Prime Minister Asta Holm", "Asta Holm", "person", "Denmark"),
    ("General Boris Lund", "Boris Lund", "person", None),
    ("Dr. Amina Diallo", "Amina Diallo", "person", None),
    ("Foreign Minister Carlos Vega", "Carlos Vega", "person", None),
    ("Carlos Vega, the Chilean foreign minister,", "Carlos Vega", "person", None),
    ("The Chilean foreign minister, Carlos Vega,", "Carlos Vega", "person", None),
    ("King Harald Borg", "Harald Borg", "person", None),
    ("Mr. Alder", "Alder", "person", None),
    ("Mayor Kramer", "Kramer", "person", None),
    # posts without a name
    ("The president of Ghana", "President of Ghana", "person", "Ghana"),
    ("The Ghanaian president", "President of Ghana", "person", "Ghana"),
    ("Ghana's ambassador", "Ambassador of Ghana", "person", "Ghana"),
    # governments and what stands for them
    ("Norway", "Norway", "government", "Norway"),
    ("The White House", "United States", "government", "United States"),
    ("Beijing", "China", "government", "China"),
    ("The Pentagon", "United States", "government", "United States"),
    ("Danish police", "Danish police", "government", "Denmark"),
    ("The Danish army", "Danish army", "government", "Denmark"),
    ("The Danish government", "Danish government", "government", "Denmark"),
    ("Copenhagen police", "Copenhagen police", "government", "Denmark"),
    ("Officials in Nairobi", "Officials of Kenya", "government", "Kenya"),
    # organisations and groups
    ("The United Nations", "United Nations", "organisation", None),
    ("The European Union", "European Union", "organisation", None),
    ("Amnesty International", "Amnesty International", "organisation", None),
    ("The Houthi rebels", "Houthis", "group", None),
    ("Hezbollah", "Hezbollah", "group", None),
    ("Al Qaeda", "Al-Qaeda", "group", None),
    ("Boko Haram fighters", "Boko Haram", "group", None),
    # the press
    ("Interfax", "Interfax", "agency", None),
    ("The BBC", "BBC", "outlet", None),
    ("Bloomberg News", "Bloomberg News", "outlet", None),
    ("Local media", "Local media", "outlet", None),
    ("Danish media", "Danish media", "outlet", "Denmark"),
    # nobody by name
    ("Officials", "Officials", "unnamed", None),
    ("Two officials", "Two officials", "unnamed", None),
    ("Eyewitnesses", "Eyewitnesses", "unnamed", None),
    ("A spokeswoman for the airline", "spokeswoman for the airline", "unnamed", None),
    ("Local residents", "Local residents", "unnamed", None),
    ("Some experts", "experts", "unnamed", None),
    ("A government spokesman", "government spokesman", "unnamed", None),
]  # fmt: skip

# What is said first, then words of somebody who is to be recognised, and who that is.
LATER: list[tuple[str, str, str]] = [
    ("Carlos Vega met farmers on Monday.", "He", "Carlos Vega"),
    ("Mayor Ilse Kramer said that the bridge was open.", "Kramer", "Ilse Kramer"),
    ("Mayor Ilse Kramer said that the bridge was open.", "She", "Ilse Kramer"),
    ("Carlos Vega said that the bridge was open.", "Mr. Vega", "Carlos Vega"),
    ("Rosa Lind and Carlos Vega met on Monday.", "Lind", "Rosa Lind"),
    ("Rosa Lind and Carlos Vega met on Monday.", "Vega", "Carlos Vega"),
    ("Farmers said that the bridge was open.", "They", "Farmers"),
    ("Norway said that the bridge was open.", "It", "Norway"),
    ("The Kenyan interior ministry said that the bridge was open.", "The ministry", "Ministry of Internal Affairs of Kenya"),
    ("The Kenyan interior ministry said that the bridge was open.", "It", "Ministry of Internal Affairs of Kenya"),
    ("The Coastal Herald said that the bridge was open.", "The newspaper", "Coastal Herald"),
    ("According to the Coastal Herald, Carlos Vega said that the bridge was open.", "The paper", "Coastal Herald"),
    ("Daesh said that the bridge was open.", "The group", "ISIS"),
    ("Daesh said that the bridge was open.", "The organisation", "ISIS"),
    ("Mali's government said that the bridge was open.", "The government", "Mali's government"),
    ("The Western Farmers Union (WFU) met on Monday.", "WFU", "Western Farmers Union"),
    ("The Western Farmers Union, also known as WFU, met on Monday.", "WFU", "Western Farmers Union"),
    ("Ghanaian President Kofi Mensah travelled to Lima.", "The president", "Kofi Mensah"),
    ("Ghanaian President Kofi Mensah travelled to Lima.", "The Ghanaian president", "Kofi Mensah"),
    ("Ghanaian President Kofi Mensah met Danish President Olaf Berg.", "The president", "president"),
    ("Carlos Vega said that he was tired.", "His lawyer", "lawyer of Carlos Vega"),
    ("Carlos Vega met farmers.", "Vega's spokesman", "spokesman of Carlos Vega"),
    ("President Yuri Zhukov said that the bridge was open.", "Jukov", "Yuri Zhukov"),
    ("President Xenia Aksenova said that the bridge was open.", "Axenova", "Xenia Aksenova"),
    ("The report says that the bridge was open.", "It", "report"),
    ("Carlos Vega said that he was tired.\n\nOlaf Berg went to Lima in a hurry.", "He", "Olaf Berg"),
    ("Paraguay closed two crossings.", "The interior ministry", "Ministry of Internal Affairs of Paraguay"),
]  # fmt: skip


def who(subject: str) -> Speaker:
    speaker = one(subject + SAID).speaker
    assert speaker is not None
    return speaker


@pytest.mark.parametrize(("subject", "name", "kind", "affiliation"), NAMED)
def test_who_speaks(subject: str, name: str, kind: str, affiliation: str | None) -> None:
    speaker = who(subject)
    assert (speaker.name, speaker.kind, speaker.affiliation) == (name, kind, affiliation)


@pytest.mark.parametrize("subject", [row[0] for row in NAMED])
def test_aliases_are_other_forms_than_the_name(subject: str) -> None:
    speaker = who(subject)
    assert speaker.name not in speaker.aliases
    assert len(set(speaker.aliases)) == len(speaker.aliases)


def test_who_is_named_beside_a_post_is_a_person() -> None:
    # The recogniser takes the name for that of an organisation.
    text = "Some 300 boats were moved, the harbour's chairwoman, Orsola Dross, told reporters."
    (speaker,) = [a.speaker for a in heard(text)]
    assert speaker is not None
    assert (speaker.name, speaker.kind) == ("Orsola Dross", "person")


@pytest.mark.parametrize(("before", "subject", "name"), LATER)
def test_who_is_meant_later(before: str, subject: str, name: str) -> None:
    last = heard(f"{before} {subject}{SAID}")[-1]
    assert bare(last.content.text) == "the road was closed"
    assert last.speaker is not None
    assert last.speaker.name == name


@pytest.mark.parametrize(
    ("subject", "alias"),
    [
        ("Beijing", "Beijing"),
        ("The White House", "White House"),
        ("Boko Haram fighters", "Boko Haram fighters"),
        ("Peru's foreign ministry", "Peru's foreign ministry"),
        ("Daesh", "Daesh"),
    ],
)
def test_the_form_that_was_met_is_an_alias(subject: str, alias: str) -> None:
    assert alias in who(subject).aliases


@pytest.mark.parametrize("subject", ["He", "She", "They", "It"])
def test_a_pronoun_without_anybody_before_it_stays_what_it_is(subject: str) -> None:
    speaker = who(subject)
    assert (speaker.name, speaker.kind) == (subject.lower(), "unnamed")


def test_a_man_who_spoke_is_not_they() -> None:
    text = f"Farmers said that the bridge was open. Carlos Vega denied it. They{SAID}"
    last = heard(text)[-1].speaker
    assert last is not None
    assert last.name == "Farmers"


def test_nobody_is_carried_from_one_text_to_the_next() -> None:
    first, second = f"Carlos Vega{SAID}", f"He{SAID}"
    assert one(first).speaker != one(second).speaker


@pytest.mark.parametrize(
    "first", ["Kofi Mensah", "President Kofi Mensah", "Ghanaian President Kofi Mensah"]
)
def test_a_title_makes_no_other_person(first: str) -> None:
    text = f"{first}{SAID} Mensah added that the bridge was open."
    names = {a.speaker.name for a in heard(text) if a.speaker}
    assert names == {"Kofi Mensah"}


@pytest.mark.parametrize(
    ("subject", "name"),
    [
        ("Lt. Maria Gomez of the Ostby Police Department", "Maria Gomez"),
        ("Superintendent Gail Ortiz", "Gail Ortiz"),
        ("District Attorney Paul Reyes", "Paul Reyes"),
    ],
)
def test_a_title_is_no_part_of_the_name(subject: str, name: str) -> None:
    assert who(subject).name == name


@pytest.mark.parametrize(
    ("subject", "other"),
    [
        ("A spokesman for Governor Neil Abbott", "Neil Abbott"),
        ("A lawyer for the woman who accused Bill Danner", "Bill Danner"),
        ("Lawyers for Anna Reyes and Tom Webb", "Tom Webb"),
        ("An autopsy on Ellis", "Ellis"),
    ],
)
def test_who_speaks_for_somebody_is_not_them(subject: str, other: str) -> None:
    speaker = who(subject)
    assert speaker.name != other
    assert speaker.kind == "unnamed"


def test_a_thing_is_nobody() -> None:
    last = heard("The judge signed the warrant. She said the evidence was overwhelming.")[-1]
    assert last.speaker is not None
    assert last.speaker.name == "judge"


def test_the_place_that_a_report_comes_from_says_nothing() -> None:
    text = "OSTBY BEACH (OBC.com) — Claims that the pier is unsafe were dismissed by engineers."
    assert not [a for a in heard(text) if a.speaker and "OSTBY" in a.speaker.name]


def test_of_two_who_share_a_surname_it_means_the_one_named_first() -> None:
    text = (
        "Omar Ruiz has led the port since May. Mr. Ruiz hired forty guards. "
        "His cousin, Juan Carlos Maria Ruiz, runs the bank. Mr. Ruiz said the port would grow."
    )
    last = heard(text)[-1]
    assert last.speaker is not None
    assert last.speaker.name == "Omar Ruiz"


def test_who_somebody_was_is_told_by_it() -> None:
    text = "The official said tests were done to verify it was the baker's daughter."
    assert "Tests were done to verify it was the baker's daughter." in told(text)
