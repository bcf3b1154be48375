"""Who may do what over the API: the same model permissions as in the admin."""

from rest_framework.permissions import DjangoModelPermissions


class ReadWithPermission(DjangoModelPermissions):
    """Reading takes the view permission too; which rows are shown, `visible_to` decides."""

    perms_map = {
        **DjangoModelPermissions.perms_map,
        "GET": ["%(app_label)s.view_%(model_name)s"],
        "HEAD": ["%(app_label)s.view_%(model_name)s"],
    }
