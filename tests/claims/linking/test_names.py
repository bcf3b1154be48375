"""Names across spellings, alphabets and acronyms."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.extraction.text.spelling import normalise
from claims.linking.names import Verdict, same_name, words


@pytest.mark.parametrize(
    ("a", "b", "verdict"),
    [
        # the same but for case, accents, titles
        ("Anna Lindqvist", "anna lindqvist", "exact"),
        ("José Ibáñez", "Jose Ibanez", "exact"),
        ("President Mirza Dovan", "Mirza Dovan", "exact"),
        ("The Guardian", "Guardian", "exact"),
        ("Erdoğan", "Erdogan", "exact"),
        # known by both names
        ("ISIS-K", "Vilayat Khorasan", "alias"),
        ("Daesh-K", "Islamic State – Khorasan", "alias"),
        ("Islamic State-Khorasan Province", "ISKP", "alias"),
        ("Kiev", "Kyiv", "alias"),
        ("Bombay", "Mumbai", "alias"),
        ("NATO", "North Atlantic Treaty Organization", "alias"),
        ("Houthi rebels", "Ansar Allah", "alias"),
        ("Tajiks", "Tajikistan", "alias"),
        ("Burma", "Myanmar", "alias"),
        ("Britain", "United Kingdom", "alias"),
        # to be confirmed: transliteration
        ("Rahmon", "Rakhmon", "likely"),
        ("Crocus City Hall", "Krokus City Hall", "likely"),
        ("Zelensky", "Zelenskyy", "likely"),
        ("Zelenskiy", "Zelensky", "likely"),
        ("Dmitry Medvedev", "Dmitri Medvedyev", "likely"),
        ("Yeltsin", "Eltsin", "likely"),
        ("Tchaikovsky", "Chaikovskiy", "likely"),
        ("Khrushchev", "Hruschev", "likely"),
        ("Sergei Lavrov", "Sergey Lavroff", "likely"),
        ("Muhammad Ali", "Mohammed Ali", "likely"),
        ("Alexandr", "Aleksandr", "likely"),
        ("Port Moller", "Portmoller", "likely"),
        # … short forms, initials, acronyms, offices
        ("Emomali Rahmon", "Rakhmon", "likely"),
        ("President Putin", "Vladimir Putin", "likely"),
        ("B. Petrov", "Boris Petrov", "likely"),
        ("Boris Ivanovich Petrov", "Boris Petrov", "likely"),
        ("WFP", "World Food Programme", "likely"),
        ("Tajik Foreign Ministry", "Ministry of Foreign Affairs of Tajikistan", "likely"),
        ("Interior Ministry", "Ministry of Internal Affairs", "likely"),
        ("Norwegian police", "Police of Norway", "likely"),
        # never
        ("ISIS", "ISIS-K", "no"),
        ("Taliban", "Pakistani Taliban", "no"),
        ("Boris Petrov", "Ivan Petrov", "no"),
        ("A. Petrov", "Boris Petrov", "no"),
        ("Tajik interior ministry", "Tajik Foreign Ministry", "no"),
        ("Tajik Foreign Ministry", "Kazakh Foreign Ministry", "no"),
        ("Mali", "Malawi", "no"),
        ("Iran", "Iraq", "no"),
        ("Niger", "Nigeria", "no"),
        ("Chechnya", "Czechia", "no"),
        ("President", "Prime Minister", "no"),
        ("Foreign Minister", "Prime Minister", "no"),
        ("Anna", "Hannah Berg", "no"),
        ("WHO", "World Food Programme", "no"),
        ("", "Anna", "no"),
        ("…", "…", "no"),
    ],
)
def test_verdicts(a: str, b: str, verdict: Verdict) -> None:
    found = same_name(a, b)
    assert found.verdict == verdict, found
    assert bool(found) is (verdict != "no")
    assert found.reason


def test_only_sure_matches_score_as_sure() -> None:
    sure = same_name("Kiev", "Kyiv").score
    likely = same_name("Rahmon", "Rakhmon").score
    surname = same_name("Emomali Rahmon", "Rahmon").score
    assert same_name("Kyiv", "kyiv").score == 1.0 > sure > likely > surname > 0.5


def test_reasons_are_in_words() -> None:
    assert same_name("WFP", "World Food Programme").reason == (
        "WFP are the first letters of World Food Programme"
    )
    assert same_name("Rahmon", "Rakhmon").reason == "Rahmon and Rakhmon are spellings of one name"
    assert same_name("Tajik", "Tajikistan").reason == "both mean Tajikistan"


NAMES = st.text(alphabet="abcdehiklmnorstuvy kKRS.-'", min_size=0, max_size=18)


@given(NAMES, NAMES)
def test_matching_is_symmetric(a: str, b: str) -> None:
    there, back = same_name(a, b), same_name(b, a)
    assert (there.verdict, there.score) == (back.verdict, back.score)


@given(NAMES)
def test_every_name_is_itself(name: str) -> None:
    assert same_name(name, name).verdict == ("exact" if normalise(name) else "no")


def test_titles_are_dropped_unless_nothing_else_is_left() -> None:
    assert words("Prime Minister Ada Holt") == ["ada", "holt"]
    assert words("Prime Minister") == ["prime", "minister"]
