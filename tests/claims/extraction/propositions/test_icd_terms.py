"""Words of estimative probability in many wordings, hedges without a term, and the plain statement under both."""

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.extraction import Extraction, extract
from claims.extraction.propositions.likelihood import hedged, likelihood, unhedged
from claims.extraction.text.lexicon import lexicon

TERMS = (
    "almost no chance", "very unlikely", "unlikely", "roughly even chance", "likely", "very likely", "almost certain",
)  # fmt: skip


@cache
def read(text: str) -> Extraction:
    return extract(text)


def test_the_terms_are_the_seven_of_the_standard() -> None:
    assert set(lexicon().likelihood.values()) == set(TERMS)
    assert all(lexicon().likelihood[term] == term for term in TERMS)


@pytest.mark.parametrize(
    ("term", "clause"),
    [
        ("almost no chance", "there is almost no chance that the dyke holds"),
        ("almost no chance", "the odds of a rescue are remote"),
        ("almost no chance", "a rescue is almost impossible before dawn"),
        ("almost no chance", "the letter was almost certainly not written by her"),
        ("almost no chance", "a second ferry is virtually impossible this year"),
        ("very unlikely", "the dyke is very unlikely to hold"),
        ("very unlikely", "it is highly unlikely that the dyke holds"),
        ("very unlikely", "a rescue is highly improbable"),
        ("very unlikely", "the dyke is extremely unlikely to hold"),
        ("very unlikely", "the dyke is most unlikely to hold"),
        ("unlikely", "the dyke is unlikely to hold"),
        ("unlikely", "the dyke is not likely to hold"),
        ("unlikely", "the dyke is not very likely to hold"),
        ("unlikely", "a rescue is improbable"),
        ("unlikely", "the dyke will probably not hold"),
        ("unlikely", "it is doubtful that the dyke holds"),
        ("roughly even chance", "there is a roughly even chance of rain"),
        ("roughly even chance", "there is an even chance of rain"),
        ("roughly even chance", "bookmakers give even odds on a strike"),
        ("roughly even chance", "the two sides have roughly even odds"),
        ("roughly even chance", "the chances are fifty-fifty"),
        ("likely", "the dyke is likely to hold"),
        ("likely", "the dyke will likely hold"),
        ("likely", "a strike is probable"),
        ("likely", "the dyke will probably hold"),
        ("likely", "the guard had presumably slept"),
        ("very likely", "the dyke is very likely to hold"),
        ("very likely", "the dyke is highly likely to hold"),
        ("very likely", "the dyke will most likely hold"),
        ("very likely", "a strike is highly probable"),
        ("very likely", "a strike is very probable"),
        ("very likely", "the dyke will most probably hold"),
        ("very likely", "the dyke will very probably hold"),
        ("very likely", "the dyke is extremely likely to hold"),
        ("almost certain", "the dyke is almost certain to hold"),
        ("almost certain", "the dyke will almost certainly hold"),
        ("almost certain", "the dyke is nearly certain to hold"),
        ("almost certain", "a strike is virtually certain"),
        ("almost certain", "a strike is all but certain"),
    ],
)
def test_each_term_in_its_wordings(term: str, clause: str) -> None:
    assert likelihood(clause) == term
    assert likelihood(clause.upper()) == term
    assert likelihood(f"Officials in the town say that {clause}, and wait.") == term


@pytest.mark.parametrize("form", sorted(lexicon().likelihood))
def test_every_form_of_the_lexicon_is_found_alone_and_in_words(form: str) -> None:
    assert likelihood(form) == lexicon().likelihood[form]
    assert likelihood(f"it seems {form} that it rains") == lexicon().likelihood[form]
    assert likelihood(f"x{form}x") is None


@pytest.mark.parametrize(
    "clause",
    [
        "the dyke may hold",
        "the dyke might hold",
        "the dyke could hold",
        "perhaps the dyke holds",
        "it is possible that the dyke holds",
        "the dyke held",
        "islanders are more likely to swim than walk",
        "islanders are less likely to swim than walk",
        "it is as likely as a snowstorm in June",
        "nobody knows how likely a strike is",
        "both outcomes are equally likely",
        "the likelihood of rain was not given",
        "the probability of rain was not given",
        "her remoteness surprised them",
        "the unlikeliest of heroes",
        "",
    ],
)
def test_no_term(clause: str) -> None:
    assert likelihood(clause) is None


@pytest.mark.parametrize(
    ("clause", "term"),
    [
        ("it is likely, though a strike is unlikely", "likely"),
        ("it is unlikely, though a strike is likely", "unlikely"),
        ("more likely than not, it is almost certain to fail", "almost certain"),
        ("women are less likely to vote and will probably stay away", "likely"),
    ],
)
def test_the_first_that_is_no_comparison_counts(clause: str, term: str) -> None:
    assert likelihood(clause) == term


@given(st.text(max_size=120))
def test_any_words_have_a_term_or_none(clause: str) -> None:
    assert likelihood(clause) in (None, *TERMS)
    assert isinstance(unhedged(clause), str)


HEDGED = [
    "the bridge may collapse",
    "the bridge might collapse",
    "the bridge could collapse",
    "the bridge could have collapsed",
    "perhaps the bridge collapsed",
    "the bridge possibly collapsed",
    "the bridge is potentially unsafe",
    "maybe the bridge collapsed",
    "the seemingly sound bridge",
    "the bridge apparently collapsed",
    "the alleged theft of the bell",
    "the strike risks delaying the ferry",
    "the strike threatens delaying the ferry",
    "the plan has the potential to delay the ferry",
]
PLAIN = [
    "the bridge collapsed",
    "the bridge collapsed in May 2019",
    "Theresa May crossed the bridge",
    "the bridge will collapse",
    "the might of the army",
    "they can cross the bridge",
    "the risk of frost was low",
    "the threat was real",
    "its potential is large",
    "the mayor crossed the bridge",
]


@pytest.mark.parametrize("clause", HEDGED)
def test_hedged(clause: str) -> None:
    assert hedged(clause)
    assert likelihood(clause) is None


@pytest.mark.parametrize("clause", [c for c in PLAIN if "might" not in c])
def test_not_hedged(clause: str) -> None:
    assert not hedged(clause)


@pytest.mark.parametrize(
    ("clause", "plain"),
    [
        ("the dyke is likely to hold", "the dyke will hold"),
        ("the dyke is unlikely to hold", "the dyke will hold"),
        ("the dykes are unlikely to hold", "the dykes will hold"),
        ("the dyke was almost certain to hold", "the dyke will hold"),
        ("the dyke is highly unlikely to hold", "the dyke will hold"),
        ("the dyke will probably hold", "the dyke will hold"),
        ("the dyke would likely hold", "the dyke would hold"),
        ("the guard was probably asleep", "the guard was asleep"),
        ("the guards were most likely asleep", "the guards were asleep"),
        ("the plan has the potential to fail", "the plan will fail"),
        ("the plans have the potential to fail", "the plans will fail"),
        ("the guard might have slept", "the guard might have slept"),
        ("the dyke held", "the dyke held"),
    ],
)
def test_the_statement_under_the_hedge(clause: str, plain: str) -> None:
    assert unhedged(clause) == plain
    assert unhedged(plain) == plain


@pytest.mark.parametrize(
    ("text", "term", "stance"),
    [
        ("The dyke will probably hold until the spring tide.", "likely", "asserts"),
        ("The dyke is unlikely to hold until the spring tide.", "unlikely", "asserts"),
        ("The dyke will almost certainly hold until the spring tide.", "almost certain", "asserts"),
        ("The dyke is very likely to hold until the spring tide.", "very likely", "asserts"),
        ("The dyke may hold until the spring tide.", None, "asserts"),
        ("The dyke will hold until the spring tide.", None, "asserts"),
    ],
)
def test_the_authors_own_estimate(text: str, term: str | None, stance: str) -> None:
    found = read(text)
    (said,) = found.attributions
    assert said.speaker is None
    assert (said.likelihood, said.stance, said.hedged) == (term, stance, " may " in text)
    assert found.claims[said.claim].text == "The dyke will hold until the spring tide."


@pytest.mark.parametrize(
    ("text", "speaker", "term"),
    [
        ("Engineers said that the dyke would probably fail.", "Engineers", "likely"),
        ("Engineers believe that the dyke is unlikely to fail.", "Engineers", "unlikely"),
        (
            "The ministry warned that the dyke was almost certain to fail.",
            "ministry",
            "almost certain",
        ),
        ("“The dyke is highly unlikely to fail,” said Jan Bakker.", "Jan Bakker", "very unlikely"),
        ("According to the ministry, the dyke will most likely fail.", "ministry", "very likely"),
        ("The ministry said that the dyke might fail.", "ministry", None),
    ],
)
def test_an_estimate_belongs_to_who_makes_it(text: str, speaker: str, term: str | None) -> None:
    (said,) = (a for a in read(text).attributions if a.speaker is not None)
    assert said.speaker is not None
    assert (said.speaker.name, said.likelihood) == (speaker, term)
    assert said.hedged is ("might" in text)


@pytest.mark.parametrize("clause", HEDGED[:6])
def test_hedges_mark_the_attribution(clause: str) -> None:
    text = f"The engineer said that {clause}."
    said = [a for a in read(text).attributions if a.speaker is not None]
    assert [a.hedged for a in said] == [True]
    assert [a.likelihood for a in said] == [None]
