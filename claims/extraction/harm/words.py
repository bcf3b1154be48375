"""Words of harm: what verbs, adjectives and nouns say to have become of persons, and what surrounds them."""

from __future__ import annotations

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# What a verb, adjective or noun does to persons; shot and hospital leave open whether somebody lives.
OBJECT = {
    "kill": "killed", "slay": "killed", "murder": "killed", "massacre": "killed", "slaughter": "killed",
    "assassinate": "killed", "execute": "killed", "behead": "killed", "electrocute": "killed",
    "injure": "injured", "wound": "injured", "hurt": "injured", "maim": "injured", "hospitalize": "injured",
    "hospitalise": "injured", "graze": "injured", "paralyze": "injured", "paralyse": "injured",
    "shoot": "shot", "gun": "shot", "strike": "shot", "hit": "shot", "stab": "shot", "beat": "shot", "crush": "shot",
    "take": "hospital", "transport": "hospital", "rush": "hospital", "fly": "hospital", "airlift": "hospital",
    "transfer": "hospital", "send": "hospital", "drop": "hospital", "treat": "hospital", "admit": "hospital", "bring": "hospital",
    "pronounce": "killed", "declare": "killed", "find": "killed", "mourn": "killed", "claim": "killed",
}  # fmt: skip
SUBJECT = {
    "die": "killed", "perish": "killed", "drown": "killed", "succumb": "killed", "lose": "killed", "pass": "killed",
    "survive": "injured", "recover": "injured", "fight": "injured",
}  # fmt: skip
STATE = {
    "dead": "killed", "deceased": "killed", "killed": "killed", "slain": "killed", "murdered": "killed",
    "injured": "injured", "wounded": "injured", "hurt": "injured", "hospitalized": "injured",
    "hospitalised": "injured", "critical": "injured", "shot": "shot",
}  # fmt: skip
NOUN = {
    "death": "killed", "killing": "killed", "murder": "killed", "slaying": "killed", "homicide": "killed",
    "fatality": "killed", "massacre": "killed", "injury": "injured", "wound": "shot", "graze": "injured", "shooting": "shot",
    "funeral": "killed", "victim": "victim", "loss": "killed", "toll": "killed", "condition": "injured",
    "surgery": "injured", "coma": "injured", "hospital": "hospital",
}  # fmt: skip
FORMS = frozenset(
    {
        *STATE,
        "fatally",
        "suicide",
        "himself",
        "herself",
        *NOUN,
        "dies",
        "die",
        "died",
        "gunned",
        "fighting",
        "shoots",
        "victims",
        "deaths",
        "injuries",
        "wounds",
        "kills",
    }
)
PRONOUNCED = frozenset({"pronounce", "declare", "find"})
CARRIED = frozenset({"take", "rush", "fly", "transfer", "send", "drop", "treat", "admit", "bring"})
# "One is in hospital", "left another in hospital": verbs that put nobody there for work.
LYING = frozenset({"be", "remain", "leave", "stay", "lie", "land"})
CARE = re.compile(
    r"hospital|medical|clinic|emergency room|trauma|surgery|injur|wound|gunshot|(?:and|from) (?:care|released)|smoke|burns|shock|fractures",
    re.IGNORECASE,
)
FATAL = re.compile(
    r"\b(?:fatal(?:ly)?|to death|dead|deadly|mortal(?:ly)?)\b(?! (?:weapon|force|assault))",
    re.IGNORECASE,
)
WEAPON = re.compile(
    r"\b(?:bullets?|gunfire|shots?|rounds?|pellets?|gunshots?|shrapnel|crossfire|opened fire|returned fire|"
    r"(?:gun|rifle|pistol|firearm|weapon) (?:went off|(?:accidentally )?(?:fired|discharged))|discharged)\b",
    re.IGNORECASE,
)
BREAK = re.compile(r"[,;:]|\band\b|\bafter\b|\bwhile\b|\bby\b|\bin a\b|--")
DEAD = re.compile(r"\b(?:dead|deceased|brain[ -]dead|lifeless)\b", re.IGNORECASE)
FOUND_HURT = re.compile(
    r"suffering|wounded|injured|gunshot|\bshot\b|with (?:a|multiple|several)", re.IGNORECASE
)
LIFE = re.compile(r"\b(?:lives|life)\b", re.IGNORECASE)
CRITICAL = re.compile(
    r"\b(?:is|are|was|were|in|remains?|and|,|\d|one|two|three|four) critical\b|critical (?:condition|after|following)",
    re.IGNORECASE,
)
BODY = re.compile(
    r"\b(?:arms?|legs?|head|chest|stomach|abdomen|back|neck|face|hands?|foot|feet|thigh|shoulder|torso|hip|knee|"
    r"ankle|buttocks?|groin|side|wrist|finger|eye|jaw|throat|body|lower|upper|multiple times|several times|twice|"
    r"once|times)\b",
    re.IGNORECASE,
)
ASIDE = re.compile(
    r"\b(?:this year|so far this|last (?:year|month|summer|fall|spring|winter|january|february|march|april|may|june|"
    r"july|august|september|october|november|december)|years? ago|in recent|previous(?:ly)?|earlier this (?:month|year)|"
    r"(?:another|separate|unrelated|different|other|similar) (?:shooting|incident|attack|case|crash|homicide)s?|"
    r"(?:shootings|homicides|murders|incidents|deaths|crashes) (?:this|in|since|across|nationwide)|"
    r"each (?:year|day)|every (?:year|day)|annually|nationwide|per (?:year|day)|since (?:19|20)\d\d|"
    r"the year before|(?:first|second|third|fourth|fifth|sixth|\d+(?:st|nd|rd|th)) (?:homicide|murder|shooting))\b",
    re.IGNORECASE,
)
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
# What is done to the living only, and endings of words that mean no one.
MORTAL = frozenset({"kill", "murder", "slay", "assassinate", "shoot", "stab", "wound", "injure"})
ABSTRACT = ("tion", "ment", "ness", "ity", "ism", "ship", "ing", "ance", "ence")
INTENT = _words("""
    threaten try attempt want plan intend plot conspire fail vow prepare continue refuse decline hope effort threat bid
""")
CONDITIONS = _words("""
    critical serious stable good fair grave guarded satisfactory unknown poor
""")
LIGHT = frozenset(
    {"threatening", "serious", "minor", "critical", "superficial", "severe", "survivable", "graze"}
)
SELF = frozenset({"himself", "herself", "themselves", "themself", "self"})
MODAL = _words("""
    could would might may should can will 'll 'd must
""")
NOBODY = frozenset({"nobody", "none", "neither", "no"})
MALE = _words("""
    he him his man boy father son husband brother grandfather nephew uncle boyfriend stepfather himself men boys
    gunman
""")
FEMALE = _words("""
    she her woman girl mother daughter wife sister grandmother niece aunt girlfriend stepmother herself women
    girls
""")
GROWN = 18
CHILDREN = _words("boy girl child toddler infant baby kid youngster")
ADULTS = _words("""
    man woman adult father mother husband wife uncle aunt grandfather grandmother boyfriend girlfriend officer deputy
    trooper guard driver clerk owner teacher
""")
SHARED = {
    "both": 2,
    "couple": 2,
    "pair": 2,
    "duo": 2,
    "twins": 2,
    "trio": 3,
    "parents": 2,
    "quartet": 4,
    "half-dozen": 6,
}
NO_VICTIMS = _words("it its itself we us our i you your me my")
ORDINALS = _words("second third fourth fifth sixth seventh eighth")
THINGS = _words("""
    shot gun gunshot bullet round car vehicle house home window door building video photo picture target tree
    wall conversation fire case charge event bill power weapon firearm rifle pistol handgun day time night
    battery truck body tire glass phone scene basket goal jail court custody place ball score number point film
    road street area light traffic water hope chance idea plan job deal economy market price part step care note
    look turn suspicion call report trial family community city neighborhood neighbourhood state country world
    name information tip investigation shooting incident accident attack it that which this what something
    anything everything nothing there one-time animal dog cat deer cattle cow bird sheep fish horse pig goat
    chicken livestock whale gunfire round click minute hour block caliber year second dollar mile count yard
    foot inch comment image share view shootout gunshots police sheriff authorities officials update watch video
    bacteria percent injury wound death murder killing homicide sentence penalty prison record mm millimeter
    millimetre inch gauge magazine shoe handgun shotgun firearm
""")
GROUPS = frozenset(
    {"total", "number", "group", "body", "bodies", "remains", "most", "family", "life", "lives"}
)
RELATIVES = _words("""
    father mother son daughter wife husband driver baby brother sister employee pilot journalist grandfather
    grandmother grandson granddaughter nephew niece uncle aunt cousin boyfriend girlfriend friend stepfather
    stepmother stepson stepdaughter sibling parent toddler infant juvenile youth kid youngster male female
    deputy agent trooper cop lieutenant sergeant corporal detective clerk owner roommate neighbor neighbour
    relative member tenant housemate flatmate stepmom mom mum dad grandma grandpa constable customer professor ex
    homeowner accomplice burglar robber intruder partner lover classmate athlete player cheerleader rapper
    singer musician veteran pastor priest manager cashier hunter acquaintance fiance fiancee spouse twin one two
    three four five six seven eight nine ten others other another both couple pair trio many several some dozen
    dozens
""")
AGE = re.compile(
    r"\b(\d{1,2})[ -]?(?:year|yr|month)s?[ -]olds?\b|"
    # "A man, 30"; not "1 dead, 4 wounded"
    r",\s?(\d{1,2})(?=[,.;)\s]|$)(?! (?i:dead|killed|injured|wounded|hurt|shot|hospitali[sz]ed|critical|people|others?|more)\b)|"
    r"\bage[ds]? (\d{1,2})\b|\((\d{1,2})\)"
)
TITLES = _words("""
    mr. mrs. ms. officer sgt. deputy detective lt. capt. trooper cpl. chief sheriff
""")
SUFFIXES = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv", "'s"})
STRENGTH = {"victim": 0, "hospital": 1, "shot": 2, "injured": 3, "killed": 4}
OF_AGE = re.compile(r"[- ]?(?:year|yr|month)")
MANY_OR_RELATIVE = frozenset({"they", "them", "their", "who", "whom", "that", "which"})
TELLING = frozenset(
    {
        "die",
        "cause",
        "inflict",
        "treat",
        "see",
        "say",
        "determine",
        "show",
        "escape",
        "avoid",
        "respond",
    }
)
# "He died at 84", "she died in 2019", "of cancer": a life's end, not harm done.
NATURAL = re.compile(
    r"^\w+ (?:peacefully|(?:at|at the age of|aged) \d+\b|(?:on \w+ \d+, |in )(?:19|20)\d\d\b|"
    r"(?:of|from) (?:\w+ )?(?:cancer|natural causes|old age|heart (?:attack|failure|disease)|pneumonia|illness))",
    re.IGNORECASE,
)
