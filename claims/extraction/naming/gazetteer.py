"""Countries with their people, seats of government, places and other names, and groups and bodies with theirs.

What stands in a sentence is looked up as it is written, since "us", "polish" and "is" are words too. What is known to
be a name, or is a key made of one, is looked up in any case and spelling of accents.
"""

from __future__ import annotations

import csv
import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from claims.extraction.text.lexicon import lexicon
from claims.extraction.text.spelling import normalise


@dataclass(frozen=True, slots=True)
class Country:
    """One country: ``seats`` are capitals and buildings that stand for its government.

    ``places`` are larger cities and regions that lie in it and stand for nothing but themselves.
    """

    name: str
    demonyms: tuple[str, ...]
    seats: tuple[str, ...]
    aliases: tuple[str, ...]
    places: tuple[str, ...]


@cache
def countries() -> dict[str, Country]:
    """Every country by its English short name."""
    rows = csv.DictReader(_table("countries.tsv").splitlines(), delimiter="\t")

    def cells(cell: str) -> tuple[str, ...]:
        return tuple(part for part in cell.split("|") if part)

    return {
        row["name"]: Country(
            row["name"],
            cells(row["demonyms"]),
            cells(row["seats"]),
            cells(row["aliases"]),
            cells(row["places"]),
        )
        for row in rows
    }


@cache
def _forms() -> dict[str, tuple[str, str]]:
    forms: dict[str, tuple[str, str]] = {}
    for country in countries().values():
        forms[country.name] = (country.name, "name")
        forms.update(dict.fromkeys(country.aliases, (country.name, "name")))
        forms.update(dict.fromkeys(country.demonyms, (country.name, "demonym")))
        forms.update(dict.fromkeys(country.seats, (country.name, "seat")))
    return forms


def country_of(form: str) -> str | None:
    """The country that a name, a demonym, a capital or a seat of government in a sentence stands for.

    >>> country_of("Tajiks"), country_of("the Kremlin"), country_of("Atlantis")
    ('Tajikistan', 'Russia', None)
    """
    found = _forms().get(_bare(form))
    return found[0] if found else None


def country_form(form: str) -> str | None:
    """How ``form`` names a country: name, demonym or seat; None where it names none."""
    found = _forms().get(_bare(form))
    return found[1] if found else None


def countries_in(text: str) -> list[tuple[str, int]]:
    """The countries that ``text`` names in any form, with the offset of each mention, in order."""
    return [(_forms()[m.group()][0], m.start()) for m in _pattern().finditer(text)]


@cache
def _pattern() -> re.Pattern[str]:
    longest_first = sorted(_forms(), key=len, reverse=True)
    return re.compile(r"(?<![\w-])(?:" + "|".join(map(re.escape, longest_first)) + r")(?![\w])")


@cache
def _itself() -> dict[str, str]:
    return {
        normalise(form): name
        for form, (name, how) in _forms().items()
        if how in ("name", "demonym")
    }


@cache
def _inside() -> dict[str, str]:
    return {
        normalise(place): country.name
        for country in countries().values()
        for place in (*country.seats, *country.places)
    }


@lru_cache(maxsize=8192)
def country_named(name: str) -> str | None:
    """The country that a name or a word for its people means, in any case.

    A capital isn't its country here; `country_around` says where it lies.

    >>> country_named("tajiks"), country_named("U.S."), country_named("Moscow")
    ('Tajikistan', 'United States', None)
    """
    return _found(_itself(), name)


@lru_cache(maxsize=8192)
def country_around(place: str) -> str | None:
    """The country that a place lies in, in any case, as far as the table knows; a country lies in itself."""
    return country_named(place) or _found(_inside(), place)


def is_major_place(place: str) -> bool:
    """Whether this is one of the places in the table, so large that much happens there."""
    return _found(_inside(), place) is not None


@cache
def _well_known(kind: str) -> dict[str, str]:
    return {
        _group_key(form): name
        for name, forms in tomllib.loads(_table("well_known.toml"))[kind].items()
        for form in (name, *forms)
    }


def group_of(form: str) -> str | None:
    """The name under which an armed group or movement is filed, whatever form a sentence has for it.

    Short forms count in capitals alone: "IS" and "ETA", not "is" and "eta".
    """
    bare = form.removeprefix("the ").removeprefix("The ")
    if len(bare) <= 3 and not bare.isupper():
        return None
    return _well_known("groups").get(_group_key(bare))


@lru_cache(maxsize=8192)
def well_known(name: str) -> str | None:
    """The name under which a group, a body or a place with several well-known names is filed, in any case."""
    key = _group_key(name)
    return next(
        (t[key] for t in map(_well_known, ("groups", "bodies", "places")) if key in t), None
    )


def is_region(name: str) -> bool:
    """A state or province, too wide to tell one happening from another."""
    return _region_key(name) in _regions()


@cache
def _regions() -> frozenset[str]:
    forms = (form for entry in lexicon().scene["regions"] for form in entry.split("|"))
    return frozenset(_region_key(form.replace("_", " ")) for form in forms)


def _region_key(name: str) -> str:
    return re.sub(r"[.\s]+", " ", name.casefold()).strip().replace(" ", "_")


def groups_in(text: str) -> list[str]:
    """The known groups that ``text`` names, longest names first (ISIS-K is not also ISIS)."""
    words = re.findall(r"[\w'.]+(?:-[\w]+)*", text)
    found: list[str] = []
    taken: set[int] = set()
    for size in range(6, 0, -1):
        for start in range(len(words) - size + 1):
            window = range(start, start + size)
            name = group_of(" ".join(words[start : start + size]))
            if name and not taken.intersection(window):
                taken.update(window)
                if name not in found:
                    found.append(name)
    return found


def _bare(form: str) -> str:
    form = form.strip().removesuffix("'s").removesuffix("’s")
    return form[4:] if form[:4].lower() == "the " and form not in _forms() else form


def _found(table: dict[str, str], name: str) -> str | None:
    key = normalise(name)
    return table.get(key) or table.get(key.removeprefix("the "))


def _group_key(form: str) -> str:
    return normalise(form).removeprefix("the ")


def _table(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
