"""Who may do what: four groups, each with the rights that its pages need and no others.

Each role has what the one before it has. Which rows somebody sees is not decided here but by the cases
that they are a member of.
"""

from django.contrib.auth.models import Group, Permission
from django.db import transaction

VIEWER = {
    *(
        f"sources.view_{name}"
        for name in (
            *(
                "case",
                "casedocument",
                "casemember",
                "document",
                "original",
                "source",
                "sourcealias",
            ),
            *("affiliation", "importjob", "importitem", "reading"),
        )
    ),
    *(
        f"claims.view_{name}"
        for name in (
            *("action", "assessment", "attribution", "attributionvia", "claim", "claimlink"),
            *(
                "comment",
                "conflict",
                "conflictaccount",
                "credit",
                "event",
                "origin",
                "sharedpassage",
            ),
        )
    ),
    # What one watches oneself is nobody else's: nothing of the work is changed by it.
    *(f"claims.{verb}_watch" for verb in ("view", "add", "change", "delete")),
}
# Works on what is proposed, brings texts in, and judges.
ANALYST = {
    *("sources.add_case", "sources.change_case", "sources.add_importjob"),
    *("sources.change_importjob", "sources.change_document", "sources.add_reading"),
    *("sources.add_source", "sources.change_source"),
    *("sources.add_sourcealias", "sources.change_sourcealias"),
    *("sources.add_affiliation", "sources.change_affiliation"),
    *("claims.add_claim", "claims.change_claim", "claims.add_event", "claims.change_event"),
    *("claims.add_attribution", "claims.change_attribution", "claims.change_claimlink"),
    *("claims.change_conflict", "claims.change_credit", "claims.change_sharedpassage"),
    *("claims.add_action", "claims.change_action", "claims.add_assessment"),
    "claims.add_comment",
}
# Makes an assessment the verdict.
REVIEWER = {"claims.change_assessment"}
# Decides who is in, and in which cases.
ADMIN = {
    *("sources.delete_case",),
    *(f"sources.{verb}_casemember" for verb in ("add", "change", "delete")),
    *(f"auth.{verb}_{name}" for verb in ("view", "add", "change") for name in ("user", "group")),
    *("knox.view_authtoken", "knox.delete_authtoken"),
}
ROLES: dict[str, set[str]] = {
    "viewer": VIEWER,
    "analyst": VIEWER | ANALYST,
    "reviewer": VIEWER | ANALYST | REVIEWER,
    "admin": VIEWER | ANALYST | REVIEWER | ADMIN,
}


def make_roles() -> None:
    """Makes the groups, and gives each exactly its rights; doing it again changes nothing.

    Raises LookupError for a right that no model has.
    """
    known = {
        f"{app}.{codename}": pk
        for pk, app, codename in Permission.objects.values_list(
            "pk", "content_type__app_label", "codename"
        )
    }
    missing = ROLES["admin"] - known.keys()
    if missing:
        raise LookupError(f"No such rights: {', '.join(sorted(missing))}. Run migrate first.")
    with transaction.atomic():
        for name, rights in ROLES.items():
            group, _ = Group.objects.get_or_create(name=name)
            group.permissions.set(known[right] for right in rights)
