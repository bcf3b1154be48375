"""Who was hurt in the main happening, or is held for it: named with an age, a wound or a charge."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from claims.extraction.naming.gazetteer import is_region
from claims.extraction.text.dates import DAYS, period
from claims.extraction.text.headlines import is_titled
from claims.extraction.text.lexicon import lexicon
from claims.extraction.text.nlp import text_of
from claims.extraction.text.spelling import normalise

if TYPE_CHECKING:
    from spacy.tokens import Doc

MOST_PEOPLE = 8

_REST = r"(?: (?:[A-Z]\.|[A-Z][\w'’-]+)){1,3}"
# "a 19-year-old Vesk Creek man" comes from there.
_NO_TOWN = r"(?! (?:m[ae]n|wom[ae]n|boys?|girls?|teens?|teenagers?|residents?|native|couple|father|mother)\b)"
_WHO = rf"[A-Z][\w'’-]+{_REST}\b{_NO_TOWN}"
_OLD = r"\b(?:\d{1,2}|[a-z]+)[- ](?:year|month|week|day)s?[- ]old"
_AGED = re.compile(
    rf"\b(?P<name>{_WHO}),? (?:who was |was |is )?(?:aged? |\()?(?P<age>\d{{1,2}})\b(?! (?:block|people|p\.m|a\.m))"
    rf"|{_OLD} (?:[a-z]+ ){{0,3}}(?P<after>{_WHO})"
    rf"|\b(?P<one>{_WHO}) and (?P<two>{_WHO}), both (?:aged )?\d{{1,2}}\b"
    rf"|\b(?:identified|named) (?:\w+ ){{0,4}}as (?:\d{{1,2}}-(?:year|month|week|day)s?-old )?(?P<known>{_WHO})"
)
_SUFFERED = (
    r"shot|killed|slain|gunned|stabbed|wounded|injured|hit|struck|hurt|grazed|hospitali[sz]ed|pronounced|found (?:dead|guilty)|charged"
    r"|arrested|accused|booked|indicted|arraigned|convicted|sentenced|being held|jailed"
)
_SAYS = r"police|officers|deputies|prosecutors|investigators|authorities|witnesses"
# Without an age it takes words that tell what became of somebody, or what they are held to have done.
_CONCERNED = re.compile(
    rf"\b(?P<name>{_WHO})(?: ?,? (?:who )?(?:was|were|is|has been|had been) (?:\w+ly )?(?:{_SUFFERED})\b"
    r"|,? (?:who )?(?:died|faces|is facing|pleaded|surrendered|suffered|sustained|appeared (?:in court|before|for)|confessed|admitted)\b"
    rf"| ?,? who (?:{_SAYS}) (?:say|said|believe|allege)\b"
    r"| (?:\w+ly )?(?:shot|killed|stabbed|opened fire|fired|turned the gun) (?:and|at|on|him|her|his|them|a|an|the|two|three|four|five|[A-Z]\w+)\b"
    r"|'s? (?:death|killing|murder|slaying|arrest|body|wounds|injuries|trial)\b)"
    rf"|\b(?:shot|killed|killing|shooting|wounded|charged|charging|arrested|arresting|accused|indicted|convicted) (?P<after>{_WHO})"
    rf"|\b(?:death|killing|murder|slaying|shooting|arrest) of (?P<of>{_WHO})"
    rf"|\b(?:his|her|their) (?:wife|husband|son|daughter|girlfriend|boyfriend|mother|father|brother|sister),? (?P<kin>{_WHO})"
    rf"|\b(?:charges|case) against (?P<against>{_WHO})|\b(?:found|find|finds) (?P<found>{_WHO}) (?:guilty|dead|shot)\b"
    rf"|\b(?:suspect|gunman|shooter|victim|defendant)s?,? (?:is |was |named )?(?P<known>{_WHO})"
)


def concerned(docs: Sequence[Doc]) -> tuple[str, ...]:
    """Who is named with an age, and then who else is told to have been hurt or to be held for it."""
    found: dict[str, None] = {}
    texts = [text_of(doc) for doc in docs if not is_titled(doc)]
    for pattern, text in [(p, text) for p in (_AGED, _CONCERNED) for text in texts]:
        for m in pattern.finditer(text):
            for role, name in m.groupdict().items():
                before = text[: m.start(role)].split()[-1:]
                if name and name[:1].isupper() and not (before and _is_office(before[0])):
                    found.update(dict.fromkeys(_plain_name(name)))
    return tuple(found)[:MOST_PEOPLE]


def _plain_name(written: str) -> list[str]:
    """The name without rank or age before it; nothing where it isn't one, or too short to tell anybody."""
    words = written.split()
    while words and _is_office(words[0]):
        words = words[1:] if words[0][-1:] != "." else []
    if words and words[0].endswith("-old"):  # "Twenty-year-old", at the start of a sentence
        words = words[1:]
    return [" ".join(words)] if len(words) > 1 and all(map(_is_name_word, words)) else []


def _is_name_word(word: str) -> bool:
    plain = normalise(word)
    return not (
        word.lower() in DAYS or is_region(word) or _is_month(word) or plain in lexicon().scene["no_names"]
        or (word.isupper() and len(word) > 3)
    )  # fmt: skip


def _is_office(word: str) -> bool:
    return word.casefold().strip(".,:") in lexicon().scene["offices"]


def _is_month(word: str) -> bool:
    return period(f"{word} 1, 2000", None) is not None
