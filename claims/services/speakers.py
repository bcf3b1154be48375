"""From a speaker as a text names them to a Source, and from a word to where it came from."""

import re
from collections.abc import Sequence

from django.contrib.postgres.search import TrigramSimilarity
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from claims.extraction.types import Speaker
from claims.linking.names import same_name
from claims.models import Origin
from claims.services import merging
from sources.models import Affiliation, Document, Source, SourceAlias
from sources.models.words import capitals_of
from sources.services import naming

CANDIDATES = 20
LONGEST_SHORT = 8  # letters of an abbreviation
# What an analyst may say that a speaker is.
KINDS = (
    *(Source.Kind.PERSON, Source.Kind.GOVERNMENT, Source.Kind.ORGANISATION, Source.Kind.GROUP),
    *(Source.Kind.AGENCY, Source.Kind.OUTLET, Source.Kind.UNNAMED),
)


def resolve(speaker: Speaker, document: Document) -> Source:
    """The source that this speaker is, made where there is none.

    Only an equal name or a name that is known to mean the same joins an existing source. A likely
    one makes a source of its own and is proposed as an alias, for an analyst to accept.
    """
    if speaker.kind == Source.Kind.UNNAMED:
        return naming.find_or_create(speaker.name, kind=speaker.kind, document=document)
    known = naming.find(speaker.name)
    likely: list[tuple[Source, str]] = []
    if known is None:
        known, likely = _similar(speaker)
    source = naming.find_or_create(
        known.name if known else speaker.name, kind=speaker.kind, document=document
    )
    _propose_aliases(source, speaker, likely, document)
    if speaker.affiliation:
        _propose_affiliation(source, speaker.affiliation, document)
    return source


def named(name: str, document: Document, *, kind: str = "") -> Source | None:
    """Whom an analyst names as a speaker in this document: nobody is its publisher.

    `kind` is for a name that is new, and tells whether it is a name at all: "experts" are unnamed, and stay
    with their document. Without a kind what is written without a capital is unnamed, unless it is known,
    and the rest is a person. Raises ValidationError for a kind that no speaker has.
    """
    if kind and kind not in KINDS:
        raise ValidationError("Say what the speaker is: a person, an organisation, …")
    name = " ".join(name.split())
    if not name:
        return document.publisher
    if not kind:
        is_named = not name.islower() or naming.find(name) is not None
        kind = Source.Kind.PERSON if is_named else Source.Kind.UNNAMED
    return naming.find_or_create(name, kind=kind, document=document)


def _similar(speaker: Speaker) -> tuple[Source | None, list[tuple[Source, str]]]:
    """A source that the name surely means, or those that it may mean with the reason for each."""
    near = Q()
    for name in (speaker.name, *speaker.aliases):
        near |= Q(name__trigram_similar=name)
    # Two lookups, each on its index; joined by OR neither would use one.
    named = Source.objects.filter(near).order_by().values("pk")
    called = SourceAlias.objects.filter(near).order_by().values("source")
    short = _abbreviated(speaker.name if speaker.kind != Source.Kind.PERSON else "")
    found = (
        Source.objects.standing()
        .exclude(kind=Source.Kind.UNNAMED)
        .filter(pk__in=named.union(called, short.values("pk")))
        .annotate(nearness=TrigramSimilarity("name", speaker.name))
        .order_by("-nearness", "pk")[:CANDIDATES]
    )
    likely = []
    for source in found:
        match = same_name(speaker.name, source.name)
        if match.verdict in ("exact", "alias"):
            return source, []
        if match.verdict == "likely":
            likely.append((source, match.reason))
    return None, likely


def _abbreviated(name: str) -> QuerySet[Source]:
    """Bodies that a name abbreviates, or that abbreviate it: WFP and the World Food Programme."""
    capitals = re.sub("[^A-Z]", "", name)
    bodies = Source.objects.exclude(kind=Source.Kind.PERSON).order_by()
    if not 2 <= len(capitals) <= LONGEST_SHORT:
        return bodies.none()
    if capitals == name.replace(".", ""):
        return bodies.alias(capitals=capitals_of("name")).filter(capitals=capitals)
    return bodies.filter(name=capitals)


def _propose_aliases(
    source: Source, speaker: Speaker, likely: list[tuple[Source, str]], document: Document
) -> None:
    proposed = [(source, name, "Used in the same text") for name in speaker.aliases]
    proposed += [(other, source.name, reason) for other, reason in likely if other != source]
    if speaker.name.lower() != source.name.lower():
        proposed.append((source, speaker.name, "Known to mean the same"))
    for owner, name, reason in proposed:
        if name.lower() != owner.name.lower():
            known = SourceAlias.objects.filter(source=owner, name__iexact=name[:300]).first()
            if known is not None:
                naming.widen(known, document)
                continue
            SourceAlias.objects.create(
                source=owner, name=name[:300], reason=reason[:500], document=document
            )


def _propose_affiliation(source: Source, name: str, document: Document) -> None:
    organisation = naming.find_or_create(name, kind=Source.Kind.GOVERNMENT, document=document)
    if organisation != source:
        known, _ = Affiliation.objects.get_or_create(
            source=source, organisation=organisation, since=None, defaults={"document": document}
        )
        naming.widen(known, document)


def voice(claimant: Source | None, via: Sequence[Source]) -> Source | None:
    """Whose word it is: the named speaker's, else that of the farthest of those through whom it came;
    None where it is the text's own."""
    if claimant is not None and claimant.kind != Source.Kind.UNNAMED:
        return merging.root(claimant)
    if via and via[-1].kind != Source.Kind.UNNAMED:
        return merging.root(via[-1])
    return None


def origin_of(claimant: Source | None, via: Sequence[Source], document: Document) -> Origin:
    """Where a word came from, as far as its own document tells; `origins.derive` knows the others too."""
    source = voice(claimant, via)
    text = document.copy_of or document
    if source is None and text.publisher is not None:
        source = merging.root(text.publisher)
    if source is not None:
        return Origin.objects.get_or_create(source=source)[0]
    return Origin.objects.get_or_create(document=text)[0]
