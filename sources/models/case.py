"""Cases: an investigation, and who may see it."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from sources.models.access import User, sees_all

KEPT = "_closed_cases"


class CaseQuerySet(models.QuerySet["Case"]):
    def visible_to(self, user: User) -> Self:
        """Open cases, and the limited ones that `user` is a member of."""
        if sees_all(user):
            return self
        if user.pk is None:
            return self.filter(limited=False)
        mine = CaseMember.objects.filter(user_id=user.pk).values("case_id")
        return self.filter(Q(limited=False) | Q(pk__in=mine))


def closed_cases(user: User) -> frozenset[int]:
    """The limited cases that `user` is no member of, by id. Read once and kept on the object, as Django keeps a
    user's permissions: it is asked for many times while one request is answered."""
    if sees_all(user):
        return frozenset()
    found: frozenset[int] | None = getattr(user, KEPT, None)
    if found is None:
        seen = Case.objects.visible_to(user).values("pk")
        closed = Case.objects.filter(limited=True).exclude(pk__in=seen)
        found = frozenset(closed.values_list("pk", flat=True))
        setattr(user, KEPT, found)
    return found


class Case(models.Model):
    """An investigation: the documents about one matter, and all that is drawn from them."""

    name = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    limited = models.BooleanField(
        default=False,
        help_text="Limited to its members. Otherwise everybody who can log in sees it.",
    )
    members = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="CaseMember", related_name="cases", blank=True
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="case_name_unique",
                violation_error_message="There is a case of this name already.",
            ),
            models.CheckConstraint(
                name="case_has_name",
                condition=~Q(name=""),
                violation_error_message="A case needs a name.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CaseMember(models.Model):
    """A user who sees a limited case."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "user"],
                name="case_member_once",
                violation_error_message="This user is a member of the case already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} in {self.case}"


class CaseDocumentQuerySet(models.QuerySet["CaseDocument"]):
    def visible_to(self, user: User) -> Self:
        """Those of the cases that `user` may see, and so their documents."""
        if sees_all(user):
            return self
        return self.filter(case__in=Case.objects.visible_to(user).values("pk"))


class CaseDocument(models.Model):
    """A document in a case: since when, and who put it there."""

    document = models.ForeignKey("sources.Document", on_delete=models.CASCADE)
    case = models.ForeignKey(Case, on_delete=models.CASCADE)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Empty where the system did.",
    )

    objects = CaseDocumentQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "case"],
                name="case_document_once",
                violation_error_message="The document is in this case already.",
            ),
        ]
        indexes = [
            # What joined since somebody last looked at a case that they watch.
            models.Index(fields=["case", "-joined_at"], name="case_document_new"),
        ]

    def __str__(self) -> str:
        return f"{self.document} in {self.case}"
