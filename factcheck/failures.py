"""What is shown where a page is not there, or may not be seen: in words, and with a way on."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

NOT_THERE = "Nothing is at this address, or nothing that you may see."
NOT_ALLOWED = (
    "You do not have the rights that this page needs. Whoever runs the system can give them to you."
)
FORGED = (
    "Nothing was changed: this form was not sent from a page of yours, or you have signed in again"
    " since it was opened. Load the page anew and send it once more."
)


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404, with what the page itself says of it."""
    return _page(request, "Not found", _words(exception) or NOT_THERE, 404)


def denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403, with what the page itself says of it."""
    return _page(request, "Not allowed", _words(exception) or NOT_ALLOWED, 403)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403, for a form without the token of its user."""
    return _page(request, "Not done", FORGED, 403)


def _words(exception: Exception) -> str:
    """What was said where it was raised; Django itself says it in terms of addresses."""
    said = exception.args[0] if exception.args else ""
    return said if isinstance(said, str) else ""


def _page(request: HttpRequest, title: str, words: str, status: int) -> HttpResponse:
    known = request.user.is_active and request.user.is_staff if hasattr(request, "user") else False
    context = admin.site.each_context(request) if known else {"site_header": "Factcheck"}
    context |= {"title": title, "words": words, "has_permission": known}
    return render(request, "admin/failure.html", context, status=status)
