"""A small case that tests of pages share: a fire at a harbour, told differently by three papers."""

from dataclasses import dataclass
from datetime import date

from claims.models import Attribution, Claim, Conflict, Relation, Side, Stance
from sources.models import Case, Document, Source
from tests.factories import (
    AssessmentFactory,
    AttributionFactory,
    CaseFactory,
    ClaimFactory,
    ClaimLinkFactory,
    ConflictAccountFactory,
    ConflictFactory,
    DocumentFactory,
    EventFactory,
    SourceFactory,
)

HERALD = """Fire destroys warehouse in Port Ellis

PORT ELLIS – Nine dock workers died when a warehouse burned down on Monday night, the harbour master said.
Mayor Ana Brandt said on television that the fire brigade believes the fire was "most likely an accident".
The union denied that its members had been smoking in the building, a claim first made by the owner.

Read More: Ten tips for a safer home
"""
COURIER = """Toll of harbour fire rises

At least eleven people died in the fire at Port Ellis, according to the regional hospital.
The prosecutor doubts that the fire was an accident. "Somebody opened the gate for them," she said.
The company that owns the warehouse has not confirmed that the gate was open.
"""
BULLETIN = """Harbour fire: what we know

Arson caused the fire in the harbour, the insurer's report says.
Nine workers died, the harbour master said.
"""


@dataclass
class Story:
    """What the tests look for."""

    case: Case
    herald: Document
    courier: Document
    bulletin: Document
    nine: Claim
    eleven: Claim
    accident: Claim
    arson: Claim
    smoking: Claim
    toll: Conflict
    cause: Conflict


def say(
    claim: Claim,
    document: Document,
    quote: str,
    claimant: Source | None,
    stance: Stance = Stance.ASSERTS,
    **more: object,
) -> Attribution:
    """An attribution whose quote is found in the document's text."""
    start = document.text.index(quote)
    return AttributionFactory.create(
        claim=claim,
        document=document,
        quote=quote,
        start=start,
        end=start + len(quote),
        claimant=claimant,
        stance=stance,
        **more,
    )


def _paper(case: Case, name: str, title: str, text: str, published: date) -> Document:
    publisher = SourceFactory.create(name=name)
    return DocumentFactory.create(
        name=f"{name.lower()}.txt",
        title=title,
        text=text,
        published=published,
        publisher=publisher,
        cases=[case],
        status=Document.Status.LINKED,
    )


def tell() -> Story:
    """Makes the case with three documents, five claims, their attributions and two conflicts."""
    case = CaseFactory.create(name="Harbour fire", description="The fire at Port Ellis on 3 June.")
    herald = _paper(
        case, "Herald", "Fire destroys warehouse in Port Ellis", HERALD, date(2024, 6, 4)
    )
    courier = _paper(case, "Courier", "Toll of harbour fire rises", COURIER, date(2024, 6, 5))
    bulletin = _paper(case, "Bulletin", "Harbour fire: what we know", BULLETIN, date(2024, 6, 6))
    spam = HERALD.index("Read More")
    Document.objects.filter(pk=herald.pk).update(boilerplate=[[spam, len(HERALD) - 1]])

    person, body = Source.Kind.PERSON, Source.Kind.ORGANISATION
    master = SourceFactory.create(name="Harbour master of Port Ellis", kind=body)
    mayor = SourceFactory.create(name="Ana Brandt", kind=person)
    brigade = SourceFactory.create(name="Port Ellis fire brigade", kind=body)
    union = SourceFactory.create(name="Dock workers' union", kind=body)
    owner = SourceFactory.create(name="Ellis Storage", kind=body)
    hospital = SourceFactory.create(name="Regional hospital", kind=body)
    prosecutor = SourceFactory.create(name="Public prosecutor", kind=person)
    insurer = SourceFactory.create(name="Harbour Mutual", kind=body)

    event = EventFactory.create(
        name="fire at the harbour of Port Ellis", place="Port Ellis", document=herald
    )

    def claim(text: str, document: Document, **more: object) -> Claim:
        return ClaimFactory.create(text=text, document=document, event=event, **more)

    toll = {"measure": "killed", "unit": "persons"}
    nine = claim("Nine workers were killed", herald, low=9, high=9, bound="exact", **toll)
    eleven = claim("At least eleven people were killed", courier, low=11, bound="at least", **toll)
    accident = claim("The fire was an accident", herald)
    arson = claim("Arson caused the fire", bulletin)
    smoking = claim("Union members smoked in the warehouse", herald)

    cause_of_fire = 'the fire was "most likely an accident"'
    say(nine, herald, "Nine dock workers died when a warehouse burned down", master)
    say(nine, bulletin, "Nine workers died", master)
    say(eleven, courier, "At least eleven people died in the fire at Port Ellis", hospital)
    say(accident, herald, cause_of_fire, brigade, via=[mayor], likelihood="likely", direct=True)
    say(accident, herald, f"the fire brigade believes {cause_of_fire}", mayor, Stance.REPORTS)
    say(accident, courier, "the fire was an accident", prosecutor, Stance.DOUBTS)
    say(arson, bulletin, "Arson caused the fire in the harbour", insurer)
    say(smoking, herald, "its members had been smoking in the building", union, Stance.DENIES)
    say(smoking, herald, "a claim first made by the owner", owner)
    say(
        claim("The gate of the warehouse was open", courier),
        courier,
        "the gate was open",
        owner,
        Stance.NO_POSITION,
    )

    counted = ConflictFactory.create(
        question="How many were killed in the fire at Port Ellis?", anchor=nine
    )
    for row in (nine, eleven):
        ConflictAccountFactory.create(conflict=counted, claim=row)
    cause = ConflictFactory.create(
        question="Was the fire an accident?", kind=Conflict.Kind.RIVALS, anchor=accident
    )
    ConflictAccountFactory.create(conflict=cause, claim=accident, side=Side.FOR)
    ConflictAccountFactory.create(conflict=cause, claim=accident, side=Side.AGAINST)
    ConflictAccountFactory.create(conflict=cause, claim=arson)
    ClaimLinkFactory.create(
        from_claim=eleven,
        to_claim=nine,
        relation=Relation.UPDATES,
        explanation="killed: at least 11 on 5 June, after exactly 9 on 4 June",
    )
    ClaimLinkFactory.create(
        from_claim=accident,
        to_claim=arson,
        relation=Relation.RIVALS,
        method="frames",
        explanation="two causes of one fire",
    )
    AssessmentFactory.create(
        claim=nine, rationale="The harbour master counted the missing by name."
    )
    return Story(
        case, herald, courier, bulletin, nine, eleven, accident, arson, smoking, counted, cause
    )
