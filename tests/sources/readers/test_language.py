import pytest

from sources.readers import language


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The harbour office said on Tuesday that nobody was hurt.", "en"),
        ("Das Hafenamt teilte am Dienstag mit, niemand sei verletzt worden.", "de"),
        ("Le port a annoncé mardi que personne n'avait été blessé.", "fr"),
        ("Паромная служба сообщила во вторник, что никто не пострадал.", "ru"),
        ("Портова служба повідомила у вівторок, що ніхто не постраждав.", "uk"),
        ("قالت سلطة الميناء يوم الثلاثاء إن أحدا لم يصب بأذى في الحادث", "ar"),
        ("港务局星期二表示没有人受伤，两艘渡轮将重新启航。", "zh"),
        ("港湾局は火曜日、けが人はいないと発表した。", "ja"),
    ],
)
def test_a_sentence_is_enough(text: str, code: str) -> None:
    assert language.detect(text) == code


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "Ferry",
        "OK OK OK OK",
        "12345 67890 2024-03-26",
        "https://harbour.example/some/long/path?with=words",
        "… — “”",
        "a@b.example c@d.example",
    ],
)
def test_too_little_is_undetermined(text: str) -> None:
    assert language.detect(text) == language.UNKNOWN


def test_noise_is_undetermined() -> None:
    assert language.detect("asdf qwer zxcv lkjh poiu mnbv asdf qwer") == language.UNKNOWN


def test_capitals_are_read_like_small_letters() -> None:
    assert language.detect("THE HARBOUR OFFICE SAID THAT NOBODY WAS HURT ON TUESDAY") == "en"


def test_the_same_text_always_has_the_same_language() -> None:
    text = "Two ferries collided in the fog, the harbour office said."
    assert {language.best(text) for _ in range(5)} == {language.best(text)}


def test_only_the_beginning_of_a_long_text_counts() -> None:
    english = "The harbour office said that nobody was hurt. "
    assert language.detect(english * 1_000 + "Паром " * 100_000) == "en"


def test_odds_grow_with_the_text() -> None:
    sentence = "The harbour office said that nobody was hurt. "
    assert language.best(sentence * 3)[1] > language.best(sentence)[1] > 0
