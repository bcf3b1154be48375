"""From a text to who says what in it: attributions, claims, quantities and events. No Django in here."""

from .pipeline import extract
from .serialise import to_json
from .types import Attribution, Claim, Event, Extraction, Frame, Quantity, Span, Speaker

# Stored with every row, so that it can be told later what found it.
METHOD = "rules"
VERSION = "1"

__all__ = [
    "METHOD",
    "VERSION",
    "Attribution",
    "Claim",
    "Event",
    "Extraction",
    "Frame",
    "Quantity",
    "Span",
    "Speaker",
    "extract",
    "to_json",
]
