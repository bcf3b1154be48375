"""From a text to who says what in it: attributions, claims, quantities and events. No Django in here."""

from .pipeline import extract
from .serialise import to_json
from .types import Attribution, Claim, Event, Extraction, Frame, Quantity, Span, Speaker

# Stored with every attribution, exported with it and shown by the API, so that it can be told later what found
# it; nothing is decided by them. The version is to be raised with whatever changes what is found: the tagger's
# network, the rules or the lexicon.
METHOD = "tagger and rules"
VERSION = "4"

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
