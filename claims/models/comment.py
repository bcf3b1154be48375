"""Comments: what analysts say to each other about a claim."""

from typing import Self

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q

from claims.models.claim import Claim
from sources.models import User
from sources.models.document import open_to

LONGEST = 5000  # characters


class CommentQuerySet(models.QuerySet["Comment"]):
    def visible_to(self, user: User) -> Self:
        """Comments on claims that `user` may see."""
        return self.filter(open_to(user, "claim__document"))


class Comment(models.Model):
    """A remark on a claim. It is not edited: whoever wrote it may take it back (undo)."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="comments")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="comments", editable=False
    )
    text = models.TextField(max_length=LONGEST, validators=[MaxLengthValidator(LONGEST)])
    at = models.DateTimeField(auto_now_add=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="comment_has_text",
                condition=~Q(text=""),
                violation_error_message="A comment says something.",
            ),
        ]

    def __str__(self) -> str:
        return self.text if len(self.text) <= 80 else f"{self.text[:79]}…"
