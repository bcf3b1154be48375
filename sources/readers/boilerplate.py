"""Where a text copied from a web page holds leftovers of the page: links to other articles, buttons, notices, credits.

They stay in the text, marked. The patterns are those of whole lines (and of credits in brackets at a line's end), and
short ones, so that a sentence of the article that speaks of reading, sharing or cookies is left alone.
"""

import re
from collections.abc import Iterator

_LINE_CHARS = 300
_HEADLINE_CHARS = 140
_MAX_HEADLINES = 10
_MIN_REPEATED_CHARS = 40

_AGENCY = (
    r"getty(?: images)?|afp|reuters|ap(?: photo)?|associated press|epa(?:-efe)?|efe|dpa|anadolu(?: agency)?|aa|tass|sputnik|"
    r"ria novosti|xinhua|shutterstock|alamy|unsplash|pexels|bloomberg|nurphoto|zuma(?: press)?|sipa|ukrinform|"
    r"wikimedia commons|istock"
)
_NETWORK = (
    r"facebook|twitter|x|whatsapp|telegram|linkedin|reddit|pinterest|instagram|messenger|viber|vk|tumblr|flipboard|"
    r"e-?mail|print|copy link|copy url|share|tweet|save"
)
_NAME = r"[^\W\d_][\w.’'-]*"
_END = r"\s*[.!…:»›>→]*"

# Lines that are boilerplate as a whole. Bullets, arrows and stars before them are skipped.
_LINKS = (
    # The label with a colon or a dash, and the linked headline.
    (
        r"(?:read|see|watch|listen|learn|find out|explore|discover) (?:more|also|next|too)"
        r"\s*(?:[:|–—»›>→]|-\s|\.{3}|…).*"
    ),
    (
        r"(?:also read|must read|don[’']?t miss|more on this(?: story| topic)?|in case you missed it|"
        r"(?:related|recommended)(?: (?:articles?|stor(?:y|ies)|news|posts?|coverage|reading|topics?))?)"
        r"\s*(?:[:|»›>→]|[–—-]\s).*"
    ),
    # The same without a colon: short, and not a sentence, which would end in a full stop.
    r"(?:read|see|learn|find out) more(?: (?:about|on|at|in|from|here)\b[^.!?“”\"]{0,60})?\s*[…:»›>→]*",
    r"(?:click|tap) here (?:to|for) [^.“”\"]{1,60}" + _END,
)
_COMMENTS = (
    r"(?:leave|post|add|write) (?:a|your) (?:comment|reply|response)" + _END,
    r"(?:(?:\d+|no|view|show|hide|load|load more|see|read|all|see all|view all|read all) )?(?:\d+ )?"
    r"comments?(?: \(?\d+\)?| are closed| off)?" + _END,
    r"(?:join the (?:conversation|discussion)|cancel reply|log ?in to (?:comment|reply|post).{0,60})"
    + _END,
    r"(?:your email address will not be published|you must be logged in to post a comment).*",
)
_SHARING = (
    r"share (?:this|the)(?: (?:article|story|post|page|news|video|entry|content))?"
    rf"(?: (?:on|via|with|to) (?:{_NETWORK}|your friends|friends|social media))?" + _END,
    rf"share (?:on|via|to) (?:{_NETWORK}|social media)" + _END,
    rf"(?:{_NETWORK})(?:[ \t,|/•·]+(?:on )?(?:{_NETWORK}))*" + _END,
    r"(?:like|follow|find|join) us (?:on|at) .{1,80}",
)
_SUBSCRIBING = (
    (
        r"(?:subscribe|sign[- ]up|register|join|follow|download|get (?:the latest|all|our|breaking|daily|more))\b[^“”\"]{0,80}"
        r"\b(?:our|my|your|us|free)\b[^“”\"]{0,80}"
        r"\b(?:newsletters?|e-?mail|mailing list|inbox|channel|groups?|app|notifications|podcast|alerts|updates)\b"
        r"[^“”\"]{0,80}"
    ),
    r"(?:subscribe|sign up|sign in|log in|register)"
    r"(?: now| here| today| to continue(?: reading)?| for free)?" + _END,
    r"(?:(?:our|the|daily|weekly|free|morning) )*newsletter(?: sign[- ]?up)?" + _END,
)
_ADVERTISING = (
    r"(?:advertisement|advertising|advertorial|ad|paid post|(?:sponsored|promoted|paid)(?: content)?|"
    r"skip (?:ad|advertisement)|scroll to continue.{0,40}|remove ads|report (?:this )?ad)" + _END,
    r"(?:story|article|report|content) continues (?:below|after)"
    r"(?: (?:this|the))?(?: (?:ad|advert|advertisement|video))?" + _END,
    r"continue reading(?: below| the main story)?\s*[…:»›>→]*",
)
_CONSENT = (
    r"(?:accept|reject|allow|decline|manage)(?: all)?(?: cookies| preferences| settings| consent)?"
    + _END,
    # A notice speaks to its reader; a report on cookies does not.
    (
        r"(?=.*\bcookies?\b)(?=.*\b(?:we|our|you|your|this (?:web ?)?site|this page)\b)"
        r"(?=.*\b(?:accept|agree|consent|continu|use|uses|using|preferences|settings|experience|policy))"
        r"(?:we|our|this|by|you|your|to|please|cookies?)\b[^“”\"]*"
    ),
    r"(?:please )?(?:you need to )?enable javascript.{0,100}|.{0,60}requires javascript.{0,60}",
)
_CREDITS = (
    (
        r"[(\[]?(?:(?:file|stock|cover|main|representational|representative) )?"
        r"(?:photo|photograph|image|picture|pic|video|graphic|illustration)s?"
        r"(?: (?:credit|source|courtesy|copyright|by|from|via)s?(?: of)?)?\s*(?:[:|©/]|[–—]\s).{0,150}"
    ),
    r"(?:the )?(?:photo|photograph|image|picture|video)(?:’s|'s)? credits?\b.{0,150}",
    rf"(?:photo|photograph|image|picture)s? (?:by|courtesy(?: of)?|via) (?:{_NAME}[ ,/]*){{1,5}}"
    + _END,
    r"credits?\s*[:|].{0,100}",
    r"(?:representational|representative|file|stock) (?:image|photo|picture)" + _END,
    rf"[(\[]?(?:{_NAME}[ ,]+){{0,5}}{_NAME} ?/ ?(?:[\w.’'-]+ ?/ ?)?(?:{_AGENCY})(?: (?:via|/) [\w ]{{2,40}})?[)\]]?",
    rf"[(\[](?:{_AGENCY})(?: (?:photo|image)s?)?(?: ?[/|:] ?[^()\[\]]{{2,60}})?[)\]]",
    rf"(?:{_NAME} ){{0,4}}via getty images",
)
_RIGHTS = (
    r"(?:copyright ?(?:©|\(c\)|\d{4})|©|\(c\) ?\d{4}).{0,200}",
    r"(?=.*\ball rights reserved\b).{0,200}",
)
_NAVIGATION = (
    r"(?:skip to (?:main )?content|back to top|top of page|listen to (?:this )?(?:article|story)|"
    r"(?:previous|next) (?:article|post)|(?:load|show|see) more|(?:view|see) all|"
    r"\d+[ -]min(?:ute)?s? read|(?:estimated )?reading time:? .{0,20})" + _END,
    r"(?:tags|filed under|topics|keywords|categories|tagged(?: with)?|posted in)\s*:.{0,200}",
)
_LINES = re.compile(
    "|".join(
        f"(?:{pattern})"
        for patterns in (
            _LINKS, _COMMENTS, _SHARING, _SUBSCRIBING, _ADVERTISING, _CONSENT, _CREDITS, _RIGHTS, _NAVIGATION,
        )
        for pattern in patterns
    ),
    re.IGNORECASE,
)  # fmt: skip
# Labels above a list of linked headlines; the headlines under them belong to them.
_LIST_LABEL = re.compile(
    r"(?:you (?:may|might) (?:also )?(?:like|be interested in)|(?:related|recommended|more|top|latest|popular|trending|other) "
    r"(?:articles?|stor(?:y|ies)|news|posts?|coverage|reading|headlines)|most (?:read|viewed|popular|shared)|trending(?: now)?|"
    r"recommended(?: for you)?|more from .{2,60}|from around the web|what to read next|editors?[’']?s?[’']? picks?|"
    r"don[’']t miss|also read|read also|see also)\s*[:…»›>→]*",
    re.IGNORECASE,
)
# The label of a single link, its headline on the next line.
_LINK_LABEL = re.compile(
    r"(?:read|see|watch) (?:more|also|next)\s*[:»›>→]+|also read\s*[:»›>→]+", re.IGNORECASE
)
_BULLET = re.compile(r"^[\s*•·▪►▶→>»#|_-]+")
_CREDIT_AT_END = re.compile(
    r"\s*[(\[](?:"
    r"(?:file )?(?:photo|image|picture|credit)s?(?: credits?)?\s*(?:by|:|courtesy|via|/)[^()\[\]]{2,100}|"
    rf"[^()\[\]/]{{2,60}} ?/ ?(?:{_AGENCY})(?: (?:via|/) [^()\[\]]{{2,40}})?|"
    rf"(?:{_AGENCY})(?: photo)?(?: ?/ ?(?!ipsos)[^()\[\]]{{2,60}}| via [^()\[\]]{{2,40}})"
    r")[)\]]\s*$",
    re.IGNORECASE,
)
_HEADLINE_END = re.compile(r"[^.;:,…]\s*$")
# "WEB DESK: ", "MOSCOW, March 23 (AP) — ": what a paragraph may have before the words that it repeats. Only capitals:
# "Kyiv: " before the same words would be another speaker.
_PREFIX = re.compile(
    r"^[A-Z][A-Z .,&/'’-]+(?:,? (?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? \d{1,2})?"
    r"(?: \([^()\n]{1,30}\))?(?::|\s*[–—]|\s-)\s+(?=\S)"
)


def find(text: str) -> list[tuple[int, int]]:
    """The leftovers in a text: start and end of each in code points, in order, apart from each other, none empty."""
    spans: list[tuple[int, int]] = []
    earlier = _Paragraphs()
    headlines = 0  # how many more lines may be headlines under a label
    for start, line in _lines(text):
        body = _BULLET.sub("", line) if len(line) <= _LINE_CHARS else ""
        if body and _LIST_LABEL.fullmatch(body):
            headlines = _MAX_HEADLINES
            spans.append((start, start + len(line)))
        elif body and _LINES.fullmatch(body):
            headlines = 1 if _LINK_LABEL.fullmatch(body) else headlines
            spans.append((start, start + len(line)))
        elif headlines and body and len(body) <= _HEADLINE_CHARS and _HEADLINE_END.search(body):
            headlines -= 1
            spans.append((start, start + len(line)))
        else:
            headlines = 0
            if earlier.repeat(line):
                spans.append((start, start + len(line)))
            elif credit := _CREDIT_AT_END.search(line[-_LINE_CHARS:]):
                offset = start + max(0, len(line) - _LINE_CHARS)
                spans.append((offset + credit.start(), offset + credit.end()))
    return spans


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Each line that is not blank, without the space around it, and where it starts."""
    for match in re.finditer(r"[^\n]+", text):
        line = match[0].strip()
        if line:
            yield match.start() + len(match[0]) - len(match[0].lstrip()), line


class _Paragraphs:
    """The paragraphs so far, with and without their prefixes."""

    def __init__(self) -> None:
        self._whole: set[str] = set()
        self._bare: set[str] = set()

    def repeat(self, paragraph: str) -> bool:
        """Whether an earlier paragraph said these words, one of the two perhaps after a prefix; takes it up if not."""
        whole, bare = _key(paragraph), _key(_PREFIX.sub("", paragraph))
        if len(bare) < _MIN_REPEATED_CHARS:
            return False
        if whole in self._whole or whole in self._bare or bare in self._whole:
            return True
        self._whole.add(whole)
        if bare != whole:
            self._bare.add(bare)
        return False


def _key(paragraph: str) -> str:
    return re.sub(r"\W+", " ", paragraph).strip().casefold()
