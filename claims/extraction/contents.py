"""The words of a content, less those that are no part of what is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .lexicon import lexicon
from .tree import SUBJECTS, child

if TYPE_CHECKING:
    from spacy.tokens import Token


def said_nouns() -> frozenset[str]:
    """Nouns of what somebody says: claim, report."""
    nouns = lexicon().nouns
    return nouns["asserts"] | nouns["reports"]


def refuted_part(content: list[Token]) -> list[Token] | None:
    """The P of "reports that P are false", which who says so denies; None for any other content."""
    opens = (
        content[0].lemma_.lower() in said_nouns()
        or content[min(1, len(content) - 1)].lemma_.lower() in said_nouns()
    )
    if not opens or content[-1].lower_ not in lexicon().nouns["fake"]:
        return None
    of = next((i for i, t in enumerate(content[:4]) if t.lower_ in ("that", "of", "about")), None)
    be = next((i for i in range(len(content) - 2, 0, -1) if content[i].lemma_ == "be"), None)
    return content[of + 1 : be] if of is not None and be is not None and be > of + 2 else None


def without_tail(content: list[Token]) -> list[Token]:
    """A long noun phrase without a participle clause that a comma adds at its end."""
    for token in content:
        if (
            token.dep_ in ("advcl", "acl")
            and token.tag_ == "VBG"
            and token.left_edge.i > content[0].i + 5
        ):
            before = token.doc[token.left_edge.i - 1]
            if before.text == ",":
                return [t for t in content if t.i < before.i]
    return content


def without_tag(content: list[Token]) -> list[Token]:
    """What is said without who passes the saying on: "(A said that) P, the newspaper reported"."""
    root = min(content, key=lambda t: len(list(t.ancestors)), default=None)
    inner = child(root, "ccomp") if root is not None else None
    who = child(root, *SUBJECTS) if root is not None else None
    if root is None or inner is None or who is None or not inner.i < who.i < root.i:
        return content
    return [t for t in content if t.i < who.left_edge.i]
