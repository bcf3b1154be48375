"""The place that a report opens with: "OSTBY, Norway (AP) - "."""

from __future__ import annotations

import re

_PLACE = (
    r"(?=[A-Z][A-Z.'’ -]{2})(?P<town>[A-Z][A-Z.'’-]*(?: [A-Z][A-Z.'’-]*){0,4})"
    r"(?:, (?P<region>[A-Z][\w.]+(?: [A-Z][\w.]+)?))?,?\s*(?:\([^)]{2,40}\))?\s*(?:[-–—]{1,2})\s+"
)
DATELINE = re.compile(rf"^{_PLACE}")
# "Storm watch: OSTBY - ", where a heading runs into the report.
HEADED = re.compile(rf"^.{{0,60}}?[:|] {_PLACE}")
