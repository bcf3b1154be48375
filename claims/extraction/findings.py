"""What the rules find: attributions whose speaker and claim are still to be settled."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

Range = tuple[int, int]


@dataclass(slots=True, eq=False)
class Finding:
    """One attribution as the rules see it. Ranges are places in the whole text.

    ``form`` says what kind of content it has, which decides how the claim is worded: clause, noun, quote,
    accusation, responsibility, fake (a warning against false information), attitude (what somebody wants, feels or
    does about something, no proposition), silence (who was asked, and does not answer) or author. ``root`` is the word
    that heads the content, ``party`` whom an accusation is about. ``echo`` names the finding whose claim
    this one takes a stand on ("a claim denied by B").
    """

    content: list[Range]
    form: str
    stance: str
    root: Token | None
    claimant: Token | None = None
    claimant_range: Range | None = None
    cue: Range | None = None
    via: list[Token] = field(default_factory=list)
    party: Token | None = None
    unnamed: str = ""
    direct: bool = False
    confidence: float = 0.8
    echo: Finding | None = None
    quote: list[Range] | None = None

    @property
    def start(self) -> int:
        """Where the content begins."""
        return self.content[0][0]

    @property
    def end(self) -> int:
        """Where the content ends."""
        return self.content[-1][1]

    def covers(self, other: Finding) -> bool:
        """Whether the other's content lies inside this one's."""
        return self.start <= other.start and other.end <= self.end
