"""Personal pronouns in all their cases, in lower case: who speaks, who is spoken to, who is spoken of."""

FIRST = frozenset({"i", "me", "my", "mine", "myself"})
FIRST_MANY = frozenset({"we", "us", "our", "ours", "ourselves"})
SECOND = frozenset({"you", "your", "yours"})
MALE = frozenset({"he", "him", "his", "himself"})
FEMALE = frozenset({"she", "her", "hers", "herself"})
PERSONS = MALE | FEMALE
PLURALS = frozenset({"they", "them", "their", "theirs", "themselves"})
THINGS = frozenset({"it", "its", "itself"})
THIRD = PERSONS | PLURALS | THINGS
