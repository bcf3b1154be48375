"""One factory per model: a valid row with the fewest neighbours, `XFactory.create(field=…)`.

`CaseFactory.create(members=[user])` is limited to its members; `DocumentFactory.create(cases=[case])`
lies in a case; `AttributionFactory.create(via=[source])` was passed on. `create` is the call that type
checkers understand; `XFactory()` does the same.
"""

# mypy: allow-untyped-calls
# factory_boy types its factories but not its declarations.

import hashlib
from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone
from factory.declarations import LazyAttribute, LazyFunction, SelfAttribute, Sequence, SubFactory
from factory.django import DjangoModelFactory, Password

from claims.models import (
    Action,
    Assessment,
    Attribution,
    AttributionVia,
    Claim,
    ClaimLink,
    Comment,
    Conflict,
    ConflictAccount,
    Credit,
    Event,
    Origin,
    Relation,
    SharedPassage,
    Shingle,
    Side,
    Stance,
    Visit,
    Watch,
)
from sources.models import (
    Affiliation,
    Case,
    CaseDocument,
    CaseMember,
    Document,
    DocumentPart,
    ImportItem,
    ImportJob,
    Original,
    Reading,
    Source,
    SourceAlias,
)


def sha256(content: bytes | str) -> str:
    """The hash that originals and texts are known by."""
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()


class UserFactory(DjangoModelFactory[User]):
    class Meta:
        model = User
        skip_postgeneration_save = True

    username = Sequence(lambda n: f"analyst{n}")
    password = Password("a long password for tests")


class CaseFactory(DjangoModelFactory[Case]):
    """An open case; limited where `members` are given, unless `limited` says otherwise."""

    class Meta:
        model = Case
        skip_postgeneration_save = True

    name = Sequence(lambda n: f"Case {n}")

    @classmethod
    def _create(cls, model_class: type[Case], *args: Any, **kwargs: Any) -> Case:
        members: Iterable[User] = kwargs.pop("members", ())
        kwargs.setdefault("limited", bool(members))
        case: Case = super()._create(model_class, *args, **kwargs)
        case.members.add(*members)
        return case


class CaseMemberFactory(DjangoModelFactory[CaseMember]):
    class Meta:
        model = CaseMember

    case = SubFactory(CaseFactory, limited=True)
    user = SubFactory(UserFactory)


class SourceFactory(DjangoModelFactory[Source]):
    class Meta:
        model = Source

    name = Sequence(lambda n: f"Source {n}")
    kind = Source.Kind.OUTLET


class SourceAliasFactory(DjangoModelFactory[SourceAlias]):
    class Meta:
        model = SourceAlias

    source = SubFactory(SourceFactory)
    name = Sequence(lambda n: f"Alias {n}")


class AffiliationFactory(DjangoModelFactory[Affiliation]):
    class Meta:
        model = Affiliation

    source = SubFactory(SourceFactory, kind=Source.Kind.GOVERNMENT)
    organisation = SubFactory(SourceFactory, kind=Source.Kind.GOVERNMENT)


class OriginalFactory(DjangoModelFactory[Original]):
    class Meta:
        model = Original
        django_get_or_create = ("sha256",)

    content = Sequence(lambda n: f"Original number {n}.".encode())
    sha256 = LazyAttribute(lambda o: sha256(o.content))
    size = LazyAttribute(lambda o: len(o.content))


class DocumentFactory(DjangoModelFactory[Document]):
    """A document read and waiting for extraction, in the cases given as `cases=[…]`."""

    class Meta:
        model = Document
        skip_postgeneration_save = True

    name = Sequence(lambda n: f"document-{n}.txt")
    title = Sequence(lambda n: f"Report {n}")
    language = "en"
    text = Sequence(lambda n: f"Report {n}\n\nThe mayor said that {n} houses burned down.\n")
    text_sha256 = LazyAttribute(lambda o: sha256(o.text))
    publisher = SubFactory(SourceFactory)
    original = SubFactory(
        OriginalFactory, content=LazyAttribute(lambda o: o.factory_parent.text.encode())
    )
    media_type = "text/plain"
    retrieved_at = LazyFunction(timezone.now)

    @classmethod
    def _create(cls, model_class: type[Document], *args: Any, **kwargs: Any) -> Document:
        cases: Iterable[Case] = kwargs.pop("cases", ())
        document: Document = super()._create(model_class, *args, **kwargs)
        document.cases.add(*cases)
        return document


class CaseDocumentFactory(DjangoModelFactory[CaseDocument]):
    """A document joins a case."""

    class Meta:
        model = CaseDocument

    document = SubFactory(DocumentFactory)
    case = SubFactory(CaseFactory)


class DocumentPartFactory(DjangoModelFactory[DocumentPart]):
    """One more part of a document; its own are made by the database."""

    class Meta:
        model = DocumentPart

    document = SubFactory(DocumentFactory)
    start = Sequence(lambda n: n + 1)
    words = ""


class ReadingFactory(DjangoModelFactory[Reading]):
    """Somebody has read a document through."""

    class Meta:
        model = Reading

    document = SubFactory(DocumentFactory)
    analyst = SubFactory(UserFactory)


class ImportJobFactory(DjangoModelFactory[ImportJob]):
    class Meta:
        model = ImportJob

    name = "reports"
    door = ImportJob.Door.COMMAND


class ImportItemFactory(DjangoModelFactory[ImportItem]):
    """An item waiting to be read."""

    class Meta:
        model = ImportItem

    job = SubFactory(ImportJobFactory)
    position = Sequence(lambda n: n)
    name = LazyAttribute(lambda o: f"item-{o.position}.txt")
    original = SubFactory(OriginalFactory)
    format = "txt"


class EventFactory(DjangoModelFactory[Event]):
    class Meta:
        model = Event

    name = Sequence(lambda n: f"Fire {n} at the old mill")
    kind = "fire"
    names = ["Old Mill"]


class ClaimFactory(DjangoModelFactory[Claim]):
    """A claim drawn from a document; `document=None` for one that an analyst wrote."""

    class Meta:
        model = Claim

    text = Sequence(lambda n: f"{n} houses burned down")
    check_worthiness = 0.5
    document = SubFactory(DocumentFactory)


class OriginFactory(DjangoModelFactory[Origin]):
    """A speaker's own word; `source=None, document=…` for a text's."""

    class Meta:
        model = Origin
        django_get_or_create = ("source", "document")

    source = SubFactory(SourceFactory, kind=Source.Kind.PERSON)
    document = None


def _origin(attribution: Any) -> Origin:
    claimant, document = attribution.claimant, attribution.document
    if claimant is None or claimant.kind == Source.Kind.UNNAMED:
        return OriginFactory.create(source=None, document=document)
    return OriginFactory.create(source=claimant)


class AttributionFactory(DjangoModelFactory[Attribution]):
    """Somebody with a name asserts a claim, in the document that the claim was drawn from.

    The quote is the document's text between `start` and `end`, so anchors are exact.
    """

    class Meta:
        model = Attribution
        skip_postgeneration_save = True

    claim = SubFactory(ClaimFactory)
    claim_as_extracted = SelfAttribute("claim")
    document = LazyAttribute(lambda o: o.claim.document or DocumentFactory.create())
    claimant = SubFactory(SourceFactory, kind=Source.Kind.PERSON)
    start = 0
    end = LazyAttribute(lambda o: len(o.document.text.rstrip()))
    quote = LazyAttribute(lambda o: o.document.text[o.start : o.end])
    stance = Stance.ASSERTS
    confidence = 0.9
    method = "factory 1"

    origin = LazyAttribute(_origin)

    @classmethod
    def _create(cls, model_class: type[Attribution], *args: Any, **kwargs: Any) -> Attribution:
        via: Iterable[Source] = kwargs.pop("via", ())
        attribution: Attribution = super()._create(model_class, *args, **kwargs)
        for position, source in enumerate(via):
            AttributionViaFactory.create(attribution=attribution, position=position, source=source)
        return attribution


class AttributionViaFactory(DjangoModelFactory[AttributionVia]):
    class Meta:
        model = AttributionVia

    attribution = SubFactory(AttributionFactory)
    position = 0
    source = SubFactory(SourceFactory)


class SharedPassageFactory(DjangoModelFactory[SharedPassage]):
    """Two documents have their first words in common."""

    class Meta:
        model = SharedPassage

    document = SubFactory(DocumentFactory)
    start, end = 0, 8
    other = SubFactory(DocumentFactory)
    other_start, other_end = 0, 8
    confidence = 0.9
    method = "minhash"
    version = "1"
    explanation = "A shared passage: 24 words, 90% of them in the same order."


class CreditFactory(DjangoModelFactory[Credit]):
    """A document says that it prints what an agency wrote."""

    class Meta:
        model = Credit

    document = SubFactory(DocumentFactory)
    source = SubFactory(SourceFactory, kind=Source.Kind.AGENCY)
    start = 0
    end = LazyAttribute(lambda o: len(o.quote))
    quote = LazyAttribute(lambda o: o.document.text[:6])
    confidence = 0.9
    method = "credit"
    version = "1"
    explanation = LazyAttribute(lambda o: f"A line says: {o.quote}")


class ShingleFactory(DjangoModelFactory[Shingle]):
    class Meta:
        model = Shingle

    band = Sequence(lambda n: n)
    document = SubFactory(DocumentFactory)
    start, end = 0, 8


class ClaimLinkFactory(DjangoModelFactory[ClaimLink]):
    class Meta:
        model = ClaimLink

    from_claim = SubFactory(ClaimFactory)
    to_claim = SubFactory(ClaimFactory)
    relation = Relation.CONTRADICTS
    confidence = 0.9
    method = "quantity"
    version = "1"
    explanation = "burned down: 3 houses against 5 houses"


class ConflictFactory(DjangoModelFactory[Conflict]):
    """An open question without accounts; add them with ConflictAccountFactory."""

    class Meta:
        model = Conflict

    question = Sequence(lambda n: f"How many houses burned down in street {n}?")
    kind = Conflict.Kind.QUANTITY
    anchor = SubFactory(ClaimFactory)


class ConflictAccountFactory(DjangoModelFactory[ConflictAccount]):
    class Meta:
        model = ConflictAccount

    conflict = SubFactory(ConflictFactory)
    claim = SubFactory(ClaimFactory)
    side = Side.FOR


class AssessmentFactory(DjangoModelFactory[Assessment]):
    class Meta:
        model = Assessment

    claim = SubFactory(ClaimFactory)
    analyst = SubFactory(UserFactory)
    rating = Assessment.Rating.TRUE
    rationale = "Two officials counted them independently."


class ActionFactory(DjangoModelFactory[Action]):
    """Somebody assigned a claim; `changes` says what it takes to undo it."""

    class Meta:
        model = Action

    verb = "assign"
    claim = SubFactory(ClaimFactory)
    by = SubFactory(UserFactory)


class CommentFactory(DjangoModelFactory[Comment]):
    class Meta:
        model = Comment

    claim = SubFactory(ClaimFactory)
    by = SubFactory(UserFactory)
    text = "Ask the fire brigade how they counted."


class WatchFactory(DjangoModelFactory[Watch]):
    """Somebody watches a claim; `claim=None, source=…` for another thing."""

    class Meta:
        model = Watch

    user = SubFactory(UserFactory)
    claim = SubFactory(ClaimFactory)


class VisitFactory(DjangoModelFactory[Visit]):
    """Somebody's visit to the first page, just now."""

    class Meta:
        model = Visit

    user = SubFactory(UserFactory)
    last_at = LazyFunction(timezone.now)
    since = LazyAttribute(lambda o: o.last_at)
