"""The admin of what texts assert, and of the cases, documents and sources that it is drawn from."""

from claims.admin import actions, cases, claims, conflicts, documents, passages, records, sources

__all__ = ["actions", "cases", "claims", "conflicts", "documents", "passages", "records", "sources"]
