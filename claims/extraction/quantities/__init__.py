"""How many of what: numbers in figures and words, what they measure, and whose they are."""
