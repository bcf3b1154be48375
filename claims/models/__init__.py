"""What texts assert: claims, who says them, how they relate, and what analysts make of it."""

from claims.models.action import Action
from claims.models.assessment import Assessment
from claims.models.attribution import Attribution, AttributionVia, Origin
from claims.models.claim import Claim
from claims.models.comment import Comment
from claims.models.conflict import Conflict, ConflictAccount
from claims.models.event import Event
from claims.models.link import ClaimLink
from claims.models.passage import Credit, SharedPassage, Shingle
from claims.models.visit import Visit
from claims.models.vocabulary import (
    Credibility,
    Finding,
    Likelihood,
    Relation,
    Side,
    Stance,
    Status,
)
from claims.models.watch import Watch

__all__ = [
    "Action",
    "Assessment",
    "Attribution",
    "AttributionVia",
    "Claim",
    "ClaimLink",
    "Comment",
    "Conflict",
    "ConflictAccount",
    "Credibility",
    "Credit",
    "Event",
    "Finding",
    "Likelihood",
    "Origin",
    "Relation",
    "SharedPassage",
    "Shingle",
    "Side",
    "Stance",
    "Status",
    "Visit",
    "Watch",
]
