"""Pages of API lists: by cursor, so that no list counts its rows and none shifts under its reader."""

from typing import Any

from django.db import models
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request

LARGEST = models.BigAutoField.MAX_BIGINT


class Cursor(CursorPagination):
    """Oldest first, 50 a page, up to 200 with `page_size`."""

    ordering = "pk"
    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 200

    def get_page_size(self, request: Request) -> int:
        """How many rows to a page. Raises ValidationError for a number that can't be had."""
        asked = request.query_params.get("page_size")
        if asked is None:
            return self.page_size
        if not _is_number(asked, self.max_page_size) or int(asked) == 0:
            raise ValidationError({"page_size": [f"A number from 1 to {self.max_page_size}."]})
        return int(asked)

    def decode_cursor(self, request: Request) -> Any:
        """The place where a page starts: the id of a row. Raises NotFound for anything else."""
        cursor = super().decode_cursor(request)
        position: Any = cursor.position if cursor else None
        if position is not None and not _is_number(position, LARGEST):
            raise NotFound(self.invalid_cursor_message)
        return cursor


def _is_number(text: str, largest: int) -> bool:
    """Whether these are digits, no more than `largest` has: Python refuses to read thousands of them."""
    digits = text.isascii() and text.isdigit() and len(text) <= len(str(largest))
    return digits and int(text) <= largest
