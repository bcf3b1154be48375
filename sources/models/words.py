"""What text is found by: its words as full-text search sees them, and the capitals that abbreviate a name."""

from django.contrib.postgres.search import SearchVector
from django.db.models import F, Func, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Left

# English stems and stop words, without accents: Erdogan finds Erdoğan. Made by sources/migrations/0004.
CONFIG = "reading"
# Characters of a text that one tsvector is made of. It holds one MiB, which a hundred thousand characters of
# any alphabet fit (tests/claims/services/test_search.py), and tells no places beyond its 16,383rd word. A
# document's text may be longer: it is searched in parts.
SEARCHED = 100_000


def words_of(text: str | Combinable, weight: str = "") -> SearchVector:
    """The words of a column or expression, as the indexes have them. A query that finds by an index says
    the very same."""
    return SearchVector(Left(text, SEARCHED), config=CONFIG, weight=weight or None)


def capitals_of(name: str) -> Func:
    """The capital letters of a column: WFP of "World Food Programme"."""
    return Func(
        F(name),
        Value("[^A-Z]"),
        Value(""),
        Value("g"),
        function="regexp_replace",
        output_field=TextField(),
    )
