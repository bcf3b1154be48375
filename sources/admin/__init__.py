"""The admin of what texts come from: imports, people, and the small records around sources.

Cases, documents and sources have their pages in `claims.admin`, because these show claims.
"""

from sources.admin import accounts, imports, records

__all__ = ["accounts", "imports", "records"]
