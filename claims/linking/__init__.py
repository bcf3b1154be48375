"""Linking: from two claims to the relation between them, and from relations to conflicts.

Plain Python: nothing here reads a database. The services find the candidates, ask `same_claim` and
`compare` about each pair, and hand the links that result to `gather`.
"""

# Stored with every proposal; to be raised with whatever changes what is proposed.
VERSION = "5"
