"""Who the speakers are, within one document."""

import pytest

from claims.extraction import Speaker
from tests.claims.extraction.asking import heard
from tests.claims.extraction.reading import others, speaker_of, who_says


def first(text: str) -> Speaker:
    speaker = others(text)[0].speaker
    assert speaker is not None
    return speaker


@pytest.mark.parametrize(
    ("text", "name", "kind", "affiliation"),
    [
        ("Kenya's foreign ministry said that talks had failed.", "Ministry of Foreign Affairs of Kenya", "government", "Kenya"),
        ("The Ministry of Health of Chile said that beds were short.", "Ministry of Health of Chile", "government", "Chile"),
        ("Peruvian authorities said that the pass was open.", "Peruvian authorities", "government", "Peru"),
        ("Officials in Kyiv said that the bridge was hit.", "Officials of Ukraine", "government", "Ukraine"),
        ("Norway said that the cable was cut.", "Norway", "government", "Norway"),
        ("The Kremlin said that the talks would go on.", "Russia", "government", "Russia"),
        ("Bolivia's president said that the strike was over.", "President of Bolivia", "person", "Bolivia"),
        ("Experts on Arctic ice said that the sheet was thin.", "Experts on Arctic ice", "unnamed", None),
        ("Survivors of the flood said that no siren had sounded.", "Survivors of the flood", "unnamed", None),
        ("The Taliban said that the road was closed.", "Taliban", "group", None),
        ("Daesh-K said that its fighters had left.", "ISIS-K", "group", None),
        ("Reuters reported that the mine had closed.", "Reuters", "agency", None),
        ("The Nordic Herald reported that the mine had closed.", "Nordic Herald", "outlet", None),
    ],
)  # fmt: skip
def test_names_kinds_and_affiliations(
    text: str, name: str, kind: str, affiliation: str | None
) -> None:
    speaker = first(text)
    assert (speaker.name, speaker.kind, speaker.affiliation) == (name, kind, affiliation)


def test_titles_and_countries_are_no_part_of_a_name() -> None:
    text = "Ghanaian President Kofi Mensah said that the port was safe."
    speaker = first(text)
    assert speaker.name == "Kofi Mensah"
    assert speaker.kind == "person"
    assert speaker.affiliation == "Ghana"


def test_a_surname_is_the_person_named_in_full() -> None:
    text = "Governor Elena Petrova arrived on Monday. Petrova said that the dam was safe."
    assert speaker_of(text, "the dam was safe") == "Elena Petrova"


def test_a_surname_before_the_full_name_too() -> None:
    text = (
        "Governor Petrova said that the dam was safe. Reporters asked for proof. "
        "Elena Petrova said that a study was under way."
    )
    assert speaker_of(text, "the dam was safe") == "Elena Petrova"


def test_other_spellings_are_aliases() -> None:
    text = "President Emil Rahimov said that all was quiet. Rakhimov added that schools were open."
    found = others(text)
    assert {a.speaker.name for a in found if a.speaker} == {"Emil Rahimov"}
    assert found[-1].speaker is not None
    assert "Rakhimov" in found[-1].speaker.aliases


@pytest.mark.parametrize(
    ("text", "content", "name"),
    [
        (
            "Governor Elena Petrova said that the dam was safe. She added that schools were open.",
            "schools were open",
            "Elena Petrova",
        ),
        (
            "Experts on dams said that the wall was thin. They believe that it could crack.",
            "it could crack",
            "Experts on dams",
        ),
        (
            "Mali's interior ministry said that two men fled. The ministry added that a third was held.",
            "a third was held",
            "Ministry of Internal Affairs of Mali",
        ),
        (
            "The Taliban said that the road was closed. The group added that a bridge was mined.",
            "a bridge was mined",
            "Taliban",
        ),
        (
            (
                "Governor Elena Petrova said that the dam was safe. "
                "According to her opponents, the wall is cracked."
            ),
            "the wall is cracked",
            "opponents of Elena Petrova",
        ),
    ],
)
def test_pronouns_and_short_forms(text: str, content: str, name: str) -> None:
    assert speaker_of(text, content) == name


def test_the_country_in_question_is_the_one_spoken_of() -> None:
    text = (
        "Paraguay has closed two crossings to Brazil.\n\n"
        "According to The Border Post, the interior ministry of the country in question denied "
        "that soldiers were sent."
    )
    assert speaker_of(text, "soldiers were sent") == "Ministry of Internal Affairs of Paraguay"


@pytest.mark.parametrize(
    "text",
    [
        "The Northern Liberation Army (NLA) met in May. NLA said that it had left the city.",
        "Islamic State-Khorasan Province (ISIS-K) met in May. ISIS-K said that it had left the city.",
    ],
)
def test_aliases_that_the_document_gives(text: str) -> None:
    found = others(text)[-1].speaker
    assert found is not None
    forms = {found.name, *found.aliases}
    assert len(forms) > 1


def test_the_name_behind_a_description_counts() -> None:
    text = "The blast was claimed by an armed group in the hills, the Houthis."
    assert [s for s, _, _ in who_says(text)] == ["Houthis"]


def test_a_role_before_a_name_makes_a_person() -> None:
    text = "The ruling party will win, pollster Ana Ruiz believes."
    speaker = first(text)
    assert (speaker.name, speaker.kind) == ("Ana Ruiz", "person")


def test_two_presidents_are_not_one() -> None:
    text = (
        "President Kofi Mensah said that the port was safe. "
        "The two presidents said that trade would grow."
    )
    assert speaker_of(text, "trade would grow") == "two presidents"


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("The miners had left long before, their leader said.", "leader of miners"),
        ("Peru had closed the border, its foreign minister said.", "foreign minister of Peru"),
    ],
)
def test_whose_leader_it_is_the_sentence_itself_tells(sentence: str, name: str) -> None:
    last = heard(f"Chile said the army had fired first. {sentence}")[-1]
    assert last.speaker is not None
    assert last.speaker.name == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The Finance Minister, Olga Brandt, said that the bank was safe.", "Olga Brandt"),
        ("The spokesman of Korvex, Piers Lowell, said that the mill was safe.", "Piers Lowell"),
        ("The electoral commission on Monday confirmed that the mill was safe.", "electoral commission"),
        ("The ministry of the interior said that the mill was safe.", "Ministry of Internal Affairs"),
        ("Lorvania's foreign ministry said that the talks had failed.", "Ministry of Foreign Affairs of Lorvania"),
        (
            "LINTON, 4 May (AP) - Lorvania's finance minister, Olga Brandt, on Monday denied that she had left.",
            "Olga Brandt",
        ),
    ],
)  # fmt: skip
def test_posts_days_and_datelines_are_no_names(text: str, name: str) -> None:
    assert first(text).name == name


def test_a_ministry_is_not_named_by_whose_it_is() -> None:
    text = "Jens Moller resigned. His ministry said that the talks had failed."
    assert speaker_of(text, "the talks had failed") != "Ministry of His"


def test_he_is_who_was_presented_last_though_no_recogniser_knows_the_name() -> None:
    text = (
        "Ida Rost, the fire chief, said that all was well. Piers Lowell, a spokesman for Korvex, said the "
        "firm had no plans. The bell was rung within a minute, he said."
    )
    assert speaker_of(text, "The bell was rung") == "Piers Lowell"


def test_its_president_is_not_whoever_spoke_last() -> None:
    text = (
        "Henrik Voss said that the talks had failed. The Central Bank wrote a report. "
        "Its president said that the report was a draft."
    )
    assert speaker_of(text, "the report was a draft") != "Henrik Voss"
