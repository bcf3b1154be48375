"""When: dates as the text gives them, completed by the day of publication."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

MONTHS = {name.lower(): n for n, name in enumerate(calendar.month_name) if name}
MONTHS |= {name.lower(): n for n, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
DAYS = {name.lower(): n for n, name in enumerate(calendar.day_name)}
_DAY_MONTH = re.compile(
    rf"\b(?:(?P<m1>{_MONTH})\.?\s+(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?|(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<m2>{_MONTH}))\b"
    r"(?:,?\s+(?P<y>(?:19|20)\d\d))?",
    re.IGNORECASE,
)
_MONTH_ONLY = re.compile(
    rf"\b(?:in|of|since|last|this|early|late)\s+(?P<m>{_MONTH})\b(?:,?\s+(?P<y>(?:19|20)\d\d))?",
    re.IGNORECASE,
)
_YEAR = re.compile(
    r"\b(?:in|of|since|early|late|mid)[\s-]+(?P<y>(?:19|20)\d\d)\b|\((?P<a>(?:19|20)\d\d)[–-](?P<b>(?:19|20)\d\d)\)",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(rf"\b(?:on|last|this)\s+(?P<w>{'|'.join(DAYS)})\b", re.IGNORECASE)

_RECENT = 3  # days; who writes on a Tuesday calls no Monday that was yesterday "last Monday"
_RELATIVE = re.compile(
    rf"\b(?:(?P<last>last )?(?P<weekday>{'|'.join(calendar.day_name)})(?!'s \w+day)|(?P<yesterday>yesterday|last night|overnight)"
    r"|(?P<today>today|tonight|this (?:morning|afternoon|evening)))\b"
)

Period = tuple[date, date]


def period(text: str, published: date | None) -> Period | None:
    """The first date in ``text`` as a period, as narrow as text and day of publication allow; else None.

    A month or day without a year is the latest one up to publication, and nothing without ``published``.
    """
    for read in (_day, _month, _weekday, _year):
        found = read(text, published)
        if found is not None:
            return found
    return None


def days(text: str, published: date | None) -> list[tuple[int, date]]:
    """Every single day that ``text`` names, by date, weekday or "yesterday", with its offset, in text order.

    A weekday beside its date is the same day and counts once.
    """
    found = [
        (match.start(), exact[0])
        for match in _DAY_MONTH.finditer(text)
        if (exact := _day(match.group(), published)) is not None
    ]
    if published is None:
        return found
    dated = [offset for offset, _ in found]
    found += [
        (match.start(), _relative(match, published))
        for match in _RELATIVE.finditer(text)
        if not any(0 <= offset - match.end() < 4 for offset in dated)
    ]
    return sorted(found)


def _relative(match: re.Match[str], published: date) -> date:
    if match["weekday"]:
        back = (published.weekday() - DAYS[match["weekday"].lower()]) % 7
        back += 7 if match["last"] and back < _RECENT else 0
    else:
        back = 1 if match["yesterday"] else 0
    return published - timedelta(days=back)


def month_named(text: str) -> int | None:
    """The month that ``text`` names, 1 to 12, also where no year makes it a date."""
    match = _DAY_MONTH.search(text) or _MONTH_ONLY.search(text)
    if match is None:
        return None
    groups = match.groupdict()
    return MONTHS[(groups.get("m1") or groups.get("m2") or groups.get("m") or "").lower()]


def as_of(text: str, published: date | None) -> date | None:
    """The day for which a count is given ("as of Sunday", "so far"), or None where the text names none."""
    match = re.search(r"\bas of (?P<when>.{3,40})", text, re.IGNORECASE)
    if match:
        when = match["when"]
        found = period(f"on {when}", published) or period(f"of {when}", published)
        return found[1] if found else None
    return published if re.search(r"\b(?:so far|to date|by now)\b", text, re.IGNORECASE) else None


def _day(text: str, published: date | None) -> Period | None:
    match = _DAY_MONTH.search(text)
    if match is None:
        return None
    month = MONTHS[(match["m1"] or match["m2"]).lower()]
    day = int(match["d1"] or match["d2"])
    year = int(match["y"]) if match["y"] else _latest(published, month, day)
    try:
        exact = date(year, month, day) if year else None
    except ValueError:
        return None
    return (exact, exact) if exact else None


def _month(text: str, published: date | None) -> Period | None:
    match = _MONTH_ONLY.search(text)
    if match is None:
        return None
    month = MONTHS[match["m"].lower()]
    year = int(match["y"]) if match["y"] else _latest(published, month, 1)
    if not year:
        return None
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def _weekday(text: str, published: date | None) -> Period | None:
    match = _WEEKDAY.search(text)
    if match is None or published is None:
        return None
    back = (published.weekday() - DAYS[match["w"].lower()]) % 7
    exact = published - timedelta(days=back)
    return exact, exact


def _year(text: str, _: date | None) -> Period | None:
    match = _YEAR.search(text)
    if match is None:
        return None
    first, last = (match["y"], match["y"]) if match["y"] else (match["a"], match["b"])
    return date(int(first), 1, 1), date(int(last), 12, 31)


def _latest(published: date | None, month: int, day: int) -> int | None:
    if published is None:
        return None
    return (
        published.year if (month, day) <= (published.month, published.day) else published.year - 1
    )
