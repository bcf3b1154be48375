"""The place that a report opens with, and its day: "OSTBY, Norway, May 3 (AP) - "."""

from __future__ import annotations

import re

_MONTH = r"(?:Jan|Feb|March|April|May|June|July|Aug|Sept?|Oct|Nov|Dec)(?:[a-z]+|\.)?"
_DAY = rf"(?:{_MONTH} \d{{1,2}}|\d{{1,2}} {_MONTH})(?:,? \d{{4}})?"
_PLACE = (
    r"(?=[A-Z][A-Z.'’ -]{2})(?P<town>[A-Z][A-Z.'’-]*(?: [A-Z][A-Z.'’-]*){0,4})"
    rf"(?:, (?!{_DAY})(?P<region>[A-Z][\w.]+(?: [A-Z][\w.]+)?))?(?:, {_DAY})?"
    r",?\s*(?:\([^)]{2,40}\))?\s*(?:[-–—]{1,2})\s+"
)
DATELINE = re.compile(rf"^{_PLACE}")
# "Storm watch: OSTBY - ", where a heading runs into the report.
HEADED = re.compile(rf"^.{{0,60}}?[:|] {_PLACE}")
